"""What the ear of the interviewer works on: log-mel frames of a sound, and how likely each sound class is in each.

The classes come from a small network (two matrices) that benchmarks/interviewer_sounds.py fits on Kokoro's own phone
times; it knows nothing of other languages. Frames are 10 ms apart; any sample rate from 8 kHz.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Final

import numpy as np
from numpy.typing import NDArray

from metajob.speech.model import Pcm

Floats = NDArray[np.float32]

RATE = 100  # frames a second; frame i is centred on (i + 0.5) / RATE seconds
WINDOW = 0.025  # seconds
SLAB = 1000  # frames that are transformed at once: about 15 MB
MELS = 26
LOWEST, HIGHEST = 60.0, 7600.0  # Hz
FLOOR = 1e-5  # of the loudest frames' energy: 50 dB below, so that hum and hiss beneath do not show
OFFSETS: Final = (-11, -8, -5, -3, -2, -1, 0, 1, 2, 3, 5, 8, 11)  # frames that the network sees around one

# Sound classes: "" is silence. Tense and aspirated stops differ in time rather than in colour.
CLASSES: Final = ("", *"ㅏㅓㅗㅜㅡㅣㅔㅁㄴㅇㄹㅂㄷㄱㅅㅈㅎ")
SILENCE = 0
_FAMILIES = {"ㅔ": "ㅔㅐ", "ㅂ": "ㅂㅃㅍ", "ㄷ": "ㄷㄸㅌ", "ㄱ": "ㄱㄲㅋ", "ㅅ": "ㅅㅆ", "ㅈ": "ㅈㅉㅊ"}
CLASS_OF: Final[dict[str, int]] = {
    jamo: number for number, name in enumerate(CLASSES) for jamo in (_FAMILIES.get(name, name) or ("",))
}


# What a vowel letter sounds like in the end, and the glide or vowel before it.
PLAIN: Final = dict(zip("ㅑㅕㅛㅠㅖㅒㅘㅝㅙㅚㅞㅟㅢ", "ㅏㅓㅗㅜㅔㅔㅏㅓㅔㅔㅔㅣㅣ", strict=True))
GLIDES: Final = {**dict.fromkeys("ㅑㅕㅛㅠㅖㅒ", "ㅣ"), **dict.fromkeys("ㅘㅝㅙㅚㅞㅟ", "ㅜ"), "ㅢ": "ㅡ"}


def frames_of(samples: int, rate: int) -> int:
    """How many frames a sound of so many samples has."""
    return int(samples / rate * RATE)


def mel(pcm: Pcm, rate: int) -> Floats:
    """(frames, MELS) natural log energies, free of gain (0 = loudest frames) and floored at FLOOR of those."""
    count = frames_of(len(pcm), rate)
    if not count:
        return np.zeros((0, MELS), np.float32)
    size = round(WINDOW * rate)
    centres = ((np.arange(count) + 0.5) * rate / RATE).astype(int)
    padded = np.pad(pcm.astype(np.float32), (size, size))
    padded[1:] -= 0.95 * padded[:-1]  # lift the upper formants
    begins = centres + size - size // 2
    window = np.hanning(size).astype(np.float32)
    energy = np.empty((count, MELS), np.float32)
    for first in range(0, count, SLAB):
        index = begins[first : first + SLAB, None] + np.arange(size)
        power = np.abs(np.fft.rfft(padded[index] * window, _fft(rate))) ** 2
        energy[first : first + SLAB] = power.astype(np.float32) @ _filters(rate)
    loudest = float(np.percentile(energy.sum(1), 95)) / MELS
    return np.asarray(np.log(energy / (loudest + 1e-12) + FLOOR), np.float32)


def _fft(rate: int) -> int:
    return 1 << (round(WINDOW * rate) - 1).bit_length()


@cache
def _filters(rate: int) -> Floats:
    """(bins, MELS) triangles, evenly spaced on the mel scale (O'Shaughnessy 1987), each of unit area."""
    low_mel, high_mel = (2595 * float(np.log10(1 + hertz / 700)) for hertz in (LOWEST, HIGHEST))
    edges = 700 * (10 ** (np.linspace(low_mel, high_mel, MELS + 2) / 2595) - 1)
    bins = np.fft.rfftfreq(_fft(rate), 1 / rate)[:, None]
    low, middle, high = edges[:-2], edges[1:-1], edges[2:]
    shape = np.clip(np.minimum((bins - low) / (middle - low), (high - bins) / (high - middle)), 0, None)
    return np.asarray(shape / (shape.sum(0) + 1e-9), np.float32)


def normalised(mels: Floats) -> Floats:
    """(frames, MELS) less the mean of the louder half, which takes microphone and room away, and about -2..1."""
    if not len(mels):
        return mels
    loud = mels.mean(1)
    return np.asarray((mels - mels[loud >= np.median(loud)].mean(0)) / 2.5, np.float32)


@cache
def _network() -> tuple[Floats, ...]:
    with resources.files("metajob.interviewer").joinpath("data/sounds.npz").open("rb") as file:
        stored = np.load(file)
        return tuple(stored[name].astype(np.float32) for name in ("w1", "b1", "w2", "b2"))


def likelihood(mels: Floats) -> Floats:
    """(frames, len(CLASSES)) natural log of how likely each class is in each frame, all classes sought alike."""
    if not (mels > np.log(FLOOR) + 0.1).any():
        nothing = np.full((len(mels), len(CLASSES)), -20.0, np.float32)
        nothing[:, SILENCE] = 0.0
        return nothing
    w1, b1, w2, b2 = _network()
    flat = normalised(mels)
    seen = flat[np.clip(np.arange(len(flat))[:, None] + np.array(OFFSETS), 0, max(len(flat) - 1, 0))]
    hidden = np.maximum(seen.reshape(len(flat), MELS * len(OFFSETS)) @ w1 + b1, 0)
    score = hidden @ w2 + b2
    score -= score.max(1, keepdims=True)  # against overflow
    return np.asarray(score - np.log(np.exp(score).sum(1, keepdims=True)), np.float32)
