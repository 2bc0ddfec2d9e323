"""Korean sounds for Kokoro: syllables to the model's symbols, and its frame counts back to timed sounds.

The symbols are a small part of Kokoro-82M's IPA vocabulary (the numbers are those of its published vocab.json). The
model was never trained on Korean with our voices; which symbol stands for which Korean sound was chosen by how well a
speech recogniser reads the result back (docs/LOG.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from metajob.speech.model import Pause, Phone, Role, Syllable

# fmt: off
IDS = {
    ",": 3, ".": 4, " ": 16, "ʥ": 19, "ʨ": 21, "a": 43, "b": 44, "d": 46, "e": 47, "h": 50, "i": 51, "j": 52,
    "k": 53, "l": 54, "m": 55, "n": 56, "o": 57, "p": 58, "s": 61, "t": 62, "u": 63, "w": 65, "ɕ": 77, "ɛ": 86,
    "ɡ": 92, "ɯ": 110, "ŋ": 112, "ɾ": 125, "ʌ": 138, "ʔ": 148, "ʰ": 162,
}  # symbol → number the model knows it by

_VOWELS = {
    "ㅏ": "a", "ㅐ": "ɛ", "ㅑ": "ja", "ㅒ": "jɛ", "ㅓ": "ʌ", "ㅔ": "e", "ㅕ": "jʌ", "ㅖ": "je", "ㅗ": "o", "ㅘ": "wa",
    "ㅙ": "wɛ", "ㅚ": "we", "ㅛ": "jo", "ㅜ": "u", "ㅝ": "wʌ", "ㅞ": "we", "ㅟ": "wi", "ㅠ": "ju", "ㅡ": "ɯ",
    "ㅢ": "ɯi", "ㅣ": "i",
}
_ONSETS = {
    "": "", "ㄱ": "k", "ㄲ": "ʔk", "ㄴ": "n", "ㄷ": "t", "ㄸ": "ʔt", "ㄹ": "ɾ", "ㅁ": "m", "ㅂ": "p", "ㅃ": "ʔp",
    "ㅅ": "s", "ㅆ": "s", "ㅈ": "ʨ", "ㅉ": "ʔʨ", "ㅊ": "ʨʰ", "ㅋ": "kʰ", "ㅌ": "tʰ", "ㅍ": "pʰ", "ㅎ": "h",
}
_VOICED = {"ㄱ": "ɡ", "ㄷ": "d", "ㅂ": "b", "ㅈ": "ʥ"}  # inside a word, not behind a closure
_CODAS = {"": "", "ㄱ": "k", "ㄴ": "n", "ㄷ": "t", "ㄹ": "l", "ㅁ": "m", "ㅂ": "p", "ㅇ": "ŋ"}
_PAUSES: dict[Pause, str] = {"": "", "space": " ", "comma": ",", "stop": "."}
# fmt: on
_OBSTRUENT = frozenset("ㄱㄷㅂ")
_HELD = frozenset(("ㄱㄲ", "ㄷㄸ", "ㄷㅉ", "ㄷㅆ", "ㅂㅃ"))  # coda and onset at one place: a held closure
_PALATAL = frozenset("ㅣㅑㅕㅛㅠㅟㅒㅖ")


@dataclass(frozen=True)
class Sound:
    """One sound to be said. symbols: keys of IDS. jamo: compatibility jamo, "" for a pause."""

    symbols: str
    jamo: str
    role: Role


def sounds(syllables: Sequence[Syllable]) -> tuple[Sound, ...]:
    """What the model is to say, sound by sound; the last pause is always a full stop."""
    said: list[Sound] = []
    around: tuple[Syllable | None, ...] = (None, *syllables, None)
    for before, syllable, after in zip(around, syllables, around[2:], strict=False):
        onset, vowel = _onset(before, syllable), _VOWELS[syllable.vowel]
        if onset[-1:] in ("ɕ", "ʨ", "ʥ") or onset == "ʨʰ":
            vowel = vowel.removeprefix("j")
        if onset:
            said.append(Sound(onset, syllable.onset, "onset"))
        said.append(Sound(vowel, syllable.vowel, "vowel"))
        if syllable.coda:
            said.append(Sound(_coda(syllable, after), syllable.coda, "coda"))
        if pause := syllable.pause if after else "stop":
            said.append(Sound(_PAUSES[pause], "", "pause"))
    return tuple(said)


def _onset(before: Syllable | None, syllable: Syllable) -> str:
    onset = syllable.onset
    joined = before is not None and not before.pause
    coda = before.coda if before else ""
    if onset == "ㄹ" and coda == "ㄹ":
        return "l"
    if onset in ("ㅅ", "ㅆ") and syllable.vowel in _PALATAL:
        return "ɕ"
    if joined and coda in _OBSTRUENT:
        return _ONSETS[onset].removeprefix("ʔ")  # the closure is already there
    # the voiced ones at the start of a word are heard as ㅁ and ㄴ (배운 as 매운)
    return _VOICED.get(onset, _ONSETS[onset]) if joined else _ONSETS[onset]


def _coda(syllable: Syllable, after: Syllable | None) -> str:
    if after and not syllable.pause and syllable.coda + after.onset in _HELD:
        return "ʔ"
    return _CODAS[syllable.coda]


def numbers(said: Iterable[Sound]) -> list[int]:
    """The model's numbers of all symbols, in order."""
    return [IDS[symbol] for sound in said for symbol in sound.symbols]


def phones(said: Sequence[Sound], frames: Sequence[int], second: float) -> tuple[Phone, ...]:
    """Timed sounds from the model's frame counts.

    frames: one count per symbol, with one more at either end for the silence there. second: length of a frame.
    """
    spans: list[tuple[str, Role, int]] = [("", "pause", frames[0])]
    place = 1
    for sound in said:
        count = sum(frames[place : place + len(sound.symbols)])
        place += len(sound.symbols)
        spans.append((sound.jamo, sound.role, count))
    spans.append(("", "pause", sum(frames[place:])))
    timed: list[Phone] = []
    at = 0
    for jamo, role, count in spans:
        if count:
            timed.append(Phone(jamo, role, at * second, (at + count) * second))
        at += count
    return tuple(timed)
