"""CSV: in which encoding it is, what divides its cells, and its lines one after the other within limits."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from metajob.errors import InputError
from metajob.specs.importing.header import SEARCHED, Header, find

MOST_COLUMNS = 200
MOST_RECORD = 200_000  # characters of one row, line ends within quotes included
_DIVIDERS = (",", "\t", ";")

Record = tuple[int, list[str]]  # line of the file on which the row begins, cells

_MIXED = "한 가지 문자 인코딩(UTF-8)으로 다시 저장해 주세요."


def encoding_of(data: bytes) -> str:
    """Name of the encoding: UTF-8 with or without a mark, UTF-16 with or without one, CP949.

    Raises InputError for anything else, and for a file that mixes UTF-8 and CP949, with the line.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _readable(data, "utf-16")
    if b"\x00" in data[:4096]:
        even, odd = data[:4096:2].count(0), data[1:4096:2].count(0)
        return _readable(data, "utf-16-le" if odd > even else "utf-16-be")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        _not_mixed(data, error.start)
        return _readable(data, "cp949")
    return "utf-8-sig"


def records(data: bytes, encoding: str, divider: str) -> Iterator[Record]:
    """Every row that has a cell. Raises InputError for what is no CSV, with the line."""
    lines = _Lines(io.TextIOWrapper(io.BytesIO(data), encoding, newline=""))
    reader = csv.reader(lines, delimiter=divider, strict=True)
    begins = 1
    try:
        for cells in reader:
            if len(cells) > MOST_COLUMNS:
                raise InputError(f"{begins}번째 줄에 칸이 너무 많아요.", f"칸은 {MOST_COLUMNS}개까지예요.")
            if cells:
                yield begins, cells
            lines.fresh()
            begins = reader.line_num + 1
    except csv.Error:
        raise InputError(
            f"{begins}번째 줄의 따옴표나 길이가 잘못되어 읽을 수 없어요.", "그 줄을 고치고 다시 올려 주세요."
        ) from None


def divided(data: bytes, encoding: str) -> tuple[str, Header | None]:
    """The divider with which most columns are known, and the header. Raises InputError as `records`."""
    best: tuple[str, Header | None] = (",", None)
    refused: InputError | None = None
    for divider in _DIVIDERS:
        first: list[Record] = []
        try:
            for record in records(data, encoding, divider):
                first.append(record)
                if len(first) == SEARCHED:
                    break
        except InputError as error:
            refused = error
        header = find(first)
        if header and (best[1] is None or len(header.fields) > len(best[1].fields)):
            best = divider, header
    if best[1] is None and refused is not None:
        raise refused
    return best


class _Lines:
    """Lines with their ends; a row that grows without end is refused before it fills the memory."""

    def __init__(self, stream: io.TextIOWrapper) -> None:
        self._stream = stream
        self._read = 0
        self._line = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._stream.readline(MOST_RECORD + 1)
        self._line += 1
        self._read += len(line)
        if self._read > MOST_RECORD:
            raise InputError(
                f"{self._line}번째 줄에서 한 줄이 너무 길어요.",
                "따옴표가 닫혔는지, CSV 파일이 맞는지 확인해 주세요.",
            )
        if not line:
            raise StopIteration
        return line

    def fresh(self) -> None:
        """A new row begins."""
        self._read = 0


def _readable(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(f"{line}번째 줄에 읽을 수 없는 글자가 있어요.", _MIXED) from None
    if "\x00" in text:
        raise InputError("CSV 파일이 아니에요.", "CSV나 XLSX 파일을 골라 주세요.")
    return encoding


def _not_mixed(data: bytes, first_bad: int) -> None:
    """A file that is not UTF-8 as a whole, but has lines of Hangul in UTF-8, has two encodings."""
    for number, line in enumerate(data.splitlines(), 1):
        if line.isascii():
            continue
        try:
            text = line.decode("utf-8")
        except UnicodeDecodeError:
            continue
        if any("가" <= letter <= "힣" for letter in text):
            bad = data.count(b"\n", 0, first_bad) + 1
            raise InputError(
                f"문자 인코딩이 섞여 있어요: {number}번째 줄은 UTF-8이고 {bad}번째 줄은 아니에요.", _MIXED
            )
