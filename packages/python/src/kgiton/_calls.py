"""
The calls of the client, without input and output: the synchronous and the asynchronous client only do their steps.
"""

from __future__ import annotations

import contextlib
import itertools
import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Callable, Optional, TypeVar, Union

from ._clock import Clock
from ._error_factory import ErrorFactory, Success
from ._generated.client_rules import WAIT_JITTER, WAIT_MAX_DOUBLINGS, WAIT_REQUEST_TIMEOUT, SdkErrorCode
from ._generated.constants import GENERATE_PAYMENT, GET_PAYMENT_STATUS
from ._generated.models import PartnerPaymentRequest, PaymentStatus, PaymentStatusResponse
from ._http import Attempt, Pause, Request, Steps
from ._json import WrongPropertyError, encode, segment
from ._options import RequestOptions, checked_headers, checked_max_retries, checked_seconds
from ._retry import is_permanent, retry_delay
from ._secret import Redactor, Secret
from .errors import KGiTONError, TimeoutError  # noqa: A004

T = TypeVar("T")

logger = logging.getLogger("kgiton")
logger.addHandler(logging.NullHandler())

# Characters that end a line or control a terminal. A server or a proxy may send them.
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


@dataclass(frozen=True)
class Caller:
    """What all calls of a client share."""

    base_url: str
    headers: Secret[dict[str, str]]
    timeout: float
    max_retries: int
    clock: Clock
    redactor: Redactor


def generate(
    caller: Caller,
    request: PartnerPaymentRequest,
    options: RequestOptions,
    read: Callable[[Mapping[str, Any], Optional[str]], T],
) -> Steps[T]:
    redactor = caller.redactor.hiding(Secret(request.license_key))
    body = Secret[Optional[bytes]](encode(request.to_dict()))
    method, path = GENERATE_PAYMENT
    payment = yield from _exchange(caller, redactor, method, path, body, read, options)
    for name in ("transaction_id", "amount"):
        asked, got = getattr(request, name), getattr(payment, name)
        if asked != got:
            _log(redactor, logging.WARNING, f"asked for {name} {asked}, got {got}")
    return payment


def check_status(caller: Caller, transaction_id: str, options: RequestOptions) -> Steps[PaymentStatusResponse]:
    # URLs drop the segments `.` and `..`, however they are encoded: the request would reach another path.
    if not isinstance(transaction_id, str) or transaction_id in ("", ".", ".."):
        raise ValueError(
            "Expected the transaction id of a payment, a string that is not empty, '.' or '..'; "
            f"got {transaction_id!r}."
        )
    method, template = GET_PAYMENT_STATUS
    path = template.replace("{transactionId}", segment(transaction_id))

    def read(data: Mapping[str, Any], request_id: Optional[str]) -> PaymentStatusResponse:
        # The status of another payment must never be taken for that of this one.
        if data.get("transaction_id") != transaction_id:
            raise WrongPropertyError("transaction_id")
        return PaymentStatusResponse.from_dict(data, request_id)

    return (yield from _exchange(caller, caller.redactor, method, path, Secret(None), read, options))


