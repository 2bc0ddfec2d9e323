"""What the external engines are given: a face video that is long enough and a sound that they can bear.

The face video is the operator's recording, cut to a square around the face, 640x640 at 25 fps, played to and fro
without a jump until it is long enough. Its name is made from its content, because VideoReTalking and MuseTalk keep
what they find in a face under the file's name alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from metajob.engines import Progress, silent
from metajob.errors import InputError
from metajob.interviewer.encode import Frame, encode
from metajob.interviewer.model import FPS, SIZE
from metajob.speech.model import Pcm

VERSION = 1  # of the cut
LONGEST = 12  # seconds that are used of a recording; more is only waited for
SHORTEST = 1.0  # seconds that it must have
LENGTHS = (
    16,
    32,
    64,
    128,
    256,
)  # seconds of a loop: few lengths, so that what was found in a face is used again
LOOKS = 5  # frames that are searched for a face
FURTHEST = 20.0  # degrees of yaw; the engines "cannot handle extreme poses"
SOUND_RATE = 16_000  # Hz that the engines work at
FLOOR = 10 ** (-70 / 20)  # of noise, as a share of full scale: digital silence gives "Mel contains nan"
SHORTEST_SOUND = 0.5  # seconds; fewer than 16 mel frames break the engine

Encoded = NDArray[np.uint8]


def loop(source: Path, folder: Path, seconds: float, progress: Progress = silent) -> Path:
    """`folder`/iv_<12 hex digits>.mp4 of at least `seconds`, made unless it is there.

    Raises InputError when the recording cannot be read, is too short, or shows no face from the front;
    StorageError, Cancelled.
    """
    length = next((one for one in LENGTHS if one >= seconds), 0)
    if not length:
        raise InputError("이 영상 엔진으로 만들기에는 말이 너무 길어요.", "문장을 나눠 주세요.")
    try:
        made_from = hashlib.sha256(source.read_bytes())
    except OSError as error:
        raise InputError("면접관 얼굴 영상을 읽을 수 없어요.", "파일이 있는지 확인해 주세요.") from error
    made_from.update(f"{VERSION} {length}".encode())
    path = folder / f"iv_{made_from.hexdigest()[:12]}.mp4"
    if not path.is_file():
        encode(_to_and_fro(_square(source), length * FPS), path, expected=length * FPS, progress=progress)
    return path


def idle(source: Path, path: Path, progress: Progress = silent) -> float:
    """Write the recording there and back once, a silent loop without a jump; its seconds. Raises as `loop`."""
    frames = _square(source)
    number = 2 * (len(frames) - 1)
    return encode(_to_and_fro(frames, number), path, expected=number, progress=progress)


def first(source: Path) -> Frame:
    """(640, 640, 3) RGB: the first picture as it is cut. Raises InputError."""
    for frame in steady(source, LONGEST):
        return _fitted(frame, _cut(frame))
    raise _unreadable()


def bearable(pcm: Pcm, rate: int) -> Pcm:
    """Mono 16 kHz with a floor of noise at -70 dBFS, at least half a second; the same for the same sound."""
    from metajob.speech import wav

    found = wav.resample(pcm, rate, SOUND_RATE) if len(pcm) else pcm
    short = max(round(SHORTEST_SOUND * SOUND_RATE) - len(found), 0)
    found = np.concatenate([found, np.zeros(short, np.float32)])
    noise = np.random.default_rng(0).standard_normal(len(found)).astype(np.float32)
    loud = np.clip(found + noise * np.float32(FLOOR), -1, 1)
    return np.asarray(loud, np.float32)


def _square(source: Path) -> list[Encoded]:
    """Frames at 25 fps as JPEG, 150 kB each instead of 1.2 MB: they are played several times."""
    kept: list[Encoded] = []
    box: tuple[int, int, int] | None = None
    for frame in steady(source, LONGEST):
        if box is None:
            box = _cut(frame)
        jpeg = cv2.imencode(".jpg", _fitted(frame, box), [cv2.IMWRITE_JPEG_QUALITY, 95])[1]
        kept.append(np.asarray(jpeg, np.uint8))
    if len(kept) < SHORTEST * FPS:
        raise InputError("면접관 얼굴 영상이 너무 짧아요.", "2초가 넘는 영상을 넣어 주세요.")
    for number in np.linspace(0, len(kept) - 1, LOOKS).round().astype(int):
        _face(_decoded(kept[number]))
    return kept


def steady(source: Path, longest: float) -> Iterator[Frame]:
    """RGB frames 1/25 s apart, whatever the recording's own rate. Raises InputError for what is no video."""
    import av

    shown = 0
    try:
        with av.open(str(source)) as film:
            start: float | None = None
            before: Frame | None = None
            for picture in film.decode(video=0):
                start = picture.time or 0.0 if start is None else start
                until = (picture.time or 0.0) - start
                while before is not None and shown / FPS < until - 1e-3 and shown < longest * FPS:
                    yield before
                    shown += 1
                if shown >= longest * FPS:
                    return
                before = np.asarray(picture.to_ndarray(format="rgb24"), np.uint8)
            if before is not None:
                yield before
    except (OSError, ValueError, IndexError, av.FFmpegError) as error:
        raise _unreadable() from error


def _unreadable() -> InputError:
    return InputError("영상을 읽을 수 없어요.", "mp4 파일인지 확인해 주세요.")


def _fitted(frame: Frame, box: tuple[int, int, int]) -> Frame:
    x, y, side = box
    part = frame[y : y + side, x : x + side]
    return np.asarray(cv2.resize(part, (SIZE, SIZE), interpolation=cv2.INTER_AREA), np.uint8)


def _cut(frame: Frame) -> tuple[int, int, int]:
    """x, y, side of the largest square whose middle is as near to the face as can be."""
    left, top, right, bottom = _face(frame)
    height, width = frame.shape[:2]
    side = min(height, width)
    x = round(np.clip((left + right) / 2 - side / 2, 0, width - side))
    y = round(np.clip((top + bottom) / 2 - side * 0.45, 0, height - side))
    return x, y, side


def _face(frame: Frame) -> tuple[float, float, float, float]:
    from metajob.faces.landmarker import detect
    from metajob.faces.pose import pose

    found = detect(np.ascontiguousarray(frame))
    if not found or abs(pose(found[0]).yaw) > FURTHEST:
        raise InputError(
            "면접관 얼굴 영상에서 정면 얼굴을 찾지 못했어요.",
            "처음부터 끝까지 한 사람이 정면을 보는 영상을 넣어 주세요.",
        )
    return found[0].box


def _decoded(frame: Encoded) -> Frame:
    bgr = cv2.imdecode(frame, cv2.IMREAD_COLOR)
    assert bgr is not None
    return np.asarray(cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB), np.uint8)


def _to_and_fro(frames: list[Encoded], number: int) -> Iterator[Frame]:
    """0 1 2 3 2 1 0 1 …: no picture twice in a row at the ends."""
    period = max(2 * (len(frames) - 1), 1)
    for shown in range(number):
        place = shown % period
        yield _decoded(frames[min(place, period - place)])
