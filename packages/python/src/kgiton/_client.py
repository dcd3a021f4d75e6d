from __future__ import annotations

import platform
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Optional, Union

import httpx

from ._calls import Caller
from ._clock import Clock
from ._generated.client_rules import DEFAULT_MAX_RETRIES, DEFAULT_TIMEOUT
from ._generated.constants import API_KEY_HEADER, PACKAGE_VERSION, SERVER_URL
from ._options import (
    checked_api_key,
    checked_base_url,
    checked_headers,
    checked_max_retries,
    checked_seconds,
    environment,
)
from ._partner_payment import AsyncPartnerPayment, PartnerPayment
from ._secret import Redactor, Secret
from ._send import AsyncDriver, SyncDriver
from .webhooks import Webhooks


class _Base:
    webhooks: Webhooks
    """Verifies webhooks with your webhook secret."""

    _caller: Caller

    def __repr__(self) -> str:
        # A debugger page may ask while an argument is refused.
        caller = vars(self).get("_caller")
        return f"<{type(self).__name__} {caller.base_url if caller else 'without options'}>"


class KGiTON(_Base):
    """KGiTON, for a partner's server: create one and share it, also between threads.

    Args:
        api_key: The partner's API key (`kgiton_…`), by default the environment variable `KGITON_API_KEY`.
        base_url: The base URL of the API, by default the environment variable `KGITON_BASE_URL`, otherwise
            `https://api.kgiton.com`.
        timeout: How long one attempt may take until its whole response has arrived, in seconds.
        max_retries: How often a request is retried after a temporary failure: 0 to 100.
        headers: Headers to send with every request. They cannot replace the API key.
        webhook_secret: Your webhook secret, or several during a rotation, by default the environment variable
            `KGITON_WEBHOOK_SECRET`.
        http_client: Sends the requests: an `httpx.Client` with your proxy, transport or event hooks. Its headers,
            cookies and timeouts are not used. You close it.
        clock: The time and randomness to use. For tests of retries and waits.

    Raises:
        ValueError: If an argument is missing or invalid; the message says what to do.
    """

    partner_payment: PartnerPayment
    """Creates QRIS codes and checkout pages, and asks whether they have been paid."""

    def __init__(
        self,
        *,
        api_key: Optional[str] = None,
        base_url: Optional[str] = None,
        timeout: float = DEFAULT_TIMEOUT / 1000,
        max_retries: int = DEFAULT_MAX_RETRIES,
        headers: Optional[Mapping[str, str]] = None,
        webhook_secret: Union[str, Sequence[str], None] = None,
        http_client: Optional[httpx.Client] = None,
        clock: Optional[Clock] = None,
    ) -> None:
        secrets = Secret((api_key, base_url, headers, webhook_secret))
        # Error trackers show the variables of each frame.
        del api_key, base_url, headers, webhook_secret
        self.webhooks, self._caller = _configured(secrets, timeout, max_retries, clock or Clock())
        self._driver = SyncDriver(http_client, self._caller.clock)
        self.partner_payment = PartnerPayment(self._caller, self._driver)

    def close(self) -> None:
        """Closes the connections. An `http_client` that was passed stays open."""
        if self._driver.owns_client:
            self._driver.client.close()

    def __enter__(self) -> KGiTON:
        return self

    def __exit__(
        self,
        exc_type: Optional[type[BaseException]] = None,
        exc_value: Optional[BaseException] = None,
        traceback: Optional[TracebackType] = None,
    ) -> None:
        self.close()


class AsyncKGiTON(_Base):
    """KGiTON for asyncio and Trio. Takes what `KGiTON` takes, with an `httpx.AsyncClient` as `http_client`.

    Raises:
        ValueError: If an argument is missing or invalid; the message says what to do.
    """

    partner_payment: AsyncPartnerPayment
    """Creates QRIS codes and checkout pages, and asks whether they have been paid."""

    def __init__(
        self,
        *,
        api_key: Optional[str] = None,
        base_url: Optional[str] = None,
        timeout: float = DEFAULT_TIMEOUT / 1000,
        max_retries: int = DEFAULT_MAX_RETRIES,
        headers: Optional[Mapping[str, str]] = None,
        webhook_secret: Union[str, Sequence[str], None] = None,
        http_client: Optional[httpx.AsyncClient] = None,
        clock: Optional[Clock] = None,
    ) -> None:
        secrets = Secret((api_key, base_url, headers, webhook_secret))
        del api_key, base_url, headers, webhook_secret
        self.webhooks, self._caller = _configured(secrets, timeout, max_retries, clock or Clock())
        self._driver = AsyncDriver(http_client, self._caller.clock)
        self.partner_payment = AsyncPartnerPayment(self._caller, self._driver)

    async def aclose(self) -> None:
        """Closes the connections. An `http_client` that was passed stays open."""
        if self._driver.owns_client:
            await self._driver.client.aclose()

    async def __aenter__(self) -> AsyncKGiTON:
        return self

    async def __aexit__(
        self,
        exc_type: Optional[type[BaseException]] = None,
        exc_value: Optional[BaseException] = None,
        traceback: Optional[TracebackType] = None,
    ) -> None:
        await self.aclose()


_Secrets = Secret["tuple[Optional[str], Optional[str], Optional[Mapping[str, str]], Union[str, Sequence[str], None]]",]


def _configured(secrets: _Secrets, timeout: float, max_retries: int, clock: Clock) -> tuple[Webhooks, Caller]:
    key = Secret(checked_api_key(Secret(secrets.reveal()[0] or environment("KGITON_API_KEY"))))
    base_url = checked_base_url(Secret(secrets.reveal()[1] or environment("KGITON_BASE_URL") or SERVER_URL))
    webhooks = Webhooks(secrets.reveal()[3])
    headers = Secret(
        {
            "accept": "application/json",
            "accept-encoding": "gzip, deflate",
            "user-agent": f"kgiton-python/{PACKAGE_VERSION} python/{platform.python_version()}",
            **checked_headers(Secret(secrets.reveal()[2])),
            API_KEY_HEADER: key.reveal(),
        }
    )
    caller = Caller(
        base_url,
        headers,
        checked_seconds("timeout", timeout),
        checked_max_retries(max_retries),
        clock,
        Redactor(Secret((key.reveal(), *webhooks._secrets.reveal()))),
    )
    return webhooks, caller
