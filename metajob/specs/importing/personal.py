"""Cells that say who somebody is: told by their shape, whatever the column is called."""

from __future__ import annotations

import re

from metajob.llm.personal import PATTERNS

_WANTED = tuple(
    pattern for kind, pattern in PATTERNS if kind in {"resident", "email", "phone", "address", "birth"}
)
_PAGES = tuple(pattern for kind, pattern in PATTERNS if kind == "profile")
_LOST_ZERO = re.compile(r"(?:82[\- ]?)?10[\- ]?\d{4}[\- ]?\d{4}")  # 01012345678 as a spreadsheet keeps it
_LONG = 6  # letters; nothing shorter has such a shape
_HINT = re.compile(r"\d|@|＠|골뱅이|https?:|\.(?:com|io|me|kr|net)\b")


def has_personal(text: str) -> bool:
    """Whether the text holds a resident number, e-mail, phone, address, birth date or a page of one's own."""
    if len(text) < _LONG or not _HINT.search(text):
        return False
    if _LOST_ZERO.fullmatch(text) or any(pattern.search(text) for pattern in _WANTED):
        return True
    # an address has a dot; "O/X/O" and "Figma/Notion" have none
    return any("." in match[0] for pattern in _PAGES for match in pattern.finditer(text))
