"""Text without what no file format takes or what changes how the rest reads: controls, direction overrides, halves."""

from __future__ import annotations

import re

_DROP = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_REPLACE = re.compile(r"[\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_LINE_BREAK = re.compile(r"\r\n?|[\u2028\u2029]")


def clean(text: str, one_line: bool = False) -> str:
    """The text without what a file format or a reader's eye could be harmed by. one_line: breaks become spaces."""
    text = _DROP.sub("", _LINE_BREAK.sub("\n", text))
    text = _REPLACE.sub("\ufffd", text)
    return " ".join(text.split()) if one_line else text
