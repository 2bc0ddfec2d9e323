"""What is solved, open and new since an earlier review: chips above the cards, on each project and each criterion."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from metajob.review.compare import Comparison, Outcome, compare
from metajob.review.model import Criterion, Review
from tabs.parts import review_html as h
from tabs.parts.words import Lang, say

# outcome → tone of its chip, word for a number of them, word for one
_CHIPS: dict[Outcome, tuple[str, str, str]] = {
    "solved": ("ok", "changes_solved", "change_solved"),
    "open": ("warn", "changes_open", "change_open"),
    "new": ("bad", "changes_new", "change_new"),
}


@dataclass(frozen=True)
class Changes:
    """A comparison as pieces of HTML. name: of the earlier document."""

    comparison: Comparison
    name: str

    def chips(self, lang: Lang, project: str = "") -> str:
        """How many of each outcome, of one project or of all."""
        found = []
        for outcome, (tone, several, _) in _CHIPS.items():
            count = sum(not project or change.project == project for change in self.comparison.of(outcome))
            if count or not project:
                found.append(h.chip(say(several, lang, count=count), tone))
        return " ".join(found)

    def word(self, project: str, criterion: Criterion, lang: Lang) -> str:
        """The chip of one criterion; "" when nothing is to be said."""
        for outcome, (tone, _, one) in _CHIPS.items():
            for change in self.comparison.of(outcome):
                if change.project == project and change.criterion == criterion and change.before is not None:
                    return h.chip(say(one, lang), tone)
        return ""

    def panel(self, lang: Lang) -> str:
        """The line above the cards, with projects and keywords that came or went."""
        close = h.button(say("changes_close", lang), do="uncompare", look="small", id_="uncompare")
        told = [
            (word, names)
            for word, names in (
                ("changes_added", [pair.title for pair in self.comparison.projects if pair.fate == "added"]),
                (
                    "changes_removed",
                    [pair.title for pair in self.comparison.projects if pair.fate == "removed"],
                ),
                ("changes_found", self.comparison.keywords_found),
                ("changes_lost", self.comparison.keywords_lost),
            )
            if names
        ]
        lines = "".join(
            f"<li>{h.word(word, lang)}: <span lang='ko'>{escape(', '.join(names))}</span></li>"
            for word, names in told
        )
        more = f"<ul>{lines}</ul>" if lines else ""
        return (
            f'<section class="mj-card mj-changes" aria-labelledby="changes-title"><h3 id="changes-title">'
            f"{h.word('changes_title', lang)}</h3>{self.chips(lang)}{close}"
            f"<p>{h.word('changes_text', lang, name=self.name)}</p>{more}</section>"
        )


def between(previous: Review, review: Review) -> Changes | None:
    """The comparison, None when the two documents have no project in common."""
    comparison = compare(previous, review)
    if all(pair.fate != "kept" for pair in comparison.projects):
        return None
    return Changes(comparison, previous.name)
