"""What could be seen in one answer: observables against the person's own first seconds, with how sure each is.

Describes movement only: no emotion, no trait, no score. What could not be seen is None with the reason. How each is
measured and what research says about it: `research.py`; how well it is measured: docs/behaviour.md.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from metajob.interview import hands, lids, looking, moving, picture
from metajob.interview.baseline import Baseline, baseline
from metajob.interview.events import Span, latched, length, spans, stretches
from metajob.interview.model import Behaviour, Observable, ObservableKey
from metajob.interview.series import Series, series
from metajob.interview.signals import Row
from metajob.interview.tracks import tracks

Producer = Literal["server", "browser", "upload", "rows"]
Unit = Literal["share", "s", "times", "per_min", "deg_s", "width_s"]
Confidence = Literal["low", "medium", "high"]

LEAST_S = 5.0  # s seen; less is too little to count by the minute
COVERED, COVERED_NODS, COVERED_WELL = 0.6, 0.9, 0.9  # share of the answer
LEAST_FPS, GOOD_FPS = 2.0, 4.0
SMILE, SMILE_LEFT, SMILE_ROOM = (
    0.25,
    0.15,
    0.65,
)  # above the own baseline; a baseline higher than that leaves no room
SHORTEST_SMILE, SHORTEST_LOSS = 0.4, 0.6  # s
SHIFTED = 0.7  # share away from which the baseline itself is in doubt

NOTHING = "카메라로 본 기록이 없어요."
TOO_SHORT = "살펴본 시간이 5초보다 짧아요."
SELDOM = "화면이 너무 띄엄띄엄 들어왔어요."
UNSEEN = "얼굴이 보인 시간이 답변의 {share}%뿐이에요."
NO_BASELINE = "처음 10초 안에 기준으로 삼을 만큼 얼굴이 보이지 않았어요."
UNSEEN_NODS = "끄덕임은 얼굴이 90% 이상 보여야 셀 수 있는데, {share}%만 보였어요."
SLOW_FOR_BLINKS = "깜빡임을 세려면 1초에 10장은 봐야 하는데, {fps}장을 봤어요."
NO_ROOM = "처음부터 입꼬리가 올라가 있어서 더 올라간 때를 가를 수 없었어요."
NO_HANDS = "손을 충분히 살펴보지 못했어요."
STILL = "화면이 움직이지 않아서 살펴볼 수 없었어요."
SHIFTED_NOTE = (
    "대부분의 시간이 처음 3초와 다른 방향이었어요. 자세를 바꾸셨다면 ‘다른 곳을 본 시간’은 참고만 해 주세요."
)


@dataclass(frozen=True, slots=True)
class _Seen:
    """What all observables share."""

    rows: Series
    own: Baseline | None
    away: list[Span]
    coverage: float
    still: bool


def observe(rows: Sequence[Row], seconds: float, producer: Producer = "server") -> Behaviour:
    """Everything that the rows of one answer show. rows: in any order, may be empty or stop early. seconds: length of
    the answer, counted from the same moment as `Row.t`."""
    length_s = max(0.0, seconds)
    data = series(rows, length_s)
    if not len(data) or length_s == 0:
        return Behaviour(seconds=length_s, coverage=0.0, producer=producer, observables=_none(NOTHING))
    own = baseline(data)
    away = looking.away_spans(data, own) if own else []
    seen = _Seen(data, own, away, data.share(data.one), picture.still(data))
    said = picture.notes(data)
    if own and not seen.still and length(away) > SHIFTED * data.time(data.one):
        said = (*said, SHIFTED_NOTE)
    return Behaviour(
        seconds=length_s,
        coverage=seen.coverage,
        producer=producer,
        observables=tuple(make(seen) for make in _MAKERS),
        tracks=tracks(data, own, away),
        notes=said,
    )


def _none(why: str) -> tuple[Observable, ...]:
    return tuple(Observable(key=key, value=None, unit=unit, why=why) for key, unit in UNITS.items())


UNITS: dict[ObservableKey, Unit] = {
    "away": "share",
    "away_longest": "s",
    "away_times": "times",
    "head_movement": "deg_s",
    "nods": "per_min",
    "smile": "share",
    "blinks": "per_min",
    "touches": "times",
    "out_of_frame": "s",
    "sway": "width_s",
}


def _reason(seen: _Seen, coverage: float) -> str:
    """Why nothing about the face can be said, "" when something can."""
    if seen.still:
        return STILL
    if coverage < COVERED:
        return UNSEEN.format(share=round(100 * coverage))
    if seen.rows.time(seen.rows.one) < LEAST_S:
        return TOO_SHORT
    return SELDOM if seen.rows.fps < LEAST_FPS else ""


def _sure(seen: _Seen, coverage: float) -> Confidence:
    """By how much was seen, how often, how large and in what light."""
    rows = seen.rows
    if coverage < 0.75 or rows.fps < 3 or picture.small(rows) or picture.dark(rows):
        return "low"
    return "high" if coverage >= COVERED_WELL and rows.fps >= GOOD_FPS else "medium"


def _made(
    seen: _Seen,
    key: ObservableKey,
    value: float,
    events: Sequence[Span],
    why: str,
    coverage: float | None = None,
) -> Observable:
    covered = seen.coverage if coverage is None else coverage
    why = why or _reason(seen, covered)
    return Observable(
        key=key,
        value=None if why else round(value, 3),
        unit=UNITS[key],
        coverage=round(covered, 3),
        confidence="low" if why else _sure(seen, covered),
        why=why,
        events=() if why else stretches(events),
    )


def _away(seen: _Seen) -> Observable:
    lost = sum(seen.rows.time(~seen.rows.one & (seen.rows.t > a) & (seen.rows.t < b)) for a, b in seen.away)
    watched = max(seen.rows.time(seen.rows.one) + lost, 1e-9)
    found = _made(seen, "away", min(1.0, length(seen.away) / watched), seen.away, _unbased(seen))
    doubtful = found.value is not None and found.value > SHIFTED
    return found.model_copy(update={"confidence": "low"}) if doubtful else found


def _away_longest(seen: _Seen) -> Observable:
    longest = sorted(seen.away, key=lambda span: span[0] - span[1])[:1]
    return _made(seen, "away_longest", length(longest), longest, _unbased(seen))


def _away_times(seen: _Seen) -> Observable:
    return _made(seen, "away_times", len(seen.away), seen.away, _unbased(seen))


def _unbased(seen: _Seen) -> str:
    return _reason(seen, seen.coverage) or ("" if seen.own else NO_BASELINE)


def _head_movement(seen: _Seen) -> Observable:
    return _made(seen, "head_movement", moving.head_speed(seen.rows)[0], (), "")


def _nods(seen: _Seen) -> Observable:
    clear = seen.rows.only(~hands.covered(seen.rows))  # a hand shifts the landmarks
    found = moving.nods(clear)
    why = _reason(seen, seen.coverage)
    if not why and seen.coverage < COVERED_NODS:
        why = UNSEEN_NODS.format(share=round(100 * seen.coverage))
    return _made(seen, "nods", _per_minute(seen, len(found)), found, why)


def _smile(seen: _Seen) -> Observable:
    why = _unbased(seen)
    if why or seen.own is None:
        return _made(seen, "smile", 0.0, (), why)
    rows = seen.rows.only(seen.rows.one & ~hands.covered(seen.rows))
    up = latched(rows["smile"] - seen.own.smile, SMILE, SMILE_LEFT)
    found = spans(up, *rows.held, SHORTEST_SMILE, SHORTEST_SMILE)
    share = min(1.0, length(found) / max(seen.rows.time(seen.rows.one), 1e-9))
    return _made(seen, "smile", share, found, NO_ROOM if seen.own.smile > SMILE_ROOM else "")


def _blinks(seen: _Seen) -> Observable:
    why = _reason(seen, seen.coverage)
    if not why and seen.rows.fps < lids.LEAST_FPS:
        why = SLOW_FOR_BLINKS.format(fps=round(seen.rows.fps))
    found = [] if why else lids.blinks(seen.rows)
    return _made(seen, "blinks", _per_minute(seen, len(found)), found, why)


def _per_minute(seen: _Seen, count: int) -> float:
    return 60 * count / max(seen.rows.time(seen.rows.one), 1e-9)


def _touches(seen: _Seen) -> Observable:
    coverage = hands.coverage(seen.rows)
    found = hands.at_face(seen.rows)
    why = STILL if seen.still else NO_HANDS if coverage < COVERED else ""
    return _made(seen, "touches", len(found), found, why, coverage)


def _out_of_frame(seen: _Seen) -> Observable:
    rows = seen.rows
    coverage = rows.share(np.ones(len(rows), np.bool_))
    found = spans(rows.faces == 0, *rows.held, 0.0, SHORTEST_LOSS)
    why = ""
    if coverage < COVERED:
        why = f"카메라 화면이 온 시간이 답변의 {round(100 * coverage)}%뿐이에요."
    elif rows.fps < LEAST_FPS:
        why = SELDOM
    return Observable(
        key="out_of_frame",
        value=None if why else round(length(found), 3),
        unit="s",
        coverage=round(coverage, 3),
        confidence="low" if why or picture.dark(rows) else "high" if coverage >= COVERED_WELL else "medium",
        why=why,
        events=() if why else stretches(found),
    )


def _sway(seen: _Seen) -> Observable:
    return _made(seen, "sway", moving.sway_speed(seen.rows)[0], (), "")


_MAKERS: tuple[Callable[[_Seen], Observable], ...] = (
    _away, _away_longest, _away_times, _head_movement, _nods, _smile, _blinks, _touches, _out_of_frame, _sway,
)  # fmt: skip
