"""What may be told of one metric of one cell: the thresholds by number of people (docs/specs.md, thresholds)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Literal, get_args

import numpy as np

from metajob.specs import statistics
from metajob.specs.histogram import Histogram
from metajob.specs.model import Bin, Metric, MetricSummary, Percentile

METRICS: tuple[Metric, ...] = get_args(Metric)
GRADED: frozenset[Metric] = frozenset({"speaking", "jlpt", "hsk"})  # ordinal: no means, quantiles are grades
PER_UNIT: dict[Metric, int] = {"gpa": 100}  # how the column of the rows counts: gpa in hundredths
DECIMALS: dict[Metric, int] = {
    "gpa": 2,
    "toeic": 0,
    "teps": 0,
    "volunteer_hours": 0,
}  # of an estimate; else 1

LEAST = 5  # people; below it nothing is told
QUARTILES_FROM = 10
ALL_FROM = 20
BIN_LEAST = 3  # people in a bar; also how many at an end of the ranks are not told apart
_SIDE_FROM = 8  # people; below it the side would change at the largest or smallest value itself
_MOST_BINS = 20
_WIDTH: dict[Metric, int] = {  # of a bar, in the column's unit; doubled until there are few enough bars
    "gpa": 20, "toeic": 50, "teps": 50, "intern_months": 3, "overseas_months": 3,
    "volunteer_hours": 20,
}  # fmt: skip


@dataclass(frozen=True)
class Allowed:
    """What suppression lets be told of one metric of one cell, and the numbers of people it is about.

    answered: told at all; holders: have any (for gpa: answered). share, values: both may be told."""

    answered: int = 0
    holders: int = 0
    share: bool = False
    values: bool = False


def summarise(metric: Metric, sample: Histogram, allowed: Allowed) -> MetricSummary:
    """The summary of the holders' values (gpa: of everyone's) and of the share of holders.

    The share and the number of holders are told together: from 10 answered, and never while holders or non-holders
    number 1..4. Without them, `answered` counts only the people behind the values, so that nobody can subtract.
    No minimum or maximum is ever told: the first and the last bar are open (-inf, +inf).
    """
    share = allowed.share and metric != "gpa"
    values = allowed.values and sample.n >= LEAST
    told: dict[str, Any] = {
        "answered": allowed.answered if share or metric == "gpa" or not values else sample.n,
        "holders": allowed.holders if share else None,
        "share": allowed.holders / allowed.answered if share else None,
        "share_interval": statistics.wilson(allowed.holders, allowed.answered) if share else None,
    }
    if not values:
        return MetricSummary(metric, "nothing", **told)
    quantile = sample.grade_quantile if metric in GRADED else sample.quantile
    told["median"] = quantile(0.5)
    if sample.n < QUARTILES_FROM:
        return MetricSummary(metric, "median", **told)
    told["median_interval"] = statistics.median_interval(sample)
    told["quartiles"] = (quantile(0.25), quantile(0.75))
    if sample.n < ALL_FROM:
        return MetricSummary(metric, "quartiles", **told)
    if metric not in GRADED:
        told["mean"] = statistics.winsorised_mean(sample)
        told["mean_interval"] = statistics.bootstrap_mean_interval(sample)
    return MetricSummary(metric, "all", bins=bins(metric, sample), **told)


def bins(metric: Metric, sample: Histogram) -> tuple[Bin, ...]:
    """Bars of at least 3 people each (or none at all), on round edges; the outer ones are open: -inf, +inf.

    Between the 5 % and 95 % quantiles there are at most 20 of them; a grade is a bar of its own. Empty when all people
    would be in one bar.
    """
    unit = PER_UNIT.get(metric, 1)
    low, high = (round(sample.quantile(p) * unit) for p in (0.05, 0.95))
    width = _WIDTH.get(metric, 1)
    while high // width - low // width >= _MOST_BINS:
        width *= 2
    first, last = low // width, high // width
    bars = np.clip(np.rint(sample.values * unit).astype(np.int64) // width, first, last) - first
    people = np.bincount(bars, sample.people, last - first + 1).astype(np.int64).tolist()
    merged: list[tuple[int, int]] = []  # first bar's number, people
    start, held = first, 0
    for number, count in enumerate(people, first):
        held += count
        if held == 0 or held >= BIN_LEAST:
            merged.append((start, held))
            start, held = number + 1, 0
    while 0 < held < BIN_LEAST and merged:
        start, before = merged.pop()
        held += before
    if held:
        merged.append((start, held))
    if len(merged) < 2:
        return ()
    edges = [-math.inf, *(number * width / unit for number, _ in merged[1:]), math.inf]
    return tuple(Bin(edges[k], edges[k + 1], count, count / sample.n) for k, (_, count) in enumerate(merged))


def placed(metric: Metric, sample: Histogram, value: float) -> Percentile | None:
    """Where a value stands, coded as finely as the number of people allows. None under 5 people.

    From 20 people in steps of 1 %, from 10 in steps of 5 %, never nearer to an end than 3 people are; the interval
    is that of the coded rank. Under 10 only the side of the median is told (rank 0.5, interval 0..1), under 8 it is
    "unclear". So nobody finds the smallest or the largest value by trying.
    """
    n = sample.n
    if n < LEAST:
        return None
    rank, low, high = statistics.percentile(sample, value)
    side: Literal["above", "below", "unclear"] = (
        "above" if low > 0.5 else "below" if high < 0.5 else "unclear"
    )
    if n < QUARTILES_FROM:
        return Percentile(metric, n, 0.5, 0.0, 1.0, None, side if n >= _SIDE_FROM else "unclear")
    step, inner = _steps(n)
    coded = min(max(round(rank * step), inner), step - inner) / step
    low, high = statistics.wilson(coded * n, n)
    return Percentile(metric, n, coded, low, high, coded, side)


def open_end(found: Percentile) -> Literal["low", "high"] | None:
    """Is the told rank the outermost that is told, so that it means "at most" (low) or "at least" (high)?"""
    if found.told is None:
        return None
    step, inner = _steps(found.n)
    place = round(found.told * step)
    return "low" if place <= inner else "high" if place >= step - inner else None


def _steps(n: int) -> tuple[int, int]:
    """Into how many steps ranks are divided, and how many of them at each end are not told apart."""
    step = 100 if n >= ALL_FROM else 20
    return step, math.ceil(BIN_LEAST / n * step - 1e-9)
