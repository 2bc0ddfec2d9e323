"""'보관함': the reviews that this browser has kept; and the way into and out of the store."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from html import escape
from typing import TYPE_CHECKING

from metajob.review.model import Review
from tabs.parts import review_html as h
from tabs.parts.words import Lang, say

if TYPE_CHECKING:
    from metajob.store.consents import ConsentBook
    from metajob.store.reviews import ReviewBook, ReviewRow

KST = timezone(timedelta(hours=9))
LISTED = 50


def book() -> ReviewBook:
    """The reviews of this installation; opens nothing yet."""
    from metajob.store.database import open_database
    from metajob.store.reviews import ReviewBook

    return ReviewBook(open_database())


def owner_of(token: object) -> str:
    """Owner of a browser's token; "" for a browser that has none (then nothing is kept)."""
    from metajob.store.reviews import owner_of

    try:
        return owner_of(token) if isinstance(token, str) else ""
    except ValueError:
        return ""


def consents() -> ConsentBook:
    """What visitors agreed to; opens nothing yet."""
    from metajob.store.consents import ConsentBook
    from metajob.store.database import open_database

    return ConsentBook(open_database())


def keep(owner: str, review: Review, replaces: str = "", previous: str | None = None) -> str:
    """Save a review and return its id. replaces: id of the same review before a correction, deleted after.

    With a review that a model has seen, the consent to send it is kept.
    """
    from metajob.review import keeping
    from metajob.store.consents import WORDING

    shelf = book()
    row = keeping.keep(shelf, owner, review, previous)
    if any(finding.engine == "model" for project in review.projects for finding in project.findings):
        consents().grant(owner, "review_model", WORDING)
    if replaces:
        shelf.delete(owner, replaces)
    return row.id


def fetch(owner: str, id: str) -> tuple[Review, str | None]:
    """A kept review and the id of the version before it. Raises StorageError."""
    from metajob.review import keeping

    shelf = book()
    return keeping.open_review(shelf, owner, id), shelf.load(owner, id).previous_id


def erase(owner: str) -> int:
    """Delete all reviews of this owner for good, and the consent with them; how many there were."""
    count = book().erase(owner)
    consents().erase(owner, "review_model")
    return count


def listing(owner: str) -> tuple[ReviewRow, ...]:
    """The newest first."""
    return book().list(owner, LISTED) if owner else ()


def panel(rows: tuple[ReviewRow, ...], current: str, other: bool, said: str, lang: Lang) -> str:
    """The list with what can be done. current: id of the review on the screen.

    other: whether there is one on the screen to compare with.
    """
    if not rows:
        body = f'<p class="mj-none">{h.word("shelf_empty", lang)}</p>'
    else:
        erase = h.button(
            say("shelf_erase", lang), do="erase", look="small danger", id_="shelf-erase",
            sure=say("shelf_erase_sure", lang),
        )  # fmt: skip
        items = "".join(_row(row, row.id == current, other, lang) for row in rows)
        body = f'<ul class="mj-shelf">{items}</ul><div class="mj-acts end">{erase}</div>'
    return (
        f'<section class="mj-card mj-shelfcard" aria-labelledby="shelf-title"><h3 id="shelf-title">'
        f"{h.word('shelf_title', lang)}</h3>{body}{said}</section>"
    )


def _row(row: ReviewRow, current: bool, other: bool, lang: Lang) -> str:
    from metajob.review.keeping import levels_in

    when = row.created.astimezone(KST)
    args = {"id": row.id}
    name = f"{row.name}, {date(when)}"
    open_ = h.button(
        say("shelf_open", lang), do="open", look="small", args=args, id_=f"open-{row.id}",
        aria_label=f"{say('shelf_open', lang)}: {name}",
    )  # fmt: skip
    compare = h.button(
        say("shelf_compare", lang), do="compare", look="small", args=args, id_=f"compare-{row.id}",
        aria_label=f"{say('shelf_compare', lang)}: {name}",
    )  # fmt: skip
    delete = h.button(
        say("shelf_delete", lang), do="delete", look="small danger", args=args, id_=f"delete-{row.id}",
        sure=say("shelf_delete_sure", lang), aria_label=f"{say('shelf_delete', lang)}: {name}",
    )  # fmt: skip
    here = f' <span class="mj-badge ok">{h.word("shelf_here", lang)}</span>' if current else ""
    facts = [date(when), say("projects_found", lang, count=row.projects)]
    gaps = sum(level == 0 for levels in levels_in(row) for level in levels)
    facts.append(say("gaps", lang, count=gaps) if gaps else say("no_gaps", lang))
    if row.engine == "model":
        facts.append(say("source_model", lang))
    return (
        f"<li{' class=here' if current else ''}><div><b>{escape(row.name)}</b>{here}"
        f"<small>{escape(' · '.join(facts))}</small></div>"
        f'<div class="mj-acts">{"" if current else open_ + (compare if other else "")}{delete}</div></li>'
    )


def date(when: datetime) -> str:
    """2026.11.05 14:03."""
    return when.strftime("%Y.%m.%d %H:%M")
