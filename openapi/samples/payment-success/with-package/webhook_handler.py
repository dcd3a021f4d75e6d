"""Receives webhooks from KGiTON. Install kgiton, then run: python3 webhook_handler.py

Needs KGITON_WEBHOOK_SECRET in its environment. Optional: PORT.

Python's built-in server is for development. In production, do what `receive`
does in a view of your framework, with the raw body of the request.
"""

import os
import sys
import threading
import traceback
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from kgiton import KGiTONError, PaymentSuccessEvent, Webhooks, WebhookSignatureError

PORT = int(os.environ.get("PORT") or "3000")
MAX_BYTES = 1024 * 1024

webhooks = Webhooks()  # reads KGITON_WEBHOOK_SECRET

# KGiTON delivers at least once, so process each payment only once. In your
# application, use a unique column of your database.
processed: set[str] = set()
lock = threading.Lock()


def process_once(event: PaymentSuccessEvent) -> None:
    """Move slow work to a queue: KGiTON waits 30 seconds for the response."""
    with lock:  # A duplicate may arrive at the same moment.
        if event.payment_id not in processed:
            print("Paid:", event.transaction_id, event.amount, flush=True)
            processed.add(event.payment_id)


class WebhookHandler(BaseHTTPRequestHandler):
    timeout = 30  # seconds, for each read

    def do_POST(self) -> None:
        try:
            status = self.receive()
        except Exception:  # KGiTON retries.
            traceback.print_exc()
            status = 500
        self.send_response(status)
        self.end_headers()

    def receive(self) -> int:
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal():
            return 411
        if int(length) > MAX_BYTES:
            return 413
        # The exact bytes: the signature covers them. It is compared in constant time.
        body = self.rfile.read(int(length))
        try:
            event = webhooks.unwrap(body, self.headers)
        except WebhookSignatureError as error:
            print(error, file=sys.stderr)
            return 401
        except KGiTONError as error:  # The signature is right, and the body is no event.
            print(error, file=sys.stderr)
            return 400
        # Later versions may add events; acknowledge them.
        if isinstance(event, PaymentSuccessEvent):
            process_once(event)
        return 204


if __name__ == "__main__":
    if not os.environ.get("KGITON_WEBHOOK_SECRET"):
        sys.exit("Set KGITON_WEBHOOK_SECRET.")
    print(f"Listening on http://127.0.0.1:{PORT}", flush=True)
    ThreadingHTTPServer(("127.0.0.1", PORT), WebhookHandler).serve_forever()
