"""Transcription side by side: faster-whisper int8 and openai-whisper on the same weights and the same audio.

    python -m benchmarks.speech_transcripts [--questions TXT] [--voices jm_kumo,jf_alpha] [--minutes 10]

The questions (one a line) are spoken by Kokoro and joined with pauses into one recording a voice, as an answer is.
Every row is a fresh child process: CPU seconds of the whole call behind model loading, for each second of audio; its
peak memory; character errors over letters only, numbers read out on both sides. Nobody is recorded. openai-whisper
gets the weights of faster-whisper, converted; without the package its rows are left out.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from benchmarks.memory import peak_mb
from metajob import weights
from metajob.settings import settings
from metajob.speech import audio, say, transcribe, wav, whisper_format
from metajob.speech.korean.spoken import spoken

QUESTIONS = (
    "저는 대학교에서 통계를 전공했고, 지금은 서버 개발자로 일하고 있습니다.",
    "지난 프로젝트에서는 응답 시간을 절반으로 줄이는 일을 맡았습니다.",
    "먼저 느린 곳을 재어 보고, 가장 자주 불리는 함수부터 고쳤습니다.",
    "팀원들과는 매일 아침에 짧게 모여서 막힌 곳을 나누었습니다.",
    "그 결과 사용자가 두 배로 늘어도 서버가 멈추지 않았습니다.",
)
ASKED = "asked: <= 0.25 CPU-s/s, <= 450 MB, openai-whisper / faster-whisper >= 1.6, CER not worse"


def letters(text: str) -> str:
    """Hangul and Latin letters without spaces and marks, numbers as they are read."""
    return "".join(character for character in spoken(text).lower() if character.isalnum())


def distance(truth: str, heard: str) -> int:
    """Edits from one to the other."""
    line = np.arange(len(heard) + 1)
    other = np.array(list(heard))
    for row, character in enumerate(truth, 1):
        best = np.minimum(line[1:] + 1, line[:-1] + (other != character))
        fresh = np.concatenate([[row], best])
        line = np.minimum.accumulate(fresh - np.arange(len(fresh))) + np.arange(len(fresh))
    return int(line[-1])


def recording(questions: list[str], voice: str) -> np.ndarray:
    """All questions at 16 kHz with 0.9 s between."""
    parts = []
    for question in questions:
        speech = say.speak(question, voice)
        parts += [
            wav.resample(speech.pcm, speech.rate, audio.RATE),
            np.zeros(audio.RATE * 9 // 10, np.float32),
        ]
    return np.concatenate(parts)


def child(engine: str, file: Path) -> dict[str, float | str]:
    """Run one engine in a fresh process."""
    command = [sys.executable, "-m", "benchmarks.speech_transcripts", "--child", engine, str(file)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    if ran.returncode:
        raise SystemExit(f"{engine}: {ran.stderr[-2000:]}")
    found: dict[str, float | str] = json.loads(ran.stdout.splitlines()[-1])
    return found


def measure(engine: str, file: Path) -> None:
    """In the child: load on one second of sound, then the whole call."""
    if engine == "package":
        text, seconds, spent = _package(file)
    else:
        warm = audio.Recording(audio.decode(file)[: 5 * audio.RATE].copy())
        transcribe.write_down(warm, engine=engine)
        start = time.process_time()
        made = transcribe.transcribe(file, file.name, engine=engine)
        spent, text, seconds = time.process_time() - start, made.text, made.seconds
        if made.engine != engine:
            raise SystemExit(" ".join(made.warnings))
    print(json.dumps({"text": text, "cpu": spent / seconds, "peak": peak_mb()}))


def _package(file: Path) -> tuple[str, float, float]:
    """openai-whisper as its own documentation calls it, without word times: (text, seconds, CPU seconds)."""
    import torch
    import whisper

    torch.set_num_threads(settings().threads)
    model = whisper.load_model(str(settings().whisper_pt))
    pcm = audio.decode(file)
    start = time.process_time()
    found = whisper.transcribe(model, pcm, language="ko", fp16=False, temperature=0.0)
    return str(found["text"]), len(pcm) / audio.RATE, time.process_time() - start


def table(questions: list[str], voices: list[str], folder: Path, alone: bool) -> None:
    """CER, cost and memory of every engine and voice."""
    truth = letters(" ".join(questions))
    engines = {"faster-whisper": "faster-whisper"}
    if not alone and find_spec("whisper") and find_spec("torch"):
        converted = folder / "base.pt"
        whisper_format.convert(weights.path("whisper_base_model").parent, converted)
        os.environ["METAJOB_WHISPER_PT"] = str(converted)
        engines |= {"openai-whisper": "openai-whisper", "package": "openai-whisper, its own loop"}
    print(f"{'engine':<30}{'voice':<14}{'audio s':>9}{'CPU-s/s':>9}{'peak MB':>9}{'CER %':>8}")
    for voice in voices:
        sound = recording(questions, voice)
        file = folder / f"{voice}.wav"
        wav.write(file, sound, audio.RATE)
        for engine, title in engines.items():
            found = child(engine, file)
            errors = distance(truth, letters(str(found["text"]))) / len(truth)
            print(
                f"{title:<30}{voice:<14}{len(sound) / audio.RATE:>9.1f}{float(found['cpu']):>9.3f}"
                f"{float(found['peak']):>9.0f}{100 * errors:>8.1f}",
                flush=True,
            )


def long_answer(minutes: float, voice: str, folder: Path) -> None:
    """Cost and memory of a long recording: the voice's answer again and again."""
    sound = wav.read(folder / f"{voice}.wav")[0]
    sound = np.resize(sound, int(minutes * 60 * audio.RATE))
    file = folder / "long.wav"
    wav.write(file, sound, audio.RATE)
    found = child("faster-whisper", file)
    print(
        f"{'faster-whisper, long answer':<30}{voice:<14}{len(sound) / audio.RATE:>9.1f}"
        f"{float(found['cpu']):>9.3f}{float(found['peak']):>9.0f}{'':>8}"
    )


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--questions", type=Path, help="sentences, one a line; without it five own ones")
    parser.add_argument("--voices", default="jm_kumo,jf_alpha")
    parser.add_argument("--minutes", type=float, default=10.0, help="length of the long answer; 0 for none")
    parser.add_argument("--alone", action="store_true", help="only faster-whisper")
    parser.add_argument("--child", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        measure(options.child[0], Path(options.child[1]))
        return 0
    questions = list(QUESTIONS)
    if options.questions:
        lines = options.questions.read_text("utf-8").splitlines()
        questions = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    voices = options.voices.split(",")
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, {settings().threads} threads, {len(questions)} sentences"
    )
    with tempfile.TemporaryDirectory() as folder:
        table(questions, voices, Path(folder), options.alone)
        if options.minutes:
            long_answer(options.minutes, voices[0], Path(folder))
    print(ASKED)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
