"""A review as a report: Korean words, numbered quotes, marked document. All exports are made from it."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from metajob.review.model import Finding, ProjectReview, Quote, Review, Rewrite, Usage
from metajob.review.report import report_tables
from metajob.review.report.report_model import (
    Field,
    FieldKind,
    Mark,
    Page,
    Project,
    Report,
    Run,
    Stretch,
    Verdict,
)
from metajob.review.report.report_tables import where
from metajob.review.words import CRITERION_KO, LEVEL_KO, ROLE_KO, SEVERITY_KO
from metajob.text.clean import clean

if TYPE_CHECKING:
    from metajob.review.compare import Comparison

_FIELD_KO: dict[FieldKind, str] = {
    "quote": "근거 문장",
    "reason": "이렇게 본 까닭",
    "missing": "읽는 사람이 더 물을 것",
    "question": "답해 볼 질문",
    "supplement": "보완할 문장 (빈칸을 채워 주세요)",
    "rewrite": "고쳐 쓴 글",
}
_SOURCE_KO = {
    "rules": "",
    "similar": "뜻이 비슷한 문장",
    "model": "모델이 찾은 문장",
    "user": "직접 표시한 문장",
}
_ENGINE_KO = {"rules": "규칙으로 봄", "model": "언어 모델로 봄", "user": "직접 표시함"}
_EMPTY = "[\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0]"  # wide enough to be seen; does not break at a line's end
_WIDE = re.compile(r"\[\s*\]")
_BLANK = re.compile(r"\[[^\[\]\n]{0,60}\]")


def report_of(review: Review, comparison: Comparison | None = None) -> Report:
    """The whole report. comparison: with the version before, when there is one."""
    numbers = numbers_of(review)
    projects = tuple(_project(review, project, numbers) for project in review.projects)
    return Report(
        name=clean(review.name, True) or "이름 없는 글",
        facts=_facts(review),
        notes=tuple(clean(note, True) for note in review.notes),
        overview=report_tables.overview(projects),
        changes=report_tables.changes(comparison) if comparison else (),
        projects=projects,
        posting=report_tables.posting(review, review.posting) if review.posting else (),
        hidden=report_tables.hidden(review.hidden) if review.hidden else None,
        pages=_pages(review, numbers),
    )


def numbers_of(review: Review) -> dict[tuple[int, int], int]:
    """Number of each passage that a level rests on, in the order of the document, from 1."""
    places = {
        (quote.start, quote.end)
        for project in review.projects
        for finding in project.findings
        for quote in finding.quotes
        if quote.start < quote.end and review.text[quote.start : quote.end] == quote.text
    }
    return {place: number for number, place in enumerate(sorted(places), 1)}


def _project(review: Review, project: ProjectReview, numbers: dict[tuple[int, int], int]) -> Project:
    """One project in words."""
    used = tuple(dict.fromkeys(clean(tech.name, True) for tech in project.techs if tech.used))
    mentioned = dict.fromkeys(clean(tech.name, True) for tech in project.techs if not tech.used)
    return Project(
        title=clean(project.span.title, True) or "이름 없는 프로젝트",
        used=used,
        mentioned=tuple(name for name in mentioned if name not in used),
        verdicts=tuple(_verdict(review, finding, numbers) for finding in project.findings),
    )


def _verdict(review: Review, finding: Finding, numbers: dict[tuple[int, int], int]) -> Verdict:
    notes = [_ENGINE_KO[finding.engine]]
    if finding.suggestion or finding.missing or finding.level < 2:
        notes.append(f"보완: {SEVERITY_KO[finding.severity]}")
    if finding.unsure:
        notes.append("혹시 이 문장인가요?")
    if finding.offline_level is not None and finding.offline_level != finding.level:
        notes.append(f"규칙으로 본 단계는 {LEVEL_KO[finding.offline_level]}")
    fields = [_quote(review, quote, numbers) for quote in finding.quotes]
    texts: tuple[tuple[FieldKind, str], ...] = (
        ("reason", finding.reason),
        ("missing", finding.missing),
        ("question", finding.question),
        ("supplement", finding.suggestion),
    )
    for kind, text in texts:
        if text.strip():
            runs = _blanks(clean(text)) if kind == "supplement" else (Run(clean(text)),)
            fields.append(Field(kind, _FIELD_KO[kind], runs))
    if finding.rewrite:
        fields.append(_rewrite(review, finding.rewrite))
    return Verdict(
        CRITERION_KO[finding.criterion], finding.level, LEVEL_KO[finding.level], tuple(notes), tuple(fields)
    )


def _quote(review: Review, quote: Quote, numbers: dict[tuple[int, int], int]) -> Field:
    note = " · ".join(part for part in (where(review, quote), _SOURCE_KO[quote.source]) if part)
    number = numbers.get((quote.start, quote.end), 0)
    return Field("quote", _FIELD_KO["quote"], (Run(clean(quote.text)),), number, note)


def _rewrite(review: Review, rewrite: Rewrite) -> Field:
    marks: dict[str, Mark] = {"same": "plain", "added": "added", "removed": "removed"}
    runs = tuple(Run(_WIDE.sub(_EMPTY, clean(piece.text)), marks[piece.kind]) for piece in rewrite.pieces)
    place = where(review, rewrite.original)
    return Field(
        "rewrite",
        _FIELD_KO["rewrite"],
        tuple(run for run in runs if run.text) or (Run(clean(rewrite.text)),),
        note=place,
    )


def _blanks(text: str) -> tuple[Run, ...]:
    """A supplement with its blanks `[  ]` as runs of their own; an empty one is made wide enough to write in."""
    runs: list[Run] = []
    at = 0
    for match in _BLANK.finditer(text):
        runs.append(Run(text[at : match.start()]))
        inner = match.group()[1:-1].strip()
        runs.append(Run(f"[ {inner} ]" if inner else _EMPTY, "blank"))
        at = match.end()
    return tuple(run for run in [*runs, Run(text[at:])] if run.text)


def _facts(review: Review) -> tuple[tuple[str, str], ...]:
    """Who made the review of what."""
    version = f" {clean(review.engine_version, True)}" if review.engine_version else ""
    engine = f"내장 규칙{version} (언어 모델 없이)"
    if review.engine == "model":
        model = clean(review.usage.model, True) if review.usage else ""
        engine = f"언어 모델 {model}".strip() + f", 내장 규칙{version}"
    facts = [("파일", clean(review.name, True)), ("직무", ROLE_KO[review.role]), ("만든 방법", engine)]
    if review.usage:
        facts.append(("사용량", _usage(review.usage)))
    return tuple(facts)


def _usage(usage: Usage) -> str:
    """Tokens, calls, seconds and won of a model review."""
    parts = [
        f"입력 {usage.input_tokens:,}토큰",
        f"출력 {usage.output_tokens:,}토큰",
        f"요청 {usage.calls:,}번",
        f"{usage.seconds:,.1f}초",
    ]
    if usage.won is not None:
        parts.append(f"약 {usage.won:,.0f}원" if usage.won >= 1 else "1원 미만")
    if usage.prompt_version:
        parts.append(f"프롬프트 {clean(usage.prompt_version, True)}")
    return " · ".join(parts)


def _pages(review: Review, numbers: dict[tuple[int, int], int]) -> tuple[Page, ...]:
    """The whole document with the numbered passages marked, page by page."""
    text, starts = review.text, sorted({start for start in review.pages if 0 <= start < len(review.text)})
    borders = sorted({0, *starts, len(text)})
    cuts = sorted({*borders, *(offset for place in numbers for offset in place)})
    pages: list[Page] = []
    for begin, end in itertools.pairwise(borders):
        inside = [cut for cut in cuts if begin <= cut <= end]
        stretches = []
        for start, stop in itertools.pairwise(inside):
            covering = tuple(n for (a, b), n in numbers.items() if a <= start and stop <= b)
            begins = tuple(n for (a, _b), n in numbers.items() if a == start)
            ends = tuple(n for (_a, b), n in numbers.items() if b == stop)
            stretches.append(Stretch(clean(text[start:stop]), covering, begins, ends))
        number = sum(1 for start in review.pages if start <= begin)  # pages without text count
        pages.append(Page(number, tuple(stretches)))
    return tuple(pages)
