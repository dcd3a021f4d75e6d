"""Generates a QRIS payment. Run: python3 generate_payment.py

Needs KGITON_API_KEY and KGITON_LICENSE_KEY in its environment.
Optional: KGITON_WEBHOOK_URL, KGITON_BASE_URL.
"""

import http.client
import json
import os
import sys
import time
import urllib.error
import urllib.request

BASE_URL = os.environ.get("KGITON_BASE_URL") or "https://api.kgiton.com"


class PaymentError(Exception):
    """An error response of KGiTON; `code` says why."""

    def __init__(self, code: str, message: str):
        super().__init__(f"{code}: {message}")
        self.code = code


class NoRedirects(urllib.request.HTTPRedirectHandler):
    """A redirect would take the API key to another server."""

    def redirect_request(self, *_):
        return None


opener = urllib.request.build_opener(NoRedirects)


def required(name: str) -> str:
    """An environment variable that has to be there; an empty one counts as missing."""
    return os.environ.get(name) or sys.exit(f"Set {name}.")


def post(body: bytes) -> tuple[int, bytes]:
    """Sends the request once. Returns status and body of the response."""
    request = urllib.request.Request(
        f"{BASE_URL}/api/partner/payment/generate",
        data=body,
        headers={
            "x-api-key": required("KGITON_API_KEY"),
            "content-type": "application/json",
        },
    )
    try:
        with opener.open(request, timeout=30) as response:
            return response.status, response.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def generate_payment(request: dict) -> dict:
    """Retries when the response is lost or the gateway is busy.

    That is safe: the same transaction_id with the same body takes no second
    token.
    """
    body = json.dumps(request).encode()
    for attempt in (1, 2, 3):
        try:
            status, content = post(body)
            if attempt == 3 or status not in (429, 502, 503, 504):
                break
        except (OSError, http.client.HTTPException):
            if attempt == 3:
                raise
        time.sleep(attempt)
    try:
        payment = json.loads(content)
        if status != 200:
            raise PaymentError(payment["code"], payment["message"])
        return payment
    except (ValueError, KeyError, TypeError):
        raise PaymentError(f"HTTP {status}", "not a response of KGiTON") from None


def main() -> None:
    request = {
        # Your own, unique, and the same for every retry.
        "transaction_id": "TRX-2026-001",
        "amount": 50000,  # whole rupiah
        "license_key": required("KGITON_LICENSE_KEY"),
        "payment_type": "QRIS",
        "description": "Laundry Payment",
    }
    if webhook_url := os.environ.get("KGITON_WEBHOOK_URL"):
        request["webhook_url"] = webhook_url
    try:
        payment = generate_payment(request)
    except PaymentError as error:
        sys.exit(str(error))
    except (OSError, http.client.HTTPException) as error:
        sys.exit(
            f"No response ({error}). The payment may exist: "
            "run this again, with the same transaction_id."
        )
    print("Payment:", payment["payment_id"])
    print("QR code:", payment["qris"]["qr_image_url"])
    print("Pay before:", payment["expires_at"])


if __name__ == "__main__":
    main()
