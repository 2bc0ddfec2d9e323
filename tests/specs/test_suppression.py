"""An attacker who subtracts shown counts learns nothing about one to four people."""

from __future__ import annotations

from functools import cache
from itertools import combinations, permutations, product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metajob.specs import taxonomy
from metajob.specs.people import HOLDERS, MEASURES, NONE, People, Place
from metajob.specs.suppression import Guard, safe
from metajob.specs.taxonomy import SIZES
from tests.specs.made import release

YEARS = (None, 2024, 2025)
INDUSTRIES = (None, "C", "C.AUTO", "C.ELEC", "J")
ROLES = (None, "IT", "IT.DEV", "IT.DATA", "MKT")
COMPANIES = (0, 1, 2)
TOEIC = 1 + 4 * 1
PLACES = [
    *(Place(year, None, industry, role) for year, industry, role in product(YEARS, INDUSTRIES, ROLES)),
    *(Place(year, SIZES.index(size)) for year, size in product(YEARS, ("large", "sme"))),
    *(Place(year, None, None, role, company) for year, role, company in product(YEARS, ROLES, COMPANIES)),
]


def shown_beside(parent: int, children: dict[Any, int]) -> dict[Any, int]:
    flags = safe(np.array([parent]), np.array([[n] for n in children.values()]).reshape(-1, 1))[:, 0]
    return {name: n for (name, n), flag in zip(children.items(), flags, strict=True) if flag}


def test_the_smallest_child_is_hidden_with_the_rest() -> None:
    assert shown_beside(20, {"A": 9, "B": 8, "C": 3}) == {"A": 9}
    assert shown_beside(17, {"A": 9, "B": 8}) == {"A": 9, "B": 8}
    assert shown_beside(12, {"A": 9, "B": 3}) == {}
    assert shown_beside(20, {"A": 9, "B": 9}) == {"B": 9}
    assert shown_beside(4, {"A": 4}) == {}
    assert shown_beside(7, {}) == {}


@given(st.lists(st.integers(0, 12), max_size=8), st.integers(0, 9))
@settings(max_examples=100, deadline=None)
def test_no_shown_children_give_the_rest_away(children: list[int], unknown: int) -> None:
    parent = sum(children) + unknown
    shown = shown_beside(parent, dict(enumerate(children)))
    for width in range(1, len(shown) + 1):
        for some in combinations(shown.values(), width):
            assert not 1 <= parent - sum(some) <= 4
    assert len(shown) >= sum(n >= 5 for n in children) - 1, "no more is hidden than needed"


def members(people: People, place: Place) -> set[int]:
    """Who is in a place, found without the code under test: by comparing codes."""
    fits = np.ones(len(people.columns["year"]), bool)
    for dimension in place.fixed():
        told, wanted = people.columns[dimension], getattr(place, dimension)
        if dimension in {"industry", "role"}:
            table = taxonomy.industries() if dimension == "industry" else taxonomy.roles()
            taken = [n for n, code in enumerate(table) if code == wanted or code.startswith(f"{wanted}.")]
            fits &= np.isin(told, taken)
        else:
            fits &= told == wanted
    return set(np.flatnonzero(fits).tolist())


@cache
def inside(small: Place, large: Place) -> bool:
    """Is the first a part of the second by what they mean?"""
    climbed = {small}
    for _ in range(6):
        climbed |= {place.up(dimension) for place in climbed for dimension in place.fixed()}
    return small != large and large in climbed


def happens_to_be(small: Place, large: Place, who: dict[Place, set[int]]) -> bool:
    """Is the first of a company all of whose people are in the industry or size of the second?"""
    if (
        small.company is None
        or large.company is not None
        or (small.year, small.role) != (large.year, large.role)
    ):
        return False
    whole, around = (place._replace(year=None, role=None) for place in (small, large))
    return bool(who[whole]) and who[whole] <= who[around]


def leaks(told: dict[Place, int], who: dict[Place, set[int]]) -> list[str]:
    """What subtracting gives away: nested cells, a cell and its shown parts, crossing cells, a column and all rows."""
    found = []
    for large in told:
        for small in told:
            if 1 <= told[large] - told[small] <= 4 and (
                inside(small, large) or happens_to_be(small, large, who)
            ):
                found.append(f"{large} - {small}")
        for dimension in ("year", "size", "industry", "role", "company"):
            parts = [
                one for one in told if getattr(one, dimension) is not None and one.up(dimension) == large
            ]
            if parts and 1 <= told[large] - sum(told[part] for part in parts) <= 4:
                found.append(f"{large} - {parts}")
    for place in told:
        for one, other in combinations(place.fixed(), 2):
            corners = [place.up(one).up(other), place.up(one), place.up(other)]
            if all(corner in told for corner in corners):
                rest = told[corners[0]] - told[corners[1]] - told[corners[2]] + told[place]
                if 1 <= rest <= 4:
                    found.append(f"outside {place}")
        for rows, column in permutations(place.fixed(), 2):
            base, all_of_it = place.up(rows), place.up(rows).up(column)
            crossing = [one for one in told if getattr(one, rows) is not None and one.up(rows) == base]
            crossing = [one for one in crossing if one.up(column) in told]
            if place.company is None and base in told and all_of_it in told:
                rest = (
                    told[all_of_it] - told[base] - sum(told[one.up(column)] - told[one] for one in crossing)
                )
                if 1 <= rest <= 4:
                    found.append(f"beside {place}")
    return found


