"""What a review is, whichever engine made it. Plain data that is stored, exported and shown.

All offsets count characters of `Review.text`, which is `Document.text`.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from metajob.text.model import Data as Data
from metajob.text.model import Piece as Piece
from metajob.text.model import Span as Span

Criterion = Literal["why", "tech", "choice", "result", "limits"]
CRITERIA: tuple[Criterion, ...] = ("why", "tech", "choice", "result", "limits")
Level = Annotated[
    int, Field(ge=0, le=3)
]  # 0 not found, 1 mentioned, 2 concrete, 3 backed (number, comparison)
Source = Literal["rules", "similar", "model", "user"]  # who says that the quote is evidence
Severity = Literal["must", "should", "may"]
Role = Literal[
    "backend", "frontend_mobile", "data_ai", "design_ux", "marketing",
    "office_finance_hr", "nursing_medical", "sales_production_quality", "other",
]  # fmt: skip


class ProjectSpan(Span):
    """Where one project stands. `title` is shown; it need not stand in the text. `id` is stable within a review."""

    id: str
    title: str


class Quote(Span):
    """An exact passage: `text == review.text[start:end]`, checked by code. page: 1-based, 0 when unknown."""

    text: str
    source: Source = "rules"
    page: int = 0


class Rewrite(Data):
    """A rewritten passage. `original` is the source passage; `pieces` show what was added and removed."""

    original: Quote
    text: str
    pieces: tuple[Piece, ...]


class Finding(Data):
    """One criterion of one project.

    level: see `Level`; 0 means 못 찾았어요. quotes: what the level rests on, strongest first.
    unsure: level 0, and the one quote is only a guess (혹시 이 문장인가요?). reason: one sentence why this level.
    missing: what a reader would still ask. question: one question to the person.
    suggestion: a supplement with blanks `[  ]` to fill; empty when nothing is missing.
    severity: how much it matters to fix. engine: which engine the level is from.
    offline_level: the rule engine's level, kept when a model's is shown.
    """

    criterion: Criterion
    level: Level
    quotes: tuple[Quote, ...] = ()
    unsure: bool = False
    reason: str = ""
    missing: str = ""
    question: str = ""
    suggestion: str = ""
    severity: Severity = "may"
    engine: Literal["rules", "model", "user"] = "rules"
    offline_level: Level | None = None
    rewrite: Rewrite | None = None


class TechUse(Data):
    """A technology, tool or method named in a project. `name` is the dictionary's, `used` False when only mentioned."""

    name: str
    start: int
    end: int
    used: bool = True


class ProjectReview(Data):
    """One project with its five findings, in the order of CRITERIA."""

    span: ProjectSpan
    findings: tuple[Finding, ...]
    techs: tuple[TechUse, ...] = ()

    def finding(self, criterion: Criterion) -> Finding:
        """The finding of one criterion."""
        return next(finding for finding in self.findings if finding.criterion == criterion)


class Keyword(Data):
    """One keyword of a job posting. found: quotes in the document; implied_by: a technology that includes it.

    section: where in the posting it stands. required False: 우대 사항.
    """

    name: str
    section: str = ""
    required: bool = True
    found: tuple[Quote, ...] = ()
    implied_by: str = ""


class SwapLine(Data):
    """회사명 치환: a sentence that would be true for any company (`general`) or is about this one."""

    quote: Quote
    general: bool


class PostingMatch(Data):
    """A document against a job posting. company: the posting's company name, empty when not found."""

    keywords: tuple[Keyword, ...]
    company: str = ""
    swaps: tuple[SwapLine, ...] = ()
    note: str = ""


class HiddenText(Data):
    """Copy of `documents.Hidden` for storing."""

    text: str
    page: int
    by: str


class Usage(Data):
    """What a model review cost. won: None when no price is set."""

    model: str
    input_tokens: int
    output_tokens: int
    calls: int
    seconds: float
    won: float | None = None
    prompt_version: str = ""


class Review(Data):
    """A whole review. `notes`: Korean sentences for the person (fallback used, cut off, injected instruction, …).

    schema_version: of this class, for stored reviews. pointed: what the person pointed at ("여기 있어요").
    """

    schema_version: Literal[1] = 1
    name: str
    text: str
    pages: tuple[int, ...] = ()  # offset at which each page begins; empty without pages
    wraps: tuple[int, ...] = ()  # offsets of line breaks that only wrap; known when there are pages
    role: Role = "other"
    engine: Literal["rules", "model"] = "rules"
    engine_version: str = ""
    projects: tuple[ProjectReview, ...] = ()
    posting: PostingMatch | None = None
    posting_text: str = ""
    hidden: tuple[HiddenText, ...] = ()
    notes: tuple[str, ...] = ()
    warnings: tuple[
        str, ...
    ] = ()  # those of the notes that came from reading the file; they outlive a correction
    pointed: tuple[Pointer, ...] = ()
    usage: Usage | None = None


class Pointer(Span):
    """The person says: this passage answers this criterion of this project."""

    project: str
    criterion: Criterion


Review.model_rebuild()
