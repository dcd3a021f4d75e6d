"""Generates a checkout page. Install kgiton, then run: python3 generate_checkout_page.py

Needs KGITON_API_KEY and KGITON_LICENSE_KEY in its environment.
Optional: KGITON_WEBHOOK_URL, KGITON_BASE_URL.
"""

import os
import sys

from kgiton import KGiTON, KGiTONError, PaymentItem

try:
    kgiton = KGiTON()  # reads KGITON_API_KEY and KGITON_BASE_URL
    # The package retries when the response is lost or the gateway is busy. That is safe:
    # the same transaction id with the same body takes no second token.
    payment = kgiton.partner_payment.generate_checkout_page(
        transaction_id="TRX-2026-002",  # your own, unique, and the same for every retry
        amount=150_000,  # whole rupiah, the sum of the items
        license_key=os.environ.get("KGITON_LICENSE_KEY", ""),
        description="Invoice #12345",
        webhook_url=os.environ.get("KGITON_WEBHOOK_URL") or None,
        back_url="https://myapp.com/payment/complete",  # the customer's return proves no payment
        items=[
            PaymentItem(id="1", name="Laundry 5kg", price=100_000, quantity=1),
            PaymentItem(id="2", name="Extra Parfum", price=25_000, quantity=2),
        ],
    )
except KGiTONError as error:
    print(f"{error.code}: {error}", file=sys.stderr)
    if error.outcome_unknown:
        print("The payment may exist: run this again, with the same transaction id.", file=sys.stderr)
    sys.exit(1)
except ValueError as error:  # an option is missing or invalid
    sys.exit(str(error))

print("Payment:", payment.payment_id)
print("Send the customer to:", payment.payment_url)
print("Pay before:", payment.expires_at.isoformat())
