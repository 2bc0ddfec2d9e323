"""Generated hired people for the benchmark of specs: as many as asked for, nobody real."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args

import numpy as np

from metajob.specs.certificates import certificates
from metajob.specs.model import AgeBand, Education, Major, Opic
from metajob.specs.taxonomy import SIZES, industries, roles
from metajob.store.specs_rows import SpecRow

COMPANIES = 20_000


def people(count: int, seed: int) -> Iterator[SpecRow]:
    """Rows with the shares of missing answers and holders that surveys show; companies follow Zipf's law."""
    dice = np.random.default_rng(seed)

    def pick(choices: tuple[str, ...] | list[str], missing: float) -> list[str | None]:
        places = dice.integers(0, len(choices), count)
        told = dice.random(count) >= missing
        return [choices[place] if here else None for place, here in zip(places, told, strict=True)]

    def number(mean: float, most: int, missing: float, none: float) -> list[int | None]:
        values = np.minimum(dice.poisson(mean, count), most)
        values[dice.random(count) < none] = 0
        told = dice.random(count) >= missing
        return [int(value) if here else None for value, here in zip(values, told, strict=True)]

    gpa = np.clip(dice.normal(370, 35, count), 200, 450).astype(int).tolist()
    toeic = (np.clip(dice.normal(840, 75, count), 10, 990) // 5 * 5).astype(int)
    toeic[dice.random(count) < 0.4] = 0
    company = np.minimum(dice.zipf(1.3, count), COMPANIES)
    codes = list(certificates())
    held = dice.integers(0, len(codes), (count, 3))
    many = dice.choice(4, count, p=[0.3, 0.3, 0.25, 0.15])
    columns: dict[str, list[Any]] = {
        "hire_year": dice.integers(2015, 2027, count).tolist(),
        "company": [f"회사 {name}" if name < COMPANIES else "" for name in company.tolist()],
        "size": pick(SIZES, 0.05),
        "industry": pick(list(industries()), 0.1),
        "role": pick(list(roles()), 0.1),
        "education": pick(get_args(Education), 0.1),
        "major": pick(get_args(Major), 0.1),
        "age_band": pick(get_args(AgeBand), 0.2),
        "gpa_raw_centi": gpa,
        "gpa_45_centi": gpa,
        "toeic": [int(value) if here else None for value, here in zip(toeic, dice.random(count) > 0.1, strict=True)],
        "opic": pick(get_args(Opic), 0.4),
        "toeic_speaking": [0 if here else None for here in dice.random(count) < 0.5],
        "teps": number(20, 600, 0.6, 0.9),
        "jlpt": pick(("none", "none", "none", "N2", "N1"), 0.3),
        "hsk": pick(("none", "none", "none", "4", "5"), 0.3),
        "cert_count": many.tolist(),
        "certificates": [tuple({codes[c] for c in row[:n]}) for row, n in zip(held, many, strict=True)],
        "intern_count": number(0.8, 20, 0.1, 0.4),
        "intern_months": number(3, 120, 0.2, 0.5),
        "overseas_count": number(0.5, 20, 0.1, 0.6),
        "overseas_months": number(5, 480, 0.2, 0.6),
        "award_count": number(1, 50, 0.1, 0.5),
        "volunteer_count": number(2, 200, 0.1, 0.5),
        "volunteer_hours": number(30, 20_000, 0.2, 0.5),
        "club_count": number(1, 30, 0.2, 0.3),
        "activity_count": number(1, 50, 0.2, 0.4),
    }  # fmt: skip
    for values in zip(*columns.values(), strict=True):
        yield SpecRow(
            "final", "new", gpa_scale="4.5", gpa_rule="identity", **dict(zip(columns, values, strict=True))
        )
