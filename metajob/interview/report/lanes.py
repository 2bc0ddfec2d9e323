"""The lanes of an answer's timeline: gaze, head, smile, hands, silences, fillers and speaking rate over time."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from metajob.interview.model import Behaviour, ObservableKey, SaidWord, Stretch, Track, Turn
from metajob.speech.korean.spoken import spoken
from metajob.text.clean import clean

LaneKey = Literal["away", "head", "smile", "hand", "out_of_frame", "pauses", "fillers", "rate"]
Unit = Literal["", "deg", "share", "syl_s"]
Point = tuple[float, float | None]

RATE_WINDOW_S = 5.0
SHORT_PAUSE_S, LONG_PAUSE_S = (
    1.0,
    2.5,
)  # shorter silences are how everybody speaks; over 2.5 s as in speech.delivery
_ON = 0.5  # a track's value from here on counts as happening
_LEAST_WINDOW_S = 2.5  # of the last window; a shorter one says nothing about a rate

TITLES: dict[LaneKey, tuple[str, str]] = {
    "away": ("시선이 벗어남", "Looking away"),
    "head": ("고개 좌우", "Head turns"),
    "smile": ("미소", "Smile"),
    "hand": ("얼굴 근처의 손", "Hand near face"),
    "out_of_frame": ("화면 밖", "Out of frame"),
    "pauses": ("침묵", "Silence"),
    "fillers": ("군말", "Fillers"),
    "rate": ("말 빠르기", "Speaking rate"),
}
_SEEN: tuple[tuple[LaneKey, ObservableKey, str], ...] = (
    ("away", "away", "away"),
    ("smile", "smile", "smile"),
    ("hand", "touches", "hand"),
    ("out_of_frame", "out_of_frame", ""),
)
_NO_CAMERA = {
    "typed": "글로 답했어요.",
    "voice": "카메라 없이 답했어요.",
    "skipped": "건너뛴 질문이에요.",
}


@dataclass(frozen=True)
class Bar:
    """From start to end, seconds of the answer. strong: stands out (a long silence). label: Korean, "" for none."""

    start: float
    end: float
    label: str = ""
    strong: bool = False


@dataclass(frozen=True)
class Lane:
    """One line of the timeline. Measured if `why` is ""; else `why` says in Korean why it was not, and it is empty.

    stretches: when it happened; none in a measured lane means that it did not happen.
    points: (second, value) in `unit` in order, value None where it was not measured. unit: "deg" degrees from the
    answer's own middle, > 0 to the picture's right; "share" 0..1; "syl_s" syllables a second, at a window's start.
    """

    key: LaneKey
    title_ko: str
    title_en: str
    stretches: tuple[Bar, ...] = ()
    points: tuple[Point, ...] = ()
    unit: Unit = ""
    why: str = ""


def lanes(turn: Turn) -> list[Lane]:
    """All lanes of one answer in their fixed order, measured or not."""
    return [*_seen_lanes(turn), _pauses(turn), _fillers(turn), _rate(turn)]


def duration(turn: Turn) -> float:
    """Seconds that the timeline covers; 0 for an answer that has no time."""
    said = turn.said.seconds if turn.said else 0.0
    return max(said, turn.behaviour.seconds if turn.behaviour else 0.0)


def speaking_rates(words: Sequence[SaidWord]) -> tuple[Point, ...]:
    """(second, syllables a second) of consecutive windows of 5 s, silence included; the last may be shorter.

    Each word's syllables, with numbers and Latin letters read out, are spread evenly over its time.
    """
    timed = [(word.start, max(word.end, word.start + 0.01), _syllables(word.text)) for word in words]
    if not timed:
        return ()
    first, last = timed[0][0], max(end for _, end, _ in timed)
    found: list[Point] = []
    begin = first
    while last - begin >= min(_LEAST_WINDOW_S, last - first):
        stop = min(begin + RATE_WINDOW_S, last)
        count = sum(
            n * max(0.0, min(end, stop) - max(start, begin)) / (end - start) for start, end, n in timed
        )
        found.append((begin, count / max(0.01, stop - begin)))
        begin += RATE_WINDOW_S
        if begin >= last:
            break
    return tuple(found)


def _syllables(text: str) -> int:
    return sum("가" <= letter <= "힣" for letter in spoken(text))


def _lane(
    key: LaneKey,
    stretches: Sequence[Bar] = (),
    points: Sequence[Point] = (),
    unit: Unit = "",
    why: str = "",
) -> Lane:
    korean, english = TITLES[key]
    if why:
        return Lane(key, korean, english, why=clean(why, True))
    return Lane(key, korean, english, tuple(stretches), tuple(points), unit)


def _seen_lanes(turn: Turn) -> list[Lane]:
    """The four that come from the camera."""
    behaviour = turn.behaviour
    if behaviour is None:
        why = (
            _NO_CAMERA.get(turn.said.way, "카메라 기록이 없어요.") if turn.said else "답하지 않은 질문이에요."
        )
        return [_lane(key, why=why) for key in ("away", "head", "smile", "hand", "out_of_frame")]
    found = {key: _events(behaviour, key, name, track) for key, name, track in _SEEN}
    return [found["away"], _head(behaviour), found["smile"], found["hand"], found["out_of_frame"]]


def _events(behaviour: Behaviour, key: LaneKey, name: ObservableKey, track: str) -> Lane:
    """The observable's events; without the observable, where the track is on."""
    observable = next((each for each in behaviour.observables if each.key == name), None)
    if observable is not None and observable.value is None:
        return _lane(key, why=observable.why or _unseen(behaviour))
    if observable is not None:
        return _lane(key, _bars(observable.events))
    line = _track(behaviour, track)
    if line is None:
        return _lane(key, why=_unseen(behaviour))
    return _lane(key, _bars(_runs(line)))


