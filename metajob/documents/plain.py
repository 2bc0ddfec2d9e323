"""Text and Markdown files: the encoding, and comments that Markdown does not show."""

from __future__ import annotations

import re
from typing import Literal

from metajob.documents.refusals import Refused
from metajob.documents.rows import MAX_CHARS, Draft, rows_of

_TOLERATED = 0.01  # share of letters that may be unreadable before it is no text file
_MARKDOWN = re.compile(
    r"^(?:#{1,6} \S|```|\|(?=[ :|-]*-{3})[ :|-]*\|\s*$)|\*\*\S.*?\S\*\*|\[[^\]\n]+\]\(\w", re.MULTILINE
)
_COMMENT = re.compile(r"<!--(.*?)(?:-->|\Z)", re.DOTALL)


def read_plain(data: bytes) -> tuple[Literal["text", "markdown"], Draft]:
    """UTF-8, UTF-16, UTF-32 or CP949. Raises Refused("unknown") for anything that is not text."""
    text, lost = _decoded(data)
    draft = Draft()
    if lost:
        draft.warnings.append(("letters_lost", ""))
    kind: Literal["text", "markdown"] = "markdown" if _MARKDOWN.search(text) else "text"
    if kind == "markdown":
        for comment in _COMMENT.findall(text):
            draft.hide(comment, 0, "vanish")
        text = _COMMENT.sub("", text)
    draft.rows = rows_of(text[: 2 * MAX_CHARS])
    return kind, draft


def _decoded(data: bytes) -> tuple[str, bool]:
    for encoding in _candidates(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return _checked(text), False
    for encoding in ("utf-8", "cp949"):
        text = data.decode(encoding, "replace")
        if text.count("\ufffd") <= _TOLERATED * len(text):
            return _checked(text), True
    raise Refused("unknown")


def _candidates(data: bytes) -> list[str]:
    if data.startswith((b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")):
        return ["utf-32"]
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ["utf-16"]
    if b"\x00" in data[:4096]:  # UTF-16 without a mark
        return [encoding for encoding in ("utf-16-le", "utf-16-be") if _reads_well(data[:4096], encoding)]
    return ["utf-8-sig", "cp949"]


def _reads_well(head: bytes, encoding: str) -> bool:
    """Whether most of it is Hangul and ASCII: in the wrong byte order hardly anything is."""
    text = head.decode(encoding, "ignore")
    known = sum("가" <= letter <= "힣" or letter in "\n\r\t" or " " <= letter <= "~" for letter in text)
    return known > 0.7 * len(text)


def _checked(text: str) -> str:
    """The text, or Refused when it is full of control characters: some binary file that happens to decode."""
    head = text[:20_000]
    controls = sum(letter < " " and letter not in "\t\n\r\x0b\x0c\x1a" for letter in head)
    if controls > _TOLERATED * len(head):
        raise Refused("unknown")
    return text
