"""Synthetic sounds with known values: voiced tones of known pitch, silences, noise."""

from __future__ import annotations

import numpy as np

from metajob.speech.model import Pcm

RATE = 16_000


def voiced(seconds: float, hz: float | np.ndarray = 150.0, db: float = -20.0, rate: int = RATE) -> Pcm:
    """A sound rich in harmonics. hz: constant, or one value a sample. db: RMS level re full scale."""
    pitch = np.broadcast_to(np.asarray(hz, float), (round(seconds * rate),))
    phase = 2 * np.pi * np.cumsum(pitch) / rate
    sound = sum(np.sin(n * phase) / n for n in range(1, 11))
    return at_level(np.asarray(sound), db)


def at_level(sound: np.ndarray, db: float) -> Pcm:
    """The sound with this RMS level in dB re full scale."""
    rms = np.sqrt(np.mean(np.square(sound)))
    return np.asarray(sound / rms * 10 ** (db / 20), np.float32)


def noise(seconds: float, db: float, rate: int = RATE, seed: int = 0) -> Pcm:
    """White noise."""
    return at_level(np.random.default_rng(seed).standard_normal(round(seconds * rate)), db)


def silence(seconds: float, rate: int = RATE) -> Pcm:
    """Digital silence."""
    return np.zeros(round(seconds * rate), np.float32)


def joined(*parts: Pcm) -> Pcm:
    """One after the other."""
    return np.concatenate(parts)
