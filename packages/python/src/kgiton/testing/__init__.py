"""For tests of your program: a sandbox, and an account for each test.

With pytest, the fixtures `kgiton_sandbox` and `kgiton_account` are there as soon as the package is installed.
"""

from __future__ import annotations

from ._generated.models import Delivery, DeliveryState, FaultKind, LicenseState, LoggedRequest, Payment, PaymentState
from ._sandbox import Sandbox
from ._sandbox_account import SandboxAccount, SandboxError

__all__ = [
    "Delivery",
    "DeliveryState",
    "FaultKind",
    "LicenseState",
    "LoggedRequest",
    "Payment",
    "PaymentState",
    "Sandbox",
    "SandboxAccount",
    "SandboxError",
]
