"""A folder of finished clips and pictures, found by what they were made from; the least used go when it is full.

An entry is a file and a JSON beside it. The JSON is written last and holds the file's sha256: an entry of which
either is missing, cut off or changed is no entry, and is made again.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import threading
import time
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from weakref import WeakValueDictionary

from pydantic import BaseModel, ConfigDict, ValidationError

from metajob.engines import Progress
from metajob.files import write_whole
from metajob.interviewer.encode import storing
from metajob.interviewer.model import VisemeTrack

LIMIT = 500_000_000  # bytes of one folder; a second of clip takes about 25 kB
_SUFFIXES = (".mp4", ".png")
_ORPHAN = 3600.0  # seconds; a file without JSON is only a file still being made when it is younger


class Entry(BaseModel):
    """What is known of a stored file. seconds: its length. spent: what making it took. warnings: Korean."""

    model_config = ConfigDict(frozen=True)

    sha256: str = ""
    engine: str
    text: str = ""
    seconds: float = 0.0
    spent: float = 0.0
    warnings: tuple[str, ...] = ()
    track: VisemeTrack | None = None


def key(**parts: object) -> str:
    """The name for what is made from these parts; the parts are anything `str` tells apart."""
    named = json.dumps(parts, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(named.encode()).hexdigest()


def plain(text: str) -> str:
    """The text as it counts for a key: composed Hangul (NFC), single blanks, only what can be written as UTF-8."""
    written = text.encode("utf-8", "ignore").decode("utf-8")  # half a surrogate pair from JSON or a terminal
    return " ".join(unicodedata.normalize("NFC", written).split())


class Store:
    """The entries of one folder. limit: bytes; what was used longest ago goes first."""

    def __init__(self, folder: Path, limit: int = LIMIT) -> None:
        self._folder, self._limit = folder, limit

    def place(self, name: str, suffix: str = ".mp4") -> Path:
        """Where the file of this key belongs. Raises StorageError when there can be no such folder."""
        with storing():
            self._folder.mkdir(parents=True, exist_ok=True)
        return self._folder / f"{name}{suffix}"

    def find(self, name: str, suffix: str = ".mp4") -> Entry | None:
        """The entry, marked as used just now, or None."""
        file, card = self._folder / f"{name}{suffix}", self._folder / f"{name}.json"
        try:
            entry = Entry.model_validate_json(card.read_bytes())
            if hashlib.sha256(file.read_bytes()).hexdigest() != entry.sha256:
                return None
        except (OSError, ValidationError):
            return None
        with contextlib.suppress(OSError):  # a folder that can only be read still serves
            card.touch()
        return entry

    def keep(self, name: str, entry: Entry, suffix: str = ".mp4") -> Entry:
        """Make the file at `place(name)` an entry, and let old ones go. Raises StorageError."""
        file = self._folder / f"{name}{suffix}"
        with storing():
            entry = entry.model_copy(update={"sha256": hashlib.sha256(file.read_bytes()).hexdigest()})
            write_whole(self._folder / f"{name}.json", entry.model_dump_json().encode())
        self._trim(name)
        return entry

    def _trim(self, newest: str) -> None:
        """Never raises: several processes may trim at once, and a file may be in use."""
        used: list[tuple[float, int, Path]] = []
        with contextlib.suppress(OSError):
            for file in self._folder.iterdir():
                if file.suffix in _SUFFIXES and file.stem != newest and not file.name.startswith("."):
                    with contextlib.suppress(OSError):
                        used.append((self._used(file), file.stat().st_size, file))
        room = self._limit - sum(size for _, size, _ in used) - self._size(newest)
        for when, size, file in sorted(used):
            if room >= 0 and when > 0:
                break
            with contextlib.suppress(OSError):
                file.with_suffix(".json").unlink(missing_ok=True)
                file.unlink(missing_ok=True)
            room += size

    def _used(self, file: Path) -> float:
        """When the file was last asked for; 0 for one without JSON that nobody is making any more."""
        card = file.with_suffix(".json")
        if card.exists():
            return card.stat().st_mtime
        made = file.stat().st_mtime
        return made if time.time() - made < _ORPHAN else 0.0

    def _size(self, name: str) -> int:
        files = (self._folder / f"{name}{suffix}" for suffix in _SUFFIXES)
        return sum(file.stat().st_size for file in files if file.exists())


class _Turn:
    def __init__(self) -> None:
        self.lock = threading.Lock()


_making: WeakValueDictionary[str, _Turn] = WeakValueDictionary()
_making_guard = threading.Lock()


@contextmanager
def alone(name: str, progress: Progress) -> Iterator[None]:
    """Two visitors of this process who ask for the same thing at once get one piece of work.

    progress: called while waiting; may raise.
    """
    with _making_guard:
        turn = _making.setdefault(name, _Turn())
    while not turn.lock.acquire(timeout=0.2):
        progress(0.0, "같은 영상을 만들고 있어요. 잠시만 기다려 주세요.")
    try:
        yield
    finally:
        turn.lock.release()
