"""The ladder of fallbacks: the published figure for a place, or for the next more general place that has one.

company → industry → role → size → all; within a rung the nearest year. Nothing is averaged or interpolated. The rules
of choice are told in docs/specs.md, "The ladder".
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from metajob.specs import labels
from metajob.specs.model import Figure, Found, Rung, Step, Topic, TopicFigures, Where
from metajob.specs.published import HIRED, by_metric, dated, primary
from metajob.specs.taxonomy import SIZE_KO, industries, roles
from metajob.specs.topics import TOPICS

OLD = 5  # years: from here on a figure is called old, and a much nearer one of a more general place is shown beside it
PEOPLE_FIRST = 2  # years within which people's own figures go before those that employers told

# A figure among these is still the metric's own, not a part of it.
_NATURAL = {"toeic_speaking_mean_level": "토스 보유자", "toeic_band_pct": "토익 보유자"}


class Place(NamedTuple):
    """A rung with the place that it stands for."""

    rung: Rung
    label: str
    where: Where


def places(where: Where) -> tuple[Place, ...]:
    """The rungs of a place, the most special first. Where no size is asked for, the large companies come after all:
    for some things they alone have been surveyed."""
    company, role = where.company.strip()[:40], roles().get(where.role or "")
    industry = industries().get(where.industry or "")
    found: list[Place] = []
    first: tuple[tuple[Rung, Rung, str], ...] = (
        ("company_role", "company", company),
        ("industry_role", "industry", industry.name_ko if industry else ""),
    )
    for with_role, rung, name in first:
        if name and role:
            found.append(Place(with_role, f"{name} · {role.name_ko}", where))
        if name:
            found.append(Place(rung, name, where))
    if role:
        found.append(Place("role", role.name_ko, where))
    if where.size:
        found.append(Place("size", SIZE_KO[where.size], where))
    found.append(Place("all", "전체", where))
    if not where.size:
        found.append(Place("size", SIZE_KO["large"], replace(where, size="large")))
    return tuple(found)


def find(metric: str, where: Where, flagged: bool = False) -> Found | None:
    """The figure of the first rung that has one. metric: a published one, e.g. "gpa_mean". None: no rung has any.

    flagged: also those that are marked as doubtful.
    """
    asked = _asked(metric, where)
    steps: list[Step] = []
    rungs = places(where)
    for position, place in enumerate(rungs):
        best = next(iter(ranked(metric, place, asked, flagged)), None)
        steps.append(Step(place.rung, place.label, best is not None))
        if best is not None:
            gap = years_apart(best, where.year) if where.year else None
            newer = _newer(metric, best, rungs[position + 1 :], asked, flagged)
            return Found(best, place.rung, tuple(steps), gap, newer)
    return None


def topic(name: Topic, where: Where, flagged: bool = False) -> TopicFigures:
    """Mean and share of a topic. The share of those with a TOEIC score comes from the survey of the mean if it can:
    that mean is one of holders only."""
    info = TOPICS[name]
    mean = find(info.mean, where, flagged) if info.mean else None
    share = find(info.share, where, flagged) if info.share else None
    if name == "toeic" and mean is not None and info.share:
        partner = next(
            (
                one
                for one in by_metric()[info.share]
                if usable(one, flagged) and same_survey(one, mean.figure)
            ),
            None,
        )
        share = replace(mean, figure=partner, newer=None) if partner else share
    return TopicFigures(name, mean, share)


def alternatives(metric: str, where: Where, flagged: bool = False) -> tuple[Figure, ...]:
    """The other figures of the rung that `find` takes, the next best first: other years, other publishers."""
    asked = _asked(metric, where)
    for place in places(where):
        some = ranked(metric, place, asked, flagged)
        if some:
            return some[1:]
    return ()


def ranked(metric: str, place: Place, asked: int, flagged: bool) -> tuple[Figure, ...]:
    """The figures that are about exactly this place, best first."""
    some = [one for one in by_metric().get(metric, ()) if usable(one, flagged) and fits(one, place)]
    return tuple(sorted(some, key=lambda one: _order(one, asked)))


def usable(figure: Figure, flagged: bool = False) -> bool:
    """Whether a figure is about hired people as a whole: not of one sex, major, band, grade or other part."""
    rest = {
        key: value
        for key, value in figure.other.items()
        if not (key == "denominator" and value == _NATURAL.get(figure.metric))
    }
    return figure.population in HIRED and not rest and (flagged or not figure.suspect)


def fits(figure: Figure, place: Place) -> bool:
    """Whether the figure's limits are those of the rung, no fewer and no more."""
    rung, where = place.rung, place.where
    if figure.company in labels.LEFT_OUT:
        return False
    if rung.startswith("company"):
        if labels.company_key(figure.company) != labels.company_key(where.company) or not figure.company:
            return False
    elif figure.company:
        return False
    if rung.startswith("industry") != bool(figure.industry) or rung.endswith("role") != bool(figure.role):
        return False
    if figure.industry and labels.INDUSTRIES.get(figure.industry) != where.industry:
        return False
    if figure.role and where.role not in labels.ROLES.get(figure.role, ()):
        return False
    if rung.startswith("company"):
        return True
    sizes = labels.SIZES.get(figure.size, ())
    if rung == "size":
        return where.size in sizes
    whole = figure.size in labels.WHOLE
    return whole if rung == "all" else whole or not where.size or where.size in sizes


def same_survey(one: Figure, other: Figure) -> bool:
    """Whether two figures are about the same people."""
    fields = ("publisher", "cohort", "population", "size", "company", "industry", "role", "n")
    return all(getattr(one, field) == getattr(other, field) for field in fields) and one.other == other.other


def years_apart(figure: Figure, year: int) -> float | None:
    """Calendar years between; from the middle of a cohort of several years; None when the cohort is not dated."""
    middle, period = dated(figure.cohort)
    if middle is None:
        return None
    return abs(year - middle) if period == "years" else float(abs(year - int(middle)))


def _asked(metric: str, where: Where) -> int:
    """The year to be near to: without one the newest that is published."""
    known = [one.year for one in by_metric().get(metric, ()) if one.year and one.population in HIRED]
    return where.year or int(max(known, default=0))


def _order(figure: Figure, asked: int) -> tuple[object, ...]:
    """Smaller is better: words of one size, dated, within two years people before employers' answers, then the
    nearest year, a whole year, more people, the publisher's own page, published later."""
    gap = years_apart(figure, asked)
    told_by = HIRED.index(figure.population)
    when: tuple[float, ...] = (2, told_by, 0)
    if gap is not None:
        when = (0, told_by, gap) if gap <= PEOPLE_FIRST else (1, gap, told_by)
    return (
        not figure.company and len(labels.SIZES.get(figure.size, ())) > 1,
        when,
        ("year", "half", "years", "unknown").index(dated(figure.cohort)[1]),
        -(figure.n or 0),
        not primary(figure.url),
        tuple(-ord(letter) for letter in figure.published.ljust(10)),
        figure.url,
    )


def _newer(
    metric: str, best: Figure, more_general: tuple[Place, ...], asked: int, flagged: bool
) -> Figure | None:
    """A figure at most half as far from the year asked for as an old one (or at most OLD years, if that has none)."""
    gap = years_apart(best, asked)
    if gap is not None and gap <= OLD:
        return None
    for place in more_general:
        for one in ranked(metric, place, asked, flagged)[:1]:
            apart = years_apart(one, asked)
            if apart is not None and apart <= (OLD if gap is None else gap / 2):
                return one
    return None
