"""The video engines that there are, and the voice in which a persona speaks with a voice engine."""

from __future__ import annotations

from metajob.errors import InputError
from metajob.interviewer.model import PersonaId, VideoEngine
from metajob.speech.model import VoiceEngine


def video_engines() -> tuple[VideoEngine, ...]:
    """What can be chosen; the first is the default and the one that steps in for the others."""
    from metajob.interviewer.drawn import Drawn
    from metajob.interviewer.musetalk import MuseTalk
    from metajob.interviewer.videoretalking import VideoReTalking

    return (Drawn(), VideoReTalking(), MuseTalk())


def video_engine(name: str) -> VideoEngine:
    """One of `video_engines()` by its id. Raises InputError for an unknown one."""
    found = {engine.id: engine for engine in video_engines()}
    if name not in found:
        raise InputError(f"없는 영상 엔진이에요: {name}", f"{', '.join(found)} 가운데 하나를 골라 주세요.")
    return found[name]


def voice_for(persona: PersonaId, engine: VoiceEngine) -> str:
    """The persona's own voice where the engine has it, else the engine's first one of the same sex."""
    from metajob.interviewer.rig.personas import PERSONAS

    own, voices = PERSONAS[persona].voice, engine.voices()
    if any(voice.name == own for voice in voices):
        return own
    sex = "m" if persona == "lead" else "f"
    return next((voice.name for voice in voices if voice.sex == sex), voices[0].name if voices else "")
