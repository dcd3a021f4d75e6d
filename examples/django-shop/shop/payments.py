"""What the shop does with KGiTON."""

import logging
from datetime import datetime
from functools import lru_cache

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from kgiton import KGiTON, PaymentStatus, QrisPaymentResponse, TransactionNotFoundError

from .models import Order, Payment, ReceivedPayment

logger = logging.getLogger("shop")


@lru_cache(maxsize=1)
def kgiton() -> KGiTON:
    """The client, created once in each process."""
    return KGiTON(
        api_key=settings.KGITON_API_KEY,
        base_url=settings.KGITON_BASE_URL,
        webhook_secret=settings.KGITON_WEBHOOK_SECRET,
    )


def start_payment(order: Order) -> QrisPaymentResponse:
    """
    The payment that the customer can pay now: the open one, or a new one. However often it is called, it takes one token:
    KGiTON responds to the same id and body with the same payment.
    """
    with transaction.atomic():
        locked = Order.objects.select_for_update().get(pk=order.pk)
        payment = locked.payments.filter(has_ended=False).last() or locked.payments.create(
            transaction_id=f"ORDER-{order.pk}-{locked.payments.count() + 1}"
        )
    return kgiton().partner_payment.generate_qris(
        transaction_id=payment.transaction_id,
        amount=order.total,
        license_key=settings.KGITON_LICENSE_KEY,
        description=order.description,
        webhook_url=f"{settings.PUBLIC_URL}/webhook/payment",
    )


def check_payments(order: Order) -> Order:
    """Asks KGiTON about the open payments of an order: a webhook may have been missed. Returns the order as it is then."""
    for payment in order.payments.filter(has_ended=False):
        try:
            status = kgiton().partner_payment.check_status(payment.transaction_id, timeout=5, max_retries=1)
        except TransactionNotFoundError:
            continue  # Its request never arrived. The next click repeats it.
        if status.payment_status is PaymentStatus.PAID:
            receive_payment(status.payment_id, status.transaction_id, status.amount, status.paid_at or timezone.now())
        elif isinstance(status.payment_status, PaymentStatus) and status.payment_status.is_final:
            Payment.objects.filter(pk=payment.pk).update(has_ended=True)
    return Order.objects.get(pk=order.pk)


@transaction.atomic
def receive_payment(payment_id: str, transaction_id: str, amount: int, paid_at: datetime) -> None:
    """
    Marks the order of a payment as paid. The webhook and the status both end up here, perhaps at the same moment, and any
    number of times: only the first one gets through, in one transaction with the order.
    """
    _, is_new = ReceivedPayment.objects.get_or_create(
        payment_id=payment_id,
        defaults={"transaction_id": transaction_id, "amount": amount, "paid_at": paid_at},
    )
    if not is_new:
        return
    # A person must look at the warnings. An error would only make KGiTON send its webhook again.
    order = Order.objects.select_for_update().filter(payments__transaction_id=transaction_id).first()
    if order is None:
        logger.warning("no order for transaction %s", transaction_id)
    elif amount != order.total:
        logger.warning("%s paid Rp %s, expected Rp %s", transaction_id, amount, order.total)
    elif order.paid_at:
        logger.warning("order %s was paid twice; refund %s", order.pk, transaction_id)
    else:
        if order.cancelled_at:
            logger.warning("order %s was paid after it was cancelled; refund %s", order.pk, transaction_id)
        order.paid_at = paid_at
        order.save(update_fields=["paid_at"])
        transaction.on_commit(lambda: logger.info("print the receipt of order %s", order.pk))
