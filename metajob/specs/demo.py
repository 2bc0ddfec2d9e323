"""Generated rows to show the screen with. These people do not exist, nor do the companies; real rows never mix in."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from metajob.specs.certificates import certificates
from metajob.specs.model import Size
from metajob.specs.rows import HIRE_TYPES, STAGES, Rows, column_types
from metajob.specs.taxonomy import SIZES, industries, roles
from metajob.store.companies import company_key

PEOPLE = 600
COMPANIES: tuple[tuple[str, Size, str], ...] = (  # invented: name, size, industry
    ("하늘테크", "large", "J"),
    ("바다물산", "large", "G"),
    ("별빛전자", "large", "C.ELEC"),
    ("구름은행", "large", "K"),
    ("솔숲건설", "mid", "F"),
    ("달나라자동차", "mid", "C.AUTO"),
    ("무지개공사", "public", "D"),
    ("새싹소프트", "startup", "J"),
)
_ROLES = ("IT.DEV", "IT.DATA", "BIZ.HR", "BIZ.FIN", "MKT", "SALES", "RND.ELEC", "RND.MECH", "PROD")
_OFTEN = ("COMHWAL_1", "HIST_1", "COMHWAL_2", "ADSP", "SQLD", "INFO_ENG")

Column = NDArray[Any]


def companies() -> dict[str, int]:
    """Key of a demonstration company → its id in the rows."""
    return {company_key(name): number for number, (name, _, _) in enumerate(COMPANIES)}


def demo_rows(seed: int = 20261122) -> Rows:
    """About 600 generated people of 2022-2025, always the same for a seed.

    One hidden strength bends all values a little the same way; levels are set by hand near the published ones.
    """
    rng = np.random.default_rng(seed)
    strength = rng.normal(size=PEOPLE)

    def leaning(share: float) -> Column:
        return np.asarray(share * strength + np.sqrt(1 - share**2) * rng.normal(size=PEOPLE))

    def told(column: Column, share: float) -> Column:
        return np.where(rng.random(PEOPLE) < share, column, -1)

    def has(column: Column, share: float, lean: float = 0.3) -> Column:
        return np.where(leaning(lean) > np.quantile(leaning(lean), 1 - share), column, 0)

    def times(mean: float) -> Column:
        return 1 + rng.poisson(mean, PEOPLE)

    company = rng.choice(len(COMPANIES) + 1, PEOPLE, p=[0.1] * len(COMPANIES) + [0.2])
    company = np.where(company == len(COMPANIES), -1, company)
    sizes = np.array([SIZES.index(size) for _, size, _ in COMPANIES])
    fields = np.array([list(industries()).index(code) for _, _, code in COMPANIES])
    jobs = np.array([list(roles()).index(code) for code in _ROLES])
    speaking = has(np.clip(np.round(7.3 + 1.3 * leaning(0.4)), 3, 11), 0.68)
    interns, abroad = has(times(0.5), 0.4), has(times(0.2), 0.33)
    volunteer = has(times(1.0), 0.48, 0.1)
    certs, cert_count = _certificates(rng, has(times(1.1), 0.7))
    wide: dict[str, Column] = {
        "year": rng.choice([2022, 2023, 2024, 2025], PEOPLE, p=[0.2, 0.25, 0.25, 0.3]),
        "size": np.where(company < 0, rng.integers(0, len(SIZES), PEOPLE), sizes[company]),
        "industry": np.where(company < 0, rng.choice(fields, PEOPLE), fields[company]),
        "role": rng.choice(jobs, PEOPLE),
        "company": company,
        "contributor": np.arange(PEOPLE),
        "stage": np.full(PEOPLE, STAGES.index("final")),
        "hire_type": rng.choice(
            [HIRE_TYPES.index("new"), HIRE_TYPES.index("intern_conv")], PEOPLE, p=[0.85, 0.15]
        ),
        "gpa": told(np.clip(np.round(375 + 30 * leaning(0.5)), 250, 450), 0.93),
        "toeic": told(has(np.clip(5 * np.round((850 + 70 * leaning(0.5)) / 5), 450, 990), 0.58), 0.9),
        "teps": told(has(np.clip(np.round(370 + 50 * leaning(0.5)), 200, 600), 0.06), 0.6),
        "jlpt": told(has(np.clip(np.round(4 + leaning(0.2)), 1, 5), 0.07, 0.0), 0.7),
        "hsk": told(has(np.clip(np.round(4.5 + leaning(0.2)), 1, 6), 0.06, 0.0), 0.7),
        "cert_count": cert_count,
        "intern_count": interns,
        "intern_months": np.where(interns > 0, interns * rng.integers(2, 7, PEOPLE), 0),
        "overseas_count": abroad,
        "overseas_months": np.where(abroad > 0, abroad * rng.integers(1, 11, PEOPLE), 0),
        "award_count": told(has(times(0.7), 0.37), 0.85),
        "volunteer_count": volunteer,
        "volunteer_hours": np.where(volunteer > 0, volunteer * rng.integers(8, 41, PEOPLE), 0),
        "club_count": told(has(times(0.4), 0.45, 0.1), 0.8),
        "activity_count": told(has(times(0.6), 0.42), 0.8),
    }
    wide["speaking"] = told(speaking, 0.9)
    wide["speaking_high"] = wide["speaking"]
    wide["certs"] = certs
    return Rows({name: wide[name].astype(kind) for name, kind in column_types().items()})


def _certificates(rng: np.random.Generator, wanted: Column) -> tuple[Column, Column]:
    """Bits, and how many: never two of a family."""
    table = list(certificates())
    masks, counts = np.zeros(PEOPLE, np.uint64), np.zeros(PEOPLE, np.int16)
    for person, number in enumerate(wanted):
        held = rng.permutation(_OFTEN)[: int(number)].tolist()
        if {"COMHWAL_1", "COMHWAL_2"} <= set(held):
            held.remove("COMHWAL_2")
        masks[person] = sum(1 << table.index(code) for code in held)
        counts[person] = len(held)
    return masks, counts
