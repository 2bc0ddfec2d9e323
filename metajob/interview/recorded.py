"""A recorded answer with a picture (webm, mp4, mov) → its sound and five rows a second."""

from __future__ import annotations

import contextlib
import io
import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from metajob.engines import Progress, silent
from metajob.errors import InputError
from metajob.faces.video import FaceTracker
from metajob.interview.signals import LONGEST_S, Row, row_of
from metajob.speech import audio
from metajob.speech.audio_kind import HEAD_BYTES, demuxer

FPS = 10  # rows a second: the least at which blinks can be counted (docs/behaviour.md)
_EARLY_S = 0.1 / FPS  # a picture so shortly before its time is taken: clocks of films are rounded
MOST_SIDE = 4096  # pixels
MOST_PIXELS = 4096 * 2304  # 4K of phones and cameras; a decoder keeps up to 16 pictures of this size
MAX_WALL_S = 600.0  # seconds of looking; 15 minutes at 1280x720 take about 150
_LOOKED_AT = 640  # pixels; longer sides are made this long
_MANY_FPS = 45  # from here on pictures that no other depends on are not even decoded
_MOST_BROKEN_PACKETS = 200
_SOUND_SHARE = 0.1  # of the work
_FARTHEST_APART_S = 5.0  # between the beginning of sound and picture; beyond it the times are not believed
_LEAST_BYTES_A_SECOND = 400

_WITH_PICTURES = ("matroska", "mov")
# What phones, browsers and cameras write.
_DECODERS = ("vp8", "vp9", "libvpx", "libvpx-vp9", "av1", "libdav1d", "h264", "hevc", "mpeg4", "h263")

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Watched:
    """rows: in order of time, t counted from the beginning of the sound. recording: None for a silent film.
    seconds: of the longer one. notes: Korean, what could not be read."""

    rows: list[Row]
    recording: audio.Recording | None
    seconds: float
    notes: tuple[str, ...] = ()


@dataclass
class _Told:
    """What the container says. sound: whether it has any, and when it begins (seconds) where that is known."""

    sound: bool
    picture: bool
    begins: float | None = None
    seconds: float = 0.0
    cut: bool = False


def watch(data: bytes | Path, progress: Progress = silent) -> Watched:
    """Listen to and look at a recording of at most 15 minutes. A recording without a picture gives no rows.

    Costs about 0.15 CPU seconds a second of video (1280x720). Raises InputError for what is neither, is broken, too
    long, or has pictures beyond 4096 pixels or 4096x2304; WeightsError without the models; Cancelled when progress
    does.
    """

    def listening(share: float, phrase: str) -> None:
        progress(share * _SOUND_SHARE, phrase)

    with _opened(data) as (file, kind):
        told = _Told(sound=True, picture=False)
        if kind in _WITH_PICTURES:
            with _container(file, kind) as container:
                told = _told(container, file)
        recording = audio.load(data, listening) if told.sound or not told.picture else None
        heard = recording.seconds if recording else 0.0
        if not told.picture:
            return Watched([], recording, heard)
        told.seconds = heard or told.seconds
        file.seek(0)
        with _container(file, kind) as container, contextlib.closing(FaceTracker()) as tracker:
            rows = list(_rows(container, tracker, told, progress))
    if not rows and recording is None:
        raise InputError(*_BROKEN)
    seen = rows[-1].t + 1 / FPS if rows else 0.0
    notes = []
    if recording is None:
        notes.append("소리가 없는 영상이라 말과 목소리는 살펴보지 못했어요.")
    if not rows:
        notes.append("영상의 화면을 읽지 못해서 소리만 살펴봤어요.")
    elif told.cut:
        notes.append(f"영상이 무거워서 화면은 앞부분 {seen:.0f}초까지만 살펴봤어요.")
    return Watched(rows, recording, max(heard, seen), tuple(notes))


def _rows(container: Any, tracker: FaceTracker, told: _Told, progress: Progress) -> Iterator[Row]:
    previous: NDArray[np.uint8] | None = None
    first: float | None = None
    due = 0.0
    number = 0
    for moment, picture in _frames(container, told):
        if first is None:
            first = moment
            if told.begins is None or abs(first - told.begins) > _FARTHEST_APART_S:
                told.begins = first
        t = moment - (told.begins or 0.0)
        if t > LONGEST_S:
            raise _too_long()
        if t < max(0.0, due - _EARLY_S):
            continue
        progress(
            _SOUND_SHARE + (1 - _SOUND_SHARE) * min(t / (told.seconds or LONGEST_S), 1.0),
            "영상을 살펴보고 있어요",
        )
        if (rgb := _upright(picture)) is None:
            continue
        sight = tracker.see(rgb, round(t * 1000), hands=number % 2 == 0)
        yield row_of(sight, rgb, t, previous)
        previous, number = rgb, number + 1
        due = max(due + 1 / FPS, t + 0.5 / FPS)


