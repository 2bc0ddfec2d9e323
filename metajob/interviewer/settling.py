"""A speech engine's phones set right by its sound: a constant lateness taken away, pauses where it is really quiet.

A synthesiser's durations are those of its plan. Kokoro's sound is 60 ms ahead of its frame counts (by loudness, five
voices; the engine takes 70 ms off already), and plans count silence after a phrase to the last vowel or call a gap
between words a pause although the voice goes on. A mouth that follows the plan is late and stands open in silence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from metajob.interviewer import features
from metajob.interviewer.features import CLASS_OF, PLAIN, RATE, SILENCE
from metajob.speech.model import Pcm, Phone

QUIET = -8.0  # natural log of a frame's energy against the loudest ones: 35 dB below
LATEST = 0.15  # seconds of lateness that are tried, either way
SURE = 0.05  # log likelihood a frame that a shift must gain
SHORTEST_PAUSE = 0.05  # seconds; a shorter silence is none
NEAR = 0.1  # seconds between a planned pause and its silence
SHORTEST_PHONE = 0.06  # seconds; what is left of a phone beside a pause
CLOSED: Final = frozenset("ㄱㄲㅋㄷㄸㅌㅂㅃㅍㅈㅉㅊ")  # begin with a silence of their own

Spans = NDArray[np.float64]  # (runs, 2) start and end in seconds


def settled(phones: Sequence[Phone], pcm: Pcm, rate: int, late: float | None = None) -> tuple[Phone, ...]:
    """The same phones, moved by one amount; pauses lie where the sound is quiet, and where it is not they go to the
    phone before.

    phones: sorted, without gaps. late: seconds by which they are behind the sound, None to measure it.
    """
    mels = features.mel(pcm, rate)
    if not (_energy(mels) >= QUIET).any():  # nothing can be heard: the plan is all there is
        return tuple(_joined(phones))
    if late is None:
        late = lateness(phones, features.likelihood(mels))
    quiet = _quiet(mels)
    found: list[Phone] = []
    for phone in _joined(moved(phones, late, len(pcm) / rate)):
        if phone.role != "pause" and found and found[-1].role != "pause" and _ends_quietly(found[-1], quiet):
            found.append(Phone("", "pause", found[-1].end, found[-1].end))
        found.append(phone)
    if found and found[-1].role != "pause":
        found.append(Phone("", "pause", found[-1].end, found[-1].end))
    for number, phone in enumerate(found):
        if phone.role == "pause":
            _place(found, number, quiet)
    return tuple(_joined([phone for phone in found if phone.end > phone.start or phone.role != "pause"]))


def moved(phones: Sequence[Phone], late: float, seconds: float) -> list[Phone]:
    """All phones `late` seconds earlier, within 0..seconds; the first and the last fill up the ends."""
    found = [
        replace(
            phone,
            start=min(max(phone.start - late, 0.0), seconds),
            end=min(max(phone.end - late, 0.0), seconds),
        )
        for phone in phones
    ]
    if found:
        found[0] = replace(found[0], start=0.0)
        found[-1] = replace(found[-1], end=max(found[-1].end, seconds))
    return found


def lateness(phones: Sequence[Phone], likely: features.Floats) -> float:
    """Seconds by which the phones are behind the sound: the shift at which the sounds are likeliest to be theirs.

    likely: (frames, classes) of the sound. 0 where no shift fits clearly better, or only one beyond LATEST.
    """
    frames = len(likely)
    kinds = np.array([CLASS_OF.get(PLAIN.get(phone.jamo, phone.jamo), SILENCE) for phone in phones])
    if not frames or not (kinds != SILENCE).any():
        return 0.0
    steps = np.arange(-round(LATEST * RATE), round(LATEST * RATE) + 1)
    starts = np.array([phone.start for phone in phones])
    fit = np.empty(len(steps))
    for number, step in enumerate(steps):
        said = np.searchsorted(starts, (np.arange(frames) + 0.5 + step) / RATE, "right") - 1
        fit[number] = np.maximum(likely[np.arange(frames), kinds[np.clip(said, 0, None)]], -6.0).mean()
    best = int(fit.argmax())
    if best in (0, len(steps) - 1) or fit[best] < fit[len(steps) // 2] + SURE:
        return 0.0
    left, middle, right = fit[best - 1 : best + 2]
    bend = left - 2 * middle + right
    return float((steps[best] + (0.5 * (left - right) / bend if bend else 0.0)) / RATE)


def _joined(phones: Sequence[Phone]) -> list[Phone]:
    found: list[Phone] = []
    for phone in phones:
        if phone.role == "pause" and found and found[-1].role == "pause":
            found[-1] = replace(found[-1], end=phone.end)
        else:
            found.append(phone)
    return found


def _energy(mels: features.Floats) -> features.Floats:
    return np.asarray(np.log(np.exp(mels).mean(1)))


def _quiet(mels: features.Floats) -> Spans:
    """The silences of SHORTEST_PAUSE seconds and more."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], _energy(mels) < QUIET, [False]]).astype(int)))
    runs = edges.reshape(-1, 2) / RATE
    return np.asarray(runs[runs[:, 1] - runs[:, 0] >= SHORTEST_PAUSE - 1e-6])


def _ends_quietly(phone: Phone, quiet: Spans) -> bool:
    """Whether a long silence takes the end of this vowel or coda, with no pause planned there."""
    overlap = np.minimum(quiet[:, 1], phone.end) - np.maximum(quiet[:, 0], phone.start + SHORTEST_PHONE)
    return phone.role != "onset" and bool(len(overlap) and overlap.max() >= 2 * SHORTEST_PAUSE)


def _place(phones: list[Phone], number: int, quiet: Spans) -> None:
    """Move the pause at `number` and its neighbours' borders to the silence that it stands for."""
    pause = phones[number]
    before = phones[number - 1] if number else None
    after = phones[number + 1] if number + 1 < len(phones) else None
    earliest = min(before.start + SHORTEST_PHONE, before.end) if before else 0.0
    latest = max(after.end - SHORTEST_PHONE / 2, after.start) if after else pause.end
    starts, ends = np.maximum(quiet[:, 0], earliest), np.minimum(quiet[:, 1], latest)
    away = np.maximum(np.maximum(starts - pause.end, pause.start - ends), 0.0)
    away[ends - starts < SHORTEST_PAUSE - 1e-6] = np.inf
    if len(away) and away.min() <= NEAR:
        best = int(np.lexsort((starts - ends, away))[0])  # the nearest, of those the longest
        start, end = float(starts[best]), float(ends[best])
        if after is None or (after.jamo in CLOSED and after.role == "onset"):
            end = max(min(end, pause.end), start) if after else pause.end
        if before is None:
            start = pause.start
    elif before is None or after is None:
        return
    else:
        start = end = pause.end
    phones[number] = replace(pause, start=start, end=end)
    if before:
        phones[number - 1] = replace(before, end=start)
    if after:
        phones[number + 1] = replace(after, start=end)
