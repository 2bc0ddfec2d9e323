"""Released rows as people: one row each, and counted by place for all metrics at once."""

from __future__ import annotations

from functools import cached_property
from typing import Any, Literal, NamedTuple, get_args

import numpy as np
from numpy.typing import NDArray

from metajob.specs import taxonomy
from metajob.specs.histogram import Histogram
from metajob.specs.model import Metric, Stage
from metajob.specs.rows import Rows
from metajob.specs.summaries import METRICS, PER_UNIT

Dimension = Literal["year", "size", "industry", "role", "company"]
DIMENSIONS: tuple[Dimension, ...] = get_args(Dimension)
# A metric's state: 0 unknown, 1 none, 2 valued, 3 unclear (a holder whose exact grade is not known).
ANSWERED, NONE, HOLDERS, VALUED = range(4)  # what is counted of each metric
MEASURES = 1 + 4 * len(METRICS)  # people, then the four of each metric

Counts = NDArray[np.int64]
_FINAL = get_args(Stage).index("final")


class Place(NamedTuple):
    """A cell by codes; None is "all". size: position in taxonomy.SIZES; industry, role: codes; company: id."""

    year: int | None = None
    size: int | None = None
    industry: str | None = None
    role: str | None = None
    company: int | None = None

    def fixed(self) -> tuple[Dimension, ...]:
        return tuple(name for name in DIMENSIONS if getattr(self, name) is not None)

    def up(self, dimension: Dimension) -> Place:
        """One step more general: the group of an industry or role, else "all"."""
        code = ""
        if dimension == "industry" and self.industry is not None:
            code = taxonomy.industries()[self.industry].parent
        if dimension == "role" and self.role is not None:
            code = taxonomy.roles()[self.role].parent
        return self.at(dimension, code or None)

    def at(self, dimension: Dimension, code: str | int | None) -> Place:
        """The same with another code of one dimension."""
        changed: dict[str, Any] = {dimension: code}
        return self._replace(**changed)


