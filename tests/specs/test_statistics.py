"""The arithmetic against numpy and scipy, on 500 generated samples, and the intervals' coverage."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from metajob.specs import statistics
from metajob.specs.histogram import Histogram

RNG = np.random.default_rng(6)


def generated(number: int) -> list[np.ndarray]:
    """Samples of 1..400 values like those of GPA, TOEIC, counts and grades: with many ties, and with none."""
    kinds = (
        lambda n: np.clip(RNG.normal(3.75, 0.32, n), 2.2, 4.5).round(2),
        lambda n: np.round((400 + 590 * RNG.beta(6, 2, n)) / 5) * 5,
        lambda n: RNG.poisson(2.0, n).astype(float),
        lambda n: RNG.integers(1, 12, n).astype(float),
        lambda n: RNG.normal(0, 100, n),
    )
    return [
        kinds[k % len(kinds)](int(RNG.integers(1, 401) if k % 3 else RNG.integers(1, 25)))
        for k in range(number)
    ]


SAMPLES = generated(500)


def median_oracle(values: np.ndarray) -> tuple[float, float] | None:
    """By the binomial quantile: the largest r with P(X <= r - 1) <= 2.5 %."""
    rank = int(stats.binom.ppf(0.025, len(values), 0.5))
    if stats.binom.cdf(rank, len(values), 0.5) <= 0.025:
        rank += 1
    ordered = np.sort(values)
    return None if rank < 1 else (ordered[rank - 1], ordered[len(values) - rank])


def winsorised_oracle(values: np.ndarray) -> float:
    low, high = np.quantile(values, [0.05, 0.95])
    return float(np.clip(values, low, high).mean() if len(values) >= 20 else values.mean())


def differences(values: np.ndarray, mean_of=statistics.winsorised_mean) -> list[float]:
    """How far each figure is from the oracle's."""
    sample = Histogram.of(values)
    mine = (
        float(RNG.choice(values))
        if RNG.random() < 0.7
        else float(RNG.normal(values.mean(), 1 + values.std()))
    )
    rank, low, high = statistics.percentile(sample, mine)
    successes = int(RNG.integers(0, len(values) + 1))
    oracle = stats.binomtest(successes, len(values)).proportion_ci(method="wilson")
    half = (np.sum(values < mine) + 0.5 * np.sum(values == mine)) / len(values)
    wilson = statistics.wilson(successes, len(values))
    between, expected = statistics.median_interval(sample), median_oracle(values)
    assert (between is None) == (expected is None)
    return [
        *(sample.quantile(p) - np.quantile(values, p) for p in (0, 0.05, 0.25, 0.5, 0.75, 0.95, 1)),
        *(
            sample.grade_quantile(p) - np.quantile(values, p, method="inverted_cdf")
            for p in (0.25, 0.5, 0.75)
        ),
        sample.mean() - values.mean(),
        rank - stats.percentileofscore(values, mine, kind="mean") / 100,
        *np.subtract((low, high), statistics.wilson(half * len(values), len(values))),
        *np.subtract(wilson, (oracle.low, oracle.high)),
        *(np.subtract(between, expected) if between else ()),
        mean_of(sample) - winsorised_oracle(values),
    ]


def test_equal_to_the_oracle() -> None:
    worst = max(
        abs(float(d)) / max(1.0, np.abs(values).max()) for values in SAMPLES for d in differences(values)
    )
    assert worst < 1e-9


@pytest.mark.parametrize(
    "wrong",
    [
        lambda sample: sample.mean(),  # not winsorised
        lambda sample: sample.winsorised(0.05).mean(),  # winsorised below 20 people as well
        lambda sample: statistics.winsorised_mean(sample) + 1e-6,
    ],
)
def test_oracle_sees_a_wrong_mean(wrong) -> None:
    assert max(abs(float(d)) for values in SAMPLES[:40] for d in differences(values, wrong)) > 1e-9


def test_known_values() -> None:
    assert Histogram.of([1, 2, 3, 4]).quantile(0.25) == 1.75
    assert statistics.percentile(Histogram.of([700, 800, 800, 900]), 800)[0] == 0.5
    assert statistics.percentile(Histogram.of([1, 2, 3, 4]), 3)[0] == 0.625
    assert statistics.median_ranks(10) == (2, 9)
    assert statistics.shrunk(900, 10, 800) == (850, 0.5)
    assert statistics.shrunk(900, 15, 800) == (860, 0.6)


