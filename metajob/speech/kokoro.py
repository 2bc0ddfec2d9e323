"""The default voice: Kokoro-82M (int8) through onnxruntime, with the exact time of every sound."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from metajob import weights
from metajob.engines import Probe, Progress, Ready, silent
from metajob.errors import InputError
from metajob.settings import settings
from metajob.speech.kokoro_sounds import numbers, phones, sounds
from metajob.speech.kokoro_times import fitted
from metajob.speech.korean import reading
from metajob.speech.model import Speech, Syllable, Voice

RATE = 24_000  # Hz
FRAME = 600  # samples; the model counts time in these
MOST_SYMBOLS = 509  # rows of a voice's style table, less the one for nothing

_VOICES = (
    Voice("jf_alpha", "여성 1", "f"),
    Voice("jm_kumo", "남성", "m"),
    Voice("jf_tebukuro", "여성 2", "f"),
    Voice("jf_gongitsune", "여성 3", "f"),
    Voice("jf_nezumi", "여성 4", "f"),
)

# Each style leans towards another one by this share: a recogniser misses far less of the mean of two voices than of
# either (docs/LOG.md). The shares leave the man near 135 Hz and the women near 200 Hz.
_LEAN = {
    "jf_alpha": ("jm_kumo", 0.3),
    "jm_kumo": ("jf_alpha", 0.3),
    "jf_tebukuro": ("jm_kumo", 0.5),
    "jf_gongitsune": ("jm_kumo", 0.4),
    "jf_nezumi": ("jm_kumo", 0.4),
}


def _field(tag: int, content: bytes) -> bytes:
    return bytes((tag, len(content))) + content


# A protobuf message continued is the same message with more in it: this adds to the graph one more output, the node
# that holds the frames of each symbol. The node's name belongs to this export, whose checksum `weights` verifies.
_FLOAT = _field(0x12, _field(0x0A, b"\x08\x01"))
_DURATIONS = _field(0x3A, _field(0x62, _field(0x0A, b"/encoder/Clip_output_0") + _FLOAT))


@dataclass(frozen=True)
class _Model:
    session: Any  # onnxruntime.InferenceSession
    run: Any  # onnxruntime.RunOptions: give working memory back after each sentence
    styles: dict[str, NDArray[np.float32]]  # voice → (510, 1, 256)


_loading = threading.Lock()


@cache
def _load() -> _Model:
    import onnxruntime as ort

    options = ort.SessionOptions()
    options.intra_op_num_threads = settings().threads
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.enable_mem_pattern = False  # its plans for every new length are kept: 100 MB after some sentences
    data = weights.path("kokoro").read_bytes() + _DURATIONS
    session = ort.InferenceSession(data, options, providers=["CPUExecutionProvider"])
    session._model_bytes = None  # onnxruntime keeps the 92 MB for falling back to another provider
    run = ort.RunOptions()
    run.add_run_config_entry("memory.enable_memory_arena_shrinkage", "cpu:0")
    with np.load(weights.path("kokoro_voices")) as table:
        styles = {
            name: (1 - share) * table[name] + share * table[other] for name, (other, share) in _LEAN.items()
        }
    return _Model(session, run, styles)


def _model() -> _Model:
    with _loading:
        return _load()


class Kokoro:
    """VoiceEngine; needs no key and no GPU. The model is loaded once a process, at the first sentence."""

    id = "kokoro"
    title = "기본 목소리 (Kokoro)"
    version = "2"

    def probe(self) -> Probe:
        """Always ready: the model files are fetched when they are missing."""
        return Ready("CPU")

    def voices(self) -> tuple[Voice, ...]:
        """What can be chosen; the first is the default."""
        return _VOICES

    def speak(self, text: str, voice: str, speed: float = 1.0, progress: Progress = silent) -> Speech:
        """Say one breath group. Raises InputError for nothing speakable or too long a text, WeightsError.

        Words stay apart, as in careful speech: linked ones are understood less well (docs/LOG.md).
        """
        return self.say(reading.syllables(text, linked=False), voice, speed, progress)

    def say(
        self, syllables: tuple[Syllable, ...], voice: str, speed: float = 1.0, progress: Progress = silent
    ) -> Speech:
        """Say syllables. Raises InputError when there are none or too many, WeightsError."""
        if not syllables:
            raise InputError("읽을 수 있는 글자가 없어요.", "한글, 숫자, 영문 가운데 하나는 들어가야 해요.")
        said = sounds(syllables)
        symbols = numbers(said)
        if len(symbols) > MOST_SYMBOLS:
            raise InputError("한 번에 읽기에는 문장이 너무 길어요.", "문장을 나누어 주세요.")
        progress(0.0, "목소리를 만들고 있어요")
        model = _model()
        style = model.styles.get(voice)
        if style is None:
            raise InputError("고른 목소리가 없어요.", "다른 목소리를 골라 주세요.")
        feeds = {
            "tokens": np.array([[0, *symbols, 0]], np.int64),
            "style": style[len(symbols) - 1],
            "speed": np.array([speed], np.float32),
        }
        sound, frames = model.session.run(None, feeds, model.run)
        progress(1.0, "목소리를 만들고 있어요")
        pcm = np.asarray(sound, np.float32).ravel()
        pcm, timed = fitted(pcm, RATE, phones(said, [int(count) for count in frames.ravel()], FRAME / RATE))
        return Speech(pcm, RATE, timed, self.id)
