"""One breath group of written Hangul: its blocks, and what is known about each joint between two of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from metajob.speech.korean.jamo import Block, is_block, split
from metajob.speech.model import Pause

_MARKS: dict[str, Pause] = {**dict.fromkeys(",，、;；:：", "comma"), **dict.fromkeys(".?!…。？！", "stop")}


@dataclass(slots=True)
class Joint:
    """Between block i and i + 1.

    space: two written words. border: the second begins a word of its own (the coda is neutralised before a
    vowel). insert: ㄴ is added before the second. tense: the second's onset is tensed; False: the lexicon
    says that it is not; None: the rules decide. nasal: ㄴ+ㄹ gives ㄴㄴ, not ㄹㄹ. known: decided by the lexicon.
    apart: a particle ends here (저는 / 리더입니다), or the speech is careful: nothing but tensing passes the space.
    """

    space: bool = False
    border: bool = False
    insert: bool = False
    tense: bool | None = None
    nasal: bool = False
    known: bool = False
    apart: bool = False


@dataclass(slots=True)
class Phrase:
    """text: blocks and single spaces. blocks: in order. joints: one fewer. index: block of each text position."""

    text: str
    blocks: list[Block]
    joints: list[Joint]
    index: list[int]
    pause: Pause = ""
    words: list[tuple[int, int]] = field(default_factory=list)  # (first, last + 1) in blocks

    def word(self, number: int) -> str:
        """The letters of one written word."""
        first, end = self.words[number]
        return "".join(block.char for block in self.blocks[first:end])


def phrases(text: str) -> Iterator[Phrase]:
    """Breath groups between marks; characters that are neither Hangul syllables, spaces nor marks are ignored."""
    letters: list[tuple[str, int]] = []
    for at, char in enumerate(text):
        if is_block(char):
            letters.append((char, at))
        elif char.isspace() and letters and letters[-1][0] != " ":
            letters.append((" ", at))
        elif char in _MARKS and letters:
            yield _phrase(letters, _MARKS[char])
            letters = []
    if letters:
        yield _phrase(letters, "")


def _phrase(letters: list[tuple[str, int]], pause: Pause) -> Phrase:
    if letters[-1][0] == " ":
        letters = letters[:-1]
    phrase = Phrase("".join(char for char, _ in letters), [], [], [], pause)
    first, space = 0, False
    for char, at in letters:
        phrase.index.append(len(phrase.blocks))
        if char == " ":
            phrase.words.append((first, len(phrase.blocks)))
            first, space = len(phrase.blocks), True
            continue
        if phrase.blocks:
            phrase.joints.append(Joint(space=space, border=space))
        phrase.blocks.append(Block(char, at, *split(char)))
        space = False
    phrase.words.append((first, len(phrase.blocks)))
    return phrase
