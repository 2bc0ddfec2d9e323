"""Text to speech for the whole app: sentences one by one, joined with pauses, kept in a cache, with a fallback."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from metajob.engines import Progress, Unavailable, silent
from metajob.errors import Cancelled, EngineUnavailable, InputError, UserError
from metajob.speech import cache as kept
from metajob.speech import loudness
from metajob.speech.model import Pause, Pcm, Phone, Speech, VoiceEngine
from metajob.speech.sentences import BREATH, Piece, cut
from metajob.speech.wav import resample

SLOWEST, FASTEST = 0.5, 2.0
DEFAULT = "kokoro"

_GAPS: dict[Pause, float] = {"": 0.0, "space": 0.05, "comma": 0.15, "stop": 0.35}  # seconds at speed 1
_LOUDNESS = -20.0  # LKFS of every sentence, about that of a spoken podcast in mono
_MOST_GAIN, _PEAK = 4.0, 0.95
_FADE = 0.005  # seconds at either end of a sentence, against clicks

_log = logging.getLogger(__name__)


def engines() -> tuple[VoiceEngine, ...]:
    """All built-in voice engines, the default first; each says by `probe()` whether it can be used."""
    from metajob.speech.endpoint_voice import EndpointVoice
    from metajob.speech.kokoro import Kokoro
    from metajob.speech.xtts import Xtts

    return (Kokoro(), Xtts(), EndpointVoice())


def engine_named(name: str) -> VoiceEngine:
    """One of `engines()` by its id. Raises InputError for an unknown one."""
    found = {engine.id: engine for engine in engines()}.get(name)
    if found is None:
        raise InputError(f"없는 음성 엔진이에요: {name}")
    return found


def speak(
    text: str,
    voice: str = "",
    speed: float = 1.0,
    engine: str | VoiceEngine = DEFAULT,
    cache: Path | None = None,
    progress: Progress = silent,
) -> Speech:
    """Say a text of up to 2,000 characters.

    voice: "" for the engine's first. speed: 0.5..2. cache: folder of the caller's kept sentences, None for none.
    When the engine fails, all is said by the default one, and `Speech.warnings` tells. Raises InputError for
    nothing to say, too long a text or an unknown voice of the default engine, Cancelled when `progress` does,
    UserError when the default engine fails.
    """
    chosen = engine_named(engine) if isinstance(engine, str) else engine
    pieces = _cut(text, speed)
    try:
        return _join(list(_said(pieces, voice, speed, chosen, cache, progress)), pieces, speed)
    except Cancelled:
        raise
    except UserError as error:
        substitute, own, warning = _instead(chosen, voice, error)
        said = _join(list(_said(pieces, own, speed, substitute, cache, progress)), pieces, speed)
        return replace(said, warnings=(warning, *said.warnings))


def stream(
    text: str,
    voice: str = "",
    speed: float = 1.0,
    engine: str | VoiceEngine = DEFAULT,
    cache: Path | None = None,
    progress: Progress = silent,
) -> Iterator[Speech]:
    """The same, sentence by sentence, each with the pause that follows it: played one after another they are `speak`.

    Every part after a failure of the engine is by the default one. Raises as `speak`, at the first part.
    """
    chosen = engine_named(engine) if isinstance(engine, str) else engine
    pieces = _cut(text, speed)
    done = 0
    warning = ""
    try:
        for said in _said(pieces, voice, speed, chosen, cache, progress):
            yield _join([said], pieces[done : done + 1], speed, last=done + 1 == len(pieces))
            done += 1
        return
    except Cancelled:
        raise
    except UserError as error:
        substitute, own, warning = _instead(chosen, voice, error)
    for said in _said(pieces[done:], own, speed, substitute, cache, progress):
        part = _join([said], pieces[done : done + 1], speed, last=done + 1 == len(pieces))
        yield replace(part, warnings=(warning, *part.warnings))
        done += 1


def _cut(text: str, speed: float) -> tuple[Piece, ...]:
    if not SLOWEST <= speed <= FASTEST:
        raise InputError("말하는 빠르기가 맞지 않아요.", f"{SLOWEST}에서 {FASTEST} 사이로 정해 주세요.")
    return cut(text, round(BREATH * min(1.0, speed)))


def _instead(failed: VoiceEngine, voice: str, error: UserError) -> tuple[VoiceEngine, str, str]:
    """The default engine, its first voice of the same sex and what to tell; raises the error where it was its own."""
    if failed.id == DEFAULT:
        raise error
    _log.warning("voice engine %s failed: %s", failed.id, error)
    sexes = {one.name: one.sex for one in failed.voices()}
    default = engine_named(DEFAULT)
    own = next((one.name for one in default.voices() if one.sex == sexes.get(voice, one.sex)), "")
    return default, own, f"{failed.title}: {error.message} 기본 목소리로 대신 읽었어요."


def _said(
    pieces: tuple[Piece, ...],
    voice: str,
    speed: float,
    engine: VoiceEngine,
    cache: Path | None,
    progress: Progress,
) -> Iterator[Speech]:
    """Each piece as it is kept: levelled, faded at both ends. Raises UserError."""
    state = engine.probe()
    if isinstance(state, Unavailable):
        raise EngineUnavailable(state.reason, state.how_to_fix)
    voice = voice or next((one.name for one in engine.voices()), "")
    store = kept.SpeechCache(cache) if cache else None
    for number, piece in enumerate(pieces):

        def report(share: float, phrase: str, number: int = number) -> None:
            progress((number + share) / len(pieces), phrase)

        report(0.0, "목소리를 만들고 있어요")
        name = kept.key(engine, voice, speed, piece.text)
        if store and (found := store.get(name)):
            yield found
            continue
        said = engine.speak(piece.text, voice, speed, report)
        said = replace(said, pcm=_faded(_levelled(said.pcm, said.rate), said.rate))
        if store and not said.warnings and not store.put(name, said):
            said, store = replace(said, warnings=(kept.FULL,)), None
        yield said
    progress(1.0, "목소리를 만들었어요")


def _levelled(pcm: Pcm, rate: int) -> Pcm:
    """The same at _LOUDNESS, softer where it would clip: gated like ITU-R BS.1770-5, at 10 LU below the mean."""
    levels = loudness.momentary(pcm, rate)
    levels = levels[levels > -70.0]
    if not len(levels):
        return pcm
    power = 10 ** (levels / 10)
    loud = power[power > power.mean() / 10].mean()
    gain = min(
        10 ** ((_LOUDNESS - 10 * np.log10(loud)) / 20), _MOST_GAIN, _PEAK / max(np.abs(pcm).max(), 1e-6)
    )
    return np.asarray(pcm * gain, np.float32)


def _faded(pcm: Pcm, rate: int) -> Pcm:
    length = min(round(_FADE * rate), len(pcm) // 2)
    ramp = np.linspace(0, 1, length, endpoint=False, dtype=np.float32)
    made = pcm.copy()
    made[:length] *= ramp
    made[len(made) - length :] *= ramp[::-1]
    return made


def _join(said: list[Speech], pieces: tuple[Piece, ...], speed: float, last: bool = True) -> Speech:
    """One Speech with the pause of each piece behind it, but not behind the last one of the text."""
    rate, parts, phones, at = said[0].rate, list[Pcm](), list[Phone](), 0
    for number, (speech, piece) in enumerate(zip(said, pieces, strict=True)):
        pcm = resample(speech.pcm, speech.rate, rate)
        phones += [replace(p, start=p.start + at / rate, end=p.end + at / rate) for p in speech.phones or ()]
        parts.append(pcm)
        at += len(pcm)
        if not (last and number + 1 == len(said)):
            gap = round(_GAPS[piece.pause] / speed * rate)
            phones.append(Phone("", "pause", at / rate, (at + gap) / rate))
            parts.append(np.zeros(gap, np.float32))
            at += gap
    timed = all(speech.phones for speech in said)
    warnings = tuple(dict.fromkeys(warning for speech in said for warning in speech.warnings))
    return Speech(
        np.concatenate(parts),
        rate,
        _without_double_pauses(phones) if timed else None,
        said[0].engine,
        warnings,
    )


def _without_double_pauses(phones: list[Phone]) -> tuple[Phone, ...]:
    made: list[Phone] = []
    for phone in phones:
        if made and not made[-1].jamo and not phone.jamo:
            made[-1] = replace(made[-1], end=phone.end)
        else:
            made.append(phone)
    return tuple(made)
