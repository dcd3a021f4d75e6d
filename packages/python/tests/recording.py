from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Union

import httpx

API_KEY = "kgiton_Zk3vTq8WmB5xRn2pLc7sYd4hJf6gAe9u"
LICENSE_KEY = "AB12C-DE34F-GH56J-KL78M-NP90Q"
PAYMENT: dict[str, Any] = {"transaction_id": "TRX-2026-001", "amount": 50000, "license_key": LICENSE_KEY}

_DOCUMENT = json.loads((Path(__file__).parents[2] / "contract/openapi.json").read_text("utf-8"))


def example(name: str, **changes: Any) -> dict[str, Any]:
    """An example of the contract."""
    return {**_DOCUMENT["components"]["examples"][name]["value"], **changes}


def response(name: str, status: int = 200, **changes: Any) -> httpx.Response:
    return httpx.Response(status, json=example(name, **changes), headers={"x-request-id": "req_1"})


class Recording(httpx.MockTransport):
    """Gives the same response to each request, or raises the same exception, and keeps the requests."""

    def __init__(self, outcome: Union[httpx.Response, Exception]) -> None:
        super().__init__(self._handle)
        self.requests: list[httpx.Request] = []
        self._outcome = outcome

    def _handle(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        if isinstance(self._outcome, Exception):
            raise self._outcome
        return httpx.Response(self._outcome.status_code, headers=self._outcome.headers, content=self._outcome.content)

    def client(self) -> httpx.Client:
        return httpx.Client(transport=self, trust_env=False)

    def async_client(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(transport=self, trust_env=False)
