"""Reads the calls of the test, and prints what became of each."""

import json
import sys
from dataclasses import dataclass


@dataclass
class Call:
    api_key: str
    transaction_id: str
    amount: int
    license_key: str
    payment_type: str


def payment(payment, payment_type, expires_at, qris):
    return {
        "payment": {
            "success": payment.success,
            "payment_id": payment.payment_id,
            "transaction_id": payment.transaction_id,
            "amount": payment.amount,
            "payment_type": payment_type,
            "payment_url": payment.payment_url,
            "expires_at": int(expires_at.timestamp()),
            "qr_content": qris.qr_content if qris else None,
            "qr_image_url": qris.qr_image_url if qris else None,
        }
    }


def error(status, code, message, paths):
    return {"error": {"status": int(status), "code": code, "message": message, "errors": list(paths)}}


def run(generate):
    for line in sys.stdin:
        name, api_key, transaction_id, amount, license_key, payment_type = line.rstrip("\n").split("\t")
        call = Call(api_key, transaction_id, int(amount), license_key, payment_type)
        print(json.dumps({"name": name, **generate(sys.argv[1], call)}))
