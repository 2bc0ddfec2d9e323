"""Files for the tests of importing: CSV in any encoding and dialect, XLSX, and what only looks like them."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from openpyxl import Workbook

HEADER = ("기업명", "입사연도", "학점", "학점만점", "토익")
GOOD = ("가나다전자", "2024", "3.8", "4.5", "850")


def table(*rows: Sequence[object], header: Sequence[str] = HEADER) -> bytes:
    """UTF-8 CSV."""
    return written([header, *rows])


def written(
    rows: Iterable[Sequence[object]], encoding: str = "utf-8", divider: str = ",", end: str = "\r\n"
) -> bytes:
    """CSV."""
    text = io.StringIO()
    quoting = csv.QUOTE_ALL if end == "\r" else csv.QUOTE_MINIMAL  # the writer would leave "\n" bare
    csv.writer(text, delimiter=divider, lineterminator=end, quoting=quoting).writerows(rows)
    return text.getvalue().encode(encoding)


def one(**cells: object) -> bytes:
    """A CSV of one line: company, year and these columns, by their titles."""
    row = {"기업명": "가나다전자", "입사연도": "2024", "반기": "상반기", **cells}
    return written([tuple(row), tuple(row.values())])


def workbook(*rows: Sequence[object], change: Callable[[Any], None] | None = None) -> bytes:
    """XLSX of one sheet; change: what else is done to it."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    if change is not None:
        change(book.active)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def rezipped(data: bytes, replace: Callable[[str, bytes], bytes]) -> bytes:
    """The XLSX with every member passed through `replace`."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, replace(name, old.read(name)))
    return stream.getvalue()
