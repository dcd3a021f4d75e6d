import report
from kgiton import ApiClient, ApiException, Configuration, PartnerPaymentRequest, PartnerPaymentType, PaymentItem
from kgiton import PaymentsApi


def outcome_of(url, call):
    key = call.api_key
    api = PaymentsApi(ApiClient(Configuration(host=url, api_key={"ApiKey": key})))
    try:
        if call.operation == "getPaymentStatus":
            status = api.get_payment_status(call.transaction_id)
            type_ = status.payment_type.value
            return report.status(status, type_, status.paid_at, status.expires_at, status.created_at)
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
        payment = api.generate_payment(request)
        return report.payment(payment, payment.payment_type.value, payment.expires_at, payment.qris)
    except ApiException as error:
        body = error.data
        return report.error(error.status, body.code, body.message, [field.path for field in body.errors or []])


report.run(outcome_of)
