"""Any recording a phone or browser makes → mono float32 at 16 kHz, in blocks; limits and hostile files live here.

Containers: webm/mkv, mp4/m4a/mov/3gp, mp3, aac, wav, ogg, flac. A recording may last `LONGEST_S`; a longer one is
refused by what its container says, or as soon as that much was decoded, so neither memory nor time grow with it.
Only the demuxer that the first bytes call for is opened, only listed decoders run, and nothing but the given bytes
can be opened by the file (no playlist, no address, no other file).
"""

from __future__ import annotations

import contextlib
import io
import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import numpy as np

from metajob.engines import Progress, silent
from metajob.errors import InputError, UserError
from metajob.speech.audio_kind import DECODERS, HEAD_BYTES, demuxer, promised_bytes
from metajob.speech.model import Pcm

if TYPE_CHECKING:
    from av.audio.resampler import AudioResampler
    from av.container import InputContainer

RATE = 16_000  # Hz, what Whisper and the VAD take
LONGEST_S = 15 * 60  # seconds; an interview answer is asked to take 1 to 3 minutes
MAX_BYTES = 1024**3  # 15 minutes of video at 9 Mbit/s; uploads have their own, smaller limit
MAX_WALL_S = 120.0  # seconds of reading; 15 minutes of sound take about 3

_SHORTEST_S = 0.1
_LEAST_OF_DAMAGED_S = 0.5
_LEAST_BYTES_A_SECOND = 400  # the thinnest speech codecs need 600; below it a stated length is not believed
_MOST_BROKEN_PACKETS = 200
_RATES = range(4_000, 384_001)
_MOST_CHANNELS = 8
_REPORT_EVERY_S = 10

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Recording:
    """A decoded recording. pcm: mono float32 at 16 kHz, -1..1; at most 58 MB. warnings: Korean sentences."""

    pcm: Pcm
    warnings: tuple[str, ...] = ()

    @property
    def seconds(self) -> float:
        """Length of the recording."""
        return len(self.pcm) / RATE


def decode(source: bytes | Path) -> Pcm:
    """The sound alone, mono float32 at 16 kHz. Raises InputError, as `load`."""
    return load(source).pcm


def load(source: bytes | Path, progress: Progress = silent) -> Recording:
    """Decode a whole recording of at most `LONGEST_S`.

    Raises InputError: empty, no recording, no sound in it, unreadable, too short, too long. Of a damaged recording
    what could be read is given with a warning when it is 0.5 s or more.
    """
    buffer = np.empty(LONGEST_S * RATE, np.float32)  # pages that are never written take no memory
    filled, reported, notes = 0, 0, list[str]()
    for block in blocks(source, notes):
        buffer[filled : filled + len(block)] = block
        filled += len(block)
        if filled - reported >= _REPORT_EVERY_S * RATE:
            reported = filled
            progress(filled / len(buffer), "녹음을 읽고 있어요")
    return Recording(buffer[:filled], tuple(notes))


def blocks(source: bytes | Path, notes: list[str] | None = None) -> Iterator[Pcm]:
    """Mono float32 pieces at 16 kHz, in order, together at most `LONGEST_S`. Warnings are added to `notes`.

    Raises InputError, also after some blocks were given.
    """
    with _opened(source) as (file, size):
        head = file.read(HEAD_BYTES)
        kind = demuxer(head)
        if kind is None:
            raise InputError(*_NOT_A_RECORDING)
        file.seek(0)
        filled = 0
        damage = _Damage(ended=promised_bytes(head) > size)
        for block in _decoded(_Reader(file, size), kind, size, damage):
            if filled + len(block) > LONGEST_S * RATE:
                raise _too_long()
            filled += len(block)
            yield block
        _judge(filled / RATE, damage, notes if notes is not None else [])


@dataclass
class _Damage:
    """What went wrong while reading. expected: seconds that the container promises, 0 where it does not."""

    broken: int = 0
    ended: bool = False
    expected: float = 0.0


class _Reader:
    """The file as FFmpeg sees it, with an end to its patience: a hostile index could seek for ever."""

    def __init__(self, file: IO[bytes], size: int) -> None:
        self._file = file
        self._left = 8 * size + 64 * 1024**2
        self._until = time.monotonic() + MAX_WALL_S

    def read(self, count: int) -> bytes:
        data = self._file.read(count)
        self._left -= len(data) + 1024
        if self._left < 0 or time.monotonic() > self._until:
            raise InputError(*_BROKEN)
        return data

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()


@contextlib.contextmanager
def _opened(source: bytes | Path) -> Iterator[tuple[IO[bytes], int]]:
    try:
        with io.BytesIO(source) if isinstance(source, bytes) else source.open("rb") as file:
            size = file.seek(0, io.SEEK_END)
            file.seek(0)
            if size == 0:
                raise InputError(
                    "빈 파일이에요. 녹음된 내용이 없어요.", "녹음이 끝까지 저장됐는지 확인해 주세요."
                )
            if size > MAX_BYTES:
                raise InputError(
                    f"파일이 너무 커요. {MAX_BYTES // 1024**2}MB까지 읽을 수 있어요.",
                    "영상 대신 소리만 저장하거나 나눠서 올려 주세요.",
                )
            yield file, size
    except FileNotFoundError:
        raise InputError("파일을 찾을 수 없어요.", "파일 이름과 위치를 확인해 주세요.") from None
    except OSError as error:
        _log.info("a recording could not be read: %s", error)
        raise InputError("파일을 열 수 없어요.", "녹음 파일인지, 읽을 권한이 있는지 확인해 주세요.") from None


