"""Cells that say who somebody is: told by their shape, whatever the column is called."""

from __future__ import annotations

import re

from metajob.llm.personal import PATTERNS

_WANTED = tuple(
    pattern
    for kind, pattern in PATTERNS
    if kind in {"resident", "email", "phone", "address", "profile", "birth"}
)
_LOST_ZERO = re.compile(r"(?:8210|10)\d{8}")  # 01012345678 as a spreadsheet keeps it
_LONG = 6  # letters; nothing shorter has such a shape
_HINT = re.compile(r"\d|@|＠|골뱅이|https?:|\.(?:com|io|me|kr|net)\b")


def has_personal(text: str) -> bool:
    """Whether the text holds a resident number, e-mail, phone, address, birth date or a page of one's own."""
    if len(text) < _LONG or not _HINT.search(text):
        return False
    return bool(_LOST_ZERO.fullmatch(text)) or any(pattern.search(text) for pattern in _WANTED)
