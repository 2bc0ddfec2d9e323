"""The word lists of the pronunciation rules: each word once, each mark heard."""

from __future__ import annotations

from pathlib import Path

import pytest

from metajob.speech.korean import jamo, lexicon
from metajob.speech.korean.pronounce import syllables

FOLDER = Path(lexicon.__file__).parent / "data" / "sound"
WORDS = sorted(path.name for path in FOLDER.glob("words_*.tsv"))
TENSE = {"ㄲ", "ㄸ", "ㅃ", "ㅆ", "ㅉ"}


def test_every_word_stands_once_or_says_the_same() -> None:
    seen: dict[str, lexicon.Entry] = {}
    twice = []
    for name in WORDS:
        for entry in lexicon.entries_of(name):
            if seen.setdefault(entry.word, entry) != entry:
                twice.append(entry.word)
    assert twice == []


@pytest.mark.parametrize("name", WORDS)
def test_every_mark_is_heard(name: str) -> None:
    silent = []
    for entry in lexicon.entries_of(name):
        spoken = syllables(entry.word)
        letters = entry.word.replace(" ", "")
        marks = [mark for mark, letter in zip(entry.marks, entry.word, strict=False) if letter != " "]
        for at, mark in enumerate(marks):
            before, after = spoken[at], spoken[at + 1]
            if "'" in mark and after.onset not in TENSE:
                silent.append(entry.word)
            if "&" in mark and after.onset not in ("ㄴ", "ㄹ"):
                silent.append(entry.word)
            if "~" in mark and (before.coda, after.onset) != ("ㄴ", "ㄴ"):
                silent.append(entry.word)
            if "+" in mark and jamo.split(letters[at])[2] in ("", "ㅇ"):
                silent.append(entry.word)
    assert silent == []


@pytest.mark.parametrize("name", sorted(path.name for path in FOLDER.glob("*.tsv")))
def test_lists_say_what_they_are_and_hold_hangul(name: str) -> None:
    text = (FOLDER / name).read_text("utf-8")
    assert text.startswith("# ")
    words = " ".join(line.partition("\t")[0] for line in lexicon.lines(name))
    assert {char for char in words if not jamo.is_block(char)} <= set(" '+&~=_$")


def test_a_respelling_has_as_many_letters() -> None:
    with pytest.raises(ValueError, match="as many letters"):
        lexicon.entry("맛있=마")
