"""What is seen while nobody speaks: a loop of the listening or waiting interviewer, and a portrait.

With an external video engine it is the operator's recording, so that the face stays the same; without, the drawing.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np

from metajob.engines import Progress, Ready, silent
from metajob.errors import Cancelled, StorageError, UserError
from metajob.files import write_whole
from metajob.interviewer import drawn, engines, face_video
from metajob.interviewer.checkout import Checkout
from metajob.interviewer.encode import Frame, storing
from metajob.interviewer.model import FPS, SIZE, PersonaId
from metajob.interviewer.store import Entry, Store, alone, key

_log = logging.getLogger(__name__)


def idle(
    persona: PersonaId,
    folder: Path,
    listening: bool = True,
    progress: Progress = silent,
    *,
    video_engine: str = "drawn",
) -> Path:
    """A silent mp4 that loops: the interviewer listens (nods now and then) or waits. Raises StorageError, Cancelled."""
    if recording := _recording(persona, video_engine):
        try:
            return _loop(
                folder,
                key(idle=_stamp(recording), version=face_video.VERSION),
                lambda path: face_video.idle(recording, path, progress),
                progress,
            )
        except (Cancelled, StorageError):
            raise
        except UserError:
            _log.warning("the recording of %s makes no loop", persona, exc_info=True)
    name = key(idle=persona, listening=listening, engine=drawn.Drawn().version, picture=(FPS, SIZE))
    return _loop(folder, name, lambda path: drawn.loop(persona, path, listening, progress), progress)


def still(persona: PersonaId, folder: Path, *, video_engine: str = "drawn") -> Path:
    """A PNG of the interviewer at rest, shown until a video runs. Raises StorageError."""
    store, recording = Store(folder), _recording(persona, video_engine)
    made_from = _stamp(recording) if recording else (persona, drawn.Drawn().version)
    name = key(still=made_from, size=SIZE)
    path = store.place(name, ".png")
    if store.find(name, ".png") is None:
        png = cv2.imencode(".png", _portrait(persona, recording))[1]
        with storing():
            write_whole(path, png.tobytes())
        store.keep(name, Entry(engine="drawn"), ".png")
    return path


def _loop(folder: Path, name: str, make: Callable[[Path], float], progress: Progress) -> Path:
    store = Store(folder)
    with alone(f"{folder}/{name}", progress):
        path = store.place(name)
        if store.find(name) is None:
            start = time.perf_counter()
            seconds = make(path)
            store.keep(name, Entry(engine="idle", seconds=seconds, spent=time.perf_counter() - start))
    return path


def _portrait(persona: PersonaId, recording: Path | None) -> Frame:
    """(640, 640, 3) BGR."""
    if recording:
        try:
            return np.ascontiguousarray(face_video.first(recording)[..., ::-1])
        except UserError:
            _log.warning("the recording of %s makes no portrait", persona, exc_info=True)
    from metajob.interviewer.still import picture

    return np.ascontiguousarray(picture(persona)[..., :3])


def _recording(persona: PersonaId, video_engine: str) -> Path | None:
    """The face that this engine would make speak, if it can be used."""
    engine = engines.video_engine(video_engine)
    if not isinstance(engine, Checkout) or not isinstance(engine.probe(), Ready):
        return None
    file = engine.faces / f"{persona}.mp4"
    return file if file.is_file() else None


def _stamp(file: Path) -> tuple[str, int, int]:
    with storing():
        stat = file.stat()
    return (file.name, stat.st_size, stat.st_mtime_ns)
