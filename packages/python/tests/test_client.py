from __future__ import annotations

import asyncio
import dataclasses
import platform
import typing
from datetime import datetime, timezone
from decimal import Decimal
from typing import Any, Union

import anyio
import httpx
import pytest

import kgiton as package
from kgiton import (
    AsyncKGiTON,
    ErrorCode,
    GatewayError,
    InsufficientTokensError,
    KGiTON,
    NetworkError,
    PartnerPaymentType,
    PaymentItem,
    PaymentStatus,
    QrisPaymentResponse,
)
from kgiton._http import LONGEST_BODY

from .recording import API_KEY, LICENSE_KEY, PAYMENT, Recording, example, response
from .table_clock import TableClock


def client(outcome: Union[Recording, httpx.Response, Exception], **options: Any) -> KGiTON:
    transport = outcome if isinstance(outcome, Recording) else Recording(outcome)
    return KGiTON(**{"api_key": API_KEY, "http_client": transport.client(), "clock": TableClock(), **options})


def test_a_qris_payment_has_its_code_and_typed_properties() -> None:
    payment = client(response("QrisResponse")).partner_payment.generate_qris(**PAYMENT)
    assert payment.payment_id == "PAY-ABC123"
    assert payment.amount == 50000
    assert payment.payment_type is PartnerPaymentType.QRIS
    assert payment.qris.qr_image_url == "https://winpay.id/qr/PAY-ABC123"
    assert payment.expires_at == datetime(2026, 1, 15, 10, 30, tzinfo=timezone.utc)
    assert payment.request_id == "req_1"
    assert payment.raw["payment_id"] == "PAY-ABC123"


def test_a_checkout_page_has_its_url_and_is_sent_with_its_items() -> None:
    transport = Recording(response("CheckoutPageResponse"))
    payment = client(transport).partner_payment.generate_checkout_page(
        transaction_id="TRX-2026-002",
        amount=150000,
        license_key=LICENSE_KEY,
        items=[PaymentItem(id="1", name="Cuci 5 kg", price=150000, quantity=1)],
        customer_name="Siti",
    )
    assert payment.payment_url == "https://pay.winpay.id/checkout/PAY-DEF456"
    assert transport.requests[0].content.decode() == (
        '{"transaction_id":"TRX-2026-002","amount":150000,"license_key":"AB12C-DE34F-GH56J-KL78M-NP90Q",'
        '"payment_type":"CHECKOUT_PAGE","items":[{"id":"1","name":"Cuci 5 kg","price":150000,"quantity":1}],'
        '"customer_name":"Siti"}'
    )


def test_a_status_has_typed_properties_and_keeps_what_it_does_not_know() -> None:
    status = client(response("PaidStatus")).partner_payment.check_status("TRX-2026-001")
    assert status.payment_status is PaymentStatus.PAID
    assert status.payment_status.is_final
    assert not PaymentStatus.PENDING.is_final
    assert status.paid_at == datetime(2026, 1, 15, 10, 25, tzinfo=timezone.utc)
    status = client(response("PaidStatus", payment_status="refunded")).partner_payment.check_status("TRX-2026-001")
    assert status.payment_status == "refunded"
    assert not isinstance(status.payment_status, PaymentStatus)


def test_what_is_returned_cannot_be_changed_and_compares_by_value() -> None:
    payments = client(response("QrisResponse")).partner_payment
    payment = payments.generate_qris(**PAYMENT)
    with pytest.raises(dataclasses.FrozenInstanceError):
        payment.amount = 1  # type: ignore[misc]
    assert payment == payments.generate_qris(**PAYMENT)
    assert len({payment, payments.generate_qris(**PAYMENT)}) == 1


def test_a_value_of_an_enumeration_is_its_string_also_when_it_is_printed() -> None:
    assert {PaymentStatus.PAID} == {"paid"}
    assert f"{PaymentStatus.PAID} {PaymentStatus.PAID!s}" == "paid paid"


