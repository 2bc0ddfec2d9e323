"""Reviewing again after the file was changed: solved, open, new, and which project is which."""

from __future__ import annotations

from metajob.review.compare import Comparison, Outcome, compare
from metajob.review.model import (
    CRITERIA,
    Finding,
    Keyword,
    PostingMatch,
    ProjectReview,
    ProjectSpan,
    Quote,
    Review,
)

STOCK = "창고 재고 맞추기\n장부와 실물이 매달 6%씩 달랐습니다. 불출증을 QR 코드로 바꾸었습니다. 차이는 1%가 되었습니다."
MOULD = "금형 교체 시간 단축\n교체에 52분이 걸렸습니다. 공구 대차를 만들었습니다. 31분이 되었습니다."
GUIDE = "안내문 다시 쓰기\n전화 문의가 하루 40통이었습니다. 안내문을 두 쪽으로 줄였습니다."


def review(*projects: tuple[str, tuple[int, ...]], words: dict[str, bool] | None = None) -> Review:
    text, found = "", []
    for i, (told, levels) in enumerate(projects, 1):
        span = ProjectSpan(start=len(text), end=len(text) + len(told), id=f"p{i}", title=told.split("\n")[0])
        findings = tuple(Finding(criterion=c, level=level) for c, level in zip(CRITERIA, levels, strict=True))
        found.append(ProjectReview(span=span, findings=findings))
        text += told + "\n\n"
    quote = Quote(start=0, end=2, text=text[:2])
    posting = None
    if words is not None:
        keywords = tuple(Keyword(name=name, found=(quote,) if held else ()) for name, held in words.items())
        posting = PostingMatch(keywords=keywords)
    return Review(name="이력서.md", text=text, projects=tuple(found), posting=posting)


def said(comparison: Comparison, outcome: Outcome) -> list[tuple[str, str]]:
    return [(change.title, change.criterion) for change in comparison.of(outcome)]


def test_what_was_answered_is_solved_and_the_rest_stays_open() -> None:
    after = STOCK + " 비가 오면 QR 스티커가 떨어지는 문제는 남아 있습니다."
    found = compare(review((STOCK, (2, 1, 0, 3, 0))), review((after, (2, 1, 1, 2, 2))))
    assert said(found, "solved") == [("창고 재고 맞추기", "limits")]
    assert said(found, "open") == [("창고 재고 맞추기", "tech"), ("창고 재고 맞추기", "choice")]
    assert said(found, "new") == []
    assert [(change.criterion, change.direction) for change in found.of("changed")] == [("result", "down")]
    assert [change.direction for change in found.of("open")] == ["same", "up"]


def test_a_level_that_fell_is_new() -> None:
    found = compare(review((STOCK, (2, 2, 2, 3, 2))), review((STOCK, (2, 2, 2, 1, 2))))
    assert said(found, "new") == [("창고 재고 맞추기", "result")]
    assert found.of("new")[0].before == 3 and found.of("new")[0].direction == "down"


def test_projects_are_matched_though_order_title_or_text_changed() -> None:
    full = (2, 2, 2, 2, 2)
    renamed = MOULD.replace("금형 교체 시간 단축", "프레스 라인 멈춤 줄이기")
    rewritten = "안내문 다시 쓰기\n민원인이 몰리던 접수처의 종이를 새로 짰고, 문의는 절반이 되었습니다."
    before = review((STOCK, full), (MOULD, full), (GUIDE, (0, 2, 2, 2, 2)))
    after = review((rewritten, full), (renamed, full), (STOCK, full))
    found = compare(before, after)
    assert [(pair.before, pair.after, pair.fate) for pair in found.projects] == [
        ("p3", "p1", "kept"), ("p2", "p2", "kept"), ("p1", "p3", "kept"),
    ]  # fmt: skip
    assert said(found, "solved") == [("안내문 다시 쓰기", "why")]


def test_added_and_removed_projects() -> None:
    found = compare(review((STOCK, (0, 0, 0, 0, 0))), review((MOULD, (2, 1, 2, 2, 0))))
    assert [(pair.fate, pair.title) for pair in found.projects] == [
        ("added", "금형 교체 시간 단축"), ("removed", "창고 재고 맞추기"),
    ]  # fmt: skip
    assert said(found, "new") == [("금형 교체 시간 단축", "tech"), ("금형 교체 시간 단축", "limits")]
    assert said(found, "open") == [] and said(found, "solved") == []


def test_two_projects_with_one_title_are_told_apart_by_their_text() -> None:
    one, two = "5S 활동\n공구를 그림자 판에 걸었습니다.", "5S 활동\n사무실 서류를 연도별로 묶었습니다."
    found = compare(review((one, (0,) * 5), (two, (0,) * 5)), review((two, (0,) * 5), (one, (0,) * 5)))
    assert [(pair.before, pair.after) for pair in found.projects] == [("p2", "p1"), ("p1", "p2")]


def test_keywords_count_only_where_both_reviews_looked_for_them() -> None:
    project = (STOCK, (2, 2, 2, 2, 2))
    before = review(project, words={"Excel": False, "SAP": True, "QR": True})
    after = review(project, words={"Excel": True, "SAP": False, "QR": True, "WMS": True})
    found = compare(before, after)
    assert (found.keywords_found, found.keywords_lost) == (("Excel",), ("SAP",))
    assert compare(review(project), after).keywords_found == ()


def test_nothing_changed_and_nothing_reviewed() -> None:
    same = review((STOCK, (2, 3, 2, 2, 2)))
    assert compare(same, same).changes == ()
    assert compare(review(), review()).projects == ()
    assert compare(same, same).projects[0].similarity == 1.0
