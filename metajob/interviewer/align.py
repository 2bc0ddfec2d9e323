"""Text laid on a sound whose phone times nobody told: any voice, any engine, a person.

Each syllable becomes two to four segments with an expected length; the network of `features` says how well each
frame fits each sound; `lattice.divide` finds the division. Pauses are anchors: in a silence of ANCHOR seconds
nothing but rest and the closure of a stop may lie. A phrase that fits its text badly is given to the ear alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from metajob.interviewer import features
from metajob.interviewer.features import CLASS_OF, GLIDES, PLAIN, RATE, SILENCE
from metajob.interviewer.heard import HEARD_CONFIDENCE, by_ear
from metajob.interviewer.lattice import Part, Rest, Segment, divide
from metajob.speech.model import Pause, Pcm, Phone, Syllable

Scores = NDArray[np.float64]

ANCHOR = 0.12  # seconds of silence that no sound may lie in
TRUST = 0.45  # of the network against the expected lengths; neighbouring frames say much the same
FLOOR = -7.0  # log; one odd frame may not decide
BARRED = -6.0  # log; added to every sound in an anchor
BAND = 6.0  # seconds that the text may be ahead of or behind an even pace
POOR, GOOD = -2.6, -0.7  # mean log likelihood of a phrase against the best of each frame: 0 and 1 of its fit
LEAST_FIT = 0.55  # below, a phrase is heard instead; right texts fit by 0.68 and more, wrong ones by 0.55

# Expected frames of 10 ms at a usual pace, and the spread of their logarithm.
ONSETS: Final = {
    **dict.fromkeys("ㄱㄷㅂ", 5.5), **dict.fromkeys("ㅈ", 7.0), **dict.fromkeys("ㄲㄸㅃㅋㅌㅍ", 10.0),
    **dict.fromkeys("ㅉㅊ", 11.5), **dict.fromkeys("ㅅㅆ", 9.5), **dict.fromkeys("ㄴㅁ", 6.0), "ㄹ": 4.5, "ㅎ": 6.0,
}  # fmt: skip
VOWEL, HIGH_VOWEL, LAST_VOWEL, GLIDE, CODA = 9.0, 7.5, 16.0, 4.5, 7.0
SPREAD, LAST_SPREAD = 0.45, 0.6
RESTS: Final[dict[Pause, Rest]] = {
    "": Rest(silent=9.0, skipped=0.0, least=6),
    "space": Rest(silent=2.5, skipped=0.0, least=4),
    "comma": Rest(silent=0.5, skipped=1.5),
    "stop": Rest(silent=0.0, skipped=4.0),
}
EDGE: Final = Rest(silent=0.0, skipped=0.0, least=1)


@dataclass(frozen=True)
class Alignment:
    """phones: sorted, without gaps, to the end of the sound. laid: share of the speech that follows the text.
    confidence: 0..1, how well it fits."""

    phones: tuple[Phone, ...]
    laid: float
    confidence: float


def align(syllables: Sequence[Syllable], pcm: Pcm, rate: int) -> Alignment:
    """Lay syllables on the sound they were read to. pcm: mono -1..1, rate: Hz, from 8000.

    Never raises: without syllables, or where they cannot be those of the sound, the phones are by ear.
    """
    likely = features.likelihood(features.mel(pcm, rate)).astype(np.float64)
    seconds = len(pcm) / rate
    quiet = silences(likely)
    if not syllables or not len(likely) or not (~quiet).any():
        return Alignment(by_ear(likely, 0.0, seconds), 0.0, HEARD_CONFIDENCE)
    barred = np.maximum(likely, FLOOR)
    barred[quiet] += BARRED
    barred[quiet, SILENCE] -= BARRED
    parts, spoken = segments(syllables, rate=_pace(syllables, quiet))
    borders = divide(parts, TRUST * barred, _band(parts, quiet))
    return _checked(parts, spoken, borders, likely, seconds)


def silences(likely: Scores) -> NDArray[np.bool_]:
    """(frames,) True in the inside of silences of ANCHOR seconds and more."""
    silent = likely[:, SILENCE] > np.log(0.5)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], silent, [False]]).astype(int)))
    inside = np.zeros(len(likely), bool)
    for start, end in edges.reshape(-1, 2):
        if end - start >= ANCHOR * RATE:
            inside[start + (2 if start else 0) : end - (2 if end < len(likely) else 0)] = True
    return inside


def _pace(syllables: Sequence[Syllable], quiet: NDArray[np.bool_]) -> float:
    """Frames of sound for one expected frame."""
    parts, _ = segments(syllables, 1.0)
    expected = sum(part.mean for part in parts if isinstance(part, Segment))
    return float(np.clip((~quiet).sum() / expected, 0.4, 3.0))


def segments(syllables: Sequence[Syllable], rate: float) -> tuple[list[Part], list[Phone]]:
    """What the sound is made of, and its phones without times. rate: stretch of the expected lengths."""
    parts: list[Part] = [EDGE]
    phones: list[Phone] = []

    def add(kind: str, mean: float, spread: float = SPREAD) -> None:
        parts.append(Segment(CLASS_OF[kind], mean * rate, spread, len(phones) - 1))

    for number, syllable in enumerate(syllables):
        last = syllable.pause in ("comma", "stop") or number == len(syllables) - 1
        if syllable.onset in ONSETS:
            phones.append(Phone(syllable.onset, "onset", 0, 0))
            add(syllable.onset, ONSETS[syllable.onset])
        phones.append(Phone(syllable.vowel, "vowel", 0, 0))
        main = PLAIN.get(syllable.vowel, syllable.vowel)
        if syllable.vowel in GLIDES:
            add(GLIDES[syllable.vowel], GLIDE)
        mean = LAST_VOWEL if last else HIGH_VOWEL if main in "ㅡㅣㅜ" else VOWEL
        add(main, mean, LAST_SPREAD if last else SPREAD)
        if syllable.coda:
            phones.append(Phone(syllable.coda, "coda", 0, 0))
            add(syllable.coda, CODA, LAST_SPREAD if last else SPREAD)
        if number < len(syllables) - 1:
            parts.append(RESTS[syllable.pause])
    parts.append(EDGE)
    return parts, phones


def _band(parts: Sequence[Part], quiet: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """First and last border at which each part may end: an even pace over the sounding frames, give or take."""
    means = np.array([part.mean if isinstance(part, Segment) else 0.0 for part in parts])
    done = np.cumsum(means) / means.sum()
    sounded = np.concatenate([[0], np.cumsum(~quiet)])
    place = np.searchsorted(sounded, done * sounded[-1])
    slack = int(BAND * RATE)
    frames = len(quiet)
    return [
        (0 if at - slack < 0 else int(at) - slack, frames if at + slack > frames else int(at) + slack)
        for at in place
    ]


@dataclass
class _Phrase:
    """Phones between two anchors, and how well they fit. misfit: sum of log likelihoods lost; frames: of sound."""

    phones: list[Phone]
    misfit: float = 0.0
    frames: int = 0

    @property
    def fit(self) -> float:
        """0..1."""
        mean = self.misfit / max(self.frames, 1)
        return float(np.clip((mean - POOR) / (GOOD - POOR), 0, 1))


def _checked(
    parts: Sequence[Part], spoken: Sequence[Phone], borders: NDArray[np.int64], likely: Scores, seconds: float
) -> Alignment:
    """Phones with times; the phrases that fit badly are heard instead."""
    lost = np.maximum(likely, FLOOR)
    lost -= lost.max(1, keepdims=True)
    phrases = [_Phrase([])]
    before = -1
    for part, start, end in zip(parts, borders, borders[1:], strict=False):
        if isinstance(part, Segment):
            phrase = phrases[-1]
            begun = phrase.phones.pop().start if part.phone == before else start / RATE
            phrase.phones.append(replace(spoken[part.phone], start=begun, end=end / RATE))
            phrase.misfit += float(lost[start:end, part.kind].sum())
            phrase.frames += int(end - start)
            before = part.phone
        elif end > start:
            if end - start >= ANCHOR * RATE and phrases[-1].frames:
                phrases.append(_Phrase([]))
            phrases[-1].phones.append(Phone("", "pause", start / RATE, end / RATE))
    if not (total := sum(phrase.frames for phrase in phrases)):  # too short for the text
        return Alignment(by_ear(likely, 0.0, seconds), 0.0, HEARD_CONFIDENCE)
    laid = sum(phrase.frames for phrase in phrases if phrase.fit >= LEAST_FIT)
    fit = sum(phrase.frames * phrase.fit for phrase in phrases)
    found: list[Phone] = []
    for phrase in phrases:
        if phrase.frames and phrase.fit < LEAST_FIT:
            found += by_ear(likely, phrase.phones[0].start, phrase.phones[-1].end)
        else:
            found += phrase.phones
    if found[-1].role == "pause":
        found[-1] = replace(found[-1], end=seconds)
    return Alignment(tuple(found), laid / total, fit / total)
