"""HWP 5: the records of an OLE file as paragraphs, tables and boxes; hidden runs are set apart."""

from __future__ import annotations

import io
import struct
import zlib
from itertools import groupby
from typing import Any

from metajob.documents.archive import MAX_XML
from metajob.documents.flow import (
    Block,
    Paragraph,
    Table,
    heading_mark,
    rows_of_blocks,
)
from metajob.documents.hwp_records import Look, Record, char_look, fill_of, letters, records, tree
from metajob.documents.model import HiddenBy
from metajob.documents.refusals import Refused
from metajob.documents.rows import Draft

_COMPRESSED, _PASSWORD, _DISTRIBUTED = 1, 2, 4
_SECURED = 0x10 | 0x100 | 0x400  # DRM, certificate, certificate DRM
_BORDER_FILL, _CHAR_SHAPE, _PARA_SHAPE, _STYLE = 20, 21, 25, 26
_PARA_HEADER, _PARA_TEXT, _PARA_RUNS, _CONTROL, _LIST, _SHAPE = 66, 67, 68, 71, 72, 76
# Controls whose paragraphs are not on the page or are repeated on every page: header, footer, hidden comment.
_SKIPPED = {b"head", b"foot", b"tcmt"}
MAX_DEPTH = 40


def read_ole(data: bytes) -> Draft:
    """HWP 5. Raises Refused, also for the other files that are kept in OLE (DOC, XLS, encrypted DOCX)."""
    import olefile

    try:
        ole = olefile.OleFileIO(io.BytesIO(data))
    except (OSError, ValueError, struct.error, IndexError):
        raise Refused("broken_ole") from None
    with ole:
        _refuse_others(ole)
        return _Reader(ole).read()


def _refuse_others(ole: Any) -> None:
    exists = ole.exists
    if exists("EncryptedPackage"):
        raise Refused("encrypted")
    if exists("WordDocument"):
        raise Refused("old_doc")
    if exists("Workbook") or exists("Book") or exists("PowerPoint Document"):
        raise Refused("office")
    if not exists("FileHeader"):
        raise Refused("unknown" if ole.listdir() else "broken_ole")


