"""The fixtures of pytest, which finds them by itself."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ._sandbox import Sandbox
from ._sandbox_account import SandboxAccount


@pytest.fixture(scope="session")
def kgiton_sandbox() -> Iterator[Sandbox]:
    """The sandbox of all tests: at `KGITON_SANDBOX_URL`, or started once and stopped at the end."""
    sandbox = Sandbox.start()
    yield sandbox
    sandbox.stop()


@pytest.fixture
def kgiton_account(kgiton_sandbox: Sandbox) -> Iterator[SandboxAccount]:
    """An account of the sandbox for this test alone: payments, tokens, faults and a clock of its own."""
    account = kgiton_sandbox.create_account()
    yield account
    account.close()
