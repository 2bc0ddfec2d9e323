"""All that the review shows, as zone → HTML. The script draws a zone anew only when it says something else."""

from __future__ import annotations

import itertools
from html import escape
from typing import Any

import gradio as gr

from tabs.parts import (
    review_board,
    review_changes,
    review_files,
    review_model,
    review_paper,
    review_posting,
    review_shelf,
    review_split,
)
from tabs.parts.review_desk import ReviewDesk
from tabs.parts.words import Lang, both, subset

_numbers = itertools.count(1)  # tells the script that a value is new, even when it says the same

_SKELETON = """
<div class="mj-parts mj-review" data-part="root">
  <div data-part="result" hidden>
    <div data-zone="bar"></div>
    <div class="mj-two">
      <div class="left">
        <div data-zone="said"></div><div data-zone="hidden"></div><div data-zone="notes"></div>
        <div data-zone="changes"></div><div data-zone="board"></div>
        <div data-zone="split"></div><div data-zone="posting"></div>
        <div data-zone="model"></div><div data-zone="save"></div>
      </div>
      <aside class="mj-side" data-part="side" data-zone="paper"></aside>
    </div>
    <div data-zone="dock"></div>
  </div>
  <div data-zone="shelf"></div>
  <p class="mj-sr" role="status" data-part="spoken"></p>
</div>"""


def desk() -> gr.HTML:
    """The component; listen with `.act(fn)` and read `event.act`."""
    return gr.HTML(
        value={"n": 0, "zones": {}},
        html_template=_SKELETON,
        js_on_load="MJR.desk({ element, trigger, props, watch }); /* 'act' */",
        apply_default_css=False,
        elem_id="review-desk",
        words=subset("copied", "copy_failed", "review_ready"),
    )


def work_bar() -> gr.HTML:
    """The bar at the foot of the window while something runs; listen with `.stop(fn)`."""
    return gr.HTML(
        value={"n": 0, "html": ""},
        html_template=f'<div class="mj-parts mj-workbar" data-part="bar" hidden>'
        f'<div data-part="state" role="status"></div>'
        f'<button type="button" class="mj-btn" data-part="stop">{both("cancel")}</button></div>',
        js_on_load="MJR.bar({ element, trigger, props, watch }); /* 'stop' */",
        apply_default_css=False,
        elem_id="review-bar",
    )


def number() -> int:
    """A number that no other value has."""
    return next(_numbers)


def value(desk: ReviewDesk, lang: Lang, **extra: Any) -> dict[str, Any]:
    """The desk component's value. extra: for the script, e.g. `lead` (zone to scroll to)."""
    return {"n": number(), "zones": zones(desk, lang), "review": desk.now is not None, **extra}


def zones(desk: ReviewDesk, lang: Lang) -> dict[str, str]:
    """Zone → HTML; a zone with nothing to say is empty."""
    said = desk.said
    shelf = review_shelf.panel(desk.rows, desk.stored, desk.now is not None, said.get("shelf", ""), lang)
    review = desk.review
    if review is None:
        return {"shelf": shelf}
    changes = review_changes.between(desk.previous, review) if desk.previous else None
    return {
        "bar": review_board.bar(review, len(desk.steps), lang),
        "dock": review_board.dock(len(desk.steps), lang),
        "said": said.get("said", ""),
        "hidden": review_paper.hidden_notice(review, lang),
        "notes": review_board.notes(review),
        "changes": changes.panel(lang) if changes else "",
        "board": review_board.board(
            review, changes, lang, desk.answers if review_model.endpoint_of(desk) else None
        ),
        "paper": review_paper.paper(review, lang),
        "split": review_split.panel(desk, lang),
        "posting": review_posting.panel(review, said.get("posting", ""), lang),
        "model": review_model.panel(desk, lang),
        "save": review_files.panel(bool(desk.stored), bool(desk.owner), said.get("save", ""), lang),
        "shelf": shelf,
    }


def how_card() -> str:
    """What the review looks at, beside the empty intake."""
    from metajob.review.model import CRITERIA
    from metajob.review.words import CRITERION_EN, CRITERION_KO

    def two(ko: str, en: str) -> str:
        return f'<span class="mj-lang" lang="ko">{escape(ko)}</span><span class="mj-lang" lang="en">{escape(en)}</span>'

    rows = "".join(
        f'<li data-criterion="{name}"><i class="dot" aria-hidden="true"></i>'
        f"<b>{two(CRITERION_KO[name], CRITERION_EN[name])}</b></li>"
        for name in CRITERIA
    )
    return (
        f'<div class="mj-card mj-howcard"><h2>{both("how_title")}</h2><p>{both("how_text")}</p>'
        f'<ul class="mj-fives">{rows}</ul><p>{both("how_levels")}</p><p>{both("how_promise")}</p></div>'
    )
