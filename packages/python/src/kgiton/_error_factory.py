"""What an attempt has come to."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Callable, Generic, Optional, TypeVar, Union

from ._clock import Clock
from ._generated.client_rules import SdkErrorCode
from ._generated.constants import REQUEST_ID_HEADER
from ._generated.error_code import ErrorCode
from ._generated.models import FieldError
from ._http import Response, TransportError
from ._json import WrongPropertyError, decode
from ._retry import retry_after
from ._secret import Redactor
from .errors import KGiTONError, NetworkError, RateLimitError, ServerError, TimeoutError  # noqa: A004

T = TypeVar("T")

# How much of an unexpected body the message shows, in characters.
_SHOWN = 100


@dataclass(frozen=True)
class Success(Generic[T]):
    value: T
    status: int
    request_id: Optional[str]


class ErrorFactory:
    """The errors of one call."""

    def __init__(self, redactor: Redactor, clock: Clock, *, is_safe: bool) -> None:
        self.may_exist = False
        """Whether an earlier attempt may have created the payment."""
        self._redact = redactor.redact
        self._clock = clock
        self._is_safe = is_safe
        """Whether the request changes nothing, so that its outcome is never unknown."""

    def judge(
        self,
        outcome: Union[Response, TransportError],
        read: Callable[[Mapping[str, Any], Optional[str]], T],
    ) -> Union[Success[T], KGiTONError]:
        """
        What `read` makes of a success, or the error. It is returned, because the frames between here and the caller
        hold what has arrived.
        """
        if isinstance(outcome, TransportError):
            return self._from_failure(outcome)
        content = decode(outcome.body) or {}
        if outcome.is_success:
            if content.get("success") is not True:
                return self._from_unexpected(outcome, self._describe(outcome))
            request_id = outcome.headers.get(REQUEST_ID_HEADER) or None
            try:
                return Success(read(content, request_id), outcome.status, request_id)
            except WrongPropertyError as wrong:
                return self._from_unexpected(outcome, str(wrong))
        if not isinstance(content.get("code"), str):
            return self._from_unexpected(outcome, self._describe(outcome))
        return self._from_response(outcome, content)

    def _from_response(self, response: Response, content: Mapping[str, Any]) -> KGiTONError:
        """The error for an error response, whether its code comes from the contract or from a newer one."""
        code, message = content["code"], content.get("message")
        return self._create(
            response,
            code,
            message if isinstance(message, str) else code,
            self._field_errors(content.get("errors")),
        )

    def _from_unexpected(self, response: Response, got: str) -> KGiTONError:
        """The error for a response that violates the contract."""
        message = f"Expected a JSON body of the contract, got status {response.status} with {got}."
        return self._create(response, SdkErrorCode.UNEXPECTED_RESPONSE.value, message, ())

    def _from_failure(self, failure: TransportError) -> NetworkError:
        """The error for a timeout, or for no response at all."""
        reason = self._redact(str(failure))
        outcome_unknown = not self._is_safe and (self.may_exist or not failure.is_unsent)
        error = (TimeoutError if failure.is_timeout else NetworkError)(
            f"No complete response: {reason}.{_advice(outcome_unknown)}",
            code=(SdkErrorCode.TIMEOUT_ERROR if failure.is_timeout else SdkErrorCode.NETWORK_ERROR).value,
            outcome_unknown=outcome_unknown,
        )
        error.__cause__ = TransportError(
            reason,
            is_timeout=failure.is_timeout,
            is_unsent=failure.is_unsent,
            is_permanent=failure.is_permanent,
        )
        return error

    def _create(self, response: Response, code: str, message: str, errors: tuple[FieldError, ...]) -> KGiTONError:
        status = response.status
        known = _known(code)
        cls = known.exception if known else _class_of(status)
        # By the contract a rejection is final, except 401, which KGiTON checks before it looks for an earlier payment.
        # A documented 5xx took nothing itself, but an earlier attempt may still be in flight.
        if known:
            may_exist = self.may_exist and (status == 401 or status >= 500)
        else:
            may_exist = self.may_exist or response.is_success or status >= 500
        outcome_unknown = not self._is_safe and may_exist
        if errors and not _mentions(message, errors[0]):
            message = f"{message} {errors[0].path}: {errors[0].message}"
        request_id = response.headers.get(REQUEST_ID_HEADER)
        return cls(
            self._redact(message) + _advice(outcome_unknown),
            code=self._redact(code),
            outcome_unknown=outcome_unknown,
            status_code=status,
            request_id=self._redact(request_id) if request_id else None,
            errors=errors,
            retry_after=retry_after(response.headers.get("retry-after", ""), self._clock.now()),
        )

    def _field_errors(self, errors: Any) -> tuple[FieldError, ...]:
        return tuple(
            FieldError.from_dict({"path": self._redact(each["path"]), "message": self._redact(each["message"])})
            for each in (errors if isinstance(errors, list) else [])
            if isinstance(each, dict) and isinstance(each.get("path"), str) and isinstance(each.get("message"), str)
        )

    def _describe(self, response: Response) -> str:
        location = response.headers.get("location")
        if location:
            return f"a redirect to {location}"
        if not response.body:
            return "an empty body"
        # Redacted before it is cut: half a key would not be recognized.
        start = self._redact(response.body[:4096].decode("utf-8", "replace"))[:_SHOWN]
        return json.dumps(start, ensure_ascii=False)


def _known(code: str) -> Optional[ErrorCode]:
    try:
        return ErrorCode(code)
    except ValueError:
        return None


def _class_of(status: int) -> type[KGiTONError]:
    """The class for a code that this version does not know."""
    if status == 429:
        return RateLimitError
    return ServerError if status >= 500 else KGiTONError


def _advice(outcome_unknown: bool) -> str:
    if not outcome_unknown:
        return ""
    return " The outcome is unknown: call again with the same transaction id, or ask with check_status."


def _mentions(message: str, error: FieldError) -> bool:
    """Whether a message already names the wrong property and what is wrong with it."""
    return error.message in message and error.path.rsplit("/", 1)[-1] in message
