"""What a parsed document is: one text, where each line of it stands, and what was hidden in the file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["pdf", "docx", "hwp", "hwpx", "markdown", "text", "image"]
HiddenBy = Literal["white", "tiny", "transparent", "off_page", "vanish"]


@dataclass(frozen=True)
class Line:
    """One line of `Document.text`, text[start:end] without its line break.

    page: 1-based; 0 when the format has no pages (DOCX, HWP, text).
    box: (left, top, right, bottom) as shares 0..1 of the page, origin top left; None without pages.
    """

    start: int
    end: int
    page: int = 0
    box: tuple[float, float, float, float] | None = None


@dataclass(frozen=True)
class Hidden:
    """Text that a person does not see in the file. It is not part of `Document.text`.

    page: 1-based, 0 without pages. by: what hides it.
    """

    text: str
    page: int
    by: HiddenBy


@dataclass(frozen=True)
class Document:
    """A file as text. All offsets count characters (code points) of `text`.

    text: NFC, line breaks are \\n, no control or zero-width characters, at most 60,000 characters.
    name: file name for the screen, without folder. kind: found from the content, not from the name.
    pages: number of pages, 0 without pages. lines: in reading order, without gaps in the text.
    hidden: what was left out. warnings: Korean sentences for the person (cut off, read by OCR, …).
    """

    text: str
    name: str
    kind: Kind
    pages: int = 0
    lines: tuple[Line, ...] = ()
    hidden: tuple[Hidden, ...] = ()
    warnings: tuple[str, ...] = ()

    def page_of(self, offset: int) -> int:
        """1-based page of a character, 0 when unknown."""
        return next((line.page for line in self.lines if line.start <= offset <= line.end), 0)
