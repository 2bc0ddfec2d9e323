"""The charts of the specs tab as plotly figures, each with a table of the same.

Colours of text, lines and grounds come from assets/css/specs.css, so that light and dark need no second figure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from metajob.specs import words
from metajob.specs.bands import BandChart, segments
from metajob.specs.model import Bin, Figure
from tabs.parts.theme import FONTS
from tabs.parts.words import Lang, say

if TYPE_CHECKING:
    from gradio.components.plot import PlotData

BAR, MINE, GREY = "#4a7cc9", "#d9730d", "#8e97a5"
LINES = (BAR, "#2f9e6e", "#9b6bd0")  # a line for each way of counting
FEWEST_AXES = 3
MIN_PEOPLE = 10  # an axis of the radar with fewer is grey


@dataclass(frozen=True)
class Axis:
    """One axis of the radar. rank: 0..1, None with fewer than MIN_PEOPLE. n: people."""

    name: str
    rank: float | None
    n: int


def plot(data: list[dict[str, Any]], **layout: Any) -> PlotData:
    """A checked plotly figure as Gradio's value: no tool bar, no zooming, the page scrolls over it."""
    import json

    from gradio.components.plot import PlotData
    from plotly import graph_objects as go

    figure = go.Figure(data)
    figure.update_layout(
        template="none", paper_bgcolor="rgba(0,0,0,0)", plot_bgcolor="rgba(0,0,0,0)", dragmode=False,
        height=300, margin={"l": 44, "r": 14, "t": 34, "b": 30}, showlegend=False, bargap=0.16,
        font={"family": ", ".join(FONTS), "size": 13}, separators=".,", uniformtext={"minsize": 10, "mode": "show"},
        hoverlabel={"bgcolor": "#1b3156", "bordercolor": "#1b3156", "font": {"color": "#ffffff", "size": 13}},
    )  # fmt: skip
    figure.update_layout(**layout)
    figure.update_xaxes(fixedrange=True, automargin=True, showgrid=False, zeroline=False)
    figure.update_yaxes(fixedrange=True, automargin=True, zeroline=False)
    made = json.loads(figure.to_json())
    made["layout"]["template"] = {}  # Gradio's plotly.js is older than the default template
    made["config"] = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False, "showTips": False}
    return PlotData(type="plotly", plot=json.dumps(made, ensure_ascii=False))


