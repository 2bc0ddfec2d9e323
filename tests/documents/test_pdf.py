"""PDF: words, reading order, tables, places on the page."""

from __future__ import annotations

import pytest

from benchmarks.review_files import korean_pdf
from metajob.documents.intake import from_text, read
from metajob.documents.model import Document
from metajob.documents.wraps import soft_wraps
from tests.documents.raw_pdf import Page, pdf

LEFT = [
    "왼쪽 단의 첫째 줄은 여기서 시작하고",
    "왼쪽 단의 둘째 줄이 그 아래 이어지며",
    "왼쪽 단의 셋째 줄까지 읽은 다음에",
    "왼쪽 단의 넷째 줄을 읽습니다",
]
RIGHT = [
    "오른쪽 단의 첫째 줄은 그 뒤에 읽고",
    "오른쪽 단의 둘째 줄이 이어지며",
    "오른쪽 단의 셋째 줄을 지나서",
    "오른쪽 단의 넷째 줄로 끝납니다",
]


def lines_of(document: Document) -> list[str]:
    return [line for line in document.text.split("\n") if line]


def test_word_spaces_are_kept() -> None:
    line = "장애를 숫자로 설명하고 다시 나지 않게 고치는 백엔드 개발자입니다."
    assert read(pdf(Page().text(60, 700, line)), "a.pdf").text == line


def test_spaces_that_are_only_gaps_are_seen() -> None:
    page = Page()
    for x, word in ((60, "주문"), (84, "조회가"), (118, "느렸습니다")):
        page.text(x, 700, word)
    assert read(pdf(page), "a.pdf").text == "주문 조회가 느렸습니다"


def test_letter_spacing_between_hangul_and_digits_is_no_space() -> None:
    """Word processors set a quarter em between them."""
    page = Page().text(60, 720, "이 글에는 진짜 빈칸이 아주 많이 들어 있는 줄이 하나 있습니다")
    page.text(60, 700, "3").text(67.5, 700, "초를 ").text(92.5, 700, "420ms").text(120, 700, "로 낮춤")
    assert lines_of(read(pdf(page), "a.pdf"))[1].startswith("3초를 420ms로")


@pytest.mark.parametrize("by_rows", [True, False])
def test_two_columns_below_a_full_width_title(by_rows: bool) -> None:
    page = Page().text(60, 780, "두 단으로 쓴 경력 기술서의 아주 긴 제목은 폭을 다 씁니다", 18)
    left = [(60, 720 - 16 * number, text) for number, text in enumerate(LEFT)]
    right = [(320, 720 - 16 * number, text) for number, text in enumerate(RIGHT)]
    placed = [one for pair in zip(left, right, strict=True) for one in pair] if by_rows else left + right
    for x, y, text in placed:
        page.text(x, y, text)
    assert lines_of(read(pdf(page), "a.pdf"))[1:] == LEFT + RIGHT


def test_narrow_sidebar_is_read_before_the_main_column() -> None:
    page = Page()
    side = ["연락처", "010-0000-0000", "기술", "Java", "Kafka", "Redis"]
    for number, text in enumerate(side):
        page.text(50, 750 - 23 * number, text, 9)
    main = [f"{text} 조금 더 길게 씁니다" for text in LEFT * 2]
    for number, text in enumerate(main):
        page.text(220, 752 - 16 * number, text)
    assert lines_of(read(pdf(page), "a.pdf")) == side + main


def test_labels_and_values_stay_in_one_row() -> None:
    rows = [
        ("기간", "2023.01 – 2023.06"),
        ("역할", "백엔드 개발"),
        ("기술", "Kotlin, Redis"),
        ("성과", "응답 3.1초에서 420ms"),
    ]
    page = Page()
    for number, (label, said) in enumerate(rows):
        page.text(60, 700 - 18 * number, label).text(160, 700 - 18 * number, said)
    assert lines_of(read(pdf(page), "a.pdf")) == [f"{label} | {said}" for label, said in rows]


def test_ruled_table_with_tall_cells_is_read_cell_by_cell() -> None:
    page = Page()
    tall = [
        ("문제", ["주문 조회가 점심마다 느려져서", "문의가 하루 40건 들어왔습니다."]),
        ("해결", ["조회 경로를 나누고 캐시를", "앞에 두어 응답을 줄였습니다."]),
    ]
    for row, (label, said) in enumerate(tall):
        top = 700 - 40 * row
        page.text(66, top - 22, label)
        for number, text in enumerate(said):
            page.text(136, top - 14 - 14 * number, text)
    for y in (700, 660, 620):
        page.line(60, y, 400, y)
    for x in (60, 130, 400):
        page.line(x, 620, x, 700)
    assert lines_of(read(pdf(page), "a.pdf")) == [text for label, said in tall for text in (label, *said)]


