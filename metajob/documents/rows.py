"""Rows of text from a reader → one clean text with exact positions."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from metajob.documents.model import Hidden, HiddenBy, Line

MAX_CHARS = 60_000
MAX_HIDDEN = 50  # passages that are reported
MAX_HIDDEN_CHARS = 500  # of one passage

Box = tuple[float, float, float, float]

# Zero width, direction marks, soft hyphen, byte order mark, controls: not letters, but they split words and quotes.
_INVISIBLE = re.compile("[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff0-\ufffb\ufffe\uffff"
                        "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\U000e0000-\U000e0fff]|[\ud800-\udfff]")  # fmt: skip
_BREAKS = re.compile("\r\n?|\u2028|\u2029|\u0085|\x0b|\x0c")
_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
# Bullets, also as symbol-font letters of the private use area. ■ ● ○ ◆ ▶ stay: they mark headings as often.
_BULLET = re.compile(r"^(\s*)(?:[•◦▪▫‣⁃∙⦁]|[·ㆍ](?=\s)|[\ue000-\uf8ff](?=\s))\s*")
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})


@dataclass
class Row:
    """One line as a reader found it. page and box as in `Line`; blank: an empty line stands before it."""

    text: str
    page: int = 0
    box: Box | None = None
    blank: bool = False


@dataclass
class Draft:
    """What a reader hands on. scans: 1-based pages that are pictures of text. warnings: (code, detail)."""

    rows: list[Row] = field(default_factory=list)
    pages: int = 0
    hidden: list[Hidden] = field(default_factory=list)
    warnings: list[tuple[str, str]] = field(default_factory=list)
    scans: list[int] = field(default_factory=list)

    def hide(self, text: str, page: int, by: HiddenBy) -> None:
        """Report hidden text; follows the last report when it is hidden the same way on the same page.

        Hidden spaces and single marks are common in honest files and are not reported.
        """
        text = " ".join(clean(text).split())
        if not any(letter.isalnum() for letter in text):
            return
        last = self.hidden[-1] if self.hidden else None
        if last and (last.page, last.by) == (page, by) and len(last.text) < MAX_HIDDEN_CHARS:
            self.hidden[-1] = Hidden(f"{last.text} {text}"[:MAX_HIDDEN_CHARS], page, by)
        elif len(self.hidden) < MAX_HIDDEN:
            self.hidden.append(Hidden(text[:MAX_HIDDEN_CHARS], page, by))


def clean(text: str) -> str:
    """NFC without invisible characters; every line break is \\n, every space a plain one, ligatures opened."""
    text = _BREAKS.sub("\n", text)
    text = _SPACES.sub(" ", _INVISIBLE.sub("", text)).replace("\t", "  ")
    return unicodedata.normalize("NFC", text.translate(_LIGATURES))


def clean_line(text: str) -> str:
    """One cleaned line without trailing spaces; a leading bullet becomes "- "."""
    return _PRIVATE.sub("", _BULLET.sub(r"\1- ", text)).rstrip()


def rows_of(text: str) -> list[Row]:
    """Text as it was typed → rows; indentation stays, runs of empty lines become one."""
    rows: list[Row] = []
    blank = False
    for line in clean(text).split("\n"):
        cleaned = clean_line(line)
        if cleaned.strip():
            rows.append(Row(cleaned, blank=blank and bool(rows)))
        blank = not cleaned.strip()
    return rows


def assemble(rows: Iterable[Row]) -> tuple[str, tuple[Line, ...], bool]:
    """(text, lines, whether it was cut at 60,000 characters). One `Line` for every line, also for empty ones."""
    parts: list[str] = []
    lines: list[Line] = []
    at = 0
    for row in rows:
        pieces = [piece for line in clean(row.text).split("\n") if (piece := clean_line(line)).strip()]
        for number, piece in enumerate(pieces):
            if row.blank and number == 0 and parts:
                parts.append("")
                lines.append(Line(at, at, row.page, None))
                at += 1
            room = MAX_CHARS - at
            if room <= 0 or len(piece) > room:
                if room > 0:
                    parts.append(piece[:room])
                    lines.append(Line(at, at + room, row.page, row.box))
                return _without_last_blank(parts, lines, cut=True)
            parts.append(piece)
            lines.append(Line(at, at + len(piece), row.page, row.box))
            at += len(piece) + 1
    return _without_last_blank(parts, lines, cut=False)


def _without_last_blank(parts: list[str], lines: list[Line], cut: bool) -> tuple[str, tuple[Line, ...], bool]:
    while parts and not parts[-1]:
        parts.pop()
        lines.pop()
    return "\n".join(parts), tuple(lines), cut


def size(rows: Sequence[Row]) -> int:
    """Characters so far; readers stop soon after MAX_CHARS."""
    return sum(len(row.text) + 1 for row in rows)
