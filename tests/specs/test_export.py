"""What is exported imports again to the same rows, tells nobody's name, and calculates nothing in a spreadsheet."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metajob.specs.exporting import cells_of, guarded, rows_csv, summary_csv
from metajob.specs.importing import read, save
from metajob.specs.importing.header import EXTRA, TEMPLATE
from metajob.specs.model import (
    Cell,
    Figure,
    Found,
    Gpa,
    Hire,
    HiredSpec,
    MetricSummary,
    Spec,
    Step,
    Summary,
    TopicFigures,
    Where,
)
from metajob.specs.rows import kept
from metajob.specs.sharing import register
from metajob.store.database import Database
from metajob.store.specs import SpecBook
from tests.specs.files import table, written
from tests.specs.people import hired

TODAY = date(2026, 11, 22)


@given(
    st.lists(hired(), min_size=1, max_size=3),
    st.sampled_from(["utf-8-sig", "cp949", "utf-16"]),
    st.sampled_from([",", "\t", ";"]),
)
@settings(max_examples=40, deadline=None)
def test_every_person_comes_back_as_they_were(people: list[HiredSpec], encoding: str, divider: str) -> None:
    rows = [tuple(map(guarded, cells_of(kept(person)))) for person in people]
    preview = read(written([TEMPLATE + EXTRA, *rows], encoding, divider), "표", TODAY)
    assert preview.problems == () and preview.ignored == ()
    assert [kept(person) for _, person in preview.people] == [kept(person) for person in people]


def test_what_is_stored_comes_back_from_its_export(database: Database) -> None:
    book = SpecBook(database)
    people = [
        HiredSpec(hire=Hire(year=2020 + at, company=name, role="IT.DEV"), spec=Spec(toeic=800 + at, cert_count=0))
        for at, name in enumerate(["=1+1", "+82회사", "-마이너스", "@회사", "'따옴표", "보통회사", ""])
    ]  # fmt: skip
    codes = [register(book, person, f"{at:032x}", TODAY) for at, person in enumerate(people)]
    first = save(
        book,
        read(table(*[("가나다", 2024, "", "", 700 + 5 * at) for at in range(6)]), "a.csv"),
        "시험",
        "own",
    )
    text = "".join(rows_csv(book))
    assert not any(code in text for code in codes) and "0000" not in text.replace("없음", "")
    assert first not in text and "user:" not in text
    parsed = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert tuple(parsed[0]) == TEMPLATE + EXTRA
    assert not [cell for row in parsed for cell in row if cell.startswith(("=", "+", "-", "@"))]
    preview = read(text.encode(), "export.csv", TODAY)
    assert preview.problems == ()
    stored = [row for name in book.part_names() for row in book.rows_of(name)]
    assert sorted(map(repr, (kept(person) for _, person in preview.people))) == sorted(map(repr, stored))
    only = "".join(rows_csv(book, f"import:{first}"))
    assert only.count("\n") == 7 and "=1+1" not in only


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "'x"])
def test_guard(text: str) -> None:
    assert guarded(text) == "'" + text
    assert guarded("가=1") == "가=1"


def test_summary_as_csv_keeps_published_figures_and_own_rows_apart() -> None:
    figure = Figure(
        metric="toeic_mean", value=839, unit="점/990", publisher="=조사", published="2023-07-28", cohort="2023H1",
        year=2023.0, population="final_hire", size="대기업", company="", industry="", role="", other={}, n=470,
        n_unit="persons", url="https://example.org/a", method="", note="", suspect=False, flag="",
    )  # fmt: skip
    found = Found(figure, "size", (Step("size", "대기업", True),))
    cell = Cell(
        Where(), "all", (Step("all", "전체", True),), 30, "demo",
        {
            "toeic": MetricSummary("toeic", "all", 30, 20, 0.6667, None, 845.0, None, (800.0, 900.0), 843.21),
            "gpa": MetricSummary("gpa", "nothing"),
        },
    )  # fmt: skip
    text = summary_csv(Summary(Where(), (TopicFigures("toeic", found, None),), cell))
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert [row[0] for row in rows[1:]] == ["공개 통계", *["시연용 가상 자료"] * 5]
    assert rows[1][2] == "839" and rows[1][5] == "470" and rows[1][7] == "https://example.org/a"
    assert not [one for row in rows for one in row if one.startswith("=")]
    assert [(row[1], row[2], row[3], row[5]) for row in rows[2:4]] == [
        ("토익 보유율", "66.7", "%", "30"),
        ("토익 중앙값", "845", "점", "20"),
    ]
    assert "학점" not in text, "what may not be shown is not written either"


def test_gpa_of_hundred_points_keeps_its_scale() -> None:
    row = kept(HiredSpec(hire=Hire(year=2024), spec=Spec(gpa=Gpa(raw=92.5, scale="100"))))
    assert cells_of(row)[9:11] == ("92.50", "100")
