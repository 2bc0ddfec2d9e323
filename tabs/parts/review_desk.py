"""One visitor's review: the document's reviews, the way back, the split being corrected, the model of this session."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from metajob.errors import InputError
from metajob.review.model import Criterion, Finding, Pointer, ProjectReview, ProjectSpan, Review, Role
from metajob.review.pipeline import Options

if TYPE_CHECKING:
    from metajob.llm.endpoint import Endpoint
    from metajob.store.reviews import ReviewRow

STEPS = 30  # corrections that can be taken back


@dataclass(frozen=True)
class Version:
    """One state of the review. deep: the same with a model's findings, None without. rejected: guesses refused."""

    offline: Review
    deep: Review | None = None
    rejected: frozenset[tuple[str, Criterion, int, int]] = frozenset()

    def shown(self, only_offline: bool) -> Review:
        """What is on the screen."""
        review = self.offline if only_offline or self.deep is None else self.deep
        return refuse(review, self.rejected)


@dataclass
class ReviewDesk:
    """Dies with its visitor. previous: an earlier review to compare with. draft: the split being corrected.

    said: zone → message box shown beside it once. rows: what the browser has kept. running: a model is at work.
    answers: what the person answered to a question, for the model.
    stored: id under which the review is kept, "" when it is not.
    """

    now: Version | None = None
    steps: list[Version] = field(default_factory=list)
    only_offline: bool = False
    previous: Review | None = None
    previous_id: str | None = None
    draft: list[tuple[ProjectSpan, ...]] = field(default_factory=list)
    company: str = ""
    keep: bool = False
    owner: str = ""
    stored: str = ""
    typed: Endpoint | None = None
    consent: bool = False
    rows: tuple[ReviewRow, ...] = ()
    running: bool = False
    preview: bool = False
    answers: dict[tuple[str, Criterion], str] = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def review(self) -> Review | None:
        """What is on the screen, None before the first review."""
        return self.now.shown(self.only_offline) if self.now else None

    def need(self) -> Version:
        """The present version. Raises InputError before the first review or after the server forgot it."""
        if self.now is None:
            raise InputError("아직 리뷰가 없어요.", "문서를 올리고 ‘리뷰 시작’을 눌러 주세요.")
        return self.now

    def begin(self, review: Review, previous: Review | None = None, previous_id: str | None = None) -> None:
        """A new document. Without `previous` the review that was on the screen is the one to compare with."""
        if previous is None and self.now is not None:
            previous, previous_id = self.review, self.stored or None
        self.previous, self.previous_id, self.stored = previous, previous_id, ""
        self._fresh(Version(review))

    def reopen(
        self, offline: Review, deep: Review | None, id: str, previous: Review | None, previous_id: str | None
    ) -> None:
        """A kept review comes back to the screen, and the one that it was compared with."""
        self.previous, self.previous_id, self.stored = previous, previous_id, id
        self._fresh(Version(offline, deep))

    def _fresh(self, version: Version) -> None:
        self.now, self.steps, self.draft, self.answers = version, [], [], {}
        self.only_offline, self.preview = False, False

    def change(self, version: Version) -> None:
        """A correction; the state before it can be had back."""
        if self.now is not None:
            self.steps = [*self.steps, self.now][-STEPS:]
        self.now, self.draft = version, []

    def back(self) -> None:
        """Take the last correction back."""
        if self.steps:
            self.now, self.draft = self.steps.pop(), []

    def answers_of(self) -> dict[str, list[str]]:
        """Project id → answers, as the model's engine takes them."""
        found: dict[str, list[str]] = {}
        for (project, _), text in self.answers.items():
            found.setdefault(project, []).append(text)
        return found

    @property
    def spans(self) -> tuple[ProjectSpan, ...]:
        """The split as it is being corrected."""
        if self.draft:
            return self.draft[-1]
        return tuple(project.span for project in self.now.offline.projects) if self.now else ()

    def options(
        self,
        *,
        spans: tuple[ProjectSpan, ...] | None = None,
        pointers: tuple[Pointer, ...] | None = None,
        posting: str | None = None,
        role: Role | None = None,
    ) -> Options:
        """What the next review of the same text starts from; what is not given stays."""
        review = self.need().offline
        kept = tuple(project.span for project in review.projects) if spans is None else spans
        ids = {span.id for span in kept}
        pointed = review.pointed if pointers is None else pointers
        return Options(
            role=review.role if role is None else role,
            posting=review.posting_text if posting is None else posting,
            company=self.company,
            spans=kept,
            pointers=tuple(one for one in pointed if one.project in ids),
        )

    def pointing(self, pointer: Pointer) -> tuple[Pointer, ...]:
        """All pointers with a new one, which takes the place of an older one for the same criterion."""
        others = [
            one
            for one in self.need().offline.pointed
            if (one.project, one.criterion) != (pointer.project, pointer.criterion)
        ]
        return (*others, pointer)

    def redone(self, review: Review) -> Version:
        """The version after a correction: a model's findings stay where nothing was changed."""
        now = self.need()
        return Version(review, merge(now.deep, review) if now.deep else None, now.rejected)


def refuse(review: Review, rejected: frozenset[tuple[str, Criterion, int, int]]) -> Review:
    """The review without the guesses that the person refused: those criteria were not found then."""
    if not rejected:
        return review

    def kept(project: str, finding: Finding) -> Finding:
        quotes = tuple(
            one for one in finding.quotes if (project, finding.criterion, one.start, one.end) not in rejected
        )
        if len(quotes) == len(finding.quotes):
            return finding
        if quotes:
            return finding.model_copy(update={"quotes": quotes})
        return finding.model_copy(
            update={"quotes": (), "level": 0, "unsure": False, "reason": "", "rewrite": None}
        )

    return review.model_copy(
        update={
            "projects": tuple(
                project.model_copy(
                    update={"findings": tuple(kept(project.span.id, one) for one in project.findings)}
                )
                for project in review.projects
            )
        }
    )


def merge(deep: Review, fresh: Review) -> Review | None:
    """A model's findings on top of a fresh offline review, for the projects and criteria that did not change.

    None when nothing of the model's is left.
    """
    if deep.text != fresh.text:
        return None
    before = {(p.span.start, p.span.end, f.criterion): f for p in deep.projects for f in p.findings}
    pointed = {(one.project, one.criterion) for one in fresh.pointed} - {
        (one.project, one.criterion) for one in deep.pointed
    }

    def pick(project: ProjectReview, finding: Finding) -> Finding:
        old = before.get((project.span.start, project.span.end, finding.criterion))
        if old is None or old.engine != "model" or (project.span.id, finding.criterion) in pointed:
            return finding
        return old.model_copy(update={"offline_level": finding.level})

    projects = tuple(
        project.model_copy(update={"findings": tuple(pick(project, one) for one in project.findings)})
        for project in fresh.projects
    )
    if not any(finding.engine == "model" for project in projects for finding in project.findings):
        return None
    return fresh.model_copy(
        update={
            "projects": projects,
            "engine": deep.engine,
            "engine_version": deep.engine_version,
            "usage": deep.usage,
        }
    )
