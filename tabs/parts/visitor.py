"""One visitor's photo, review, work and files, and the end of all of it when the visitor leaves.

Nothing here is global: `build()` makes one `VisitorBook`, which knows visitors by Gradio's session id.
Pictures stay in memory; only what is offered for download is a file, in a folder of its own with a name
nobody can guess, below Gradio's upload folder (so Gradio serves it in place and makes no further copy).
"""

from __future__ import annotations

import contextlib
import logging
import secrets
import shutil
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import gradio as gr
from gradio.utils import get_upload_folder

from metajob.errors import Cancelled, InputError, StorageError
from tabs.parts.interview_desk import InterviewDesk
from tabs.parts.interview_hall import Hall
from tabs.parts.review_desk import ReviewDesk
from tabs.parts.specs_desk import SpecsDesk
from tabs.parts.steps import Steps

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from metajob.faces import Face
    from metajob.photo.engine import Picture

IDLE_SECONDS = 3 * 3600  # a visitor without a closing message (a plain API call) is forgotten after this
KEPT_FILES = 6  # downloads kept a visitor; older ones are deleted
PREFIX = "meta-job-visitors-"
T = TypeVar("T")


@dataclass
class Visitor:
    """What one browser tab (or API client) has given us. Arrays are (H, W, 3) uint8 sRGB."""

    folder: Path
    rgb: NDArray[np.uint8] | None = None
    face: Face | None = None
    refused: str = ""  # why the checks refuse the photo; empty when it may be used
    head: Any = None  # prepared head of the composite engine, kept so that a new look is quick
    swapped: Picture | None = None  # what the face-swap engine made, while that is what is shown
    template: NDArray[np.uint8] | None = None  # own template photo for the face-swap engine
    made: bool = False  # a suit photo has been shown; changes redraw it
    job: Any = None  # the running piece of heavy work, for the cancel button
    wanted: Any = None  # (Look, Size) chosen while a job runs; drawn when it ends
    steps: Steps = field(default_factory=Steps)  # the looks that were shown, for the undo button
    review: ReviewDesk = field(default_factory=ReviewDesk)  # the document under review, and a typed key
    interview: InterviewDesk = field(default_factory=InterviewDesk)  # the live interview, and its report
    specs: SpecsDesk = field(default_factory=SpecsDesk)  # a file of rows that waits to be saved
    gone: bool = False  # the visitor has left; nothing is written any more
    seen: float = field(default_factory=time.monotonic)
    files: list[Path] = field(default_factory=list)

    def new_photo(self, rgb: NDArray[np.uint8] | None, face: Face | None, refused: str) -> None:
        """Take a decoded photo in the place of the previous one."""
        self.rgb, self.face, self.refused = rgb, face, refused
        self.head, self.swapped, self.made, self.wanted = None, None, False, None
        self.steps = Steps()

    def save(self, name: str, data: bytes) -> Path:
        """Write a download under its own new subfolder; nothing half-written stays.

        Raises StorageError, and Cancelled when the visitor has left meanwhile.
        """
        if self.gone:
            raise Cancelled
        path = self.folder / secrets.token_urlsafe(6) / name
        try:
            path.parent.mkdir(parents=True, mode=0o700)
            path.write_bytes(data)
        except OSError as error:
            shutil.rmtree(path.parent, ignore_errors=True)
            raise StorageError(
                "파일을 저장하지 못했어요.", "디스크에 남은 공간을 확인한 뒤 다시 눌러 주세요."
            ) from error
        self.files.append(path)
        while len(self.files) > KEPT_FILES:
            shutil.rmtree(self.files.pop(0).parent, ignore_errors=True)
        return path

    def within(self, fn: Callable[..., T], *args: Any) -> T:
        """`fn(*args)`, which may write below the folder: what it writes after the visitor has left is deleted.

        Raises Cancelled when the visitor has left.
        """
        if self.gone:
            raise Cancelled
        try:
            return fn(*args)
        finally:
            self._tidy()

    def _tidy(self) -> None:
        if self.gone:
            shutil.rmtree(self.folder, ignore_errors=True)

    def cancel(self) -> None:
        """Stop the running work, if any."""
        job, self.job = self.job, None
        if job is not None:
            job.cancel()

    def clear(self) -> None:
        """Forget the photo and the review, stop the work, delete the files."""
        self.gone = True
        self.cancel()
        self.new_photo(None, None, "")
        self.template, self.review, self.interview = None, ReviewDesk(), InterviewDesk()
        self.specs = SpecsDesk()
        self.files.clear()
        shutil.rmtree(self.folder, ignore_errors=True)


class VisitorBook:
    """Session id → Visitor, and the folder below which all their files live."""

    def __init__(self, root: Path | None = None) -> None:
        self.root = root or Path(get_upload_folder()) / (PREFIX + secrets.token_urlsafe(18))
        self._visitors: dict[str, Visitor] = {}
        self._lock = threading.Lock()
        self.hall = Hall(self.root / "interviews")

    def of(self, request: gr.Request) -> Visitor:
        """The visitor behind a request; a new one on the first event."""
        session = str(request.session_hash or secrets.token_urlsafe(12))
        with self._lock:
            now = time.monotonic()
            gone = [key for key, visitor in self._visitors.items() if now - visitor.seen > IDLE_SECONDS]
            forgotten = [self._visitors.pop(key) for key in gone if key != session]
            visitor = self._visitors.setdefault(session, Visitor(self.root / secrets.token_urlsafe(18)))
            visitor.seen = now
        for old in forgotten:
            old.clear()
        return visitor

    def leave(self, request: gr.Request) -> None:
        """The tab was closed: everything of its visitor goes now."""
        with self._lock:
            visitor = self._visitors.pop(str(request.session_hash), None)
            live = {other.interview.token for other in self._visitors.values()}
        if visitor is not None:
            if visitor.interview.token not in live:  # nor reloaded, nor open in a second window
                self.hall.lobby.detach(visitor.interview.token)  # a reload finds it again
            visitor.clear()
        with contextlib.suppress(OSError):
            self.root.rmdir()  # only when nobody else has files

    def close(self) -> None:
        """The server stops: everything of everyone goes."""
        self.hall.close()
        with self._lock:
            visitors, self._visitors = list(self._visitors.values()), {}
        for visitor in visitors:
            visitor.clear()
        shutil.rmtree(self.root, ignore_errors=True)

    def __len__(self) -> int:
        return len(self._visitors)

    def take_upload(self, path: str) -> bytes:
        """Bytes of a file that the browser has just uploaded; the file is deleted. Raises InputError.

        Only files that Gradio's upload route wrote are read: `path` comes from the browser and is not
        trusted.
        """
        folder = Path(get_upload_folder()).resolve()
        file = Path(path.replace("\0", "")).resolve()
        inside = file.is_relative_to(folder) and len(file.relative_to(folder).parts) == 2
        if not inside or file.relative_to(folder).parts[0].startswith(PREFIX) or not file.is_file():
            logging.getLogger(__name__).warning("refused upload path outside of the upload folder")
            raise InputError("올린 파일을 찾지 못했어요.", "파일을 다시 올려 주세요.")
        try:
            return file.read_bytes()
        finally:
            file.unlink(missing_ok=True)
            with contextlib.suppress(OSError):
                file.parent.rmdir()


def sweep(upload_folder: Path, older_than: float = 24 * 3600) -> None:
    """Delete visitor folders that a crashed server left behind."""
    for folder in upload_folder.glob(PREFIX + "*"):
        with contextlib.suppress(OSError):
            if time.time() - folder.stat().st_mtime > older_than:
                shutil.rmtree(folder, ignore_errors=True)
