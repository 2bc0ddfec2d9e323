"""The report behind all exports: nothing of a review is lost, and no character that breaks a file stays."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pytest

from metajob.review.compare import compare
from metajob.review.model import CRITERIA, Pointer, ProjectReview, Review
from metajob.review.report.export_docx import to_docx
from metajob.review.report.export_html import to_html
from metajob.review.report.export_markdown import to_markdown
from metajob.review.report.report import report_of
from metajob.review.report.report_model import Report
from metajob.text.clean import clean
from tests.review.reports import CHOICE, PAGE_1, SLOW, TEXT, WHY, finding, full_review, hostile_review

FORBIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


def words_of(value: object) -> list[str]:
    """Every string anywhere in a report."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, tuple | list):
        return [word for item in value for word in words_of(item)]
    return (
        [word for item in vars(value).values() for word in words_of(item)]
        if hasattr(value, "__dict__")
        else []
    )


def document_of(report: Report) -> str:
    return "".join(stretch.text for page in report.pages for stretch in page.stretches)


def test_quotes_are_numbered_in_the_order_of_the_document() -> None:
    report = report_of(full_review())
    fields = [
        field for project in report.projects for verdict in project.verdicts for field in verdict.fields
    ]
    numbers = {field.runs[0].text: field.number for field in fields if field.kind == "quote"}
    assert [numbers[passage] for passage in (WHY, CHOICE, SLOW)] == [1, 3, 5]
    marked = {
        stretch.text: stretch.numbers
        for page in report.pages
        for stretch in page.stretches
        if stretch.numbers
    }
    assert marked == {text: (number,) for text, number in numbers.items()}


def test_the_whole_document_is_shown_page_by_page() -> None:
    report = report_of(full_review())
    assert document_of(report) == TEXT
    assert [page.number for page in report.pages] == [1, 2]
    assert "".join(stretch.text for stretch in report.pages[0].stretches) == PAGE_1


def test_pages_of_quotes() -> None:
    fields = report_of(full_review()).projects[1].verdicts[0].fields
    assert fields[0].note == "2쪽"


def test_overlapping_quotes_both_show() -> None:
    review = full_review()
    part = CHOICE[:14]
    findings = tuple(
        finding("why", 2, part) if name == "why" else finding(name, 1, CHOICE) for name in CRITERIA
    )
    project = ProjectReview(span=review.projects[0].span, findings=findings)
    report = report_of(review.model_copy(update={"projects": (project,)}))
    covered = [s for page in report.pages for s in page.stretches if s.numbers]
    assert [stretch.text for stretch in covered] == [part, CHOICE[14:]]
    assert [len(stretch.numbers) for stretch in covered] == [2, 1]
    assert document_of(report) == TEXT


def test_a_quote_that_is_not_in_the_text_marks_nothing() -> None:
    review = full_review()
    wrong = review.projects[0].findings[0].quotes[0].model_copy(update={"text": "지어낸 문장"})
    broken = review.projects[0].findings[0].model_copy(update={"quotes": (wrong,)})
    project = review.projects[0].model_copy(update={"findings": (broken, *review.projects[0].findings[1:])})
    report = report_of(review.model_copy(update={"projects": (project,)}))
    assert report.projects[0].verdicts[0].fields[0].number == 0
    assert all(
        WHY not in stretch.text for page in report.pages for stretch in page.stretches if stretch.numbers
    )


def test_blanks_are_runs_of_their_own() -> None:
    fields = report_of(full_review()).projects[0].verdicts[4].fields
    supplement = next(field for field in fields if field.kind == "supplement")
    assert [run.text.strip("[]\u00a0 ") for run in supplement.runs if run.mark == "blank"] == ["무엇", "", ""]
    assert all(len(run.text) >= 6 for run in supplement.runs if run.mark == "blank")


def test_who_said_what_is_told() -> None:
    report = report_of(full_review())
    assert "규칙으로 본 단계는 언급" in report.projects[1].verdicts[0].notes
    assert "혹시 이 문장인가요?" in report.projects[1].verdicts[3].notes
    assert dict(report.facts)["만든 방법"] == "언어 모델 gpt-x, 내장 규칙 2026.11"
    assert "약 32원" in dict(report.facts)["사용량"]


