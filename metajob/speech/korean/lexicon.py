"""The word lists in data/sound/: marked words, found in a phrase longest first, settle their joints.

A line of words_*.tsv holds marked words with spaces between, and perhaps TAB and flags for all of them. `_`
is a space inside a word. Marks stand between two letters: `'` the next onset is tense, `+` a word of its own
begins, `&` the same with ㄴ added, `~` ㄴ+ㄹ gives ㄴㄴ; a joint without a mark is settled as plain, which is why
the lists hold plain words too. `word=other` says that the word is read as if it were written like the other
one (as many letters). Flags: `<` only at the beginning of a written word, `>` only before its end or a
particle or ending, `^` either of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from metajob.speech.korean.jamo import split
from metajob.speech.korean.phrase import Phrase

_DATA = Path(__file__).parent / "data" / "sound"
_MARKS = "'+&~"
# what may follow a noun inside a written word
TAIL = re.compile(
    r"(?:들)?(?:[은는이가을를의에도만과와로며나야고인일임적뿐나]|으로|에서|에게|께|한테|까지|부터|보다|처럼|마다|조차|밖에|라|란|입니|이었|였|였|이에|예요"
    r"|하|되|된|될|됩|했|해|한|할|함|합|받|있|없|상|별|식|용|화|성|형|급|간|중|후|전|시|력|률|율|안|$| )"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """word: as written. marks: one per joint ("" for plain). sounds: letters to read in its place. head, tail: where it
    may stand; with both, one of them is enough."""

    word: str
    marks: tuple[str, ...]
    sounds: str
    head: bool
    tail: bool


def lines(name: str) -> Iterator[str]:
    """Lines of one data file without comments and empty lines."""
    for line in (_DATA / name).read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line


@cache
def column(name: str) -> frozenset[str]:
    """All words of a plain list; several may stand on a line, with spaces between."""
    return frozenset(word for line in lines(name) for word in line.split())


def entry(marked: str, flags: str = "") -> Entry:
    """One marked word. Raises ValueError where the letters to read do not fit the word."""
    marked, _, sounds = marked.replace("_", " ").partition("=")
    letters, marks = "", [""]
    for char in marked:
        if char in _MARKS:
            marks[-1] += char
        else:
            letters += char
            marks.append("")
    if sounds and len(sounds) != len(letters):
        raise ValueError(f"not as many letters: {marked}={sounds}")
    either = "^" in flags
    return Entry(letters, tuple(marks[1:-1]), sounds, either or "<" in flags, either or ">" in flags)


def entries_of(name: str) -> Iterator[Entry]:
    """The marked words of one file."""
    for line in lines(name):
        words, _, flags = line.partition("\t")
        for word in words.split():
            yield entry(word, flags)


@cache
def _entries() -> dict[str, tuple[Entry, ...]]:
    """All marked words by their first two letters, longest first."""
    found: dict[str, list[Entry]] = {}
    for path in sorted(_DATA.glob("words_*.tsv")):
        for each in entries_of(path.name):
            found.setdefault(each.word[:2], []).append(each)
    return {key: tuple(sorted(group, key=lambda e: -len(e.word))) for key, group in found.items()}


def apply(phrase: Phrase) -> None:
    """Settle the joints inside every word of the lists that the phrase holds, from left to right."""
    entries, text = _entries(), phrase.text
    at = 0
    while at < len(text) - 1:
        hit = next((each for each in entries.get(text[at : at + 2], ()) if _fits(each, text, at)), None)
        if hit is None:
            at += 1
            continue
        _settle(phrase, hit, at)
        at += len(hit.word)


def _fits(entry: Entry, text: str, at: int) -> bool:
    if not text.startswith(entry.word, at):
        return False
    if not entry.head and not entry.tail:
        return True
    begins = entry.head and (not at or text[at - 1] == " ")
    return begins or (entry.tail and TAIL.match(text, at + len(entry.word)) is not None)


def _settle(phrase: Phrase, entry: Entry, at: int) -> None:
    for number, mark in enumerate(entry.marks):
        before, after = phrase.index[at + number], phrase.index[at + number + 1]
        if before == after:  # the letter after a space: the joint was met at the letter before it
            continue
        joint = phrase.joints[before]
        joint.known = True
        joint.tense = "'" in mark
        joint.insert = "&" in mark
        joint.border = joint.border or "+" in mark or "&" in mark
        joint.nasal = "~" in mark
    for number, letter in enumerate(entry.sounds):
        if letter != " ":
            block = phrase.blocks[phrase.index[at + number]]
            block.onset, block.vowel, block.coda = split(letter)
            block.char = letter
