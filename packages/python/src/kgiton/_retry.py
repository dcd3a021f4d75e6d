"""When a request is sent again."""

from __future__ import annotations

import re
from datetime import timezone
from email.utils import parsedate_to_datetime
from typing import Optional

from ._clock import Clock
from ._generated.client_rules import FIRST_BACKOFF, LONGEST_BACKOFF, LONGEST_RETRY_AFTER, RETRYABLE_STATUSES
from ._http import TransportError
from .errors import KGiTONError

_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)


def retry_after(header: str, now: float) -> Optional[float]:
    """How long a response asks to wait, in seconds: RFC 9110, section 10.2.3, a number or a date."""
    value = header.strip()
    seconds = float(value) if _NUMBER.fullmatch(value) else _until_date(value, now)
    return seconds if seconds > 0 else None


def retry_delay(error: KGiTONError, attempt: int, clock: Clock) -> Optional[float]:
    """
    How long to wait before the next attempt, in seconds; None if there is none. As long as the server asks for,
    otherwise exponential backoff with full jitter.
    """
    if is_permanent(error) if error.status_code is None else error.status_code not in RETRYABLE_STATUSES:
        return None
    if error.retry_after is not None:
        return error.retry_after if error.retry_after <= LONGEST_RETRY_AFTER else None
    longest: float = min(LONGEST_BACKOFF, FIRST_BACKOFF * 2 ** (attempt - 1))
    return clock.random() * longest / 1000


def is_permanent(error: KGiTONError) -> bool:
    """Whether nothing changes until somebody fixes the certificate, the host name or the URL."""
    return isinstance(error.__cause__, TransportError) and error.__cause__.is_permanent


def _until_date(value: str, now: float) -> float:
    try:
        date = parsedate_to_datetime(value)
        # asctime has no time zone; it is UTC, like the others.
        return (date if date.tzinfo else date.replace(tzinfo=timezone.utc)).timestamp() - now
    except (TypeError, ValueError, IndexError, OverflowError):
        return 0
