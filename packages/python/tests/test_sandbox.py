"""The helper for tests, against a sandbox: at KGITON_SANDBOX_URL, or the one of this repository."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from kgiton import PaymentStatus, PaymentSuccessEvent, WebhookSignatureError
from kgiton.testing import DeliveryState, FaultKind, LicenseState, PaymentState, Sandbox, SandboxAccount, SandboxError

pytest_plugins = ["kgiton.testing.pytest_plugin"]

LICENSE = "SANDB-ACTIV-E0000-00000-00001"
ORDER: dict[str, Any] = {"transaction_id": "ORDER-1", "amount": 50000, "license_key": LICENSE}
PROGRAM = Path(__file__).parents[2] / "sandbox/bin/kgiton-sandbox.js"


class Shop:
    """A webhook endpoint."""

    def __init__(self, account: SandboxAccount) -> None:
        self.events: list[PaymentSuccessEvent] = []
        webhooks = account.kgiton().webhooks
        events = self.events

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                try:
                    event = webhooks.unwrap(body, self.headers)
                    status = 200
                    if isinstance(event, PaymentSuccessEvent):
                        events.append(event)
                except WebhookSignatureError:
                    status = 401
                self.send_response(status)
                self.end_headers()

            def log_message(self, *args: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/webhook"
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def shop(kgiton_account: SandboxAccount) -> Iterator[Shop]:
    shop = Shop(kgiton_account)
    yield shop
    shop.close()


def test_an_order_is_paid_and_its_webhook_arrives(kgiton_account: SandboxAccount, shop: Shop) -> None:
    payments = kgiton_account.kgiton().partner_payment
    payment = payments.generate_qris(**ORDER, webhook_url=shop.url)
    assert payments.check_status("ORDER-1").payment_status is PaymentStatus.PENDING
    assert kgiton_account.pay_payment("ORDER-1").state is PaymentState.PAID
    delivery = kgiton_account.wait_for_delivery("ORDER-1")
    assert delivery.state is DeliveryState.DELIVERED
    assert [event.payment_id for event in shop.events] == [payment.payment_id]
    status = payments.wait_for_payment("ORDER-1")
    assert status.payment_status is PaymentStatus.PAID
    assert status.webhook_sent


def test_a_payment_survives_a_lost_response_and_takes_one_token(kgiton_account: SandboxAccount) -> None:
    kgiton_account.change_license(LICENSE, tokens=7)
    kgiton_account.fault(FaultKind.LOST_RESPONSE, times=1)
    assert kgiton_account.kgiton().partner_payment.generate_qris(**ORDER).amount == 50000
    assert kgiton_account.get_license(LICENSE).tokens == 6
    assert len(kgiton_account.list_requests().requests) == 2


def test_a_payment_expires_when_the_clock_advances(kgiton_account: SandboxAccount) -> None:
    payments = kgiton_account.kgiton().partner_payment
    payments.generate_qris(**ORDER)
    kgiton_account.advance(minutes=31)
    assert payments.check_status("ORDER-1").payment_status is PaymentStatus.EXPIRED


def test_a_license_can_be_changed_and_a_payment_can_fail(kgiton_account: SandboxAccount) -> None:
    kgiton_account.change_license(LICENSE, state=LicenseState.EXPIRED)
    assert kgiton_account.get_license(LICENSE).state is LicenseState.EXPIRED
    kgiton_account.change_license(LICENSE, state=LicenseState.ACTIVE)
    kgiton_account.kgiton().partner_payment.generate_qris(**ORDER)
    assert kgiton_account.fail_payment("ORDER-1").state is PaymentState.FAILED


def test_what_the_sandbox_refuses_is_an_error_with_its_code(kgiton_account: SandboxAccount) -> None:
    with pytest.raises(SandboxError, match=r"POST /_sandbox/payments/NOBODY%2F1/pay: status 404") as caught:
        kgiton_account.pay_payment("NOBODY/1")
    assert caught.value.code


def test_a_webhook_that_does_not_arrive_says_why(kgiton_account: SandboxAccount) -> None:
    payments = kgiton_account.kgiton().partner_payment
    payments.generate_qris(**ORDER)
    kgiton_account.pay_payment("ORDER-1")
    with pytest.raises(SandboxError, match="The webhook of ORDER-1 was not delivered within 0 s: no attempt"):
        kgiton_account.wait_for_delivery("ORDER-1", timeout=0)
    payments.generate_qris(**{**ORDER, "transaction_id": "ORDER-2"}, webhook_url="http://127.0.0.1:9/webhook")
    kgiton_account.pay_payment("ORDER-2")
    while not any(each.attempts for each in kgiton_account.list_deliveries(payment="ORDER-2").deliveries):
        pass
    with pytest.raises(SandboxError, match="the last attempt: "):
        kgiton_account.wait_for_delivery("ORDER-2", timeout=0)


def test_each_test_has_an_account_of_its_own(kgiton_sandbox: Sandbox) -> None:
    one, other = kgiton_sandbox.create_account(), kgiton_sandbox.create_account()
    one.kgiton().partner_payment.generate_qris(**ORDER)
    assert len(one.list_payments().payments) == 1
    assert not other.list_payments().payments
    one.close()
    other.close()


def assert_it_runs_and_ends(sandbox: Sandbox) -> None:
    account = sandbox.create_account()
    assert account.get_health().status == "ok"
    account.close()
    sandbox.stop()
    with pytest.raises(OSError, match=r"."):
        urlopen(f"{sandbox.url}/_sandbox/health")


def test_without_a_url_the_given_command_starts_a_sandbox(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KGITON_SANDBOX_URL", raising=False)
    monkeypatch.setenv("KGITON_SANDBOX_COMMAND", f"node {PROGRAM}")
    assert_it_runs_and_ends(Sandbox.start())


def test_without_an_installed_sandbox_npx_fetches_one_that_ends_with_the_tests(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    # npx as far as this is concerned: it says where the program is that it has fetched.
    npx = tmp_path / "npx"
    npx.write_text(f"#!/bin/sh\necho {PROGRAM}\n")
    npx.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    monkeypatch.delenv("KGITON_SANDBOX_URL", raising=False)
    monkeypatch.delenv("KGITON_SANDBOX_COMMAND", raising=False)
    monkeypatch.chdir(tmp_path)
    assert_it_runs_and_ends(Sandbox.start())


@pytest.mark.parametrize("command", ["kgiton-no-such-program", "node --eval process.exit(3)"])
def test_a_sandbox_that_does_not_start_says_so(monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    monkeypatch.delenv("KGITON_SANDBOX_URL", raising=False)
    monkeypatch.setenv("KGITON_SANDBOX_COMMAND", command)
    with pytest.raises(SandboxError, match="No sandbox starts with"):
        Sandbox.start()
