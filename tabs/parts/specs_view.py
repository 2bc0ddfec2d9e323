"""Everything that one look at a place shows, worked out in the pool: zones of HTML, charts with their tables."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from html import escape
from math import isinf
from typing import TYPE_CHECKING

from metajob.errors import StorageError
from metajob.specs.model import Bin, Cell, Comparison, Metric, Spec, Summary, Topic, Where
from metajob.specs.topics import TOPICS
from tabs.parts import messages, specs_cards, specs_charts, specs_mine
from tabs.parts.specs_form import TITLES
from tabs.parts.specs_page import FIRST_SIZE, this_year
from tabs.parts.words import Lang, say

if TYPE_CHECKING:
    from gradio.components.plot import PlotData

    from metajob.store.database import Database

CHARTS = ("trend", "bands", "own", "radar")
FEWEST = 20  # people for a distribution of the own rows, docs/specs.md
FIRST = "toeic_mean"  # what is charted at first


@dataclass(frozen=True)
class Asked:
    """What a look is about. chart: a published metric. spec: None until the person compares. draw: the person has come
    near the charts; before, only what is said about them is made."""

    where: Where
    flagged: bool
    chart: str
    spec: Spec | None
    lang: Lang
    demo: bool
    this_year: int
    draw: bool = True


@dataclass
class View:
    """zones: name → HTML. plots: chart → value; a chart without one is not drawn, its zone says why."""

    zones: dict[str, str] = field(default_factory=dict)
    plots: dict[str, PlotData] = field(default_factory=dict)


def chart_topics() -> dict[str, Topic]:
    """Published metric → topic, for the choice of what is charted."""
    return {
        metric: topic for topic, info in TOPICS.items() for metric in (info.mean, info.share) if metric is not None
    }  # fmt: skip


def look(asked: Asked) -> View:
    """The whole view; without the own rows when the database cannot be used. Raises InputError for a place that
    cannot be."""
    from metajob.specs.scales import doubts, meets
    from metajob.store.database import open_database

    view, lang = View(), asked.lang
    try:
        summary, found = _known(asked, open_database())
        view.zones["own"] = specs_cards.own(summary.cell, lang, asked.demo)
    except StorageError as error:  # the published figures need no database
        summary, found = _known(asked, None)
        view.zones["own"] = messages.trouble(error, lang)
    view.zones["results"] = specs_cards.results(summary, asked.this_year, lang)
    view.zones["mine"] = (
        specs_mine.comparison(found, doubts(asked.spec), meets(asked.spec), asked.demo, lang)
        if found is not None and asked.spec is not None
        else specs_mine.waiting(lang)
    )
    view.zones["chart-choice"] = _choice(lang)
    _trend(view, asked, found)
    _bands(view, asked, found)
    _own(view, asked, summary.cell, found)
    _radar(view, asked, found)
    return view


def _known(asked: Asked, database: Database | None) -> tuple[Summary, Comparison | None]:
    from metajob.specs import pipeline

    if asked.spec is None:
        return pipeline.summary(asked.where, database, asked.flagged, asked.demo), None
    return pipeline.compared(asked.spec, asked.where, database, asked.flagged, asked.demo)


def warm_up() -> None:
    """Load what the first look would wait for: database, figures, plotly. Whatever fails is told at its use."""
    from metajob.settings import settings

    try:
        look(Asked(Where(size=FIRST_SIZE), False, FIRST, Spec(), "ko", settings().specs_demo, this_year()))
    except Exception:
        logging.getLogger(__name__).warning("warming up the specs stopped early", exc_info=True)


def _choice(lang: Lang) -> str:
    names = [
        (metric, say(TITLES[topic], lang) + " · " + say(_kind(metric), lang))
        for metric, topic in chart_topics().items()
    ]
    options = "".join(f'<option value="{metric}">{escape(name)}</option>' for metric, name in names)
    return (
        f'<label class="mj-field inline"><span>{escape(say("sp_chart_choice", lang))}</span>'
        f'<select id="sp-chart">{options}</select></label>'
    )


def _kind(metric: str) -> str:
    if metric.endswith(("_mean", "_count")):
        return "sp_mean"
    return "sp_holders" if "_holder_" in metric else "sp_share"


def _mine(asked: Asked, found: Comparison | None) -> float | None:
    topic = chart_topics()[asked.chart]
    if found is None:
        return None
    value = next((one.value for one in found.standings if one.topic == topic), None)
    return value or None  # who has none is not on a scale of holders


def _head(title: str, note: str = "", link: str = "", mark: str = "") -> str:
    """Title of a chart and whose numbers it shows. note: plain. link, mark: HTML."""
    text = f'<p class="mj-hint" lang="ko">{escape(note)}{link}</p>' if note or link else ""
    return f"<h4>{escape(title)}{mark}</h4>{text}"


def _trend(view: View, asked: Asked, found: Comparison | None) -> None:
    from metajob.specs import bands, words

    lang, topic = asked.lang, say(TITLES[chart_topics()[asked.chart]], asked.lang)
    series = bands.trend(asked.chart, asked.where, asked.flagged)
    title = say("sp_trend", lang, topic=topic)
    if not series:
        view.zones["trend"] = _head(title, say("sp_trend_none", lang))
        return
    first = series[0]
    mine = _mine(asked, found) if _kind(asked.chart) == "sp_mean" else None
    if asked.draw:
        view.plots["trend"] = specs_charts.trend(series, mine, lang)
    whom = "/".join(dict.fromkeys(one.size for one in series if one.size not in ("", "전체")))
    source = " · ".join(part for part in (first.publisher, first.company or whom, words.who(first)) if part)
    note = f" {say('sp_trend_note', lang)}" if len(bands.segments(series)) > 1 else ""
    view.zones["trend"] = _head(title, f"{source}.{note}")
    rows = [(words.cohort_name(one.cohort), words.value(one), words.people_line(one)) for one in series]
    head = [say(key, lang) for key in ("sp_col_cohort", "sp_col_value", "sp_col_people")]
    view.zones["trend-table"] = specs_charts.table(head, rows, title, lang)


def _bands(view: View, asked: Asked, found: Comparison | None) -> None:
    from metajob.specs import bands, words

    lang, topic = asked.lang, chart_topics()[asked.chart]
    metric, name = TOPICS[topic].own, say(TITLES[topic], asked.lang)
    chart = bands.bands(metric, asked.where) if metric else None
    title = say("sp_bands", lang, topic=name)
    if chart is None:
        view.zones["bands"] = _head(title, say("sp_bands_none", lang))
        return
    mine = _mine(asked, found)
    at = chart.of(mine) if mine is not None else None
    if asked.draw:
        view.plots["bands"] = specs_charts.bands(chart, mine, lang)
    note = f"{words.source_line(chart.figure)}. {chart.note}".strip()
    view.zones["bands"] = _head(title, note + " ", specs_cards.link(chart.figure, lang))
    rows = [
        (band.label, f"{words.number(band.share)}%", say("sp_here", lang) if place == at else "")
        for place, band in enumerate(chart.bands)
    ]
    head = [say(key, lang) for key in ("sp_col_band", "sp_col_share", "sp_col_mine")]
    view.zones["bands-table"] = specs_charts.table(head, rows, title, lang)


def _own(view: View, asked: Asked, cell: Cell | None, found: Comparison | None) -> None:
    lang, topic = asked.lang, chart_topics()[asked.chart]
    metric, name = TOPICS[topic].own, say(TITLES[topic], asked.lang)
    one = cell.metrics.get(metric) if cell is not None and metric is not None else None
    title = say("sp_own_chart", lang, topic=name)
    mark = specs_cards.demo_mark(lang) if asked.demo else ""
    if one is None or one.shown != "all" or not one.bins or cell is None:
        view.zones["own-chart"] = _head(title, say("sp_own_chart_none", lang, least=FEWEST), mark=mark)
        return
    mine = _mine(asked, found)
    names = [_bin_name(one.metric, each) for each in one.bins]
    if asked.draw:
        view.plots["own"] = specs_charts.own(one.bins, mine, names, lang)
    place = cell.steps[-1].label if cell.steps else ""
    people = sum(each.people for each in one.bins)
    view.zones["own-chart"] = _head(
        title, say("sp_own_chart_note", lang, place=place, n=f"{people:,}"), mark=mark
    )
    rows = [
        (bin_name, f"{each.people:,}", f"{each.share:.1%}")
        for bin_name, each in zip(names, one.bins, strict=True)
    ]
    head = [say(key, lang) for key in ("sp_col_band", "sp_col_number", "sp_col_share")]
    view.zones["own-table"] = specs_charts.table(head, rows, title, lang)


def _bin_name(metric: Metric, one: Bin) -> str:
    """ "3.60~3.79", "850~899", "2", "IM2"; the outer ones are open: "~3.39", "4~"."""
    if isinf(one.low) and isinf(one.high):
        return "~"
    if metric == "gpa":
        first = "" if isinf(one.low) else f"{one.low:.2f}"
        return f"{first}~" + ("" if isinf(one.high) else f"{one.high - 0.01:.2f}")
    if isinf(one.low):
        top = round(one.high) - 1
        return ("~" if top > 1 else "") + _edge(metric, top)  # these are holders: nobody has less than one
    if isinf(one.high):
        return _edge(metric, round(one.low)) + "~"
    low, high = round(one.low), round(one.high) - 1
    first, final = _edge(metric, low), _edge(metric, max(low, high))
    return first if first == final else f"{first}~{final}"


def _edge(metric: Metric, value: int) -> str:
    return specs_cards.amount(metric, value) if metric in ("speaking", "jlpt", "hsk") else f"{value:,}"


def _radar(view: View, asked: Asked, found: Comparison | None) -> None:
    lang, title = asked.lang, say("sp_radar", asked.lang)
    mark = specs_cards.demo_mark(lang) if asked.demo else ""
    if found is None:
        view.zones["radar"] = ""
        return
    axes = [
        specs_charts.Axis(
            say(TITLES[one.topic], lang),
            rank.told if rank.n >= specs_charts.MIN_PEOPLE else None,
            rank.n,
        )
        for one in found.standings
        if (rank := one.percentile) is not None
    ]
    chart = specs_charts.radar(axes, lang)
    if chart is None:
        view.zones["radar"] = _head(title, say("sp_radar_none", lang), mark=mark)
        return
    view.plots["radar"] = chart
    view.zones["radar"] = _head(title, say("sp_radar_note", lang), mark=mark)
    rows = [
        (one.name, say("sp_few", lang) if one.rank is None else f"{one.rank * 100:.0f}", f"{one.n:,}")
        for one in axes
    ]
    head = [say(key, lang) for key in ("sp_col_topic", "sp_col_rank", "sp_col_number")]
    view.zones["radar-table"] = specs_charts.table(head, rows, title, lang)
