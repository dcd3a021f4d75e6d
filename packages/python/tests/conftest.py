from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test depends on what the developer has set."""
    for name in ("KGITON_API_KEY", "KGITON_BASE_URL", "KGITON_WEBHOOK_SECRET"):
        monkeypatch.delenv(name, raising=False)
