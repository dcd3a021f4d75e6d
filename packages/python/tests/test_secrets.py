"""No error, log line, dump or pickle shows a secret."""

from __future__ import annotations

import asyncio
import copy
import logging
import pickle
import pprint
from typing import Any

import httpx
import pytest

from kgiton import AsyncKGiTON, KGiTON, KGiTONError, PartnerPaymentRequest, PartnerPaymentType, Webhooks

from .leaks import foreign_frames, shown
from .recording import API_KEY, LICENSE_KEY, PAYMENT, Recording, response
from .table_clock import TableClock

WEBHOOK_SECRET = "whsec_of_the_shop"
CUSTOMER: dict[str, Any] = {
    "customer_name": "Siti Rahma",
    "customer_email": "siti@example.com",
    "customer_phone": "0812000111",
}
HEADER = "Bearer of-the-gateway"
SECRETS = [API_KEY, LICENSE_KEY, WEBHOOK_SECRET, HEADER, *CUSTOMER.values()]
ECHO = f"{API_KEY} {LICENSE_KEY} {WEBHOOK_SECRET} \x1b[31m\nnew line"


def options(transport: Recording) -> dict[str, Any]:
    return {
        "api_key": API_KEY,
        "webhook_secret": WEBHOOK_SECRET,
        "headers": {"authorization": HEADER},
        "clock": TableClock(),
    }


def client(transport: Recording) -> KGiTON:
    return KGiTON(**options(transport), http_client=transport.client())


OUTCOMES = [
    response("GATEWAY_ERROR", 502, message=ECHO),
    response("VALIDATION_ERROR", 400, message=ECHO, errors=[{"path": f"/{API_KEY}", "message": LICENSE_KEY}]),
    httpx.Response(400, json={"success": False, "code": ECHO}),
    httpx.Response(200, text=ECHO),
    httpx.Response(302, headers={"location": f"https://shop.example/?key={API_KEY}"}),
    httpx.Response(502, json={"code": "GATEWAY_ERROR"}, headers={"x-request-id": API_KEY}),
    RuntimeError(ECHO),
    httpx.ReadError(ECHO),
]


@pytest.mark.parametrize("outcome", OUTCOMES, ids=range(len(OUTCOMES)))
@pytest.mark.parametrize("is_async", [False, True], ids=["sync", "async"])
def test_no_error_shows_a_secret_whatever_a_server_sends(
    outcome: Any, is_async: bool, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    transport = Recording(outcome)
    with pytest.raises(KGiTONError) as caught:  # noqa: PT012
        if is_async:
            asyncio.run(generate_async(transport))
        else:
            client(transport).partner_payment.generate_qris(**PAYMENT, **CUSTOMER, headers={"x-own": HEADER})
    for secret in SECRETS:
        assert secret not in shown(caught.value)
        assert secret not in caplog.text
    assert not [file for file in foreign_frames(caught.value) if "asyncio" not in file]
    own = [record.getMessage() for record in caplog.records if record.name == "kgiton"]
    assert own
    assert not any(character in line for line in own for character in "\n\x1b")


async def generate_async(transport: Recording) -> None:
    kgiton = AsyncKGiTON(**options(transport), http_client=transport.async_client())
    await kgiton.partner_payment.generate_qris(**PAYMENT, **CUSTOMER, headers={"x-own": HEADER})


@pytest.mark.parametrize(
    "options",
    [
        {"api_key": f"{API_KEY} with space"},
        {"api_key": API_KEY, "base_url": f"https://user:{WEBHOOK_SECRET}@api.kgiton.com"},
        {"api_key": API_KEY, "headers": {"authorization": f"{HEADER}\n"}},
        {"api_key": API_KEY, "webhook_secret": WEBHOOK_SECRET, "timeout": 0},
    ],
    ids=["api_key", "base_url", "headers", "timeout"],
)
def test_no_refused_option_shows_a_secret(options: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="Expected") as caught:
        KGiTON(**options)
    for secret in SECRETS:
        assert secret not in shown(caught.value)


def test_no_mistake_of_the_program_shows_a_secret() -> None:
    payments = client(Recording(response("QrisResponse"))).partner_payment
    for mistake in ({"description": "\ud800"}, {"amount": object()}, {"timeout": 0}, {"headers": {"a b": HEADER}}):
        with pytest.raises((ValueError, TypeError)) as caught:
            payments.generate_qris(**{**PAYMENT, **CUSTOMER, **mistake})
        for secret in SECRETS:
            assert secret not in shown(caught.value)
        assert not foreign_frames(caught.value)


def test_no_dump_of_a_client_shows_a_secret() -> None:
    kgiton = client(Recording(response("QrisResponse")))
    dumped = [
        kgiton,
        vars(kgiton),
        vars(kgiton.partner_payment),
        kgiton._caller,
        kgiton.webhooks,
        vars(kgiton.webhooks),
    ]
    texts = "\n".join(repr(each) + pprint.pformat(each) for each in dumped)
    for secret in SECRETS:
        assert secret not in texts
    assert repr(kgiton) == "<KGiTON https://api.kgiton.com>"


@pytest.mark.parametrize("copied", [pickle.dumps, copy.copy, copy.deepcopy], ids=["pickle", "copy", "deepcopy"])
def test_what_holds_a_secret_is_not_pickled_or_copied(copied: Any) -> None:
    with pytest.raises(TypeError, match="It contains a secret"):
        copied(Webhooks(WEBHOOK_SECRET)._secrets)
    if copied is not copy.copy:
        with pytest.raises(TypeError):
            copied(client(Recording(response("QrisResponse"))))


def test_a_request_shows_neither_the_license_key_nor_the_customer() -> None:
    request = PartnerPaymentRequest(**PAYMENT, **CUSTOMER, payment_type=PartnerPaymentType.QRIS)
    for secret in SECRETS:
        assert secret not in repr(request)
    assert request.to_dict()["license_key"] == LICENSE_KEY


def test_an_error_survives_a_pickle_with_all_that_it_says() -> None:
    with pytest.raises(KGiTONError) as caught:
        client(Recording(response("VALIDATION_ERROR", 400))).partner_payment.generate_qris(**PAYMENT)
    error = pickle.loads(pickle.dumps(caught.value))
    assert type(error) is type(caught.value)
    assert str(error) == str(caught.value)
    assert vars(error) == vars(caught.value)
    with pytest.raises(KGiTONError) as refused:
        Webhooks(WEBHOOK_SECRET).unwrap(b"{}", None)
    assert vars(pickle.loads(pickle.dumps(refused.value))) == vars(refused.value)


def test_a_handler_that_raises_loses_the_line_and_not_the_payment() -> None:
    def refuse(record: logging.LogRecord) -> bool:
        raise RuntimeError("full disk")

    logger = logging.getLogger("kgiton")
    logger.addFilter(refuse)
    logger.setLevel(logging.DEBUG)
    try:
        payment = client(Recording(response("QrisResponse"))).partner_payment.generate_qris(**PAYMENT)
    finally:
        logger.removeFilter(refuse)
        logger.setLevel(logging.NOTSET)
    assert payment.amount == 50000
