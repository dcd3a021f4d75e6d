from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Optional

from ._sandbox_account import SandboxAccount, SandboxError


class Sandbox:
    """A running sandbox, for tests."""

    def __init__(self, url: str, process: Optional[subprocess.Popen[str]] = None) -> None:
        self.url = url
        self._process = process

    @classmethod
    def start(cls) -> Sandbox:
        """Uses the sandbox at `KGITON_SANDBOX_URL`, or starts one.

        It starts one with `KGITON_SANDBOX_COMMAND`, such as `node kgiton-sandbox.cjs`, else the one that npm has
        installed here, else with npx.

        Raises:
            SandboxError: If it does not start.
        """
        url = os.environ.get("KGITON_SANDBOX_URL", "").rstrip("/")
        if url:
            return cls(url)
        command = [*_command(), "--port", "0", "--json"]
        with tempfile.TemporaryFile() as errors:
            try:
                process = subprocess.Popen(  # noqa: S603 - the developer's own command
                    command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors, text=True
                )
            except OSError as error:
                raise SandboxError(f'No sandbox starts with "{shlex.join(command)}": {error}') from error
            # The line is its announcement; the sandbox ends if it cannot start.
            line = process.stdout.readline() if process.stdout else ""
            try:
                return cls(json.loads(line)["url"], process)
            except (ValueError, LookupError, TypeError):
                _end(process)
                errors.seek(0)
                said = errors.read().decode("utf-8", "replace")
        raise SandboxError(f'No sandbox starts with "{shlex.join(command)}": {said}')

    def create_account(self) -> SandboxAccount:
        """Creates an account: payments, tokens, faults and a clock of its own."""
        anonymous = SandboxAccount(self.url, "")
        try:
            return SandboxAccount(self.url, anonymous.create_account().api_key)
        finally:
            anonymous.close()

    def stop(self) -> None:
        """Ends the sandbox, if it was started here."""
        if self._process:
            _end(self._process)
        self._process = None


def _end(process: subprocess.Popen[str]) -> None:
    process.terminate()
    process.wait()
    if process.stdout:
        process.stdout.close()


def _command() -> list[str]:
    given = os.environ.get("KGITON_SANDBOX_COMMAND", "").strip()
    if given:
        return shlex.split(given, posix=os.name != "nt")
    for folder in (Path.cwd(), *Path.cwd().parents):
        installed = folder / "node_modules/@kgiton/sandbox/bin/kgiton-sandbox.js"
        if installed.is_file():
            return ["node", str(installed)]
    return ["node", _from_npx()]


def _from_npx() -> str:
    """The program that npx fetches. It is started without npx, which a signal would end without its child."""
    npx = shutil.which("npx")
    command = [npx or "npx", "--yes", "--package", "@kgiton/sandbox", "--call", "command -v kgiton-sandbox"]
    try:
        fetched = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, check=False)  # noqa: S603
    except OSError:
        fetched = None
    path = fetched.stdout.strip() if fetched and fetched.returncode == 0 else ""
    if not path:
        raise SandboxError("npx cannot fetch @kgiton/sandbox: set KGITON_SANDBOX_URL or KGITON_SANDBOX_COMMAND.")
    return path
