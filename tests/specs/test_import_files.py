"""Files as people and attackers send them: encodings, dialects, spreadsheets, bombs. All rows or a clear sentence."""

from __future__ import annotations

import io
import struct
import sys
import zipfile
import zlib
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metajob.errors import InputError
from metajob.specs.importing import MOST_BYTES, Preview, read, template_csv, template_xlsx
from metajob.specs.importing.header import TEMPLATE, TITLES
from metajob.specs.importing.template import EXAMPLE_ROW, explanations
from tests.specs.files import GOOD, HEADER, rezipped, table, workbook, written

reading = sys.modules["metajob.specs.importing.read"]  # the package's name for it is the function
ENCODINGS = ("utf-8", "utf-8-sig", "cp949", "utf-16", "utf-16-le", "utf-16-be")


def refused(data: bytes) -> str:
    with pytest.raises(InputError) as told:
        read(data, "표")
    assert told.value.message.endswith(".") and told.value.hint
    return f"{told.value.message} {told.value.hint}"


@given(
    st.sampled_from(ENCODINGS), st.sampled_from([",", "\t", ";"]), st.sampled_from(["\r\n", "\n", "\r"]),
    st.lists(st.tuples(st.text("가나다 ab,;\t'\"\n", max_size=8), st.integers(2000, 2026)), max_size=4),
)  # fmt: skip
@settings(max_examples=80, deadline=None)
def test_any_encoding_and_dialect_gives_the_same_people(
    encoding: str, divider: str, end: str, people: list[tuple[str, int]]
) -> None:
    rows = [[f"회사{name}", year, "3.9/4.5", "", "없음"] for name, year in people]
    preview = read(written([HEADER, *rows], encoding, divider, end), "표", date(2026, 11, 22))
    plain = read(table(*rows), "표", date(2026, 11, 22))
    assert list(preview.people) == [
        (line, person) for (line, _), (_, person) in zip(preview.people, plain.people, strict=True)
    ]
    assert len(preview.people) == len(people) and preview.problems == ()


def test_lines_are_those_of_the_file() -> None:
    data = written([HEADER, ("가\n나\n다", *GOOD[1:]), ("라", *GOOD[1:4], "-1")])
    preview = read(data, "표")
    assert [line for line, _ in preview.people] == [2]
    assert preview.people[0][1].hire.company == "가 나 다"
    assert [one.line for one in preview.problems] == [5]


def test_mixed_encodings() -> None:
    first = written([HEADER, GOOD])
    other = written([("다른회사", *GOOD[1:])], "cp949")
    assert "1번째 줄은 UTF-8이고 3번째 줄은 아니에요" in refused(first + other)
    assert "섞여" in refused(first + other)
    assert "섞여" in refused(written([HEADER, GOOD], "cp949") + written([("유니코드회사", *GOOD[1:])]))
    assert "읽을 수 없는 글자" in refused(written([HEADER, GOOD], "cp949") + b"\xff\xfe\xfa,1\n")
    assert "읽을 수 없는 글자" in refused(written([HEADER, GOOD], "utf-16")[:-1])


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "빈 파일"),
        (b" \r\n \n", "빈 파일"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, ".xls"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "비밀번호"),
        (b"<html><table><tr><td>\xea\xb8\xb0</td></tr></table></html>", "웹 페이지"),
        (b"\xef\xbb\xbf<!DOCTYPE html>", "웹 페이지"),
        (b"%PDF-1.7 ...", "CSV나 XLSX"),
        (b"PK\x03\x04 broken", "깨져서"),
        (bytes(range(256)) * 40, "읽을 수 없는"),
        (b"," * (MOST_BYTES + 1), "너무 커요"),
    ],
)  # fmt: skip
def test_what_is_no_table(data: bytes, word: str) -> None:
    assert word in refused(data)


HEAD = ",".join(HEADER).encode() + b"\n"


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"a" * 5_000_000, "너무 길어요"),
        (HEAD + b"," * 5_000_000, "너무 길어요"),
        (HEAD + b"," * 300, "칸이 너무 많아요"),
        (HEAD + b'"' + b"a\n" * 1_000_000, "읽을 수 없어요"),
        (HEAD + b'"' + b"a" * 150_000 + b'",2024\n', "읽을 수 없어요"),
        (HEAD + b'"never closed,2024,3.8,4.5,800\n', "따옴표"),
        (HEAD + b'"half" quoted,2024,3.8,4.5,800\n', "따옴표"),
    ],
)  # fmt: skip
def test_bombs_of_text(data: bytes, word: str) -> None:
    assert word in refused(data)


