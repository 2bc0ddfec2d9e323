"""What speech engines take and give: Speech with its phones, Transcript with its words, the two engine protocols."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from metajob.engines import Probe, Progress, silent

Pcm = NDArray[np.float32]  # (samples,), mono, -1..1
Language = Literal["ko", "en"]
Role = Literal["onset", "vowel", "coda", "pause"]
Pause = Literal["", "space", "comma", "stop"]


@dataclass(frozen=True)
class Syllable:
    """One spoken syllable after all pronunciation rules, in compatibility jamo.

    onset: "" for a syllable that begins with its vowel. coda: one of ㄱㄴㄷㄹㅁㅂㅇ or "".
    pause: what follows it in the text. start, end: offsets of the written text it was read from.
    """

    onset: str
    vowel: str
    coda: str
    pause: Pause = ""
    start: int = 0
    end: int = 0


@dataclass(frozen=True)
class Phone:
    """One sound with its time. jamo: compatibility jamo, "" for a pause. start, end: seconds."""

    jamo: str
    role: Role
    start: float
    end: float


@dataclass(frozen=True)
class Speech:
    """Spoken text. pcm: mono float32, -1..1. rate: Hz. phones: sorted, without gaps, or None where unknown."""

    pcm: Pcm
    rate: int
    phones: tuple[Phone, ...] | None
    engine: str
    warnings: tuple[str, ...] = ()

    @property
    def seconds(self) -> float:
        """Length of the sound."""
        return len(self.pcm) / self.rate


@dataclass(frozen=True)
class Voice:
    """One voice of an engine. name: the engine's own key, not for the screen. title: Korean, for the screen."""

    name: str
    title: str
    sex: Literal["f", "m"]


class VoiceEngine(Protocol):
    """Text to speech."""

    id: str
    title: str  # Korean, for the screen
    version: str  # part of the cache key: change it when the same text sounds different

    def probe(self) -> Probe:
        """Whether it can be used now; cheap, never raises."""

    def voices(self) -> tuple[Voice, ...]:
        """What can be chosen; the first is the default."""

    def speak(self, text: str, voice: str, speed: float = 1.0, progress: Progress = silent) -> Speech:
        """Say one text of at most one breath group (the caller cuts sentences). Raises UserError."""


@dataclass(frozen=True)
class Word:
    """One word as written down. start, end: seconds of the recording. probability: 0..1."""

    text: str
    start: float
    end: float
    probability: float


@dataclass(frozen=True)
class Transcript:
    """What was said. seconds: length of the recording. speech: (start, end) seconds where somebody speaks."""

    text: str
    words: tuple[Word, ...]
    language: Language
    seconds: float
    speech: tuple[tuple[float, float], ...]
    engine: str
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Hints:
    """What helps to hear right: the question that was asked, and terms of the résumé (names of tools, …)."""

    question: str = ""
    terms: tuple[str, ...] = field(default=())


class Transcriber(Protocol):
    """Speech to text."""

    id: str
    title: str  # Korean, for the screen

    def probe(self) -> Probe:
        """Whether it can be used now; cheap, never raises."""

    def transcribe(
        self, pcm: Pcm, language: Language = "ko", hints: Hints = Hints(), progress: Progress = silent
    ) -> tuple[Word, ...]:
        """Words of one stretch of speech, mono float32 at 16 000 Hz. Raises UserError."""
