"""The specs tab (합격 스펙): what is known about hired people at a place, one's own spec beside it, adding a spec.

What the person chooses and fills in stays in the browser and comes along with each event; `tabs.parts.specs_acts`
has a method for each. The screen is drawn from the answers: zones of HTML, and plotly charts.
"""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator
from typing import Any

import gradio as gr

from metajob.settings import settings
from tabs.parts import specs_import, specs_page, specs_share
from tabs.parts.ask import followed
from tabs.parts.specs_acts import Acts, SpecsAsk, trouble
from tabs.parts.specs_form import form
from tabs.parts.specs_page import html, zone
from tabs.parts.specs_view import CHARTS
from tabs.parts.visitor import VisitorBook
from tabs.parts.words import both, language

PRIVATE: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden", "concurrency_limit": None}
_numbers = itertools.count(1)  # tells the script that a value is new, even when it says the same


def build(book: VisitorBook, shared: bool = True) -> None:
    """Lay out the tab and connect it. shared: other machines may reach the app; then no files are imported."""
    html(specs_page.lead())
    html(specs_page.choose())
    html(zone("results"))
    html(zone("own"))
    html(
        f'<div class="mj-parts sp-charthead"><h3 class="sp-h">{both("sp_charts")}</h3>'
        f'<div class="sp-line">{zone("chart-choice")}<button type="button" class="mj-btn small" data-act="export">'
        f"{both('sp_export')}</button></div></div>"
    )
    plots: dict[str, gr.Plot] = {}
    with gr.Row(elem_classes=["sp-charts"], equal_height=False):
        for name, place in (("trend", "trend"), ("bands", "bands"), ("own", "own-chart")):
            plots[name] = _panel(name, place)
    html(f'<div class="mj-parts">{form()}</div>')
    with gr.Row(elem_classes=["sp-compared"], equal_height=False):
        with gr.Column(scale=7, min_width=300):
            html(zone("mine"))
        plots["radar"] = _panel("radar", "radar", scale=5)
    adding = specs_share.adding() if settings().specs_sharing else ""
    html(adding + specs_share.taking_back() + ("" if shared else specs_import.fold()), elem_id="sp-folds")
    desk = specs_page.desk()
    saver = gr.HTML(
        value={"url": "", "name": ""}, html_template="", js_on_load="MJ.saver({ props, watch });",
        apply_default_css=False,
    )  # fmt: skip
    events = Events(book, shared)
    charts = [plots[name] for name in CHARTS]
    desk.look(events.look, None, [desk, *charts], trigger_mode="multiple", **PRIVATE)
    desk.act(events.act, None, [desk, saver], trigger_mode="multiple", **PRIVATE)


def _panel(name: str, place: str, scale: int = 1) -> gr.Plot:
    """A chart with what is said about it above and its table below."""
    with gr.Column(
        scale=scale, min_width=300, elem_classes=["mj-panel", "sp-panel"], elem_id=f"sp-panel-{name}"
    ):
        html(zone(place))
        plot = gr.Plot(show_label=False, container=False, elem_classes="sp-plot", elem_id=f"sp-plot-{name}")
        html(zone(f"{name}-table"))
    return plot


class Events:
    """What happens on each event. Holds the visitors, no spec."""

    def __init__(self, book: VisitorBook, shared: bool) -> None:
        self.book = book
        self.acts = Acts(book, shared)

    async def look(self, event: gr.EventData, request: gr.Request) -> tuple[Any, ...]:
        """Another place, another chart, another own spec."""
        ask = self._ask(event, request)
        try:
            await self.acts.look(ask)
        except Exception as error:
            trouble(ask, "look", error, ask.lang)
        if ask.view is None:
            return _value(ask), *(gr.skip() for _ in CHARTS)
        plots = ask.view.plots
        ask.answer["charts"] = {name: name in plots for name in CHARTS}
        return _value(ask), *(plots.get(name) for name in CHARTS)

    async def act(self, event: gr.EventData, request: gr.Request) -> AsyncIterator[tuple[Any, Any]]:
        """Everything else."""
        ask = self._ask(event, request)
        name = ask.text("do", 40)
        try:
            async for bar in followed(ask, self.acts.named(name)):
                yield {"n": next(_numbers), "zones": {"import": bar}}, gr.skip()
        except Exception as error:
            trouble(ask, name, error, ask.lang)
        yield _value(ask), ask.download or gr.skip()

    def _ask(self, event: gr.EventData, request: gr.Request) -> SpecsAsk:
        data = getattr(event, "act", None)
        return SpecsAsk(
            language(request),
            self.book.of(request),
            data if isinstance(data, dict) else {},
            here=specs_import.from_here(request.headers),
        )


def _value(ask: SpecsAsk) -> dict[str, Any]:
    number = ask.data.get("ask")
    return {"n": next(_numbers), "ask": number if isinstance(number, int) else 0, **ask.answer}
