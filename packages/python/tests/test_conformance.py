"""Runs the table that the SDKs of all languages keep to: test/conformance in the repository."""

from __future__ import annotations

import asyncio
import json
import os
import ssl
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Optional, Union
from urllib.request import urlopen

import httpx
import pytest

from kgiton import (
    AsyncKGiTON,
    KGiTON,
    KGiTONError,
    NetworkError,
    PartnerPaymentRequest,
    PartnerPaymentType,
    PaymentItem,
    UnknownEvent,
    Webhooks,
    WebhookSignatureError,
)
from kgiton._send import with_deadlines

from .leaks import foreign_frames, shown
from .table_clock import TableClock

TABLES = Path(__file__).parents[3] / "test/conformance/generated"
# Shared, because each client reads the certificates of all authorities. The server closes every connection.
TLS = ssl.create_default_context()
CLIENT = with_deadlines(httpx.Client(verify=TLS))
SERVER = os.environ.get("KGITON_CONFORMANCE_URL", "")


def table(name: str) -> Any:
    return json.loads((TABLES / f"{name}.json").read_text("utf-8"))


def exchanges() -> list[Any]:
    return [
        pytest.param(f"{file}/{index}", case, table_, id=f"{file}: {case['name']}")
        for file in ("requests", "waits")
        for table_ in [table(file)]
        for index, case in enumerate(table_["cases"])
    ]


needs_server = pytest.mark.skipif(
    not SERVER, reason="test/conformance/python.test.ts starts the server of the table: npx vitest run it."
)


@needs_server
@pytest.mark.parametrize("is_async", [False, True], ids=["sync", "async"])
@pytest.mark.parametrize(("at", "case", "table"), exchanges())
def test_an_exchange_ends_as_the_table_says(
    at: str, case: dict[str, Any], table: dict[str, Any], is_async: bool
) -> None:
    clock = TableClock(case.get("now", "2026-01-15T10:00:00Z"), case.get("random", 0.5))
    base_url = get(f"{at}/server") if "server" in case else f"{SERVER}/{at}"
    result: Any = None
    error: Optional[Exception] = None
    try:
        result = (
            asyncio.run(call_async(case, table, base_url, clock)) if is_async else call(case, table, base_url, clock)
        )
    except Exception as exception:
        error = exception
    received = get(f"received/{at}")
    expected = case["expect"]
    most = expected.get("received", expected.get("receivedAtMost"))
    assert expected.get("received", 0) <= len(received) <= most, repr(error)
    assert len({each["body"] for each in received}) <= 1, "all have the same bytes"
    assert clock.delays == pytest.approx(expected.get("delays", []), abs=0.01), repr(error)
    if "request" in expected:
        assert_contains(expected["request"], received[0])
    if "result" in expected:
        assert error is None, repr(error)
        assert_contains(expected["result"], result.raw)
    if "invalidArgument" in expected:
        assert isinstance(error, (ValueError, TypeError)), repr(error)
    if "error" in expected:
        assert_error(expected["error"], error)
    if error:
        for secret in (table["apiKey"], table["licenseKey"]):
            assert secret not in shown(error)
        if isinstance(error, KGiTONError):
            assert not [file for file in foreign_frames(error) if "asyncio" not in file]


@needs_server
def test_an_untrusted_certificate_comes_with_advice() -> None:
    cases = table("requests")["cases"]
    index = next(index for index, case in enumerate(cases) if case.get("server") == "untrusted")
    kgiton = KGiTON(api_key="kgiton_your_api_key_here", base_url=get(f"requests/{index}/server"))
    with kgiton, pytest.raises(NetworkError, match="; name its authority in SSL_CERT_FILE"):
        kgiton.partner_payment.check_status("TRX-1")


