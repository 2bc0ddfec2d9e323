"""A recording → what was said, with word times: decode, find speech, cut into windows, write down, join.

Memory stays bounded: the decoded recording (at most 58 MB), one window of 28 s, and the model. A chosen engine that
fails is replaced by faster-whisper, and the transcript says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from metajob.engines import Progress, Unavailable, silent
from metajob.errors import Cancelled, EngineUnavailable, InputError, UserError
from metajob.speech import audio, biasing
from metajob.speech.endpoint_transcriber import EndpointTranscriber
from metajob.speech.faster import FasterWhisper
from metajob.speech.model import Hints, Language, Pcm, Transcriber, Transcript, Word
from metajob.speech.openai_whisper import OpenAIWhisper
from metajob.speech.packing import Stretch, stretches
from metajob.speech.vad import Span, speech_spans

DEFAULT = FasterWhisper.id
NO_SPEECH = "말소리를 찾지 못했어요. 마이크가 켜져 있는지, 소리가 너무 작지 않은지 확인해 주세요."
NO_WORDS = "말소리는 있지만 낱말을 알아듣지 못했어요. 조금 더 크고 또렷하게 말해 주세요."
UNSURE = "알아듣기 어려웠어요. 말한 언어를 맞게 골랐는지, 소리가 또렷한지 확인하고 틀린 낱말을 고쳐 주세요."

# Mean word probability: speech of the wrong language has 0.3 to 0.4, and Whisper makes up a fluent translation;
# clear speech has 0.6 to 0.9.
_UNSURE = 0.5
_READ, _SPEECH = 0.05, 0.10  # share of the work done when the recording is read, and when speech is found


def engines() -> tuple[Transcriber, ...]:
    """All engines, the default first; `probe()` says which can be used."""
    return FasterWhisper(), OpenAIWhisper(), EndpointTranscriber()


def engine_called(name: str) -> Transcriber:
    """The engine with this id. Raises InputError that lists the ids."""
    for engine in engines():
        if engine.id == name:
            return engine
    known = ", ".join(engine.id for engine in engines())
    raise InputError(f"모르는 받아쓰기 엔진이에요: {name}", f"{known} 가운데 하나를 골라 주세요.")


def transcribe(
    data: bytes | Path,
    name: str = "",
    language: Language = "ko",
    hints: Hints = biasing.NONE,
    engine: str = DEFAULT,
    progress: Progress = silent,
) -> Transcript:
    """Write down a recording (webm, m4a, mp3, wav, …; at most 15 minutes). Its `name` is never believed.

    Without speech the text is "" and a warning says so. progress: by seconds of audio, from 0 to 1.

    Raises InputError for what is no recording, EngineUnavailable or WeightsError when not even the default engine
    can work, Cancelled when progress does.
    """
    del name  # kept for callers that log it; the bytes decide

    def reading(share: float, phrase: str) -> None:
        progress(share * _READ, phrase)

    return write_down(audio.load(data, reading), language, hints, engine, progress)


def write_down(
    recording: audio.Recording,
    language: Language = "ko",
    hints: Hints = biasing.NONE,
    engine: str = DEFAULT,
    progress: Progress = silent,
) -> Transcript:
    """`transcribe` for a recording that is decoded already (its sound may be measured as well)."""
    chosen = engine_called(engine)
    pcm = recording.pcm

    def looking(share: float, phrase: str) -> None:
        progress(_READ + share * (_SPEECH - _READ), phrase)

    spans = speech_spans(pcm, progress=looking)
    warnings = list(recording.warnings)
    words: tuple[Word, ...] = ()
    used = chosen.id
    if spans:
        words, used, notes = _with_fallback(chosen, pcm, spans, language, hints, progress)
        warnings += notes
        if not words:
            warnings.append(NO_WORDS)
        elif sum(word.probability for word in words) < _UNSURE * len(words):
            warnings.append(UNSURE)
    else:
        warnings.append(NO_SPEECH)
    progress(1.0, "다 받아썼어요")
    return Transcript(
        text=" ".join(word.text for word in words),
        words=words,
        language=language,
        seconds=recording.seconds,
        speech=spans,
        engine=used,
        warnings=tuple(warnings),
    )


def _with_fallback(
    engine: Transcriber, pcm: Pcm, spans: Sequence[Span], language: Language, hints: Hints, progress: Progress
) -> tuple[tuple[Word, ...], str, list[str]]:
    """Words, id of the engine that wrote them, warnings."""
    try:
        state = engine.probe()
        if isinstance(state, Unavailable):
            raise EngineUnavailable(state.reason, state.how_to_fix)
        return _written(engine, pcm, spans, language, hints, progress), engine.id, []
    except Cancelled:
        raise
    except UserError as error:
        if engine.id == DEFAULT:
            raise
        note = f"{engine.title} 대신 기본 엔진으로 받아썼어요. {error.message}"
    default = engine_called(DEFAULT)
    return _written(default, pcm, spans, language, hints, progress), default.id, [note]


def _written(
    engine: Transcriber, pcm: Pcm, spans: Sequence[Span], language: Language, hints: Hints, progress: Progress
) -> tuple[Word, ...]:
    """All windows, one after the other."""
    cut = stretches(pcm, spans)
    total = sum(stretch.speech for stretch in cut)
    words: list[Word] = []
    done = 0.0
    for stretch in cut:
        report = _told(progress, done / total, stretch.speech / total)
        report(0.0, "받아쓰고 있어요")
        heard = engine.transcribe(stretch.pcm(pcm), language, hints, report)
        words += _placed(stretch, heard, words[-1].end if words else 0.0)
        done += stretch.speech
    return tuple(words)


def _told(progress: Progress, start: float, share: float) -> Progress:
    def report(done: float, phrase: str) -> None:
        progress(_SPEECH + (1 - _SPEECH) * (start + share * done), phrase)

    return report


def _placed(stretch: Stretch, heard: Sequence[Word], after: float) -> list[Word]:
    """Words with times of the recording, in order."""
    placed = []
    for word in heard:
        start, end = stretch.original(word.start, word.end)
        start = max(start, after)
        after = max(end, start)
        placed.append(Word(word.text, start, after, word.probability))
    return placed
