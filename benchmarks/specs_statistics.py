"""How often the intervals of the own rows' statistics hold the truth, beside docs/specs.md's numbers, and their cost.

    python -m benchmarks.specs_statistics [--draws 1500] [--rows 1000000]

Populations of 200,000 generated people: GPA, TOEIC, certificates. Coverage in per cent of `draws` samples, of the
population's mean and of its 5 % winsorised mean, which is what is estimated from n = 20.
Seconds are CPU seconds of this process.
"""

from __future__ import annotations

import argparse
import time

import numpy as np
from numpy.typing import NDArray

from metajob.specs import statistics
from metajob.specs.cells import cell, percentile
from metajob.specs.demo import COMPANIES, companies, demo_rows
from metajob.specs.histogram import Histogram
from metajob.specs.model import Where
from metajob.specs.release import Release
from metajob.specs.rows import Rows

SIZES = (3, 5, 10, 20, 30, 100)
FINDINGS = {
    3: "63-74",
    5: "79-83",
    10: "89-91",
    20: "92-93",
    30: "91-93",
    100: "93-95",
}  # bootstrap of the mean, %


def populations(rng: np.random.Generator) -> dict[str, NDArray[np.float64]]:
    n = 200_000
    return {
        "GPA": np.clip(rng.normal(3.75, 0.32, n), 2.2, 4.5).round(2),
        "TOEIC": np.round((400 + 590 * rng.beta(6, 2, n)) / 5) * 5,
        "certificates": rng.poisson(2.0, n).astype(float),
    }


def coverage(draws: int) -> None:
    rng = np.random.default_rng(7)
    print(
        "population     n   mean in bootstrap  (findings)  winsorised mean in it  half-width  median in interval"
    )
    for name, people in populations(rng).items():
        mean, median = float(people.mean()), float(np.median(people))
        robust = statistics.winsorised_mean(Histogram.of(people))
        for n in SIZES:
            means = robusts = medians = existing = 0
            widths = []
            for _ in range(draws):
                sample = Histogram.of(rng.choice(people, n))
                low, high = statistics.bootstrap_mean_interval(sample)
                means += low <= mean <= high
                robusts += low <= robust <= high
                widths.append((high - low) / 2)
                between = statistics.median_interval(sample)
                if between:
                    existing += 1
                    medians += between[0] <= median <= between[1]
            share = f"{100 * medians / existing:.1f}" if existing else "does not exist"
            print(
                f"{name:13}{n:4}   {100 * means / draws:12.1f}       {FINDINGS[n]:>7}     "
                f"{100 * robusts / draws:12.1f}        {np.mean(widths):10.3g}   {share}"
            )
    print("percentile rank at the middle, 95 %:")
    for n in (5, 10, 20, 30, 100):
        low, high = statistics.wilson(n / 2, n)
        print(f"  n={n:3}  {100 * low:.0f}-{100 * high:.0f} %")


def cost(people: int) -> None:
    """A cell of so many rows, first of a release and later ones."""
    rng, base = np.random.default_rng(1), demo_rows()
    picked = rng.integers(0, len(base), people)
    columns = {name: column[picked] for name, column in base.columns.items()}
    columns["contributor"] = np.arange(people, dtype=np.int32)
    release = Release(Rows(columns), "own", 1, companies())
    company = COMPANIES[0][0]
    for where in (Where(), Where(2024), Where(2024, "large"), Where(2024, None, "J", company, "IT.DEV")):
        start = time.process_time()
        found = cell(release, where)
        took = time.process_time() - start
        assert found is not None
        start = time.process_time()
        percentile(release, found, "gpa", 3.9)
        place = time.process_time() - start
        print(
            f"{people:9,} rows, {found.rung:12} {found.people:9,} people: {took:.3f} s, a percentile {place:.4f} s"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=1500)
    parser.add_argument("--rows", type=int, default=1_000_000)
    options = parser.parse_args()
    coverage(options.draws)
    for people in (10_000, 100_000, options.rows):
        cost(people)


if __name__ == "__main__":
    main()
