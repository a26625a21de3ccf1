"""Writing files so that a crash leaves the old one: into a temporary file beside it, then renamed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from tco.errors import TcoError


@contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """A file beside `path` that takes its place when the block ends well and vanishes when it does not.

    A reader therefore never meets half a file, and a crash leaves nothing but the old one.
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
