"""Which cells may be shown, so that no difference of shown cells is about one to four people.

Primary rule: at least 5 people. Complementary suppression (Willenborg & de Waal 2001, ch. 6; docs/specs.md): what a
shown cell and its shown siblings leave of a more general cell is nobody or at least 5 people. The same rule runs for
everyone, and for each metric for those who answered, have none, have some, and have a value. Not audited: several
industries combined with several roles at once (docs/specs.md).
"""

from __future__ import annotations

from functools import cached_property
from itertools import combinations, permutations

import numpy as np
from numpy.typing import NDArray

from metajob.specs import taxonomy
from metajob.specs.people import MEASURES, Counts, Dimension, People, Place
from metajob.specs.summaries import LEAST

Flags = NDArray[np.bool_]
_KEPT = 32  # large tables at once; they are made again when needed


def safe(parent: Counts, children: Counts) -> Flags:
    """The children that may be shown beside their parent, for each measure. children: disjoint parts of it, maybe not
    all of it. parent: (measures,), children: (children, measures).

    Those of 5 and more, unless the rest would be 1..4: then the smallest of them is hidden too (the first of equals).
    """
    shown = children >= LEAST
    rest = parent - np.where(shown, children, 0).sum(0)
    short = np.flatnonzero((rest > 0) & (rest < LEAST) & shown.any(0))
    smallest = np.where(shown, children, np.iinfo(np.int64).max)[:, short].argmin(0) if len(short) else short
    shown[smallest, short] = False  # hiding one of 5 or more leaves at least 6
    return shown


