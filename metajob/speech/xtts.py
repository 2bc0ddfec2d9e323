"""XTTS-v2 through coqui-tts: speaks with a voice cloned from a sample that its owner has allowed."""

from __future__ import annotations

import importlib.util
import os
import threading
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from metajob.engines import Probe, Progress, Ready, Unavailable, silent
from metajob.errors import EngineUnavailable, InputError, UserError
from metajob.settings import settings, shown
from metajob.speech import loudness
from metajob.speech.korean.spoken import spoken
from metajob.speech.model import Pcm, Speech, Voice
from metajob.speech.voice_sample import Sample

RATE = 24_000
FILES = ("config.json", "model.pth", "vocab.json")
LONGEST_PIECE = 95  # characters; coqui-tts, VoiceBpeTokenizer.char_limits["ko"]
TERMS = "COQUI_TOS_AGREED"
_PACKAGES = ("TTS", "torch", "torchaudio", "torchcodec", "six")
_TUNING = ("temperature", "length_penalty", "repetition_penalty", "top_k", "top_p")
_GAP_S = 0.15
_TAIL_DB = 45.0  # silence lies so far under the loudest frame
_KEPT_TAIL_S = 0.12

# Seconds a piece of text may take: the slowest and the fastest careful Korean (2.9 and 12 syllables a second) and
# some lead. Heard of this model: 6.7 s for 11 syllables, 15.0 s for a sentence that it also says in 7.4 s.
_MOST_A_SYLLABLE, _LEAST_A_SYLLABLE, _LEAD_S = 0.35, 0.08, 1.5

_STRETCHED = "목소리가 늘어지거나 글에 없는 소리가 섞였을 수 있어요."
_NO_MEMORY = ("GPU의 메모리가 모자라요.", "GPU를 쓰는 다른 프로그램을 끄거나 기본 목소리로 들어 주세요.")
_SHORTENED = "글의 일부를 빠뜨리고 읽었을 수 있어요."


_loading = threading.Lock()


@dataclass(frozen=True)
class _Loaded:
    """The network and the lock that one sentence at a time holds. device: "cuda" or "cpu".

    tuning: how it draws its next sound, from its own configuration.
    """

    network: Any
    device: str
    tuning: dict[str, Any] = field(default_factory=dict)
    busy: threading.Lock = field(default_factory=threading.Lock)


@dataclass(frozen=True)
class _Latents:
    """What the network knows of a voice."""

    gpt: Any
    speaker: Any


