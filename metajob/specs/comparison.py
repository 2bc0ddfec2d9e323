"""A spec beside what is known of hired people, topic by topic. No total, no weights, nothing about chances."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from metajob.specs import ladder, own, sentences
from metajob.specs.model import (
    Cell,
    Comparison,
    Figure,
    Lack,
    Percentile,
    Spec,
    Standing,
    Summary,
    Topic,
    TopicFigures,
    Where,
)
from metajob.specs.topics import TOPICS

if TYPE_CHECKING:
    from metajob.specs.own import Own
    from metajob.specs.release import Release

Side = Literal["above", "same", "below"]

# Smaller differences are none, whatever the survey prints: TOEIC scores go in steps of five.
_STEP: dict[Topic, float] = {"toeic": 5}


def known(where: Where, release: Release | None, flagged: bool = False) -> Summary:
    """The published figures of every topic, and the cell of the own rows; release None for published figures only."""
    cell = None
    if release is not None:
        from metajob.specs.cells import cell as cell_of

        cell = cell_of(release, where)
    return Summary(where, tuple(ladder.topic(name, where, flagged) for name in TOPICS), cell)


def compare(spec: Spec, summary: Summary, release: Release | None) -> Comparison:
    """Every topic's standing, and what hired people had that the person told to have none of, most common first.

    summary: of the place, from `known` with the same release. Raises InputError for a GPA higher than its scale.
    """
    where, cell = summary.where, summary.cell
    standings: list[Standing] = []
    lacks: list[Lack] = []
    for published in summary.topics:
        topic = published.topic
        mine = own.of(topic, spec)
        side = _side(topic, mine, published)
        percentile = _percentile(topic, mine, release, cell)
        lines = sentences.standing(topic, mine, published, side, percentile, cell, where)
        standings.append(Standing(topic, mine.text, mine.value, published, side, percentile, lines))
        if mine.none and (lack := _lack(topic, published, cell)):
            lacks.append(lack)
    lacks.sort(key=lambda lack: -lack.share)
    return Comparison(where, tuple(standings), tuple(lacks), cell)


def precision(topic: Topic, figure: Figure) -> float:
    """The step in which a mean is printed: 3.8 → 0.1, 3.83 → 0.01, 839 → 1, for TOEIC no less than five points."""
    decimals = len(f"{figure.value:.2f}".rstrip("0").partition(".")[2])
    return max(10.0**-decimals, _STEP.get(topic, 0))


def _side(topic: Topic, mine: Own, published: TopicFigures) -> Side | None:
    """Against the published mean. None without a mean or a number, for none, and where it depends on the conversion."""
    if published.mean is None or not mine.value:
        return None
    mean, step = published.mean.figure.value, precision(topic, published.mean.figure)
    low, high = (mine.low, mine.high) if mine.low is not None and mine.high is not None else (mine.value,) * 2
    sides = {_beside(one, mean, step) for one in (low, high)}
    return sides.pop() if len(sides) == 1 else None


def _beside(value: float, mean: float, step: float) -> Side:
    if abs(value - mean) < step - 1e-9:
        return "same"
    return "above" if value > mean else "below"


def _percentile(topic: Topic, mine: Own, release: Release | None, cell: Cell | None) -> Percentile | None:
    metric = TOPICS[topic].own
    if release is None or cell is None or metric is None or not mine.value:
        return None
    from metajob.specs.cells import percentile

    return percentile(release, cell, metric, mine.value)


def _lack(topic: Topic, published: TopicFigures, cell: Cell | None) -> Lack | None:
    """A published share first; else the own rows' share."""
    if published.share is not None:
        figure = published.share.figure
        return Lack(topic, figure.value / 100, sentences.share(topic, figure))
    metric = TOPICS[topic].own
    summary = cell.metrics.get(metric) if cell and metric else None
    if cell is None or summary is None or not summary.share:
        return None
    told = sentences.own_share(topic, cell, summary.share, summary.answered)
    return Lack(topic, summary.share, told, own=True)
