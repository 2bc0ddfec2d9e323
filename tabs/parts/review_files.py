"""Downloads of a review: Markdown, Word, a page for printing."""

from __future__ import annotations

import re
from typing import Literal, get_args

from metajob.errors import InputError
from metajob.review.model import Review
from tabs.parts import review_html as h
from tabs.parts.review_changes import between
from tabs.parts.words import Lang, say

Kind = Literal["md", "docx", "html"]


def panel(stored: bool, can_keep: bool, said: str, lang: Lang) -> str:
    """The three files, and keeping the review in this installation."""
    names: dict[Kind, str] = {"docx": "save_docx", "html": "save_print", "md": "save_md"}
    buttons = "".join(
        h.button(say(word, lang), do="save", args={"kind": kind}, id_=f"save-{kind}")
        for kind, word in names.items()
    )
    if stored:
        kept = f'<p class="mj-kept"><span class="mj-badge ok">{h.word("kept", lang)}</span></p>'
    elif can_keep:
        button = h.button(say("keep_now", lang), do="keep", id_="review-keep", look="small")
        kept = f'<div class="mj-acts"><small>{h.word("not_kept", lang)}</small>{button}</div>'
    else:
        kept = ""
    return (
        f'<section class="mj-card" aria-labelledby="save-title"><h3 id="save-title">{h.word("save_title", lang)}</h3>'
        f'<div class="mj-acts start">{buttons}</div>{kept}{said}</section>'
    )


def make(review: Review, kind: str, previous: Review | None = None) -> tuple[str, bytes]:
    """(file name, bytes). previous: the review it is compared with. Raises InputError for another kind."""
    if kind not in get_args(Kind):
        raise InputError("그 형식으로는 만들 수 없어요.")
    name = f"{stem(review.name)}-review.{kind}"
    changes = between(previous, review) if previous else None
    comparison = changes.comparison if changes else None
    if kind == "md":
        from metajob.review.report.export_markdown import to_markdown

        return name, to_markdown(review, comparison).encode()
    if kind == "html":
        from metajob.review.report.export_html import to_html

        return name, to_html(review, comparison).encode()
    from metajob.review.report.export_docx import to_docx

    return name, to_docx(review, comparison)


def stem(name: str) -> str:
    """A document's name as the beginning of a file name: no folder, no ending, nothing a system forbids."""
    plain = re.sub(r"\.(?:pdf|docx|hwpx?|md|markdown|txt|png|jpe?g|webp|tiff?|bmp)$", "", name, flags=re.I)
    return re.sub(r"[^\w가-힣()\[\]-]+", "_", plain).strip("_.")[:60] or "review"
