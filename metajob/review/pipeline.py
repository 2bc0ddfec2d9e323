"""From a document to a review, and again after corrections; what the tab, the command line and the API call."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from metajob.engines import Progress, silent
from metajob.review.language import language
from metajob.review.model import (
    HiddenText,
    Pointer,
    PostingMatch,
    ProjectSpan,
    Quote,
    Review,
    Role,
)
from metajob.review.rules.engine import VERSION, RuleEngine
from metajob.review.split.projects import find_projects
from metajob.text import injection

if TYPE_CHECKING:
    from metajob.documents.model import Document
    from metajob.llm.endpoint import Endpoint

MAX_POSTING = 20_000  # characters; a posting is a page or two


@dataclass(frozen=True)
class Options:
    """What the person chose.

    role: job family. posting: text of a job posting, may be empty. company: its name when the person typed it.
    spans: corrected projects; None lets the engine split. pointers: what the person pointed at.
    """

    role: Role = "other"
    posting: str = ""
    company: str = ""
    spans: tuple[ProjectSpan, ...] | None = None
    pointers: tuple[Pointer, ...] = ()


def review_document(document: Document, options: Options, progress: Progress = silent) -> Review:
    """Review with the rule engine; offline, deterministic.

    Raises InputError for a text in another language or with almost no letters, and what `progress` raises.
    """
    from metajob.documents.wraps import soft_wraps

    return _review(
        Review(
            name=document.name,
            text=document.text,
            pages=_beginnings(document),
            wraps=soft_wraps(document),
            hidden=tuple(HiddenText(text=one.text, page=one.page, by=one.by) for one in document.hidden),
            warnings=document.warnings,
        ),
        options,
        progress,
    )


def redo(review: Review, options: Options, progress: Progress = silent) -> Review:
    """The same text again after a correction (split, pointer, role, posting). A model's findings are dropped."""
    return _review(review, options, progress)


def deepen(
    review: Review,
    endpoint: Endpoint,
    answers: Mapping[str, Sequence[str]] | None = None,
    progress: Progress = silent,
) -> Review:
    """The same review with a language model's findings on top; what fails keeps the offline finding and says so.

    answers: what the person answered to questions, by project id. Raises what `progress` raises (Cancelled).
    """
    from metajob.review.deep.model_engine import review_projects

    offline = offline_of(review)
    projects, usage, notes = review_projects(
        review.text,
        offline.projects,
        endpoint,
        review.posting_text,
        review.role,
        answers,
        review.pages,
        progress,
    )
    return offline.model_copy(
        update={
            "engine": "model",
            "projects": projects,
            "usage": usage,
            "notes": (*offline.notes, *(note for note in notes if note not in offline.notes)),
        }
    )


def offline_of(review: Review) -> Review:
    """The review as the rules alone made it."""
    if review.engine == "rules":
        return review
    options = Options(
        role=review.role,
        posting=review.posting_text,
        company=review.posting.company if review.posting else "",
        spans=tuple(project.span for project in review.projects),
        pointers=review.pointed,
    )
    return redo(review, options)


def _review(review: Review, options: Options, progress: Progress) -> Review:
    text = review.text
    progress(0.05, "글을 살펴보고 있어요")
    language(text)
    spans = options.spans if options.spans is not None else _projects(text)
    known = {span.id for span in spans}
    pointers = tuple(pointer for pointer in options.pointers if pointer.project in known)
    wraps = frozenset(review.wraps) if review.pages else None
    projects = RuleEngine().review(
        text,
        spans,
        options.role,
        pointers,
        wraps,
        lambda share, phrase: progress(0.1 + 0.7 * share, phrase),
    )
    progress(0.85, "공고와 맞춰 보고 있어요" if options.posting.strip() else "정리하고 있어요")
    posting = _posting(text, options)
    reviewed = Review(
        name=review.name,
        text=text,
        pages=review.pages,
        wraps=review.wraps,
        role=options.role,
        engine="rules",
        engine_version=VERSION,
        projects=projects,
        posting=posting,
        posting_text=options.posting[:MAX_POSTING],
        hidden=review.hidden,
        notes=tuple(dict.fromkeys([*review.warnings, *_notes(text, spans)])),
        warnings=review.warnings,
        pointed=pointers,
    )
    progress(1.0, "다 됐어요")
    return _paged(reviewed)


def _beginnings(document: Document) -> tuple[int, ...]:
    """Where each page begins; a page without text begins where the next one with text does."""
    starts = {line.page: line.start for line in reversed(document.lines) if line.page}
    last = max(starts, default=0)
    return tuple(
        min(start for page, start in starts.items() if page >= number) for number in range(1, last + 1)
    )


def _projects(text: str) -> tuple[ProjectSpan, ...]:
    """The projects; a line that gives orders to a model is neither a heading nor a part of one."""
    return tuple(find_projects(injection.blanked(text, injection.find(text))))


def _notes(text: str, spans: Sequence[ProjectSpan]) -> list[str]:
    notes = []
    orders = injection.find(text)
    if orders:
        said = text[orders[0].start : orders[0].end]
        notes.append(
            f"심사하는 AI에게 지시하는 문장이 있어요: “{said[:60]}”. 평가에는 쓰지 않았어요. 문서에서 지우시길 권해요."
        )
    if not spans:
        notes.append("프로젝트를 찾지 못했어요. ‘프로젝트 나누기 고치기’에서 직접 골라 주세요.")
    return notes


def _posting(text: str, options: Options) -> PostingMatch | None:
    from metajob.review.posting.company import swap_test
    from metajob.review.posting.posting import match_posting

    wanted = options.posting[:MAX_POSTING]
    if not wanted.strip() and not options.company.strip():
        return None
    match = match_posting(text, wanted) if wanted.strip() else PostingMatch(keywords=())
    company = options.company.strip()
    if company and company != match.company:
        match = match.model_copy(update={"company": company, "swaps": swap_test(text, company)})
    return match


def _paged(review: Review) -> Review:
    """The page of every quote."""
    if not review.pages:
        return review

    def page(quote: Quote) -> Quote:
        return quote.model_copy(update={"page": max(1, sum(start <= quote.start for start in review.pages))})

    projects = tuple(
        project.model_copy(
            update={
                "findings": tuple(
                    finding.model_copy(update={"quotes": tuple(page(quote) for quote in finding.quotes)})
                    for finding in project.findings
                )
            }
        )
        for project in review.projects
    )
    posting = review.posting
    if posting is not None:
        posting = posting.model_copy(
            update={
                "keywords": tuple(
                    keyword.model_copy(update={"found": tuple(page(quote) for quote in keyword.found)})
                    for keyword in posting.keywords
                ),
                "swaps": tuple(swap.model_copy(update={"quote": page(swap.quote)}) for swap in posting.swaps),
            }
        )
    return review.model_copy(update={"projects": projects, "posting": posting})
