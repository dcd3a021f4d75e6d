from __future__ import annotations

import pickle
import traceback
from pathlib import Path
from typing import Optional

import kgiton

_PACKAGE = str(Path(kgiton.__file__).parent)
_TESTS = str(Path(__file__).parent)


def shown(error: BaseException) -> str:
    """All that a log, a debugger page or an error tracker shows of an error: its causes, and the variables of our frames."""
    texts = [repr(pickle.loads(pickle.dumps(error)).__dict__)]
    seen: Optional[BaseException] = error
    while seen is not None:
        texts += [repr(seen), str(seen), repr(vars(seen))]
        # The frames of the tests hold the whole table.
        texts += [
            repr(frame.f_locals)
            for frame, _ in traceback.walk_tb(seen.__traceback__)
            if frame.f_code.co_filename.startswith(_PACKAGE)
        ]
        seen = seen.__cause__ or seen.__context__
    return "\n".join(texts)


def foreign_frames(error: BaseException) -> list[str]:
    """The files of frames that are neither ours nor of the tests: their variables are out of our hands."""
    files = [frame.f_code.co_filename for frame, _ in traceback.walk_tb(error.__traceback__)]
    return [file for file in files if not file.startswith((_PACKAGE, _TESTS))]
