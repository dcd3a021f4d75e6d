"""Checks options. No message quotes what may be or contain a key."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Optional

import httpx

from ._generated.client_rules import HIGHEST_MAX_RETRIES, LONGEST_TIMEOUT
from ._generated.constants import API_KEY_HEADER
from ._secret import Secret

_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_HEADER_VALUE = re.compile(r"[^\x00\r\n\u0100-\U0010ffff]*")
_API_KEY = re.compile(r"[\x21-\x7e]+")
_BASE_URL = re.compile(r"https?://[^\s/?#@]+(/[^\s?#@]*)?", re.IGNORECASE)


@dataclass(frozen=True)
class RequestOptions:
    """What differs from the client for one call."""

    timeout: Optional[float] = None
    max_retries: Optional[int] = None
    headers: Optional[Mapping[str, str]] = field(default=None, repr=False)


def environment(name: str) -> Optional[str]:
    """An environment variable without surrounding whitespace; None if it is unset or blank."""
    return os.environ.get(name, "").strip() or None


def checked_api_key(api_key: Secret[Optional[str]]) -> str:
    if not api_key.reveal():
        raise ValueError("Expected an API key: pass api_key, or set KGITON_API_KEY.")
    if not _API_KEY.fullmatch(api_key.reveal() or ""):
        raise ValueError("Expected api_key as KGiTON issued it (kgiton_...), without whitespace.")
    return api_key.reveal() or ""


def checked_base_url(base_url: Secret[str]) -> str:
    """The base URL without a slash at its end."""
    if not _BASE_URL.fullmatch(base_url.reveal()) or not _is_url(base_url):
        raise ValueError("Expected an http or https base_url without user, query and fragment.")
    return base_url.reveal().rstrip("/")


def _is_url(url: Secret[str]) -> bool:
    try:
        return httpx.URL(url.reveal()).host != ""
    except httpx.InvalidURL:
        return False


def checked_headers(headers: Secret[Optional[Mapping[str, str]]]) -> dict[str, str]:
    """The headers with names in lower case, without an API key."""
    if not all(
        _HEADER_NAME.fullmatch(name) and isinstance(value, str) and _HEADER_VALUE.fullmatch(value)
        for name, value in (headers.reveal() or {}).items()
    ):
        raise ValueError("Expected headers that HTTP allows.")
    lower = {name.lower(): value for name, value in (headers.reveal() or {}).items()}
    lower.pop(API_KEY_HEADER, None)
    return lower


def checked_seconds(name: str, value: float) -> float:
    return _in_range(name, value, 0.001, LONGEST_TIMEOUT / 1000)


def checked_max_retries(value: int) -> int:
    return int(_in_range("max_retries", value, 0, HIGHEST_MAX_RETRIES))


def _in_range(name: str, value: float, lowest: float, highest: float) -> float:
    if isinstance(value, (int, float)) and not isinstance(value, bool) and lowest <= value <= highest:
        return value
    raise ValueError(f"Expected {name} from {lowest} to {highest}, got {value!r}.")
