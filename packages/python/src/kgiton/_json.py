"""JSON as the clients of every language read and write it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from typing import Any, Callable, Optional, TypeVar, Union
from urllib.parse import quote

E = TypeVar("E", bound="StringEnum")
M = TypeVar("M")

_DATE_TIME = re.compile(
    r"(\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d)(?:\.(\d+))?([Zz]|[+-]\d\d:\d\d)",
    re.ASCII,
)

# The largest integer that every JSON parser reads exactly.
_LARGEST_INTEGER = 2**53


class StringEnum(str, Enum):
    """An enumeration whose values are strings, also when they are printed."""

    def __str__(self) -> str:
        return str(self.value)


class WrongPropertyError(ValueError):
    """A JSON object lacks a property, or its type is wrong."""

    def __init__(self, name: str) -> None:
        super().__init__(f"a missing or wrong {name}")
        self.name = name


class JsonObject:
    """Reads the properties of a JSON object. A property that is missing or has the wrong type raises."""

    __slots__ = ("_data",)

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._data = data

    def has(self, name: str) -> bool:
        """Whether it is there, and not null."""
        return self._data.get(name) is not None

    def is_null(self, name: str) -> bool:
        """Whether it is there, and null."""
        return name in self._data and self._data[name] is None

    def string(self, name: str) -> str:
        value = self._data.get(name)
        if isinstance(value, str):
            return value
        raise WrongPropertyError(name)

    def int(self, name: str) -> int:
        value = self.number(name)
        # 50000.0 is an integer in JSON.
        if abs(value) <= _LARGEST_INTEGER and value == int(value):
            return int(value)
        raise WrongPropertyError(name)

    def number(self, name: str) -> float:
        value = self._data.get(name)
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return value
        raise WrongPropertyError(name)

    def bool(self, name: str) -> bool:
        value = self._data.get(name)
        if isinstance(value, bool):
            return value
        raise WrongPropertyError(name)

    def date_time(self, name: str) -> datetime:
        """A time of RFC 3339, with its time zone."""
        match = _DATE_TIME.fullmatch(self.string(name))
        if match:
            time, fraction, zone = match.groups()
            # Python 3.9 reads neither Z nor other fractions than of 3 or 6 digits.
            microseconds = f".{fraction[:6]:0<6}" if fraction else ""
            try:
                return datetime.fromisoformat(time + microseconds + ("+00:00" if zone in "Zz" else zone))
            except ValueError:
                pass  # Month 13, for example. The same error as for any other.
        raise WrongPropertyError(name)

    def enum(self, name: str, enum: type[E]) -> Union[E, str]:
        """A value of an enumeration, or the string as it is if this version does not know it."""
        value = self.string(name)
        try:
            return enum(value)
        except ValueError:
            return value

    def exactly(self, name: str, expected: E) -> E:
        if self.string(name) == expected.value:
            return expected
        raise WrongPropertyError(name)

    def object(self, name: str, read: Callable[[Mapping[str, Any]], M]) -> M:
        return read(self.map(name))

    def map(self, name: str) -> Mapping[str, Any]:
        return _mapping(self._data.get(name), name)

    def objects(self, name: str, read: Callable[[Mapping[str, Any]], M]) -> tuple[M, ...]:
        return tuple(read(_mapping(each, name)) for each in self._list(name))

    def strings(self, name: str) -> tuple[str, ...]:
        values = self._list(name)
        if all(isinstance(each, str) for each in values):
            return tuple(values)
        raise WrongPropertyError(name)

    def _list(self, name: str) -> list[Any]:
        value = self._data.get(name)
        if isinstance(value, list):
            return value
        raise WrongPropertyError(name)


def _mapping(value: Any, name: str) -> Mapping[str, Any]:
    if isinstance(value, dict):
        return value
    raise WrongPropertyError(name)


def decode(body: bytes) -> Optional[Mapping[str, Any]]:
    """
    The object of a JSON text as other languages read it: without a byte order mark, and with U+FFFD for what is no
    UTF-8. None if it is not an object.
    """
    try:
        value = json.loads(body.decode("utf-8-sig", "replace"), parse_constant=_refuse)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")


def encode(value: Mapping[str, Any]) -> bytes:
    """The JSON that every language sends for the same value. What it cannot hold raises, without quoting it."""
    problem: Exception
    try:
        return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
    except UnicodeEncodeError:
        problem = ValueError("Expected texts that are Unicode, without surrogates.")
    except (TypeError, ValueError):
        problem = TypeError("Expected strings, whole numbers and lists as the annotations say.")
    # The frames of the encoder hold the whole value.
    del value
    raise problem


def without_none(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def segment(value: str) -> str:
    """A value as one segment of a path."""
    return quote(value, safe="")
