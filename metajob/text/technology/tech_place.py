"""Whether a word stands where a tool stands: "…로 만들었다", "… 기반", "built with …", a list of tools."""

from __future__ import annotations

import re

from metajob.text.technology.tech_cues import cue

_VERSION = re.compile(r"\s?v?(?!(?:19|20)\d\d)\d+(?:\.[\dx]+)*(?![\w가-힣%,])")
_LIST_BEFORE = re.compile(r"[,/·+&|(]\s?$")
_LIST_AFTER = re.compile(r"(?:\s?\([^()]{0,40}\))?\s?(?:v?\d[\d.x]*)?\s?(?:[,/·+&|)]|와 |과 |및 )")
_HANGUL = re.compile("[가-힣]")


def labelled(text: str, start: int) -> bool:
    """Behind "사용 기술:", "Tool:", "| 언어 |" in the same line."""
    return cue("labelled").search(text[:start]) is not None


def tool_place(text: str, start: int, end: int, *, strict: bool = False) -> bool:
    """text[start:end] is in the place of a tool. strict: nothing but particles may stand between it and the verb."""
    rest = text[end : end + 90]
    if cue("strict" if strict else "after").match(rest) or labelled(text, start):
        return True
    if _VERSION.match(rest) and not strict:
        return True
    return (
        text[start].isascii()
        and _HANGUL.search(text) is None
        and cue("before_en").search(text[:start]) is not None
    )


def neighbours(text: str, start: int, end: int) -> tuple[bool, bool]:
    """Whether a list goes on before and after text[start:end]: ", / · + & |" or a bracket."""
    return _LIST_BEFORE.search(text[:start]) is not None, _LIST_AFTER.match(text[end:]) is not None
