"""Verifies webhooks, and signs them for tests."""

from __future__ import annotations

import hmac
import json
import re
import secrets as random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any, Optional, Protocol, Union

from ._generated.client_rules import SdkErrorCode, WebhookSignatureReason
from ._generated.constants import EXAMPLE_EVENT, SIGNATURE_HEADER, TEST_WEBHOOK_SECRET
from ._generated.models import PaymentSuccessEvent
from ._json import JsonObject, WrongPropertyError, decode, encode
from ._options import environment
from ._secret import Secret
from .errors import KGiTONError, WebhookSignatureError

_SIGNATURE = re.compile(r"[0-9a-f]{64}", re.ASCII)

# The names of the header in HTTP, and in CGI, WSGI and Django's `request.META`.
_HEADER_NAMES = {SIGNATURE_HEADER.lower(), f"http_{SIGNATURE_HEADER.lower().replace('-', '_')}"}

RawBody = Union[bytes, bytearray, memoryview, str]


class _HasItems(Protocol):
    """The headers of any framework: mappings, and those of Werkzeug and `http.server`, which are none."""

    def items(self) -> Iterable[tuple[Any, Any]]: ...


Headers = Union[_HasItems, Iterable[tuple[Any, Any]]]


@dataclass(frozen=True)
class UnknownEvent:
    """An event that this version does not know. Acknowledge it."""

    event: str
    """The name of the event."""

    raw: Mapping[str, Any] = field(repr=False, compare=False)
    """The JSON object as received."""


