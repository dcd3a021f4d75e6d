"""What a client sends and gets, whoever does it."""

from __future__ import annotations

import re
import socket
import ssl
from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from typing import Any, Optional, TypeVar, Union

import httpx

from ._secret import Secret

T = TypeVar("T")

# Longer responses are not read: no response of KGiTON is, and an endless one would use up the memory.
LONGEST_BODY = 10 * 1024 * 1024

# Host names that do not exist. What the name server cannot say at the moment may pass.
_UNKNOWN_HOST = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}

# How TLS fails with a server that speaks plain HTTP, by version of OpenSSL.
_NOT_TLS = re.compile(r"wrong.version|unknown.protocol|packet.length|record.layer|http.request", re.IGNORECASE)


@dataclass(frozen=True)
class Request:
    """A request to send. A dump of it shows neither headers nor body, which contain keys."""

    method: str
    url: str
    headers: Secret[dict[str, str]]
    body: Secret[Optional[bytes]]


@dataclass(frozen=True)
class Response:
    """A complete response."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)

    @property
    def is_success(self) -> bool:
        return 200 <= self.status < 300


class TransportError(Exception):
    """There is no complete response: the `__cause__` of a `NetworkError`.

    It is no exception of httpx, because those contain the request with its headers.
    """

    def __init__(
        self, reason: str, *, is_timeout: bool = False, is_unsent: bool = False, is_permanent: bool = False
    ) -> None:
        super().__init__(reason)
        self.is_timeout = is_timeout
        """Whether the time was up."""
        self.is_unsent = is_unsent
        """Whether the request cannot have reached a server."""
        self.is_permanent = is_permanent
        """Whether a retry is pointless, as with an untrusted certificate."""


@dataclass(frozen=True)
class Attempt:
    """Sends a request, within `timeout` seconds in all. The driver returns a `Response` or a `TransportError`."""

    request: Request
    timeout: float

    def to_httpx(self) -> httpx.Request:
        return httpx.Request(
            self.request.method,
            self.request.url,
            headers=[(name.encode(), value.encode("latin-1")) for name, value in self.request.headers.reveal().items()],
            content=self.request.body.reveal(),
            extensions={"timeout": dict.fromkeys(("connect", "read", "write", "pool"), self.timeout)},
        )


@dataclass(frozen=True)
class Pause:
    """Waits for some seconds."""

    seconds: float


# A call that does nothing itself: it yields what to do, and is sent what has come of it.
Steps = Generator[Union[Attempt, Pause], Any, T]


class TooLongError(Exception):
    """The body of a response is longer than what is read."""

    def __init__(self) -> None:
        super().__init__(f"a response of more than {LONGEST_BODY} bytes")


def transport_error(exception: Exception, timeout: float) -> TransportError:
    """Why there was no response, in the words of Python, OpenSSL and httpx. May contain what httpx was given."""
    if isinstance(exception, (httpx.TimeoutException, TimeoutError)):
        return TransportError(f"timeout of {round(timeout * 1000)} ms", is_timeout=True)
    cause = _innermost(exception)
    reason = " ".join(str(cause).split()).rstrip(".") or type(cause).__name__
    is_certificate = isinstance(cause, ssl.SSLCertVerificationError)
    is_not_tls = isinstance(cause, ssl.SSLError) and _NOT_TLS.search(reason) is not None
    is_permanent = (
        is_certificate
        or is_not_tls
        or (isinstance(cause, socket.gaierror) and cause.errno in _UNKNOWN_HOST)
        or isinstance(exception, (httpx.UnsupportedProtocol, httpx.InvalidURL))
    )
    if is_certificate:
        reason += "; name its authority in SSL_CERT_FILE"
    if is_not_tls:
        reason += "; is base_url http, not https?"
    is_unsent = is_permanent or isinstance(exception, (httpx.ConnectError, httpx.ProxyError))
    return TransportError(reason, is_unsent=is_unsent, is_permanent=is_permanent)


def _innermost(exception: BaseException) -> BaseException:
    """The first cause: the exceptions of httpx and AnyIO say only that it failed."""
    # Causes can form a cycle.
    for _ in range(20):
        inner = exception.__cause__ or exception.__context__
        several = getattr(exception, "exceptions", None)
        if several:
            inner = several[-1]
        if inner is None or not (str(inner) or inner.__cause__):
            break
        exception = inner
    return exception
