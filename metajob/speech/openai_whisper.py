"""openai-whisper: the original PyTorch implementation, with a .pt file the operator names. Optional."""

from __future__ import annotations

import importlib.util
import threading
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from metajob.engines import Probe, Progress, Ready, Unavailable, silent
from metajob.errors import EngineUnavailable
from metajob.settings import settings, shown
from metajob.speech import biasing
from metajob.speech.invented import Doubt
from metajob.speech.model import Hints, Language, Pcm, Word
from metajob.speech.vad import RATE
from metajob.speech.windows import Window, is_foreign, joined, most_tokens, written

if TYPE_CHECKING:
    from whisper import Whisper

_PACKAGES = {"whisper": "openai-whisper", "torch": "torch", "tiktoken": "tiktoken", "numba": "numba"}
_PREPENDED, _APPENDED = (
    "\"'“¿([{-",
    "\"'.。,，!！?？:：”)]}、",
)  # openai-whisper's own: marks that belong to a word

_loading = threading.Lock()


class OpenAIWhisper:
    """Transcriber over openai-whisper on the CPU or a GPU that PyTorch finds; the model is loaded once a process."""

    id = "openai-whisper"
    title = "openai-whisper (이 컴퓨터에서)"

    def probe(self) -> Probe:
        """Whether the packages are installed and METAJOB_WHISPER_PT names a file."""
        missing = [
            package for module, package in _PACKAGES.items() if importlib.util.find_spec(module) is None
        ]
        if missing:
            return Unavailable(
                f"openai-whisper에 필요한 패키지가 없어요: {', '.join(missing)}",
                "requirements-gpu.txt의 안내대로 설치해 주세요.",
            )
        file = settings().whisper_pt
        if file is None:
            return Unavailable(
                "openai-whisper 모델 파일을 정하지 않았어요.",
                "METAJOB_WHISPER_PT에 .pt 파일을 적어 주세요. faster-whisper 모델은 "
                "python -m metajob.speech.whisper_format으로 바꿀 수 있어요.",
            )
        if not file.is_file():
            return Unavailable(
                f"openai-whisper 모델 파일이 없어요: {shown(file)}",
                "METAJOB_WHISPER_PT의 경로를 확인해 주세요.",
            )
        return Ready(file.stem)

    def transcribe(
        self, pcm: Pcm, language: Language = "ko", hints: Hints = biasing.NONE, progress: Progress = silent
    ) -> tuple[Word, ...]:
        """Words of one stretch of at most 30 s, mono float32 at 16 kHz; () where nothing was said.

        Raises EngineUnavailable, ValueError for more than 30 s.
        """
        state = self.probe()
        file = settings().whisper_pt
        if isinstance(state, Unavailable):
            raise EngineUnavailable(state.reason, state.how_to_fix)
        assert file is not None
        progress(0.0, "받아쓰고 있어요")
        with _loading:
            model = _model(file, settings().threads)

        def listen(sound: Pcm, speech: float, prompt: str, _no_repeat: int) -> Window:
            return hear(model, sound, language, prompt, speech)

        try:
            return written(listen, pcm, biasing.prompt(hints))
        except (RuntimeError, MemoryError) as error:  # PyTorch: out of memory, a device that went away
            raise EngineUnavailable(
                "openai-whisper가 받아쓰는 중에 멈췄어요.", "메모리를 비우거나 다른 엔진을 골라 주세요."
            ) from error


@cache
def _model(file: Path, threads: int) -> Whisper:
    import torch
    import whisper

    torch.set_num_threads(threads)  # for the whole process; only torch's own work
    try:
        return whisper.load_model(str(file))
    except Exception as error:  # unpickling, missing keys, wrong shapes
        raise EngineUnavailable(
            f"openai-whisper 모델 파일을 열지 못했어요: {shown(file)}",
            "openai-whisper의 .pt 파일이 맞는지 확인해 주세요.",
        ) from error


def hear(model: Whisper, pcm: Pcm, language: Language, prompt: str, speech: float) -> Window:
    """One greedy pass over one window, without timestamps among the tokens; word times from the attention."""
    import whisper
    from whisper import timing
    from whisper.audio import N_FRAMES, N_SAMPLES
    from whisper.tokenizer import get_tokenizer

    seconds = len(pcm) / RATE
    sound = np.array(pcm, np.float32)  # a copy: PyTorch wants to be allowed to write
    mel = whisper.log_mel_spectrogram(sound, model.dims.n_mels, padding=N_SAMPLES)
    mel = whisper.pad_or_trim(mel, N_FRAMES).to(model.device)
    known = language if model.is_multilingual else "en"
    tokenizer = get_tokenizer(
        model.is_multilingual, num_languages=model.num_languages, language=known, task="transcribe"
    )
    most = most_tokens(seconds, len(tokenizer.encode(prompt)) + 2)
    options = whisper.DecodingOptions(
        language=known,
        temperature=0.0,
        sample_len=most,
        prompt=prompt or None,
        without_timestamps=True,
        suppress_tokens=[-1, *(_foreign(model.is_multilingual) if language == "ko" else ())],
        fp16=model.device.type == "cuda",
    )
    found: Any = whisper.decode(model, mel, options)
    text_tokens = [token for token in found.tokens if token < tokenizer.eot]
    frames = int(seconds * RATE) // 160
    pieces = timing.find_alignment(model, tokenizer, text_tokens, mel, frames)
    timing.merge_punctuations(pieces, _PREPENDED, _APPENDED)
    doubt = Doubt(found.no_speech_prob, found.avg_logprob, speech)
    return Window(joined(pieces, seconds), doubt, full=len(text_tokens) >= most)


@cache
def _foreign(multilingual: bool) -> tuple[int, ...]:
    """Tokens that hold letters of another script than Latin and Hangul; see `faster.foreign_tokens`."""
    from whisper.tokenizer import get_tokenizer

    tokenizer = get_tokenizer(multilingual)
    pieces = ((number, tokenizer.encoding.decode([number])) for number in range(tokenizer.eot))
    return tuple(number for number, piece in pieces if any(map(is_foreign, piece)))
