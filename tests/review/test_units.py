"""What the judge reads: sentences and bullets with exact places, and what the heading above them promises."""

from __future__ import annotations

import pytest

from metajob.review.model import ProjectSpan
from metajob.review.rules.units import Unit, alone, paragraphs, promise, units
from metajob.review.split.projects import find_projects
from tests.review.texts import RESUMES


def of(text: str, title: str = "") -> tuple[Unit, ...]:
    """The units of a text that is one project."""
    return units(text, ProjectSpan(id="p1", title=title, start=0, end=len(text)))


@pytest.mark.parametrize("name", RESUMES)
def test_every_unit_stands_where_it_says(name: str) -> None:
    text = RESUMES[name].text
    for span in find_projects(text):
        found = units(text, span)
        assert len(found) >= 3
        end = span.start
        for unit in found:
            assert unit.text == text[unit.start : unit.end] == unit.text.strip()
            assert unit.text.endswith(".") and unit.text[0].isalnum()
            assert end <= unit.start < unit.end <= span.end
            end = unit.end


@pytest.mark.parametrize("name", RESUMES)
def test_the_title_is_no_unit(name: str) -> None:
    text = RESUMES[name].text
    for span in find_projects(text):
        assert not any(span.title in unit.text for unit in units(text, span))


def test_a_sentence_that_gave_the_project_its_name_is_still_read() -> None:
    text = "게시판을 아무도 보지 않아 절반이 버려졌습니다.\nSlack 알림을 붙였습니다."
    assert [unit.text for unit in of(text, "게시판을 아무도 보지 않아 절반이 버려졌습니다")] == text.split(
        "\n"
    )
    assert [unit.text for unit in of(text, "게시판을 아무도 보지 않아…")] == text.split("\n")


@pytest.mark.parametrize("mark", ["- ", "* ", "• ", "1. ", "2) ", "① ", "■ ", "✓ ", "가. ", "– "])
def test_marks_of_bullets_are_left_out(mark: str) -> None:
    text = f"{mark}서버가 자주 멈췄습니다.\n{mark}캐시를 넣었습니다."
    assert [unit.text for unit in of(text)] == ["서버가 자주 멈췄습니다.", "캐시를 넣었습니다."]


def test_sentences_of_a_paragraph_are_apart() -> None:
    text = "서버가 자주 멈췄습니다. 그래서 캐시를 넣었습니다. 3.5초가 0.2초로 줄었습니다."
    assert [unit.text for unit in of(text)] == [
        "서버가 자주 멈췄습니다.",
        "그래서 캐시를 넣었습니다.",
        "3.5초가 0.2초로 줄었습니다.",
    ]
    english = "It took 3.5 seconds before. We added a cache. Now it takes 0.2 seconds."
    assert [unit.text for unit in of(english)] == english.replace(". ", ".|").split("|")
    assert all(not unit.morphs and not unit.korean for unit in of(english))


WRAPPED = """개강 첫 주마다 예약이 한꺼번에 몰려 서버가 하루에 세 번씩 멈추고
학생들이 도서관 창구로 내려와 길게 줄을 서는 바람에 근로 학생이
손으로 자리를 적어 주어야 했습니다. 그래서 예약 서버를 다시 만들고
빈자리를 미리 세어 두었습니다.
응답은 0.3초가 되었습니다."""


def test_wrapped_lines_are_one_paragraph() -> None:
    assert [unit.text.replace("\n", " ") for unit in of(WRAPPED)] == [
        WRAPPED[: WRAPPED.index(" 그래서")].replace("\n", " "),
        "그래서 예약 서버를 다시 만들고 빈자리를 미리 세어 두었습니다.",
        "응답은 0.3초가 되었습니다.",
    ]


def test_a_short_line_is_joined_when_the_page_says_that_it_was_wrapped() -> None:
    text = "서버가 자주\n멈췄습니다\n캐시를 넣었습니다"
    span = ProjectSpan(id="p1", title="", start=0, end=len(text))
    assert [unit.text for unit in units(text, span, {text.index("\n")})] == [
        "서버가 자주\n멈췄습니다",
        "캐시를 넣었습니다",
    ]
    assert len(units(text, span, ())) == len(units(text, span)) == 3


def test_bullets_without_full_stops_are_not_joined() -> None:
    text = (
        "- 개강 첫 주마다 예약이 한꺼번에 몰려 서버가 하루에 세 번씩 정지\n"
        "- Redis에 빈자리를 올려 두고 예약 API를 다시 개발한 뒤 배포"
    )
    assert [unit.text for unit in of(text)] == [line[2:] for line in text.split("\n")]
    assert len(paragraphs(text, 0, len(text))) == 2


@pytest.mark.parametrize(
    ("heading", "promised"),
    [
        ("배경", "why"), ("문제 상황", "why"), ("사용 기술", "tech"), ("기술 선택 이유", "choice"),
        ("성과", "result"), ("결과 및 효과", "result"), ("한계와 보완점", "limits"), ("아쉬운 점", "limits"),
        ("Background", "why"), ("Tech stack", "tech"), ("Trade-offs", "choice"), ("Results", "result"),
        ("Limitations", "limits"), ("팀원", "plain"), ("기간", "plain"),
    ],
)  # fmt: skip
def test_what_a_heading_promises(heading: str, promised: str) -> None:
    assert promise(heading) == promised


@pytest.mark.parametrize(
    "shape", ["{}\n", "[{}]\n", "## {}\n", "■ {}\n", "[{}] ", "- {}: ", "{} | ", "【{}】"]
)
def test_a_heading_or_label_counts_for_what_follows_and_is_no_unit(shape: str) -> None:
    text = (
        shape.format("배경")
        + "야간에 넘어지는 환자가 많았습니다.\n"
        + shape.format("한계")
        + "표지가 자주 떨어졌습니다."
    )
    found = of(text)
    assert [(unit.heading, unit.text) for unit in found] == [
        ("why", "야간에 넘어지는 환자가 많았습니다."),
        ("limits", "표지가 자주 떨어졌습니다."),
    ]


def test_a_heading_ends_with_an_empty_line() -> None:
    text = "한계\n표지가 자주 떨어졌습니다.\n\n병동은 7층에 있었습니다."
    assert [unit.heading for unit in of(text)] == ["limits", ""]


def test_an_ordinary_colon_is_no_label() -> None:
    (unit,) = of("세 부서가 함께 썼습니다: 총무, 회계, 인사.")
    assert unit.text.startswith("세 부서가")
    assert unit.heading == ""


def test_a_sentence_alone() -> None:
    unit = alone("- 서버가 자주 멈췄습니다. 그래서 캐시를 넣었습니다.")
    assert unit.text == "서버가 자주 멈췄습니다. 그래서 캐시를 넣었습니다."
    assert unit.start == 2
    assert {"멈추", "넣"} <= {morph.lemma for morph in unit.morphs}


@pytest.mark.parametrize(
    "text", ["", "\n\n", "---", "###", "- ", "[ ]", "|", "【】", "1.", "한계", "•\n•\n•"]
)
def test_nothing_to_read_is_nothing(text: str) -> None:
    assert of(text, "제목") == ()
