import report
from kgiton import AuthenticatedClient
from kgiton.api.payments import generate_payment
from kgiton.models import ErrorResponse, PartnerPaymentRequest, PartnerPaymentType, PaymentItem


def generate(url, call):
    client = AuthenticatedClient(url, token=call.api_key, prefix="", auth_header_name="x-api-key")
    request = PartnerPaymentRequest(
        transaction_id=call.transaction_id,
        amount=call.amount,
        license_key=call.license_key,
        payment_type=PartnerPaymentType(call.payment_type),
    )
    if request.payment_type is PartnerPaymentType.CHECKOUT_PAGE:
        request.expiry_minutes = 60
        request.back_url = "https://shop.example/done"
        request.items = [PaymentItem(id="1", name="Laundry 5kg", price=call.amount, quantity=1)]
    with client:
        response = generate_payment.sync_detailed(client=client, body=request)
    payment = response.parsed
    if isinstance(payment, ErrorResponse):
        paths = [field.path for field in payment.errors or []]
        return report.error(response.status_code, payment.code, payment.message, paths)
    return report.payment(payment, payment.payment_type.value, payment.expires_at, payment.qris)


report.run(generate)