def test_more_lines_than_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_ROWS", 10)
    assert len(read(HEAD + b"x,2024\n" * 10 + b",,,\n" * 5, "표").people) == 10
    assert "나누어" in refused(HEAD + b"x,2024\n" * 11)


# ---- XLSX


def looked(*rows: Any, change: Any = None) -> Preview:
    return read(workbook(HEADER, *rows, change=change), "표.xlsx", date(2026, 11, 22))


def test_a_workbook_gives_the_people_of_the_csv() -> None:
    rows = [
        ("가나다전자", 2024, 3.8, 4.5, 850),
        ("라마바", "2023", "3.9/4.3", None, "없음"),
        (None, 2022, 88.25, 100, None),
    ]
    csv_rows = [
        ("가나다전자", "2024", "3.8", "4.5", "850"),
        ("라마바", "2023", "3.9/4.3", "", "없음"),
        ("", "2022", "88.25", "100", ""),
    ]
    assert list(looked(*rows).people) == list(read(table(*csv_rows), "표").people)


def test_dates_of_a_workbook() -> None:
    preview = looked(
        (None, datetime(2024, 9, 1), None, None, None), ("가", 2024, date(2024, 3, 9), 4.5, None)
    )
    assert [(line, one.hire.year) for line, one in preview.people] == [(2, 2024)]
    assert [(one.line, one.column, one.code) for one in preview.problems] == [(3, "학점", "date_value")]


def test_formulas_are_problems_of_their_line_but_not_in_columns_that_are_left_out() -> None:
    def change(sheet: Any) -> None:
        sheet["F1"] = "비고"
        sheet["E3"], sheet["F4"] = "=800+50", "=1+1"

    preview = looked(GOOD, GOOD, ("다른 회사", *GOOD[1:]), change=change)
    assert [(one.line, one.column, one.code) for one in preview.problems] == [(3, "토익", "formula")]
    assert [line for line, _ in preview.people] == [2, 4]


def test_merged_cells_hinder_unless_they_are_above_the_header() -> None:
    preview = looked(GOOD, GOOD, change=lambda sheet: sheet.merge_cells("A2:B3"))
    (problem,) = [one for one in preview.problems if one.whole]
    assert (problem.code, problem.line) == ("merged_cells", 2) and "A2:B3" in problem.message
    data = workbook(("합격자 조사",), (), HEADER, GOOD, change=lambda sheet: sheet.merge_cells("A1:E1"))
    titled = read(data, "표")
    assert not titled.blocked and [line for line, _ in titled.people] == [4]


def test_columns_before_the_table_and_other_sheets() -> None:
    def change(sheet: Any) -> None:
        sheet.delete_rows(1, 2)
        for row, cells in enumerate((HEADER, GOOD, ("나", 2024, "=1+1", 4.5, 800)), 4):
            for column, cell in enumerate(cells, 3):
                sheet.cell(row, column, cell)
        sheet.parent.create_sheet("설명", 0).append(("이 파일은", "…"))
        sheet.parent.create_sheet("숨김", 0).append(HEADER)
        sheet.parent["숨김"].sheet_state = "hidden"

    preview = looked(GOOD, change=change)
    assert [line for line, _ in preview.people] == [5]
    assert [(one.line, one.column, one.code) for one in preview.problems] == [(6, "학점", "formula")]


def test_a_bomb_in_a_zip_is_refused_before_it_is_read() -> None:
    good = workbook(HEADER, GOOD)
    zeros = rezipped(good, lambda name, data: data + b" " * 30_000_000 if "sheet1" in name else data)
    assert len(zeros) < 100_000 and "너무 커지는" in refused(zeros)
    many = io.BytesIO(good)
    with zipfile.ZipFile(many, "a") as archive:
        for number in range(2001):
            archive.writestr(f"xl/media/{number}", b"")
    assert "너무 커지는" in refused(many.getvalue())


