"""Finds the technologies, tools and methods named in a text, and whether they were used."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from metajob.text.technology.tech_book import Match, implied, matches
from metajob.text.technology.tech_cues import cue
from metajob.text.technology.tech_place import neighbours, tool_place
from metajob.text.technology.tech_shapes import korean_methods, latin
from metajob.text.technology.tech_use import Use, use_of

__all__ = ["TechHit", "Use", "find", "implied"]

_ADDRESS = re.compile(
    r"https?://\S+|www\.\S+|(?<![\w.+-])[\w.+-]+@[\w-]+\.\w+|(?<![\w.-])[\w-]+(?:\.[\w-]+)*\.(?:com|io|dev|net|org|kr|me|app)(?:/[\w./-]*)?(?![\w])"
)
_SENTENCE = re.compile(r"[^\n]+")
_STOP = re.compile(r"(?<=[가-힣A-Za-z0-9)\]'\"”’])[.!?]+[\"'”’)]*\s+(?=\S)")
_YEAR = re.compile(r"\s?(?:19|20)\d\d")
_GRADE = re.compile(r"(?<![A-Za-z])[A-Z]\s?[/,·]\s?$")
_SOFTWARE = frozenset(("language", "framework", "library", "database", "cloud"))
_WORDS = re.compile(r"[A-Za-z가-힣]+")
_FILLER = re.compile(
    r"^(?:사용|활용|이용|기반|가능|능숙|개발|구현|작업|및|등|위주|경험|중심|다룸|숙련|기술|스택|도구|툴|언어|주요|버전|ver|and|with)(?:함|을|를|자|했습니다|하였습니다|했음)?$"
)


@dataclass(frozen=True)
class TechHit:
    """text[start:end] names a technology. name: the dictionary's, or as written when `known` is False.

    use: `listed` in a list of skills; `mentioned` is not used: rejected, replaced, somebody else's, wished for, learnt.
    """

    name: str
    start: int
    end: int
    kind: str
    known: bool
    use: Use


def find(text: str) -> tuple[TechHit, ...]:
    """All technologies in `text`, a sentence or a whole document, in their order. About 0.2 ms a sentence."""
    return tuple(hit for start, sentence in _sentences(text) for hit in _in_sentence(sentence, start))


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    for line in _SENTENCE.finditer(text):
        at = line.start()
        for stop in _STOP.finditer(line[0]):
            yield at, text[at : line.start() + stop.end()]
            at = line.start() + stop.end()
        yield at, text[at : line.end()]


def _in_sentence(text: str, offset: int) -> list[TechHit]:
    away = [found.span() for found in _ADDRESS.finditer(text)]
    written = [one for one in matches(text) if not _within(one, away)]
    known = [one for one in written if not one.alias.plain]
    known += [one for one in written if one.alias.plain and _meant(text, one, known, written)]
    spans = [(one.start, one.end) for one in known]
    taken = away + [(one.start, one.end) for one in written]
    found = [(one.start, one.end, one.alias.name, one.alias.kind, True) for one in known]
    shaped = list(latin(text, taken, spans))
    shaped += korean_methods(text, taken + shaped)
    found += [(start, end, text[start:end], "unknown", False) for start, end in shaped]
    found.sort()
    listed = _is_list(text, [(start, end) for start, end, *_ in found])
    hits = []
    for at, (start, end, name, kind, sure) in enumerate(found):
        following = found[at + 1][0] if at + 1 < len(found) else len(text)
        use = use_of(text, start, end, following, kind)
        if listed and use == "used":
            use = "listed"
        hits.append(TechHit(name, start + offset, end + offset, kind, sure, use))
    return hits


def _within(one: Match, spans: list[tuple[int, int]]) -> bool:
    """Part of an address; a name that is itself written like one (Socket.IO) stays."""
    return any(one.start < b and a < one.end and (a, b) != (one.start, one.end) for a, b in spans)


def _meant(text: str, one: Match, known: list[Match], written: list[Match]) -> bool:
    """A plain word is meant as a tool: it stands in a tool's place, or with other software."""
    rest = text[one.end : one.end + 6]
    if _YEAR.match(rest) or (
        len(one.alias.text) == 1 and (cue("letter").match(rest) or _GRADE.search(text[: one.start]))
    ):
        return False
    soft = one.alias.kind in _SOFTWARE or one.alias.text.isascii()
    if tool_place(text, one.start, one.end, strict=not soft or len(one.alias.text) == 1):
        return True
    if not soft:
        return False
    before, after = neighbours(text, one.start, one.end)
    others = [other for other in written if other is not one and other.alias.kind in _SOFTWARE]
    if (before or after) and others:
        return True
    return len(one.alias.text) > 1 and any(other.alias.kind in _SOFTWARE for other in known)


def _is_list(text: str, spans: list[tuple[int, int]]) -> bool:
    """Nearly nothing but names of tools."""
    if not spans:
        return False
    rest, at = "", 0
    for start, end in spans:
        rest += text[at:start] + " "
        at = end
    words = [word for word in _WORDS.findall(rest + text[at:]) if not _FILLER.match(word)]
    return (
        sum(map(len, words)) <= 0.25 * sum(end - start for start, end in spans)
        if len(spans) > 1
        else not words
    )
