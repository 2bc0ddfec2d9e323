"""Hangul syllable blocks taken apart into compatibility jamo and put together again."""

from __future__ import annotations

from dataclasses import dataclass

ONSETS = (
    "ㄱ",
    "ㄲ",
    "ㄴ",
    "ㄷ",
    "ㄸ",
    "ㄹ",
    "ㅁ",
    "ㅂ",
    "ㅃ",
    "ㅅ",
    "ㅆ",
    "",
    "ㅈ",
    "ㅉ",
    "ㅊ",
    "ㅋ",
    "ㅌ",
    "ㅍ",
    "ㅎ",
)
VOWELS = tuple("ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ")
CODAS = ("", *"ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ")

_FIRST, _LAST = 0xAC00, 0xD7A3


@dataclass(slots=True)
class Block:
    """One written syllable. char: as written. at: its offset in the text. onset is "" where ㅇ is silent."""

    char: str
    at: int
    onset: str
    vowel: str
    coda: str


def is_block(char: str) -> bool:
    """Whether this character is a Hangul syllable (가 … 힣)."""
    return _FIRST <= ord(char) <= _LAST


def split(char: str) -> tuple[str, str, str]:
    """(onset, vowel, coda) of a Hangul syllable. Raises ValueError for another character."""
    if not is_block(char):
        raise ValueError(f"not a Hangul syllable: {char!r}")
    onset, rest = divmod(ord(char) - _FIRST, 588)
    vowel, coda = divmod(rest, 28)
    return ONSETS[onset], VOWELS[vowel], CODAS[coda]


def compose(onset: str, vowel: str, coda: str) -> str:
    """The written syllable of three jamo. Raises ValueError for a jamo that cannot stand there."""
    return chr(_FIRST + ONSETS.index(onset) * 588 + VOWELS.index(vowel) * 28 + CODAS.index(coda))


def coda_of(char: str) -> str:
    """The written coda, "" for none and for a character that is no Hangul syllable."""
    return CODAS[(ord(char) - _FIRST) % 28] if is_block(char) else ""
