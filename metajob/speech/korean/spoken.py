"""Turns written Korean into what a person reads aloud: Hangul words, spaces, and only the marks , . ? !"""

from __future__ import annotations

import re
from dataclasses import dataclass

from metajob.speech.korean import addresses, dates, latin, quantity, signs
from metajob.speech.korean.symbols import MARKS, Folded, fold, is_hangul

_STRENGTH = {"?": 4, "!": 3, ".": 2, ",": 1}
_PARTICLES = ("에서", "부터", "은", "는")
_HANGUL = re.compile(r"[가-힣]+")


@dataclass(frozen=True)
class Spoken:
    """What is said. starts[i], ends[i]: the written characters that text[i] was read from."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]


class _Out:
    """Collects what is said with its offsets; keeps spaces and marks in order."""

    def __init__(self, folded: Folded) -> None:
        self.folded = folded
        self.chars: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []

    def add(self, spoken: str, start: int, end: int) -> None:
        """spoken was read from folded.text[start:end]; a run of Hangul as long as its source maps one to one."""
        one_to_one = spoken == self.folded.text[start:end]
        first, last = self.folded.starts[start], self.folded.ends[max(start, end - 1)]
        for k, c in enumerate(spoken):
            here = (
                (self.folded.starts[start + k], self.folded.ends[start + k]) if one_to_one else (first, last)
            )
            self._one(c, *here)

    def _one(self, c: str, start: int, end: int) -> None:
        last = self.chars[-1] if self.chars else ""
        if is_hangul(c):
            if last in MARKS and last:
                self._append(" ", start, start)
            self._append(c, start, end)
        elif c in MARKS:
            while self.chars and self.chars[-1] == " ":
                self._pop()
            last = self.chars[-1] if self.chars else ""
            if not last:
                return
            if last in MARKS:
                if _STRENGTH[c] > _STRENGTH[last]:
                    self.chars[-1] = c
            else:
                self._append(c, start, end)
        elif last not in ("", " ") and last not in MARKS:
            self._append(" ", start, end)

    def _append(self, c: str, start: int, end: int) -> None:
        self.chars.append(c)
        self.starts.append(start)
        self.ends.append(end)

    def _pop(self) -> None:
        self.chars.pop()
        self.starts.pop()
        self.ends.pop()

    def attach(self) -> None:
        """What comes next belongs to the word before."""
        while self.chars and self.chars[-1] == " ":
            self._pop()

    def last(self) -> str:
        """The last syllable said, whatever stands behind it."""
        return next((c for c in reversed(self.chars[-4:]) if is_hangul(c)), "")

    def done(self) -> Spoken:
        """Everything, without a space or comma at the end."""
        while self.chars and self.chars[-1] in " ,":
            self._pop()
        return Spoken("".join(self.chars), tuple(self.starts), tuple(self.ends))


def read(text: str) -> Spoken:
    """What is said, with offsets into the written text. Any text; the caller limits its length. Never raises."""
    folded = fold(text)
    plain = folded.text
    out = _Out(folded)
    i = 0
    while i < len(plain):
        spoken, end = _next(plain, i, out)
        if plain[i] in "→~-=" and spoken.rstrip() in _PARTICLES:
            out.attach()
        out.add(spoken, i, end)
        i = end
    return out.done()


def _next(plain: str, i: int, out: _Out) -> tuple[str, int]:
    """The reading of what begins at i, and where it ends (always behind i)."""
    c = plain[i]
    if is_hangul(c):
        found = _HANGUL.match(plain, i)
        return (found.group(), found.end()) if found else (c, i + 1)
    before = plain[max(0, i - 16) : i]
    result = None
    if (c.isascii() and c.isalnum()) or c in "'@#":
        result = addresses.read(plain, i) or (dates.read(plain, i) if c not in "@#" else None)
        result = result or (latin.special(plain, i) if c.isdigit() else None)
    if result is None and ((c.isdigit() and c.isascii()) or c in "$€£¥₩-+±≥≤<>~"):
        result = quantity.read(plain, i, before)
    if result is None and c.isascii() and (c.isalpha() or c == "."):
        result = latin.read(plain, i)
    if result is None or result[1] <= i:
        return signs.read(plain, i, out.last())
    return result


def spoken(text: str) -> str:
    """Written text as a Korean reader says it: Hangul, single spaces, and the marks , . ? !

    "" where there is nothing to say. Any text is allowed; time grows with its length (about 10 µs a character).
    """
    return read(text).text
