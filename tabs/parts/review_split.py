"""'프로젝트 나누기 고치기': the projects that were found, as a list that can be corrected before reviewing again."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from tabs.parts import review_html as h
from tabs.parts.words import Lang, say

if TYPE_CHECKING:
    from tabs.parts.review_desk import ReviewDesk


def panel(desk: ReviewDesk, lang: Lang) -> str:
    """The whole panel; the buttons below the list are live only when something was changed."""
    review = desk.review
    if review is None:
        return ""
    spans = desk.spans
    rows = "".join(
        _row(
            span.id, span.title, review.text[span.start : span.end], span.start, span.end, n, len(spans), lang
        )
        for n, span in enumerate(spans, 1)
    )
    changed = None if desk.draft else True
    add = h.button(
        say("split_add", lang), "pick", id_="split-add", args={"do": "split-add", "range": True},
        data_ask=say("pick_add", lang), data_ask_end=say("pick_add_end", lang),
    )  # fmt: skip
    undo = h.button(say("step_back", lang), do="split-undo", id_="split-undo", disabled=changed)
    apply = h.button(
        say("split_apply", lang), do="split-apply", id_="split-apply", look="main", disabled=changed
    )
    empty = f"<p>{h.word('split_empty', lang)}</p>" if not spans else ""
    return (
        f'<details class="mj-fold mj-card" data-key="split"{" open" if desk.draft else ""}>'
        f"<summary>{h.word('split_title', lang)}</summary>"
        f'<div class="in"><p>{h.word("split_text", lang)}</p>{empty}<ol class="mj-split">{rows}</ol>'
        f'<div class="mj-acts">{add}{undo}{apply}</div>{desk.said.get("split", "")}</div></details>'
    )


def _row(key: str, title: str, text: str, start: int, end: int, number: int, count: int, lang: Lang) -> str:
    args = {"project": key}
    named = f"{title} — "
    merge = (
        h.button(
            say("split_merge", lang), do="split-merge", look="small", args=args, id_=f"merge-{key}",
            aria_label=named + say("split_merge", lang),
        )
        if number < count
        else ""
    )  # fmt: skip
    cut = h.button(
        say("split_cut", lang), "pick", look="small", args={"do": "split-at", **args}, id_=f"cut-{key}",
        data_ask=say("pick_cut", lang), aria_label=named + say("split_cut", lang), data_within=f"{start},{end}",
        data_from=start,
    )  # fmt: skip
    drop = h.button(
        say("split_drop", lang), do="split-drop", look="small", args=args, id_=f"drop-{key}",
        aria_label=named + say("split_drop", lang),
    )  # fmt: skip
    first = " ".join(re.sub(r"^\s*#+|\*\*", "", text).split())[:70]
    label = say("split_name", lang, number=number)
    return (
        f'<li><div class="mj-field"><label for="name-{escape(key)}" class="mj-sr">{escape(label)}</label>'
        f'<span class="no" aria-hidden="true">{number}</span>'
        f'<input id="name-{escape(key)}" value="{escape(title)}" maxlength="120" data-change="split-rename"'
        f' data-args="{escape(_json(key))}"></div>'
        f'<button type="button" class="first"{h.place(start, end)} lang="ko">{escape(first)}…</button>'
        f'<div class="mj-acts">{merge}{cut}{drop}</div></li>'
    )


def _json(key: str) -> str:
    import json

    return json.dumps({"project": key})