class Xtts:
    """VoiceEngine of cloned voices; knows no times of its sounds (phones is None).

    samples: the voices, in the order of the screen. They and what is computed from them live in this object and
    die with it; the network itself is loaded once a process. commercial, note: about its licence, for the screen.
    """

    id = "xtts"
    title = "내 목소리 (XTTS-v2)"
    version = "1"
    commercial = False
    note = (
        "XTTS-v2 모델은 Coqui Public Model License라서 비상업용으로만 쓸 수 있어요. "
        "본인의 목소리이거나 허락받은 목소리만 따라 해 주세요."
    )

    def __init__(self, samples: Sequence[Sample] = ()) -> None:
        self._samples = {sample.key: sample for sample in samples}
        self._latents: dict[str, _Latents] = {}

    def probe(self) -> Probe:
        """Whether files, packages, the operator's consent and a sample are there; loads nothing."""
        folder = settings().xtts_dir
        if folder is None:
            return Unavailable(
                "XTTS-v2의 폴더를 정하지 않았어요.",
                f"METAJOB_XTTS_DIR에 {', '.join(FILES)} 파일이 있는 폴더를 적어 주세요.",
            )
        absent = [name for name in FILES if not (folder / name).is_file()]
        if absent:
            return Unavailable(
                f"XTTS-v2의 파일이 없어요: {', '.join(absent)}", f"{shown(folder)} 폴더에 넣어 주세요."
            )
        if any(importlib.util.find_spec(package) is None for package in _PACKAGES):
            return Unavailable(
                "XTTS-v2에 필요한 패키지가 없어요.",
                "pip install -r requirements.txt -r requirements-gpu.txt -c constraints.txt 를 해 주세요.",
            )
        if os.environ.get(TERMS) != "1":
            return Unavailable(
                "XTTS-v2의 사용 조건(CPML, 비상업용)에 아직 동의하지 않았어요.",
                f"조건을 읽고 동의하면 운영하는 사람이 환경 변수 {TERMS}=1 을 정해 주세요.",
            )
        if not self._samples:
            return Unavailable(
                "따라 할 목소리 견본이 없어요.",
                "본인의 목소리이거나 허락받은 목소리를 10초쯤 녹음해 주세요.",
            )
        return Ready("비상업용")

    def voices(self) -> tuple[Voice, ...]:
        """One voice for each sample. The sex is not guessed from the sound: "f" stands for unknown."""
        return tuple(Voice(key, sample.title, "f") for key, sample in self._samples.items())

    def speak(self, text: str, voice: str, speed: float = 1.0, progress: Progress = silent) -> Speech:
        """Say one text with the voice of a sample (`Sample.key`, "" for the first), 24 kHz.

        A piece that comes out much longer or shorter than its syllables is made once more; when both are, the
        better one is kept with a warning. The same text and voice give the same sound on the same machine.
        Raises InputError for text without anything to say or an unknown voice, EngineUnavailable, Cancelled.
        """
        state = self.probe()
        if isinstance(state, Unavailable):
            raise EngineUnavailable(state.reason, state.how_to_fix)
        pieces = cut(spoken(text))
        if not pieces:
            raise InputError("읽을 수 있는 글이 없어요.", "한글, 숫자, 영문이 들어간 글을 적어 주세요.")
        sample = next(iter(self._samples.values())) if not voice else self._samples.get(voice)
        if sample is None:
            raise InputError("고른 목소리가 없어요.", "목소리를 다시 골라 주세요.")
        progress(0.0, "XTTS-v2를 준비하고 있어요")
        folder = settings().xtts_dir
        assert folder
        with _loading:
            loaded = _load(folder)
        latents = self._voice(loaded, sample)
        parts: list[Pcm] = []
        warnings: list[str] = []
        for at, piece in enumerate(pieces):
            progress(0.1 + 0.9 * at / len(pieces), "목소리를 만들고 있어요")
            pcm, warning = self._piece(loaded, latents, piece, min(max(speed, 0.5), 2.0))
            parts += [np.zeros(round(_GAP_S * RATE), np.float32), pcm] if parts else [pcm]
            warnings += [warning] if warning and warning not in warnings else []
        progress(1.0, "목소리를 만들었어요")
        return Speech(np.concatenate(parts), RATE, None, self.id, tuple(warnings))

    def _voice(self, loaded: _Loaded, sample: Sample) -> _Latents:
        """The latents of a sample, computed at its first sentence."""
        import torch

        with loaded.busy, _enough_memory():
            if sample.key not in self._latents:
                sound = torch.from_numpy(sample.pcm)[None].to(loaded.device)
                network = loaded.network
                self._latents[sample.key] = _Latents(
                    network.get_gpt_cond_latents(sound, sample.rate, length=30, chunk_length=6),
                    network.get_speaker_embedding(sound, sample.rate),
                )
            return self._latents[sample.key]

    def _piece(self, loaded: _Loaded, latents: _Latents, text: str, speed: float) -> tuple[Pcm, str]:
        """One piece and its warning, "" for none."""
        most, least = bounds(text, speed)
        tries: list[tuple[float, Pcm]] = []
        for attempt in range(2):
            pcm = without_tail(self._generate(loaded, latents, text, speed, attempt))
            seconds = len(pcm) / RATE
            if least <= seconds <= most:
                return pcm, ""
            tries.append((max(seconds / most, least / max(seconds, 1e-3)), pcm))
        pcm = min(tries, key=lambda tried: tried[0])[1]
        if not len(pcm):
            raise UserError("XTTS-v2가 소리를 만들지 못했어요.", "글을 바꾸거나 기본 목소리로 들어 주세요.")
        return pcm, _STRETCHED if len(pcm) / RATE > most else _SHORTENED

    def _generate(self, loaded: _Loaded, latents: _Latents, text: str, speed: float, attempt: int) -> Pcm:
        """The network's own sound; nothing where it is broken."""
        import torch

        cuda = [torch.cuda.current_device()] if loaded.device == "cuda" else []
        with loaded.busy, _enough_memory(), torch.random.fork_rng(devices=cuda):
            torch.manual_seed(zlib.crc32(text.encode()) + attempt)
            made = loaded.network.inference(
                text, "ko", latents.gpt, latents.speaker, speed=speed, **loaded.tuning
            )
        pcm = np.atleast_1d(np.asarray(made["wav"], np.float32))
        return np.clip(pcm, -1, 1) if np.isfinite(pcm).all() else np.zeros(0, np.float32)


