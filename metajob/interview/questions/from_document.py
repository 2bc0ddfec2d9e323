"""Questions that pick up the person's document, the posting and the company, as drafts for the planner."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from metajob.interview.model import Criterion, Material, MaterialProject, Origin, Plan, Shape, Topic
from metajob.interview.questions import bank, passages, wording
from metajob.interview.questions.bank import Case, Entry

Source = Literal["document", "posting", "motive", "family", "common"]
_STRONG = 2  # level from which a passage is worth a counter-question
_MEASURED = re.compile(r"\d\s*(?:%|％|퍼센트|배|초|ms|분|시간|건|명|원|점|회|개|만|천|억)")


@dataclass(frozen=True)
class Draft:
    """A question that could be asked. form: drafts of the same form sound alike. weak: about something the review
    found weak. level: the criterion's. sharp: only asked at the strictness "tough"."""

    text: str
    topic: Topic
    shape: Shape
    origin: Origin
    source: Source
    form: str
    project: str = ""
    quote: str = ""
    weak: bool = False
    level: int = 0
    sharp: bool = False


def drafts(plan: Plan, material: Material) -> tuple[Draft, ...]:
    """Everything that can be asked about this material by this interviewer; only what passes `wording.problems`."""
    found = [
        *(draft for project in material.projects for draft in _of_project(plan, material, project)),
        *_of_posting(plan, material),
    ]
    return tuple(draft for draft in found if not wording.problems(draft.text))


def _of_project(plan: Plan, material: Material, project: MaterialProject) -> Iterator[Draft]:
    title = passages.title(project.title)
    tech = next(filter(None, map(passages.keyword, project.techs)), "")
    for criterion in get_args(Criterion):
        level = project.levels.get(criterion)
        if level is None:
            continue
        quote = project.quotes.get(criterion, "")
        spoken = passages.passage(quote) if quote and quote in material.text else ""
        cases = _cases(level, spoken)
        slots = {"p": title, "t": tech, "q": spoken}
        for entry in _fitting(plan, bank.document(), cases, slots):
            if entry.topic == criterion:
                used = quote if "{q" in entry.text else ""
                yield _draft(plan, entry, slots, "document", project.title, used, level)
    for entry in _fitting(plan, bank.document(), {"gap"}, {"p": title}):
        if entry.topic == "team":
            yield _draft(plan, entry, {"p": title}, "document", project.title, level=_STRONG)


def _cases(level: int, spoken: str) -> set[Case]:
    cases: set[Case] = set() if level >= _STRONG else {"gap"}
    if spoken and level > 0:
        cases.add("quoted")
        if _MEASURED.search(spoken):
            cases.add("number")
    return cases


def _of_posting(plan: Plan, material: Material) -> Iterator[Draft]:
    lists: tuple[tuple[Case, tuple[str, ...]], ...] = (
        ("missing", material.missing),
        ("found", material.found),
    )
    for case, words in lists:
        for word in words:
            slots = {"k": passages.keyword(word)}
            for entry in _fitting(plan, bank.posting(), {case}, slots):
                yield _draft(plan, entry, slots, "posting")
    if material.posting.strip():
        for entry in _fitting(plan, bank.posting(), {"posting"}, {}):
            yield _draft(plan, entry, {}, "posting")
    slots = {"c": passages.company(material.company)}
    for entry in _fitting(plan, bank.posting(), {"company"}, slots):
        yield _draft(plan, entry, slots, "motive")


def _fitting(
    plan: Plan, entries: Iterable[Entry], cases: set[Case], slots: dict[str, str]
) -> Iterator[Entry]:
    """Entries of these cases for which every slot has a value."""
    for entry in entries:
        needed = re.findall(r"\{(\w)", entry.text)
        if entry.case in cases and entry.suits(plan) and all(slots.get(name) for name in needed):
            yield entry


def _draft(
    plan: Plan,
    entry: Entry,
    slots: dict[str, str],
    source: Source,
    project: str = "",
    quote: str = "",
    level: int = 0,
) -> Draft:
    return Draft(
        text=entry.spoken(plan.persona, **slots),
        topic=entry.topic,
        shape=entry.shape,
        origin="document" if source == "document" else "posting",
        source=source,
        form=f"{entry.case}-{source}" if quote or source != "document" else entry.id,
        project=project,
        quote=quote,
        weak=source == "document" and level < _STRONG,
        level=level,
        sharp=entry.strictness == ("tough",),
    )
