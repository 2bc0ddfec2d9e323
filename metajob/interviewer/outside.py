"""Runs a program of a user's own installation: one at a time, with no secrets, a time limit, and nothing left over.

POSIX only: the process group that is killed at the end does not exist elsewhere.
"""

from __future__ import annotations

import contextlib
import logging
import os
import re
import signal
import subprocess
import tempfile
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from metajob.engines import Progress
from metajob.errors import StorageError, UserError

# Paths of the engines reach a shell unquoted, and a dot in a folder's name is taken for the file's ending.
_SAFE = re.compile(r"(/[A-Za-z0-9_-]+)+")
# What a program needs to know of the machine. Everything else (METAJOB_*, keys, tokens) stays here.
_KNOWN = (
    *("PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LC_ALL", "TMPDIR", "TERM"),
    *("LD_LIBRARY_PATH", "CUDA_HOME", "CUDA_PATH", "CUDA_VISIBLE_DEVICES", "NVIDIA_VISIBLE_DEVICES"),
    *("TORCH_HOME", "XDG_CACHE_HOME", "HF_HOME", "CC", "CXX", "CUDAHOSTCXX", "TORCH_CUDA_ARCH_LIST"),
)
_TICK = 0.1  # seconds between two looks at the program
_GRACE = 2.0  # seconds from the polite to the hard end
_TAIL = 200  # lines of output that are kept for the log
_LONGEST = 500  # characters of a line
_log = logging.getLogger(__name__)


class TooLong(UserError):
    """The program did not end within its time."""


@dataclass(frozen=True)
class Ended:
    """How a program ended. tail: its last lines, for the log and for telling errors apart, not for a person."""

    status: int
    tail: tuple[str, ...]

    def says(self, *phrases: str) -> bool:
        """Whether any of the phrases is in the tail, whatever the case."""
        text = "\n".join(self.tail).lower()
        return any(phrase.lower() in text for phrase in phrases)


def is_safe(folder: Path) -> bool:
    """Whether the folder's path is absolute and consists of letters, digits, _ and - only: no dot, blank, Hangul."""
    return _SAFE.fullmatch(str(folder)) is not None


def safe_folder(name: str) -> Path:
    """A folder of this user with a safe path, kept between runs until the system clears its temporary files.

    Raises StorageError when there is none.
    """
    user = os.getuid() if hasattr(os, "getuid") else 0
    for base in (tempfile.gettempdir(), "/tmp", "/var/tmp"):
        folder = Path(base) / f"metajob-{user}" / name
        with contextlib.suppress(OSError):
            if is_safe(folder) and not folder.parent.is_symlink() and not folder.is_symlink():
                folder.mkdir(parents=True, exist_ok=True)
                folder.parent.chmod(0o700)  # fails on a folder of somebody else
                return folder
    raise StorageError(
        "영상 엔진이 쓸 임시 폴더를 만들 수 없어요.", "TMPDIR을 영어와 숫자로만 된 폴더로 정해 주세요."
    )


def scrubbed(python: Path) -> dict[str, str]:
    """The environment for a program: what it needs of ours, with the folder of its interpreter in front."""
    found = {name: value for name, value in os.environ.items() if name in _KNOWN}
    found["PATH"] = os.pathsep.join([str(python.parent), found.get("PATH", os.defpath)])
    found["PYTHONUNBUFFERED"], found["PYTHONIOENCODING"] = "1", "utf-8"
    return found


@contextlib.contextmanager
def turn(name: str, wait: Callable[[], None]) -> Iterator[None]:
    """Hold the machine-wide lock of this name; `wait` is called now and then before, and may raise.

    The lock belongs to an open file: it also parts threads, and a killed process lets it go.
    """
    import fcntl

    with (safe_folder("locks") / name).open("wb") as file:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                wait()
                time.sleep(_TICK)
        yield


def run(
    command: Sequence[str],
    folder: Path,
    environment: dict[str, str],
    seconds: float,
    heard: Callable[[str], None],
    progress: Callable[[], None],
) -> Ended:
    """Run a program in `folder` until it ends, then end whatever it has started.

    heard: gets each line of its output, carriage returns count as line ends. progress: called ten times a second;
    what it raises ends the program. Raises TooLong after `seconds`, OSError when it cannot be started.
    """
    tail: deque[str] = deque(maxlen=_TAIL)
    program = subprocess.Popen(
        list(command),
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,  # a program that asks something gets an end of file, not our terminal
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    reader = threading.Thread(target=_read, args=(program, tail, heard), daemon=True)
    reader.start()
    end = time.monotonic() + seconds
    try:
        while program.poll() is None:
            progress()
            if time.monotonic() > end:
                _log.warning(
                    "%s ran for more than %.0f s:\n%s", Path(command[0]).name, seconds, "\n".join(tail)
                )
                raise TooLong(f"{seconds:.0f}초 안에 끝나지 않았어요.")
            with contextlib.suppress(subprocess.TimeoutExpired):
                program.wait(_TICK)
    finally:
        _end(program)
        reader.join(_GRACE)
    return Ended(program.returncode, tuple(tail))


def _read(program: subprocess.Popen[bytes], tail: deque[str], heard: Callable[[str], None]) -> None:
    assert program.stdout
    rest = b""
    with program.stdout as stream:
        while block := os.read(stream.fileno(), 65536):
            *lines, rest = re.split(rb"[\r\n]+", rest + block)
            rest = rest[:_LONGEST]
            for line in lines:
                _note(line, tail, heard)
    _note(rest, tail, heard)


def _note(line: bytes, tail: deque[str], heard: Callable[[str], None]) -> None:
    if text := line[:_LONGEST].decode("utf-8", "replace").strip():
        tail.append(text)
        heard(text)


def _end(program: subprocess.Popen[bytes]) -> None:
    """End the whole group, also children that outlive their parent."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(program.pid, signal.SIGTERM)
    with contextlib.suppress(subprocess.TimeoutExpired):
        program.wait(_GRACE)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(program.pid, signal.SIGKILL)
    program.wait()


def steps(number: int, progress: Progress, phrase: str) -> tuple[Callable[[str], None], Callable[[], None]]:
    """A listener for "[Step n]" and tqdm's "12/40 [", and a progress that tells the share they come to, up to 0.9.

    number: how many steps there are after step 0; 0 for a program that names none. The last one takes most of the
    time and counts half.
    """
    state = {"step": 0.0, "share": 0.0, "told": 0.0}

    def heard(line: str) -> None:
        if found := re.search(r"\[Step (\d+)\]", line):
            step = min(int(found[1]), number)
            if step != state["step"]:
                state.update(step=step, share=0.0)
        if (found := re.search(r"(\d+)/(\d+) \[", line)) and int(found[2]):
            state["share"] = min(int(found[1]) / int(found[2]), 1.0)

    def report() -> None:
        step, share = state["step"], state["share"]
        done = (
            0.5 * (step + share) / number
            if step < number
            else 0.5 * bool(number) + share / (1 + bool(number))
        )
        state["told"] = max(state["told"], 0.9 * done)  # several bars run one after another
        progress(state["told"], f"{phrase} ({step:.0f}/{number}단계)" if number else phrase)

    return heard, report
