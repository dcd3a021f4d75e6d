from __future__ import annotations

import random
import time

import anyio


class Clock:
    """The time and randomness of a client, in seconds. Override the methods for tests of retries and waits."""

    def now(self) -> float:
        """The seconds since 1970."""
        return time.time()

    def random(self) -> float:
        """At least 0, less than 1."""
        return random.random()  # noqa: S311 - it spreads retries, and hides nothing

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)

    async def sleep_async(self, seconds: float) -> None:
        await anyio.sleep(seconds)