@pytest.mark.parametrize(("n", "ranks"), [(1, None), (5, None), (6, (1, 6)), (8, (1, 8)), (9, (2, 8))])
def test_median_interval_exists_from_six(n: int, ranks: tuple[int, int] | None) -> None:
    assert statistics.median_ranks(n) == ranks


@pytest.mark.parametrize("n", [10, 101, 1000, 9999, 1_000_000])
def test_median_ranks_are_binomial(n: int) -> None:
    low, high = statistics.median_ranks(n) or (0, 0)
    assert 1 - 2 * stats.binom.cdf(low - 1, n, 0.5) >= 0.95 > 1 - 2 * stats.binom.cdf(low, n, 0.5)
    assert low + high == n + 1


@given(st.lists(st.integers(0, 50), min_size=1, max_size=60), st.floats(0, 1))
@settings(max_examples=60, deadline=None)
def test_quantile_of_any_sample(values: list[int], p: float) -> None:
    assert math.isclose(Histogram.of(values).quantile(p), np.quantile(values, p), abs_tol=1e-9)


def test_missing_is_no_value() -> None:
    with pytest.raises(ValueError, match="left out"):
        Histogram.of([1, math.nan])
    for figure in (Histogram.mean, statistics.winsorised_mean, statistics.bootstrap_mean_interval):
        with pytest.raises(ValueError, match="nobody"):
            figure(Histogram.of([]))
    with pytest.raises(ValueError, match="no share"):
        statistics.wilson(3, 2)


def test_counted_hundredths_are_exact() -> None:
    counts = np.zeros(451, np.int64)
    counts[[371, 450]] = (2, 1)
    sample = Histogram.counted(counts, 100)
    assert sample.values.tolist() == [3.71, 4.5]
    assert (sample.n, sample.at(3.71), sample.below(4.5), sample.at(4.0)) == (3, 2, 2, 0)


def test_bootstrap_is_that_of_resampling() -> None:
    """Against plain resampling of single people with numpy, for both ways of drawing."""
    for n, tolerance in ((60, 0.06), (3000, 0.06)):
        values = SAMPLES[1][RNG.integers(0, len(SAMPLES[1]), n)]
        drawn = values[np.random.default_rng(1).integers(0, n, (1500, n))]
        cut = np.quantile(drawn, [0.05, 0.95], axis=1)
        expected = np.quantile(np.clip(drawn, cut[0][:, None], cut[1][:, None]).mean(1), [0.025, 0.975])
        found = statistics.bootstrap_mean_interval(Histogram.of(values))
        assert np.abs(np.subtract(found, expected)).max() < tolerance * (expected[1] - expected[0])


@pytest.mark.parametrize("n", [2, 19, 20, 33, 101])
def test_each_draw_is_winsorised_by_its_own_quantiles(n: int) -> None:
    values = np.array([1.0, 2, 4, 8, 16, 50])
    counts = RNG.multinomial(n, [0.3, 0.3, 0.2, 0.1, 0.08, 0.02], 60)
    expected = [winsorised_oracle(np.repeat(values, draw)) for draw in counts]
    assert np.allclose(statistics._means(values, counts.astype(float), n), expected, rtol=1e-12)


def test_bootstrap_is_repeatable_and_fast_for_a_million() -> None:
    counts = np.bincount(np.clip(RNG.normal(375, 32, 1_000_000), 0, 450).astype(int))
    sample = Histogram.counted(counts, 100)
    low, high = statistics.bootstrap_mean_interval(sample)
    assert (low, high) == statistics.bootstrap_mean_interval(sample)
    error = float(np.sqrt(np.average((sample.values - sample.mean()) ** 2, weights=sample.people) / sample.n))
    assert 0.8 < (high - low) / (2 * 1.96 * error) < 1.1
    assert statistics.bootstrap_mean_interval(Histogram.of([3, 3, 3])) == (3, 3)


def test_coverage_at_twenty() -> None:
    """docs/specs.md: at n = 20 the bootstrap covers 92-93 %, the median interval 97 % and more."""
    people = np.random.default_rng(3)
    population = np.clip(people.normal(3.75, 0.32, 100_000), 2.2, 4.5).round(2)
    mean, median = float(population.mean()), float(np.median(population))
    samples = [Histogram.of(people.choice(population, 20)) for _ in range(300)]
    means = [
        low <= mean <= high
        for low, high in (statistics.bootstrap_mean_interval(s, draws=300) for s in samples)
    ]
    medians = [low <= median <= high for low, high in map(statistics.median_interval, samples)]
    assert 0.86 <= np.mean(means) <= 0.97
    assert np.mean(medians) >= 0.94
