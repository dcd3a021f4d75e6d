"""Microseconds per call of the Python package and of the same by hand, measured in turn: python bench.py URL"""

import hashlib
import hmac
import json
import statistics
import sys
import time

import httpx
from kgiton import KGiTON, PartnerPaymentRequest, PartnerPaymentType, Webhooks

SECRET = "whsec_test_kgiton"
ROUNDS = 300
url = sys.argv[1]
api_key = "kgiton_your_api_key_here"
fields = {
    "transaction_id": "TRX-1",
    "amount": 50000,
    "license_key": "XXXXX-XXXXX-XXXXX-XXXXX-XXXXX",
    "payment_type": "QRIS",
}
request = PartnerPaymentRequest(**{**fields, "payment_type": PartnerPaymentType.QRIS})
payments = KGiTON(api_key=api_key, base_url=url).partner_payment
client = httpx.Client()
webhooks = Webhooks(SECRET)
body = json.dumps(Webhooks.create_test_event().raw).encode()
signature = Webhooks.sign(body)


def plain_call():
    response = client.post(f"{url}/api/partner/payment/generate", headers={"x-api-key": api_key}, json=fields)
    return response.json()


def plain_verify():
    return hmac.compare_digest(hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest(), signature)


def time_calls(call, count):
    """The mean of a few calls, so that a busy machine slows all subjects alike."""
    start = time.perf_counter_ns()
    for _ in range(count):
        call()
    return (time.perf_counter_ns() - start) / count / 1000


samples = {}
for count, pair in (
    (10, {"call": lambda: payments.generate(request), "plainCall": plain_call}),
    (100, {"verify": lambda: webhooks.verify(body, signature), "plainVerify": plain_verify}),
):
    # What is compared takes turns.
    for _ in range(ROUNDS):
        for name, call in pair.items():
            samples.setdefault(name, []).append(time_calls(call, count))
print(json.dumps({name: statistics.median(times) for name, times in samples.items()}))