class Guard:
    """The answer for each place of a release, the same whatever is asked first."""

    def __init__(self, people: People) -> None:
        self._people = people
        self._totals: dict[Place, Counts] = {}
        self._judged: dict[Place, Flags] = {}  # by all but the last rule
        self._allowed: dict[Place, Flags] = {}
        self._roles: dict[tuple[int | None, bool], Counts] = {}  # company, by industry
        self._beside_each: dict[tuple[Place, Dimension], dict[Place, Flags]] = {}
        self._companies: dict[Place, tuple[NDArray[np.intp], Flags]] = {}  # ids, rising, and theirs

    def totals(self, place: Place) -> Counts:
        """(MEASURES,) people of a place, and of each metric those who answered, have none, have some, have a value."""
        if place not in self._totals:
            self._totals[place] = self._read(place)
        return self._totals[place]

    def allowed(self, place: Place) -> Flags:
        """(MEASURES,) what may be shown. A measure of nobody may: the difference to it is the parent itself.

        Else it needs 5 people, all more general cells shown, its siblings' rest 0 or 5 in each of them, and the same
        of everything outside two or three of its dimensions at once (found by adding what was subtracted twice).
        """
        if place not in self._allowed:
            self._allowed[place] = self._first(place) & self._lined_up(place)
        return self._allowed[place]

    def _lined_up(self, place: Place) -> Flags:
        """What is outside one column and outside all rows that cross it visibly must be nobody or 5 as well.

        Rows and columns are any two of the dimensions but the company, as there are too many of them.
        """
        good = np.ones(MEASURES, bool)
        if self.totals(place)[0] < LEAST or place.company is not None:
            return good
        for rows, column in permutations(place.fixed(), 2):
            left = self.totals(place.up(rows).up(column)) - self.totals(place.up(rows))
            for crossing in self._siblings(place.up(rows), rows):
                here = self.totals(crossing)
                if here[0] >= LEAST:
                    row = self.totals(crossing.up(column))
                    left = left - np.where(self._first(crossing) & (here > 0), row - here, 0)
            good &= (left == 0) | (left >= LEAST)
        return np.asarray(good | (self.totals(place) == 0))

    def _first(self, place: Place) -> Flags:
        if place not in self._judged:
            self._judged[place] = self._judge(place)
        return self._judged[place]

    def _judge(self, place: Place) -> Flags:
        mine = self.totals(place)
        good = mine >= LEAST
        if good[0]:
            for dimension in place.fixed():
                parent = place.up(dimension)
                good &= self.allowed(parent)
                good &= self._beside(parent, dimension, place)
            if place.company is not None:
                good &= self._within(place)
            for width in range(2, len(place.fixed()) + 1):
                for outside in combinations(place.fixed(), width):
                    left = self._outside(place, outside)
                    good &= (left == 0) | (left >= LEAST)
        return np.asarray(good | (mine == 0))

    def _outside(self, place: Place, dimensions: tuple[Dimension, ...]) -> Counts:
        """People of the more general place who are outside this one in each of the dimensions."""
        left = np.zeros(MEASURES, np.int64)
        for kept in range(len(dimensions) + 1):
            for keep in combinations(dimensions, kept):
                raised = place
                for dimension in dimensions:
                    raised = raised if dimension in keep else raised.up(dimension)
                left += (-1) ** kept * self.totals(raised)
        return left

    def _beside(self, parent: Place, dimension: Dimension, place: Place) -> Flags:
        """May the place be shown beside its siblings under this parent?"""
        if dimension == "company":
            return self._among_companies(parent, place.company or 0)
        if (parent, dimension) not in self._beside_each:
            siblings = self._siblings(parent, dimension)
            counts = np.stack([self.totals(sibling) for sibling in siblings])
            shown = safe(self.totals(parent), counts)
            self._beside_each[parent, dimension] = dict(zip(siblings, shown, strict=True))
        return self._beside_each[parent, dimension][place]

    def _siblings(self, parent: Place, dimension: Dimension) -> list[Place]:
        """The places one step below a parent, but for companies."""
        if dimension == "year":
            return [parent._replace(year=int(year)) for year in self._people.years]
        if dimension == "size":
            return [parent._replace(size=size) for size in range(len(taxonomy.SIZES))]
        table = taxonomy.industries() if dimension == "industry" else taxonomy.roles()
        group = getattr(parent, dimension) or ""
        return [parent.at(dimension, code) for code in table if table[code].parent == group]

    def _within(self, place: Place) -> Flags:
        """A company that lies wholly in one industry or size is a part of that as well, without being asked as one."""
        good = np.ones(MEASURES, bool)
        company = place.company or 0
        code = int(self._inside_industry[company])
        if code >= 0:
            industry = list(taxonomy.industries())[code]
            around = place._replace(company=None, industry=industry)
            while around.industry is not None:
                good &= self._among_companies(around, company)
                around = around.up("industry")
        size = int(self._inside_size[company])
        if size >= 0 and place.role is None:
            good &= self._among_companies(place._replace(company=None, size=size), company)
        return good

    def _among_companies(self, parent: Place, company: int) -> Flags:
        """(MEASURES,): may it be shown beside the others? With an industry or size, beside those wholly in it."""
        if parent not in self._companies:
            ids, counts = self._people.by_company(parent, LEAST)
            inside = np.ones(len(ids), bool)
            if parent.industry is not None:
                names = list(taxonomy.industries())
                codes = [
                    names.index(code) for code in taxonomy.within(parent.industry, taxonomy.industries())
                ]
                inside &= np.isin(self._inside_industry[ids], codes)
            if parent.size is not None:
                inside &= self._inside_size[ids] == parent.size
            if len(self._companies) >= _KEPT:
                self._companies.clear()
            self._companies[parent] = ids[inside], safe(self.totals(parent), counts[inside])
        ids, shown = self._companies[parent]
        place = int(np.searchsorted(ids, company))
        return shown[place] if place < len(ids) and ids[place] == company else np.zeros(MEASURES, bool)

    def _read(self, place: Place) -> Counts:
        if not place.fixed() and not self._roles:
            return self._people.everyone()
        if place.year is None:
            year = 0
        elif place.year in self._people.years:
            year = int(np.searchsorted(self._people.years, place.year)) + 1
        else:
            return np.zeros(MEASURES, np.int64)
        if place.size is not None:
            return np.asarray(self._sizes[year, place.size + 1])
        if place.fixed() == ("year",) and not self._roles:  # counting by role takes twice as long
            return np.asarray(self._sizes[year].sum(0))
        by_industry = place.industry is not None or (place.company, True) in self._roles
        key = place.company, by_industry
        if key not in self._roles:
            if len(self._roles) >= _KEPT:
                self._roles = {one: cube for one, cube in self._roles.items() if one[0] is None}
            self._roles[key] = self._people.by_year_role(*key)
        industry = list(taxonomy.industries()).index(place.industry) + 1 if place.industry else 0
        role = list(taxonomy.roles()).index(place.role) + 1 if place.role else 0
        return np.asarray(self._roles[key][year, industry, role])

    @cached_property
    def _sizes(self) -> Counts:
        return self._people.by_year_size()

    @cached_property
    def _inside_industry(self) -> NDArray[np.int64]:
        return self._people.inside("industry")

    @cached_property
    def _inside_size(self) -> NDArray[np.int64]:
        return self._people.inside("size")
