"""Technologies that no dictionary knows, recognised by how they are written and where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator

from metajob.text.technology.tech_cues import cue, tokens
from metajob.text.technology.tech_place import labelled, neighbours, tool_place

Span = tuple[int, int]

_LATIN = re.compile(r"(?<![\w@./-])[A-Za-z][A-Za-z0-9]*(?:[._-][A-Za-z][A-Za-z0-9]*)*(?![A-Za-z0-9_@])")
_CAMEL = re.compile(r"[a-z][A-Z]|[A-Z]{2,}[a-z]{2,}|\.(?:js|py|io|ai|rs)$|(?:DB|SQL|MQ|UI|Kit|CLI|SDK)$")
_CODE = re.compile(r"[a-z0-9]+(?:[_-][a-z0-9]+)+$")
_CAPS = re.compile(r"[A-Z][A-Z0-9]{1,5}$")
_NAME = re.compile(r"[A-Z][a-z][A-Za-z0-9]+$")
_SMALL = re.compile(r"[a-z][a-z0-9]{1,14}$")
_BETWEEN = re.compile(r"[\s,/·+&|()]*(?:[\w.#+-]+[\s,/·+&|()]+)?(?:와|과|및)?[\s,/·+&|()]*")


def latin(text: str, taken: list[Span], near: list[Span]) -> Iterator[Span]:
    """Latin words of one sentence that are probably tools. taken: spans already known. near: those that are tools."""
    korean = re.search("[가-힣]", text) is not None
    for found in _LATIN.finditer(text):
        start, end = found.span()
        if not any(start < b and a < end for a, b in taken) and _is_tool(text, (start, end), korean, near):
            yield start, end


def _is_tool(text: str, span: Span, korean: bool, near: list[Span]) -> bool:
    start, end = span
    word = text[start:end]
    if word.upper() in tokens("no_tool") or word in tokens("no_name") or word in tokens("no_small"):
        return False
    listed = labelled(text, start) or (any(neighbours(text, start, end)) and _in_list(text, span, near))
    if _CAMEL.search(word):
        return not re.fullmatch("[A-Z]+s", word) and (korean or listed or tool_place(text, start, end))
    if not korean:
        proper = _NAME.match(word) or _CAPS.match(word)
        return bool(proper) and (listed or cue("english").search(text[:start]) is not None)
    if _CODE.match(word):
        return listed or "_" in word or tool_place(text, start, end)
    if _CAPS.match(word) or _NAME.match(word):
        return listed or tool_place(text, start, end, strict=True)
    return bool(_SMALL.match(word)) and (listed or cue("by_small").match(text[end:]) is not None)


def _in_list(text: str, span: Span, near: list[Span]) -> bool:
    """A known tool stands beside it in the same list."""
    for a, b in near:
        between = text[b : span[0]] if b <= span[0] else text[span[1] : a]
        if len(between) <= 24 and _BETWEEN.fullmatch(between):
            return True
    return False


def korean_methods(text: str, taken: list[Span]) -> Iterator[Span]:
    """Korean names of methods in the place of a tool, by their last syllables: 크리깅 보간법, 조기경보 척도."""
    for found in cue("method").finditer(text):
        start, end = found.span()
        free = not any(start < b and a < end for a, b in taken)
        if free and not cue("vague_method").search(found[0]) and tool_place(text, start, end, strict=True):
            yield start, end