def _head(behaviour: Behaviour) -> Lane:
    """How far the head was turned, against the answer's own median, with nods on top."""
    line = _track(behaviour, "yaw")
    if line is None:
        moved = next((each for each in behaviour.observables if each.key == "head_movement"), None)
        return _lane("head", why=(moved.why if moved else "") or _unseen(behaviour))
    known = sorted(value for value in line.values if value is not None)
    middle = known[len(known) // 2]
    points = [
        (index * line.step, None if value is None else value - middle)
        for index, value in enumerate(line.values)
    ]
    nods = next((each.events for each in behaviour.observables if each.key == "nods"), ())
    return _lane("head", [Bar(nod.start, nod.end, "끄덕임") for nod in nods], points, "deg")


def _pauses(turn: Turn) -> Lane:
    voice = turn.voice
    if voice is None or (voice.silence_share.value is None and not voice.pauses):
        return _lane("pauses", why=_unheard(turn, voice.silence_share.why if voice else ""))
    bars = [
        Bar(pause.start, pause.end, strong=pause.end - pause.start > LONG_PAUSE_S)
        for pause in voice.pauses
        if pause.end - pause.start >= SHORT_PAUSE_S
    ]
    return _lane("pauses", bars)


def _fillers(turn: Turn) -> Lane:
    voice = turn.voice
    if (
        voice is None or voice.fillers_per_minute.value is None
    ):  # a few that were heard all the same tell nothing
        return _lane("fillers", why=_unheard(turn, voice.fillers_per_minute.why if voice else ""))
    return _lane("fillers", [Bar(word.start, word.end, clean(word.text, True)) for word in voice.fillers])


def _rate(turn: Turn) -> Lane:
    voice, words = turn.voice, turn.said.words if turn.said else ()
    if voice is None or voice.speaking_rate.value is None or not words:
        why = voice.speaking_rate.why or "낱말마다의 시간이 없어요." if voice else ""
        return _lane("rate", why=_unheard(turn, why))
    return _lane("rate", points=speaking_rates(words), unit="syl_s")


def _unseen(behaviour: Behaviour) -> str:
    return behaviour.notes[0] if behaviour.notes else "얼굴을 볼 수 있었던 시간이 너무 짧아요."


def _unheard(turn: Turn, why: str) -> str:
    if why:
        return why
    if turn.said is None:
        return "답하지 않은 질문이에요."
    return {"typed": "글로 답했어요.", "skipped": "건너뛴 질문이에요."}.get(
        turn.said.way, "말소리를 찾지 못했어요."
    )


def _track(behaviour: Behaviour, key: str) -> Track | None:
    """The track, if anything was measured in it."""
    return next(
        (
            each
            for each in behaviour.tracks
            if each.key == key and any(value is not None for value in each.values)
        ),
        None,
    )


def _runs(line: Track) -> list[Stretch]:
    """Where the track is on."""
    found: list[Stretch] = []
    at = 0
    for on, group in itertools.groupby(line.values, lambda value: value is not None and value >= _ON):
        count = len(list(group))
        if on:
            found.append(Stretch(start=at * line.step, end=(at + count) * line.step))
        at += count
    return found


def _bars(stretches: Sequence[Stretch]) -> list[Bar]:
    return [Bar(each.start, max(each.start, each.end)) for each in stretches]
