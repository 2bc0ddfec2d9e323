"""What applicants and job seekers had, beside hired people: for the honest remark that averages hardly differ.

See docs/specs.md, "Limits". These figures are never taken for those of hired people (metajob.specs.ladder).
"""

from __future__ import annotations

from dataclasses import dataclass

from metajob.specs.ladder import OLD, find, years_apart
from metajob.specs.model import Figure, Topic, Where
from metajob.specs.published import by_metric
from metajob.specs.topics import TOPICS
from metajob.specs.words import metric_name, short_source, value, who

NOT_HIRED = ("applicant", "jobseeker", "graduating")
_GRADUATES = "employed_graduates"


@dataclass(frozen=True)
class Beside:
    """A figure of hired people with those of others of about the same time. sentence: Korean, the figures side by
    side without a judgement."""

    hired: Figure
    others: tuple[Figure, ...]
    sentence: str


def beside(topic: Topic, where: Where) -> tuple[Beside, ...]:
    """For the mean and the share of a topic: the hired people's figure that the ladder finds, and for applicants, job
    seekers and graduating students the one nearest to it in time, at most five years away. () when none is."""
    found = []
    for metric in (TOPICS[topic].mean, TOPICS[topic].share):
        hired = find(metric, where) if metric else None
        if metric is None or hired is None or hired.figure.year is None:
            continue
        others = tuple(one for group in NOT_HIRED if (one := _nearest(metric, group, int(hired.figure.year))))
        if others:
            found.append(Beside(hired.figure, others, _sentence(hired.figure, others)))
    return tuple(found)


def graduates(topic: Topic) -> str:
    """The only probability sample: graduates of 2010 in good jobs, other jobs and without a job, as one sentence; ""
    for a topic that it does not tell."""
    metrics = (TOPICS[topic].mean, TOPICS[topic].share)
    some = [
        one for metric in metrics if metric for one in by_metric()[metric] if one.population == _GRADUATES
    ]
    if not some:
        return ""
    told = ", ".join(f"{one.other['job']} {value(one)}" for one in some)
    return f"2010년 대졸자 표본조사 · {metric_name(some[0].metric)}: {told} ({some[0].publisher})"


def _nearest(metric: str, population: str, year: int) -> Figure | None:
    some = [
        (apart, one)
        for one in by_metric()[metric]
        if one.population == population and not one.other and not one.suspect
        if (apart := years_apart(one, year)) is not None and apart <= OLD
    ]
    return min(some, key=lambda each: (each[0], -(each[1].n or 0)), default=(0, None))[1]


def _sentence(hired: Figure, others: tuple[Figure, ...]) -> str:
    told = [f"{who(one)} {value(one)} ({short_source(one)})" for one in (hired, *others)]
    return f"{metric_name(hired.metric)}: {', '.join(told)}"