class Webhooks:
    """Verifies webhooks.

    Args:
        secret: Your webhook secret, or several during a rotation, by default the environment variable
            `KGITON_WEBHOOK_SECRET`.
    """

    def __init__(self, secret: Union[str, Sequence[str], None] = None) -> None:
        given = Secret(environment("KGITON_WEBHOOK_SECRET") if secret is None else secret)
        del secret
        self._secrets: Secret[tuple[str, ...]] = Secret(_real(given))
        # Prepared once: it takes half of the time of a signature.
        self._signers = Secret(tuple(_signer(each) for each in self._secrets.reveal()))

    def __repr__(self) -> str:
        return f"<Webhooks with {len(self._secrets.reveal())} secrets>"

    def verify(self, raw_body: RawBody, signature: Optional[str]) -> bool:
        """Whether KGiTON sent this webhook: whether the signature matches exactly these bytes and a secret.

        Compares in constant time. Never raises: returns False for a missing, malformed or repeated signature, and for
        no secret.

        Args:
            raw_body: The body as received.
            signature: The header `X-KGiTON-Signature`.
        """
        return self._why_unproven(raw_body, signature) is None

    def unwrap(
        self, raw_body: RawBody, headers_or_signature: Union[Headers, str, None]
    ) -> Union[PaymentSuccessEvent, UnknownEvent]:
        """Verifies a webhook and reads it.

        Args:
            raw_body: The body as received: `request.body` in Django, `await request.body()` in FastAPI,
                `request.get_data()` in Flask.
            headers_or_signature: The headers of the request, with names in any case, or the signature from them.

        Raises:
            WebhookSignatureError: If it is not proven to come from KGiTON; `reason` says why.
            KGiTONError: `WEBHOOK_PAYLOAD_ERROR` if it is, but is not JSON, not an event, or lacks properties of one.
        """
        if headers_or_signature is None or isinstance(headers_or_signature, str):
            signature: Any = headers_or_signature
        else:
            signature = _signature_in(headers_or_signature)
        reason = self._why_unproven(raw_body, signature)
        if reason is not None:
            raise WebhookSignatureError(reason)
        data = decode(_bytes_of(raw_body) or b"") or {}
        try:
            event = JsonObject(data).string("event")
            if event == EXAMPLE_EVENT["event"]:
                return PaymentSuccessEvent.from_dict(data)
            return UnknownEvent(event, data)
        except WrongPropertyError as wrong:
            message = f"The signature matches, but the body is not an event: {wrong}."
        raise KGiTONError(message, code=SdkErrorCode.WEBHOOK_PAYLOAD_ERROR.value)

    @staticmethod
    def sign(raw_body: RawBody, secret: str = TEST_WEBHOOK_SECRET) -> str:
        """Signs a body as KGiTON does, for tests of your webhook endpoint.

        Returns:
            The HMAC-SHA256 of its exact bytes in lowercase hex, for the `X-KGiTON-Signature` header.

        Raises:
            ValueError: If the secret is empty.
        """
        if not secret:
            raise ValueError("Expected a webhook secret, got an empty one.")
        body = raw_body.encode() if isinstance(raw_body, str) else raw_body
        return hmac.digest(secret.encode(), body, "sha256").hex()

    @staticmethod
    def create_test_event(*, secret: str = TEST_WEBHOOK_SECRET, **overrides: Any) -> PaymentSuccessEvent:
        """Creates an event as KGiTON sends it, for tests of your endpoint: sign `json.dumps(event.raw)` with `sign`.

        Each event has its own `payment_id` and was paid just now, unless `overrides` sets them.

        Args:
            secret: The key of the event's deprecated `signature` property.
            **overrides: Properties of the event.
        """
        event = {
            **EXAMPLE_EVENT,
            "payment_id": f"PAY-TEST-{random.token_hex(16)}",
            "paid_at": datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
            **overrides,
        }
        event.pop("signature")
        signature = overrides.get("signature", Webhooks.sign(encode(event), secret))
        return PaymentSuccessEvent.from_dict(json.loads(encode({**event, "signature": signature})))

    def _why_unproven(self, raw_body: Any, header: Any) -> Optional[WebhookSignatureReason]:
        """Why the webhook is not proven to come from KGiTON; None if it is."""
        body = raw_body if type(raw_body) is bytes else _bytes_of(raw_body)
        if isinstance(header, (list, tuple)) and len(header) == 1:
            # Frameworks pass the values of a header as a list.
            header = header[0]
        if body is None:
            return WebhookSignatureReason.BODY_PARSED
        if isinstance(header, str) and header.isascii():
            for each in self._signers.reveal():
                signer = each.copy()
                signer.update(body)
                if hmac.compare_digest(signer.hexdigest(), header):
                    return None
        return self._why_refused(header)

    def _why_refused(self, header: Any) -> WebhookSignatureReason:
        if not self._secrets.reveal():
            return WebhookSignatureReason.NO_SECRET
        if header is None or (isinstance(header, (str, list, tuple)) and not header):
            return WebhookSignatureReason.NO_SIGNATURE
        if not isinstance(header, str) or not _SIGNATURE.fullmatch(header):
            return WebhookSignatureReason.MALFORMED_SIGNATURE
        if any(secret.strip() != secret for secret in self._secrets.reveal()):
            return WebhookSignatureReason.SECRET_WHITE_SPACE
        return WebhookSignatureReason.MISMATCH


def _signer(secret: str) -> hmac.HMAC:
    return hmac.new(secret.encode("utf-8", "surrogatepass"), digestmod="sha256")


def _real(given: Secret[Union[str, Sequence[str], None]]) -> tuple[str, ...]:
    secrets = given.reveal()
    several = [secrets] if isinstance(secrets, str) else secrets or []
    # Anybody can sign with an empty secret.
    return tuple(each for each in several if isinstance(each, str) and each)


def _bytes_of(raw_body: Any) -> Optional[bytes]:
    if isinstance(raw_body, bytes):
        return raw_body
    if isinstance(raw_body, (bytearray, memoryview)):
        return bytes(raw_body)
    return raw_body.encode("utf-8", "surrogatepass") if isinstance(raw_body, str) else None


def _signature_in(headers: Headers) -> Any:
    """The one value of the header; a list if there are several; None if there is none."""
    # The headers of Werkzeug are no mapping, those of Starlette list a repeated one twice.
    items: Any = getattr(headers, "items", None)
    pairs: Any = items() if callable(items) else headers
    values: list[Any] = []
    for name, value in pairs:
        if _text(name).lower() in _HEADER_NAMES:
            values.extend(value if isinstance(value, (list, tuple)) else [value])
    if len(values) == 1:
        return _text(values[0])
    return values or None


def _text(value: Any) -> str:
    """ASGI has headers in bytes."""
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)