@pytest.mark.parametrize("case", [pytest.param(case, id=case["name"]) for case in table("webhooks")["cases"]])
def test_a_webhook_is_unwrapped_as_the_table_says(case: dict[str, Any]) -> None:
    expected = case["expect"]
    event: Any = None
    error: Optional[Exception] = None
    try:
        event = Webhooks(case["secrets"]).unwrap(case["body"].encode(), case["headers"])
    except Exception as exception:
        error = exception
    if "event" in expected:
        assert error is None, repr(error)
        assert_contains(expected["event"], event.raw)
        assert isinstance(event, UnknownEvent) == (event.raw["event"] != "payment.success")
    else:
        assert_error(expected["error"], error)
        assert error is not None
        for secret in filter(None, case["secrets"]):
            assert secret not in shown(error)


def options_of(client: Mapping[str, Any], table: Mapping[str, Any], base_url: str) -> dict[str, Any]:
    return {
        "api_key": client.get("apiKey", table["apiKey"]),
        "base_url": client.get("baseUrl", base_url),
        "timeout": client.get("timeout", 30_000) / 1000,
        "max_retries": client.get("maxRetries", 2),
        "headers": client.get("headers"),
    }


def arguments_of(case: Mapping[str, Any]) -> tuple[str, Any, dict[str, Any]]:
    """The name of the method, its argument, and its keyword arguments."""
    call = case["call"]
    given = call.get("options", {})
    options: dict[str, Any] = {
        "timeout": given["timeout"] / 1000 if "timeout" in given else None,
        "max_retries": given.get("maxRetries"),
        "headers": given.get("headers"),
    }
    if call["operation"] == "generate":
        return "generate", request_of(call["request"]), options
    if call["operation"] == "checkStatus":
        return "check_status", call["transactionId"], options
    times = {name: call[name] / 1000 for name in ("timeout", "interval") if name in call}
    return "wait_for_payment", call["transactionId"], times


def request_of(json: Mapping[str, Any]) -> PartnerPaymentRequest:
    values = dict(json)
    values["payment_type"] = PartnerPaymentType(values["payment_type"])
    if "items" in values:
        values["items"] = [PaymentItem(**item) for item in values["items"]]
    return PartnerPaymentRequest(**values)


def call(case: Mapping[str, Any], table: Mapping[str, Any], base_url: str, clock: TableClock) -> Any:
    method, argument, options = arguments_of(case)
    kgiton = KGiTON(**options_of(case.get("client", {}), table, base_url), clock=clock, http_client=CLIENT)
    return getattr(kgiton.partner_payment, method)(argument, **options)


async def call_async(case: Mapping[str, Any], table: Mapping[str, Any], base_url: str, clock: TableClock) -> Any:
    method, argument, options = arguments_of(case)
    async with httpx.AsyncClient(verify=TLS) as client:
        kgiton = AsyncKGiTON(**options_of(case.get("client", {}), table, base_url), clock=clock, http_client=client)
        return await getattr(kgiton.partner_payment, method)(argument, **options)


def assert_error(expected: Mapping[str, Any], error: Optional[Exception]) -> None:
    assert isinstance(error, KGiTONError), repr(error)
    assert {
        "class": type(error).__name__,
        "code": error.code,
        "statusCode": error.status_code,
        "requestId": error.request_id,
        "retryAfter": error.retry_after,
        "outcomeUnknown": error.outcome_unknown,
        "errors": [{"path": each.path, "message": each.message} for each in error.errors],
        "reason": error.reason if isinstance(error, WebhookSignatureError) else None,
    } == {
        "class": expected["class"],
        "code": expected["code"],
        "statusCode": expected.get("statusCode"),
        "requestId": expected.get("requestId"),
        "retryAfter": expected.get("retryAfter"),
        "outcomeUnknown": expected.get("outcomeUnknown", False),
        "errors": expected.get("errors", []),
        "reason": expected.get("reason"),
    }, str(error)
    for part in expected.get("message", []):
        assert part.replace("checkStatus", "check_status").replace("baseUrl", "base_url") in str(error)
    assert len(str(error)) <= expected.get("messageAtMost", float("inf"))


def assert_contains(expected: Union[Mapping[str, Any], Any], actual: Any) -> None:
    if isinstance(expected, dict):
        for name, value in expected.items():
            assert name in actual
            assert_contains(value, actual[name])
    else:
        assert actual == expected


def get(path: str) -> Any:
    with urlopen(f"{SERVER}/{path}") as response:
        return json.load(response)
