"""The published figures: cited facts of surveys with publisher, cohort and n, read once; never people, never summed.

`assets/specs/published_figures.csv` has one figure a line, `published_sources.csv` what is known of each page.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from functools import cache
from typing import Literal

from metajob.specs.model import Figure
from metajob.specs.taxonomy import ASSETS

Period = Literal["half", "year", "years", "unknown"]

# Populations that are hired people, the best first: told by people, by employers of their hires, document passes.
HIRED = ("final_hire", "final_hire(기업응답)", "final_hire(HR응답)", "document_pass")
_OWN_FIELDS = {"population", "size", "company", "industry", "role", "flag"}


@cache
def figures() -> tuple[Figure, ...]:
    """Every figure of the file, in its order; flagged ones and those of applicants, too."""
    sources = _sources()
    with (ASSETS / "published_figures.csv").open(encoding="utf-8", newline="") as file:
        return tuple(_figure(row, sources.get(row["source_url"], {})) for row in csv.DictReader(file))


@cache
def by_metric() -> dict[str, tuple[Figure, ...]]:
    """Published metric → its figures."""
    found: dict[str, list[Figure]] = defaultdict(list)
    for figure in figures():
        found[figure.metric].append(figure)
    return {metric: tuple(some) for metric, some in found.items()}


@cache
def primary(url: str) -> bool:
    """Whether the page is the publisher's own and not a newspaper's."""
    return "1차 출처" in _sources().get(url, {}).get("outlet", "")


def dated(cohort: str) -> tuple[float | None, Period]:
    """When the people of a cohort were hired, and how long it lasts.

    "2022" → 2022.0; "2023H1" → 2023.0; "2023H2" → 2023.5; "2017-08" → 2017.5, its half year; "2021-2024" → 2022.5,
    the middle; "2023H1(추정)" and "미표시(2008 무렵)" like the year they name; "미표시" → None.
    """
    years = re.search(r"(\d{4})-(\d{4})", cohort)
    if years:
        return (int(years[1]) + int(years[2])) / 2, "years"
    half = re.search(r"(\d{4})H([12])", cohort)
    if half:
        return int(half[1]) + (0.5 if half[2] == "2" else 0.0), "half"
    month = re.search(r"(\d{4})-(\d{2})", cohort)
    if month:
        return int(month[1]) + (0.5 if int(month[2]) > 6 else 0.0), "half"
    year = re.search(r"\d{4}", cohort)
    return (float(year[0]), "year") if year else (None, "unknown")


@cache
def _sources() -> dict[str, dict[str, str]]:
    with (ASSETS / "published_sources.csv").open(encoding="utf-8", newline="") as file:
        return {row["source_url"]: row for row in csv.DictReader(file)}


def _figure(row: dict[str, str], source: dict[str, str]) -> Figure:
    scope = dict(part.split("=", 1) for part in row["scope"].split(";"))
    return Figure(
        metric=row["metric"],
        value=float(row["value"]),
        unit=row["unit"],
        publisher=row["publisher"],
        published=row["published"],
        cohort=row["cohort"],
        year=dated(row["cohort"])[0],
        population=scope["population"],
        size=scope.get("size", ""),
        company=scope.get("company", ""),
        industry=scope.get("industry", ""),
        role=scope.get("role", ""),
        other={key: value for key, value in scope.items() if key not in _OWN_FIELDS},
        n=int(row["n"]) if row["n"] else None,
        n_unit=source.get("n_unit", ""),
        url=row["source_url"],
        method=source.get("method", ""),
        note=source.get("note", ""),
        suspect=row["suspect"] == "true",
        flag=scope.get("flag", ""),
    )
