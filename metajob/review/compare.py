"""Two reviews of one document, before and after it was changed: what is solved, what is open, what is new."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import Literal

from metajob.review.model import CRITERIA, Criterion, Data, Level, PostingMatch, ProjectReview, Review
from metajob.review.split.layout import clean_title

Outcome = Literal[
    "solved", "open", "new", "changed"
]  # 해결 · 미해결 · 신규 · changed on the same side of ENOUGH
Fate = Literal["kept", "added", "removed"]

ENOUGH = 2  # from this level on a criterion counts as answered ("구체")
SAME = 0.45  # projects are taken for the same from this similarity, 0..1; see `_similarity`


class ProjectPair(Data):
    """One project in both reviews. before and after are ids, empty where it does not exist. similarity: 0..1."""

    fate: Fate
    title: str
    before: str = ""
    after: str = ""
    similarity: float = 0.0


class Change(Data):
    """One criterion of one project. project: id in the later review. before is None for a new project.

    outcome: solved (now answered), open (still below `ENOUGH`), new (below `ENOUGH` only now), changed (answered before
    and after, on another level).
    """

    project: str
    title: str
    criterion: Criterion
    outcome: Outcome
    before: Level | None
    after: Level

    @property
    def direction(self) -> Literal["up", "down", "same"]:
        """Whether the level rose; "same" also for a new project."""
        if self.before is None or self.before == self.after:
            return "same"
        return "up" if self.after > self.before else "down"


class Comparison(Data):
    """What became of an earlier review. keywords_*: keywords of the posting that only one of the two contains."""

    projects: tuple[ProjectPair, ...]
    changes: tuple[Change, ...]
    keywords_found: tuple[str, ...] = ()
    keywords_lost: tuple[str, ...] = ()

    def of(self, outcome: Outcome) -> tuple[Change, ...]:
        """The changes with one outcome, in the order of the later document."""
        return tuple(change for change in self.changes if change.outcome == outcome)


def _ratio(one: list[str] | str, two: list[str] | str) -> float:
    matcher = SequenceMatcher(None, one, two, autojunk=False)
    return matcher.ratio() if one and two else 0.0


def _similarity(titles: tuple[str, str], words: tuple[list[str], list[str]]) -> float:
    """Likeness of titles and of words in order, half each; like words alone do for a renamed project. 0..1."""
    told = _ratio(*words)
    return max(0.5 * _ratio(*titles) + 0.5 * told, 0.9 * told)


def _title(project: ProjectReview) -> str:
    return re.sub(r"\W", "", clean_title(project.span.title)).lower()


def _words(review: Review, project: ProjectReview) -> list[str]:
    return re.findall(r"\w+", review.text[project.span.start : project.span.end])[:600]


def _pairs(before: Review, after: Review) -> list[ProjectPair]:
    """Every project once: kept ones by falling likeness, then order in the later document, then the removed ones."""
    old = [(_title(project), _words(before, project)) for project in before.projects]
    new = [(_title(project), _words(after, project)) for project in after.projects]
    scored = sorted(
        (
            (_similarity((a, b), (x, y)), -abs(i - k), i, k)
            for i, (a, x) in enumerate(old)
            for k, (b, y) in enumerate(new)
        ),
        reverse=True,
    )
    of_new: dict[int, tuple[int, float]] = {}
    for score, _, i, k in scored:
        taken = {i_ for i_, _ in of_new.values()}
        if score >= SAME and k not in of_new and i not in taken:
            of_new[k] = (i, score)
    found = []
    for k, project in enumerate(after.projects):
        i, score = of_new.get(k, (-1, 0.0))
        earlier = before.projects[i].span.id if k in of_new else ""
        fate: Fate = "kept" if k in of_new else "added"
        found.append(
            ProjectPair(
                fate=fate, title=project.span.title, before=earlier, after=project.span.id, similarity=score
            )
        )
    kept = {i for i, _ in of_new.values()}
    for i, project in enumerate(before.projects):
        if i not in kept:
            found.append(ProjectPair(fate="removed", title=project.span.title, before=project.span.id))
    return found


def _outcome(before: Level | None, after: Level) -> Outcome | None:
    if before is None:
        return "new" if after < ENOUGH else None
    if after < ENOUGH:
        return "open" if before < ENOUGH else "new"
    if before < ENOUGH:
        return "solved"
    return "changed" if before != after else None


def _held(posting: PostingMatch | None) -> dict[str, bool]:
    """Keywords of a posting: whether the document has them, named or implied."""
    return (
        {}
        if posting is None
        else {word.name: bool(word.found or word.implied_by) for word in posting.keywords}
    )


def compare(before: Review, after: Review) -> Comparison:
    """What a later review of the same person's document says about an earlier one.

    Projects are matched by the likeness of title and text, so order and small edits do not matter. Keywords are
    compared only where both reviews looked for them.
    """
    pairs = _pairs(before, after)
    old = {project.span.id: project for project in before.projects}
    new = {project.span.id: project for project in after.projects}
    changes = []
    for pair in pairs:
        if pair.fate == "removed":
            continue
        for criterion in CRITERIA:
            now = new[pair.after].finding(criterion).level
            then = old[pair.before].finding(criterion).level if pair.before else None
            if outcome := _outcome(then, now):
                changes.append(
                    Change(
                        project=pair.after,
                        title=pair.title,
                        criterion=criterion,
                        outcome=outcome,
                        before=then,
                        after=now,
                    )
                )
    had, has = _held(before.posting), _held(after.posting)
    both = [name for name in has if name in had]
    return Comparison(
        projects=tuple(pairs),
        changes=tuple(changes),
        keywords_found=tuple(name for name in both if has[name] and not had[name]),
        keywords_lost=tuple(name for name in both if had[name] and not has[name]),
    )