def test_a_zip_that_declares_less_than_it_holds_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """calamine unpacks to the end: a file of 1.6 MB took 2 GB while only the declared sizes were looked at."""
    good = workbook(HEADER, GOOD)
    name = "xl/worksheets/sheet1.xml"
    held = zipfile.ZipFile(io.BytesIO(good)).read(name)
    entry = good.rindex(
        b"PK\x01\x02", 0, good.rindex(name.encode())
    )  # of the directory: sum at 16, size at 24
    told = struct.pack("<L", zlib.crc32(held[:20])), struct.pack("<L", 20)
    lying = good[: entry + 16] + told[0] + good[entry + 20 : entry + 24] + told[1] + good[entry + 28 :]
    assert zipfile.ZipFile(io.BytesIO(lying)).read(name) == held[:20], "the directory is believed"
    monkeypatch.setitem(sys.modules, "python_calamine", None)  # not even asked
    assert "깨져서" in refused(lying)


def test_a_cell_far_away_does_not_fill_the_memory() -> None:
    for place in ("XFD1048576", "A1048576", "GS2"):
        data = workbook(HEADER, GOOD, change=lambda sheet, at=place: sheet.__setitem__(at, 1))
        assert "넓거나" in refused(data)
    formatted = workbook(HEADER, GOOD, change=lambda sheet: setattr(sheet["A1048576"], "number_format", "@"))
    assert len(read(formatted, "표").people) == 1, "only a format, as spreadsheets leave them behind"


@pytest.mark.parametrize("part", ["sheet1.xml", "workbook.xml", "styles.xml"])
def test_declarations_and_damage_are_refused(part: str) -> None:
    good = workbook(HEADER, GOOD)
    declared = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>'
    assert "깨져서" in refused(rezipped(good, lambda name, data: declared + data if part in name else data))
    if part != "styles.xml":
        assert "깨져서" in refused(rezipped(good, lambda name, data: data[:60] if part in name else data))


def test_an_encrypted_member_and_another_office_file() -> None:
    data = bytearray(workbook(HEADER, GOOD))
    at = data.find(b"PK\x01\x02")
    while at >= 0:  # the flag in every entry of the directory
        data[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 4)
    assert "비밀번호" in refused(bytes(data))
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    assert "XLSX 파일이 아니에요" in refused(other.getvalue())


# ---- the template


def test_the_template_is_what_the_importer_knows() -> None:
    assert template_csv() == ("\ufeff" + ",".join(TEMPLATE) + "\n").encode()
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(template_xlsx()))
    table_sheet, notes = book.worksheets
    rows = list(table_sheet.iter_rows(values_only=True))
    assert tuple(rows[0]) == TEMPLATE and len(TEMPLATE) == 27
    assert tuple(cell or "" for cell in rows[1]) == EXAMPLE_ROW
    told = [tuple(row) for row in notes.iter_rows(min_row=3, values_only=True)]
    assert told == list(explanations()) and [title for title, _ in told] == [*TITLES.values()]
    assert notes.title == "설명" and all(text for _title, text in told)


def test_the_example_of_the_template_is_left_out_with_a_word() -> None:
    preview = read(template_xlsx(), "양식.xlsx")
    assert preview.total == 0 and preview.problems == ()
    assert [(one.line, one.code) for one in preview.warnings] == [(2, "example")]
    as_person = read(written([TEMPLATE, ("가나다전자", *EXAMPLE_ROW[1:])]), "표")
    assert len(as_person.people) == 1 and as_person.problems == as_person.warnings == (), "a good example"


_BOOK = workbook(
    HEADER, GOOD, ("라마바", 2024, "=1+1", 4.5, 800), change=lambda sheet: sheet.merge_cells("A5:B6")
)
_TABLE = written([HEADER, GOOD, ("라마바", "2024", "3.9/4.5", "", "없음")])


@given(
    st.sampled_from([_BOOK, _TABLE, _TABLE.decode().encode("cp949"), _TABLE.decode().encode("utf-16")]),
    st.lists(
        st.tuples(st.integers(0, 10_000), st.binary(max_size=6), st.integers(0, 12)), min_size=1, max_size=6
    ),
)
@settings(max_examples=120, deadline=None)
def test_a_damaged_file_is_read_or_refused_with_a_sentence(
    data: bytes, cuts: list[tuple[int, bytes, int]]
) -> None:
    for at, put, away in cuts:
        place = at % (len(data) + 1)
        data = data[:place] + put + data[place + away :]
    try:
        preview = read(data, "표")
    except InputError as error:
        assert error.message.endswith(".")
    else:
        assert len(preview.people) + preview.bad_lines == preview.total
