from __future__ import annotations

from datetime import datetime

from kgiton import Clock


class TableClock(Clock):
    """A clock that passes only while somebody sleeps, and then at once."""

    def __init__(self, now: str = "2026-01-15T10:00:00Z", random: float = 0.5) -> None:
        self.delays: list[float] = []
        """In milliseconds."""
        self._now = datetime.fromisoformat(now.replace("Z", "+00:00")).timestamp()
        self._random = random

    def now(self) -> float:
        return self._now

    def random(self) -> float:
        return self._random

    def sleep(self, seconds: float) -> None:
        self.delays.append(round(seconds * 1000, 3))
        self._now += seconds

    async def sleep_async(self, seconds: float) -> None:
        self.sleep(seconds)