@cache
def _load(folder: Path) -> _Loaded:
    """The network of this folder, on the GPU where there is one. Raises UserError when the files do not fit.

    A model.pth in the form of the first release is rewritten by coqui-tts at its first use.
    """
    try:
        import torch
        from TTS.tts.configs.xtts_config import XttsConfig
        from TTS.tts.models.xtts import Xtts as Network
    except (ImportError, OSError) as error:  # OSError: a CUDA build beside a CPU build
        raise EngineUnavailable(
            "XTTS-v2에 필요한 패키지를 불러오지 못했어요.",
            "torch, torchvision, torchaudio를 모두 CUDA용이나 모두 CPU용으로 다시 설치해 주세요.",
        ) from error

    device = "cuda" if torch.cuda.is_available() else "cpu"
    try:
        config = XttsConfig()
        config.load_json(str(folder / "config.json"))
        network = Network(config)
        network.load_checkpoint(
            config,
            checkpoint_dir=str(folder),
            checkpoint_path=str(folder / "model.pth"),
            vocab_path=str(folder / "vocab.json"),
        )
        with _enough_memory():
            network.to(device)
    except UserError:
        raise
    except Exception as error:  # whatever a wrong file makes torch, tokenizers or coqui-tts raise
        raise EngineUnavailable(
            "XTTS-v2의 파일을 읽지 못했어요.",
            f"{', '.join(FILES)} 파일을 같은 곳에서 다시 받아 {shown(folder)} 폴더에 넣어 주세요.",
        ) from error
    return _Loaded(network, device, {name: config[name] for name in _TUNING})


@contextmanager
def _enough_memory() -> Iterator[None]:
    """Says in words that the GPU is full. Raises UserError."""
    import torch

    try:
        yield
    except torch.OutOfMemoryError as error:
        raise UserError(*_NO_MEMORY) from error


def cut(text: str) -> tuple[str, ...]:
    """Spoken text in pieces of at most LONGEST_PIECE characters: at stops, else commas, else spaces, else anywhere."""
    rest, pieces = " ".join(text.split()), list[str]()
    while len(rest) > LONGEST_PIECE:
        window = rest[: LONGEST_PIECE + 1]
        for marks in (".?!…", ",", " "):
            at = max(window.rfind(mark, 20, LONGEST_PIECE) for mark in marks)
            if at >= 0:
                break
        else:
            at = LONGEST_PIECE - 1
        pieces.append(rest[: at + 1].strip())
        rest = rest[at + 1 :].strip()
    pieces.append(rest)
    return tuple(piece for piece in pieces if _syllables(piece))


def bounds(text: str, speed: float = 1.0) -> tuple[float, float]:
    """(most, least) seconds that this spoken text may take."""
    syllables = _syllables(text)
    return (_MOST_A_SYLLABLE * syllables + _LEAD_S) / speed, _LEAST_A_SYLLABLE * syllables / speed


def without_tail(pcm: Pcm) -> Pcm:
    """Without the silence at the end, but for 0.12 s; nothing when all is silent."""
    levels = loudness.frame_levels(pcm, RATE)
    if not len(levels) or levels.max() < -60:
        return pcm[:0]
    last = int(np.flatnonzero(levels > levels.max() - _TAIL_DB)[-1])
    return pcm[: round(((last + 1) * 0.01 + _KEPT_TAIL_S) * RATE)]


def _syllables(text: str) -> int:
    return sum("가" <= letter <= "힣" for letter in text)
