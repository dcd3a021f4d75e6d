from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Callable, Optional, TypeVar

from . import _calls
from ._calls import Caller
from ._generated.client_rules import DEFAULT_WAIT_INTERVAL, DEFAULT_WAIT_TIMEOUT
from ._generated.models import PartnerPaymentRequest, PaymentStatusResponse
from ._generated.payments import AsyncGeneratesPayments, GeneratesPayments
from ._options import RequestOptions
from ._send import AsyncDriver, SyncDriver

T = TypeVar("T")


class PartnerPayment(GeneratesPayments):
    """Creates payments, each for one token of the license key, and asks whether they have been paid, which takes none."""

    def __init__(self, caller: Caller, driver: SyncDriver) -> None:
        self._caller = caller
        self._driver = driver

    def check_status(
        self,
        transaction_id: str,
        *,
        timeout: Optional[float] = None,
        max_retries: Optional[int] = None,
        headers: Optional[Mapping[str, str]] = None,
    ) -> PaymentStatusResponse:
        """Asks once whether a payment has been paid. Takes no token.

        The webhook remains the primary way to learn of it: ask if you may have missed it, or before you cancel an
        order.

        Args:
            transaction_id: The transaction id with which the payment was generated.
            timeout: How long one attempt may take, in seconds. By default as long as the client says.
            max_retries: How often the request is retried. By default as often as the client says.
            headers: Additional headers. They cannot replace the API key.

        Raises:
            TransactionNotFoundError: If no payment with this id was generated with your API key.
            KGiTONError: If KGiTON rejects the request, or if no response arrives after the retries. `outcome_unknown`
                is never true: asking changes nothing.
            ValueError: If the id is empty, `.` or `..`, or an option is out of range.
        """
        options = RequestOptions(timeout, max_retries, headers)
        del headers
        return self._driver.run(_calls.check_status(self._caller, transaction_id, options))

    def wait_for_payment(
        self,
        transaction_id: str,
        *,
        timeout: float = DEFAULT_WAIT_TIMEOUT / 1000,
        interval: float = DEFAULT_WAIT_INTERVAL / 1000,
    ) -> PaymentStatusResponse:
        """Waits until a payment is paid, has expired or has failed, while a customer stands at the counter.

        Asks at once, and then after each interval. The webhook remains the primary way to learn of a payment: handle it
        too, because this wait ends with your process. After 429, 5xx or no response it asks less and less often, and
        never before the end of `Retry-After`. When the time is up, it returns the latest status, usually pending; check
        `payment_status` before you hand over the goods.

        Args:
            transaction_id: The transaction id with which the payment was generated.
            timeout: How long to wait at most, in seconds; a minute longer than the payment can be paid.
            interval: How long to wait between a response and the next request, in seconds. The contract asks for at
                least 5. Up to a fifth is added at random, so that many programs do not ask in step.

        Raises:
            KGiTONError: At once if waiting cannot help, such as 401 and 404; the last error if the time is up and no
                status has arrived.
            ValueError: If an argument is invalid.
        """
        return self._driver.run(_calls.wait_for_payment(self._caller, transaction_id, timeout, interval))

    def _send(
        self,
        request: PartnerPaymentRequest,
        options: RequestOptions,
        read: Callable[[Mapping[str, Any], Optional[str]], T],
    ) -> T:
        return self._driver.run(_calls.generate(self._caller, request, options, read))


class AsyncPartnerPayment(AsyncGeneratesPayments):
    """Creates payments, each for one token of the license key, and asks whether they have been paid, which takes none."""

    def __init__(self, caller: Caller, driver: AsyncDriver) -> None:
        self._caller = caller
        self._driver = driver

    async def check_status(
        self,
        transaction_id: str,
        *,
        timeout: Optional[float] = None,
        max_retries: Optional[int] = None,
        headers: Optional[Mapping[str, str]] = None,
    ) -> PaymentStatusResponse:
        """Asks once whether a payment has been paid, like `PartnerPayment.check_status`. Takes no token."""
        options = RequestOptions(timeout, max_retries, headers)
        del headers
        return await self._driver.run(_calls.check_status(self._caller, transaction_id, options))

    async def wait_for_payment(
        self,
        transaction_id: str,
        *,
        timeout: float = DEFAULT_WAIT_TIMEOUT / 1000,
        interval: float = DEFAULT_WAIT_INTERVAL / 1000,
    ) -> PaymentStatusResponse:
        """Waits until a payment is paid, has expired or has failed, like `PartnerPayment.wait_for_payment`.

        Cancel the task to end the wait earlier.
        """
        return await self._driver.run(_calls.wait_for_payment(self._caller, transaction_id, timeout, interval))

    async def _send(
        self,
        request: PartnerPaymentRequest,
        options: RequestOptions,
        read: Callable[[Mapping[str, Any], Optional[str]], T],
    ) -> T:
        return await self._driver.run(_calls.generate(self._caller, request, options, read))
