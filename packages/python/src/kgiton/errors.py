"""The errors of the SDK."""

from __future__ import annotations

import builtins
from collections.abc import Sequence
from typing import Any, Optional

from ._generated.client_rules import SdkErrorCode, WebhookSignatureReason
from ._generated.constants import SIGNATURE_HEADER
from ._generated.models import FieldError


class KGiTONError(Exception):
    """The class of every error of the SDK, except that an invalid argument raises a `ValueError` or `TypeError`.

    No attribute, message or frame of the SDK in its traceback shows the API key, the webhook secret or a whole license
    key.
    """

    def __init__(
        self,
        message: str,
        *,
        code: str,
        outcome_unknown: bool = False,
        status_code: Optional[int] = None,
        request_id: Optional[str] = None,
        errors: Sequence[FieldError] = (),
        retry_after: Optional[float] = None,
    ) -> None:
        super().__init__(message)
        self.code = code
        """Why it failed, for programs: a value of `ErrorCode` or `SdkErrorCode`, or an unknown code from a newer
        server, unchanged.
        """
        self.outcome_unknown = outcome_unknown
        """Whether the payment may exist even though the call failed. To find out, call again with the same transaction
        id, or ask with `check_status`. Never true for `check_status` and `wait_for_payment`, which change nothing.
        """
        self.status_code = status_code
        """The HTTP status, if there was a response."""
        self.request_id = request_id
        """KGiTON's id of the request, if a response had one. Quote it when you contact support."""
        self.errors = tuple(errors)
        """The properties of the request that are wrong."""
        self.retry_after = retry_after
        """How long the server asks to wait, in seconds, if it does."""

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (type(self), str(self), dict(vars(self)))


def _rebuild(cls: type[KGiTONError], message: str, attributes: dict[str, Any]) -> KGiTONError:
    return cls(message, **attributes)


class ValidationError(KGiTONError):
    """The request is not valid; `errors` lists the wrong properties."""


class AuthenticationError(KGiTONError):
    """The API key is missing or unknown."""


class InsufficientTokensError(KGiTONError):
    """The license key has no tokens left."""


class LicenseError(KGiTONError):
    """The license key is unknown, or has expired."""


class TransactionNotFoundError(KGiTONError):
    """No payment with this transaction id was generated with this API key."""


class ConflictError(KGiTONError):
    """The transaction id was already used with a different body."""


class RateLimitError(KGiTONError):
    """Status 429: too many requests. `retry_after` says how long to wait, if the server does."""


class ServerError(KGiTONError):
    """A response with status 5xx."""


class GatewayError(ServerError):
    """The payment gateway did not respond, or rejected the payment."""


class NetworkError(KGiTONError):
    """There is no complete response. `__cause__` says why."""


class TimeoutError(NetworkError, builtins.TimeoutError):  # noqa: A001 - it is one, so the usual `except` catches it
    """No complete response arrived within the timeout."""


class WebhookSignatureError(KGiTONError):
    """The webhook is not proven to come from KGiTON. Ignore what it says, and respond with 401."""

    def __init__(self, reason: WebhookSignatureReason) -> None:
        super().__init__(_REASONS[reason], code=SdkErrorCode.WEBHOOK_SIGNATURE_ERROR)
        self.reason = reason
        """Why it is not proven."""

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.reason,)


_REASONS = {
    WebhookSignatureReason.BODY_PARSED: "The body was already parsed: pass it raw, as bytes.",
    WebhookSignatureReason.NO_SECRET: "No webhook secret: pass it, or set KGITON_WEBHOOK_SECRET.",
    WebhookSignatureReason.NO_SIGNATURE: f"The header {SIGNATURE_HEADER} is missing.",
    WebhookSignatureReason.MALFORMED_SIGNATURE: f"The header {SIGNATURE_HEADER} is not 64 lowercase hex digits.",
    WebhookSignatureReason.SECRET_WHITE_SPACE: (
        "The signature does not match, and the secret has surrounding whitespace: trim it."
    ),
    WebhookSignatureReason.MISMATCH: "The signature does not match: the body was changed, or the secret is wrong.",
}