class People:
    """One row a person, of final hires only: the row of the latest year, of these the last one.

    A person is in one place, so that cells of one kind never overlap (docs/specs.md, suppression).
    """

    def __init__(self, rows: Rows) -> None:
        kept = _one_each(rows.columns)
        self.columns = rows.columns if kept is None else {k: v[kept] for k, v in rows.columns.items()}
        self.years: NDArray[np.int64] = _distinct(self.columns["year"])
        self._last: tuple[Place, slice | NDArray[np.intp]] = (Place(), slice(None))
        self.companies = int(self.columns["company"].max(initial=-1)) + 1

    def at(self, place: Place) -> slice | NDArray[np.intp]:
        """The people of a place: what to index a column with. The last answer is kept: it is asked for each metric."""
        if self._last[0] != place:
            self._last = (place, self._at(place))
        return self._last[1]

    def _at(self, place: Place) -> slice | NDArray[np.intp]:
        tests = []
        if place.company is not None:
            tests.append(self.columns["company"] == place.company)
        if place.year is not None:
            tests.append(self.columns["year"] == place.year)
        if place.size is not None:
            tests.append(self.columns["size"] == place.size)
        if place.industry is not None:
            tests.append(_member(self.columns["industry"], place.industry, taxonomy.industries()))
        if place.role is not None:
            tests.append(_member(self.columns["role"], place.role, taxonomy.roles()))
        return np.flatnonzero(np.logical_and.reduce(tests)) if tests else slice(None)

    def sample(self, place: Place, metric: Metric) -> Histogram:
        """The holders' values of a metric (gpa: everyone's who told). Grades known only as a range are left out."""
        which = self.at(place)
        column = self.columns[metric][which]
        if metric == "speaking":
            column = np.where(column == self.columns["speaking_high"][which], column, np.int16(-1))
        counts = np.bincount(column + np.int16(1))[1:]
        if metric != "gpa":
            counts[:1] = 0
        return Histogram.counted(counts, PER_UNIT.get(metric, 1))

    def by_year_size(self) -> Counts:
        """(years + 1, sizes + 1, MEASURES): the first year is "all", the first size "not told"."""
        wide = len(taxonomy.SIZES) + 1
        code = _code(self._year_place, (self.columns["size"], wide))
        counts = self.count(slice(None), code, self._years_wide * wide)
        return _with_all_years(counts.reshape(self._years_wide, wide, MEASURES))

    def by_year_role(self, company: int | None, by_industry: bool) -> Counts:
        """(years + 1, industries + 1, roles + 1, MEASURES), position 0 "all", then by group and member.

        With a company: only its people. Not by_industry: industries are "all" alone, counted in half the time.
        """
        which = self.at(Place(company=company))
        roles, industries = taxonomy.roles(), taxonomy.industries()
        wide, deep = len(roles) + 1, len(industries) + 1 if by_industry else 1
        digits = [(self.columns["role"][which], wide)]
        if by_industry:
            digits.insert(0, (self.columns["industry"][which], deep))
        code = _code(self._year_place[which], *digits)
        counts = self.count(which, code, self._years_wide * deep * wide)
        cube = counts.reshape(self._years_wide, deep, wide, MEASURES)
        cube = _with_groups(cube, 2, roles)
        cube = _with_groups(cube, 1, industries) if by_industry else cube
        return _with_all_years(cube)

    def everyone(self) -> Counts:
        """(MEASURES,) of all people, without counting by place."""
        states = [[np.count_nonzero(state == k) for k in range(4)] for state in map(self._state, METRICS)]
        measures: Counts = _measures(np.array([states], np.int64))[0]
        return measures

    def by_company(self, place: Place, least: int) -> tuple[NDArray[np.intp], Counts]:
        """Ids of the companies with at least so many people in a place, rising; (ids, MEASURES) of these people."""
        which = self.at(place)
        company = self.columns["company"][which].astype(np.intp) + 1
        many = np.bincount(company, minlength=self.companies + 1)
        ids = np.flatnonzero(many[1:] >= least) + 1
        # the others share row 0: a small table is counted several times faster
        row = np.zeros(len(many), np.intp)
        row[ids] = np.arange(1, len(ids) + 1)
        return ids - 1, self.count(which, row[company], len(ids) + 1)[1:]

    def inside(self, dimension: Literal["size", "industry"]) -> NDArray[np.int64]:
        """For each company the size or industry that all its people have; -1 when they differ or one is unknown."""
        wide = int(self.columns[dimension].max(initial=-1)) + 2
        code = _code(self.columns["company"] + 1, (self.columns[dimension], wide))
        table = np.bincount(code, minlength=(self.companies + 1) * wide).reshape(-1, wide)[1:]
        most = table.argmax(1)
        return np.where(table.max(1) == table.sum(1), most - 1, -1)

    def count(self, which: slice | NDArray[np.intp], code: NDArray[Any], size: int) -> Counts:
        """(size, MEASURES) by code, two metrics in one pass."""
        wide = np.multiply(code, 16, dtype=np.intp)
        both = np.empty_like(wide)
        found = np.empty((size, len(METRICS), 4), np.int64)
        for number, pair in enumerate(self._pairs):
            np.add(wide, pair[which], out=both)
            table = np.bincount(both, minlength=size * 16).reshape(size, 4, 4)
            found[:, 2 * number] = table[:, :, 0] + table[:, :, 1] + table[:, :, 2] + table[:, :, 3]
            found[:, 2 * number + 1] = table[:, 0] + table[:, 1] + table[:, 2] + table[:, 3]
        return _measures(found)

    @cached_property
    def _pairs(self) -> list[NDArray[np.uint8]]:
        states = [self._state(metric) for metric in METRICS]
        return [states[k] * np.uint8(4) + states[k + 1] for k in range(0, len(states), 2)]

    def _state(self, metric: Metric) -> NDArray[np.uint8]:
        column = self.columns[metric]
        if metric == "gpa":
            return (column >= 0).view(np.uint8) * np.uint8(2)
        state = (column >= 0).view(np.uint8) + (column > 0).view(np.uint8)
        if metric == "speaking":
            state += ((column > 0) & (column != self.columns["speaking_high"])).view(np.uint8)
        return np.asarray(state, np.uint8)

    @cached_property
    def _year_place(self) -> NDArray[np.intp]:
        """Position of each person's year; 0 is kept for "all"."""
        table = np.zeros(int(self.years.max(initial=0)) + 1, np.intp)
        table[self.years] = np.arange(1, len(self.years) + 1)
        return table[self.columns["year"]]

    @property
    def _years_wide(self) -> int:
        return len(self.years) + 1


