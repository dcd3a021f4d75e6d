from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Optional, Union

import httpx

from .._client import AsyncKGiTON, KGiTON
from .._clock import Clock
from .._generated.constants import API_KEY_HEADER, TEST_WEBHOOK_SECRET
from .._json import decode
from .._send import with_deadlines
from ._generated.control_api import ControlApi
from ._generated.models import (
    ClockAdvance,
    Delivery,
    DeliveryState,
    Fault,
    FaultKind,
    FaultRequest,
    LicenseChange,
    LicenseState,
)

# Longer than the control API waits for a delivery.
_TIMEOUT = 70.0


class SandboxError(Exception):
    """The sandbox could not be started, or refused an action."""

    def __init__(self, message: str, code: Optional[str] = None) -> None:
        super().__init__(message)
        self.code = code
        """The error code of the control API, if it has responded."""


class SandboxAccount(ControlApi):
    """An account of the sandbox, for one test: what it does reaches no other. Its methods are those of the control API."""

    def __init__(self, url: str, api_key: str) -> None:
        self.url = url
        self.api_key = api_key
        """For the configuration of your application."""
        # The sandbox is on this machine or in its network: no proxy, and no certificates to read.
        self._http = with_deadlines(httpx.Client(timeout=_TIMEOUT, trust_env=False, verify=url.startswith("https")))

    def kgiton(self, *, clock: Optional[Clock] = None) -> KGiTON:
        """A client of this account. `close` of the account closes its connections."""
        return KGiTON(
            api_key=self.api_key,
            base_url=self.url,
            webhook_secret=TEST_WEBHOOK_SECRET,
            # The connections of all clients are those of the account, which closes them.
            http_client=self._http,
            clock=clock,
        )

    def async_kgiton(self, *, clock: Optional[Clock] = None) -> AsyncKGiTON:
        """An asynchronous client of this account: `async with account.async_kgiton() as kgiton:`."""
        return AsyncKGiTON(api_key=self.api_key, base_url=self.url, webhook_secret=TEST_WEBHOOK_SECRET, clock=clock)

    def advance(self, *, minutes: float) -> None:
        """Moves the clock of the account forward, so that payments expire and webhooks are sent again."""
        self.advance_clock(ClockAdvance(minutes=minutes))

    def fault(
        self,
        kind: FaultKind,
        *,
        payment: Optional[str] = None,
        seconds: Optional[float] = None,
        times: Optional[int] = None,
    ) -> None:
        """Lets webhooks or requests go wrong.

        Args:
            kind: What goes wrong.
            payment: The one payment whose webhook it affects, or all.
            seconds: How long, for the faults that last.
            times: How many webhooks or requests, or until it is cleared.
        """
        self.set_fault(FaultRequest(Fault(kind, seconds, times), payment))

    def change_license(self, key: str, *, tokens: Optional[int] = None, state: Optional[LicenseState] = None) -> None:
        """Sets the tokens or the state of a license key."""
        self.set_license(key, LicenseChange(state=state, tokens=tokens))

    def wait_for_delivery(self, payment: str, *, timeout: float = 10) -> Delivery:
        """Waits until the webhook of a payment has been delivered.

        Args:
            payment: A payment id or a transaction id.
            timeout: How long to wait at most, in seconds of real time.

        Raises:
            SandboxError: If it has not been delivered by then; the message has the last attempt.
        """
        wait = math.ceil(timeout * 1000)
        delivered = self.list_deliveries(payment=payment, state=DeliveryState.DELIVERED, wait=wait).deliveries
        if delivered:
            return delivered[0]
        attempts = [attempt for each in self.list_deliveries(payment=payment).deliveries for attempt in each.attempts]
        known = "no attempt"
        if attempts:
            last = attempts[-1]
            known = f"the last attempt: {last.error or f'status {last.status}'}"
        raise SandboxError(f"The webhook of {payment} was not delivered within {timeout} s: {known}.")

    def close(self) -> None:
        """Closes the connections to the sandbox."""
        self._http.close()

    def _request(
        self,
        method: str,
        path: str,
        query: Optional[Mapping[str, Union[str, int, None]]] = None,
        body: Optional[Mapping[str, Any]] = None,
    ) -> Mapping[str, Any]:
        # httpx would send the name of a constant of an enumeration, not its string.
        given = {name: str(value) for name, value in (query or {}).items() if value is not None}
        headers = {API_KEY_HEADER: self.api_key} if self.api_key else {}
        response = self._http.request(method, self.url + path, params=given, headers=headers, json=body)
        data = decode(response.content) or {}
        if response.is_success:
            return data
        message = data.get("message", "no JSON")
        raise SandboxError(f"{method} {path}: status {response.status_code}, {message}", data.get("code"))
