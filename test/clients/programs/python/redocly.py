from datetime import datetime

import httpx
import report
from kgiton import ApiError, Client, PartnerPaymentRequest, PartnerPaymentType, PaymentItem


def outcome_of(url, call):
    client = Client(url, auth={"apiKey": {"ApiKey": call.api_key}}, http_client=http)
    try:
        if call.operation == "getPaymentStatus":
            status = client.get_payment_status(call.transaction_id)
            times = map(time_of, [status.paid_at, status.expires_at, status.created_at])
            return report.status(status, status.payment_type.value, *times)
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
        payment = client.generate_payment(request)
        return report.payment(payment, payment.payment_type.value, time_of(payment.expires_at), payment.qris)
    except ApiError as error:
        body = error.body
        paths = [field["path"] for field in body.get("errors", [])]
        return report.error(error.status, body["code"], body["message"], paths)


def time_of(text):
    return text and datetime.fromisoformat(text.replace("Z", "+00:00"))


with httpx.Client() as http:
    report.run(outcome_of)
