import logging

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from kgiton import KGiTONError, PaymentSuccessEvent, WebhookSignatureError

from .models import Order, ReceivedPayment
from .payments import check_payments, kgiton, receive_payment, start_payment

logger = logging.getLogger("shop")


# KGiTON has no CSRF token; the signature proves who sent it.
@csrf_exempt
@require_POST
def webhook(request: HttpRequest) -> HttpResponse:
    try:
        # The raw body: the signature covers its exact bytes.
        event = kgiton().webhooks.unwrap(request.body, request.headers)
    except WebhookSignatureError as error:
        logger.warning("webhook refused: %s", error)
        return HttpResponse(error.reason, status=401)
    except KGiTONError as error:
        logger.warning("webhook not understood: %s", error)
        return HttpResponse(error.code, status=400)
    if isinstance(event, PaymentSuccessEvent):
        receive_payment(event.payment_id, event.transaction_id, event.amount, event.paid_at)
    # An event that this version does not know is acknowledged too.
    return HttpResponse("OK")


def home(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        order = Order.objects.create(description="Cuci 5 kg", total=50_000)
        return redirect("order", order.pk)
    return render(request, "home.html", {"orders": Order.objects.order_by("-pk")[:20]})


@require_GET
def show_order(request: HttpRequest, order_id: int) -> HttpResponse:
    return render(request, "order.html", {"order": get_object_or_404(Order, pk=order_id)})


@require_POST
def pay(request: HttpRequest, order_id: int) -> HttpResponse:
    order = get_object_or_404(Order, pk=order_id)
    try:
        # The code of an earlier click may have expired, or may have been paid without a webhook.
        order = check_payments(order)
        if order.paid_at or order.cancelled_at:
            return redirect("order", order.pk)
        payment = start_payment(order)
    except KGiTONError as error:
        return _unavailable(request, order, error)
    return render(request, "order.html", {"order": order, "payment": payment})


@require_POST
def cancel(request: HttpRequest, order_id: int) -> HttpResponse:
    order = get_object_or_404(Order, pk=order_id)
    try:
        order = check_payments(order)
    except KGiTONError as error:
        # It may have been paid: nobody cancels it until KGiTON says.
        return _unavailable(request, order, error)
    if order.paid_at:
        return render(request, "order.html", {"order": order, "problem": "It has been paid."}, status=409)
    Order.objects.filter(pk=order.pk, paid_at=None).update(cancelled_at=timezone.now())
    return redirect("order", order.pk)


@require_GET
def count(request: HttpRequest) -> JsonResponse:
    """How often a payment has been counted, for `kgiton-sandbox check-webhook --probe`. In development only."""
    if not settings.DEBUG:
        raise Http404
    payment_id = request.GET.get("payment_id", "")
    return JsonResponse({"count": ReceivedPayment.objects.filter(payment_id=payment_id).count()})


def _unavailable(request: HttpRequest, order: Order, error: KGiTONError) -> HttpResponse:
    logger.error("order %s: %s %s (request id %s)", order.pk, error.code, error, error.request_id)
    problem = "The payment cannot be reached at the moment. Please try again."
    return render(request, "order.html", {"order": order, "problem": problem}, status=503)
