"""The Korean sentences of a comparison: descriptive, each with its source; never a cause, an advice or a chance."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from metajob.specs import words
from metajob.specs.bands import speaking_shares
from metajob.specs.ladder import same_survey
from metajob.specs.model import Cell, Figure, Percentile, Topic, TopicFigures, Where
from metajob.specs.own import Own
from metajob.specs.summaries import open_end
from metajob.specs.topics import TOPICS
from metajob.specs.words import number, short_source, value
from metajob.text.particles import attach

_MORE: dict[Topic, tuple[str, str]] = {"gpa": ("높아요", "낮아요"), "toeic": ("높아요", "낮아요")}


def standing(
    topic: Topic,
    mine: Own,
    published: TopicFigures,
    side: Literal["above", "same", "below"] | None,
    percentile: Percentile | None,
    cell: Cell | None,
    where: Where,
) -> tuple[str, ...]:
    """Everything that is said of one topic, the person's own standing first."""
    lines = [
        _beside_mean(topic, mine, published, side),
        *_shares(topic, published, told=side is not None),
        *(_grades(where) if topic == "speaking" else ()),
        percentile_sentence(percentile, cell, topic) if percentile and cell else "",
    ]
    return tuple(line for line in lines if line)


def share(topic: Topic, figure: Figure) -> str:
    """ "합격자의 72.1%가 자격증을 갖고 있었어요 (잡코리아·알바몬, 2023년 상반기, 대기업, 470건)." """
    return f"{words.who(figure)}의 {value(figure)}가 {_had(topic)} ({short_source(figure)})."


def percent(share: float) -> str:
    """A share of the own rows: "45%"; with a decimal where few have it or all but few: 0% is nobody, 100% everybody."""
    told = f"{share:.0%}"
    if share in (0, 1) or told not in ("0%", "100%"):
        return told
    return f"{min(max(share, 0.001), 0.999):.1%}"


def own_share(topic: Topic, cell: Cell, share: float, answered: int) -> str:
    """The same of the own rows. share: 0..1; answered: how many told."""
    return f"{_people(cell, answered)} 가운데 {percent(share)}가 {_had(topic)}."


def percentile_sentence(percentile: Percentile, cell: Cell, topic: Topic) -> str:
    """Where one stands among the own rows' people; under ten of them only whether it is high or low."""
    holders = "" if topic == "gpa" else f"{attach(TOPICS[topic].noun, '이')} 있는 "
    people = f"{holders}{_people(cell, None)}"
    if percentile.told is None:
        told = {"above": "높은 편이에요", "below": "낮은 편이에요", "unclear": "높고 낮음을 구분할 수 없어요"}
        return f"{people} {percentile.n:,}명과 견주면 {told[percentile.side]}."
    top, low, high = (
        min(99, max(1, round(100 - 100 * one))) for one in (percentile.told, percentile.high, percentile.low)
    )
    match open_end(percentile):  # nobody nearer to an end is told apart
        case "high":
            return f"{people} 가운데 상위 {top}% 안이에요 (표본 {percentile.n:,}명)."
        case "low":
            return f"{people} 가운데 하위 {100 - top}% 안이에요 (표본 {percentile.n:,}명)."
    return f"{people} 가운데 상위 약 {top}%예요 (표본 {percentile.n:,}명, 95% 범위 {low}~{high}%)."


def _beside_mean(
    topic: Topic, mine: Own, published: TopicFigures, side: Literal["above", "same", "below"] | None
) -> str:
    if published.mean is None:
        return ""
    figure = published.mean.figure
    name = f"토익 점수가 있는 {words.who(figure)}의 평균" if topic == "toeic" else words.mean_name(figure)
    mean, source = f"{name}({value(figure)})", f"({short_source(figure)})"
    if topic == "gpa" and mine.text and mine.value is None:
        spread = ""
        if mine.low is not None and mine.high is not None:
            spread = f" 공개된 환산표로는 4.5 기준 {_between(mine.low, mine.high)}이에요."
        return (
            "100점 만점은 학교마다 환산표가 달라 한 값으로 바꾸지 않아요."
            f"{spread} {attach(name, '은')} {value(figure)}이에요 {source}."
        )
    if not mine.value:
        return "" if topic == "toeic" else f"{attach(name, '은')} {_is(value(figure))} {source}."
    converted = ""
    if mine.low is not None and mine.high is not None:
        converted = f"4.5 기준으로 바꾸면 {_between(mine.low, mine.high)}이고, "
    if side is None:
        return f"{converted}환산 방법에 따라 {attach(mean, '와')} 견준 높낮이가 달라져요 {source}."
    if side == "same":
        return f"{converted}{attach(mean, '와')} 같아요 {source}."
    more = _MORE.get(topic, ("많아요", "적어요"))[side == "below"]
    if converted:
        return f"{converted}{mean}보다 {more} {source}."
    apart = number(abs(mine.value - figure.value)) + TOPICS[topic].unit
    return f"{mean}보다 {apart} {more} {source}."


def _shares(topic: Topic, published: TopicFigures, told: bool) -> tuple[str, ...]:
    """The share of holders; a TOEIC mean is never told without it when one is known.

    told: the mean has been said already."""
    if published.share is None:
        return ()
    held = published.share.figure
    mean = published.mean.figure if published.mean else None
    if topic == "toeic" and mean is not None:
        if same_survey(held, mean):
            return (
                f"토익은 {words.who(held)}의 {value(held)}가 갖고 있었고, "
                f"가진 사람의 평균은 {_is(value(mean))} ({short_source(held)}).",
            )
        if told:
            return (share(topic, held),)
        line = f"토익 점수가 있는 {words.who(mean)}의 평균은 {_is(value(mean))} ({short_source(mean)})."
        return share(topic, held), line
    return (share(topic, held),)


def _grades(where: Where) -> tuple[str, ...]:
    """The most common published grade of each speaking test. Grades are never turned into points of another test."""
    most: dict[str, Figure] = {}
    for figure in speaking_shares(where):
        if figure.metric not in most or figure.value > most[figure.metric].value:
            most[figure.metric] = figure
    lines = []
    for figure in most.values():
        grade = figure.other.get("grade") or f"레벨 {figure.other['level'].replace('(구)', '')}"
        test = "OPIc" if figure.metric.startswith("opic") else "토익스피킹(2022년 6월 이전)"
        lines.append(
            f"{test} 성적이 있는 {words.who(figure)}의 {value(figure)}는 {_is(grade)} "
            f"({short_source(replace(figure, other={}))})."
        )
    return tuple(lines)


def _had(topic: Topic) -> str:
    noun = TOPICS[topic].noun
    if noun.endswith("경험"):
        return f"{noun}이 있었어요"
    return f"{attach(noun, '을')} 갖고 있었어요"


def _people(cell: Cell, count: int | None) -> str:
    whose = "시연용 가상 자료" if cell.kind == "demo" else "이 앱에 등록된 합격자"
    return f"{whose}({cell.steps[-1].label})" + (f" {count:,}명" if count is not None else "")


def _between(low: float, high: float) -> str:
    return "~".join(dict.fromkeys((number(low), number(high)))) + "점"


def _is(amount: str) -> str:
    return attach(amount, "이에요")
