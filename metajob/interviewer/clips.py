"""Text and persona to a clip: speech, viseme track, the chosen video engine and what replaces it, and the cache.

The chain: the chosen engine; when it cannot be used, fails or misses its deadline, the drawn one; when even that
fails, the portrait with the sound. The clip's `engine` and `warnings` say what happened.
"""

from __future__ import annotations

import logging
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from metajob.engines import Progress, Unavailable, silent
from metajob.errors import Cancelled, EngineUnavailable, StorageError, UserError
from metajob.interviewer import engines
from metajob.interviewer.encode import storing
from metajob.interviewer.model import FPS, PAD, SIZE, Clip, Job, PersonaId, VideoEngine
from metajob.interviewer.rest import idle, still
from metajob.interviewer.store import Entry, Store, alone, key, plain
from metajob.speech.model import Speech, VoiceEngine

__all__ = ["idle", "make", "ready", "speak", "still"]

VERSION = 1  # of what this room adds: silence at both ends, the manner of the key
_SPOKEN = 0.45  # share of the work until the speech is there
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Order:
    """What a clip is made from, but for the engine that shows it."""

    text: str
    sounds: str  # how it is pronounced: a better reading of numbers or names makes a new clip
    persona: PersonaId
    voice: VoiceEngine
    name: str  # of the voice
    speed: float

    def key(self, engine: VideoEngine, voice_engine: str = "") -> str:
        """voice_engine: who spoke, if another than the one that was asked for."""
        return key(
            engine=(engine.id, engine.version),
            persona=self.persona,
            voice=(self.voice.id, self.voice.version, self.name, voice_engine or self.voice.id),
            text=(self.text, self.sounds),
            speed=f"{self.speed:.3f}",
            picture=(FPS, SIZE, PAD, VERSION),
        )


def make(
    text: str,
    persona: PersonaId,
    *,
    voice_engine: str | VoiceEngine = "kokoro",
    voice: str | None = None,
    video_engine: str = "drawn",
    folder: Path,
    speed: float = 1.0,
    deadline: float | None = None,
    progress: Progress = silent,
) -> Clip:
    """The clip of this text, from `folder` when it was made before.

    voice_engine: an id, or an engine of the caller's (a cloned voice). voice: None for the persona's own. deadline:
    seconds the chosen video engine may take before the drawn one steps in; the drawn one itself has none.
    Raises UserError when there is no speech (an empty or too long text, no model), StorageError
    when the disk is full, Cancelled when `progress` does.
    """
    order, engine = _order(text, persona, voice_engine, voice, speed), engines.video_engine(video_engine)
    store = Store(folder)
    with alone(f"{folder}/{order.key(engine)}", progress):
        if found := _stored(store, order.key(engine)):
            return found
        speech = _speak(order, lambda share, phrase: progress(_SPOKEN * share, phrase))
        return _shown(order, engine, speech, store, deadline, progress)


def ready(
    text: str,
    persona: PersonaId,
    folder: Path,
    *,
    voice_engine: str | VoiceEngine = "kokoro",
    voice: str | None = None,
    video_engine: str = "drawn",
    speed: float = 1.0,
) -> Clip | None:
    """The clip if it is there already: a matter of a millisecond. Raises InputError as `make` does."""
    order = _order(text, persona, voice_engine, voice, speed)
    return _stored(Store(folder), order.key(engines.video_engine(video_engine)))


def speak(
    text: str,
    persona: PersonaId,
    *,
    voice_engine: str | VoiceEngine = "kokoro",
    voice: str | None = None,
    speed: float = 1.0,
    progress: Progress = silent,
) -> Speech:
    """Only the sound, in the persona's voice. Raises UserError, Cancelled."""
    return _speak(_order(text, persona, voice_engine, voice, speed), progress)


def _order(
    text: str, persona: PersonaId, voice_engine: str | VoiceEngine, voice: str | None, speed: float
) -> _Order:
    from metajob.speech import say
    from metajob.speech.korean import reading
    from metajob.speech.sentences import cut

    cut(text)  # refuses what is too long, or nothing
    engine = say.engine_named(voice_engine) if isinstance(voice_engine, str) else voice_engine
    text = plain(text)
    return _Order(
        text, reading.hangul(text), persona, engine, voice or engines.voice_for(persona, engine), speed
    )


