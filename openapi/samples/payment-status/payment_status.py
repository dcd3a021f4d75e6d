"""Asks whether a payment has been paid. Run: python3 payment_status.py

Needs KGITON_API_KEY in its environment. Optional: KGITON_BASE_URL.
"""

import http.client
import json
import os
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

BASE_URL = os.environ.get("KGITON_BASE_URL") or "https://api.kgiton.com"
INTERVAL = 5  # seconds; ask no more often


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


def get(path: str) -> tuple[int, bytes]:
    """Sends the request once. Returns status and body of the response."""
    request = urllib.request.Request(
        BASE_URL + path,
        headers={"x-api-key": required("KGITON_API_KEY")},
    )
    try:
        with opener.open(request, timeout=30) as response:
            return response.status, response.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def payment_status(transaction_id: str) -> dict:
    """Asking takes no token and changes nothing: it is repeated when it fails."""
    path = f"/api/partner/payment/status/{urllib.parse.quote(transaction_id, safe='')}"
    for attempt in (1, 2, 3):
        try:
            status, content = get(path)
            if attempt == 3 or status not in (502, 504):
                break
        except (OSError, http.client.HTTPException):
            if attempt == 3:
                raise
        time.sleep(INTERVAL)
    try:
        payment = json.loads(content)
        if status != 200:
            raise PaymentError(payment["code"], payment["message"])
        return payment
    except (ValueError, KeyError, TypeError):
        raise PaymentError(f"HTTP {status}", "not a response of KGiTON") from None


def main() -> None:
    try:
        payment = payment_status("TRX-2026-001")
    except PaymentError as error:
        sys.exit(str(error))
    except (OSError, http.client.HTTPException) as error:
        sys.exit(f"No response ({error}). Ask again later.")
    # pending, paid, expired or failed
    print("Status:", payment["payment_status"])
    print("Paid at:", payment["paid_at"] or "not yet")


if __name__ == "__main__":
    main()
