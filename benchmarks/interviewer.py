"""The numbers the README promises for the drawn interviewer, as tables: lip-sync of finished clips, and their cost.

    python -m benchmarks.interviewer [--questions TXT] [--work DIR] [--only align clips cost] [--quick]

TXT has a question a line; without it, own sentences. DIR keeps what is spoken and drawn between runs. --quick aligns
each question with one voice and tempo instead of nine. CPU seconds are those of this process.
"""

from __future__ import annotations

import argparse
import os
import platform
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from benchmarks import interviewer_align
from metajob.interviewer import clips, engines, film, visemes
from metajob.interviewer.meter import (
    R_ALIGNED,
    Mouth,
    SyncReport,
    against_sound,
    backwards,
    compare,
    failures,
    watch,
)
from metajob.interviewer.model import PAD, Job, PersonaId, VisemeTrack
from metajob.interviewer.store import Entry
from metajob.speech import say, wav
from metajob.speech.model import Speech

PERSONAS: tuple[PersonaId, ...] = ("hr", "lead", "exec")
SENTENCES = (
    "안녕하세요, 만나서 반갑습니다. 오늘 면접을 편안하게 보시면 좋겠습니다.",
    "팀 프로젝트를 하면서 가장 보람 있었던 부분은 무엇이었나요?",
    "우리 회사의 서비스를 써 보셨다면, 바꾸고 싶은 점을 하나만 말씀해 주세요.",
)
OWN = Path(__file__).parent / "interviewer_data" / "sentences.txt"
SHIFT, RECOVERED, BACKWARDS = 0.2, 40.0, 0.25  # seconds, ms, correlation
HEAD = (
    f"{'clip':<24}{'found':>7}{'lag ms':>8}{'opening':>9}{'width':>7}{'closed':>8}{'pause':>7}"
    f"{'by the sound':>15}{'loudness':>10}"
)


def line(name: str, measured: SyncReport, missed: Sequence[str]) -> None:
    seen, total = measured.closures
    pause = "-" if measured.pause_opening is None else f"{measured.pause_opening:.2f}"
    print(f"{name:<24}{measured.detected:>7.2f}{measured.lag_ms:>8.0f}{measured.r_opening:>9.3f}", end="")
    print(f"{measured.r_width:>7.3f}{f'{seen}/{total}':>8}{pause:>7}", end="")
    print(
        f"{measured.sound_lag_ms:>8.0f}{measured.sound_r:>7.2f}{measured.energy_r:>10.2f}  {' '.join(missed)}",
        flush=True,
    )


def drawn(text: str, persona: PersonaId, folder: Path) -> tuple[Path, VisemeTrack]:
    """The clip as the app makes it, and the track it was drawn from."""
    clip = clips.make(text, persona, folder=folder)
    entry = Entry.model_validate_json(clip.mp4.with_suffix(".json").read_bytes())
    assert entry.track, f"drawn by {clip.engine}"
    return clip.mp4, entry.track


def aligned(text: str, persona: PersonaId, like: Path, out: Path) -> Path:
    """The same sound as in the clip `like`, drawn from the text laid on it instead of the engine's times."""
    from metajob.interviewer.drawn import Drawn

    pcm = film.sound(like)
    sound = out.with_suffix(".wav")
    wav.write(sound, pcm, film.RATE)
    track = visemes.aligned(Speech(pcm, film.RATE, None, "file"), text)
    return Drawn().render(Job(sound, text, persona, out, track)).mp4


def measure_clips(folder: Path) -> bool:
    """Print the table of 3 sentences x 3 personas; whether all is as asked."""
    print(f"\nfinished clips against the track that drove them\n{HEAD}")
    good = True
    seen: dict[PersonaId, list[tuple[Mouth, VisemeTrack]]] = {}
    laid: list[tuple[str, SyncReport]] = []
    for persona in PERSONAS:
        for number, text in enumerate(SENTENCES, 1):
            path, track = drawn(text, persona, folder)
            mouth = watch(path)
            measured = compare(mouth, track)
            line(f"{persona} {number}", measured, failures(measured))
            good &= not failures(measured)
            seen.setdefault(persona, []).append((mouth, track))
            by_text = aligned(text, persona, path, folder / f"aligned-{persona}-{number}.mp4")
            laid.append((f"{persona} {number}", compare(watch(by_text), track)))
    print("asked                  >=0.95  -80..45   >=0.85 >=0.60  >=90 % <=0.15")
    print(f"\nthe same sounds drawn from text and sound alone, against the engine's own times\n{HEAD}")
    for name, measured in laid:
        missed = [] if measured.r_opening >= R_ALIGNED else ["r_opening"]
        line(name, measured, missed)
        good &= not missed
    print("asked                                    >=0.65")
    print("\ncontrols: lag found for a shifted sound (less that of the clip), and r of the sound backwards")
    for persona, pairs in seen.items():
        good &= controls(persona, pairs)
    return good