def _speak(order: _Order, progress: Progress) -> Speech:
    """Another engine that stepped in says it again in the persona's own voice: it begins with its first one."""
    from metajob.speech import say

    said = say.speak(order.text, order.name, order.speed, order.voice, progress=progress)
    if said.engine == order.voice.id:
        return said
    own = engines.voice_for(order.persona, say.engine_named(said.engine))
    again = say.speak(order.text, own, order.speed, said.engine, progress=progress)
    return replace(again, warnings=(*said.warnings, *again.warnings))


def _shown(
    order: _Order,
    engine: VideoEngine,
    speech: Speech,
    store: Store,
    deadline: float | None,
    progress: Progress,
) -> Clip:
    """Go down the chain until there is a clip."""
    from metajob.interviewer import visemes
    from metajob.interviewer.drawn import Drawn
    from metajob.interviewer.still import Still
    from metajob.speech import wav

    track = visemes.padded(visemes.track(speech, order.text))
    warnings: tuple[str, ...] = ()
    chain = [engine, *([] if engine.id == "drawn" else [Drawn()]), Still()]
    with storing():
        temporary = tempfile.TemporaryDirectory(prefix="metajob-clip-", ignore_cleanup_errors=True)
    with temporary as place:
        sound = Path(place) / "sound.wav"
        with storing():
            wav.write(sound, _with_silence(speech), speech.rate)
        for number, one in enumerate(chain):
            name = order.key(one, speech.engine)
            found = _stored(store, name)
            if found:
                return replace(found, warnings=(*found.warnings, *warnings))
            job = Job(sound, order.text, order.persona, store.place(name), track, seed=int(name[:8], 16))
            try:
                if isinstance(state := one.probe(), Unavailable):
                    raise EngineUnavailable(state.reason, state.how_to_fix)
                clip = one.render(job, _until(deadline if number == 0 and len(chain) > 2 else None, progress))
            except (Cancelled, StorageError):
                raise
            except Exception as error:  # a question must be asked, whatever is wrong with the picture
                if number == len(chain) - 1:
                    raise
                _log.warning("%s failed", one.id, exc_info=not isinstance(error, UserError))
                warnings = (*warnings, _instead(one, chain[number + 1], error))
                continue
            own = (*speech.warnings, *clip.warnings)
            entry = Entry(
                engine=clip.engine,
                text=order.text,
                seconds=clip.seconds,
                spent=clip.spent,
                warnings=own,
                track=track,
            )
            store.keep(name, entry)
            progress(1.0, "다 됐어요.")
            return replace(clip, warnings=(*own, *warnings))
    raise AssertionError("the chain ends with a clip or an error")


def _with_silence(speech: Speech) -> np.ndarray:
    quiet = np.zeros(round(PAD * speech.rate), np.float32)
    return np.concatenate([quiet, speech.pcm, quiet])


def _instead(failed: VideoEngine, next_one: VideoEngine, error: Exception) -> str:
    why = f" {error.message}" if isinstance(error, UserError) else ""
    return f"고른 엔진을 쓰지 못했어요: {failed.title}.{why} 대신 만든 엔진: {next_one.title}."


def _until(deadline: float | None, progress: Progress) -> Progress:
    """The progress of the second half; it raises when the deadline has passed."""
    end = None if deadline is None else time.monotonic() + deadline

    def report(share: float, phrase: str) -> None:
        if end is not None and time.monotonic() > end:
            raise EngineUnavailable("정해진 시간 안에 만들지 못했어요.")
        progress(_SPOKEN + (1 - _SPOKEN) * min(share, 1.0), phrase)

    return report


def _stored(store: Store, name: str) -> Clip | None:
    entry = store.find(name)
    if entry is None:
        return None
    return Clip(store.place(name), entry.seconds, entry.engine, entry.spent, entry.warnings)