def wait_for_payment(
    caller: Caller, transaction_id: str, timeout: float, interval: float
) -> Steps[PaymentStatusResponse]:
    """Asks for the status of a payment until it is final or the time is up."""
    checked_seconds("timeout", timeout)
    checked_seconds("interval", interval)
    clock = caller.clock
    end = clock.now() + timeout
    longest = min(caller.timeout, max(interval, WAIT_REQUEST_TIMEOUT / 1000))
    latest: Optional[PaymentStatusResponse] = None
    failure: Optional[KGiTONError] = None
    errors = 0
    while True:
        rest = end - clock.now()
        if rest < 0.001:
            break
        error: Optional[KGiTONError] = None
        try:
            # This loop retries. It keeps the interval between any two requests.
            latest = yield from check_status(caller, transaction_id, RequestOptions(min(longest, rest), 0))
        except KGiTONError as exception:
            error = exception
        if error is None:
            errors = 0
            if latest and isinstance(latest.payment_status, PaymentStatus) and latest.payment_status.is_final:
                return latest
        else:
            if not _is_temporary(error, has_status=latest is not None):
                raise error
            # The end of the wait cut the last request short, which says nothing about the server.
            if not isinstance(error, TimeoutError) or rest >= longest:
                failure = error
            errors = min(errors + 1, WAIT_MAX_DOUBLINGS)
        retry_after = (error and error.retry_after) or 0
        pause = max(interval * 2**errors, retry_after) * (1 + clock.random() * WAIT_JITTER)
        if error is not None:
            _log(caller.redactor, logging.WARNING, f"{error} Asking again in {round(pause * 1000)} ms.")
        yield Pause(max(0, min(pause, end - clock.now())))
    if latest is None:
        message = f"No response within {round(timeout * 1000)} ms."
        raise failure or TimeoutError(message, code=SdkErrorCode.TIMEOUT_ERROR.value)
    return latest


def _is_temporary(error: KGiTONError, *, has_status: bool) -> bool:
    """
    Whether the error may pass by itself: 429, 5xx, or no response. Once a status has arrived, so may an unknown host
    name, an untrusted certificate, and a response of somebody else, such as the login page of a network.
    """
    if has_status and error.code == SdkErrorCode.UNEXPECTED_RESPONSE:
        return True
    if error.status_code is None:
        return has_status or not is_permanent(error)
    return error.status_code == 429 or error.status_code >= 500


def _exchange(
    caller: Caller,
    redactor: Redactor,
    method: str,
    path: str,
    body: Secret[Optional[bytes]],
    read: Callable[[Mapping[str, Any], Optional[str]], T],
    options: RequestOptions,
) -> Steps[T]:
    """Sends a request, and again after temporary failures. Each attempt sends the same bytes."""
    timeout = checked_seconds("timeout", caller.timeout if options.timeout is None else options.timeout)
    max_retries = checked_max_retries(caller.max_retries if options.max_retries is None else options.max_retries)
    headers = Secret({**caller.headers.reveal(), **checked_headers(Secret(options.headers))})
    if body.reveal() is not None:
        headers = Secret({"content-type": "application/json", **headers.reveal()})
    request = Request(method, caller.base_url + path, headers, body)
    clock = caller.clock
    factory = ErrorFactory(redactor, clock, is_safe=method == "GET")
    for attempt in itertools.count(1):
        start = clock.now()
        result = factory.judge((yield Attempt(request, timeout)), read)
        if logger.isEnabledFor(logging.DEBUG):
            duration = round((clock.now() - start) * 1000)
            _log(redactor, logging.DEBUG, f"{method} {request.url}: {_summary(result, duration, attempt)}")
        if isinstance(result, Success):
            return result.value
        factory.may_exist = result.outcome_unknown
        delay = retry_delay(result, attempt, clock) if attempt <= max_retries else None
        if delay is None:
            raise result
        _log(redactor, logging.WARNING, f"{result} Retrying in {round(delay * 1000)} ms.")
        yield Pause(delay)
    raise AssertionError  # pragma: no cover - the loop never ends


def _summary(result: Union[Success[Any], KGiTONError], duration: int, attempt: int) -> str:
    if isinstance(result, Success):
        outcome: object = result.status
    else:
        outcome = result.status_code or result.code
    return f"{outcome} in {duration} ms, attempt {attempt}, request id {result.request_id or 'unknown'}"


def _log(redactor: Redactor, level: int, line: str) -> None:
    """Logs a line without secrets. If a handler or a filter raises, the line is lost, never the payment."""
    with contextlib.suppress(Exception):
        logger.log(level, "%s", _CONTROLS.sub(" ", redactor.redact(line)))
