"""Published distributions in the publisher's own bands, and series over the years; nothing is filled in between."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace

from metajob.specs import labels
from metajob.specs.ladder import Place, fits, places, usable, years_apart
from metajob.specs.model import Figure, Metric, Rung, Step, Where
from metajob.specs.published import HIRED, by_metric, dated

# Own metric → published metric, the field of the figure that names the band, the smallest step of a value.
_BANDED: dict[Metric, tuple[str, str, float]] = {
    "gpa": ("gpa_band_pct", "band", 0.01),
    "toeic": ("toeic_band_pct", "band", 1),
    "cert_count": ("certificate_count_pct", "count", 1),
}


@dataclass(frozen=True)
class Band:
    """One bar as published. low <= value < high; None where the band is open. share: percent."""

    label: str
    low: float | None
    high: float | None
    share: float


@dataclass(frozen=True)
class BandChart:
    """One published distribution, lowest band first. figure: for the source only, without a band. denominator: whose
    share it is ("토익 보유자"), "" for all. rest: percent that was not published; gaps between bands are among it."""

    metric: Metric
    bands: tuple[Band, ...]
    figure: Figure
    denominator: str
    rest: float
    rung: Rung
    steps: tuple[Step, ...]
    gap: float | None

    @property
    def note(self) -> str:
        """Korean: whose shares they are, what is missing of 100 %, and which places have no distribution. "" when
        nothing is to be said."""
        tried = ", ".join(f"‘{step.label}’" for step in self.steps if not step.found)
        return " ".join(
            line
            for line, said in (
                (f"{self.denominator} 가운데 비율이에요.", self.denominator),
                (f"나머지 {self.rest:g}%는 공개되지 않았어요.", self.rest > 0),
                (f"{tried}의 분포는 공개되지 않아 ‘{self.steps[-1].label}’ 분포를 보여 드려요.", tried),
            )
            if said
        )

    def of(self, value: float) -> int | None:
        """Position of the band that a value falls into; None when it falls into none that was published."""
        for position, band in enumerate(self.bands):
            if (band.low is None or value >= band.low) and (band.high is None or value < band.high):
                return position
        return None


def bands(metric: Metric, where: Where) -> BandChart | None:
    """The published distribution of gpa (of 4.5), toeic or cert_count that is nearest, by the ladder's rungs.

    Whole distributions compete, not single bars: the nearest year, then the one that tells more of its 100 %. None:
    no distribution of hired people is published.
    """
    if metric not in _BANDED:
        return None
    name, field, step = _BANDED[metric]
    surveys: dict[tuple[object, ...], list[Figure]] = defaultdict(list)
    for one in by_metric()[name]:
        if field in one.other and one.population in HIRED and not one.suspect:
            surveys[(one.url, one.cohort, one.size, one.population)].append(one)
    newest = max(int(some[0].year or 0) for some in surveys.values())
    steps: list[Step] = []
    for place in places(where):
        fitting = [some for some in surveys.values() if fits(some[0], place)]
        steps.append(Step(place.rung, place.label, bool(fitting)))
        if fitting:
            best = min(fitting, key=lambda some: _order(some, where.year or newest))
            gap = years_apart(best[0], where.year) if where.year else None
            return _chart(metric, best, field, step, place, tuple(steps), gap)
    return None


def speaking_shares(where: Where) -> tuple[Figure, ...]:
    """Shares of grades among those with a speaking score: those of the nearest survey of OPIc, then of TOEIC Speaking
    levels (before June 2022). Each figure's `other` has "grade" or "level" and the denominator. () when none."""
    found: list[Figure] = []
    for name in ("opic_grade_pct", "toeic_speaking_level_pct"):
        some = [one for one in by_metric()[name] if one.population in HIRED and not one.suspect]
        newest = max(int(one.year or 0) for one in some)
        for place in places(where):
            fitting = [one for one in some if fits(one, place)]
            if fitting:
                best = min(fitting, key=lambda one: _order([one], where.year or newest))
                found += [one for one in fitting if (one.url, one.cohort) == (best.url, best.cohort)]
                break
    return tuple(found)


def trend(metric: str, where: Where, flagged: bool = False) -> tuple[Figure, ...]:
    """The longest series of one publisher, population and size over the cohorts, in time order, of the first rung that
    has two or more points. metric: a published one. () when there is no series. Draw it by `segments`."""
    for place in places(where):
        series: dict[tuple[object, ...], list[Figure]] = defaultdict(list)
        for one in by_metric().get(metric, ()):
            if one.year and dated(one.cohort)[1] != "years" and usable(one, flagged) and fits(one, place):
                family = one.publisher.split("·")[0]
                series[(family, one.population, labels.SIZES.get(one.size, ()))].append(one)
        longest = max(series.values(), key=len, default=[])
        if len(longest) > 1:
            return tuple(sorted(longest, key=lambda one: (one.year or 0, one.cohort)))
    return ()


def segments(figures: tuple[Figure, ...]) -> tuple[tuple[Figure, ...], ...]:
    """The parts of a trend that may be drawn as one line each: the same size as the publisher words it, either whole
    years or half years, the same definition, and no more than two years between neighbours. "대기업(1000대)" is not
    joined to "대기업", nor 2021 to its own first half."""
    parts: dict[tuple[str, str, bool], list[list[Figure]]] = defaultdict(list)
    for one in figures:
        lines = parts[(one.size, dated(one.cohort)[1], one.flag == "definition_varies")]
        if not lines or (one.year or 0) - (lines[-1][-1].year or 0) > 2:
            lines.append([])
        lines[-1].append(one)
    return tuple(tuple(line) for lines in parts.values() for line in lines)


def _order(some: list[Figure], asked: int) -> tuple[float, ...]:
    gap = years_apart(some[0], asked)
    mixed = len(labels.SIZES.get(some[0].size, ())) > 1
    return (mixed, gap if gap is not None else 1000, -sum(one.value for one in some), -(some[0].n or 0))


def _chart(
    metric: Metric,
    some: list[Figure],
    field: str,
    step: float,
    place: Place,
    steps: tuple[Step, ...],
    gap: float | None,
) -> BandChart:
    bars = tuple(
        sorted((_band(one.other[field], one.value, step) for one in some), key=lambda band: band.low or 0)
    )
    rest = max(0.0, round(100 - sum(band.share for band in bars), 1))
    rest = 0.0 if rest < 0.3 else rest  # rounding of the bars themselves
    return BandChart(
        metric,
        bars,
        replace(some[0], other={}),
        some[0].other.get("denominator", ""),
        rest,
        place.rung,
        steps,
        gap,
    )


def _band(text: str, share: float, step: float) -> Band:
    """ "3.3-3.59" → 3.3 up to 3.6; "~2.99" → below 3.0; "4.2~" → from 4.2; "2" → 2 up to 3."""
    found = re.fullmatch(r"([\d.]*)([-~]?)([\d.]*)", text)
    if found is None:
        raise ValueError(f"{text!r} is no band of published_figures.csv")
    low, between, high = found.groups()
    upper = high or ("" if between else low)
    return Band(
        text.replace("-", "~"),
        float(low) if low else None,
        round(float(upper) + step, 2) if upper else None,
        share,
    )
