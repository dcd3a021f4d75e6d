"""The shop beside the sandbox: pytest. KGITON_SANDBOX_URL names a running sandbox; else one is started."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from main import create_app

from kgiton import Webhooks
from kgiton.testing import FaultKind, SandboxAccount


class Shop:
    """The shop on a port of its own, so that webhooks reach it."""

    def __init__(self, account: SandboxAccount, database: Path) -> None:
        config = uvicorn.Config("unused", port=0, log_level="warning")
        socket = config.bind_socket()
        url = f"http://127.0.0.1:{socket.getsockname()[1]}"
        config.app = create_app(account.async_kgiton(), str(database), url)
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, args=([socket],))
        self._thread.start()
        self.http = httpx.Client(base_url=url, timeout=30)
        self.order = self.post("/orders").json()["id"]

    def post(self, path: str) -> httpx.Response:
        return self.http.post(path)

    def pay(self) -> str:
        return str(self.post(f"/orders/{self.order}/pay").json()["transaction_id"])

    def current(self) -> dict[str, Any]:
        return dict(self.http.get(f"/orders/{self.order}").json())

    def close(self) -> None:
        self.http.close()
        self._server.should_exit = True
        self._thread.join()


@pytest.fixture
def shop(kgiton_account: SandboxAccount, tmp_path: Path) -> Iterator[Shop]:
    shop = Shop(kgiton_account, tmp_path / "shop.sqlite3")
    yield shop
    shop.close()


def test_an_order_is_paid_once_its_webhook_has_arrived(shop: Shop, kgiton_account: SandboxAccount) -> None:
    transaction_id = shop.pay()
    assert shop.current()["paid_at"] is None
    kgiton_account.pay_payment(transaction_id)
    kgiton_account.wait_for_delivery(transaction_id)
    assert shop.current()["paid_at"]


def test_a_second_click_takes_no_second_token(shop: Shop, kgiton_account: SandboxAccount) -> None:
    assert shop.pay() == shop.pay()
    assert len(kgiton_account.list_payments().payments) == 1


def test_an_order_that_was_paid_without_a_webhook_is_not_cancelled(shop: Shop, kgiton_account: SandboxAccount) -> None:
    kgiton_account.fault(FaultKind.NEVER)
    kgiton_account.pay_payment(shop.pay())
    assert shop.current()["paid_at"] is None
    assert shop.post(f"/orders/{shop.order}/cancel").status_code == 409
    assert shop.current()["paid_at"]
    assert shop.current()["cancelled_at"] is None


def test_an_unpaid_order_is_cancelled(shop: Shop) -> None:
    shop.pay()
    assert shop.post(f"/orders/{shop.order}/cancel").json()["cancelled_at"]


def test_nothing_is_cancelled_while_kgiton_does_not_respond(shop: Shop, kgiton_account: SandboxAccount) -> None:
    shop.pay()
    kgiton_account.fault(FaultKind.GARBAGE)
    assert shop.post(f"/orders/{shop.order}/cancel").status_code == 503
    assert shop.current()["cancelled_at"] is None


def test_an_expired_code_is_replaced_by_a_new_one(shop: Shop, kgiton_account: SandboxAccount) -> None:
    first = shop.pay()
    kgiton_account.advance(minutes=31)
    assert (first, shop.pay()) == (f"ORDER-{shop.order}-1", f"ORDER-{shop.order}-2")


def test_a_forged_webhook_is_refused(shop: Shop) -> None:
    headers = {"X-KGiTON-Signature": Webhooks.sign(b"{}", "forged")}
    response = shop.http.post("/webhook/payment", content=b'{"event":"payment.success"}', headers=headers)
    assert (response.status_code, response.json()) == (401, {"detail": "mismatch"})