def trend(figures: Sequence[Figure], mine: float | None, lang: Lang) -> PlotData:
    """One publisher's series over the cohorts; what was counted differently is another line."""
    unit = figures[0].unit.split("/")[0]
    data: list[dict[str, Any]] = []
    for part, colour in zip(segments(tuple(figures)), LINES * 4, strict=False):
        told = [
            f"{words.value(one)}<br>{escape(words.cohort_name(one.cohort))}<br>{_people(one)}" for one in part
        ]
        data.append(
            {"type": "scatter", "mode": "lines+markers", "x": [one.year for one in part],
             "y": [one.value for one in part], "line": {"color": colour, "width": 2.5},
             "marker": {"size": 9, "color": colour}, "customdata": told, "cliponaxis": False,
             "hovertemplate": "%{customdata}<extra></extra>"}
        )  # fmt: skip
    years = sorted({int(one.year) for one in figures if one.year is not None})
    values = [one.value for one in figures] + ([mine] if mine is not None else [])
    room = (max(values) - min(values)) * 0.18 or abs(values[0]) * 0.05 or 1
    shapes, notes = _mark_across(mine, unit, lang)
    step = max(1, -(-(years[-1] - years[0] + 1) // 8))
    return plot(
        data, shapes=shapes, annotations=notes,
        xaxis={"tickvals": list(range(years[0], years[-1] + 1, step)), "tickformat": "d",
               "range": [years[0] - 0.4, years[-1] + 0.9]},
        yaxis={"range": [max(0, min(values) - room), max(values) + room], "ticksuffix": unit, "nticks": 6},
    )  # fmt: skip


def _mark_across(mine: float | None, unit: str, lang: Lang) -> tuple[list[Any], list[Any]]:
    if mine is None:
        return [], []
    line = {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": mine, "y1": mine,
            "line": {"color": MINE, "width": 2, "dash": "dash"}}  # fmt: skip
    note = {"xref": "paper", "x": 1, "y": mine, "xanchor": "right", "yanchor": "bottom", "showarrow": False,
            "text": f"<b>{say('sp_me', lang)} {words.number(mine)}{escape(unit)}</b>"}  # fmt: skip
    return [line], [note]


def _mark_down(x: int, lang: Lang) -> dict[str, Any]:
    """The label above the bar or place of one's own value."""
    return {"x": x, "y": 1, "yref": "paper", "yanchor": "bottom", "showarrow": False,
            "text": f"<b>{escape(say('sp_me', lang))} ▾</b>"}  # fmt: skip


def bands(chart: BandChart, mine: float | None, lang: Lang) -> PlotData:
    """A published distribution; one's own band in the other colour."""
    at = chart.of(mine) if mine is not None else None
    labels = [one.label for one in chart.bands]
    colours = [MINE if place == at else BAR for place in range(len(labels))]
    notes = [_mark_down(at, lang)] if at is not None else []
    return plot(
        [{"type": "bar", "x": list(range(len(labels))), "y": [one.share for one in chart.bands],
          "marker": {"color": colours}, "customdata": labels, "texttemplate": "%{y}", "textposition": "outside",
          "cliponaxis": False, "hovertemplate": "%{customdata}: %{y}<extra></extra>"}],
        annotations=notes,
        xaxis={"tickvals": list(range(len(labels))), "ticktext": labels, "tickangle": _angle(labels)},
        yaxis={"ticksuffix": "%", "range": [0, max(one.share for one in chart.bands) * 1.18], "nticks": 5},
    )  # fmt: skip


def own(bins: Sequence[Bin], mine: float | None, names: Sequence[str], lang: Lang) -> PlotData:
    """The distribution of the own rows. names: of the bins."""
    at = _bin(bins, mine)
    colours = [MINE if place == at else BAR for place in range(len(bins))]
    told = [f"{name}: {one.people:,}" for name, one in zip(names, bins, strict=True)]
    notes = [_mark_down(at, lang)] if at is not None else []
    few = max(1, -(-len(bins) // 7))
    places = list(range(0, len(bins), few))
    return plot(
        [{"type": "bar", "x": list(range(len(bins))), "y": [round(one.share * 100, 1) for one in bins],
          "marker": {"color": colours}, "customdata": told, "cliponaxis": False,
          "hovertemplate": "%{customdata} (%{y})<extra></extra>"}],
        annotations=notes, bargap=0.16 if len(bins) > 4 else 0.5,
        xaxis={"tickvals": places, "ticktext": [names[one] for one in places],
               "tickangle": _angle([names[one] for one in places])},
        yaxis={"ticksuffix": "%", "nticks": 5, "rangemode": "tozero"},
    )  # fmt: skip


def _angle(labels: Sequence[str]) -> int:
    """Long labels stand aslant, so that none is cut or lies on another on a phone."""
    return -45 if sum(map(len, labels)) > 24 else 0


def _bin(bins: Sequence[Bin], value: float | None) -> int | None:
    if value is None:
        return None
    for place, one in enumerate(bins):
        if one.low <= value < one.high or (place == len(bins) - 1 and value == one.high):
            return place
    return None


def radar(axes: Sequence[Axis], lang: Lang) -> PlotData | None:
    """Percentile by topic, 50 is the middle person. None with fewer than three axes that can be told."""
    usable = [one for one in axes if one.rank is not None]
    if len(usable) < FEWEST_AXES:
        return None
    names = [_axis(one, lang) for one in axes]
    ranks = [round((one.rank or 0) * 100) for one in usable]
    theta = [_axis(one, lang) for one in usable]
    beside = min(84, 10 + max(_width(line) for one in axes for line in one.name.split()))
    told = [f"{one.name}: {rank} (n={one.n:,})" for one, rank in zip(usable, ranks, strict=True)]
    return plot(
        [
            {"type": "scatterpolar", "r": [50] * (len(names) + 1), "theta": [*names, names[0]], "mode": "lines",
             "line": {"color": GREY, "dash": "dot", "width": 1.5}, "hoverinfo": "skip"},
            {"type": "scatterpolar", "r": [*ranks, ranks[0]], "theta": [*theta, theta[0]], "mode": "lines+markers",
             "fill": "toself", "fillcolor": "rgba(217,115,13,0.16)", "line": {"color": MINE, "width": 2.5},
             "marker": {"size": 8, "color": MINE}, "customdata": [*told, told[0]],
             "hovertemplate": "%{customdata}<extra></extra>"},
        ],
        height=340, margin={"l": beside, "r": beside, "t": 40, "b": 40},
        polar={"bgcolor": "rgba(0,0,0,0)",
               "radialaxis": {"range": [0, 100], "tickvals": [25, 50, 75], "angle": 90, "tickangle": 90},
               "angularaxis": {"type": "category", "categoryorder": "array", "categoryarray": names,
                               "direction": "clockwise", "rotation": 90}},
    )  # fmt: skip


def _axis(one: Axis, lang: Lang) -> str:
    name = escape(one.name).replace(" ", "<br>")
    if one.rank is not None:
        return name
    return f'<span style="color:{GREY}">{name}<br>({escape(say("sp_few", lang))})</span>'


def _width(text: str) -> int:
    """About how many pixels a label takes at 13 px: Korean letters are as wide as high."""
    return sum(13 if ord(letter) > 0x10FF else 7 for letter in text)


def _people(figure: Figure) -> str:
    return escape(words.people_line(figure))


def table(head: Sequence[str], rows: Sequence[Sequence[str]], name: str, lang: Lang) -> str:
    """The same as a chart in words and numbers, folded."""
    top = "".join(f'<th scope="col">{escape(one)}</th>' for one in head)
    body = "".join(
        f'<tr><th scope="row">{escape(row[0])}</th>{"".join(f"<td>{escape(one)}</td>" for one in row[1:])}</tr>'
        for row in rows
    )  # fmt: skip
    return (
        f'<details class="sp-table"><summary>{escape(say("sp_table", lang))}<span class="mj-sr">: {escape(name)}</span>'
        f'</summary><div class="sp-scroll" tabindex="0" role="region" aria-label="{escape(name)}">'
        f"<table><caption class='mj-sr'>{escape(name)}</caption><thead><tr>{top}</tr></thead>"
        f"<tbody>{body}</tbody></table></div></details>"
    )  # fmt: skip
