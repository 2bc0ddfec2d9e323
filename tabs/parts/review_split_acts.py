"""Clicks on the panel that corrects the projects: each makes a new draft, the last one is reviewed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from metajob.review.model import ProjectSpan
from metajob.review.pipeline import Options
from tabs.parts.review_ask import Ask
from tabs.parts.review_desk import Version


class SplitActs:
    """Part of `tabs.parts.review_acts.Acts`."""

    def split_acts(self) -> dict[str, Callable[[Ask], Awaitable[None]]]:
        """Name → method."""
        return {
            "split-rename": self.rename,
            "split-drop": self.drop,
            "split-merge": self.merge,
            "split-at": self.cut,
            "split-add": self.add,
            "split-undo": self.undraft,
            "split-apply": self.apply,
        }

    async def rename(self, ask: Ask) -> None:
        """Another title."""
        from metajob.review.split import edits

        self._draft(ask, edits.rename(ask.desk.spans, ask.project(), ask.text("title", 120)))

    async def drop(self, ask: Ask) -> None:
        """It was no project."""
        from metajob.review.split import edits

        self._draft(ask, edits.drop(ask.desk.spans, ask.project()))

    async def merge(self, ask: Ask) -> None:
        """This one and the next are one project."""
        from metajob.review.split import edits

        spans, project = ask.desk.spans, ask.project()
        at = next(number for number, span in enumerate(spans) if span.id == project)
        self._draft(ask, edits.merge(spans, [span.id for span in spans[at : at + 2]]))

    async def cut(self, ask: Ask) -> None:
        """Another project begins at the chosen line."""
        from metajob.review.split import edits

        text = ask.desk.need().offline.text
        self._draft(ask, edits.split(ask.desk.spans, ask.project(), ask.offset("start"), text))

    async def add(self, ask: Ask) -> None:
        """A project that was not found."""
        from metajob.review.split import edits

        start, end = ask.range()
        text = ask.desk.need().offline.text
        self._draft(ask, edits.add(ask.desk.spans, start, end, "", text))

    async def undraft(self, ask: Ask) -> None:
        """One step back in the correction."""
        if ask.desk.draft:
            ask.desk.draft.pop()

    async def apply(self, ask: Ask) -> None:
        """Review with the corrected split."""
        await self.redo(ask, ask.desk.options(spans=ask.desk.spans))
        ask.extra = {"lead": "board"}

    @staticmethod
    def _draft(ask: Ask, spans: tuple[ProjectSpan, ...]) -> None:
        ask.desk.draft = [*ask.desk.draft, spans]

    async def redo(self, ask: Ask, options: Options, version: Version | None = None) -> None:
        """Review the same text again; the whole class has it."""
        raise NotImplementedError
