"""Arithmetic of the own rows, on histograms: intervals, percentile ranks, winsorised means, shrinkage.

Every function takes time in proportion to the number of distinct values, not of people.
"""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np
from numpy.random import default_rng  # np.random would be loaded at its first use, 20 ms of an answer
from numpy.typing import NDArray

from metajob.specs.histogram import Histogram

WINSORISED = 0.05  # at each end
WINSORISE_FROM = 20  # people: below it, winsorising would edit real people (docs/specs.md)
PRIOR_PEOPLE = 10  # how many people of the parent weigh as much as the cell's own (docs/specs.md)
SEED = 20261122
DRAWS = 2000
_RESAMPLED_UP_TO = 400  # people; beyond it the counts are drawn from the normal limit of the multinomial
_GROUPS = 128


def median_ranks(n: int, confidence: float = 0.95) -> tuple[int, int] | None:
    """Places (from 1) of the order statistics that enclose the median with at least this confidence.

    The narrowest symmetric pair by the binomial distribution (David & Nagaraja 2003, §7.1); None when even the
    smallest and the largest do not reach it (n under 6 for 95 %).
    """
    if n < 1:
        return None
    top = n // 2
    reach = min(top, int(14 * math.sqrt(n)) + 14)
    falling = np.arange(top, top - reach, -1)  # P(X = k - 1) = P(X = k) * k / (n - k + 1)
    start = math.lgamma(n + 1) - math.lgamma(top + 1) - math.lgamma(n - top + 1) - n * math.log(2)
    chances = math.exp(start) * np.cumprod(np.concatenate(([1.0], falling / (n - falling + 1))))
    tails = np.cumsum(chances[::-1])[::-1]  # tails[i] = P(X <= top - i)
    for step in range(1, len(tails)):
        if 1 - 2 * tails[step] >= confidence - 1e-12:
            rank = top - step + 1
            return rank, n + 1 - rank
    return None


def median_interval(sample: Histogram, confidence: float = 0.95) -> tuple[float, float] | None:
    """Distribution-free interval of the median from order statistics, in the sample's unit. None under n = 6.

    Up to n = 8 its ends are the smallest and the largest value: not to be shown (docs/specs.md).
    """
    ranks = median_ranks(sample.n, confidence)
    return None if ranks is None else (sample.ranked(ranks[0] - 1), sample.ranked(ranks[1] - 1))


def wilson(successes: float, n: int, confidence: float = 0.95) -> tuple[float, float]:
    """Score interval of a share, 0..1 (Wilson 1927). successes may be a half. Raises ValueError for n under 1."""
    if n < 1 or not 0 <= successes <= n:
        raise ValueError(f"{successes} of {n} is no share")
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share = successes / n
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return max(0.0, middle - half), min(1.0, middle + half)


def percentile(sample: Histogram, value: float) -> tuple[float, float, float]:
    """Mid-rank percentile 0..1, (below + half of the ties) / n, and its Wilson interval.

    The rank is scipy's percentileofscore(kind="mean") / 100. Raises ValueError when nobody answered.
    """
    middle = sample.below(value) + sample.at(value) / 2
    low, high = wilson(middle, sample.n)
    return middle / sample.n, low, high


def winsorised_mean(sample: Histogram) -> float:
    """Mean with 5 % at each end drawn in (Tukey 1962), from 20 people; the plain mean below that.

    Raises ValueError when empty.
    """
    return sample.winsorised(WINSORISED).mean() if sample.n >= WINSORISE_FROM else sample.mean()


def bootstrap_mean_interval(
    sample: Histogram, confidence: float = 0.95, draws: int = DRAWS
) -> tuple[float, float]:
    """Percentile bootstrap interval (Efron 1979) of winsorised_mean, every draw winsorised by its own quantiles.

    Always the same for the same sample. Up to 400 people are drawn one by one with replacement; of more, their counts
    from the normal limit of the multinomial distribution, over at most 128 groups of values. Raises ValueError when
    empty.
    """
    n = sample.n
    if not n:
        raise ValueError("nobody answered")
    if len(sample.values) == 1:
        return float(sample.values[0]), float(sample.values[0])
    rng = default_rng(SEED)
    if n <= _RESAMPLED_UP_TO:
        values = sample.values
        of_person = np.repeat(np.arange(len(values)), sample.people)
        drawn = of_person[rng.integers(n, size=(draws, n), dtype=np.uint16)]
        drawn += np.arange(0, draws * len(values), len(values))[:, None]
        counts = (
            np.bincount(drawn.ravel(), minlength=draws * len(values)).reshape(draws, -1).astype(np.float64)
        )
    else:
        coarse = sample.grouped(_GROUPS)
        values, shares = coarse.values, coarse.people / n
        noise = rng.standard_normal((draws, len(values)), np.float32) * np.sqrt(shares * n)
        counts = n * shares + noise - noise.sum(1, keepdims=True) * shares
    means = _means(values, counts, n)
    low, high = np.quantile(means, [(1 - confidence) / 2, (1 + confidence) / 2])
    return float(low), float(high)


def _means(values: NDArray[np.float64], counts: NDArray[np.float64], n: int) -> NDArray[np.float64]:
    """winsorised_mean of each draw. counts: (draws, distinct)."""
    if n < WINSORISE_FROM:
        return np.asarray(counts @ values / n)
    reached = np.cumsum(counts, axis=1)
    low, high = (_quantiles(values, reached, n, p) for p in (WINSORISED, 1 - WINSORISED))
    means = (counts * np.clip(values, low[:, None], high[:, None])).sum(1)
    return np.asarray(means / n)


def _quantiles(
    values: NDArray[np.float64], reached: NDArray[np.float64], n: int, p: float
) -> NDArray[np.float64]:
    """Type 7 quantile of each draw. reached: (draws, distinct) cumulated counts."""
    place = (n - 1) * p
    lower, upper = (
        values[np.count_nonzero(reached <= k, axis=1).clip(max=len(values) - 1)]
        for k in (int(place), int(place) + 1)
    )
    return np.asarray(lower + (place - int(place)) * (upper - lower))


def shrunk(mean: float, n: int, parent_mean: float, prior: int = PRIOR_PEOPLE) -> tuple[float, float]:
    """A thin cell's mean drawn towards its parent's, (n * mean + m * parent) / (n + m), and the cell's weight 0..1.

    Bayesian smoothing of thin cells with m = 10 (docs/specs.md). An estimate: never shown without the word 추정.
    """
    return (n * mean + prior * parent_mean) / (n + prior), n / (n + prior)
