"""A sample as its distinct values and how many people have each: all that the statistics need, whatever its size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Histogram:
    """values: (distinct,) float64, increasing; people: (distinct,) int64, at least 1 each. Missing is not in it."""

    values: NDArray[np.float64]
    people: NDArray[np.int64]

    @staticmethod
    def of(sample: Sequence[float] | NDArray[Any]) -> Histogram:
        """Counted from single values. Raises ValueError for nan or infinity."""
        array = np.asarray(sample, dtype=np.float64)
        if not np.isfinite(array).all():
            raise ValueError("a missing value is left out, not counted")
        values, people = np.unique(array, return_counts=True)
        return Histogram(values, people.astype(np.int64))

    @staticmethod
    def counted(counts: NDArray[np.integer[Any]], per_unit: int = 1) -> Histogram:
        """From counts[k] people who have the value k / per_unit (hundredths: per_unit = 100)."""
        places = np.flatnonzero(counts)
        return Histogram(places / per_unit, counts[places].astype(np.int64))

    @property
    def n(self) -> int:
        return int(self.people.sum())

    def mean(self) -> float:
        """Arithmetic mean. Raises ValueError when empty."""
        return float(self.values @ self.people) / self._size()

    def quantile(self, p: float) -> float:
        """Type 7 of Hyndman & Fan (1996), as numpy and spreadsheets do. p: 0..1. Raises ValueError when empty."""
        place = (self._size() - 1) * p
        lower = int(place)
        low, high = self.ranked(lower), self.ranked(min(lower + 1, self.n - 1))
        return low + (place - lower) * (high - low)

    def grade_quantile(self, p: float) -> float:
        """Type 1 of Hyndman & Fan (1996): the lowest value that at least p of the people do not exceed.

        For ordinal grades, where a value between two grades means nothing. Raises ValueError when empty.
        """
        return self.ranked(max(int(np.ceil(self._size() * p - 1e-9)) - 1, 0))

    def ranked(self, place: int) -> float:
        """The order statistic: place 0 is the smallest. Raises IndexError when out of range."""
        return float(self.values[np.searchsorted(np.cumsum(self.people), place, side="right")])

    def below(self, value: float) -> int:
        """People with less than this value."""
        return int(self.people[: np.searchsorted(self.values, value, side="left")].sum())

    def at(self, value: float) -> int:
        """People with exactly this value."""
        place = int(np.searchsorted(self.values, value, side="left"))
        found = place < len(self.values) and self.values[place] == value
        return int(self.people[place]) if found else 0

    def winsorised(self, share: float) -> Histogram:
        """Values beyond the quantiles share and 1 - share drawn in to them (Tukey 1962). Raises ValueError if empty."""
        drawn = np.clip(self.values, self.quantile(share), self.quantile(1 - share))
        values, where = np.unique(drawn, return_inverse=True)
        return Histogram(values, np.bincount(where, self.people).astype(np.int64))

    def grouped(self, groups: int) -> Histogram:
        """At most about `groups` values: neighbours of equal weight become their mean. Keeps n and the mean."""
        if len(self.values) <= groups:
            return self
        middle = (np.cumsum(self.people) - self.people / 2) / self.n
        starts = np.flatnonzero(np.diff((middle * groups).astype(np.int64), prepend=-1))
        people = np.add.reduceat(self.people, starts)
        return Histogram(np.add.reduceat(self.values * self.people, starts) / people, people)

    def _size(self) -> int:
        if not self.n:
            raise ValueError("nobody answered")
        return self.n
