"""Which shared libraries of the system are missing, and which Debian packages bring them.

OpenCV and Skia link to these even though the app opens no window; a bare server or container lacks them.
"""

from __future__ import annotations

import ctypes
import sys

from metajob.errors import UserError

# library → Debian/Ubuntu package, the same list as packages.txt
LIBRARIES = {
    "libGL.so.1": "libgl1",  # opencv-python (its Qt), skia-python
    "libEGL.so.1": "libegl1",  # skia-python
    "libglib-2.0.so.0": "libglib2.0-0",  # opencv-python (its Qt)
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libexpat.so.1": "libexpat1",  # skia-python
    "libxcb.so.1": "libxcb1",  # opencv-python (its Qt)
}


def missing_packages() -> list[str]:
    """Names of the Debian packages to install; [] when all is there, and always outside Linux."""
    if not sys.platform.startswith("linux"):
        return []
    return sorted({package for library, package in LIBRARIES.items() if not _loads(library)})


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def require_libraries() -> None:
    """Raise UserError that says what to install, when something is missing."""
    if packages := missing_packages():
        raise UserError(
            "시스템 라이브러리가 없어서 실행할 수 없어요.",
            f"터미널에서 다음을 실행해 주세요: sudo apt-get install {' '.join(packages)}",
        )


if __name__ == "__main__":
    print(" ".join(missing_packages()))
