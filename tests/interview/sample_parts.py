"""Pieces of sample interviews: words with times, voice facts, STAR parts, behaviour that fit one another."""

from __future__ import annotations

import random
from collections.abc import Sequence

from metajob.interview.model import (
    Behaviour,
    Better,
    Measure,
    Observable,
    Question,
    Remark,
    Said,
    SaidWord,
    StarFound,
    StarPart,
    Stretch,
    Track,
    VoiceFacts,
)
from metajob.text.additions import diff_pieces


def ask(id: str, text: str, topic: str, shape: str, origin: str, **more: object) -> Question:
    return Question.model_validate(
        {"id": id, "text": text, "topic": topic, "shape": shape, "origin": origin, **more}
    )


def remark(key: str, level: str, text: str, *quotes: str) -> Remark:
    return Remark.model_validate({"key": key, "level": level, "text": text, "quotes": quotes})


def spoken_words(
    text: str, begin: float, rate: float, silences: Sequence[tuple[int, float]]
) -> tuple[SaidWord, ...]:
    """The words one after another. rate: letters a second. silences: (index of a word, seconds before it)."""
    waits, at, words = dict(silences), begin, []
    for index, word in enumerate(text.split()):
        at += waits.get(index, 0.06)
        end = at + max(0.12, len(word.strip(".,")) / rate)
        words.append(SaidWord(text=word, start=round(at, 2), end=round(end, 2), probability=0.93))
        at = end
    return tuple(words)


def said(
    text: str, begin: float = 1.2, rate: float = 5.2, silences: Sequence[tuple[int, float]] = ()
) -> Said:
    """A spoken answer with its words' times."""
    words = spoken_words(text, begin, rate, silences)
    return Said(
        text=text, way="camera", words=words, seconds=round(words[-1].end + 0.8, 2), engine="whisper-small"
    )


def voice(
    answer: Said,
    fillers: tuple[str, ...] = (),
    range_db: Measure | None = None,
    per_minute: Measure | None = None,
) -> VoiceFacts:
    """Facts that fit the words: pauses are the gaps between them."""
    gaps = [
        (a.end, b.start)
        for a, b in zip(answer.words, answer.words[1:], strict=False)
        if b.start - a.end > 0.3
    ]
    begin, end = answer.words[0].start, answer.words[-1].end
    letters = sum(len(word.text.strip(".,")) for word in answer.words)
    found = tuple(word for word in answer.words if word.text in fillers)
    return VoiceFacts(
        speaking_rate=Measure(value=round(letters / (end - begin) * 60, 1)),
        start_delay=Measure(value=begin),
        silence_share=Measure(value=round(sum(b - a for a, b in gaps) / (end - begin), 3)),
        pitch_spread=Measure(value=2.4),
        loudness_range=range_db or Measure(value=9.1),
        fillers_per_minute=per_minute or Measure(value=round(len(found) / (end - begin) * 60, 1)),
        pauses=tuple(Stretch(start=a, end=b) for a, b in gaps),
        long_pauses=tuple(Stretch(start=a, end=b) for a, b in gaps if b - a > 2.5),
        fillers=found,
    )


def star(text: str, **quotes: str) -> tuple[StarFound, ...]:
    """The four parts in order. quotes: exact passages by part; a part without one was not found."""
    parts: tuple[StarPart, ...] = ("situation", "task", "action", "result")
    made = []
    for part in parts:
        quote = quotes.get(part, "")
        start = text.index(quote) if quote else 0
        made.append(StarFound(part=part, quote=quote, start=start, end=start + len(quote)))
    return tuple(made)


def spans(*pairs: tuple[float, float]) -> tuple[Stretch, ...]:
    return tuple(Stretch(start=start, end=end) for start, end in pairs)


def behaviour(
    seconds: float, away: Sequence[tuple[float, float]], touch: Sequence[tuple[float, float]], seed: int = 5
) -> Behaviour:
    """Looking away and touches as given; nods, smile and sway are made up; the last second has no face."""
    chance, step = random.Random(seed), 0.2
    times = [index * step for index in range(int(seconds / step))]

    def inside(t: float, pairs: Sequence[tuple[float, float]]) -> float:
        return float(any(a <= t < b for a, b in pairs))

    seen = [t < seconds - 1 for t in times]
    lost = ((seconds - 1, seconds),)
    yaw = [
        round(14 * inside(t, away) + chance.uniform(-3, 3), 1) if ok else None
        for t, ok in zip(times, seen, strict=True)
    ]
    smile = [
        round(0.55 * inside(t, ((2, 4.5), (11, 13))) + chance.uniform(0, 0.1), 2) if ok else None
        for t, ok in zip(times, seen, strict=True)
    ]
    lengths = [b - a for a, b in away]
    coverage = round((seconds - 1) / seconds, 3)

    def seen_as(key: str, value: float | None, unit: str, **more: object) -> Observable:
        return Observable.model_validate(
            {"key": key, "value": value, "unit": unit, "coverage": coverage, "confidence": "medium", **more}
        )

    return Behaviour(
        seconds=seconds,
        coverage=coverage,
        producer="server",
        observables=(
            seen_as("away", round(sum(lengths) / seconds, 3), "share", events=spans(*away)),
            seen_as("away_longest", round(max(lengths, default=0.0), 2), "s", events=spans(*away)),
            seen_as("away_times", len(away), "times", events=spans(*away)),
            seen_as("head_movement", 6.4, "deg_s"),
            seen_as("nods", 2.1, "per_min", confidence="low", events=spans((3.0, 3.6), (9.2, 9.9))),
            seen_as("smile", 0.17, "share", events=spans((2.0, 4.5), (11.0, 13.0))),
            seen_as("blinks", 18.5, "per_min"),
            seen_as("touches", len(touch), "times", events=spans(*touch), coverage=0.5),
            seen_as("out_of_frame", round(1 / seconds, 3), "share", confidence="high", events=spans(*lost)),
            seen_as(
                "sway",
                None,
                "width_s",
                coverage=0.0,
                confidence="low",
                why="얼굴 크기가 자주 바뀌어 셀 수 없었어요.",
            ),
        ),
        tracks=(
            Track(
                key="away",
                step=step,
                values=tuple(inside(t, away) if ok else None for t, ok in zip(times, seen, strict=True)),
            ),
            Track(key="yaw", step=step, values=tuple(yaw)),
            Track(key="smile", step=step, values=tuple(smile)),
            Track(key="hand", step=step, values=tuple(inside(t, touch) for t in times)),
            Track(key="face", step=step, values=tuple(float(ok) for ok in seen)),
        ),
        notes=("끝의 1초는 얼굴이 화면에 없었어요.",),
    )


def better(text: str, improved: str) -> Better:
    return Better(text=improved, pieces=diff_pieces(text, improved))
