"""Faces and hands in the pictures of one video stream, one after the other (MediaPipe).

Faces are followed from frame to frame (VIDEO mode), so a stream needs a tracker of its own: pictures of two people
must never go through the same one. A tracker takes about 32 MB. Hands are looked for in each picture anew: they
come and go too fast to be followed at a few frames a second, it costs the same, and one model of 62 MB does for all
streams of the process. It is loaded when hands are first looked for and freed with the last tracker.
"""

from __future__ import annotations

import atexit
import contextlib
import ctypes
import os
import threading
import weakref
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from metajob import weights
from metajob.engines import Probe, Ready, Unavailable
from metajob.faces.closing import let_go
from metajob.faces.landmarker import Face, faces_in

MOST_FACES = 2  # one is the person; with the second we know that somebody else is there
MOST_HANDS = 2

Hand = NDArray[np.float32]  # (21, 2): x right, y down, pixels of the given picture


@dataclass(frozen=True, slots=True)
class Sight:
    """What was seen in one picture. faces: largest first. hands: None when they were not looked for."""

    faces: list[Face]
    hands: list[Hand] | None = None


def probe() -> Probe:
    """Whether the model files are there; cheap, never raises."""
    missing = [name for name in ("face_landmarker", "hand_landmarker") if weights.status(name) != "ok"]
    if missing:
        return Unavailable(
            "모델 파일이 아직 없어요: " + ", ".join(missing),
            "터미널에서 python -m metajob.weights pull 을 실행해 주세요. 처음 쓸 때 자동으로 받기도 해요.",
        )
    return Ready("MediaPipe · CPU")


class FaceTracker:
    """Follows the faces of one stream, and finds its hands where asked. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._landmarker: Any = None
        self._closed = False
        with _hands_lock:
            _open.add(self)

    def see(self, rgb: NDArray[np.uint8], ms: int, hands: bool = False) -> Sight:
        """One (H, W, 3) uint8 sRGB picture. ms: its time; must grow with every call over the tracker's life.

        Costs about 16 ms of CPU, with hands 33. Raises ValueError when the time does not grow, RuntimeError after
        `close`, WeightsError when a model file is missing and cannot be fetched.
        """
        os.environ.setdefault("GLOG_minloglevel", "2")  # MediaPipe's native start-up chatter
        import mediapipe as mp

        height, width = rgb.shape[:2]
        picture = mp.Image(image_format=mp.ImageFormat.SRGB, data=np.ascontiguousarray(rgb))
        with self._lock:
            if self._closed:
                raise RuntimeError("the tracker is closed")
            if self._landmarker is None:
                self._landmarker = _face_landmarker()
            faces = faces_in(self._landmarker.detect_for_video(picture, ms), width, height)
            return Sight(faces, _hands_in(picture, width, height) if hands else None)

    def close(self) -> None:
        """Free the model; waits for the picture being looked at. Nothing can be seen afterwards."""
        with self._lock:
            self._closed = True
            if self._landmarker is not None:
                let_go(self._landmarker)
                self._landmarker = None
        with _hands_lock:
            _open.discard(self)
            if not _open:
                while _hands:
                    let_go(_hands.pop())
        _give_back()


_open: weakref.WeakSet[FaceTracker] = weakref.WeakSet()
_hands: list[Any] = []  # the one hand landmarker, once it is loaded
_hands_lock = threading.Lock()  # the MediaPipe task object is not re-entrant


def _give_back() -> None:
    """What MediaPipe has freed goes back to the system; glibc keeps it otherwise (492 MB → 248 after 80 trackers)."""
    with contextlib.suppress(OSError, AttributeError):  # another C library
        ctypes.CDLL("libc.so.6").malloc_trim(0)


@atexit.register
def _close_all() -> None:
    for tracker in list(_open):
        tracker.close()


def _hands_in(picture: Any, width: int, height: int) -> list[Hand]:
    with _hands_lock:
        if not _hands:
            _hands.append(_hand_landmarker())
        found = _hands[0].detect(picture).hand_landmarks
    size = np.array([width, height], np.float32)
    return [np.array([[p.x, p.y] for p in marks], np.float32) * size for marks in found]


def _face_landmarker() -> Any:
    from mediapipe.tasks import python as tasks
    from mediapipe.tasks.python import vision

    return vision.FaceLandmarker.create_from_options(
        vision.FaceLandmarkerOptions(
            base_options=tasks.BaseOptions(model_asset_path=str(weights.path("face_landmarker"))),
            running_mode=vision.RunningMode.VIDEO,
            num_faces=MOST_FACES,
            output_face_blendshapes=True,
            output_facial_transformation_matrixes=True,
        )
    )


def _hand_landmarker() -> Any:
    from mediapipe.tasks import python as tasks
    from mediapipe.tasks.python import vision

    return vision.HandLandmarker.create_from_options(
        vision.HandLandmarkerOptions(
            base_options=tasks.BaseOptions(model_asset_path=str(weights.path("hand_landmarker"))),
            num_hands=MOST_HANDS,
        )
    )
