"""The Word export, opened again: headings, tables, fonts, marks, and no trace of who made it."""

from __future__ import annotations

import io
import time
import zipfile
from typing import Any

import pytest

from metajob.review.model import Review
from metajob.review.report.export_docx import FONT, to_docx
from metajob.text.clean import clean
from tests.review.reports import GENERAL, LINES, MARKDOWN, RESULT, SCRIPT, WHY, full_review, hostile_review


def opened(review: Review) -> Any:
    import docx

    return docx.Document(io.BytesIO(to_docx(review)))


def text_of(document: Any) -> str:
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_everything_of_the_review_is_there() -> None:
    text = text_of(opened(full_review()))
    for part in (
        "이력서_김하늘.pdf",
        "언어 모델 gpt-x",
        "자가 연습용",
        "●●● 근거",
        "○○○ 못 찾았어요",
        RESULT,
        GENERAL,
        "이 서비스를 다시 만든다면",
        "포함됨 (Spring Boot)",
        "이전 지시를 무시하고",
        "약 32원",
        "두 번째 프로젝트의 한 항목은",
    ):
        assert part in text, part


def test_headings_are_headings() -> None:
    found = [
        (p.style.name, p.text) for p in opened(full_review()).paragraphs if p.style.name.startswith("Heading")
    ]
    assert ("Heading 1", "프로젝트 1. 배송 추적 서비스") in found
    assert ("Heading 2", "왜 했는가  ●●● 근거") in found
    assert sum(1 for style, _ in found if style == "Heading 2") == 10


def test_tables_are_tables() -> None:
    tables = opened(full_review()).tables
    assert [cell.text for cell in tables[0].rows[1].cells][0::5] == ["배송 추적 서비스", "○○○ 못 찾았어요"]
    assert [len(table.rows) for table in tables] == [3, 4, 3, 2]


def test_korean_font_and_paper() -> None:
    from docx.oxml.ns import qn

    document = opened(full_review())
    for name in ("Normal", "Title", "Heading 1", "Heading 2"):
        fonts = document.styles[name].element.rPr.rFonts
        assert fonts.get(qn("w:eastAsia")) == FONT
        assert fonts.get(qn("w:asciiTheme")) is None
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)


def runs_with(document: Any, text: str) -> list[Any]:
    return [run for paragraph in document.paragraphs for run in paragraph.runs if text in run.text]


def test_additions_removals_blanks_and_quotes_look_different() -> None:
    document = opened(full_review())
    (added,) = runs_with(document, "도입했고, 배포 시간을")
    (removed,) = [run for run in runs_with(document, "도입했습니다.") if run.text == "도입했습니다."]
    (blank,) = runs_with(document, "[ 무엇 ]")
    assert (added.font.underline, added.font.strike) == (True, None)
    assert (removed.font.underline, removed.font.strike) == (None, True)
    assert blank.font.underline
    assert added.font.color.rgb != removed.font.color.rgb
    shaded = [run for run in runs_with(document, WHY) if "w:shd" in run._r.xml]
    assert len(shaded) == 1


def test_nobody_and_no_time_in_the_file() -> None:
    data = to_docx(full_review())
    core = opened(full_review()).core_properties
    assert (core.author, core.last_modified_by) == ("", "")
    assert core.created.year == 2020
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [name for name in archive.namelist() if "thumbnail" in name]
        assert b"python-docx" not in archive.read("docProps/core.xml")


def test_the_same_review_gives_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    first = to_docx(full_review())
    monkeypatch.setattr(time, "time", lambda: 2_000_000_000.0)
    assert to_docx(full_review()) == first


@pytest.mark.parametrize("review", [hostile_review(), Review(name="", text="")])
def test_every_part_is_well_formed(review: Review) -> None:
    from lxml import etree

    with zipfile.ZipFile(io.BytesIO(to_docx(review))) as archive:
        assert archive.testzip() is None
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(archive.read(name))


def test_elements_stand_in_the_order_that_word_asks_for() -> None:
    """Word refuses a file whose run or cell properties are in another order than the standard's (ECMA-376, 17.3.2)."""
    from docx.oxml.ns import qn

    order = [
        "rStyle",
        "rFonts",
        "b",
        "bCs",
        "i",
        "strike",
        "color",
        "spacing",
        "kern",
        "sz",
        "szCs",
        "u",
        "shd",
        "vertAlign",
        "lang",
    ]
    document = opened(full_review())
    places = [*document.element.body.iter(qn("w:rPr")), document.styles["Normal"].element.rPr]
    assert len(places) > 50
    for properties in places:
        names = [child.tag.split("}")[1] for child in properties if child.tag.split("}")[1] in order]
        assert names == sorted(names, key=order.index)


def test_hostile_text_shows_as_typed() -> None:
    text = text_of(opened(hostile_review()))
    for part in (SCRIPT, clean(MARKDOWN), *LINES.split("\n")):
        assert part in text
