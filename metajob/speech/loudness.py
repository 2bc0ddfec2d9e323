"""How loud a recording is: K-weighted loudness over time, plain frame levels, clipping."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from metajob.speech.model import Pcm

Levels = NDArray[np.float64]  # decibels, one for each step
BLOCK_S = 0.1
WINDOW_S = 0.4
FLOOR_DB = -120.0
_CLIP = 0.99
_SLAB = 600  # blocks of 0.1 s that are transformed at once: about 15 MB

# ITU-R BS.1770-5, annex 1, tables 1 and 2: the two filters at 48 kHz (b0, b1, b2, a1, a2)
_SHELF = (1.53512485958697, -2.69169618940638, 1.19839281085285, -1.69065929318241, 0.73248077421585)
_HIGH_PASS = (1.0, -2.0, 1.0, -1.99004745483398, 0.99007225036621)


def momentary(pcm: Pcm, rate: int) -> Levels:
    """Momentary loudness (LKFS): windows of 0.4 s, one every 0.1 s, the first begins at 0.

    ITU-R BS.1770-5 and EBU Tech 3341, for one channel. The filters are applied to the spectra of blocks of
    0.1 s (Parseval), which differs from filtering in time by less than 0.1 dB on speech. Empty below 0.4 s.
    """
    blocks = _block_powers(pcm, rate)
    width = round(WINDOW_S / BLOCK_S)
    if len(blocks) < width:
        return np.zeros(0)
    sums = np.concatenate([[0.0], np.cumsum(blocks)])
    return _lkfs((sums[width:] - sums[:-width]) / width)


def loudness(pcm: Pcm, rate: int) -> float:
    """Loudness of the whole (LKFS), not gated; FLOOR_DB for silence and below 0.1 s."""
    blocks = _block_powers(pcm, rate)
    return float(_lkfs(blocks.mean(keepdims=True))[0]) if len(blocks) else FLOOR_DB


def frame_levels(pcm: Pcm, rate: int, step: float = 0.01) -> Levels:
    """RMS level (dB re full scale) of frames of `step` seconds, smoothed over three frames."""
    size = max(1, round(rate * step))
    count = len(pcm) // size
    if not count:
        return np.zeros(0)
    frames = pcm[: count * size].reshape(count, size)
    power = np.einsum("ij,ij->i", frames, frames, dtype=np.float64) / size
    padded = np.pad(power, 1, mode="edge")
    return _db((padded[:-2] + padded[1:-1] + padded[2:]) / 3)


def clipped_share(pcm: Pcm) -> float:
    """Share (0..1) of samples that lie, with both neighbours, at 0.99 of full scale or above."""
    if len(pcm) < 3:
        return 0.0
    high = np.abs(pcm) >= _CLIP
    return float(np.count_nonzero(high[:-2] & high[1:-1] & high[2:]) / len(pcm))


def _block_powers(pcm: Pcm, rate: int) -> Levels:
    """K-weighted mean square of each whole block of 0.1 s."""
    size = round(rate * BLOCK_S)
    count = len(pcm) // size
    frequency = np.fft.rfftfreq(size, 1 / rate).astype(np.float64)
    weight = _response(_SHELF, frequency) * _response(_HIGH_PASS, frequency)
    weight[1 : (size + 1) // 2] *= 2  # the negative frequencies that rfft leaves out
    weight /= float(size) ** 2
    powers = [np.zeros(0)]
    for first in range(0, count, _SLAB):
        last = min(first + _SLAB, count)
        spectra = np.fft.rfft(pcm[first * size : last * size].reshape(last - first, size))
        powers.append((spectra.real**2 + spectra.imag**2) @ weight)
    return np.concatenate(powers)


def _response(filter_: tuple[float, ...], frequency: Levels) -> Levels:
    """Squared magnitude of a 48 kHz biquad at these frequencies (Hz); flat above 24 kHz."""
    b0, b1, b2, a1, a2 = filter_
    z = np.exp(-2j * np.pi * np.minimum(frequency, 24_000.0) / 48_000)
    return np.asarray(np.abs((b0 + b1 * z + b2 * z * z) / (1 + a1 * z + a2 * z * z)) ** 2)


def _lkfs(power: Levels) -> Levels:
    return np.maximum(_db(power) - 0.691, FLOOR_DB)


def _db(power: Levels) -> Levels:
    return np.asarray(10 * np.log10(np.maximum(power, 10 ** (FLOOR_DB / 10))))
