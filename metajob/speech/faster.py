"""faster-whisper: Whisper base in int8 on the CPU, one window at a time, with word times. The default engine."""

from __future__ import annotations

import importlib.util
import threading
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from metajob import weights
from metajob.engines import Probe, Progress, Ready, Unavailable, silent
from metajob.errors import EngineUnavailable
from metajob.settings import settings, shown
from metajob.speech import biasing
from metajob.speech.invented import Doubt
from metajob.speech.model import Hints, Language, Pcm, Word
from metajob.speech.vad import RATE
from metajob.speech.windows import Window, is_foreign, joined, most_tokens, written

if TYPE_CHECKING:
    from faster_whisper import WhisperModel

_FILES = ("whisper_base_config", "whisper_base_tokenizer", "whisper_base_vocabulary", "whisper_base_model")
_NEEDED = ("model.bin", "config.json", "tokenizer.json")

_loading = threading.Lock()


class FasterWhisper:
    """Transcriber over faster-whisper. The model is loaded once a process, at first use (about 320 MB)."""

    id = "faster-whisper"
    title = "faster-whisper (이 컴퓨터에서)"

    def probe(self) -> Probe:
        """Whether the package and the model are there, or may be fetched."""
        if importlib.util.find_spec("faster_whisper") is None:
            return Unavailable(
                "받아쓰기 패키지(faster-whisper)가 없어요.", "pip install -r requirements.txt 를 해 주세요."
            )
        own = settings().whisper_dir
        if own is None:
            places = [settings().models_dir / weights.TABLE[name].file for name in _FILES]
            if settings().offline and not all(place.is_file() for place in places):
                return Unavailable(
                    "받아쓰기 모델 파일이 없고, 오프라인으로 쓰도록 설정되어 있어요.",
                    "METAJOB_OFFLINE을 끄거나 python -m metajob.weights pull을 해 주세요.",
                )
            return Ready("Whisper base · CPU")
        missing = [name for name in _NEEDED if not (own / name).is_file()]
        if missing:
            return Unavailable(
                f"{shown(own)} 폴더에 {', '.join(missing)} 파일이 없어요.",
                "METAJOB_WHISPER_DIR에 faster-whisper(CTranslate2) 모델 폴더를 적어 주세요.",
            )
        return Ready(f"{own.name} · CPU")

    def transcribe(
        self, pcm: Pcm, language: Language = "ko", hints: Hints = biasing.NONE, progress: Progress = silent
    ) -> tuple[Word, ...]:
        """Words of one stretch of at most 30 s, mono float32 at 16 kHz; () where nothing was said.

        Raises EngineUnavailable, WeightsError when the model cannot be fetched, ValueError for more than 30 s.
        """
        model = self._ready(progress)

        def listen(sound: Pcm, speech: float, prompt: str, no_repeat: int) -> Window:
            return hear(model, sound, language, prompt, speech, no_repeat)

        try:
            return written(listen, pcm, biasing.prompt(hints))
        except (RuntimeError, MemoryError) as error:  # CTranslate2: out of memory
            raise EngineUnavailable(
                "받아쓰는 중에 멈췄어요.", "메모리를 많이 쓰는 프로그램을 끄고 다시 해 주세요."
            ) from error

    def _ready(self, progress: Progress) -> WhisperModel:
        state = self.probe()
        if isinstance(state, Unavailable):
            raise EngineUnavailable(state.reason, state.how_to_fix)
        own = settings().whisper_dir
        if own is None:
            weights.ensure(_FILES, progress)
            own = weights.path(_FILES[-1]).parent
        with _loading:
            return _model(own, settings().threads)


@cache
def _model(folder: Path, threads: int) -> WhisperModel:
    from faster_whisper import WhisperModel

    try:
        return WhisperModel(
            str(folder), device="cpu", compute_type="int8", cpu_threads=threads, local_files_only=True
        )
    except (RuntimeError, ValueError, OSError) as error:
        raise EngineUnavailable(
            f"받아쓰기 모델을 열지 못했어요: {shown(folder)}",
            "faster-whisper(CTranslate2) 모델 폴더가 맞는지 확인해 주세요.",
        ) from error


def hear(
    model: WhisperModel, pcm: Pcm, language: Language, prompt: str, speech: float, no_repeat: int = 0
) -> Window:
    """One pass over one window: beam 1, no timestamps among the tokens (cheaper, and fewer errors), word times
    from the attention. no_repeat: no run of so many tokens may come twice; 0 allows all."""
    from faster_whisper import BatchedInferencePipeline

    seconds = len(pcm) / RATE
    most = most_tokens(seconds, len(model.hf_tokenizer.encode(prompt, add_special_tokens=False).ids) + 2)
    found, _info = BatchedInferencePipeline(model).transcribe(
        pcm,
        language=language,
        beam_size=1,
        temperature=0.0,
        word_timestamps=True,
        vad_filter=False,
        clip_timestamps=[{"start": 0, "end": seconds}],
        batch_size=1,
        initial_prompt=prompt or None,
        max_new_tokens=most,
        no_repeat_ngram_size=no_repeat,
        suppress_tokens=[-1, *foreign_tokens(model, language)],
    )
    segments = list(found)
    if not segments:
        return Window((), Doubt(1.0, 0.0, speech))
    words = joined([word for segment in segments for word in segment.words or ()], seconds)
    doubt = Doubt(segments[0].no_speech_prob, segments[0].avg_logprob, speech)
    return Window(words, doubt, full=sum(len(segment.tokens) for segment in segments) >= most)


def foreign_tokens(model: WhisperModel, language: Language) -> tuple[int, ...]:
    """Tokens that hold letters of another script. Forced to Korean, Whisper still slips into kana and Han."""
    return _foreign(model) if language == "ko" else ()


@cache
def _foreign(model: WhisperModel) -> tuple[int, ...]:
    tokenizer = model.hf_tokenizer
    pieces = tokenizer.decode_batch([[number] for number in range(tokenizer.get_vocab_size(False))])
    return tuple(number for number, piece in enumerate(pieces) if any(map(is_foreign, piece)))