def _frames(container: Any, told: _Told) -> Iterator[tuple[float, Any]]:
    """(seconds, decoded frame) as they come. Damage ends it or skips packets; nothing else is raised."""
    stream = container.streams.video[0]
    if float(stream.average_rate or stream.guessed_rate or 0) >= _MANY_FPS:
        stream.codec_context.skip_frame = "NONREF"
    until = time.monotonic() + MAX_WALL_S
    broken = 0
    packets = container.demux(stream)
    while broken <= _MOST_BROKEN_PACKETS:
        if time.monotonic() > until:
            told.cut = True
            return
        try:
            packet = next(packets, None)
            if packet is None:
                return
            frames = packet.decode()
        except Exception as error:  # demuxers and decoders fail in many ways on hostile bytes
            _log.debug("a broken packet of a video: %s: %s", type(error).__name__, error)
            broken += 1
            continue
        for frame in frames:
            if frame.time is not None and frame.width * frame.height <= MOST_PIXELS:
                yield float(frame.time), frame


def _upright(frame: Any) -> NDArray[np.uint8] | None:
    """(H, W, 3) uint8 sRGB, at most `_LOOKED_AT` pixels a side, turned as the phone was held; None if it cannot be."""
    scale = min(1.0, _LOOKED_AT / max(frame.width, frame.height))
    width, height = (max(1, round(side * scale)) for side in (frame.width, frame.height))
    try:
        small = frame.reformat(width=width, height=height, format="rgb24").to_ndarray()
    except Exception as error:  # a pixel format that FFmpeg cannot convert
        _log.debug("a picture of a video: %s: %s", type(error).__name__, error)
        return None
    turns = round(frame.rotation / 90)  # counterclockwise, as numpy turns
    return np.ascontiguousarray(np.rot90(small, turns), np.uint8)


def _told(container: Any, file: IO[bytes]) -> _Told:
    """What is in it. Raises InputError for pictures that are too large and for what is too long."""
    told = _Told(sound=bool(container.streams.audio), picture=_has_picture(container))
    seconds = container.duration / 1_000_000 if container.duration and container.duration > 0 else 0.0
    if seconds > LONGEST_S + 1 and file.seek(0, io.SEEK_END) > seconds * _LEAST_BYTES_A_SECOND:
        raise _too_long()
    told.seconds = min(seconds, LONGEST_S)
    if told.sound:
        sound = container.streams.audio[0]
        if sound.start_time is not None and sound.time_base:
            told.begins = float(sound.start_time * sound.time_base)
    return told


def _has_picture(container: Any) -> bool:
    """Whether there is a film in it; the cover of a song is none."""
    if not container.streams.video:
        return False
    context = container.streams.video[0].codec_context
    if context is None or context.codec is None or context.codec.name not in _DECODERS:
        return False
    width, height = context.width, context.height
    if max(width, height) > MOST_SIDE or width * height > MOST_PIXELS:
        raise InputError(
            f"영상이 너무 커요({width}x{height}). 4K(3840x2160)까지 읽을 수 있어요.",
            "더 작은 크기로 저장해서 올려 주세요.",
        )
    return True


@contextlib.contextmanager
def _opened(data: bytes | Path) -> Iterator[tuple[IO[bytes], str]]:
    """The open file and its container by its first bytes; "" for what only `audio` can judge."""
    try:
        file = io.BytesIO(data) if isinstance(data, bytes) else data.open("rb")
    except OSError as error:
        _log.info("a video could not be read: %s", error)
        raise InputError("파일을 열 수 없어요.", "파일 이름과 위치, 읽을 권한을 확인해 주세요.") from None
    with file:
        kind = demuxer(file.read(HEAD_BYTES)) or ""
        file.seek(0)
        yield file, kind


def _container(file: IO[bytes], kind: str) -> Any:
    """Opened by FFmpeg: one demuxer, picture decoders only, nothing but these bytes."""
    import av

    def nothing_else(*_args: object) -> Any:
        raise PermissionError("a recording may not open other files")

    av.logging.set_level(None)  # broken files are said by us; FFmpeg would write them to stderr
    file.seek(0)
    try:
        return av.open(
            _Patient(file),
            mode="r",
            format=kind,
            options={
                "protocol_whitelist": "none",
                "codec_whitelist": ",".join(_DECODERS),
                "max_pixels": str(MOST_PIXELS),
            },
            metadata_errors="ignore",
            io_open=nothing_else,
        )
    except Exception as error:
        _log.info("a %s video could not be opened: %s: %s", kind, type(error).__name__, error)
        raise InputError(*_BROKEN) from None


class _Patient:
    """The file as FFmpeg sees it, with an end to what may be read: a hostile index could seek for ever."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._left = 8 * file.seek(0, io.SEEK_END) + 64 * 1024**2
        file.seek(0)

    def read(self, count: int) -> bytes:
        data = self._file.read(count)
        self._left -= len(data) + 1024
        return data if self._left >= 0 else b""

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()


_BROKEN = (
    "영상 파일이 깨졌거나 끝까지 저장되지 않았어요.",
    "다시 녹화하거나 원본 파일을 다시 올려 주세요.",
)


def _too_long() -> InputError:
    return InputError(
        f"영상이 너무 길어요. {LONGEST_S / 60:.0f}분까지 쓸 수 있어요.", "대답 하나씩 나눠서 올려 주세요."
    )