def _measures(states: Counts) -> Counts:
    """(places, metrics, states) → (places, MEASURES)."""
    measures = np.empty((len(states), MEASURES), np.int64)
    measures[:, 0] = states[:, 0].sum(1)
    _, none, valued, unclear = (states[:, :, k] for k in range(4))  # sums over so short an axis are slow
    measures[:, 1 + ANSWERED :: 4] = none + valued + unclear
    measures[:, 1 + NONE :: 4] = none
    measures[:, 1 + HOLDERS :: 4] = valued + unclear
    measures[:, 1 + VALUED :: 4] = valued
    return measures


def _one_each(columns: dict[str, NDArray[Any]]) -> NDArray[np.intp] | None:
    """Positions of the rows that count; None when all do."""
    final = columns["stage"] == _FINAL
    places = slice(None) if final.all() else np.flatnonzero(final)
    who = columns["contributor"][places]
    seen = np.zeros(int(who.max(initial=0)) + 1, np.bool_)
    seen[who] = True
    if np.count_nonzero(seen) == len(who):
        return None if isinstance(places, slice) else places
    places = np.arange(len(final))[places]
    often = np.bincount(who)[who] > 1
    twice = places[often]
    twice = twice[np.lexsort((twice, columns["year"][twice], columns["contributor"][twice]))]
    someone = columns["contributor"][twice]
    last = twice[np.append(someone[1:] != someone[:-1], True)]
    return np.sort(np.concatenate((places[~often], last)))


def _distinct(years: NDArray[Any]) -> NDArray[np.int64]:
    return np.flatnonzero(np.bincount(years.astype(np.intp))) if len(years) else np.empty(0, np.int64)


def _code(first: NDArray[Any], *digits: tuple[NDArray[Any], int]) -> NDArray[np.intp]:
    """One number for each person: what a table is counted by. digits: a column from -1, and how many values it has."""
    code = first.astype(np.intp)
    for column, wide in digits:
        code *= wide
        code += column
        code += 1
    return code


def _member(column: NDArray[Any], code: str, table: dict[str, taxonomy.Named]) -> NDArray[np.bool_]:
    """Who belongs to a code or to one of its members."""
    places, found = list(table), np.zeros(len(column), np.bool_)
    for one in taxonomy.within(code, table):
        found |= column == places.index(one)
    return found


def _with_groups(cube: Counts, axis: int, table: dict[str, taxonomy.Named]) -> Counts:
    """Position 0 (not told) becomes "all", and each group takes in its members."""
    along = np.moveaxis(cube, axis, 0)
    codes = list(table)
    summed = [
        along.sum(0),
        *(along[[codes.index(m) + 1 for m in taxonomy.within(c, table)]].sum(0) for c in codes),
    ]
    return np.moveaxis(np.stack(summed), 0, axis)


def _with_all_years(cube: Counts) -> Counts:
    """Position 0, where nobody is, becomes the sum of all years."""
    cube[0] = cube.sum(0)
    return cube
