"""The numbers the README promises for speech: pronunciation, and how well a recogniser reads the voices back.

    python -m benchmarks.speech [--questions TXT] [--pronunciations TSV] [--voices A,B] [--voice-only]

TXT: sentences, one a line; without it those of benchmarks/speech_data. TSV: written, TAB, standard pronunciation in
Hangul (| between accepted ones); without it that table is left out. Every voice speaks in a fresh child process: CPU
seconds of synthesis behind model loading for each second of sound, and the peak memory of the child. Whisper base int8
(the app's own file) hears one question at a time, without a prompt and without the one before; CER counts Hangul after
numbers and Latin letters are read out on both sides. Nobody has listened. The tables of transcription follow, from
benchmarks/speech_transcripts.py.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import subprocess
import sys
import tempfile
import time
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks.memory import peak_mb
from metajob import weights
from metajob.settings import settings
from metajob.speech import say, wav
from metajob.speech.korean import reading
from metajob.speech.korean.spoken import spoken

OWN = Path(__file__).parent / "speech_data" / "questions.txt"
VOICES = "jm_kumo,jf_alpha,jf_tebukuro"
BEAMS = (5, 1)
ASKED = "asked: CER <= 8 % (jm_kumo), <= 12 % (jf_alpha); <= 0.8 CPU-s/s; <= 400 MB"


def lines(file: Path) -> list[str]:
    """Lines that are neither empty nor comments."""
    found = (line.strip() for line in file.read_text("utf-8").splitlines())
    return [line for line in found if line and not line.startswith("#")]


def hangul(text: str) -> str:
    """Only what is said."""
    return re.sub(r"[^가-힣]", "", spoken(text))


def distance(truth: str, heard: str) -> int:
    """Edits from one to the other (Levenshtein)."""
    row = list(range(len(heard) + 1))
    for i, wanted in enumerate(truth, 1):
        corner, row[0] = row[0], i
        for j, letter in enumerate(heard, 1):
            corner, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, corner + (wanted != letter))
    return row[-1]


def pronunciations(file: Path) -> None:
    """Share of written words that are pronounced as the list says, and the first misses."""
    pairs = [line.split("\t")[:2] for line in lines(file)]
    missed = [
        (written, heard, wanted)
        for written, wanted in pairs
        if (heard := reading.hangul(written)) not in [hangul(one) for one in wanted.split("|")]
    ]
    right = len(pairs) - len(missed)
    print(f"pronunciation: {right} of {len(pairs)} = {100 * right / len(pairs):.1f} % (asked >= 97 %)")
    for written, heard, wanted in missed[:20]:
        print(f"  {written}: {heard}, not {wanted}")


def synthesise(voice: str, questions: Path, folder: Path) -> None:
    """In the child: speak everything, write the sounds, print what it cost."""
    say.speak("네.", voice)
    spent = seconds = 0.0
    for number, question in enumerate(lines(questions)):
        start = time.process_time()
        speech = say.speak(question, voice)
        spent += time.process_time() - start
        seconds += speech.seconds
        wav.write(folder / f"{number}.wav", speech.pcm, speech.rate)
    print(json.dumps({"cpu": spent / seconds, "seconds": seconds, "peak": peak_mb()}))


@cache
def _whisper() -> Any:
    from faster_whisper import WhisperModel

    names = ("model", "config", "tokenizer", "vocabulary")
    weights.ensure(f"whisper_base_{name}" for name in names)
    folder = weights.path("whisper_base_model").parent
    return WhisperModel(
        str(folder), compute_type="int8", cpu_threads=settings().threads, local_files_only=True
    )


def heard(file: Path, beam: int) -> str:
    """What whisper base makes of one question."""
    pcm, rate = wav.read(file)
    found, _ = _whisper().transcribe(
        wav.resample(pcm, rate, 16_000),
        language="ko",
        temperature=0,
        beam_size=beam,
        condition_on_previous_text=False,
    )
    return "".join(segment.text for segment in found)


def table(questions: Path, voices: list[str], show: bool) -> None:
    """CER, cost and memory of every voice."""
    asked = lines(questions)
    truths = [hangul(question) for question in asked]
    total = sum(map(len, truths))
    titles = "".join(f"{f'CER % beam {beam}':>14}" for beam in BEAMS)
    print(
        f"{'voice':<16}{'sentences':>10}{'syllables':>10}{'audio s':>9}{'CPU-s/s':>9}{'peak MB':>9}{titles}"
    )
    for voice in voices:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            command = [sys.executable, "-m", "benchmarks.speech", "--child", voice, str(questions), name]
            ran = subprocess.run(command, capture_output=True, text=True, check=False)
            if ran.returncode:
                raise SystemExit(f"{voice}: {ran.stderr[-2000:]}")
            cost = json.loads(ran.stdout.splitlines()[-1])
            errors = dict.fromkeys(BEAMS, 0)
            notes = []
            for number, truth in enumerate(truths):
                for beam in BEAMS:
                    text = heard(folder / f"{number}.wav", beam)
                    errors[beam] += (wrong := distance(truth, hangul(text)))
                    if show and beam == BEAMS[0]:
                        notes.append(f"  {wrong:>3} {asked[number]} → {text.strip()}")
        rates = "".join(f"{100 * errors[beam] / total:>14.1f}" for beam in BEAMS)
        print(
            f"{voice:<16}{len(asked):>10}{total:>10}{cost['seconds']:>9.1f}{cost['cpu']:>9.2f}{cost['peak']:>9.0f}{rates}",
            flush=True,
        )
        print("\n".join(notes), end="\n" if notes else "")
    print(ASKED)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--questions", type=Path, default=OWN)
    parser.add_argument("--pronunciations", type=Path)
    parser.add_argument("--voices", default=VOICES)
    parser.add_argument("--voice-only", action="store_true", help="without the tables of transcription")
    parser.add_argument("--show", action="store_true", help="print what was heard")
    parser.add_argument("--child", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        voice, questions, folder = options.child
        synthesise(voice, Path(questions), Path(folder))
        return 0
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, {settings().threads} threads, "
        f"Python {platform.python_version()}"
    )
    if options.pronunciations:
        pronunciations(options.pronunciations)
    table(options.questions, options.voices.split(","), options.show)
    if not options.voice_only:
        command = [
            sys.executable,
            "-m",
            "benchmarks.speech_transcripts",
            "--questions",
            str(options.questions),
        ]
        sys.stdout.flush()
        return subprocess.run(command, check=False).returncode
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
