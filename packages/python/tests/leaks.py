from __future__ import annotations

import pickle
import traceback
from pathlib import Path

import kgiton

_PACKAGE = str(Path(kgiton.__file__).parent)


def shown(error: BaseException) -> str:
    """All that a log, a debugger page or an error tracker shows of an error: its causes, and the variables of our frames."""
    texts = [repr(error), str(error), repr(vars(error)), repr(pickle.loads(pickle.dumps(error)).__dict__)]
    seen: BaseException | None = error
    while seen is not None:
        report = traceback.TracebackException.from_exception(seen, capture_locals=True, lookup_lines=False)
        # The frames of the tests hold the whole table.
        texts += [str(frame.locals) for frame in report.stack if frame.filename.startswith(_PACKAGE)]
        texts += report.format_exception_only()
        seen = seen.__cause__ or seen.__context__
    return "\n".join(texts)


def foreign_frames(error: BaseException) -> list[str]:
    """The files of frames that are neither ours nor of the tests: their variables are out of our hands."""
    frames = traceback.extract_tb(error.__traceback__)
    return [frame.filename for frame in frames if not frame.filename.startswith((_PACKAGE, _TESTS))]


_TESTS = str(Path(__file__).parent)