def test_offline_review_says_so() -> None:
    report = report_of(full_review().model_copy(update={"engine": "rules", "usage": None}))
    assert "언어 모델 없이" in dict(report.facts)["만든 방법"]
    assert "사용량" not in dict(report.facts)


@pytest.mark.parametrize("won", [None, 0.0, 0.4])
def test_a_price_is_never_shown_as_exact(won: float | None) -> None:
    review = full_review()
    assert review.usage
    usage = report_of(
        review.model_copy(update={"usage": review.usage.model_copy(update={"won": won})})
    ).facts[-1][1]
    assert ("1원 미만" in usage) is (won is not None)


def test_an_empty_review() -> None:
    report = report_of(Review(name="", text=""))
    assert (report.name, report.projects, report.pages, report.posting) == ("이름 없는 글", (), (), ())


def test_hostile_text_is_clean_everywhere() -> None:
    report = report_of(hostile_review())
    words = words_of(report)
    assert len(words) > 100
    assert [word for word in words if FORBIDDEN.search(word)] == []
    assert document_of(report) == clean(hostile_review().text)


def test_clean_keeps_what_people_write() -> None:
    text = "한글 ABC — “따옴표” 👩‍💻 é\t값\n줄"
    assert clean(text) == text
    assert clean("a\r\nb\u2028c\rd") == "a\nb\nc\nd"
    assert clean(" a\n b ", one_line=True) == "a b"


def test_what_was_pointed_at_is_told() -> None:
    review = full_review()
    quote = review.projects[0].findings[0].quotes[0].model_copy(update={"source": "user"})
    changed = review.projects[0].findings[0].model_copy(update={"quotes": (quote,), "engine": "user"})
    project = review.projects[0].model_copy(update={"findings": (changed, *review.projects[0].findings[1:])})
    pointer = Pointer(start=quote.start, end=quote.end, project="p1", criterion="why")
    report = report_of(review.model_copy(update={"projects": (project,), "pointed": (pointer,)}))
    verdict = report.projects[0].verdicts[0]
    assert "직접 표시함" in verdict.notes
    assert "직접 표시한 문장" in verdict.fields[0].note


def later_review() -> Review:
    """full_review after work: limits answered in the first project, the second left out."""
    review = full_review()
    first = review.projects[0]
    answered = first.model_copy(update={"findings": (*first.findings[:4], finding("limits", 2, SLOW))})
    return review.model_copy(update={"projects": (answered,), "engine": "rules", "usage": None})


def test_what_changed_since_the_last_version() -> None:
    (table,) = report_of(later_review(), compare(full_review(), later_review())).changes
    assert table.rows == (
        ("해결", "배송 추적 서비스", "한계·문제는 무엇이었는가", "○○○ 못 찾았어요", "●●○ 구체"),
    )
    assert "해결 1개, 신규 0개, 미해결 0개" in table.lead
    assert "빠진 프로젝트: 사내 배포 파이프라인." in table.lead


def test_what_became_worse_is_told_too() -> None:
    (table,) = report_of(full_review(), compare(later_review(), full_review())).changes
    assert (
        "신규",
        "배송 추적 서비스",
        "한계·문제는 무엇이었는가",
        "●●○ 구체",
        "○○○ 못 찾았어요",
    ) in table.rows
    assert (
        "신규",
        "사내 배포 파이프라인",
        "그 기술을 왜 골랐는가",
        "없던 프로젝트",
        "○○○ 못 찾았어요",
    ) in table.rows
    assert "더해진 프로젝트: 사내 배포 파이프라인." in table.lead


@pytest.mark.parametrize("export", [to_markdown, to_html, lambda *both: text_of(to_docx(*both))])
def test_every_export_shows_the_changes(export: Callable[..., str]) -> None:
    comparison = compare(full_review(), later_review())
    with_it, without = export(later_review(), comparison), export(later_review())
    for part in ("지난번과 달라진 점", "해결 1개", "빠진 프로젝트: 사내 배포 파이프라인"):
        assert part in with_it
        assert part not in without


def text_of(data: bytes) -> str:
    import docx

    return "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs)
