"""Progress: single measured values of an interview beside those of the same person's earlier ones. Never a total."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from metajob.interview.keeping import was_answered
from metajob.interview.model import Interview, Measure, Turn, VoiceFacts

ProgressKey = Literal[
    "answered", "on_topic", "star", "seconds", "speaking_rate", "fillers", "long_pauses", "away"
]
MOST = 5  # earlier values of one row

Pair = tuple[float, float]  # value, weight


@dataclass(frozen=True)
class ProgressRow:
    """One value now and before. None: not measured. before: (created, value), the most alike interview first.

    answered: share of the questions that were answered. on_topic: share of the answers that were about the question.
    star: STAR parts found in an answer about an experience, 0..4. seconds: of a spoken answer. speaking_rate: syllables
    a minute. fillers: a minute. long_pauses: over 2.5 s, in an answer. away: share of the time in sight.
    The last six are means over the answers; rates and away weigh longer answers more.
    """

    key: ProgressKey
    now: float | None
    before: tuple[tuple[str, float], ...] = ()


def progress(now: Interview, earlier: Sequence[Interview]) -> list[ProgressRow]:
    """One row a value, in the order of ProgressKey; rows that were never measured are left out.

    Earlier interviews: of the same strictness and job family first, then of the same strictness, of the same family,
    the rest; newest first among equals, at most MOST. Later ones and `now` itself do not count.
    """
    at = _moment(now)
    older = [one for one in earlier if one.id != now.id and _moment(one) < at]
    older.sort(key=lambda one: (_alike(now, one), _moment(one)), reverse=True)
    rows = []
    for key, measure in _MEASURES.items():
        values = [(one.created, value) for one in older if (value := measure(one)) is not None]
        row = ProgressRow(key, measure(now), tuple(values[:MOST]))
        if row.now is not None or row.before:
            rows.append(row)
    return rows


def _alike(one: Interview, two: Interview) -> tuple[bool, bool]:
    return one.plan.strictness == two.plan.strictness, one.plan.family == two.plan.family


def _moment(interview: Interview) -> datetime:
    """When it was; long ago when that cannot be read."""
    try:
        moment = datetime.fromisoformat(interview.created)
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _mean(pairs: Iterable[Pair]) -> float | None:
    found = [(value, weight) for value, weight in pairs if weight > 0]
    whole = sum(weight for _, weight in found)
    return sum(value * weight for value, weight in found) / whole if found else None


def _answers(interview: Interview) -> list[Turn]:
    return [turn for turn in interview.turns if was_answered(turn)]


def _answered(interview: Interview) -> float | None:
    return _mean((float(was_answered(turn)), 1.0) for turn in interview.turns)


def _on_topic(interview: Interview) -> float | None:
    judged = [turn.feedback for turn in _answers(interview) if turn.feedback is not None]
    return _mean((float(feedback.verdict != "off_topic"), 1.0) for feedback in judged)


def _star(interview: Interview) -> float | None:
    found = [turn.feedback.star for turn in _answers(interview) if turn.feedback and turn.feedback.star]
    return _mean((float(sum(bool(part.quote) for part in star)), 1.0) for star in found)


def _seconds(interview: Interview) -> float | None:
    return _mean((length, 1.0) for turn in _answers(interview) if (length := _length(turn)) > 0)


def _length(turn: Turn) -> float:
    return turn.said.seconds if turn.said else 0.0


def _voice(pick: Callable[[VoiceFacts], Measure]) -> Callable[[Interview], float | None]:
    """A rate, weighed by how long each answer was."""

    def measure(interview: Interview) -> float | None:
        told = [(pick(turn.voice).value, _length(turn)) for turn in _answers(interview) if turn.voice]
        return _mean((value, length) for value, length in told if value is not None)

    return measure


def _long_pauses(interview: Interview) -> float | None:
    return _mean((float(len(turn.voice.long_pauses)), 1.0) for turn in _answers(interview) if turn.voice)


def _away(interview: Interview) -> float | None:
    seen = [
        (found.value, turn.behaviour.seconds * found.coverage)
        for turn in _answers(interview)
        if turn.behaviour
        for found in turn.behaviour.observables
        if found.key == "away"
    ]
    return _mean((value, weight) for value, weight in seen if value is not None)


_MEASURES: dict[ProgressKey, Callable[[Interview], float | None]] = {
    "answered": _answered,
    "on_topic": _on_topic,
    "star": _star,
    "seconds": _seconds,
    "speaking_rate": _voice(lambda voice: voice.speaking_rate),
    "fillers": _voice(lambda voice: voice.fillers_per_minute),
    "long_pauses": _long_pauses,
    "away": _away,
}
