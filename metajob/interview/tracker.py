"""The frames that a page sends during one interview → rows; the frames themselves are dropped at once."""

from __future__ import annotations

import math
import threading
import time

import cv2
import numpy as np
from numpy.typing import NDArray

from metajob.errors import InputError
from metajob.faces.video import FaceTracker
from metajob.interview.signals import LONGEST_S, Row, row_of

MOST_BYTES = 200_000  # the page sends 320x240 at quality 0.7: about 16 kB
MOST_SIDE, LEAST_SIDE = 1280, 32  # pixels
_LOOKED_AT = 640  # pixels; a longer side is made this long first
_MOST_SCANS = 12  # of a progressive JPEG; 10 are usual, and thousands of them take minutes to decode

# Start-of-frame markers with sizes behind them (JPEG, ITU-T T.81 table B.1): baseline, extended, progressive.
_SIZED = (0xC0, 0xC1, 0xC2)
_ALONE = (0x01, *range(0xD0, 0xD8))  # markers without a length


class Tracker:
    """One visitor's interview, one answer after another. Safe to use from several threads.

    The models are loaded with the first frame, and with the first that asks for hands.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._faces = FaceTracker()
        self._closed = False
        self._began = time.monotonic()
        self._ms = -1
        self._before: tuple[float, NDArray[np.uint8]] | None = None

    def push(self, jpeg: bytes, t: float, hands: bool = False) -> Row:
        """The row of one frame.

        jpeg: at most 200 kB and 1280 pixels a side. t: seconds of the answer, 0 to 900; a t before the last one
        means that another answer began. hands: look for hands in this frame as well (every second is enough).

        Raises InputError for what is no such frame and after `close`, WeightsError without the models.
        """
        if not (math.isfinite(t) and 0 <= t <= LONGEST_S):
            raise InputError("답변 시간을 벗어난 장면이에요.")
        rgb = picture(jpeg)
        with self._lock:
            if self._closed:
                raise InputError("카메라 장면을 더 받지 않아요.", "페이지를 새로 고쳐 주세요.")
            sight = self._faces.see(rgb, self._clock(), hands)
            before, self._before = self._before, (t, rgb)
        return row_of(sight, rgb, t, before[1] if before and before[0] <= t else None)

    def close(self) -> None:
        """Free the models, for good; waits for the frame being looked at."""
        with self._lock:
            self._closed = True
            self._before = None
            self._faces.close()

    def _clock(self) -> int:
        """Milliseconds since the tracker was made, always growing: the time of an answer begins at 0 again."""
        self._ms = max(round((time.monotonic() - self._began) * 1000), self._ms + 1)
        return self._ms


def picture(jpeg: bytes) -> NDArray[np.uint8]:
    """(H, W, 3) uint8 sRGB of a JPEG frame, its longest side at most 640 pixels; EXIF rotation is ignored.

    The size is read from the header before anything is decoded. Raises InputError.
    """
    if len(jpeg) > MOST_BYTES:
        raise InputError(f"장면이 너무 커요. {MOST_BYTES // 1000}kB까지 받을 수 있어요.")
    width, height = _size(jpeg)
    if min(width, height) < LEAST_SIDE or max(width, height) > MOST_SIDE:
        raise InputError(
            f"장면의 크기({width}x{height})를 쓸 수 없어요.", f"{MOST_SIDE}픽셀까지 받을 수 있어요."
        )
    # a cut-off picture decodes to half a face; stuffing keeps these two bytes out of the picture's own data
    if b"\xff\xd9" not in jpeg[-64:] or jpeg.count(b"\xff\xda") > _MOST_SCANS:
        raise _no_picture()
    try:
        bgr = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR | cv2.IMREAD_IGNORE_ORIENTATION)
    except cv2.error:
        bgr = None
    if bgr is None or bgr.shape[:2] != (height, width):
        raise _no_picture()
    scale = _LOOKED_AT / max(width, height)
    if scale < 1:
        bgr = cv2.resize(bgr, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return np.ascontiguousarray(bgr[:, :, ::-1], np.uint8)


def _size(jpeg: bytes) -> tuple[int, int]:
    """Width and height that the first frame header states. Raises InputError when there is none."""
    if jpeg[:3] != b"\xff\xd8\xff":
        raise _no_picture()
    at = 2
    while at + 9 <= len(jpeg) and jpeg[at] == 0xFF:
        kind = jpeg[at + 1]
        if kind in _SIZED:
            return int.from_bytes(jpeg[at + 7 : at + 9]), int.from_bytes(jpeg[at + 5 : at + 7])
        if kind == 0xFF or kind in _ALONE:
            at += 1 if kind == 0xFF else 2
            continue
        at += 2 + int.from_bytes(jpeg[at + 2 : at + 4])
    raise _no_picture()


def _no_picture() -> InputError:
    return InputError("카메라 장면을 읽을 수 없어요.", "JPEG 그림만 받을 수 있어요.")
