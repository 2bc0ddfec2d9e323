"""The demonstration rows: many, plausible, the same every time, and nobody's."""

from __future__ import annotations

import numpy as np

from metajob.specs.cells import cell
from metajob.specs.demo import COMPANIES, PEOPLE, companies, demo_rows
from metajob.specs.model import Where
from metajob.specs.published import figures
from metajob.specs.release import Release
from metajob.specs.rows import METRICS, rows_of


def shown() -> Release:
    return Release(demo_rows(), "demo", 0, companies())


def test_always_the_same_people() -> None:
    first, second = demo_rows(), demo_rows()
    assert len(first) == PEOPLE
    assert all(np.array_equal(first.columns[name], second.columns[name]) for name in first.columns)
    assert not np.array_equal(first.columns["gpa"], demo_rows(1).columns["gpa"])


def test_columns_are_those_of_real_rows() -> None:
    real = rows_of([]).columns
    made = demo_rows().columns
    assert {name: column.dtype for name, column in made.items()} == {n: c.dtype for n, c in real.items()}


def test_some_answers_are_missing_and_values_are_possible() -> None:
    columns = demo_rows().columns
    assert sum(bool((columns[metric] == -1).any()) for metric in METRICS) >= 6
    limits = {"gpa": (250, 450), "toeic": (450, 990), "speaking": (3, 11), "hsk": (1, 6), "jlpt": (1, 5)}
    for metric, (low, high) in limits.items():
        held = columns[metric][columns[metric] > 0]
        assert low <= held.min() <= held.max() <= high
    toeic = columns["toeic"][columns["toeic"] > 0]
    assert (toeic % 5 == 0).all()
    both = (columns["gpa"] > 0) & (columns["toeic"] > 0)
    assert 0.05 < np.corrcoef(columns["gpa"][both], columns["toeic"][both])[0, 1] < 0.6
    for count, months in (("intern_count", "intern_months"), ("overseas_count", "overseas_months")):
        assert ((columns[count] > 0) == (columns[months] > 0)).all()


def test_companies_are_invented() -> None:
    known = {figure.company for figure in figures()}
    assert not known & {name for name, _, _ in COMPANIES}


def test_the_cell_says_that_it_is_a_demonstration() -> None:
    found = cell(shown(), Where(company="하늘테크"))
    assert found is not None
    assert (found.kind, found.rung) == ("demo", "company")
    everyone = cell(shown(), Where())
    assert everyone is not None
    assert everyone.people == PEOPLE
    assert sum(one.shown == "all" for one in everyone.metrics.values()) == len(METRICS)
