"""What passes between the interviewer's rooms: the viseme track (JSON), persona names, jobs and finished clips."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal, Protocol, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from metajob.engines import Probe, Progress, silent

PersonaId = Literal["hr", "lead", "exec"]
Viseme = Literal["sil", "PP", "TT", "SS", "KK", "HH", "A", "EO", "O", "U", "EU", "I", "E"]
TrackSource = Literal["tts", "aligned", "audio"]

FPS = 25  # of every clip
SIZE = 640  # pixels, width and height of every clip
PAD = 0.16  # seconds of rest pose and silence at both ends of a clip, so that clips and idle loop join

Seconds = Annotated[float, Field(ge=0, allow_inf_nan=False)]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class VisemeEvent(_Frozen):
    """t, d: start and duration in seconds. v: viseme. p: the sound, a compatibility jamo. w: weight 0..1."""

    t: Seconds
    d: Seconds
    v: Viseme
    p: str = ""
    w: float = Field(default=1.0, ge=0, le=1)


class Gesture(_Frozen):
    """t: seconds. amp: 0..1."""

    t: Seconds
    type: Literal["blink", "nod", "brow"]
    amp: float = Field(default=1.0, ge=0, le=1)


class VisemeTrack(_Frozen):
    """What the mouth does and when. duration: seconds of the sound. Events are sorted and end by then, give or
    take a frame. offset_ms: where the sound begins in the clip. confidence: 0..1, how far to trust the times."""

    v: Literal[1] = 1
    lang: str = "ko-KR"
    duration: Seconds
    source: TrackSource
    confidence: float = Field(ge=0, le=1)
    audio_sha256: str = ""
    text: str = ""
    offset_ms: int = 0
    events: tuple[VisemeEvent, ...]
    gestures: tuple[Gesture, ...] = ()

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        starts = [event.t for event in self.events]
        if starts != sorted(starts):
            raise ValueError("events are not sorted")
        if self.events and max(event.t + event.d for event in self.events) > self.duration + 1 / FPS + 1e-6:
            raise ValueError("an event ends after the sound")
        return self


@dataclass(frozen=True)
class Job:
    """One clip to make. wav: mono 16-bit PCM file of the sound, PAD seconds of silence at both ends included.
    track: times of that file, None for engines that only hear. out: where the mp4 shall lie."""

    wav: Path
    text: str
    persona: PersonaId
    out: Path
    track: VisemeTrack | None = None
    seed: int = 0


@dataclass(frozen=True)
class Clip:
    """A finished mp4 (H.264 + AAC). engine: who drew it. spent: CPU or GPU wall seconds. warnings: Korean."""

    mp4: Path
    seconds: float
    engine: str
    spent: float
    warnings: tuple[str, ...] = ()


class VideoEngine(Protocol):
    """Sound to a talking face."""

    id: str
    title: str  # Korean, for the screen
    version: str  # part of the cache key
    commercial: bool  # False: the page says that it is for non-commercial use

    def probe(self) -> Probe:
        """Whether it can be used now; cheap, no GPU work, never raises."""

    def render(self, job: Job, progress: Progress = silent) -> Clip:
        """Make the clip; `job.out` appears whole or not at all. Raises UserError; `progress` may raise Cancelled."""
