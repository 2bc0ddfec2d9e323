"""Files that appear under their name whole or not at all, and what a killed process leaves behind."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import time
from pathlib import Path

_PREFIX = ".part-"
_LEFT_BEHIND = 3600.0  # seconds; no write takes that long


def write_whole(path: Path, data: bytes) -> None:
    """Write beside the place, then rename. Raises OSError; nothing half-written is left then."""
    sweep(path.parent, f"{_PREFIX}*")
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=_PREFIX)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def sweep(folder: Path, pattern: str) -> None:
    """Remove files and folders of this pattern that nobody has written to for an hour. Never raises."""
    for leftover in folder.glob(pattern):
        with contextlib.suppress(OSError):  # another process may sweep as well
            if time.time() - leftover.stat().st_mtime > _LEFT_BEHIND:
                if leftover.is_dir():
                    shutil.rmtree(leftover, ignore_errors=True)
                else:
                    leftover.unlink()
