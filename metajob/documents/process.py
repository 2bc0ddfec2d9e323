"""Starts the reading process, feeds it, watches the clock and the cancel button, and ends it."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from metajob.documents.refusals import Refused
from metajob.engines import Progress

SECONDS = 20.0  # wall clock, and CPU where the system can limit it
POLL = 0.2  # seconds between two looks at the cancel button
_ROOT = Path(__file__).resolve().parents[2]
# Without these an interpreter or a system library may not start; nothing else of the parent's is handed on.
_KEPT = ("SYSTEMROOT", "WINDIR", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "TESSDATA_PREFIX")
_CODE = (
    "import sys; sys.path.insert(0, sys.argv[1]); from metajob.documents.child import main; "
    "main(sys.argv[2], sys.argv[3], int(sys.argv[4]))"
)


def in_child(
    task: str,
    data: bytes,
    progress: Progress,
    share: float,
    phrase: str,
    *,
    argument: str = "",
    seconds: float = SECONDS,
) -> bytes:
    """What the child wrote. `progress(share, phrase)` is called several times a second.

    Raises Refused("too_slow") after `seconds`, Refused("crashed") when it died, and what progress raises; the child
    is gone then.
    """
    progress(share, phrase)
    command = [sys.executable, "-I", "-X", "utf8", "-c", _CODE, str(_ROOT), task, argument, str(int(seconds))]
    end = time.monotonic() + seconds
    with tempfile.TemporaryDirectory(prefix="metajob-read-", ignore_cleanup_errors=True) as folder:
        given = Path(folder, "given")
        given.write_bytes(data)
        with given.open("rb") as stdin:
            child = subprocess.Popen(
                command, stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=folder,
                env=_environment(folder),
            )  # fmt: skip
        try:
            written = _watched(child, end, progress, share, phrase)
        finally:
            if child.poll() is None:
                child.kill()
            if child.stdout:
                child.stdout.close()
            child.wait()
    if child.returncode != 0:
        # the kernel ends a process at its CPU limit with SIGXCPU (24) or SIGKILL (9)
        raise Refused("too_slow" if child.returncode in (-24, -9) else "crashed")
    return written


def _watched(
    child: subprocess.Popen[bytes], end: float, progress: Progress, share: float, phrase: str
) -> bytes:
    while True:
        try:
            return child.communicate(timeout=POLL)[0]
        except subprocess.TimeoutExpired:
            progress(share, phrase)
            if time.monotonic() > end:
                raise Refused("too_slow") from None


def _environment(folder: str) -> dict[str, str]:
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return {**kept, "TMPDIR": folder, "TEMP": folder, "LC_ALL": "C.UTF-8", "OMP_THREAD_LIMIT": "1"}
