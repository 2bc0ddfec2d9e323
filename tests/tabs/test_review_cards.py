"""The cards of the review: levels in words, exact quotes, guesses as questions, blanks, marked additions."""

from __future__ import annotations

import re

import pytest

from metajob.review.model import Keyword, PostingMatch, SwapLine
from tabs.parts import review_board, review_changes, review_finding, review_posting
from tabs.parts.words import Lang
from tests.tabs.reviews import deepened, gap, quote, review


def shown(html: str) -> str:
    """What a person reads: no tags, one blank between words."""
    import html as entities

    return " ".join(entities.unescape(re.sub(r"<[^>]+>", " ", html)).split())


def rows(html: str) -> dict[str, str]:
    """Key of each criterion's row → its HTML."""
    parts = re.split(r'(?=<details class="mj-crit")', html)[1:]
    return {re.search(r'data-key="([^"]+)"', part)[1]: part for part in parts}  # type: ignore[index]


@pytest.mark.parametrize(
    ("lang", "words"), [("ko", ["못 찾았어요", "언급", "구체", "근거"]), ("en", ["Not found", "Backed"])]
)
def test_every_project_has_five_levels_in_words_and_no_sum(lang: Lang, words: list[str]):
    board = review_board.board(review(), None, lang)
    assert len(rows(board)) == 10
    assert all(word in shown(board) for word in words)
    assert re.search(r"\d\s*(?:점|/\s*(?:15|3|100)|%)|합격|score of", shown(board)) is None


def test_gaps_are_unfolded_and_what_is_fine_is_folded():
    row = rows(review_board.board(review(), None, "ko"))
    opened = {key: " open>" in part.split(">", 1)[0] + ">" for key, part in row.items()}
    assert opened["p1:why"] is False and opened["p1:result"] is False
    assert opened["p1:choice"] and opened["p1:limits"] and opened["p2:result"]


def test_the_project_that_needs_work_is_unfolded_first():
    complete = review().projects[0].model_copy(update={"findings": (review().projects[0].findings[0],) * 5})
    board = review_board.board(
        review().model_copy(update={"projects": (complete, review().projects[1])}), None, "ko"
    )
    opened = re.findall(r'<details class="mj-proj" data-key="(\w+)"[^>]*( open)>', board)
    assert opened == [("p2", " open")]


def test_a_quote_is_exact_and_leads_to_its_place():
    one = quote("예약이 열리면 12초나 걸렸습니다.")
    row = rows(review_board.board(review(), None, "ko"))["p1:why"]
    assert one.text in row
    assert f'data-go="{one.start},{one.end}"' in row
    assert "1쪽" in shown(row) and "규칙" in shown(row)


def test_a_guess_is_put_as_a_question():
    row = rows(review_board.board(review(), None, "ko"))
    assert "혹시 이 문장인가요?" in row["p2:result"]
    assert 'data-act="yes"' in row["p2:result"] and 'data-act="no"' in row["p2:result"]
    assert "혹시" not in row["p1:result"] and 'data-act="no"' not in row["p1:result"]


def test_blanks_are_visible_and_the_copied_text_keeps_them():
    row = review_finding.row(gap("why"), review().projects[0].span, "ko")
    assert row.count('class="mj-blank"') == 2
    assert 'data-plain="[누가] 때문에 [  ]을 시작했습니다."' in row
    assert "[" not in shown(row)


def test_additions_of_a_model_are_marked_and_the_offline_level_stays():
    row = rows(review_board.board(deepened(review()), None, "ko"))["p1:choice"]
    assert "<ins>DB 락 대신 </ins>" in row and "<del>잠금을 </del>" in row
    assert "모델" in shown(row) and "규칙: 언급" in shown(row)


def test_answers_are_asked_for_only_where_a_model_reads_them():
    board = review_board.board(review(), None, "ko", {("p2", "why"): "<나>"})
    assert "&lt;나&gt;</textarea>" in board
    assert "<textarea" not in review_board.board(review(), None, "ko")


def test_nothing_from_the_document_or_a_model_becomes_markup():
    evil = '"><img src=x onerror=alert(1)>'
    bad = gap("why").model_copy(
        update={"reason": evil, "missing": evil, "question": evil, "suggestion": evil}
    )
    one = review().projects[0]
    span = one.span.model_copy(update={"title": evil})
    nasty = one.model_copy(update={"span": span, "findings": (bad, *one.findings[1:])})
    whole = review(name=evil, notes=(evil,)).model_copy(update={"projects": (nasty,)})
    html = (
        review_board.board(whole, None, "ko", {})
        + review_board.bar(whole, 0, "ko")
        + review_board.notes(whole)
    )
    assert "<img" not in html and html.count("onerror") >= 6
    assert re.search(r'="[^"]*"[^\s>/]', html) is None, "no attribute is left early"


def test_what_is_solved_open_and_new_is_told():
    before, one = review(), review().projects[1]
    solved = one.findings[0].model_copy(
        update={"level": 3, "quotes": (quote("FastAPI로 알림 서버를 만들었습니다."),)}
    )
    worse = before.projects[0].findings[3].model_copy(update={"level": 0, "quotes": ()})
    first = before.projects[0]
    first = first.model_copy(update={"findings": (*first.findings[:3], worse, first.findings[4])})
    after = before.model_copy(
        update={"projects": (first, one.model_copy(update={"findings": (solved, *one.findings[1:])}))}
    )
    changes = review_changes.between(before, after)
    assert changes is not None
    row = rows(review_board.board(after, changes, "ko"))
    assert (
        "해결" in shown(row["p2:why"])
        and "신규" in shown(row["p1:result"])
        and "미해결" in shown(row["p2:choice"])
    )
    assert "해결 1" in changes.chips("ko", "p2") and "신규 1" in changes.chips("ko", "p1")


def test_documents_without_a_common_project_are_not_compared():
    other = review(text="가나다라마바사 아자차카타파하" * 5, projects=())
    assert review_changes.between(other, review()) is None


def test_keywords_are_grouped_and_lead_to_their_places():
    redis = quote("Redis")
    match = PostingMatch(
        keywords=(
            Keyword(name="Redis", found=(redis,)),
            Keyword(name="Java", implied_by="Spring Boot"),
            Keyword(name="Kafka"),
            Keyword(name="<Go>", required=False),
        ),
        company="다온",
        swaps=(SwapLine(quote=quote("좋아졌습니다."), general=True),),
    )
    html = review_posting.panel(review(posting=match), "", "ko")
    assert f'data-go="{redis.start},{redis.end}"' in html
    assert "필수 3개 중 2개" in shown(html) and "우대 1개 중 0개" in shown(html)
    assert "Spring Boot에 포함" in shown(html)
    assert "<Go>" not in html and "&lt;Go&gt;" in html
    assert "어느 회사에나 쓸 수 있는 문장" in shown(html)
