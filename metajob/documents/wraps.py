"""Which line breaks of a PDF or scan are only where a line was full, so that a sentence goes on behind them."""

from __future__ import annotations

import re

from metajob.documents.model import Document, Line

SAME_EDGE = 0.04  # of the page width: lines that begin in one column, list items included
_ITEM = re.compile(r"[-#>■●○◆▶□※]|\(?\d{1,2}[.)]|[①-⑳]|[가-하][.)] ")
ROOM = 0.8  # em; letters are not all as wide as `_width` takes them for
_CELLS = " | "


def soft_wraps(document: Document) -> tuple[int, ...]:
    """Offsets of "\\n" in `document.text` behind lines that were full: the next word would not have fitted.

    Whether a word goes on ("이벤트로 수" + "집하고") or a space is due cannot be seen from places; the break stays
    in the text and the reader decides. Empty for formats without places.
    """
    found: list[int] = []
    edges: dict[int, list[tuple[float, float]]] = {}  # page → (left, right) of its lines
    for line in document.lines:
        if line.box:
            edges.setdefault(line.page, []).append((line.box[0], line.box[2]))
    for line, after in zip(document.lines, document.lines[1:], strict=False):
        if line.box and after.box and _goes_on(document.text, line, after, edges[line.page]):
            found.append(line.end)
    return tuple(found)


def _goes_on(text: str, line: Line, after: Line, edges: list[tuple[float, float]]) -> bool:
    assert line.box is not None and after.box is not None
    here, there = text[line.start : line.end], text[after.start : after.end]
    if _ITEM.match(there) or here.startswith("#") or _CELLS in here or _CELLS in there:
        return False
    left, right = line.box[0], line.box[2]
    letter = (right - left) / max(_width(here), 1.0)
    if line.page == after.page and abs(after.box[1] - line.box[1]) < 0.3 * (line.box[3] - line.box[1]):
        return False  # beside it
    edge = max(far for near, far in edges if abs(near - left) < SAME_EDGE or near == left)
    word = there.split(" ", 1)[0]
    return right + letter * (_width(word) + ROOM) > edge


def _width(text: str) -> float:
    """In em: half for ASCII, one for the rest."""
    return sum(0.5 if letter.isascii() else 1.0 for letter in text)
