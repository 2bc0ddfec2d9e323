"""The tables of a report: levels at a glance, posting match, 회사명 치환, hidden text, what changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metajob.review.model import CRITERIA, HiddenText, Keyword, PostingMatch, Quote, Review
from metajob.review.report.report_model import Project, Table, level_text
from metajob.review.words import CRITERION_KO
from metajob.text.clean import clean

if TYPE_CHECKING:
    from metajob.review.compare import Comparison, Outcome

_HIDDEN_BY = {
    "white": "배경과 같은 색",
    "tiny": "너무 작은 글자",
    "transparent": "투명한 글자",
    "off_page": "종이 밖",
    "vanish": "숨김 글자",
}
_OUTCOME_KO: dict[Outcome, str] = {
    "solved": "해결",
    "new": "신규",
    "open": "미해결",
    "changed": "단계만 바뀜",
}
_CUT = 160  # characters of a quote inside a table; the whole passage stands in the marked document


def where(review: Review, quote: Quote) -> str:
    """2쪽, or nothing for a document without pages."""
    page = quote.page or sum(1 for start in review.pages if start <= quote.start)
    return f"{page}쪽" if page else ""


def overview(projects: tuple[Project, ...]) -> Table:
    """A row for each project, a column for each criterion."""
    rows = tuple((item.title, *(level_text(found.level) for found in item.verdicts)) for item in projects)
    return Table("한눈에 보기", ("프로젝트", *(CRITERION_KO[name] for name in CRITERIA)), rows)


def posting(review: Review, match: PostingMatch) -> tuple[Table, ...]:
    """Keywords of the posting, then the sentences of the 회사명 치환 test."""
    tables = []
    if match.keywords or match.note:
        found = sum(1 for keyword in match.keywords if keyword.found or keyword.implied_by)
        lead = f"키워드 {len(match.keywords)}개 가운데 {found}개를 찾았어요."
        if not match.keywords:
            lead = "공고에서 키워드를 찾지 못했어요."
        company = f" 회사: {clean(match.company, True)}." if match.company else ""
        note = f" {clean(match.note, True)}" if match.note else ""
        rows = tuple(_keyword(review, keyword) for keyword in match.keywords)
        head = ("키워드", "구분", "공고에서", "이 글에서", "자리")
        tables.append(Table("채용 공고와 맞춰 보기", head, rows, lead + company + note))
    if match.swaps:
        rows = tuple(
            ("어느 회사에나 맞는 문장" if line.general else "이 회사에 관한 문장", _short(review, line.quote))
            for line in sorted(match.swaps, key=lambda line: not line.general)
        )
        general = sum(1 for line in match.swaps if line.general)
        lead = (
            f"회사 이름을 바꿔도 그대로 맞는 문장이 {len(match.swaps)}개 가운데 {general}개예요. "
            "그런 문장에는 이 회사여야 하는 까닭을 더해 보세요."
        )
        tables.append(Table("회사명 치환", ("판단", "문장"), rows, lead))
    return tuple(tables)


def _keyword(review: Review, keyword: Keyword) -> tuple[str, ...]:
    if keyword.found:
        result = "있음"
    elif keyword.implied_by:
        result = f"포함됨 ({clean(keyword.implied_by, True)})"
    else:
        result = "못 찾았어요"
    place = " / ".join(_short(review, quote) for quote in keyword.found[:3])
    kind = "필수" if keyword.required else "우대"
    return clean(keyword.name, True), kind, clean(keyword.section, True), result, place


def _short(review: Review, quote: Quote) -> str:
    text = clean(quote.text, True)
    page = where(review, quote)
    return (text if len(text) <= _CUT else text[: _CUT - 1] + "…") + (f" ({page})" if page else "")


def hidden(found: tuple[HiddenText, ...]) -> Table:
    """What a person does not see in the file."""
    rows = tuple(
        (
            clean(item.text, True),
            f"{item.page}쪽" if item.page else "",
            _HIDDEN_BY.get(item.by, clean(item.by, True)),
        )
        for item in found
    )
    lead = (
        "파일에 눈에 보이지 않는 글이 있어요. 리뷰에는 넣지 않았어요. 일부러 넣은 글이 아니라면 지워 주세요."
    )
    return Table("숨은 글", ("글", "자리", "숨은 방법"), rows, lead)


def changes(comparison: Comparison) -> tuple[Table, ...]:
    """What is solved, open and new against the version before, each criterion in a row."""
    rows = tuple(
        (
            _OUTCOME_KO[outcome],
            clean(change.title, True),
            CRITERION_KO[change.criterion],
            "없던 프로젝트" if change.before is None else level_text(change.before),
            level_text(change.after),
        )
        for outcome in _OUTCOME_KO
        for change in comparison.of(outcome)
    )
    counts = ", ".join(f"{word} {len(comparison.of(name))}개" for name, word in _OUTCOME_KO.items())
    told = [f"지난 리뷰와 견주면 {counts}예요."]
    parts = (
        ("더해진 프로젝트", [pair.title for pair in comparison.projects if pair.fate == "added"]),
        ("빠진 프로젝트", [pair.title for pair in comparison.projects if pair.fate == "removed"]),
        ("새로 들어간 공고 키워드", comparison.keywords_found),
        ("빠진 공고 키워드", comparison.keywords_lost),
    )
    told += [f"{label}: {clean(', '.join(names), True)}." for label, names in parts if names]
    head = ("결과", "프로젝트", "항목", "지난번", "이번")
    return (Table("지난번과 달라진 점", head, rows, " ".join(told)),)
