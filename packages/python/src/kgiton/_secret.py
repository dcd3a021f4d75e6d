"""What no dump shows."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Callable, Generic, NoReturn, TypeVar

T = TypeVar("T")

# License keys as KGiTON issues them, in upper or lower case.
_LICENSE_KEY = re.compile(r"\b[A-Z0-9]{5}(?:-[A-Z0-9]{5}){4}\b", re.ASCII | re.IGNORECASE)

# Strings too short to be secrets stay.
_SHORTEST = 6


class Secret(Generic[T]):
    """A value that `repr`, `vars`, a debugger page and a pickle do not show."""

    __slots__ = ("reveal",)

    reveal: Callable[[], T]

    def __init__(self, value: T) -> None:
        self.reveal = lambda: value

    def __repr__(self) -> str:
        return "<hidden>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("It contains a secret, so it cannot be copied or pickled: create it where it is needed.")


class Redactor:
    """Removes secrets from text."""

    __slots__ = ("_secrets",)

    def __init__(self, secrets: Secret[tuple[str, ...]]) -> None:
        self._secrets = secrets

    def hiding(self, secret: Secret[str]) -> Redactor:
        """The same, which also hides this secret."""
        return Redactor(Secret((*self._secrets.reveal(), secret.reveal())))

    def redact(self, text: str) -> str:
        return _LICENSE_KEY.sub("[redacted]", _without(text, self._secrets.reveal()))


def _without(text: str, secrets: Iterable[str]) -> str:
    for secret in secrets:
        if len(secret) >= _SHORTEST:
            text = text.replace(secret, "[redacted]")
    return text
