"""A timeout is for a whole attempt, however slowly the server sends."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator

import httpx
import pytest

import kgiton
from kgiton import AsyncKGiTON, KGiTON

from .recording import API_KEY


class DrippingServer:
    """Sends a byte every few milliseconds, for much longer than the timeout, so that no single read takes long."""

    def __init__(self, start: bytes) -> None:
        self._start = start
        self._is_stopped = threading.Event()
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self) -> None:
        connection, _ = self._socket.accept()
        with connection:
            connection.recv(65536)
            try:
                connection.sendall(self._start)
                for _ in range(600):
                    if self._is_stopped.wait(0.005):
                        break
                    connection.sendall(b"x")
            except OSError:
                pass  # The client has gone, as it should.

    def close(self) -> None:
        self._is_stopped.set()
        self._socket.close()
        self._thread.join()


@pytest.fixture(params=[b"HTTP/1.1 200 OK\r\nx-slow: ", b"HTTP/1.1 200 OK\r\n\r\n"], ids=["head", "body"])
def server(request: pytest.FixtureRequest) -> Iterator[DrippingServer]:
    server = DrippingServer(request.param)
    yield server
    server.close()


def test_a_server_that_drips_does_not_keep_a_call(server: DrippingServer) -> None:
    client = KGiTON(api_key=API_KEY, base_url=server.url, timeout=0.3, max_retries=0)
    with client, pytest.raises(kgiton.TimeoutError, match="timeout of 300 ms") as caught:
        client.partner_payment.check_status("TRX-1")
    assert isinstance(caught.value, TimeoutError), "it is the TimeoutError of Python too"


def test_a_server_that_drips_does_not_keep_an_asynchronous_call(server: DrippingServer) -> None:
    async def run() -> None:
        async with AsyncKGiTON(api_key=API_KEY, base_url=server.url, timeout=0.3, max_retries=0) as client:
            await client.partner_payment.check_status("TRX-1")

    with pytest.raises(kgiton.TimeoutError, match="timeout of 300 ms"):
        asyncio.run(run())


@pytest.mark.parametrize("server", [b"HTTP/1.1 200 OK\r\n\r\n"], ids=["body"], indirect=True)
def test_a_body_that_drips_does_not_keep_a_call_of_a_client_that_was_passed(server: DrippingServer) -> None:
    with httpx.Client() as http_client:
        client = KGiTON(api_key=API_KEY, base_url=server.url, timeout=0.3, max_retries=0, http_client=http_client)
        with pytest.raises(kgiton.TimeoutError, match="timeout of 300 ms"):
            client.partner_payment.check_status("TRX-1")
