"""What a report holds: labelled passages, tables and the marked document, as clean text in Korean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from metajob.review.words import LEVEL_KO

Mark = Literal["plain", "added", "removed", "blank"]
FieldKind = Literal["quote", "reason", "missing", "question", "supplement", "rewrite"]

TITLE = "이력서·포트폴리오 리뷰"
DISCLAIMER = "자가 연습용이에요. 채용 평가가 아니고, 합격 가능성을 말하지 않아요."
LEGEND = (
    (0, "이 글에서 찾지 못했어요. 경험이 없다는 뜻이 아니에요."),
    (1, "말은 나오지만 구체적이지 않아요."),
    (2, "무엇을 어떻게 했는지 구체적이에요."),
    (3, "숫자나 비교로 뒷받침돼 있어요."),
)


@dataclass(frozen=True)
class Run:
    """Text in one style. blank: to be filled in by the person."""

    text: str
    mark: Mark = "plain"


@dataclass(frozen=True)
class Field:
    """One labelled passage of a finding. number: of a quote, as in the marked document; 0 without one."""

    kind: FieldKind
    label: str
    runs: tuple[Run, ...]
    number: int = 0
    note: str = ""


@dataclass(frozen=True)
class Verdict:
    """One criterion of one project. level 0..3; `word` its name; notes: engine, severity and the like."""

    title: str
    level: int
    word: str
    notes: tuple[str, ...]
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Project:
    """One project with five verdicts. techs: names of what was used, then of what was only mentioned."""

    title: str
    used: tuple[str, ...]
    mentioned: tuple[str, ...]
    verdicts: tuple[Verdict, ...]


@dataclass(frozen=True)
class Table:
    """A titled table; `lead` is a sentence before it. Every row is as long as `head`."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lead: str = ""


@dataclass(frozen=True)
class Stretch:
    """A run of the document. numbers: quotes that cover it; begins, ends: those that begin or end with it."""

    text: str
    numbers: tuple[int, ...] = ()
    begins: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()


@dataclass(frozen=True)
class Page:
    """A page of the marked document. number 0: the format has no pages."""

    number: int
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True)
class Report:
    """Everything the exports show, in this order. All text is clean: no control characters, \\n line breaks."""

    name: str
    facts: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    overview: Table
    changes: tuple[Table, ...]
    projects: tuple[Project, ...]
    posting: tuple[Table, ...]
    hidden: Table | None
    pages: tuple[Page, ...]


def dots(level: int) -> str:
    """●●○ for level 2."""
    return "●" * level + "○" * (3 - level)


def level_text(level: int) -> str:
    """●●○ 구체."""
    return f"{dots(level)} {LEVEL_KO[level]}"
