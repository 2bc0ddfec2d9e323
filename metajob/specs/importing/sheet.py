"""XLSX: values by calamine, after the zip has been looked at; formulas and merged cells from the sheet's XML."""

from __future__ import annotations

import copy
import datetime as dt
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from metajob.errors import InputError
from metajob.specs.importing.text import MOST_COLUMNS, Record

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

MOST_MEMBERS = 2000
MOST_SHEET = 320 * 1024 * 1024  # bytes unpacked; 100,000 rows of 32 columns have about 120 MB
MOST_RATIO = 200  # deflate reaches 1000 on zeros; sheets stay below 40
_SMALL = 64 * 1024  # bytes; below this the ratio says nothing
_CHUNK = 4 * 1024 * 1024
_FORMULA = re.compile(rb"<(?:\w+:)?c\b([^<>]*)>\s*<(?:\w+:)?f[\s/>]")
_REF = re.compile(rb"\br\s*=\s*[\"']([A-Z]{1,3})(\d+)[\"']")
# a cell beyond column GR (200) or in row 150,000 and below that: the reader holds a rectangle of all cells
_FAR = re.compile(
    rb"<(?:\w+:)?c\b[^<>]*\br\s*=\s*[\"'](?:(?:[A-Z]{3,}|[H-Z][A-Z]|G[S-Z])\d+|[A-Z]+(?:1[5-9]\d{4}|[2-9]\d{5}|\d{7,}))"
    rb"[\"'][^<>]*>\s*<(?:\w+:)?(?:v|is|f)[\s/>]"
)
# The same much quicker, as nearly every writer writes it; other spellings are looked at with _FAR.
_MAYBE_FAR = re.compile(rb'r="(?:(?:[A-Z]{3,}|[H-Z][A-Z]|G[S-Z])\d|[A-Z]+(?:1[5-9]\d{4}|[2-9]\d{5}|\d{7}))')
_SPELLINGS = tuple(b"r" + between + b"=" for between in (b" ", b"\t", b"\n", b"\r")) + tuple(
    b"r=" + after for after in (b"'", b" ", b"\t", b"\n", b"\r")
)
_BROKEN = InputError("XLSX 파일이 깨져서 읽을 수 없어요.", "다시 저장해서 올려 주세요.")


@dataclass(frozen=True)
class Sheet:
    """One sheet. merged: 0-based ((row, column), (row, column)) of each range. formulas: line → columns, 0-based."""

    name: str
    merged: tuple[tuple[tuple[int, int], tuple[int, int]], ...]
    formulas: dict[int, frozenset[int]]
    _sheet: CalamineSheet

    def records(self) -> Iterator[Record]:
        """Rows with their line, cells as text; dates as 2023-03-01."""
        start = self._sheet.start
        if start is None:
            return
        left = [""] * start[1]  # the reader leaves out empty columns before the first cell, but no rows
        texts: dict[Any, str] = {}
        for line, row in enumerate(self._sheet.iter_rows(), 1):
            cells = left.copy()
            for value in row:
                if type(value) is str:
                    cells.append(value)
                    continue
                key = (type(value), value)
                text = texts.get(key)
                if text is None:
                    text = _text(value)
                    if len(texts) < 50_000:
                        texts[key] = text
                cells.append(text)
            yield line, cells


def sheets(data: bytes) -> Iterator[Sheet]:
    """Visible sheets in their order. Raises InputError for what is no XLSX, for bombs and for damage."""
    members = _looked_at(data)
    from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        visible = [one.name for one in book.sheets_metadata if one.visible == SheetVisibleEnum.Visible]
    except (CalamineError, OSError, ValueError, KeyError):
        raise _BROKEN from None
    for name in visible:
        path = members.get(name)
        if path is None:  # a sheet of charts
            continue
        formulas = _formulas(data, path)
        try:
            sheet = book.get_sheet_by_name(name)
            merged = tuple(sheet.merged_cell_ranges or ())
        except (CalamineError, OSError, ValueError, KeyError):
            raise _BROKEN from None
        yield Sheet(name, merged, formulas, sheet)


