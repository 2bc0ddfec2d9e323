"""What the own rows tell: thresholds at their edges, one person counted once, the ladder, certificates, percentiles."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metajob.specs.cells import cell, percentile
from metajob.specs.certificates import certificates
from metajob.specs.histogram import Histogram
from metajob.specs.model import Metric, MetricSummary, Where
from metajob.specs.release import Release
from metajob.specs.rows import STAGES
from metajob.specs.summaries import Allowed, bins, open_end, placed, summarise
from tests.specs.made import release

GPA = np.array(
    [330, 350, 355, 360, 365, 370, 372, 375, 380, 381, 385, 390, 395, 400, 402, 405, 410, 420, 430, 450]
)


def summary(found: Release, metric: Metric, where: Where | None = None) -> MetricSummary:
    told = cell(found, where or Where())
    assert told is not None
    return told.metrics[metric]


@pytest.mark.parametrize(
    ("n", "shown"),
    [(4, None), (5, "median"), (9, "median"), (10, "quartiles"), (19, "quartiles"), (20, "all")],
)
def test_thresholds(n: int, shown: str | None) -> None:
    found = cell(release(n, gpa=GPA[:n]), Where())
    if shown is None:
        assert found is None
        return
    assert found is not None
    told = found.metrics["gpa"]
    assert (told.shown, told.answered, told.holders, told.share) == (shown, n, None, None)
    assert told.median == pytest.approx(np.median(GPA[:n]) / 100)
    assert (told.quartiles is not None) == (told.median_interval is not None) == (n >= 10)
    assert (told.mean is not None) == (told.mean_interval is not None) == bool(told.bins) == (n >= 20)


def test_the_smallest_and_the_largest_value_are_never_told() -> None:
    for n in (5, 6, 8, 9, 10, 12, 19, 20):
        values = GPA[:n].copy()
        values[[0, -1]] = (101, 449)
        assert "1.01" not in repr(cell(release(n, gpa=values), Where()))
        assert "4.49" not in repr(cell(release(n, gpa=values), Where()))


@pytest.mark.parametrize(
    ("holders", "none", "shown", "share"),
    [
        (4, 3, "nothing", None),
        (5, 0, "median", None),  # under 10 answered the share is not told
        (5, 4, "median", None),
        (5, 5, "median", 0.5),
        (10, 0, "quartiles", 1.0),
        (0, 10, "nothing", 0.0),
        (4, 40, "nothing", None),
        (40, 4, "all", None),
        (40, 5, "all", 40 / 45),
    ],
)
def test_share_never_is_about_one_to_four(holders: int, none: int, shown: str, share: float | None) -> None:
    rows = release(holders + none, toeic=[800 + 5 * (k % 30) for k in range(holders)] + [0] * none, gpa=350)
    told = summary(rows, "toeic")
    assert (told.shown, told.share) == (shown, share)
    assert (told.holders is None) == (told.share_interval is None) == (share is None)
    if share is None and shown != "nothing":
        assert told.answered == holders, "those without must not be found by subtracting"
    else:
        assert told.answered == holders + none
    if told.median is not None:
        assert told.median >= 800, "values are among holders"


def test_missing_is_not_none() -> None:
    told = summary(release(30, toeic=[-1] * 10 + [0] * 10 + [900] * 10, gpa=350), "toeic")
    assert (told.answered, told.holders, told.share, told.median) == (20, 10, 0.5, 900)
    assert summary(release(30, gpa=350), "toeic").answered == 0


def test_one_person_with_five_rows_is_one_person() -> None:
    rows = release(
        9,
        contributor=[0, 0, 0, 0, 0, 1, 2, 3, 4],
        year=[2020, 2021, 2025, 2025, 2022, 2025, 2025, 2025, 2025],
        gpa=[100, 100, 100, 450, 100, 440, 430, 420, 410],
    )
    found = cell(rows, Where())
    assert found is not None
    assert (found.people, found.metrics["gpa"].answered, found.metrics["gpa"].median) == (5, 5, 4.3)
    assert cell(release(5, contributor=[0, 0, 1, 2, 3], gpa=350), Where()) is None
    assert cell(rows, Where(year=2020)).where.year is None  # type: ignore[union-attr]


def test_passing_the_documents_is_not_being_hired() -> None:
    stages = [STAGES.index("final")] * 4 + [STAGES.index("document")] * 5
    assert cell(release(9, stage=stages, gpa=350), Where()) is None


def ladder_rows() -> Release:
    """40 of 하늘테크 (IT, large), 40 others; 8 of the 40 in 2024."""
    return release(
        80,
        {"하늘테크": 0},
        company=[0] * 40 + [-1] * 40,
        industry=["J"] * 40 + ["C.AUTO"] * 20 + ["C.ELEC"] * 20,
        role=["IT.DEV"] * 20 + ["IT.DATA"] * 20 + ["RND"] * 40,
        size=["large"] * 40 + ["mid"] * 40,
        year=[2024] * 8 + [2025] * 72,
        gpa=350,
    )


def test_ladder_says_what_was_tried() -> None:
    found = cell(ladder_rows(), Where(2023, "large", "J", "(주) 하늘 테크", "MKT"))
    assert found is not None
    assert (found.rung, found.where, found.people) == ("company", Where(company="(주) 하늘 테크"), 40)
    assert [(step.rung, step.label, step.found) for step in found.steps] == [
        ("company_role", "(주) 하늘 테크 · 마케팅·광고·홍보 · 2023년", False),
        ("company_role", "(주) 하늘 테크 · 마케팅·광고·홍보 · 전체 연도", False),
        ("company", "(주) 하늘 테크 · 2023년", False),
        ("company", "(주) 하늘 테크 · 전체 연도", True),
    ]


@pytest.mark.parametrize(
    ("where", "rung", "people"),
    [
        (Where(company="하늘테크", role="IT.DEV"), "company_role", 20),
        (Where(company="하늘테크", role="IT"), "company_role", 40),
        (Where(company="모르는회사", role="IT.DEV", industry="J"), "industry_role", 20),
        (Where(industry="C", role="MKT"), "industry", 40),
        (Where(industry="C.AUTO"), "industry", 20),
        (Where(industry="K", role="RND"), "role", 40),
        (Where(role="IT"), "role", 40),
        (Where(size="mid"), "size", 40),
        (Where(size="sme", role="MKT"), "all", 80),
        (Where(year=2024), "all", 8),
        (Where(year=2024, company="하늘테크"), "company", 8),
        (Where(year=1999), "all", 80),
    ],
)
def test_rungs(where: Where, rung: str, people: int) -> None:
    found = cell(ladder_rows(), where)
    assert found is not None
    assert (found.rung, found.people) == (rung, people)
    assert [step.found for step in found.steps] == [False] * (len(found.steps) - 1) + [True]


def test_nothing_in_an_empty_release() -> None:
    assert cell(release(0), Where(2025, "large", "J", "하늘테크", "IT")) is None
    assert cell(release(5), Where()) is None, "five people who told nothing"


def test_a_metric_is_hidden_where_the_rest_would_be_one() -> None:
    """TOEIC of the year's people and of all people: the difference would be one person's score."""
    toeic = [800 + 5 * k for k in range(10)] + [700]
    rows = release(
        40, year=[2025] * 30 + [2024] * 10, gpa=350, toeic=[*toeic[:10], *[-1] * 20, 700, *[-1] * 9]
    )
    assert summary(rows, "toeic").answered == 11
    this_year = cell(rows, Where(year=2025))
    assert this_year is not None
    assert this_year.where.year == 2025
    assert this_year.metrics["gpa"].shown == "all"
    assert this_year.metrics["toeic"] == MetricSummary("toeic", "nothing")


def test_grades_have_no_mean_and_ranges_only_count_as_held() -> None:
    low = [5] * 6 + [7] * 6 + [9] * 8 + [5] * 5 + [0] * 5
    high = [5] * 6 + [7] * 6 + [9] * 8 + [7] * 5 + [0] * 5
    told = summary(release(30, speaking=low, speaking_high=high), "speaking")
    assert (told.holders, told.answered, told.share) == (25, 30, 25 / 30)
    assert (told.mean, told.mean_interval, told.median, told.quartiles) == (None, None, 7, (5, 9))
    assert [bar.people for bar in told.bins] == [6, 0, 6, 0, 8]
    even = summary(release(10, jlpt=[3] * 5 + [5] * 5), "jlpt")
    assert even.median == 3, "a grade that exists, not 4"


def test_certificates() -> None:
    bit = {code: 1 << place for place, code in enumerate(certificates())}
    held = (
        [bit["COMHWAL_1"] | bit["COMHWAL_2"]] * 7
        + [bit["COMHWAL_2"]] * 6
        + [bit["HIST_1"] | bit["DRIVE_1"]] * 8
        + [bit["SQLD"]] * 4
        + [0] * 5
        + [bit["ADSP"]] * 10
    )
    told = [1] * 25 + [0] * 5 + [-1] * 10
    found = cell(release(40, certs=np.array(held, np.uint64), cert_count=told), Where())
    assert found is not None
    assert [(one.code, one.people, one.share) for one in found.certificates] == [
        ("COMHWAL_2", 10, 0.33),  # 13 with this or the higher one, in steps of 5, of 30 who told
        ("COMHWAL_1", 5, 0.17),
        ("HIST_1", 5, 0.17),
    ]


def test_thin_cells_have_an_estimate_and_wide_ones_not() -> None:
    rows = release(50, industry=["J"] * 10 + ["K"] * 40, gpa=[400] * 10 + [350] * 40, jlpt=[4] * 50)
    found = cell(rows, Where(industry="J"))
    assert found is not None
    estimate = found.estimates["gpa"]
    assert (estimate.value, estimate.weight, estimate.parent) == (3.8, 0.5, Where())
    assert found.metrics["gpa"].mean is None
    assert "jlpt" not in found.estimates
    assert cell(rows, Where(industry="K")).estimates == {}  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("n", "value", "told", "side"),
    [
        (5, 5.0, None, "unclear"),
        (7, 99.0, None, "unclear"),
        (8, 99.0, None, "above"),
        (9, 0.0, None, "below"),
        (9, 5.0, None, "unclear"),
        (10, 99.0, 0.7, "above"),  # fewer than 3 people at an end are not told apart
        (12, 6.0, 0.45, "unclear"),
        (20, 0.0, 0.15, "below"),
        (20, 11.0, 0.52, "unclear"),
        (200, 120.0, 0.6, "above"),
        (200, 999.0, 0.98, "above"),
    ],
)
def test_percentile_is_as_coarse_as_the_sample_is_small(
    n: int, value: float, told: float | None, side: str
) -> None:
    found = placed("toeic", Histogram.of(range(1, n + 1)), value)
    assert found is not None
    assert (found.told, found.side, found.n) == (told, side, n)
    assert found.rank == (told if told is not None else 0.5)
    assert 0 <= found.low <= found.rank <= found.high <= 1
    assert placed("toeic", Histogram.of([1, 2, 3, 4]), value) is None


@given(st.integers(5, 40), st.integers(0, 1000))
@settings(max_examples=40, deadline=None)
def test_trying_values_does_not_find_the_extremes(n: int, seed: int) -> None:
    """The answers just inside and beyond the smallest and largest value are the same."""
    values = np.sort(np.random.default_rng(seed).choice(np.arange(10, 990, 10), n, replace=False))
    sample = Histogram.of(values)
    for inside, beyond in ((values[0] + 1, 0), (values[-1] - 1, 999), (values[0], 0), (values[-1], 999)):
        assert placed("toeic", sample, inside) == placed("toeic", sample, beyond)


def test_an_outermost_rank_says_that_it_is_open() -> None:
    sample = Histogram.of(range(1, 31))
    ends = [open_end(placed("toeic", sample, value)) for value in (0, 3, 4, 15, 27, 28, 99)]  # type: ignore[arg-type]
    assert ends == ["low", "low", None, None, None, "high", "high"]


def test_percentile_of_a_cell() -> None:
    rows = release(40, gpa=[300] * 20 + [400] * 20, toeic=[0] * 20 + [800] * 20)
    found = cell(rows, Where())
    assert found is not None
    assert percentile(rows, found, "gpa", 3.5).told == 0.5  # type: ignore[union-attr]
    assert percentile(rows, found, "toeic", 800).n == 20  # type: ignore[union-attr]
    assert percentile(rows, found, "toeic", 0) is None, "who has none stands nowhere among holders"
    assert percentile(rows, found, "teps", 300) is None


@given(st.lists(st.integers(1, 990), min_size=20, max_size=300))
@settings(max_examples=30, deadline=None)
def test_bars_hold_three_people_or_none(values: list[int]) -> None:
    bars = bins("toeic", Histogram.of(values))
    if not bars:
        return
    assert sum(bar.people for bar in bars) == len(values)
    assert all(bar.people == 0 or bar.people >= 3 for bar in bars)
    assert (bars[0].low, bars[-1].high) == (-math.inf, math.inf)
    assert all(one.high == next_one.low for one, next_one in pairwise(bars))
    for bar in bars:
        assert bar.people == sum(bar.low <= value < bar.high for value in values)
        assert bar.share == bar.people / len(values)


def test_bars_of_a_wide_range_are_few() -> None:
    assert len(bins("volunteer_hours", Histogram.of(range(1, 20_000, 7)))) <= 20
    assert bins("award_count", Histogram.of([1] * 30)) == ()


def test_a_summary_of_nobody() -> None:
    assert summarise("gpa", Histogram.of([]), Allowed()) == MetricSummary("gpa", "nothing")


def test_a_million_rows_do_not_need_a_loop() -> None:
    rng = np.random.default_rng(1)
    n = 200_000
    found = cell(release_fast(n, rng), Where(year=2025))
    assert found is not None
    assert found.people == pytest.approx(n / 2, rel=0.02)
    assert found.metrics["gpa"].median == pytest.approx(3.75, abs=0.02)


def release_fast(n: int, rng: np.random.Generator) -> Release:
    return release(n, year=rng.choice([2024, 2025], n), gpa=rng.integers(300, 451, n).astype(np.int16))
