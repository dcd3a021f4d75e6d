import report
from kgiton import ApiClient, ApiException, Configuration, PartnerPaymentRequest, PartnerPaymentType, PaymentItem
from kgiton import PaymentsApi


def generate(url, call):
    key = call.api_key
    api = PaymentsApi(ApiClient(Configuration(host=url, api_key={"ApiKey": key})))
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
    try:
        payment = api.generate_payment(request)
    except ApiException as error:
        body = error.data
        return report.error(error.status, body.code, body.message, [field.path for field in body.errors or []])
    return report.payment(payment, payment.payment_type.value, payment.expires_at, payment.qris)


report.run(generate)
