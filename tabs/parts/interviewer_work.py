"""The heavy work of the interviewer's tab as plain functions for the worker pool: speak, listen, write down."""

from __future__ import annotations

import contextlib
import logging
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from metajob.engines import Probe, Progress, silent
from metajob.errors import UserError
from metajob.interviewer.model import PersonaId
from metajob.speech.model import Language

if TYPE_CHECKING:
    from metajob.interviewer.model import Clip
    from metajob.speech.delivery import Delivery
    from metajob.speech.model import Transcript
    from metajob.speech.voice_sample import Sample
    from tabs.parts.interviewer_wish import Wish
    from tabs.parts.visitor import Visitor

T = TypeVar("T")
OWN = "xtts"  # the voice engine that speaks with the visitor's sample
_log = logging.getLogger(__name__)


class Offer(NamedTuple):
    """An engine as the page shows it. title: Korean. host: where text or sound is sent, "" for nowhere."""

    id: str
    title: str
    probe: Probe
    commercial: bool = True
    host: str = ""


def _offer(engine: Any) -> Offer:
    return Offer(
        engine.id,
        engine.title,
        engine.probe(),
        getattr(engine, "commercial", True),
        getattr(engine, "host", ""),
    )


def voice_engines(own: bool = False) -> list[Offer]:
    """Every voice engine, the default first. own: the visitor has given a sample. Cheap."""
    from metajob.speech import say

    offers = [_offer(engine) for engine in say.engines()]
    return [one._replace(probe=cloning()) if own and one.id == OWN else one for one in offers]


def video_engines() -> list[Offer]:
    """Every video engine, the default first. Cheap."""
    from metajob.interviewer import engines

    return [_offer(engine) for engine in engines.video_engines()]


def transcribers() -> list[Offer]:
    """Every transcription engine, the default first. Cheap."""
    from metajob.speech import transcribe

    return [_offer(engine) for engine in transcribe.engines()]


def cloning() -> Probe:
    """Whether a voice can be cloned here as soon as there is a sample. Cheap."""
    import numpy as np

    from metajob.speech.voice_sample import Sample
    from metajob.speech.xtts import Xtts

    return Xtts([Sample(np.zeros(1, np.float32), 16_000, "", True)]).probe()


def within(visitor: Visitor, fn: Callable[..., T], *args: Any, progress: Progress = silent) -> T:
    """`fn(*args, progress)`; what it writes for somebody who leaves meanwhile goes with him."""
    try:
        return fn(*args, progress=progress)
    finally:
        if visitor.gone:
            shutil.rmtree(visitor.folder, ignore_errors=True)
            with contextlib.suppress(OSError):
                visitor.folder.parent.rmdir()  # only when nobody else has files


def idle(key: PersonaId, video: str, folder: Path, progress: Progress = silent) -> Path:
    """The listening loop, as a file in the visitor's folder. Made once for everybody in the cache."""
    from metajob.files import write_whole
    from metajob.interviewer import prepare, rest

    made = rest.idle(key, prepare.folder(), progress=progress, video_engine=video)
    own = folder / "idle" / f"{key}-{made.name}"
    if not own.exists():
        own.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_whole(own, made.read_bytes())
    return own


def speak(wish: Wish, folder: Path, progress: Progress = silent) -> Clip:
    """The sentence as a clip in the visitor's folder. Raises UserError."""
    from metajob.interviewer import clips

    voice: Any = wish.voice
    if voice == OWN:
        from metajob.speech.xtts import Xtts

        voice = Xtts(samples(folder))
    return clips.make(
        wish.text,
        wish.persona,
        voice_engine=voice,
        video_engine=wish.video,
        folder=folder / ("own-clips" if wish.voice == OWN else "clips"),
        speed=wish.speed,
        progress=progress,
    )


def samples(folder: Path) -> list[Sample]:
    """The sample that this visitor has given and confirmed; at most one."""
    from metajob.speech import voice_sample

    kept = sorted((folder / "own").glob("*.wav"))
    return [voice_sample.kept(path, title="내 목소리", confirmed=True) for path in kept[:1]]


def has_sample(folder: Path) -> bool:
    """Whether `samples` finds one."""
    return any((folder / "own").glob("*.wav"))


def take_sample(data: bytes, confirmed: bool, folder: Path, progress: Progress = silent) -> float:
    """Keep a recording as the voice to clone, in the place of an earlier one; its seconds. Raises InputError."""
    from metajob.speech import audio, vad, voice_sample

    recording = audio.load(data, lambda share, phrase: progress(0.5 * share, phrase))
    progress(0.5, "목소리를 살펴보고 있어요")
    spans = vad.speech_spans(recording.pcm)
    sample = voice_sample.take(recording.pcm, audio.RATE, spans, title="내 목소리", confirmed=confirmed)
    forget(folder)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    voice_sample.keep(sample, folder / "own")
    return len(sample.pcm) / sample.rate


def forget(folder: Path) -> None:
    """Delete the sample and everything that was said with it."""
    for name in ("own", "own-clips"):
        shutil.rmtree(folder / name, ignore_errors=True)


def write_down(
    data: bytes, language: Language, engine: str, progress: Progress = silent
) -> tuple[Transcript, Delivery]:
    """What was said, and how. Raises InputError for what is no recording."""
    from metajob.speech import audio, delivery, transcribe

    recording = audio.load(data, lambda share, phrase: progress(0.05 * share, phrase))
    transcript = transcribe.write_down(recording, language, engine=engine, progress=progress)
    return transcript, delivery.measure(recording.pcm, audio.RATE, transcript)


def warm_up() -> None:
    """Make what is always needed: greetings, bridges, listening loops. Whatever fails is told at its use."""
    from metajob.interviewer import prepare

    try:
        prepare.warm()
    except UserError as error:
        _log.warning("the interviewers are not prepared: %s", error)
    except Exception:
        _log.exception("the interviewers are not prepared")
