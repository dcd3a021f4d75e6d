"""Receives webhooks from KGiTON. Run: python3 webhook_handler.py

Needs KGITON_WEBHOOK_SECRET in its environment. Optional: PORT.

Python's built-in server is for development. In production, do what `receive`
does in a view of your framework, with the raw body of the request.
"""

import hashlib
import hmac
import json
import os
import sys
import threading
import traceback
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SECRET = os.environ.get("KGITON_WEBHOOK_SECRET", "").encode()
PORT = int(os.environ.get("PORT") or "3000")
MAX_BYTES = 1024 * 1024

# KGiTON delivers at least once, so process each payment only once. In your
# application, use a unique column of your database.
processed: set[str] = set()
lock = threading.Lock()


def is_from_kgiton(body: bytes, signature: str) -> bool:
    """A missing or malformed signature counts as wrong."""
    expected = hmac.new(SECRET, body, hashlib.sha256).hexdigest()
    # In constant time. As bytes, because it accepts only ASCII in strings.
    return hmac.compare_digest(expected.encode(), signature.encode())


def process_payment(event: dict) -> None:
    """Move slow work to a queue: KGiTON waits 30 seconds for the response."""
    print("Paid:", event["transaction_id"], event["amount"], flush=True)


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
        # The exact bytes: the signature covers them.
        body = self.rfile.read(int(length))
        signature = self.headers.get("X-KGiTON-Signature", "")
        if not is_from_kgiton(body, signature):
            return 401
        try:
            event = json.loads(body)
        except ValueError:
            return 400
        # Later versions may add events; acknowledge them.
        if isinstance(event, dict) and event.get("event") == "payment.success":
            with lock:  # A duplicate may arrive at the same moment.
                if event["payment_id"] not in processed:
                    process_payment(event)
                    processed.add(event["payment_id"])
        return 204


if __name__ == "__main__":
    if not SECRET:
        sys.exit("Set KGITON_WEBHOOK_SECRET.")
    print(f"Listening on http://127.0.0.1:{PORT}", flush=True)
    ThreadingHTTPServer(("127.0.0.1", PORT), WebhookHandler).serve_forever()
