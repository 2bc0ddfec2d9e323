"""Reads a job posting: which lines ask for something, and whether they must or may."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from metajob.review.posting.posting_cues import either

Ask = Literal["required", "preferred", "duty"]

# A line that begins with a head of one of these, with nothing or a colon behind it, begins a section.
_KINDS: tuple[tuple[Ask | None, str], ...] = (
    ("preferred", "preferred"),
    ("required", "required"),
    ("duty", "duty"),
    (None, "none"),
)
_MARKS = re.compile(
    r"^[\s#*>\-•·▪◦‣○●■◆▶▷□◇☑✔★✅\[【<〈(]*(?:(?:\d{1,2}|[가-하]|[IVXⅠ-Ⅹ]+)[.)]\s*)?[\s#*\[【<〈]*"
)
_CLOSE = re.compile(r"[\s*\]】>〉)]*$")
_BULLET = re.compile(r"^\s*(?:[-*•·▪◦‣○▷☑✔]\s|\d{1,2}[.)]\s)")
_HEADING = re.compile(r"^\s*(?:#{1,4}\s|\*\*[^*]+\*\*\s*$|\[[^\]]+\]\s*$|【[^】]+】|<[^>]+>\s*$|[■◆▶●□◇]\s?)")
_MAY = re.compile(r"우대(?!\s?사항)|있으면 좋|preferred|a plus|nice to have", re.I)


@dataclass(frozen=True)
class Item:
    """One thing a posting asks for. section: the heading as the posting writes it, empty without headings."""

    text: str
    section: str
    ask: Ask


def attitudes(item: str) -> list[tuple[int, int]]:
    """Parts of a line, between commas, that ask for a character or a general ability, which no keyword can show."""
    return [
        part.span() for part in re.finditer("[^,;]+", item) if re.search(either("attitude"), part[0], re.I)
    ]


def _head(line: str) -> tuple[str, Ask | None, str] | None:
    """(heading, what it asks, the rest behind the colon) when the line heads a section."""
    bare = _CLOSE.sub("", _MARKS.sub("", line, count=1))
    name, colon, rest = re.sub(r"[\]】>〉*)]+\s*(?=[:：])", "", bare).partition(":" if ":" in bare else "：")
    name = _CLOSE.sub("", name)
    if len(name) > 28 or (not colon and re.search(r"[.!?]$|[다요]$", name) and not _HEADING.match(line)):
        return None
    for ask, heads in _KINDS:
        found = re.match(either(heads), name.strip(), re.I)
        if found and (colon or _HEADING.match(line) or len(name) - found.end() <= 8):
            return name.strip(), ask, rest.strip(" *")
    return None


def items(posting: str) -> list[Item]:
    """What the posting asks for, in its order. Without any heading every line counts as required."""
    found: list[Item] = []
    section, ask, seen, loose = "", None, False, []  # type: str, Ask | None, bool, list[str]
    for number, line in enumerate(posting.splitlines()):
        if not line.strip():
            continue
        head = _head(line)
        if head is not None:
            section, ask, rest = head
            seen = True
            if ask is not None and rest:
                found.append(_item(rest, section, ask))
            continue
        if _HEADING.match(line) and not _BULLET.match(line) and seen:
            section, ask = _CLOSE.sub("", _MARKS.sub("", line, count=1)), None
            continue
        text = _MARKS.sub("", line, count=1).strip(" *")
        if ask is not None:
            found.append(_item(text, section, ask))
        elif not seen and number > 0:
            loose.append(text)
    return found if seen else [_item(text, "", "required") for text in loose]


def _item(text: str, section: str, ask: Ask) -> Item:
    return Item(text, section, "preferred" if _MAY.search(text) and "," not in text else ask)
