"""Does what a call asks for, with httpx."""

from __future__ import annotations

import threading
import time
from typing import Any, Optional, TypeVar, Union

import anyio
import httpcore
import httpx

from ._clock import Clock
from ._http import LONGEST_BODY, Attempt, Pause, Response, Steps, TooLongError, TransportError, transport_error

T = TypeVar("T")


class SyncDriver:
    """Does the steps of calls, and blocks meanwhile."""

    def __init__(self, client: Optional[httpx.Client], clock: Clock) -> None:
        if client is not None and not isinstance(client, httpx.Client):
            raise TypeError("Expected http_client to be an httpx.Client; AsyncKGiTON takes an httpx.AsyncClient.")
        self.owns_client = client is None
        self.client = client or with_deadlines(httpx.Client())
        self.clock = clock

    def run(self, steps: Steps[T]) -> T:
        try:
            step = next(steps)
            while True:
                step = steps.send(self._do(step))
        except StopIteration as stop:
            result: T = stop.value
            return result

    def _do(self, step: Union[Attempt, Pause]) -> Union[Response, TransportError, None]:
        if isinstance(step, Pause):
            self.clock.sleep(step.seconds)
            return None
        _assert_open(self.client)
        try:
            return self._send(step)
        except Exception as exception:
            return transport_error(exception, step.timeout)

    def _send(self, attempt: Attempt) -> Response:
        end = time.monotonic() + attempt.timeout
        _deadline.end = end
        try:
            # If httpx followed a redirect, it would send the API key to the redirect's target.
            response = self.client.send(attempt.to_httpx(), stream=True, follow_redirects=False)
            try:
                body = bytearray()
                for chunk in response.iter_bytes():
                    _append(body, chunk)
                    if time.monotonic() > end:
                        raise TimeoutError
            finally:
                response.close()
            return Response(response.status_code, response.headers, bytes(body))
        finally:
            _deadline.end = None


class AsyncDriver:
    """Does the steps of calls under asyncio or Trio."""

    def __init__(self, client: Optional[httpx.AsyncClient], clock: Clock) -> None:
        if client is not None and not isinstance(client, httpx.AsyncClient):
            raise TypeError("Expected http_client to be an httpx.AsyncClient; KGiTON takes an httpx.Client.")
        self.owns_client = client is None
        self.client = client or httpx.AsyncClient()
        self.clock = clock

    async def run(self, steps: Steps[T]) -> T:
        try:
            step = next(steps)
            while True:
                step = steps.send(await self._do(step))
        except StopIteration as stop:
            result: T = stop.value
            return result

    async def _do(self, step: Union[Attempt, Pause]) -> Union[Response, TransportError, None]:
        if isinstance(step, Pause):
            await self.clock.sleep_async(step.seconds)
            return None
        _assert_open(self.client)
        try:
            return await self._send(step)
        except Exception as exception:
            return transport_error(exception, step.timeout)

    async def _send(self, attempt: Attempt) -> Response:
        with anyio.fail_after(attempt.timeout):
            response = await self.client.send(attempt.to_httpx(), stream=True, follow_redirects=False)
            try:
                body = bytearray()
                async for chunk in response.aiter_bytes():
                    _append(body, chunk)
            finally:
                await response.aclose()
            return Response(response.status_code, response.headers, bytes(body))


def _assert_open(client: Union[httpx.Client, httpx.AsyncClient]) -> None:
    if client.is_closed:
        raise RuntimeError("The client is closed: create one, and share it as long as your program runs.")


def _append(body: bytearray, chunk: bytes) -> None:
    body += chunk
    if len(body) > LONGEST_BODY:
        raise TooLongError


class _Deadline(threading.local):
    """When the attempt that runs in this thread has to end."""

    end: Optional[float] = None


_deadline = _Deadline()


def _rest(timeout: Optional[float]) -> Optional[float]:
    """The timeout of one operation: until the end of the attempt, if that is earlier."""
    if _deadline.end is None:
        return timeout
    rest = _deadline.end - time.monotonic()
    if rest <= 0:
        raise httpcore.ReadTimeout
    return rest if timeout is None else min(timeout, rest)


def with_deadlines(client: httpx.Client) -> httpx.Client:
    """
    httpx has timeouts for each operation only: a server that sends a byte now and then would keep a call forever. It has
    no option for the connections below it. If a later httpx hides them, the timeouts of httpx remain, and the look at
    the time after each chunk.
    """
    for transport in {client._transport, *client._mounts.values()}:
        pool = getattr(transport, "_pool", None)
        backend = getattr(pool, "_network_backend", None)
        if pool is not None and isinstance(backend, httpcore.NetworkBackend):
            pool._network_backend = _DeadlineBackend(backend)
    return client


class _DeadlineBackend(httpcore.NetworkBackend):
    def __init__(self, backend: httpcore.NetworkBackend) -> None:
        self._backend = backend

    def connect_tcp(
        self, host: str, port: int, timeout: Optional[float] = None, *args: Any, **options: Any
    ) -> httpcore.NetworkStream:
        return _DeadlineStream(self._backend.connect_tcp(host, port, _rest(timeout), *args, **options))

    def connect_unix_socket(
        self, path: str, timeout: Optional[float] = None, *args: Any, **options: Any
    ) -> httpcore.NetworkStream:
        return _DeadlineStream(self._backend.connect_unix_socket(path, _rest(timeout), *args, **options))


class _DeadlineStream(httpcore.NetworkStream):
    def __init__(self, stream: httpcore.NetworkStream) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: Optional[float] = None) -> bytes:
        return self._stream.read(max_bytes, _rest(timeout))

    def write(self, buffer: bytes, timeout: Optional[float] = None) -> None:
        self._stream.write(buffer, _rest(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(self, ssl_context: Any, server_hostname: Any = None, timeout: Any = None) -> httpcore.NetworkStream:
        return _DeadlineStream(self._stream.start_tls(ssl_context, server_hostname, _rest(timeout)))

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
