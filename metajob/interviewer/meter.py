"""How well lips and sound of a finished clip fit, measured on the picture: a face finder, no trained judge.

The opening of the mouth (landmarks 13-14) and its width (61-291) over the distance of the outer eye corners (33-263)
are compared with the curves of a viseme track, and with those of the text laid on the sound that the file really
plays: the first shows how true the drawing is, the second whether the muxer kept both together. Loudness is told
beside them and judges nothing: the worst driver, one that opens with the loudness, would win by it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from metajob.interviewer import film
from metajob.interviewer.curves import OPEN, WIDTH, curves
from metajob.interviewer.model import FPS, VisemeTrack
from metajob.speech.model import Pcm, Speech

Signal = NDArray[np.float64]

# Sound ahead of the picture is noticed from 45 ms, behind it from 125 ms (ITU-R BT.1359-1, detectability); the late
# side here is stricter, at 80. The correlations and shares are those of the interviewer's findings, section 2.
DETECTED, LATEST, EARLIEST = 0.95, 45.0, -80.0
R_OPENING, R_WIDTH = 0.85, 0.60
CLOSED, PAUSE_OPENING = 0.90, 0.15
R_ALIGNED = 0.65  # of a clip drawn from text and sound, against the speech engine's own times
R_HEARD = 0.45  # of an engine that only hears, and of any clip against its own sound

REACH = 0.4  # seconds of lag that are looked for, first by frames and then …
FINE = 0.004  # … in steps of so many seconds
BEFORE, AFTER = 0.04, 0.06  # seconds around a closure in which it may be seen
SHUT = 0.25  # of the range of the opening: below, the lips count as closed
LONG_PAUSE, SETTLING, EARLY = (
    0.25,
    0.12,
    0.05,
)  # seconds: pauses looked at, and how much of both ends is left out
LOW, HIGH = 250.0, 3800.0  # Hz of the loudness


@dataclass(frozen=True)
class Mouth:
    """What a clip shows, on the 25 fps grid. opening, width: (frames,) over the eye distance, gaps filled in.
    detected: share of the frames with a face. pcm: mono at `film.RATE`, from time 0."""

    opening: Signal
    width: Signal
    detected: float
    pcm: Pcm


@dataclass(frozen=True)
class SyncReport:
    """lag_ms > 0: the mouth is late. r_*: correlation at that lag. closures: (seen, all) of ㅁㅂㅃㅍ.
    pause_opening: 0 the least, 1 the widest opening of the clip, None without a pause. The first lag is against
    the track, sound_* against what is heard in the file, energy_r against the loudness at its best lag."""

    frames: int
    detected: float
    lag_ms: float
    r_opening: float
    r_width: float
    closures: tuple[int, int]
    pause_opening: float | None
    sound_lag_ms: float
    sound_r: float
    energy_r: float


def watch(path: Path) -> Mouth:
    """Find the mouth in every frame, about 25 ms CPU each. Raises InputError for what is no clip, WeightsError."""
    from metajob.faces.landmarker import detect

    found: list[tuple[float, float]] = []
    for picture in film.pictures(path):
        faces = detect(picture)
        if not faces:
            found.append((np.nan, np.nan))
            continue
        at = faces[0].xy.astype(np.float64)
        eyes = np.hypot(*(at[33] - at[263]))
        found.append(
            (float(np.hypot(*(at[13] - at[14])) / eyes), float(np.hypot(*(at[61] - at[291])) / eyes))
        )
    both = np.array(found).reshape(-1, 2)
    seen = ~np.isnan(both[:, 0])
    return Mouth(
        _filled(both[:, 0]), _filled(both[:, 1]), float(seen.mean()) if len(seen) else 0.0, film.sound(path)
    )


def _filled(signal: Signal) -> Signal:
    known = np.flatnonzero(~np.isnan(signal))
    return np.interp(np.arange(len(signal)), known, signal[known]) if len(known) else np.zeros(len(signal))


def compare(mouth: Mouth, track: VisemeTrack) -> SyncReport:
    """Measure against a track whose times are those of the clip (a padded one for our own clips)."""
    frames = len(mouth.opening)
    lag, r_opening = _lag(mouth.opening, track)
    wanted = curves(track, frames, FPS, lead=-lag).astype(np.float64)
    r_width = correlation(mouth.width, wanted[:, WIDTH])
    sound_lag, sound_r = against_sound(mouth, track.text)
    _, energy_r = lag_of(mouth.opening, loudness(mouth.pcm, film.RATE, frames))
    level = _level(mouth.opening)
    return SyncReport(
        frames=frames,
        detected=mouth.detected,
        lag_ms=1000 * lag,
        r_opening=r_opening,
        r_width=r_width,
        closures=_closures(level, track),
        pause_opening=_pauses(level, track),
        sound_lag_ms=1000 * sound_lag,
        sound_r=sound_r,
        energy_r=energy_r,
    )


def report(path: Path, track: VisemeTrack) -> SyncReport:
    """`watch` and `compare` at once."""
    return compare(watch(path), track)


def failures(measured: SyncReport, *, driven: bool = True) -> tuple[str, ...]:
    """What misses its threshold, by field; () when the clip passes.

    driven: the track drove the mouth. False for engines that only hear: their opening is asked to follow the
    aligned track by R_HEARD, width and closures are not judged.
    """
    seen, closures = measured.closures
    judged = {
        "detected": measured.detected >= DETECTED,
        "lag_ms": EARLIEST <= measured.lag_ms <= LATEST,
        "sound_lag_ms": EARLIEST <= measured.sound_lag_ms <= LATEST,
        "sound_r": measured.sound_r >= R_HEARD,
        "r_opening": measured.r_opening >= (R_OPENING if driven else R_HEARD),
        "r_width": not driven or measured.r_width >= R_WIDTH,
        "closures": not driven or seen >= CLOSED * closures,
        "pause_opening": measured.pause_opening is None or measured.pause_opening <= PAUSE_OPENING,
    }
    return tuple(name for name, good in judged.items() if not good)


def passes(measured: SyncReport, *, driven: bool = True) -> bool:
    """Whether nothing misses its threshold."""
    return not failures(measured, driven=driven)


def lag_of(one: Signal, other: Signal, fps: float = FPS) -> tuple[float, float]:
    """(seconds by which `one` is late, correlation there); the peak between frames by a parabola through three.

    Pearson's correlation of the overlapping part for every shift of up to REACH seconds. A flat signal
    correlates with nothing: (0, 0).
    """
    length = min(len(one), len(other))
    reach = min(int(REACH * fps), max(length // 2 - 2, 0))
    if not length or np.ptp(one[:length]) < 1e-9 or np.ptp(other[:length]) < 1e-9:
        return 0.0, 0.0
    shifts = range(-reach, reach + 1)
    found = np.array([_shifted(one[:length], other[:length], shift) for shift in shifts])
    best = int(found.argmax())
    offset = 0.0
    if 0 < best < len(found) - 1:
        left, middle, right = found[best - 1 : best + 2]
        bend = left - 2 * middle + right
        offset = 0.5 * (left - right) / bend if bend else 0.0
    return float((shifts[best] + offset) / fps), float(found[best])


def against_sound(mouth: Mouth, text: str = "") -> tuple[float, float]:
    """(seconds by which the mouth is behind the sound of the file, correlation there). text: what is said, to be
    laid on the sound; without it, by ear. The sound alone counts, whatever drove the mouth."""
    from metajob.interviewer import visemes

    return _lag(mouth.opening, visemes.aligned(Speech(mouth.pcm, film.RATE, None, "file"), text))


def _lag(opening: Signal, track: VisemeTrack) -> tuple[float, float]:
    """(seconds by which the opening is behind the track, correlation there).

    The track is sampled anew for each shift: half a frame off, two samplings of one curve correlate by 0.83 where
    the right one reaches 0.94.
    """

    def fit(lag: float) -> float:
        return correlation(opening, curves(track, len(opening), FPS, lead=-lag)[:, OPEN].astype(np.float64))

    coarse, _ = lag_of(opening, curves(track, len(opening), FPS, lead=0.0)[:, OPEN].astype(np.float64))
    best = max((coarse + step * FINE for step in range(-8, 9)), key=fit)
    return best, fit(best)


def _shifted(one: Signal, other: Signal, shift: int) -> float:
    overlap = len(one) - abs(shift)
    return correlation(one[max(shift, 0) :][:overlap], other[max(-shift, 0) :][:overlap])


def backwards(seen: Sequence[tuple[Mouth, VisemeTrack]]) -> float:
    """Control: correlation at no lag of the openings with the loudness of the same speech played backwards.

    About 0 for mouths that move with what is said. Pooled over clips, as a single sentence of 3 s has some 20
    syllables and reaches 0.35 by chance; silent ends are left out, as they are as silent backwards.
    """
    openings, loud = [], []
    for mouth, track in seen:
        spoken = [event for event in track.events if event.v != "sil"]
        if not spoken:
            continue
        first, last = spoken[0].t, max(event.t + event.d for event in spoken)
        frames = slice(round(first * FPS), min(round(last * FPS), len(mouth.opening)))
        pcm = mouth.pcm[round(first * film.RATE) : round(last * film.RATE)][::-1]
        level = loudness(pcm, film.RATE, frames.stop - frames.start)
        openings.append(mouth.opening[frames] - mouth.opening[frames].mean())
        loud.append(level - level.mean())
    return correlation(np.concatenate(openings), np.concatenate(loud)) if openings else 0.0


def correlation(one: Signal, other: Signal) -> float:
    """Pearson's r of two signals of one length; 0 where either is flat."""
    a, b = one - one.mean(), other - other.mean()
    size = float(np.sqrt((a @ a) * (b @ b)))
    return float(a @ b) / size if size > 1e-12 else 0.0


