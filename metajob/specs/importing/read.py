"""A file of hired people → a preview: who can be saved, and each problem with its line. Nothing is saved here."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from metajob.errors import InputError
from metajob.specs.importing.cells import Certs, read_cell, together
from metajob.specs.importing.header import (
    FIELDS,
    SEARCHED,
    TEMPLATE,
    TITLES,
    Field,
    Header,
    check,
    find,
    is_personal,
)
from metajob.specs.importing.people import People, pack, unpacked, year_of
from metajob.specs.importing.problems import Problem, Problems, Read
from metajob.specs.importing.sheet import Sheet, letters, sheets
from metajob.specs.importing.text import Record, divided, encoding_of, records
from metajob.specs.scales import doubts

MOST_BYTES = 20 * 1024 * 1024
MOST_ROWS = 100_000
EXAMPLE = "예시)"  # how the example line of the template begins
_CACHED = 50_000  # different cells of a column that are remembered
_NO_HEADER = InputError(
    "제목 줄을 찾지 못했어요.",
    f"처음 {SEARCHED}줄 안에 {TEMPLATE[0]}, {TEMPLATE[3]}, {TEMPLATE[9]} 같은 제목이 있는지, "
    "한글이 깨지지 않았는지 확인해 주세요.",
)


@dataclass(frozen=True)
class Preview:
    """What a file holds. people: the lines without a problem. total: lines with anything in them, examples left out.

    problems, warnings: the first 200 of each; counts of all beside them. blocked: the file as a whole has a problem,
    so not even its good lines can be saved. known: (title in the file, field's own title). ignored: titles that are
    left out. sha256: of the file's bytes.
    """

    name: str
    sha256: str
    people: People
    problems: tuple[Problem, ...]
    problem_count: int
    bad_lines: int
    warnings: tuple[Problem, ...]
    warning_count: int
    total: int
    blocked: bool
    known: tuple[tuple[str, str], ...]
    ignored: tuple[str, ...]

    @property
    def rows(self) -> People:
        """The people, as (line, HiredSpec)."""
        return self.people


def read(data: bytes, name: str, today: date | None = None) -> Preview:
    """Read a CSV or XLSX file by what is in it, whatever it is called. name: for the batch only.

    Raises InputError for what is neither, is too large, encrypted, broken, in two encodings or without a header.
    """
    if len(data) > MOST_BYTES:
        raise InputError(
            "파일이 너무 커요.", f"{MOST_BYTES // 1024 // 1024}MB까지 올릴 수 있어요. 나누어 올려 주세요."
        )
    if not data.strip():
        raise InputError("빈 파일이에요.", "양식을 내려받아 채운 뒤 올려 주세요.")
    reading = _Reading((today or date.today()).year)
    if data.startswith(b"PK\x03\x04"):
        header, rows = _of_sheets(data, reading)
    else:
        _not_another(data)
        encoding = encoding_of(data)
        divider, found = divided(data, encoding)
        if found is None:
            raise _NO_HEADER
        header, rows = found, records(data, encoding, divider)
    check(header, reading.problems)
    reading.take(header, rows)
    return Preview(
        name=name,
        sha256=hashlib.sha256(data).hexdigest(),
        people=People(reading.people),
        problems=tuple(reading.problems.kept),
        problem_count=reading.problems.counts.total(),
        bad_lines=reading.bad,
        warnings=tuple(reading.warnings.kept),
        warning_count=reading.warnings.counts.total(),
        total=reading.total,
        blocked=reading.problems.whole,
        known=tuple((header.titles[at], TITLES[field]) for at, field in header.fields.items()),
        ignored=tuple(header.titles[at] for at in header.ignored if not is_personal(header.titles[at])),
    )


class _Reading:
    """What is gathered while the lines go by."""

    def __init__(self, this_year: int) -> None:
        self.problems, self.warnings = Problems(), Problems()
        self.people: list[tuple[Any, ...]] = []
        self.formulas: dict[int, frozenset[int]] = {}
        self.total = self.bad = 0
        self._this_year = this_year
        self._seen: dict[int, int] = {}

    def take(self, header: Header, rows: Iterable[Record]) -> None:
        """Read all lines below the header. Raises InputError above 100,000."""
        personal = {at for at in header.ignored if is_personal(header.titles[at])}
        places: dict[Field, int] = {field: place for place, field in enumerate(FIELDS)}
        columns: list[tuple[int, int, Field | None, dict[str, Read]]] = [
            (at, places[field], field, {}) for at, field in header.fields.items()
        ]
        columns += [(at, -1, None, {}) for at in header.ignored if at not in personal]
        company = next((at for at, field in header.fields.items() if field == "company"), 0)
        titles = {field: header.titles[at] for at, field in header.fields.items()}
        for line, cells in rows:
            if line <= header.line or not "".join(cells).strip():
                continue
            if cells[company : company + 1] and cells[company].strip().startswith(EXAMPLE):
                self.warnings.add(line, header.titles[company], "example", "예시 줄이라 넣지 않아요.")
                continue
            self.total += 1
            if self.total > MOST_ROWS:
                raise InputError(f"{MOST_ROWS // 10_000}만 줄까지 올릴 수 있어요.", "나누어 올려 주세요.")
            self._line(line, cells, columns, titles, header)

    def _line(
        self,
        line: int,
        cells: list[str],
        columns: list[tuple[int, int, Field | None, dict[str, Read]]],
        titles: dict[Field, str],
        header: Header,
    ) -> None:
        values: list[Any] = [None] * (len(FIELDS) + 1)  # the last place takes what is left out
        before = self.problems.counts.total()
        faulty: set[Field | None] = set()
        count = len(cells)
        calculated = self.formulas.get(line, ())
        for at, place, field, cache in columns:
            if at >= count:
                continue
            text = cells[at]
            read = cache.get(text)
            if read is None:
                read = read_cell(field, text)
                if len(cache) < _CACHED:
                    cache[text] = read
            if read.code is not None:
                kind = self.warnings if read.warning else self.problems
                kind.add(line, header.titles[at], read.code, read.message)
                faulty.add(None if read.warning else field)
            if calculated and at in calculated and field is not None:
                message = "수식이 있는 칸이에요. 수식 대신 값을 적어 주세요."
                self.problems.add(line, header.titles[at], "formula", message)
            if isinstance(read.value, Certs) and isinstance(values[place], Certs):
                values[place] = together(values[place], read.value)
            elif read.value is not None:
                values[place] = read.value
        if count > len(header.titles) and "".join(cells[len(header.titles) :]).strip():
            self.problems.add(
                line, "", "too_many_cells", "제목 줄보다 칸이 많아요. 쉼표나 따옴표를 확인해 주세요."
            )
        person, wrong = pack(line, values, header.scale)
        for field, read in wrong:
            told_already = field in faulty or (field == "gpa" and "gpa_scale" in faulty)
            if read.code is not None and not told_already:
                self.problems.add(line, titles.get(field, ""), read.code, read.message)
        if year_of(person) > self._this_year:
            self.problems.add(line, titles.get("year", ""), "future", "아직 오지 않은 해예요.")
        if self.problems.counts.total() > before:
            self.bad += 1
            return
        self._look_twice(line, person)
        self.people.append(person)

    def _look_twice(self, line: int, person: tuple[Any, ...]) -> None:
        """Warnings about a good line: unusual, the same as an earlier one."""
        for sentence in doubts(unpacked(person)[1].spec):
            self.warnings.add(line, "", "doubt", sentence)
        first = self._seen.setdefault(hash(person[:-1]), line)
        if first != line:
            self.warnings.add(line, "", "duplicate", f"{first}번째 줄과 같아요. 같은 사람인지 확인해 주세요.")


def _of_sheets(data: bytes, reading: _Reading) -> tuple[Header, Iterator[Record]]:
    """The first visible sheet that has a header."""
    for sheet in sheets(data):
        header = find(list(islice(sheet.records(), SEARCHED)))
        if header is not None:
            _merged(sheet, header, reading.problems)
            reading.formulas = sheet.formulas
            return header, sheet.records()
    raise _NO_HEADER


def _merged(sheet: Sheet, header: Header, problems: Problems) -> None:
    """Ranges that reach the header or the lines below; a merged title above does no harm."""
    for (top, left), (bottom, right) in sheet.merged:
        if bottom + 1 >= header.line:
            place = f"{letters(left)}{top + 1}:{letters(right)}{bottom + 1}"
            message = f"{place} 칸이 합쳐져 있어요. 나누고 다시 올려 주세요."
            problems.add(top + 1, "", "merged_cells", message, whole=True)


def _not_another(data: bytes) -> None:
    """Files that people take for spreadsheets. Raises InputError."""
    head = data[:4096].lstrip().lower()
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise InputError("비밀번호가 걸린 파일이에요.", "비밀번호를 풀고 다시 올려 주세요.")
        raise InputError("옛 엑셀 파일(.xls)이에요.", "엑셀에서 .xlsx나 CSV로 저장해서 올려 주세요.")
    if head.startswith((b"<", b"\xef\xbb\xbf<")):
        raise InputError(
            "엑셀 파일이 아니라 웹 페이지예요.", "엑셀에서 열어 .xlsx나 CSV로 저장해서 올려 주세요."
        )
    if head.startswith((b"%pdf", b"\x1f\x8b", b"rar!", b"7z\xbc")) or data.startswith(b"\x89PNG"):
        raise InputError("CSV나 XLSX 파일이 아니에요.", "CSV나 XLSX 파일을 골라 주세요.")
