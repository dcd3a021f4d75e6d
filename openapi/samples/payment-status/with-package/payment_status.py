"""Asks whether a payment has been paid. Install kgiton, then run: python3 payment_status.py

Needs KGITON_API_KEY in its environment. Optional: KGITON_BASE_URL.
"""

import sys

from kgiton import KGiTON, KGiTONError, PaymentStatus

try:
    kgiton = KGiTON()  # reads KGITON_API_KEY and KGITON_BASE_URL
    # Asking takes no token. To ask until the payment is paid or over: wait_for_payment.
    payment = kgiton.partner_payment.check_status("TRX-2026-001")
except KGiTONError as error:
    sys.exit(f"{error.code}: {error}")
except ValueError as error:  # an option is missing or invalid
    sys.exit(str(error))

if payment.payment_status is PaymentStatus.PAID and payment.paid_at:
    print("Status: paid at", payment.paid_at.isoformat())
elif payment.payment_status in (PaymentStatus.EXPIRED, PaymentStatus.FAILED):
    print("Status: over, and not paid")
else:  # also a status of a later version
    print("Status: pending")