def attacked(
    guard: Guard, who: dict[Place, set[int]], measure: int, counted: np.ndarray, naive: bool = False
) -> list[str]:
    """The leaks of a measure. counted: the people it counts; naive: show every cell of 5 and more."""
    members_counted = set(np.flatnonzero(counted).tolist())
    counts = {place: len(who[place] & members_counted) for place in PLACES}
    assert all(int(guard.totals(place)[measure]) == counts[place] for place in PLACES)
    told = {one: n for one, n in counts.items() if (n >= 5 if naive else n and guard.allowed(one)[measure])}
    assert all(count >= 5 for count in told.values())
    return leaks(told, who)


def table(seed: int, n: int, tidy: bool) -> People:
    """Random people; tidy: a company has one industry and one size, as companies have."""
    rng = np.random.default_rng(seed)
    company = rng.choice([-1, 0, 1, 2], n, p=rng.dirichlet([1, 2, 1, 1]))
    industry = rng.choice(["", "C", "C.AUTO", "C.ELEC", "J"], n, p=rng.dirichlet([0.3, 0.3, 1, 1, 1]))
    size = rng.choice(["", "large", "sme"], n, p=rng.dirichlet([0.3, 1, 1]))
    if tidy:
        industry = np.where(company >= 0, np.array(["C.AUTO", "C.ELEC", "J"])[company], industry)
        size = np.where(company >= 0, np.array(["large", "sme", "large"])[company], size)
    return People(
        release(
            n,
            year=rng.choice([2024, 2025], n),
            company=company,
            industry=industry,
            size=size,
            role=rng.choice(["", "IT.DEV", "IT.DATA", "MKT"], n, p=rng.dirichlet([0.3, 1, 1, 1])),
            toeic=rng.choice([-1, 0, 800], n),
        ).rows
    )


@given(st.integers(0, 10_000), st.integers(5, 150), st.booleans())
@settings(max_examples=10, deadline=None)
def test_the_attacker_learns_nothing(seed: int, n: int, tidy: bool) -> None:
    people = table(seed, n, tidy)
    guard, toeic = Guard(people), people.columns["toeic"]
    who = {place: members(people, place) for place in PLACES}
    for measure, counted in ((0, np.ones(n)), (TOEIC + HOLDERS, toeic > 0), (TOEIC + NONE, toeic == 0)):
        assert attacked(guard, who, measure, counted) == []


def test_the_attacker_succeeds_without_complementary_suppression() -> None:
    """With primary suppression alone each way of subtracting gives something away."""
    people = table(4, 60, tidy=True)
    who = {place: members(people, place) for place in PLACES}
    found = attacked(Guard(people), who, 0, np.ones(60), naive=True)
    assert any(line.startswith("outside") for line in found)
    assert any(line.startswith("beside") for line in found)
    assert any(" - [" in line for line in found)
    assert any("company=None) - Place" in line for line in found)


def test_something_is_shown() -> None:
    """Hiding everything would be safe as well."""
    people = table(4, 400, tidy=True)
    guard = Guard(people)
    big = [place for place in PLACES if guard.totals(place)[0] >= 5]
    assert sum(bool(guard.allowed(place)[0]) for place in big) > len(big) / 2


def test_the_order_of_questions_does_not_matter() -> None:
    people = table(7, 90, tidy=True)
    forth, back = Guard(people), Guard(people)
    told = [forth.allowed(place) for place in PLACES]
    told_back = [back.allowed(place) for place in reversed(PLACES)][::-1]
    assert np.array_equal(told, told_back)
    assert np.shape(told) == (len(PLACES), MEASURES)


@pytest.mark.parametrize(("others", "shown"), [(0, True), (1, False), (4, False), (5, True)])
def test_a_company_is_not_told_beside_its_own_industry(others: int, shown: bool) -> None:
    """All of a company are in one industry: the rest of it must be nobody or 5, though no question asks for both."""
    n = 8 + others + 10
    people = People(
        release(
            n,
            company=[0] * 8 + [-1] * (others + 10),
            industry=["J"] * (8 + others) + ["K"] * 10,
        ).rows
    )
    assert bool(Guard(people).allowed(Place(company=0))[0]) == shown