def test_ruled_rows_of_many_cells() -> None:
    rows = [
        ("기간", "회사", "직무"),
        ("2020–2022", "나루터커머스", "백엔드"),
        ("2022–현재", "해솔정공", "플랫폼"),
    ]
    page = Page()
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            page.text(64 + 90 * column, 686 - 20 * number, text)
    for number in range(4):
        page.line(60, 700 - 20 * number, 330, 700 - 20 * number).line(
            60 + 90 * number, 640, 60 + 90 * number, 700
        )
    assert lines_of(read(pdf(page), "a.pdf")) == [" | ".join(row) for row in rows]


def test_every_line_knows_its_page_and_place() -> None:
    document = read(pdf(Page().text(60, 700, "첫 쪽의 글"), Page().text(300, 100, "둘째 쪽의 글")), "a.pdf")
    assert (document.pages, [line.page for line in document.lines]) == (2, [1, 2])
    assert [document.text[line.start : line.end] for line in document.lines] == ["첫 쪽의 글", "둘째 쪽의 글"]
    assert document.page_of(document.text.index("둘째")) == 2
    box = document.lines[1].box
    assert box is not None
    left, top, right, bottom = box
    assert left == pytest.approx(300 / 595, abs=0.01)
    assert top < 1 - 100 / 842 < bottom < top + 0.02
    assert right == pytest.approx((300 + 55) / 595, abs=0.02)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_turned_page_has_places_as_it_is_shown(turn: int) -> None:
    """The text is written so that it stands upright on the turned page, at a tenth from its left and top."""
    matrix, x, y = {
        90: ((0, 1, -1, 0), 80, 60),
        180: ((-1, 0, 0, -1), 540, 80),
        270: ((0, -1, 1, 0), 520, 780),
    }[turn]
    page = Page(extra=b"/Rotate %d" % turn).text(x, y, "landscape page", matrix=matrix, latin=True)  # type: ignore[arg-type]
    document = read(pdf(page), "a.pdf")
    assert document.text == "landscape page"
    box = document.lines[0].box
    assert box is not None
    assert box[0] == pytest.approx(0.1, abs=0.03)
    assert box[1] == pytest.approx(0.09, abs=0.03)
    assert box[2] > box[0] + 0.05


def test_wrapped_lines_stay_lines() -> None:
    page = (
        Page()
        .text(60, 700, "조회 경로를 분리하고 캐시를 두어 평균 응답 시간을 크")
        .text(60, 684, "게 낮추었습니다.")
    )
    assert read(pdf(page), "a.pdf").text.endswith("크\n게 낮추었습니다.")


def test_full_lines_are_told_from_line_ends() -> None:
    lines = [
        "조회 경로를 분리하고 캐시를 두어 평균 응답 시간을 크",
        "게 낮추었습니다.",
        "- 항목은 새 줄입니다",
        "010-0000-0000",
        "메일 주소",
    ]
    page = Page()
    for number, text in enumerate(lines):
        page.text(60, 700 - 16 * number, text)
    document = read(pdf(page), "a.pdf")
    assert soft_wraps(document) == (document.text.index("\n게"),)
    assert soft_wraps(from_text("\n".join(lines))) == ()


def test_larger_letters_are_headings_and_gaps_are_empty_lines() -> None:
    page = Page().text(60, 780, "경력", 18)
    for number in range(5):
        page.text(60, 740 - 16 * number, f"본문의 {number}번째 줄입니다. 평범한 크기입니다.")
    page.text(60, 620, "새 문단입니다.")
    text = read(pdf(page), "a.pdf").text
    assert text.startswith("# 경력\n\n본문의 0번째")
    assert text.endswith("\n\n새 문단입니다.")


def test_bullets_as_letters_and_as_drawn_dots() -> None:
    page = (
        Page()
        .text(60, 700, "•")
        .text(80, 700, "글자로 된 점")
        .text(80, 684, "그려진 점")
        .box(66, 685.5, 4, 4, (0, 0, 0))
    )
    assert read(pdf(page), "a.pdf").text == "- 글자로 된 점\n- 그려진 점"


@pytest.mark.parametrize("columns", [1, 2])
def test_long_file_is_read_in_order(columns: int) -> None:
    document = read(korean_pdf(3, columns), "a.pdf")
    assert document.pages == 3
    pages = [line.page for line in document.lines]
    assert pages == sorted(pages)
    text = document.text.replace("\n", "").replace(" ", "")
    assert text.count("캐시가비워진직후의첫요청은") >= 8
    for line in document.lines:
        assert line.start == line.end or line.box is not None


def test_owner_password_alone_does_not_lock() -> None:
    """Nothing in the file is encrypted for the reader without a password; a locked one is refused."""
    assert read(pdf(Page().text(60, 700, "열린 글")), "잠김.pdf").text == "열린 글"
