"""The last resort when no engine can make a moving face: the portrait, or a plain figure, with the sound."""

from __future__ import annotations

import logging
import time

import cv2
import numpy as np

from metajob.engines import Probe, Progress, Ready, silent
from metajob.interviewer.encode import Frame, encode
from metajob.interviewer.model import SIZE, Clip, Job, PersonaId

_log = logging.getLogger(__name__)


class Still:
    """A picture that does not move. It needs no more than the means to write an mp4."""

    id = "still"
    title = "멈춘 그림과 소리"
    version = "1"
    commercial = True

    def probe(self) -> Probe:
        """Always ready."""
        return Ready()

    def render(self, job: Job, progress: Progress = silent) -> Clip:
        """The picture for as long as the sound. Raises StorageError, Cancelled."""
        from metajob.speech import wav

        start = time.perf_counter()
        sound = wav.read(job.wav)
        seconds = encode([picture(job.persona)], job.out, sound, progress=progress)
        return Clip(job.out, seconds, self.id, time.perf_counter() - start)


def picture(persona: PersonaId) -> Frame:
    """(640, 640, 4) BGRA: the drawn portrait; a silhouette when drawing does not work on this machine."""
    try:
        from metajob.interviewer.drawn import portrait

        return portrait(persona)
    except Exception:  # whatever is broken in the drawing, the question can still be heard
        _log.warning("the portrait could not be drawn", exc_info=True)
        return _silhouette()


def _silhouette() -> Frame:
    found = np.full((SIZE, SIZE, 4), (214, 208, 202, 255), np.uint8)
    figure = (150, 140, 132, 255)
    cv2.ellipse(found, (SIZE // 2, SIZE), (230, 210), 0, 180, 360, figure, -1, cv2.LINE_AA)
    cv2.ellipse(found, (SIZE // 2, 270), (110, 140), 0, 0, 360, figure, -1, cv2.LINE_AA)
    return found
