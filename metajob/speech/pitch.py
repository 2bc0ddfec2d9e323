"""How high a voice is: fundamental frequency over time by autocorrelation, its median and spread."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from metajob.speech.model import Pcm

Floats = NDArray[np.float32]
STEP_S = 0.01
FLOOR_HZ, CEILING_HZ = 65.0, 500.0
_WINDOW_S = 0.05  # 3.25 periods of the floor; the method wants three
_VOICED = 0.5  # least height of the peak, 1 for a perfectly periodic sound
_OCTAVE_COST = 0.01
_WORK_RATE = 8_000  # the sound is thinned out to this or a little more
_HIGHEST_HZ = 2_000.0  # overtones above make the peaks too narrow for the grid of lags
_FINER = 2  # lags a sample: a peak between two samples may not lose to its multiple
_SLAB_S = 10.0


@dataclass(frozen=True)
class PitchTrack:
    """times: seconds of the frame centres, sorted. hz: fundamental frequency, 0 where the voice has none."""

    times: Floats
    hz: Floats

    def between(self, start: float, end: float) -> Floats:
        """Frequencies of the frames with start ≤ time < end, unvoiced ones as 0."""
        first, last = np.searchsorted(self.times, [start, end])
        return self.hz[first:last]


def track(pcm: Pcm, rate: int, spans: Sequence[tuple[float, float]]) -> PitchTrack:
    """Fundamental frequency every 10 ms inside `spans` (seconds), 65 to 500 Hz.

    P. Boersma (1993), "Accurate short-term analysis of the fundamental frequency and the harmonics-to-noise
    ratio of a sampled sound": the autocorrelation of a Hann window divided by that of the window itself, with
    his octave cost, overtones up to 2 kHz, sinc interpolation to half samples and then a parabola, without a
    path search. Works through 10 s at a time.
    """
    times, found = [np.zeros(0, np.float32)], [np.zeros(0, np.float32)]
    for start, piece in _pieces(pcm, rate, spans):
        thin, thin_rate = _thinned(piece, rate)
        hz = _frequencies(thin, thin_rate)
        centres = start + _WINDOW_S / 2 + STEP_S * np.arange(len(hz))
        times.append(centres.astype(np.float32))
        found.append(hz)
    return PitchTrack(np.concatenate(times), np.concatenate(found))


def voice_range(hz: Floats) -> Floats:
    """The voiced ones of these frequencies (Hz, 0 for unvoiced) without octave errors.

    C. De Looze & D. Hirst (2008), "Detecting changes in key and range for the automatic modelling and coding
    of intonation": what lies outside 0.75 · first quartile … 1.5 · third quartile is an error.
    """
    voiced: Floats = hz[hz > 0]
    if not len(voiced):
        return voiced
    low, high = np.percentile(voiced, [25, 75])
    kept: Floats = voiced[(voiced >= 0.75 * low) & (voiced <= 1.5 * high)]
    return kept


def spread(hz: Floats) -> float:
    """Standard deviation in semitones (12 · log2) around the mean of the logarithm; needs one value."""
    return float(np.std(12 * np.log2(hz.astype(np.float64))))


def _pieces(pcm: Pcm, rate: int, spans: Sequence[tuple[float, float]]) -> Iterator[tuple[float, Pcm]]:
    """(start in seconds, sound): the spans cut to at most _SLAB_S so that no frame is lost at a cut."""
    for start, end in spans:
        at = start
        while end - at >= _WINDOW_S:
            stop = min(at + _SLAB_S + _WINDOW_S - STEP_S, end)
            yield at, pcm[round(at * rate) : round(stop * rate)]
            at += _SLAB_S


def _thinned(pcm: Pcm, rate: int) -> tuple[Pcm, float]:
    """The sound low-passed and decimated by a whole factor, and its new rate."""
    factor = max(1, rate // _WORK_RATE)
    if factor == 1:
        return pcm, float(rate)
    reach = 8 * factor
    taps = np.sinc(np.arange(-reach, reach + 1) * 0.9 / factor) * np.hanning(2 * reach + 3)[1:-1]
    taps = (taps / taps.sum()).astype(np.float32)
    thin: Pcm = np.convolve(pcm, taps, "same")[::factor].astype(np.float32)
    return thin, rate / factor


def _frequencies(pcm: Pcm, rate: float) -> Floats:
    """One frequency for each frame of 50 ms, every 10 ms; 0 for unvoiced."""
    size = round(_WINDOW_S * rate)
    if len(pcm) < size:
        return np.zeros(0, np.float32)
    starts = np.arange(0, (len(pcm) - size) / rate + 1e-9, STEP_S)
    at = np.minimum(np.round(starts * rate).astype(int), len(pcm) - size)
    window = np.hanning(size + 2)[1:-1].astype(np.float32)
    frames = pcm[at[:, None] + np.arange(size)]
    frames = (frames - frames.mean(axis=1, keepdims=True)) * window
    low, high = int(_FINER * rate / CEILING_HZ) - 1, int(np.ceil(_FINER * rate / FLOOR_HZ)) + 1
    lags = _autocorrelation(frames, rate)[:, low : high + 1]
    lags /= _autocorrelation(window[None], rate)[:, low : high + 1]
    return _highest(lags, low, _FINER * rate)


def _highest(lags: Floats, first: int, rate: float) -> Floats:
    """Frequency of the best peak of each row; column 0 is the lag `first` / `rate` seconds."""
    before, top, after = lags[:, :-2], lags[:, 1:-1], lags[:, 2:]
    peak = (top > before) & (top >= after)
    bend = np.where(peak, before - 2 * top + after, -1)
    bend = np.minimum(bend, -1e-9)
    height = np.where(peak, top - (after - before) ** 2 / (8 * bend), -np.inf)
    cost = _OCTAVE_COST * np.log2(np.arange(first + 1, first + 1 + top.shape[1]))
    best = (height - cost.astype(np.float32)).argmax(axis=1)
    row = np.arange(len(lags))
    shift = 0.5 * (after[row, best] - before[row, best]) / -bend[row, best]
    hz = rate / (first + 1 + best + shift)
    good = (height[row, best] >= _VOICED) & (hz >= FLOOR_HZ) & (hz <= CEILING_HZ)
    return np.where(good, hz, 0).astype(np.float32)


def _autocorrelation(frames: Floats, rate: float) -> Floats:
    """Normalised autocorrelation of each row, _FINER lags a sample, of what lies under _HIGHEST_HZ."""
    length = 1 << int(np.ceil(np.log2(1.5 * frames.shape[1])))
    spectra = np.fft.rfft(frames, length)
    power = spectra.real**2 + spectra.imag**2
    power[:, np.fft.rfftfreq(length, 1 / rate) > _HIGHEST_HZ] = 0
    lags = np.fft.irfft(power, _FINER * length)[:, : _FINER * frames.shape[1] // 2 + 1]
    return np.asarray(lags / np.maximum(lags[:, :1], 1e-9), np.float32)
