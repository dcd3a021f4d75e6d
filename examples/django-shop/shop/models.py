from django.db import models


class Order(models.Model):
    description = models.CharField(max_length=200)
    total = models.PositiveIntegerField(help_text="In whole rupiah.")
    paid_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)


class Payment(models.Model):
    """A payment of an order at KGiTON. Saved before the request is sent, so that a repeated request is the same one."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="payments")
    transaction_id = models.CharField(max_length=50, unique=True)
    has_ended = models.BooleanField(default=False, help_text="Expired or failed: nobody can pay it any more.")


class ReceivedPayment(models.Model):
    """Money that has arrived. The primary key lets each payment count once, however often KGiTON reports it."""

    payment_id = models.CharField(max_length=100, primary_key=True)
    transaction_id = models.CharField(max_length=50)
    amount = models.PositiveIntegerField(help_text="In whole rupiah.")
    paid_at = models.DateTimeField()
