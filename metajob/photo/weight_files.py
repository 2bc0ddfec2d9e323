"""Looks at weight files that the user puts in: are they there, and can they be what their name says."""

from __future__ import annotations

import importlib.util
from pathlib import Path

_SMALLEST = 4096  # bytes; a Git LFS pointer has about 130, an error page saved as a file is text
_NOT_WEIGHTS = (b"<", b"version https://git-lfs", b"{")


def fault(path: Path) -> str | None:
    """None when `path` may be a weight file, else a Korean phrase saying what is wrong. Never raises."""
    try:
        if not path.is_file():
            return "파일이 없어요"
        if path.stat().st_size < _SMALLEST:
            return "파일이 너무 작아요. 내려받기가 끝나지 않은 것 같아요"
        with path.open("rb") as stream:
            if stream.read(32).lstrip().startswith(_NOT_WEIGHTS):
                return "모델이 아니라 웹페이지나 안내 글이 저장된 파일이에요"
    except OSError:
        return "파일을 읽을 수 없어요. 읽기 권한을 확인해 주세요"
    return None


def installed(package: str) -> bool:
    """Whether a top-level package can be found, without importing it."""
    try:
        return importlib.util.find_spec(package) is not None
    except (ImportError, ValueError):
        return False
