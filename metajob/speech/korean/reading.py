"""From written Korean to sounds: spoken words, then standard pronunciation, with offsets of the written text."""

from __future__ import annotations

import dataclasses

from metajob.speech.korean import pronounce, spoken
from metajob.speech.model import Syllable


def syllables(text: str, linked: bool = True) -> tuple[Syllable, ...]:
    """Every syllable that is said, after all pronunciation rules; () for nothing to say.

    linked: see `pronounce.syllables`. start, end: offsets into text. A syllable of a number or a Latin word has those
    of the whole number or word.
    """
    said = spoken.read(text)
    found = []
    for syllable in pronounce.syllables(said.text, linked):
        last = max(syllable.start, syllable.end - 1)
        found.append(dataclasses.replace(syllable, start=said.starts[syllable.start], end=said.ends[last]))
    return tuple(found)


def hangul(text: str) -> str:
    """The standard pronunciation in Hangul, without spaces and marks: "1,000원" → "처눤"."""
    return pronounce.hangul(spoken.spoken(text))
