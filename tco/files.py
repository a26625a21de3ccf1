"""Writing a file so that a crash leaves the old one: a temporary file beside it is written first, then renamed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from tco.errors import TcoError


@contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """Open a file beside `path` that replaces it when the block ends well, and is deleted when it does not.

    Nobody can therefore read half a file, and a crash leaves the old one.
    Raises TcoError where the folder or the file cannot be written.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("wb") as file:
            yield file
        temporary.replace(path)
    except OSError as problem:
        reason = problem.strerror or problem
        raise TcoError(f"{path} cannot be written ({reason}); close it if it is open, or choose another folder") from problem
    finally:
        temporary.unlink(missing_ok=True)
