"""Cuts text into what is said in one breath: sentences, and long ones at commas, endings and spaces."""

from __future__ import annotations

import re
from dataclasses import dataclass

from metajob.errors import InputError
from metajob.speech.korean.spoken import spoken
from metajob.speech.model import Pause

MOST_CHARACTERS = 2_000
MOST_SYLLABLES = 3_000  # about 8 minutes; a sign may be read as eight syllables
BREATH = 30  # syllables: 5 to 7 s; Kokoro takes 20 MB more for each further second

_ENDS = re.compile(r"(?<=[.?!]) ")
_HANGUL = re.compile(r"[가-힣]")
# Where a sentence may be cut, from the best place to the worst: after a comma, after the ending of a clause, at a space
_PLACES = (
    re.compile(r"(?<=,) "),
    re.compile(r"(?<=[고며면서데만니]) "),
    re.compile(r" "),
)
_REACH = (0.6, 0.4, 1.0)  # how far from an even cut a place of each kind may lie, as a share of a piece


@dataclass(frozen=True)
class Piece:
    """text: spoken Hangul (numbers and Latin letters are read out), with its marks. pause: what follows it."""

    text: str
    pause: Pause


def cut(text: str, breath: int = BREATH) -> tuple[Piece, ...]:
    """The breath groups of a written text, in order; each has at least one and at most `breath` syllables.

    Raises InputError for nothing to say, and for more than MOST_CHARACTERS or, read out, MOST_SYLLABLES.
    """
    if len(text) > MOST_CHARACTERS:
        raise InputError(
            f"글이 너무 길어요. ({len(text):,}자)", f"한 번에 {MOST_CHARACTERS:,}자까지 읽을 수 있어요."
        )
    said = spoken(text)
    if len(_HANGUL.findall(said)) > MOST_SYLLABLES:
        raise InputError("읽으면 너무 긴 글이에요.", "글을 나누거나 숫자와 기호를 줄여 주세요.")
    pieces = [
        piece
        for sentence in _ENDS.split(said)
        if _HANGUL.search(sentence)
        for piece in _breaths(sentence.strip(), breath)
    ]
    if not pieces:
        raise InputError("읽을 수 있는 글자가 없어요.", "한글, 숫자, 영문 가운데 하나는 들어가야 해요.")
    return tuple(pieces)


def _breaths(sentence: str, breath: int) -> list[Piece]:
    pieces: list[Piece] = []
    while (count := len(_HANGUL.findall(sentence))) > breath:
        at = _place(sentence, count / -(-count // breath), breath)
        head, sentence = sentence[:at].rstrip(" "), sentence[at:].lstrip(" ")
        pieces.append(Piece(head, "comma" if head.endswith(",") else "space"))
    return [*pieces, Piece(sentence, "stop")]


def _place(sentence: str, size: float, breath: int) -> int:
    """Where the first piece ends: the best kind of place near `size` syllables, never behind `breath` of them."""
    said = [0]
    for letter in sentence:
        said.append(said[-1] + ("가" <= letter <= "힣"))
    for places, reach in zip(_PLACES, _REACH, strict=True):
        found = [
            match.start()
            for match in places.finditer(sentence)
            if 0 < said[match.start()] <= breath and abs(said[match.start()] - size) <= reach * size
        ]
        if found:
            return min(found, key=lambda at: abs(said[at] - size))
    return next(at for at, count in enumerate(said) if count == breath)