def test_libraries_that_read_annotations_can_read_those_of_the_models() -> None:
    hints = typing.get_type_hints(QrisPaymentResponse)
    assert hints["expires_at"] is datetime
    assert typing.get_type_hints(KGiTON.__init__)["max_retries"] is int
    assert "items" in typing.get_type_hints(package.PartnerPayment.generate_qris)


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_the_asynchronous_client_does_the_same_under_asyncio_and_trio(backend: str) -> None:
    async def run() -> None:
        transport = Recording(response("QrisResponse"))
        async with AsyncKGiTON(api_key=API_KEY, http_client=transport.async_client()) as kgiton:
            payment = await kgiton.partner_payment.generate_qris(**PAYMENT)
            assert payment.qris.qr_content.startswith("000201")
        assert transport.requests[0].headers["x-api-key"] == API_KEY

    anyio.run(run, backend=backend)


def test_a_wait_ends_when_its_task_is_cancelled() -> None:
    async def run() -> None:
        transport = Recording(response("PendingStatus"))
        kgiton = AsyncKGiTON(api_key=API_KEY, http_client=transport.async_client())
        task = asyncio.create_task(kgiton.partner_payment.wait_for_payment("TRX-2026-001"))
        while not transport.requests:  # noqa: ASYNC110 - the transport has no event
            await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(run())


def test_options_come_from_the_environment_without_surrounding_whitespace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KGITON_API_KEY", f" {API_KEY}\n")
    monkeypatch.setenv("KGITON_BASE_URL", "https://sandbox.example/")
    monkeypatch.setenv("KGITON_WEBHOOK_SECRET", "whsec_of_the_shop")
    transport = Recording(response("QrisResponse"))
    kgiton = client(transport, api_key=None)
    kgiton.partner_payment.generate_qris(**PAYMENT)
    assert str(transport.requests[0].url) == "https://sandbox.example/api/partner/payment/generate"
    assert transport.requests[0].headers["x-api-key"] == API_KEY
    assert kgiton.webhooks.verify("{}", kgiton.webhooks.sign("{}", "whsec_of_the_shop"))


@pytest.mark.parametrize("api_key", [None, ""])
def test_without_an_api_key_the_message_says_what_to_do(api_key: Any) -> None:
    with pytest.raises(ValueError, match="pass api_key, or set KGITON_API_KEY"):
        KGiTON(api_key=api_key)


def test_a_request_names_the_package_and_python() -> None:
    transport = Recording(response("QrisResponse"))
    client(transport).partner_payment.generate_qris(**PAYMENT)
    agent = f"kgiton-python/{package.__version__} python/{platform.python_version()}"
    assert transport.requests[0].headers["user-agent"] == agent


def test_an_option_of_the_call_is_for_this_call_only() -> None:
    transport = Recording(response("QrisResponse"))
    payments = client(transport).partner_payment
    payments.generate_qris(**PAYMENT, timeout=2.5)
    payments.generate_qris(**PAYMENT)
    assert [request.extensions["timeout"]["read"] for request in transport.requests] == [2.5, 30]


def test_a_cookie_of_one_response_is_not_sent_with_the_next_request() -> None:
    transport = Recording(httpx.Response(200, json=example("QrisResponse"), headers={"set-cookie": "a=b"}))
    payments = client(transport).partner_payment
    payments.generate_qris(**PAYMENT)
    payments.generate_qris(**PAYMENT)
    assert "cookie" not in transport.requests[1].headers


def test_an_exception_of_another_transport_is_a_network_error() -> None:
    transport = Recording(RuntimeError(f"it broke:\nsent to {API_KEY}"))
    with pytest.raises(NetworkError, match=r"it broke: sent to \[redacted\]") as caught:
        client(transport).partner_payment.generate_qris(**PAYMENT)
    assert caught.value.code == "NETWORK_ERROR"
    assert caught.value.outcome_unknown
    assert API_KEY not in repr(caught.value.__cause__)
    assert len(transport.requests) == 3


