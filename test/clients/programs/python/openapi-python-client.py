import report
from kgiton import AuthenticatedClient
from kgiton.api.payments import generate_payment, get_payment_status
from kgiton.models import ErrorResponse, PartnerPaymentRequest, PartnerPaymentType, PaymentItem, PaymentStatusResponse


def outcome_of(url, call):
    with AuthenticatedClient(url, token=call.api_key, prefix="", auth_header_name="x-api-key") as client:
        response = request(client, call)
    parsed = response.parsed
    if isinstance(parsed, ErrorResponse):
        paths = [field.path for field in parsed.errors or []]
        return report.error(response.status_code, parsed.code, parsed.message, paths)
    type_ = parsed.payment_type.value
    if isinstance(parsed, PaymentStatusResponse):
        return report.status(parsed, type_, parsed.paid_at, parsed.expires_at, parsed.created_at)
    return report.payment(parsed, type_, parsed.expires_at, parsed.qris)


def request(client, call):
    if call.operation == "getPaymentStatus":
        return get_payment_status.sync_detailed(call.transaction_id, client=client)
    body = PartnerPaymentRequest(
        transaction_id=call.transaction_id,
        amount=call.amount,
        license_key=call.license_key,
        payment_type=PartnerPaymentType(call.payment_type),
    )
    if body.payment_type is PartnerPaymentType.CHECKOUT_PAGE:
        body.expiry_minutes = 60
        body.back_url = "https://shop.example/done"
        body.items = [PaymentItem(id="1", name="Laundry 5kg", price=call.amount, quantity=1)]
    return generate_payment.sync_detailed(client=client, body=body)


report.run(outcome_of)
