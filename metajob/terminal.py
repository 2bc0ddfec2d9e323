"""What the commands share on a terminal: lines, a progress line that goes away, and the file they were asked for."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from metajob.errors import InputError, StorageError
from metajob.files import write_whole


def say(line: str, stream: TextIO | None = None) -> None:
    """One line on stdout, or on `stream`."""
    (stream or sys.stdout).write(line + "\n")


def progress(share: float, phrase: str) -> None:
    """A Progress that keeps one line of stderr up to date, if that is a terminal."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\033[K{share:4.0%} {phrase}")
        sys.stderr.flush()


def progress_away() -> None:
    """Remove the line of `progress`."""
    if sys.stderr.isatty():
        sys.stderr.write("\r\033[K")


def may_write(out: Path, originals: Sequence[Path], force: bool) -> None:
    """Find out before the work, not after it, whether `out` can be written. originals: files that it may not be.

    Raises InputError, StorageError.
    """
    try:
        if out.is_dir():
            raise InputError(f"폴더에는 저장할 수 없어요: {out}", "파일 이름까지 적어 주세요.")
        if out.exists():
            if any(original.exists() and out.samefile(original) for original in originals):
                raise InputError("원본 파일 위에는 저장하지 않아요.", "다른 파일 이름을 적어 주세요.")
            if not force:
                raise InputError(f"이미 있는 파일이에요: {out}", "다른 이름을 적거나 --force를 붙여 주세요.")
        if not out.parent.is_dir():
            raise InputError(f"없는 폴더예요: {out.parent}", "폴더를 먼저 만들어 주세요.")
    except OSError as error:  # a name that is too long, a folder that may not be looked into
        raise _unwritable(out) from error


def write(out: Path, data: bytes, originals: Sequence[Path], force: bool) -> None:
    """The whole file under its name or nothing at all, with the usual permissions of a new file.

    Raises InputError, StorageError as `may_write`, which is asked once more: the work may have taken minutes.
    """
    may_write(out, originals, force)
    try:
        write_whole(out, data)
        umask = os.umask(0)
        os.umask(umask)
        out.chmod(0o666 & ~umask)
    except OSError as error:
        raise _unwritable(out) from error


def _unwritable(out: Path) -> StorageError:
    return StorageError(
        f"파일을 저장하지 못했어요: {out}", "저장 공간과 쓰기 권한, 파일 이름의 길이를 확인해 주세요."
    )
