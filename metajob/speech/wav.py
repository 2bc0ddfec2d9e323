"""Mono 16-bit WAV files with the standard library, and another sample rate with numpy."""

from __future__ import annotations

import io
import wave
from functools import cache
from math import gcd
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from metajob.errors import InputError
from metajob.files import write_whole
from metajob.speech.model import Pcm

_ZEROS = 16  # zero crossings of the windowed sinc on either side
_BETA = 8.6  # of the Kaiser window: side lobes 85 dB down (Kaiser 1974)
_ROLL_OFF = 0.95  # passband edge, as a share of the lower Nyquist frequency
_SLAB = 65_536  # output samples that are made at once


def samples(pcm: Pcm) -> bytes:
    """16-bit little-endian PCM. pcm: (samples,), clipped to -1..1; values that are no number become silence."""
    clean = np.clip(np.nan_to_num(pcm, nan=0.0, posinf=1.0, neginf=-1.0), -1.0, 1.0)
    return np.round(clean * 32767).astype("<i2").tobytes()


def to_bytes(pcm: Pcm, rate: int) -> bytes:
    """A whole WAV file of these `samples`."""
    stream = io.BytesIO()
    with wave.open(stream, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(samples(pcm))
    return stream.getvalue()


def from_bytes(data: bytes) -> tuple[Pcm, int]:
    """Samples (-1..1) and rate (Hz) of a mono 16-bit WAV file. Raises InputError for anything else."""
    try:
        with wave.open(io.BytesIO(data), "rb") as file:
            if (file.getnchannels(), file.getsampwidth()) != (1, 2) or file.getframerate() <= 0:
                raise InputError("16비트 모노 WAV 파일이 아니에요.")
            count, rate = file.getnframes(), file.getframerate()
            frames = file.readframes(count)
    except (wave.Error, EOFError, ValueError) as error:
        raise InputError("WAV 파일을 읽을 수 없어요.") from error
    if len(frames) != 2 * count:
        raise InputError("WAV 파일이 잘려 있어요.")
    return (np.frombuffer(frames, "<i2") / np.float32(32767)).clip(-1, 1).astype(np.float32), rate


def write(path: Path, pcm: Pcm, rate: int) -> None:
    """Write a WAV file, whole or not at all. Raises OSError."""
    write_whole(path, to_bytes(pcm, rate))


def read(path: Path) -> tuple[Pcm, int]:
    """Samples (-1..1) and rate (Hz). Raises OSError, InputError when it is no mono 16-bit WAV file."""
    return from_bytes(path.read_bytes())


def resample(pcm: Pcm, rate: int, wanted: int) -> Pcm:
    """The same sound at another rate (Hz): ceil(samples * wanted / rate) samples, not shifted in time.

    Polyphase windowed sinc: flat to 0.9 of the lower Nyquist frequency, what would alias is 70 dB down or more.
    """
    if rate == wanted or not len(pcm):
        return pcm.astype(np.float32)
    shared = gcd(rate, wanted)
    up, down = wanted // shared, rate // shared
    taps = _phases(up, down)
    width = taps.shape[1]
    before = width // 2 - 1
    padded = np.concatenate([np.zeros(before), pcm, np.zeros(width)]).astype(np.float32)
    windows = np.lib.stride_tricks.sliding_window_view(padded, width)
    total = -(-len(pcm) * up // down)
    made = np.empty(total, np.float32)
    for first in range(0, total, _SLAB):
        at = np.arange(first, min(first + _SLAB, total), dtype=np.int64) * down
        made[first : first + len(at)] = np.einsum("ij,ij->i", windows[at // up], taps[at % up])
    return made


@cache
def _phases(up: int, down: int) -> NDArray[np.float32]:
    """(up, width) taps: row p makes the sample that lies p/up of an input sample behind the window's middle."""
    cutoff = _ROLL_OFF * min(1.0, up / down)
    half = int(np.ceil(_ZEROS / cutoff))
    distance = np.arange(1 - half, half + 1)[None, :] - np.arange(up)[:, None] / up
    inside = np.sqrt(np.clip(1 - (distance / half) ** 2, 0, None))
    taps = cutoff * np.sinc(cutoff * distance) * np.i0(_BETA * inside) / np.i0(_BETA)
    return np.asarray(taps / taps.sum(1, keepdims=True), np.float32)
