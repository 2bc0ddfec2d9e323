"""Paragraphs and tables of a word processor file → rows, the same way for DOCX, HWPX and HWP."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from metajob.documents.rows import MAX_CHARS, Row

SEPARATOR = " | "
MAX_DEPTH = 12  # tables inside tables; deeper ones are not read
WHITE = 240  # a colour whose darkest channel is above this is white
BRIGHT = 215  # luma; white letters do not show on a ground brighter than this


@dataclass
class Paragraph:
    """text may hold line breaks. mark: "# ", "## ", … or "- " before its first line."""

    text: str
    mark: str = ""


@dataclass
class Table:
    """rows of cells, each a list of blocks."""

    rows: list[list[list[Block]]] = field(default_factory=list)


Block: TypeAlias = Paragraph | Table


def rows_of_blocks(blocks: list[Block]) -> list[Row]:
    """Rows in reading order. A table row of one-line cells is one row "a | b"; taller cells follow one another."""
    rows: list[Row] = []
    room = MAX_CHARS + 1000
    for row in _rows(blocks, 0):
        rows.append(row)
        room -= len(row.text)
        if room < 0:
            break
    return rows


def _rows(blocks: list[Block], depth: int) -> Iterator[Row]:
    blank = False
    for block in blocks:
        if isinstance(block, Table):
            if depth < MAX_DEPTH:
                yield from _table_rows(block, depth)
                blank = True
            continue
        if not block.text.strip():
            blank = True
            continue
        for number, line in enumerate(part for part in block.text.split("\n") if part.strip()):
            heading = block.mark.startswith("#")
            mark = block.mark if number == 0 else ""
            yield Row(mark + line.strip(), blank=number == 0 and (blank or heading))
        blank = block.mark.startswith("#")


def _table_rows(table: Table, depth: int) -> Iterator[Row]:
    first = True
    for cells in table.rows:
        lines = [found for cell in cells if (found := list(_rows(cell, depth + 1)))]
        if not lines:
            continue
        if all(len(found) == 1 for found in lines):
            yield Row(SEPARATOR.join(found[0].text for found in lines), blank=first)
        else:
            for number, row in enumerate(row for found in lines for row in found):
                row.blank = (row.blank and number > 0) or (first and number == 0)
                yield row
        first = False


def heading_mark(level: int) -> str:
    """ "# " for level 0, "## " for level 1, … at most six."""
    return "#" * min(max(level, 0) + 1, 6) + " "


def rgb_of(text: str) -> tuple[int, int, int] | None:
    """ "#1F3864", "1f3864" or Hancom's "#FF1F3864" as (r, g, b); None for anything else ("auto", "none")."""
    digits = text.strip().lstrip("#")
    if len(digits) == 8:
        digits = digits[2:]
    try:
        number = int(digits, 16)
    except ValueError:
        return None
    return (number >> 16, number >> 8 & 255, number & 255) if len(digits) == 6 else None


def is_white(rgb: tuple[int, int, int] | None) -> bool:
    """Whether letters of this colour vanish on paper."""
    return rgb is not None and min(rgb) > WHITE


def shows_white(rgb: tuple[int, int, int] | None) -> bool:
    """Whether white letters can be read on a ground of this colour. None is paper."""
    return rgb is not None and 0.299 * rgb[0] + 0.587 * rgb[1] + 0.114 * rgb[2] < BRIGHT
