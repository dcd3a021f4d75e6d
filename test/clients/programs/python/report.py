"""Reads the calls of the test, and prints what became of each."""

import json
import sys
from dataclasses import dataclass


@dataclass
class Call:
    operation: str
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


def status(status, payment_type, paid_at, expires_at, created_at):
    return {
        "status": {
            "success": status.success,
            "payment_id": status.payment_id,
            "transaction_id": status.transaction_id,
            "payment_status": status.payment_status,
            "amount": status.amount,
            "payment_type": payment_type,
            "gateway_transaction_id": status.gateway_transaction_id,
            "paid_at": int(paid_at.timestamp()) if paid_at else None,
            "expires_at": int(expires_at.timestamp()),
            "webhook_sent": status.webhook_sent,
            "created_at": int(created_at.timestamp()),
        }
    }


def error(status, code, message, paths):
    return {"error": {"status": int(status), "code": code, "message": message, "errors": list(paths)}}


def run(outcome_of):
    for line in sys.stdin:
        name, operation, api_key, transaction_id, amount, license_key, payment_type = line.rstrip("\n").split("\t")
        call = Call(operation, api_key, transaction_id, int(amount), license_key, payment_type)
        print(json.dumps({"name": name, **outcome_of(sys.argv[1], call)}))
