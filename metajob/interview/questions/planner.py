"""Chooses the questions of one interview from document, posting and banks; the same seed gives the same choice."""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Callable, Iterable, Sequence

from metajob.interview.model import Material, Plan, Question
from metajob.interview.questions import bank
from metajob.interview.questions.from_document import Draft, drafts
from metajob.interview.questions.personas import STYLES, Slot
from metajob.interviewer.lines import LINES

_COUNTER_EVERY = {
    "mild": 0,
    "standard": 3,
    "tough": 2,
}  # each n-th document question picks up something strong
_TECHNICAL = frozenset(("tech", "choice", "limits", "result", "job", "why"))


def plan_questions(
    plan: Plan, material: Material, seed: str = "", avoid: Sequence[str] = ()
) -> tuple[Question, ...]:
    """Exactly `plan.count` different questions with ids q1, q2, …; the opening with 자기소개 first if wanted.

    avoid: texts that were asked in earlier interviews; they come again only when nothing else is left.
    """
    chosen: list[Draft] = []
    if plan.intro:
        opening = LINES[plan.persona].opening
        chosen.append(Draft(opening, "intro", "intro", "opening", "common", "opening"))
    choice = _Choice(plan, material, seed, avoid)
    for slot in STYLES[plan.persona].slots[: plan.count - len(chosen)]:
        chosen.append(choice.next(slot, chosen))
    return tuple(_question(draft, number) for number, draft in enumerate(chosen, start=1))


def _question(draft: Draft, number: int) -> Question:
    return Question(
        id=f"q{number}",
        text=draft.text,
        topic=draft.topic,
        shape=draft.shape,
        origin=draft.origin,
        project=draft.project,
        quote=draft.quote,
    )


class _Choice:
    """What may still be asked."""

    def __init__(self, plan: Plan, material: Material, seed: str, avoid: Sequence[str]) -> None:
        told = "\n".join((seed, plan.model_dump_json(), material.model_dump_json()))
        self._random = random.Random(hashlib.sha256(told.encode()).hexdigest())
        self._plan = plan
        self._topics = STYLES[plan.persona].topics
        self._avoid = {_bare(text) for text in avoid}
        self._made = self._shuffled(drafts(plan, material))
        self._bank = [*self._of_bank(specific=True), *self._of_bank(specific=False)]
        self._order = {material.projects[i].title: i for i in reversed(range(len(material.projects)))}
        self._documents = 0

    def _of_bank(self, specific: bool) -> list[Draft]:
        """Of the family, or of all families; shuffled."""
        if specific and self._plan.family == "other":
            return []
        entries = [
            entry
            for entry in bank.bank(self._plan.family if specific else "other")
            if entry.suits(self._plan)
        ]
        made = [
            Draft(
                text=entry.spoken(self._plan.persona),
                topic=entry.topic,
                shape=entry.shape,
                origin="bank",
                source="family" if specific else "common",
                form=f"{entry.topic}-{entry.shape}",
                sharp=entry.strictness == ("tough",),
            )
            for entry in entries
        ]
        return self._shuffled(made)

    def _shuffled(self, found: Iterable[Draft]) -> list[Draft]:
        """In an order drawn from the seed, with sharp ones rather at the front."""
        return sorted(found, key=lambda draft: self._random.random() - 0.5 * draft.sharp)

    def next(self, slot: Slot, chosen: Sequence[Draft]) -> Draft:
        """The best question for this slot: new, not of the form of the one before, else whatever is new."""
        pools = [self._pool(slot, chosen), self._pool("job", chosen), self._bank, self._made]
        rules: tuple[Callable[[Draft], bool], ...] = (
            lambda draft: self._fresh(draft) and _different(draft, chosen) and not _alike(draft, chosen),
            lambda draft: self._fresh(draft) and not _repeated(draft, chosen),
            lambda draft: not _repeated(draft, chosen),
        )
        for rule in rules:
            for pool in pools:
                for draft in pool:
                    if rule(draft):
                        self._documents += draft.source == "document"
                        return draft
        raise AssertionError("the common bank is longer than an interview")

    def _fresh(self, draft: Draft) -> bool:
        return _bare(draft.text) not in self._avoid

    def _pool(self, slot: Slot, chosen: Sequence[Draft]) -> list[Draft]:
        """Drafts for this slot, the best first."""
        if slot == "document":
            return self._of_document(chosen)
        if slot == "posting":
            words = [draft for draft in self._made if draft.source == "posting"]
            return sorted(words, key=lambda draft: not draft.form.startswith("missing"))
        if slot == "motive":
            own = [draft for draft in self._made if draft.source == "motive"]
            return own + [draft for draft in self._bank if draft.shape == "motive"]
        if slot == "job":
            fitting = [draft for draft in self._bank if draft.topic in _TECHNICAL and draft.shape != "motive"]
            liked = self._topics[:4]
            return sorted(fitting, key=lambda draft: (draft.source != "family", draft.topic not in liked))
        own = [draft for draft in self._made if draft.topic == slot]
        return own[:1] + [draft for draft in self._bank if draft.topic == slot] + own[1:]

    def _of_document(self, chosen: Sequence[Draft]) -> list[Draft]:
        every = _COUNTER_EVERY[self._plan.strictness]
        counter = not self._plan.weak or (every > 0 and (self._documents + 1) % every == 0)
        projects = [draft.project for draft in chosen]
        topics = [draft.topic for draft in chosen]

        def rank(draft: Draft) -> tuple[int, ...]:
            return (
                (not draft.quote or draft.weak) if counter else not draft.weak,
                projects.count(draft.project),
                topics.count(draft.topic),
                self._topics.index(draft.topic),
                draft.level,
                self._order.get(draft.project, 0),
            )

        pool = [draft for draft in self._made if draft.source == "document" and draft.topic != "team"]
        return sorted(pool, key=rank)


def _bare(text: str) -> str:
    return re.sub(r"[^\w]", "", text)


def _repeated(draft: Draft, chosen: Iterable[Draft]) -> bool:
    """The same words, the same point of the same project, or the same passage."""
    return any(
        _bare(draft.text) == _bare(other.text)
        or (
            draft.source == other.source == "document"
            and (draft.project, draft.topic) == (other.project, other.topic)
        )
        or (draft.quote and draft.quote == other.quote)
        for other in chosen
    )


def _different(draft: Draft, chosen: Sequence[Draft]) -> bool:
    """New, and no second question for the motive or from the same keyword template."""
    if _repeated(draft, chosen):
        return False
    if draft.shape == "motive":
        return all(other.shape != "motive" for other in chosen)
    return True


def _alike(draft: Draft, chosen: Sequence[Draft]) -> bool:
    """Of the same form or on the same topic as the question before, or ending in the same three words."""
    if not chosen:
        return False
    before = chosen[-1]
    same_end = draft.text.split()[-3:] == before.text.split()[-3:]
    both_quote = bool(draft.quote and before.quote)
    return draft.form == before.form or draft.topic == before.topic or same_end or both_quote
