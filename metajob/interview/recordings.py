"""Recordings that a person chose to keep: files of one owner and one interview, apart from the database.

`data folder/recordings/<owner>/<interview>/<name>`, folders 0700, files 0600. Nothing else knows these paths.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import shutil
import threading
from pathlib import Path

from metajob import files
from metajob.errors import InputError, StorageError
from metajob.store.owners import checked

MAX_FILE = 200_000_000  # bytes; 10 minutes, the longest answer, at 600 kbit/s are 45 MB
MAX_OWNER = 2_000_000_000  # bytes
_ID = re.compile(r"[0-9a-f]{32}")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,60}\.(?:webm|mp4|m4a|mov|ogg|mp3|wav)")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)\.", re.IGNORECASE)  # devices on Windows


class Recordings:
    """All calls raise ValueError for a malformed owner (a bug). Any thread may call anything."""

    def __init__(self, data_dir: Path, max_owner: int = MAX_OWNER) -> None:
        """data_dir: of the settings. max_owner: bytes that one owner may keep."""
        self.root = data_dir / "recordings"
        self.max_owner = max_owner
        self._lock = threading.Lock()  # what an owner has may not change between counting and writing

    def keep(self, owner: str, interview_id: str, name: str, data: bytes | Path) -> str:
        """Keep one file, in the place of an earlier one of this name. Returns the name.

        Raises InputError for a name or id that cannot be one, StorageError when it is too large, the owner has too
        much or the disk is full; nothing half-written is left then and an earlier file stays.
        """
        folder = self._folder(owner, interview_id)
        if not isinstance(name, str) or not _NAME.fullmatch(name) or _RESERVED.match(name):
            raise InputError("녹화 파일의 이름을 쓸 수 없어요.")
        try:
            size = len(data) if isinstance(data, bytes) else data.stat().st_size
            if size > MAX_FILE:
                raise StorageError("녹화가 너무 커서 보관하지 못했어요.", "답변을 조금 짧게 해 주세요.")
            with self._lock:
                place = folder / name
                if self.size(owner) - _size(place) + size > self.max_owner:
                    raise StorageError(
                        f"보관한 녹화가 {_told(self.max_owner)}를 넘어서 더 보관할 수 없어요.",
                        "지난 면접의 녹화를 지운 뒤 다시 해 주세요.",
                    )
                self._write(place, data if isinstance(data, bytes) else data.read_bytes())
        except OSError as error:
            full = error.errno in {errno.ENOSPC, errno.EDQUOT}
            raise StorageError(
                "디스크가 가득 차서 녹화를 보관하지 못했어요." if full else "녹화를 보관하지 못했어요.",
                "자리를 비운 뒤 다시 해 주세요." if full else "데이터 폴더의 권한을 확인해 주세요.",
            ) from error
        return name

    def open(self, owner: str, interview_id: str, name: str) -> Path:
        """The file. Raises StorageError when the owner has none of this name in this interview."""
        with contextlib.suppress(InputError):
            if name in self.list(owner, interview_id):
                return self._folder(owner, interview_id) / name
        raise StorageError("보관한 녹화를 찾지 못했어요.", "지웠거나 다른 브라우저에서 보관했을 수 있어요.")

    def list(self, owner: str, interview_id: str) -> tuple[str, ...]:
        """Names of one interview's files, sorted; none for an id that cannot be one."""
        try:
            folder = self._folder(owner, interview_id)
            return tuple(sorted(file.name for file in folder.iterdir() if _NAME.fullmatch(file.name)))
        except (InputError, OSError):
            return ()

    def size(self, owner: str) -> int:
        """Bytes that the owner keeps, half-written ones included."""
        return sum(_size(file) for file in (self.root / checked(owner)).glob("*/*"))

    def delete(self, owner: str, interview_id: str) -> int:
        """Delete the files of one interview. Returns how many there were. Raises StorageError when they stay."""
        try:
            folder = self._folder(owner, interview_id)
        except InputError:
            return 0
        with self._lock:
            found = len(self.list(owner, interview_id))
            _remove(folder)
            self._drop_empty(folder.parent)
        return found

    def erase(self, owner: str) -> int:
        """Delete all files of an owner. Returns how many there were. Raises StorageError when they stay."""
        folder = self.root / checked(owner)
        with self._lock:
            found = sum(bool(_NAME.fullmatch(file.name)) for file in folder.glob("*/*"))
            _remove(folder)
            self._drop_empty(folder)
        return found

    def sweep(self) -> None:
        """Delete what a killed process left half-written more than an hour ago, and empty folders. Never raises."""
        with self._lock:
            for folder in self.root.glob("*/*"):
                files.sweep(folder, ".part-*")
                self._drop_empty(folder)

    def _folder(self, owner: str, interview_id: str) -> Path:
        if not isinstance(interview_id, str) or not _ID.fullmatch(interview_id):
            raise InputError("이 면접을 찾지 못했어요.", "목록에서 다시 골라 주세요.")
        return self.root / checked(owner) / interview_id

    def _write(self, place: Path, data: bytes) -> None:
        try:
            for folder in (self.root.parent, self.root, place.parent.parent, place.parent):
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            files.write_whole(place, data)  # mode 0600 from the start
        except BaseException:
            self._drop_empty(place.parent)
            raise

    def _drop_empty(self, folder: Path) -> None:
        """Remove a folder and those above it, up to `recordings`, as far as they are empty."""
        with contextlib.suppress(OSError):
            while folder.is_relative_to(self.root):
                if folder.exists():
                    folder.rmdir()
                folder = folder.parent


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0


def _told(size: int) -> str:
    return f"{size / 1e9:.0f} GB" if size >= 1e9 else f"{size / 1e6:.0f} MB"


def _remove(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    if os.path.lexists(folder):
        raise StorageError("녹화를 지우지 못했어요.", "데이터 폴더의 권한을 확인한 뒤 다시 해 주세요.")
