from datetime import datetime

import httpx
import report
from kgiton import ApiError, Client, PartnerPaymentRequest, PartnerPaymentType, PaymentItem


def generate(url, call):
    client = Client(url, auth={"apiKey": {"ApiKey": call.api_key}}, http_client=http)
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
        payment = client.generate_payment(request)
    except ApiError as error:
        body = error.body
        paths = [field["path"] for field in body.get("errors", [])]
        return report.error(error.status, body["code"], body["message"], paths)
    expires_at = datetime.fromisoformat(payment.expires_at.replace("Z", "+00:00"))
    return report.payment(payment, payment.payment_type.value, expires_at, payment.qris)


with httpx.Client() as http:
    report.run(generate)
