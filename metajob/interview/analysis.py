"""One answer → its Turn: what was said, how it sounded, what was seen, and what helps with it."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from metajob.engines import Progress, silent
from metajob.errors import InputError, UserError
from metajob.interview import model
from metajob.interview.model import AnswerWay, Behaviour, Measure, Question, Said, SaidWord, Stretch, Turn
from metajob.interview.recorded import watch
from metajob.interview.signals import Row
from metajob.speech import audio, delivery, transcribe
from metajob.speech.delivery import Delivery, Measured
from metajob.speech.model import Hints, Language, Transcript

MOST_CHARACTERS = 20_000  # of a typed answer; 15 minutes of speech are about 5 000
_SEEN, _WRITTEN, _MEASURED = 0.4, 0.85, 0.95  # shares of the work at which its parts end

Producer = Literal["server", "browser", "upload"]
_log = logging.getLogger(__name__)


def analyse(
    question: Question,
    data: bytes | Path | None = None,
    text: str | None = None,
    rows: Sequence[Row] | None = None,
    *,
    terms: Sequence[str] = (),
    language: Language = "ko",
    engine: str = transcribe.DEFAULT,
    way: AnswerWay = "camera",
    producer: Producer = "server",
    progress: Progress = silent,
) -> Turn:
    """Whatever of an answer there is: a recording, a typed text, rows of the camera; what is missing stays None.

    data: a recording of at most 15 minutes. With the way "upload" its picture is looked at as well, unless there are
    rows. text: a typed answer, instead of a recording. terms: names that may be said, which helps to hear them right.
    producer: who made `rows`. An answer without a word gets the feedback "empty".
    What was said stays when its feedback or the behaviour fails by a mistake of ours; then there is a note, or nothing.

    Raises InputError for what is no recording or is too long, EngineUnavailable or WeightsError when nothing can
    write it down, Cancelled when progress does.
    """
    said: Said | None = None
    voice: model.VoiceFacts | None = None
    recording: audio.Recording | None = None
    seconds, notes = 0.0, tuple[str, ...]()
    if text is not None:
        said = _typed(text, way)
    elif data is not None and way == "upload":
        film = watch(data, _part(progress, 0.0, _SEEN))
        recording, seconds, notes = film.recording, film.seconds, film.notes
        if not rows and film.rows:
            rows, producer = film.rows, "upload"
    elif data is not None:
        recording = audio.load(data, _part(progress, 0.0, _SEEN))
    if recording is not None:
        seconds = max(seconds, recording.seconds)
        hints = Hints(question.text, tuple(terms))
        heard = transcribe.write_down(recording, language, hints, engine, _part(progress, _SEEN, _WRITTEN))
        progress(_WRITTEN, "목소리를 재고 있어요")
        voice = voice_facts(delivery.measure(recording.pcm, audio.RATE, heard))
        said = _said(heard, way)
    progress(_MEASURED, "답변을 살펴보고 있어요")
    return Turn(
        question=question,
        said=said,
        voice=voice,
        behaviour=_behaviour(rows, seconds, producer, notes) if rows else None,
        feedback=_feedback(question, said, language) if said else None,
    )


def voice_facts(measured: Delivery) -> model.VoiceFacts:
    """What is kept of the voice's measures. The fillers' probability is the rank that `speech.fillers` gives."""
    return model.VoiceFacts(
        speaking_rate=_measure(measured.speaking_rate),
        start_delay=_measure(measured.start_delay),
        silence_share=_measure(measured.silence_share),
        pitch_spread=_measure(measured.pitch_spread),
        loudness_range=_measure(measured.loudness_range),
        fillers_per_minute=_measure(measured.fillers_per_minute),
        pauses=_stretches(measured.pauses),
        long_pauses=_stretches(measured.long_pauses),
        fillers=tuple(
            SaidWord(text=one.text, start=one.start, end=one.end, probability=one.confidence)
            for one in measured.fillers
        ),
        quiet=measured.too_quiet,
        clipped=measured.clipped,
    )


def _typed(text: str, way: AnswerWay) -> Said:
    if len(text) > MOST_CHARACTERS:
        raise InputError(
            f"답변이 너무 길어요. {MOST_CHARACTERS:,}자까지 쓸 수 있어요.", "줄여서 다시 보내 주세요."
        )
    return Said(text=text.strip(), way=way)


def _said(heard: Transcript, way: AnswerWay) -> Said:
    return Said(
        text=heard.text,
        way=way,
        words=tuple(
            SaidWord(
                text=word.text,
                start=max(word.start, 0.0),
                end=max(word.end, word.start, 0.0),
                probability=min(max(word.probability, 0.0), 1.0),
            )
            for word in heard.words
        ),
        seconds=heard.seconds,
        engine=heard.engine,
        warnings=heard.warnings,
    )


def _behaviour(
    rows: Sequence[Row], seconds: float, producer: Producer, notes: tuple[str, ...]
) -> Behaviour | None:
    from metajob.interview.behaviour import observe

    try:
        seen = observe(rows, seconds or max(row.t for row in rows), producer)
    except Exception:
        _log.exception("what was seen could not be measured")
        return None
    return seen.model_copy(update={"notes": (*seen.notes, *notes)}) if notes else seen


def _feedback(question: Question, said: Said, language: Language) -> model.Feedback:
    from metajob.interview.feedback.rules import review

    try:
        return review(question, said, language)
    except Exception as error:
        _log.exception("an answer has no feedback")
        why = error.message if isinstance(error, UserError) else "답변의 내용을 살펴보다가 문제가 생겼어요."
        return model.Feedback(verdict="answered" if said.text else "empty", notes=(why,))


def _measure(measured: Measured[float]) -> Measure:
    return Measure(value=measured.value, why=measured.why)


def _stretches(measured: Measured[tuple[tuple[float, float], ...]]) -> tuple[Stretch, ...]:
    return tuple(Stretch(start=start, end=end) for start, end in measured.value or ())


def _part(progress: Progress, start: float, end: float) -> Progress:
    def report(share: float, phrase: str) -> None:
        progress(start + (end - start) * share, phrase)

    return report
