from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from kgiton import (
    PartnerPaymentType,
    PaymentSuccessEvent,
    UnknownEvent,
    Webhooks,
    WebhookSignatureError,
    WebhookSignatureReason,
)

SECRET = "whsec_test_kgiton"
VECTORS = Path(__file__).parents[3] / "test/vectors/webhook-signatures.json"


@pytest.mark.parametrize(
    "vector", [pytest.param(each, id=each["name"]) for each in json.loads(VECTORS.read_text("utf-8"))["vectors"]]
)
def test_a_signature_is_accepted_or_refused_as_the_vectors_say(vector: dict[str, Any]) -> None:
    body = vector["body"]
    once = base64.b64decode(body["base64"]) if "base64" in body else body["text"].encode()
    raw = once * body.get("times", 1)
    assert Webhooks(vector["secret"]).verify(raw, vector["signature"]) == vector["valid"]
    assert Webhooks(vector["secret"]).verify(memoryview(raw), vector["signature"]) == vector["valid"]
    if vector["valid"]:
        assert Webhooks.sign(raw, vector["secret"]) == vector["signature"]


ODD: list[Any] = [None, 7, 1.5, True, [], [[]], {"a": ["b"]}, object(), "", "\0", "\ud800", b"", b"\xff" * 64, "é" * 64]


@pytest.mark.parametrize("odd", ODD, ids=repr)
def test_verify_never_raises_whatever_it_gets(odd: Any) -> None:
    signature = Webhooks.sign("{}")
    assert not Webhooks(SECRET).verify(odd, signature)
    assert not Webhooks(SECRET).verify("{}", odd)
    if isinstance(odd, (str, list)):
        assert not Webhooks(odd).verify("{}", signature)


def test_verify_never_raises_for_secrets_that_are_none() -> None:
    secrets: Any = ["", None, 7, [], "\ud800"]
    assert not Webhooks(secrets).verify("{}", Webhooks.sign("{}"))


BODY = json.dumps(Webhooks.create_test_event().raw)
SIGNATURE = Webhooks.sign(BODY)


@pytest.mark.parametrize(
    "headers",
    [
        SIGNATURE,
        {"X-KGiTON-Signature": SIGNATURE, "Host": "shop"},
        {"x-kgiton-signature": [SIGNATURE]},
        {"REQUEST_METHOD": "POST", "HTTP_X_KGITON_SIGNATURE": SIGNATURE},
        httpx.Headers({"X-KGiTON-Signature": SIGNATURE}),
        [(b"host", b"shop"), (b"x-kgiton-signature", SIGNATURE.encode())],
    ],
    ids=["signature", "mapping", "lists", "wsgi", "httpx", "asgi"],
)
def test_the_signature_is_found_in_headers_of_any_kind(headers: Any) -> None:
    assert isinstance(Webhooks(SECRET).unwrap(BODY.encode(), headers), PaymentSuccessEvent)
    assert isinstance(Webhooks(SECRET).unwrap(BODY, headers), PaymentSuccessEvent)


def test_a_webhook_captured_months_ago_is_unwrapped_each_time() -> None:
    body = json.dumps(Webhooks.create_test_event(paid_at="2020-02-01T08:00:00.000Z").raw)
    webhooks = Webhooks(SECRET)
    for _ in range(2):
        assert isinstance(webhooks.unwrap(body, Webhooks.sign(body)), PaymentSuccessEvent)


def test_a_header_that_is_repeated_is_refused() -> None:
    headers = [(b"x-kgiton-signature", SIGNATURE.encode()), (b"X-KGiTON-Signature", SIGNATURE.encode())]
    with pytest.raises(WebhookSignatureError) as caught:
        Webhooks(SECRET).unwrap(BODY, headers)
    assert caught.value.reason is WebhookSignatureReason.MALFORMED_SIGNATURE


def test_a_test_event_is_as_kgiton_sends_it() -> None:
    event = Webhooks.create_test_event(transaction_id="TRX-9", amount=75000)
    assert event.transaction_id == "TRX-9"
    assert event.amount == 75000
    assert event.payment_type is PartnerPaymentType.QRIS
    assert event.payment_id != Webhooks.create_test_event().payment_id
    assert list(event.raw) == [
        "event", "payment_id", "transaction_id", "amount", "payment_type", "paid_at", "signature",
    ]  # fmt: skip
    unsigned = {name: value for name, value in event.raw.items() if name != "signature"}
    assert event.signature == Webhooks.sign(json.dumps(unsigned, separators=(",", ":")))
    assert PaymentSuccessEvent.from_dict(json.loads(json.dumps(event.raw))) == event


def test_a_body_that_was_parsed_is_refused_with_its_reason() -> None:
    parsed: Any = {"event": "payment.success"}
    with pytest.raises(WebhookSignatureError, match="pass it raw") as caught:
        Webhooks(SECRET).unwrap(parsed, SIGNATURE)
    assert caught.value.reason is WebhookSignatureReason.BODY_PARSED


def test_an_event_of_a_later_version_is_an_unknown_event() -> None:
    body = b'{"event":"payment.refunded"}'
    event = Webhooks(SECRET).unwrap(body, Webhooks.sign(body))
    assert isinstance(event, UnknownEvent)
    assert event.event == "payment.refunded"


def test_the_same_object_verifies_any_number_of_webhooks() -> None:
    webhooks = Webhooks([SECRET, "whsec_another"])
    assert [webhooks.verify(BODY, SIGNATURE) for _ in range(3)] == [True, True, True]
    assert webhooks.verify(BODY, Webhooks.sign(BODY, "whsec_another"))


def test_an_empty_secret_cannot_sign() -> None:
    with pytest.raises(ValueError, match="Expected a webhook secret"):
        Webhooks.sign("{}", "")