def letters(column: int) -> str:
    """0 → A, 26 → AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "예" if value else "아니오"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(round(value, 10))
    if isinstance(value, dt.datetime):
        return value.isoformat(" ") if value.time() != dt.time() else value.date().isoformat()
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return str(value)


def _looked_at(data: bytes) -> dict[str, str]:
    """Name of each sheet → its member of the zip, after sizes, ratios and declarations were found harmless."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        entries = archive.infolist()
        names = {entry.filename for entry in entries}
        if "xl/workbook.xml" not in names:
            raise InputError(
                "XLSX 파일이 아니에요.", "엑셀에서 ‘Excel 통합 문서(.xlsx)’나 CSV로 저장해 주세요."
            )
        if any(entry.flag_bits & 1 for entry in entries):
            raise InputError("비밀번호가 걸린 파일이에요.", "비밀번호를 풀고 다시 올려 주세요.")
        small = all(entry.file_size <= max(MOST_RATIO * entry.compress_size, _SMALL) for entry in entries)
        if len(entries) > MOST_MEMBERS or sum(entry.file_size for entry in entries) > MOST_SHEET or not small:
            raise InputError(
                "압축을 풀었을 때 너무 커지는 파일이에요.", "필요한 시트만 새 파일로 저장해 주세요."
            )
        if not all(_has_its_size(archive, entry) for entry in entries):
            raise _BROKEN
        for name in sorted(names):
            if name.startswith("xl/") and name.endswith((".xml", ".rels")) and "/worksheets/" not in name:
                with archive.open(name) as member:
                    _declared_nothing(member.read())
        return _paths(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError, KeyError):
        raise _BROKEN from None


def _has_its_size(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bool:
    """Whether unpacking gives what the zip declares: calamine unpacks to the end, whatever was declared."""
    endless = copy.copy(entry)
    endless.file_size = entry.file_size + 1  # zipfile stops at it
    with archive.open(endless) as member:
        return sum(map(len, iter(lambda: member.read(_CHUNK), b""))) == entry.file_size


def _paths(archive: zipfile.ZipFile) -> dict[str, str]:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        book = etree.fromstring(archive.read("xl/workbook.xml"), parser)
        rels = etree.fromstring(archive.read("xl/_rels/workbook.xml.rels"), parser)
    except etree.XMLSyntaxError:
        raise _BROKEN from None
    targets = {one.get("Id"): str(one.get("Target", "")) for one in rels if one.get("Id")}
    found: dict[str, str] = {}
    for sheet in book.iter("{*}sheet"):
        id = next((value for key, value in sheet.attrib.items() if key.rpartition("}")[2] == "id"), "")
        target = targets.get(id, "")
        path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if path in archive.namelist() and "worksheets" in path:
            found[str(sheet.get("name"))] = path
    return found


def _formulas(data: bytes, path: str) -> dict[int, frozenset[int]]:
    """Line → columns of cells that are calculated. Raises InputError for cells far away, which fill the memory."""
    found: dict[int, set[int]] = {}
    rest = b""
    try:
        with zipfile.ZipFile(io.BytesIO(data)).open(path) as member:
            while chunk := member.read(_CHUNK):
                _declared_nothing(chunk)
                part, ends, rest = (rest + chunk).rpartition(b"</row>")
                if len(rest) > 2 * _CHUNK:
                    raise InputError("시트의 한 줄이 너무 길어요.", f"칸은 {MOST_COLUMNS}개까지예요.")
                _scan(part + ends, found)
        _scan(rest, found)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError):
        raise _BROKEN from None
    return {line: frozenset(columns) for line, columns in found.items()}


def _scan(part: bytes, found: dict[int, set[int]]) -> None:
    unusual = _MAYBE_FAR.search(part) or any(spelling in part for spelling in _SPELLINGS)
    if unusual and _FAR.search(part):
        raise InputError("시트가 너무 넓거나 길어요.", f"칸은 {MOST_COLUMNS}개, 줄은 10만 개까지예요.")
    if b"<f" not in part and b":f" not in part:
        return
    for match in _FORMULA.finditer(part):
        ref = _REF.search(match[1])
        if ref is None:
            raise InputError("시트에 수식이 있어요.", "수식 대신 값으로 붙여 넣고 다시 저장해 주세요.")
        column = 0
        for letter in ref[1]:
            column = column * 26 + letter - 64
        found.setdefault(int(ref[2]), set()).add(column - 1)


def _declared_nothing(data: bytes) -> None:
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise _BROKEN