def loudness(pcm: Pcm, rate: int, frames: int) -> Signal:
    """(frames,) 0..1 loudness of the speech band in the middle of each 25 fps frame."""
    if not len(pcm):
        return np.zeros(frames)
    spectrum = np.fft.rfft(pcm)
    hertz = np.fft.rfftfreq(len(pcm), 1 / rate)
    spectrum[(hertz < LOW) | (hertz > HIGH)] = 0
    power = np.concatenate([[0.0], np.cumsum(np.fft.irfft(spectrum, len(pcm)) ** 2)])
    middle = (np.arange(frames) + 0.5) / FPS * rate
    half = 0.03 * rate
    first, last = (np.clip(middle + side, 0, len(pcm)).astype(int) for side in (-half, half))
    level = np.sqrt((power[last] - power[first]) / (2 * half))
    top = float(np.percentile(level, 97)) if frames else 0.0
    return np.asarray(np.sqrt(np.clip(level / top, 0, 1)) if top > 0 else level)


def _level(opening: Signal) -> Signal:
    """0 the least opening (5th percentile), 1 the widest (95th)."""
    low, high = np.percentile(opening, [5, 95]) if len(opening) else (0.0, 1.0)
    return np.asarray((opening - low) / max(high - low, 1e-9))


def _closures(level: Signal, track: VisemeTrack) -> tuple[int, int]:
    seen = total = 0
    for event in track.events:
        if event.v != "PP":
            continue
        first = max(round((event.t - BEFORE) * FPS - 0.5), 0)
        window = level[first : round((event.t + event.d + AFTER) * FPS - 0.5) + 1]
        total += 1
        seen += bool(len(window) and window.min() < SHUT)
    return seen, total


def _pauses(level: Signal, track: VisemeTrack) -> float | None:
    """Mean opening in long pauses; the ones within the speech where there are any, as those are the hard ones."""
    rests = [event for event in track.events if event.v == "sil" and event.d > LONG_PAUSE]
    inner = [rest for rest in rests if rest.t > 0 and rest.t + rest.d < track.duration - 1 / FPS]
    means = []
    for rest in inner or rests:
        window = level[round((rest.t + SETTLING) * FPS) : round((rest.t + rest.d - EARLY) * FPS)]
        if len(window):
            means.append(float(window.mean()))
    return float(np.mean(means)) if means else None
