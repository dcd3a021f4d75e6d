"""Generates a QRIS payment. Install kgiton, then run: python3 generate_payment.py

Needs KGITON_API_KEY and KGITON_LICENSE_KEY in its environment.
Optional: KGITON_WEBHOOK_URL, KGITON_BASE_URL.
"""

import os
import sys

from kgiton import KGiTON, KGiTONError

try:
    kgiton = KGiTON()  # reads KGITON_API_KEY and KGITON_BASE_URL
    # The package retries when the response is lost or the gateway is busy. That is safe:
    # the same transaction id with the same body takes no second token.
    payment = kgiton.partner_payment.generate_qris(
        transaction_id="TRX-2026-001",  # your own, unique, and the same for every retry
        amount=50_000,  # whole rupiah
        license_key=os.environ.get("KGITON_LICENSE_KEY", ""),
        description="Laundry Payment",
        webhook_url=os.environ.get("KGITON_WEBHOOK_URL") or None,
    )
except KGiTONError as error:
    print(f"{error.code}: {error}", file=sys.stderr)
    if error.outcome_unknown:
        print("The payment may exist: run this again, with the same transaction id.", file=sys.stderr)
    sys.exit(1)
except ValueError as error:  # an option is missing or invalid
    sys.exit(str(error))

print("Payment:", payment.payment_id)
print("QR code:", payment.qris.qr_image_url)
print("Pay before:", payment.expires_at.isoformat())