def controls(persona: PersonaId, pairs: Sequence[tuple[Mouth, VisemeTrack]]) -> bool:
    """Whether the meter finds what was put in, and nothing where there is nothing."""
    found: dict[float, list[float]] = {SHIFT: [], -SHIFT: []}
    for mouth, track in pairs:
        at_rest, _ = against_sound(mouth, track.text)
        for shift, lags in found.items():
            rolled = replace(mouth, pcm=np.roll(mouth.pcm, round(shift * film.RATE)))
            lags.append(1000 * (against_sound(rolled, track.text)[0] - at_rest))
    reverse = backwards(pairs)
    good = abs(reverse) < BACKWARDS
    for shift, lags in found.items():
        good &= all(abs(lag + 1000 * shift) <= RECOVERED for lag in lags)
        print(f"{persona:<6}{1000 * shift:>+5.0f} ms: {', '.join(f'{lag:.0f}' for lag in lags)}", end="  ")
    print(f"backwards: {reverse:+.2f} (asked |r| < {BACKWARDS})  {'' if good else 'MISSED'}")
    return good


def measure_cost(folder: Path) -> bool:
    """Print what drawing costs and how long a question takes; whether all is as asked."""
    from metajob.interviewer.drawn import Drawn

    print(f"\n{'cost':<52}{'measured':>10}  asked")
    shares = []
    for persona in PERSONAS:
        speech = say.speak(SENTENCES[2], voice=engines.voice_for(persona, say.engines()[0]))
        track = visemes.padded(visemes.track(speech, SENTENCES[2]))
        quiet = np.zeros(round(PAD * speech.rate), np.float32)
        sound = folder / f"cost-{persona}.wav"
        wav.write(sound, np.concatenate([quiet, speech.pcm, quiet]), speech.rate)
        job = Job(sound, SENTENCES[2], persona, folder / f"cost-{persona}.mp4", track)
        Drawn().render(job)  # the figure is built and the packages are loaded
        start = time.process_time()
        clip = Drawn().render(job)
        shares.append((time.process_time() - start) / clip.seconds)
        print(f"{f'{persona}: CPU-s per second of video':<52}{shares[-1]:>10.3f}  <= 0.4")
    start = time.process_time()
    visemes.aligned(replace(speech, phones=None), SENTENCES[2])
    laying = 5 * (time.process_time() - start) / speech.seconds
    print(f"{'text laid on the sound, CPU-s for 5 s':<52}{laying:>10.3f}  <= 0.3")
    with tempfile.TemporaryDirectory(dir=folder) as fresh:
        question = "이 일을 선택하신 가장 큰 이유와, 앞으로 이루고 싶은 목표는 무엇인가요?"
        begun, cpu = time.perf_counter(), time.process_time()
        clip = clips.make(question, "hr", folder=Path(fresh))
        wall, cpu = time.perf_counter() - begun, time.process_time() - cpu
        begun = time.perf_counter()
        clips.make(question, "hr", folder=Path(fresh))
        cached = time.perf_counter() - begun
    label = f"question of {clip.seconds:.1f} s not made before, wall s"
    print(f"{label:<52}{wall:>10.2f}  <= {clip.seconds:.1f}  ({cpu:.1f} CPU-s)")
    print(f"{'the same again, ms':<52}{1000 * cached:>10.0f}  at once")
    return max(shares) <= 0.4 and wall <= clip.seconds and cached < 0.2 and laying <= 0.3


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--questions", type=Path, help="a question a line")
    parser.add_argument("--work", type=Path, help="keep sounds and clips here")
    parser.add_argument(
        "--only", nargs="+", choices=("align", "clips", "cost"), default=["align", "clips", "cost"]
    )
    parser.add_argument("--quick", action="store_true", help="one voice and tempo for each question")
    options = parser.parse_args()
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    print(f"{platform.machine()}, {os.cpu_count()} cores{load}, Python {platform.python_version()}")
    good = True
    with tempfile.TemporaryDirectory(prefix="metajob-bench-") as temporary:
        folder = options.work or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        if "clips" in options.only:
            good &= measure_clips(folder)
        if "cost" in options.only:
            good &= measure_cost(folder)
        if "align" in options.only:
            lines = (options.questions or OWN).read_text("utf-8").splitlines()
            questions = [text for text in lines if text.strip()][: None if options.questions else 12]
            good &= interviewer_align.table(questions, folder / "spoken", quick=options.quick)
    print(f"\n{'all as asked' if good else 'MISSED: see above'}")
    return 0 if good else 1


if __name__ == "__main__":
    raise SystemExit(main())