def test_a_url_that_a_transport_does_not_speak_is_not_asked_again_and_nothing_was_sent() -> None:
    transport = Recording(httpx.UnsupportedProtocol("no such protocol"))
    with pytest.raises(NetworkError, match="no such protocol") as caught:
        client(transport).partner_payment.generate_qris(**PAYMENT)
    assert not caught.value.outcome_unknown
    assert len(transport.requests) == 1


def test_an_unknown_host_is_not_asked_again_and_nothing_was_sent() -> None:
    with pytest.raises(NetworkError) as caught:
        KGiTON(api_key=API_KEY, base_url="http://nobody.invalid", clock=TableClock()).partner_payment.generate_qris(
            **PAYMENT
        )
    assert not caught.value.outcome_unknown


def test_an_endless_response_is_not_read_to_its_end() -> None:
    class Endless(httpx.SyncByteStream):
        chunks = 0

        def __iter__(self) -> typing.Iterator[bytes]:
            while True:
                self.chunks += 1
                yield b"x" * 1024 * 1024

    stream = Endless()
    transport = httpx.MockTransport(lambda request: httpx.Response(200, stream=stream))
    with pytest.raises(NetworkError, match="a response of more than") as caught:
        client(
            RuntimeError(), http_client=httpx.Client(transport=transport), max_retries=0
        ).partner_payment.generate_qris(**PAYMENT)
    assert caught.value.outcome_unknown
    assert stream.chunks == LONGEST_BODY // (1024 * 1024) + 1


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"description": "\ud800"}, ValueError),
        ({"amount": Decimal(50000)}, TypeError),
        ({"amount": float("nan")}, TypeError),
    ],
)
def test_what_is_no_json_is_refused_before_anything_is_sent(change: dict[str, Any], error: type[Exception]) -> None:
    transport = Recording(response("QrisResponse"))
    with pytest.raises(error, match="Expected"):
        client(transport).partner_payment.generate_qris(**{**PAYMENT, **change})
    assert not transport.requests


def test_a_client_of_the_other_kind_is_refused() -> None:
    with pytest.raises(TypeError, match=r"AsyncKGiTON takes an httpx\.AsyncClient"):
        client(RuntimeError(), http_client=httpx.AsyncClient())
    with pytest.raises(TypeError, match=r"KGiTON takes an httpx\.Client"):
        AsyncKGiTON(api_key=API_KEY, http_client=typing.cast(Any, httpx.Client()))


def test_closing_closes_the_connections_of_its_own_and_leaves_those_that_were_passed() -> None:
    with KGiTON(api_key=API_KEY) as kgiton:
        pass
    with pytest.raises(RuntimeError, match="The client is closed"):
        kgiton.partner_payment.check_status("TRX-1")
    passed = Recording(response("PaidStatus")).client()
    with KGiTON(api_key=API_KEY, http_client=passed) as kgiton:
        pass
    assert kgiton.partner_payment.check_status("TRX-2026-001").amount == 50000


def test_an_error_is_caught_by_its_class_and_compared_with_its_code() -> None:
    with pytest.raises(InsufficientTokensError) as caught:
        client(response("INSUFFICIENT_TOKENS", 402)).partner_payment.generate_qris(**PAYMENT)
    assert caught.value.code == ErrorCode.INSUFFICIENT_TOKENS
    assert ErrorCode(caught.value.code).status == 402
    assert ErrorCode.GATEWAY_ERROR.is_retryable
    assert ErrorCode.GATEWAY_ERROR.exception is GatewayError
    assert "token" in ErrorCode.INSUFFICIENT_TOKENS.description
    assert ErrorCode.INSUFFICIENT_TOKENS.remedy.startswith("Top up")
