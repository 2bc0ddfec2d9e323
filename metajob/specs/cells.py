"""The app's own rows by place: the most special cell that may be shown, its summaries, and where a value stands in it.

Grades known only as a range (speaking) count among the holders, but not in the median or the bars of the grades.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from metajob.specs import statistics, taxonomy
from metajob.specs.certificates import certificates
from metajob.specs.histogram import Histogram
from metajob.specs.model import (
    Cell,
    CertificateShare,
    Estimate,
    Metric,
    MetricSummary,
    Percentile,
    Rung,
    Step,
    Where,
)
from metajob.specs.people import ANSWERED, HOLDERS, NONE, VALUED, People, Place
from metajob.specs.release import Release
from metajob.specs.summaries import (
    ALL_FROM,
    DECIMALS,
    GRADED,
    LEAST,
    METRICS,
    QUARTILES_FROM,
    Allowed,
    placed,
    summarise,
)
from metajob.specs.suppression import Guard
from metajob.store.companies import company_key

_KEPT = 64  # cells of a release that are kept ready
_BLOCK = 1 << 15  # rows that stay in the processor's cache
_ROUNDED = 5  # to which numbers of certificate holders are rounded down


class _Desk:
    """A release made ready once: its people, what may be shown of them, and the cells asked for last."""

    def __init__(self, release: Release) -> None:
        self.people = People(release.rows)
        self.guard = Guard(self.people)
        self.cells: dict[Where, Cell | None] = {}
        self.samples: dict[tuple[Place, Metric], Histogram] = {}

    def sample(self, place: Place, metric: Metric) -> Histogram:
        if (place, metric) not in self.samples:
            if len(self.samples) >= _KEPT * len(METRICS):
                self.samples.clear()
            self.samples[place, metric] = self.people.sample(place, metric)
        return self.samples[place, metric]


_desks: WeakKeyDictionary[Release, _Desk] = WeakKeyDictionary()
_lock = threading.RLock()


def cell(release: Release, where: Where) -> Cell | None:
    """The first rung of the ladder that may be shown and has something to tell; None when not even "all" has.

    Company and role, company, industry and role, industry, role, size, all; of each first the year asked for, then all
    years. The cell's `where` is the place found. Freezes with the release: the same question, the same answer.
    """
    with _lock:
        desk = _desk(release)
        if where not in desk.cells:
            if len(desk.cells) >= _KEPT:
                desk.cells.clear()
            desk.cells[where] = _find(desk, release, where)
        return desk.cells[where]


def percentile(release: Release, cell: Cell, metric: Metric, value: float) -> Percentile | None:
    """Where a value stands among the cell's holders (gpa: everyone), in its unit, coded as `placed` does.

    None when the metric's values are not told, or for somebody without any (value 0 of a metric with holders).
    """
    if cell.metrics[metric].shown == "nothing" or (metric != "gpa" and value <= 0):
        return None
    with _lock:
        place = _place(release, cell.where)
        return None if place is None else placed(metric, _desk(release).sample(place, metric), value)


def _desk(release: Release) -> _Desk:
    if release not in _desks:
        _desks[release] = _Desk(release)
    return _desks[release]


def _find(desk: _Desk, release: Release, where: Where) -> Cell | None:
    steps: list[Step] = []
    ladder = list(_ladder(where))
    for number, (rung, asked, label) in enumerate(ladder):
        place = _place(release, asked)
        metrics = {} if place is None else _metrics(desk, place)
        found = any(one.shown != "nothing" or one.share is not None for one in metrics.values())
        steps.append(Step(rung, label, found))
        if place is not None and found:
            parents = [(further, _place(release, further)) for _, further, _ in ladder[number + 1 :]]
            return Cell(
                where=asked,
                rung=rung,
                steps=tuple(steps),
                people=int(desk.guard.totals(place)[0]),
                kind=release.kind,
                metrics=metrics,
                certificates=_certificates(desk, place),
                estimates=_estimates(desk, place, metrics, parents),
            )
    return None


def _ladder(where: Where) -> Iterator[tuple[Rung, Where, str]]:
    """From the most special place to "all", the year asked for before all years, with the label for the screen."""
    company = where.company.strip()
    industry = (
        taxonomy.industries()[where.industry].name_ko if where.industry in taxonomy.industries() else ""
    )
    role = taxonomy.roles()[where.role].name_ko if where.role in taxonomy.roles() else ""
    size = taxonomy.SIZE_KO[where.size] if where.size else ""
    rungs: list[tuple[Rung, Where, tuple[str, ...]]] = [
        ("company_role", Where(company=company, role=where.role), (company, role)),
        ("company", Where(company=company), (company,)),
        ("industry_role", Where(industry=where.industry, role=where.role), (industry, role)),
        ("industry", Where(industry=where.industry), (industry,)),
        ("role", Where(role=where.role), (role,)),
        ("size", Where(size=where.size), (size,)),
        ("all", Where(), ("전체",)),
    ]
    for rung, place, names in rungs:
        if all(names):
            if where.year is not None:
                yield rung, replace(place, year=where.year), " · ".join((*names, f"{where.year}년"))
            yield rung, place, "전체" if rung == "all" else " · ".join((*names, "전체 연도"))


def _place(release: Release, where: Where) -> Place | None:
    """The same by codes; None for a company that is not in the release."""
    company = release.companies.get(company_key(where.company)) if where.company else None
    if where.company and company is None:
        return None
    size = taxonomy.SIZES.index(where.size) if where.size else None
    return Place(where.year, size, where.industry, where.role, company)


def _metrics(desk: _Desk, place: Place) -> dict[Metric, MetricSummary]:
    """Empty when the place may not be shown at all."""
    totals, may = desk.guard.totals(place), desk.guard.allowed(place)
    if totals[0] < LEAST or not may[0]:
        return {}
    summaries: dict[Metric, MetricSummary] = {}
    for number, metric in enumerate(METRICS):
        mine, fine = totals[1 + 4 * number :][:4], may[1 + 4 * number :][:4]
        told = bool(fine[ANSWERED])
        allowed = Allowed(
            answered=int(mine[ANSWERED]) if told and mine[ANSWERED] >= LEAST else 0,
            holders=int(mine[HOLDERS]),
            share=told and mine[ANSWERED] >= QUARTILES_FROM and bool(fine[HOLDERS] and fine[NONE]),
            values=told and mine[VALUED] >= LEAST and bool(fine[VALUED]),
        )
        sample = desk.sample(place, metric) if allowed.values else _NOBODY
        summaries[metric] = summarise(metric, sample, allowed)
    return summaries


def _estimates(
    desk: _Desk,
    place: Place,
    metrics: dict[Metric, MetricSummary],
    parents: list[tuple[Where, Place | None]],
) -> dict[Metric, Estimate]:
    """For 5..19 holders: the mean drawn towards that of the next rung that has one; rounded, being an estimate."""
    found: dict[Metric, Estimate] = {}
    for number, metric in enumerate(METRICS):
        if metrics[metric].shown not in {"median", "quartiles"} or metric in GRADED:
            continue
        measure = 1 + 4 * number + VALUED
        for where, parent in parents:
            if parent is None or desk.guard.totals(parent)[measure] < ALL_FROM:
                continue
            if desk.guard.allowed(parent)[[0, measure, 1 + 4 * number + ANSWERED]].all():
                mine = desk.sample(place, metric)
                centre = statistics.winsorised_mean(desk.sample(parent, metric))
                value, weight = statistics.shrunk(mine.mean(), mine.n, centre)
                found[metric] = Estimate(round(value, DECIMALS.get(metric, 1)), weight, where)
                break
    return found


def _certificates(desk: _Desk, place: Place) -> tuple[CertificateShare, ...]:
    """The most frequent first. People are rounded down to a multiple of 5 (base rounding), so that a difference of two
    cells tells nothing about one to four. Not listed: what is the highest of its family for fewer than 5 people (a
    higher one implies the lower, but does not put it on the list), and anything under 10 who told."""
    number = 1 + 4 * METRICS.index("cert_count") + ANSWERED
    told = int(desk.guard.totals(place)[number])
    if told < QUARTILES_FROM or not desk.guard.allowed(place)[number]:
        return ()
    which = desk.people.at(place)
    held = desk.people.columns["certs"][which]
    held = held[(held != 0) & (desk.people.columns["cert_count"][which] >= 0)]
    highest, this_or_higher = _holders(held)
    listed = []
    for code in _bits():
        people = this_or_higher[code] // _ROUNDED * _ROUNDED
        if highest[code] >= LEAST:
            listed.append(CertificateShare(code, people, round(people / told, 2)))
    return tuple(sorted(listed, key=lambda one: -one.people))


def _holders(held: NDArray[np.uint64]) -> tuple[Counter[str], Counter[str]]:
    """Code → people for whom it is the highest of its family; people with it or a higher one."""
    highest: Counter[str] = Counter()
    this_or_higher: Counter[str] = Counter()
    for start in range(0, len(held), _BLOCK):
        block = held[start : start + _BLOCK]
        present = int(np.bitwise_or.reduce(block))
        for code, (this, or_higher) in _bits().items():
            if present & int(or_higher):
                best = block & or_higher
                this_or_higher[code] += int(np.count_nonzero(best != 0))
                highest[code] += int(np.count_nonzero(best == this))
    return highest, this_or_higher


@cache
def _bits() -> dict[str, tuple[np.uint64, np.uint64]]:
    """Code → its bit, and with the bits of the higher ones of its family. Driving licences are not listed."""
    table = certificates()
    bit = {code: 1 << place for place, code in enumerate(table)}
    family = {
        code: sum(bit[o] for o in table if table[o].family == one.family and table[o].rank >= one.rank)
        for code, one in table.items()
    }
    return {
        code: (np.uint64(bit[code]), np.uint64(family[code]))
        for code in table
        if table[code].kind != "licence"
    }


_NOBODY = Histogram.of([])
