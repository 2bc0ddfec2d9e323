"""The files of one live interview: clips, scenery, recordings. After the end nothing of them stays or comes back."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from metajob.errors import Cancelled, StorageError
from metajob.files import write_whole

T = TypeVar("T")


class RoomFiles:
    """folder: of the room, made and deleted by the lobby. Any thread may call anything."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.closed = False

    def write(self, name: str, data: bytes) -> Path:
        """A file below the folder. Raises StorageError, and Cancelled after the end."""
        if self.closed:
            raise Cancelled
        place = self.folder / name
        try:
            return self.within(_write, place, data)
        except OSError as error:
            if self.closed:
                raise Cancelled from None
            raise StorageError(
                "면접 파일을 저장하지 못했어요.", "디스크에 남은 공간을 확인해 주세요."
            ) from error

    def within(self, fn: Callable[..., T], *args: Any) -> T:
        """`fn(*args)`, which may write below the folder: what it writes after the end is deleted."""
        try:
            return fn(*args)
        finally:
            if self.closed:
                shutil.rmtree(self.folder, ignore_errors=True)

    def film(self, id: str) -> Path | None:
        """The recording of an answer, if it was kept."""
        found = sorted((self.folder / "film").glob(f"{safe(id)}.*"))
        return found[0] if found else None

    def keep_film(self, id: str, film: bytes) -> None:
        """In the place of an earlier one. Raises StorageError, Cancelled."""
        ending, other = ("mp4", "webm") if film[4:8] == b"ftyp" else ("webm", "mp4")
        self.write(f"film/{safe(id)}.{ending}", film)
        (self.folder / "film" / f"{safe(id)}.{other}").unlink(missing_ok=True)

    def drop_films(self) -> None:
        """Delete all recordings."""
        shutil.rmtree(self.folder / "film", ignore_errors=True)

    def close(self) -> None:
        """The end; the lobby deletes the folder afterwards."""
        self.closed = True


def safe(id: str) -> str:
    """A question's id as the name of a file."""
    return "".join(letter for letter in id if letter.isalnum() or letter in "-_")[:64] or "q"


def _write(place: Path, data: bytes) -> Path:
    place.parent.mkdir(exist_ok=True, mode=0o700)  # not the room's own folder: it may be gone
    write_whole(place, data)
    return place
