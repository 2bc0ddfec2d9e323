"""Candidates for filled pauses (음, 어, 그, 저, 뭐 …), from the words written down and from the sound itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from metajob.speech.model import Transcript, Word
from metajob.speech.pitch import PitchTrack, spread, voice_range
from metajob.speech.stretches import SILENCE_S, Span

Kind = Literal["word", "sound"]

# Nothing else in Korean is said like this on its own.
_PURE = re.compile(r"(?:음+|으음|어+|으+|흠+|에+|엄)")
# Also ordinary words (that, I, what, now …): counted only as tokens of their own, and a pause makes them likelier.
_ALSO_WORDS = re.compile(r"(?:그+|저+|저기|뭐+|뭐랄까|막|이제|인제|약간|그니까|그러니까|아+)")
_MARKS = re.compile(r"[\s.,…~!?\-–—]+")
_PURE_TRUST, _WORD_TRUST, _PAUSED_TRUST = 0.9, 0.25, 0.55

_LONGEST_SOUND_S, _SHORTEST_SOUND_S = 0.6, 0.12
_FLAT_ST, _LEAST_VOICED = 2.0, 0.6
_NEAR_S = 0.15

# Whisper was trained on subtitles and leaves hesitations out: what is missing in its text proves nothing.
_LEAVES_OUT = re.compile(r"whisper|endpoint|openai|transcribe", re.IGNORECASE)


@dataclass(frozen=True)
class Filler:
    """One candidate. start, end: seconds. text: the token, "" for a sound.

    confidence: 0..1, a rank and no probability: no recording with marked fillers was at hand to calibrate it.
    """

    start: float
    end: float
    kind: Kind
    text: str
    confidence: float


def leaves_out(engine: str) -> bool:
    """Whether this transcriber is known to drop hesitations, so that their number cannot be told."""
    return _LEAVES_OUT.search(engine) is not None


def find(transcript: Transcript, stretches: Sequence[Span], pitch: PitchTrack) -> tuple[Filler, ...]:
    """Candidates in order of time; a word and a sound at the same place are one candidate of higher confidence.

    stretches: where somebody speaks, refined. pitch: covers the stretches.
    """
    found = _words(transcript.words, stretches)
    for sound in _sounds(stretches, pitch, transcript.words):
        same = next((word for word in found if _meet(word, sound, _NEAR_S)), None)
        if same is None:
            found.append(sound)
        else:
            both = 1 - (1 - same.confidence) * (1 - sound.confidence)
            found[found.index(same)] = Filler(
                sound.start, sound.end, "word", same.text, round(min(both, 0.95), 2)
            )
    return tuple(sorted(found, key=lambda filler: filler.start))


def _words(words: Sequence[Word], stretches: Sequence[Span]) -> list[Filler]:
    """Tokens that are nothing but a filler. Confidence: 0.9 · probability for pure hesitations; 0.25 for words
    that also mean something, 0.55 beside a silence."""
    found = []
    for word in words:
        token = _MARKS.sub("", word.text)
        if _PURE.fullmatch(token):
            trust = _PURE_TRUST * (0.5 + 0.5 * word.probability)
        elif _ALSO_WORDS.fullmatch(token):
            trust = _PAUSED_TRUST if _beside_silence(word, stretches) else _WORD_TRUST
        else:
            continue
        found.append(Filler(word.start, word.end, "word", token, round(trust, 2)))
    return found


def _sounds(stretches: Sequence[Span], pitch: PitchTrack, words: Sequence[Word]) -> list[Filler]:
    """Islands under 0.6 s with 0.2 s of silence on each side and a flat pitch.

    Confidence: 0.3 to 0.6 by how flat it is; halved where an ordinary word was written down there (네, 예).
    """
    found = []
    for at, (start, end) in enumerate(stretches):
        before = start - stretches[at - 1][1] if at else start
        after = stretches[at + 1][0] - end if at + 1 < len(stretches) else np.inf
        if not _SHORTEST_SOUND_S <= end - start < _LONGEST_SOUND_S or min(before, after) < SILENCE_S - 1e-6:
            continue
        hz = pitch.between(start, end)
        voiced = voice_range(hz)
        if len(voiced) < max(4, _LEAST_VOICED * len(hz)):
            continue
        wobble = spread(voiced)
        if wobble > _FLAT_ST:
            continue
        trust = 0.6 - 0.3 * wobble / _FLAT_ST
        if any(_is_ordinary(word) and _meet(word, (start, end), -0.05) for word in words):
            trust /= 2
        found.append(Filler(start, end, "sound", "", round(trust, 2)))
    return found


def _is_ordinary(word: Word) -> bool:
    token = _MARKS.sub("", word.text)
    return bool(token) and not _PURE.fullmatch(token) and not _ALSO_WORDS.fullmatch(token)


def _beside_silence(word: Word, stretches: Sequence[Span]) -> bool:
    """Whether speech begins or ends at the word, so that there is a silence right before or after it."""
    return any(
        abs(start - word.start) <= _NEAR_S or abs(end - word.end) <= _NEAR_S for start, end in stretches
    )


def _meet(first: Filler | Word, second: Filler | Span, reach: float) -> bool:
    """Whether two pieces overlap when each is widened by `reach` seconds (narrowed below 0)."""
    start, end = second if isinstance(second, tuple) else (second.start, second.end)
    return first.start - reach < end and start < first.end + reach
