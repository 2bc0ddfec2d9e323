"""The review tab (이력서·포트폴리오 리뷰): a document in, five criteria with their quotes for every project out.

Every click arrives as one event with one payload; `tabs.parts.review_acts` has a method for each. The review itself
lives in the visitor's `ReviewDesk`, the screen is drawn from it as zones of HTML.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import gradio as gr

from tabs.parts import messages, review_zones
from tabs.parts.ask import followed
from tabs.parts.review_acts import ZONES, Acts
from tabs.parts.review_ask import Ask
from tabs.parts.review_intake import intake
from tabs.parts.visitor import VisitorBook
from tabs.parts.words import both, language

PRIVATE: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden", "concurrency_limit": None}


def build(book: VisitorBook, shared: bool = True) -> None:
    """Lay out the tab and connect it. shared: other machines may reach the app; then nothing is kept unasked."""
    gr.HTML(
        f'<div class="mj-lead"><h2>{both("review_title")}</h2><p>{both("review_lead")}</p></div>',
        apply_default_css=False,
    )
    with gr.Row(elem_classes=["mj-cards", "mj-begin"], equal_height=False):
        with gr.Column(scale=6, min_width=300, elem_classes="mj-panel"):
            taken = intake(keep=not shared)
        with gr.Column(scale=5, min_width=280, elem_classes="mj-howcol"):
            gr.HTML(review_zones.how_card(), apply_default_css=False)
    desk, bar = review_zones.desk(), review_zones.work_bar()
    saver = gr.HTML(
        value={"url": "", "name": ""}, html_template="", js_on_load="MJ.saver({ props, watch });",
        apply_default_css=False,
    )  # fmt: skip
    events = Events(book, shared)
    taken.start(events.start, None, [taken, desk, bar], trigger_mode="once", **PRIVATE)
    desk.act(events.act, None, [desk, bar, saver, taken], trigger_mode="multiple", **PRIVATE)
    bar.stop(events.stop, queue=False, **PRIVATE)


class Events:
    """What happens on each event. Holds the visitors, no document."""

    def __init__(self, book: VisitorBook, shared: bool) -> None:
        self.book = book
        self.acts = Acts(book, shared)

    async def start(self, event: gr.EventData, request: gr.Request) -> AsyncIterator[Any]:
        """The one button of the intake: read and review."""
        ask = self._ask(event, request)
        try:
            async for bar in followed(ask, self.acts.start):
                yield gr.skip(), gr.skip(), _bar(bar)
        except Exception as error:
            problem = messages.trouble(error, ask.lang)
            yield {"n": review_zones.number(), "state": "problem", "problem": problem}, gr.skip(), _bar("")
            return
        taken = {"n": review_zones.number(), "state": "done", "problem": ""}
        shown = review_zones.value(ask.desk, ask.lang, lead="bar", fresh=True)
        ask.desk.said = {}
        yield taken, shown, _bar("")

    async def act(self, event: gr.EventData, request: gr.Request) -> AsyncIterator[Any]:
        """Everything else: a click on the review, the shelf or the model card."""
        ask = self._ask(event, request)
        name = ask.text("do", 40)
        zone = ZONES.get(name, "said")
        try:
            async for bar in followed(ask, self.acts.named(name)):
                yield gr.skip(), _bar(bar), gr.skip(), gr.skip()
        except Exception as error:
            ask.desk.said = {zone: messages.trouble(error, ask.lang)}
            ask.extra = {"lead_said": zone}
        shown = review_zones.value(ask.desk, ask.lang, **ask.extra)
        ask.desk.said = {}
        folded = (
            {"n": review_zones.number(), "state": "done", "problem": ""}
            if "fresh" in ask.extra
            else gr.skip()
        )
        yield shown, _bar(""), ask.download or gr.skip(), folded

    def stop(self, request: gr.Request) -> None:
        """The cancel button."""
        self.book.of(request).cancel()

    def _ask(self, event: gr.EventData, request: gr.Request) -> Ask:
        data = getattr(event, "act", None)
        return Ask(language(request), self.book.of(request), data if isinstance(data, dict) else {})


def _bar(html: str) -> dict[str, Any]:
    return {"n": review_zones.number(), "html": html}