def _decoded(reader: _Reader, kind: str, size: int, damage: _Damage) -> Iterator[Pcm]:
    """Blocks of the best sound track. Everything a decoder may raise becomes damage or an InputError."""
    container = _container(reader, kind)
    with container:
        stream = _sound(container)
        damage.expected = _stated_seconds(container, stream)
        if damage.expected > LONGEST_S + 1 and size > damage.expected * _LEAST_BYTES_A_SECOND:
            raise _too_long(damage.expected)
        resampler = _Resampler()
        packets = container.demux(stream)
        while damage.broken <= _MOST_BROKEN_PACKETS:
            try:
                packet = next(packets, None)
            except UserError:
                raise
            except Exception as error:  # demuxers fail in many ways on hostile bytes
                _log.info("a recording ended early: %s: %s", type(error).__name__, error)
                damage.ended = True
                packet = None
            if packet is None:
                break
            try:
                frames = packet.decode()
                pieces = [piece for frame in frames for piece in resampler.take(frame)]
            except UserError:
                raise
            except Exception as error:  # and so do decoders
                _log.debug("a broken packet: %s: %s", type(error).__name__, error)
                damage.broken += 1
                continue
            yield from pieces
        yield from resampler.take(None)


def _container(reader: _Reader, kind: str) -> InputContainer:
    import av

    def nothing_else(*_args: object) -> Any:
        raise PermissionError("a recording may not open other files")

    av.logging.set_level(None)  # broken files are said by us; FFmpeg would write them to stderr
    try:
        return av.open(
            reader,
            mode="r",
            format=kind,
            options={"protocol_whitelist": "none", "codec_whitelist": ",".join(DECODERS)},
            metadata_errors="ignore",
            io_open=nothing_else,
        )
    except UserError:
        raise
    except Exception as error:
        _log.info("a %s recording could not be opened: %s: %s", kind, type(error).__name__, error)
        raise InputError(*_BROKEN) from None


def _sound(container: InputContainer) -> Any:
    """The best audio stream with a decoder that may run."""
    streams = container.streams.audio
    if not streams and container.streams.video:
        raise InputError(
            "소리가 없는 영상이에요.",
            "마이크가 켜져 있는지 확인하고 다시 녹음하거나, 소리가 있는 파일을 올려 주세요.",
        )
    if not streams:
        raise InputError(*_BROKEN)
    for stream in streams:
        context = stream.codec_context
        if context is not None and context.codec is not None and context.codec.name in DECODERS:
            return stream
    raise InputError(
        "이 녹음의 소리 형식은 읽을 수 없어요. 암호화된 파일일 수도 있어요.",
        "다른 녹음 앱을 쓰거나 MP3, WAV, M4A로 저장해서 올려 주세요.",
    )


def _stated_seconds(container: InputContainer, stream: Any) -> float:
    if stream.duration and stream.time_base:
        return float(stream.duration * stream.time_base)
    return container.duration / 1_000_000 if container.duration and container.duration > 0 else 0.0


class _Resampler:
    """Frames → mono float32 blocks at 16 kHz; a stream may change its rate or channels on the way."""

    def __init__(self) -> None:
        self._inner: AudioResampler | None = None
        self._form: tuple[object, ...] = ()

    def take(self, frame: Any) -> list[Pcm]:
        """Blocks that this frame completes; None gives what is left."""
        from av.audio.resampler import AudioResampler

        done: list[Pcm] = []
        if frame is not None:
            form = (frame.format.name, frame.layout.name, frame.sample_rate)
            if frame.sample_rate not in _RATES or not 1 <= len(frame.layout.channels) <= _MOST_CHANNELS:
                raise ValueError(f"odd sound: {form}")
            if form != self._form:
                done = self.take(None)
                self._inner, self._form = AudioResampler(format="flt", layout="mono", rate=RATE), form
        if self._inner is None:
            return []
        made = self._inner.resample(frame)
        if frame is None:
            self._inner = None
        return done + [_clean(piece.to_ndarray()[0]) for piece in made if piece.samples]


def _clean(block: Any) -> Pcm:
    """Float files may hold NaN and values beyond full scale."""
    clean: Pcm = np.clip(np.nan_to_num(block, nan=0.0, posinf=1.0, neginf=-1.0), -1.0, 1.0).astype(np.float32)
    return clean


def _judge(seconds: float, damage: _Damage, notes: list[str]) -> None:
    short_of = damage.expected - seconds > max(1.0, 0.02 * damage.expected)
    damaged = damage.broken > 0 or damage.ended or short_of
    if damaged and seconds < _LEAST_OF_DAMAGED_S:
        raise InputError(*_BROKEN)
    if seconds < _SHORTEST_S:
        raise InputError("녹음이 너무 짧아서 소리가 거의 없어요.", "대답을 다시 녹음해 주세요.")
    if damaged:
        notes.append(f"녹음 파일이 손상되어 읽을 수 있는 {seconds:.0f}초만 썼어요.")


_NOT_A_RECORDING = (
    "녹음이나 영상 파일이 아니에요.",
    "WebM, M4A, MP3, WAV, OGG, FLAC, MP4 파일을 올려 주세요.",
)
_BROKEN = (
    "녹음 파일이 깨졌거나 끝까지 저장되지 않았어요.",
    "다시 녹음하거나 원본 파일을 다시 올려 주세요.",
)


def _too_long(seconds: float = 0.0) -> InputError:
    length = f" 이 녹음은 약 {seconds / 60:.0f}분이에요." if seconds else ""
    return InputError(
        f"녹음이 너무 길어요. {LONGEST_S // 60}분까지 쓸 수 있어요.{length}",
        "대답 하나씩 나눠서 올려 주세요.",
    )
