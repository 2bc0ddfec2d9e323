"""The video engine "drawn": the parametric figure, animated from the viseme track. Also its idle loop and portrait."""

from __future__ import annotations

import hashlib
import importlib.util
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

import numpy as np

from metajob.engines import Probe, Progress, Ready, Unavailable, silent
from metajob.interviewer.encode import Frame, encode
from metajob.interviewer.model import FPS, Clip, Job, PersonaId

if TYPE_CHECKING:
    from metajob.interviewer.rig.draw import Rig
    from metajob.interviewer.rig.motion import Pose

_HERE = Path(__file__).parent
# What the picture depends on. A change of any of them draws the clips anew.
_SOURCES = (
    *("rig/**/*.py", "curves.py", "gestures.py", "encode.py", "drawn.py", "model.py"),
    *("visemes.py", "settling.py", "align.py", "lattice.py", "features.py", "heard.py"),
)


class Drawn:
    """Needs no GPU and no files; about 0.3 CPU seconds a second of clip."""

    id = "drawn"
    title = "그림 면접관 (기본)"
    commercial = True

    def __init__(self) -> None:
        self.version = _fingerprint()

    def probe(self) -> Probe:
        """Ready where skia is installed."""
        if importlib.util.find_spec("skia") is None or importlib.util.find_spec("av") is None:
            return Unavailable(
                "그림을 그리는 부품이 없어요.", "pip install -r requirements.txt로 설치해 주세요."
            )
        return Ready("CPU")

    def render(self, job: Job, progress: Progress = silent) -> Clip:
        """Draw `job`; a job without a track is drawn from its sound alone. Raises StorageError, Cancelled."""
        from metajob.interviewer import visemes
        from metajob.interviewer.curves import curves
        from metajob.interviewer.rig import motion
        from metajob.speech import wav
        from metajob.speech.model import Speech

        start = time.perf_counter()
        pcm, rate = wav.read(job.wav)
        track = job.track or visemes.heard(Speech(pcm, rate, None, "file"), job.text)
        number = max(-(-len(pcm) * FPS // rate), 1)
        poses = motion.talk(curves(track, number), track, job.seed)
        seconds = _film(job.persona, poses, job.out, (pcm, rate), progress)
        return Clip(job.out, seconds, self.id, time.perf_counter() - start)


def loop(persona: PersonaId, out: Path, listening: bool = True, progress: Progress = silent) -> float:
    """Write a silent mp4 whose last frame leads to its first; its seconds. Raises StorageError, Cancelled."""
    from metajob.interviewer.rig import motion

    return _film(persona, motion.idle(listening), out, None, progress)


def portrait(persona: PersonaId) -> Frame:
    """(640, 640, 4) BGRA of the rest pose, with which every clip begins and ends."""
    from metajob.interviewer.rig.motion import Pose

    with _rig(persona) as rig:
        return np.array(rig.frame(Pose()))


def _film(
    persona: PersonaId,
    poses: Sequence[Pose],
    out: Path,
    sound: tuple[np.ndarray, int] | None,
    progress: Progress,
) -> float:
    with _rig(persona) as rig:
        frames = (rig.frame(pose) for pose in poses)
        return encode(frames, out, sound, expected=len(poses), progress=progress)


@cache
def _spare(persona: PersonaId) -> SimpleQueue[Rig]:  # noqa: ARG001 - one queue each
    """Figures that nobody is drawing with: building one takes 0.4 s, and one draws for one clip at a time."""
    return SimpleQueue()


@contextmanager
def _rig(persona: PersonaId) -> Iterator[Rig]:
    from metajob.interviewer.rig.draw import Rig

    spare = _spare(persona)
    try:
        rig = spare.get_nowait()
    except Empty:
        rig = Rig(persona)
    try:
        yield rig
    finally:
        if spare.empty():
            spare.put(rig)


@cache
def _fingerprint() -> str:
    found = hashlib.sha256()
    for pattern in _SOURCES:
        for file in sorted(_HERE.glob(pattern)):
            found.update(file.read_bytes())
    return found.hexdigest()[:16]