class _Reader:
    def __init__(self, ole: Any) -> None:
        self._ole = ole
        self._draft = Draft()
        self._chars: list[Look] = []
        self._fills: list[bool | None] = []
        self._paras: list[tuple[int, int, int]] = []  # heading kind, level, border fill (from 1)
        self._styles: list[str] = []

    def read(self) -> Draft:
        header = self._bytes("FileHeader", 256)
        if len(header) < 40 or not header.startswith(b"HWP Document File"):
            raise Refused("broken_hwp")
        flags = struct.unpack_from("<I", header, 36)[0]
        if flags & _PASSWORD:
            raise Refused("encrypted")
        if flags & (_DISTRIBUTED | _SECURED):
            raise Refused("protected")
        self._compressed = bool(flags & _COMPRESSED)
        for record in records(self._stream("DocInfo")):
            self._learn(record)
        blocks: list[Block] = []
        number = 0
        while self._ole.exists(f"BodyText/Section{number}"):
            blocks += self._blocks(tree(self._stream(f"BodyText/Section{number}")), False, 0)
            number += 1
        if not number:
            raise Refused("broken_hwp")
        self._draft.rows = rows_of_blocks(blocks)
        return self._draft

    def _bytes(self, name: str, limit: int) -> bytes:
        if not self._ole.exists(name):
            raise Refused("broken_hwp")
        if self._ole.get_size(name) > limit:
            raise Refused("zip_bomb")
        with self._ole.openstream(name) as stream:
            return bytes(stream.read(limit + 1))

    def _stream(self, name: str) -> bytes:
        data = self._bytes(name, MAX_XML)
        if not self._compressed:
            return data
        decoder = zlib.decompressobj(-15)
        try:
            expanded = decoder.decompress(data, MAX_XML + 1)
        except zlib.error:
            raise Refused("broken_hwp") from None
        if len(expanded) > MAX_XML:
            raise Refused("zip_bomb")
        if not decoder.eof:
            raise Refused("broken_hwp")
        return expanded

    def _learn(self, record: Record) -> None:
        """What DocInfo says of shapes; ids are positions in the order of the records."""
        data = record.data
        if record.tag == _CHAR_SHAPE:
            self._chars.append(char_look(data))
        elif record.tag == _BORDER_FILL:
            self._fills.append(fill_of(data, 32))
        elif record.tag == _PARA_SHAPE:
            bits = struct.unpack_from("<I", data, 0)[0]
            border = struct.unpack_from("<H", data, 32)[0] if len(data) >= 34 else 0
            self._paras.append((bits >> 23 & 3, bits >> 25 & 7, border))
        elif record.tag == _STYLE:
            length = struct.unpack_from("<H", data, 0)[0]
            self._styles.append(data[2 : 2 + 2 * length].decode("utf-16-le", "ignore"))

    def _fill(self, number: int) -> bool | None:
        return self._fills[number - 1] if 0 < number <= len(self._fills) else None

    def _blocks(self, records: list[Record], on_dark: bool, depth: int) -> list[Block]:
        found: list[Block] = []
        for record in records:
            if record.tag == _PARA_HEADER:
                found += self._paragraph(record, on_dark, depth)
        return found

    def _paragraph(self, record: Record, on_dark: bool, depth: int) -> list[Block]:
        shape, style = struct.unpack_from("<HB", record.data, 8)
        kind, level, border = self._paras[shape] if shape < len(self._paras) else (0, 0, 0)
        behind = self._fill(border)
        ground = on_dark if behind is None else behind
        text = next((item.data for item in record.children if item.tag == _PARA_TEXT), b"")
        runs = next((item.data for item in record.children if item.tag == _PARA_RUNS), b"")
        name = self._styles[style] if style < len(self._styles) else ""
        mark = "- " if kind in (2, 3) else ""
        if kind == 1 or name.startswith(("개요", "제목")):
            digits = "".join(letter for letter in name if letter.isdigit())
            mark = heading_mark(int(digits) - 1 if digits else level)
        found: list[Block] = [Paragraph(self._text(text, runs, ground), mark)]
        if depth < MAX_DEPTH:
            for item in record.children:
                if item.tag == _CONTROL and item.data[3::-1] not in _SKIPPED:
                    found += self._control(item, ground, depth + 1)
        return found

    def _control(self, record: Record, on_dark: bool, depth: int) -> list[Block]:
        """A table, or paragraphs of boxes and notes at any level below."""
        if record.data[3::-1] == b"tbl ":
            return [self._table(record, on_dark, depth)]
        found: list[Block] = []
        # what a drawn shape is filled with is not read; white letters in one are taken for visible
        stack = [(record, on_dark or record.data[3::-1] == b"gso ")]
        while stack:
            item, dark = stack.pop()
            found += self._blocks(item.children, dark, depth)
            stack += [
                (part, dark) for part in reversed(item.children) if part.tag not in (_PARA_HEADER, _PARA_TEXT)
            ]
        return found

    def _table(self, record: Record, on_dark: bool, depth: int) -> Table:
        """Each cell is a list header followed by its paragraphs at the same level."""
        rows: dict[int, list[tuple[int, list[Block]]]] = {}
        cell: list[Block] = []
        dark = on_dark
        for item in record.children:
            if item.tag == _LIST and len(item.data) >= 12:
                column, row = struct.unpack_from("<HH", item.data, 8)
                fill = (
                    self._fill(struct.unpack_from("<H", item.data, 32)[0]) if len(item.data) >= 34 else None
                )
                dark = on_dark if fill is None else fill
                cell = []
                rows.setdefault(row, []).append((column, cell))
            elif item.tag == _PARA_HEADER:
                cell += self._paragraph(item, dark, depth)
        ordered = [sorted(rows[row], key=lambda place: place[0]) for row in sorted(rows)]
        return Table([[blocks for _column, blocks in row] for row in ordered])

    def _text(self, data: bytes, runs: bytes, on_dark: bool) -> str:
        borders = [struct.unpack_from("<II", runs, at) for at in range(0, len(runs) - 7, 8)]
        parts: list[str] = []
        pieces: list[tuple[str, HiddenBy | None]] = []
        for at, letter in letters(data):
            while len(borders) > 1 and borders[1][0] <= at:
                borders.pop(0)
            shape = borders[0][1] if borders else -1
            look = self._chars[shape] if 0 <= shape < len(self._chars) else Look()
            by = look.hidden
            if by == "white" and (on_dark if look.shade is None else look.shade):
                by = None
            pieces.append((letter, None if letter == "\n" else by))
        for reason, group in groupby(pieces, key=lambda piece: piece[1]):
            text = "".join(letter for letter, _by in group)
            if reason is None:
                parts.append(text)
            else:
                self._draft.hide(text, 0, reason)
        return "".join(parts)
