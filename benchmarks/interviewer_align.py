"""How near text laid on a sound comes to the speech engine's own times: part of benchmarks.interviewer."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np

from benchmarks.interviewer_sounds import equalised, faster, noisy
from metajob.interviewer import visemes
from metajob.interviewer.curves import OPEN, WIDTH, curves
from metajob.interviewer.meter import R_ALIGNED, correlation
from metajob.interviewer.model import FPS, VisemeTrack
from metajob.speech.model import Pcm, Phone, Speech

VOICES, SPEEDS = ("jf_alpha", "jm_kumo", "jf_tebukuro"), (0.85, 1.0, 1.2)

Change = Callable[[Pcm, int], Pcm]


def spoken(text: str, voice: str, speed: float, folder: Path) -> Speech:
    """Kokoro's speech with its phones, from the folder when it was made before."""
    from metajob.speech.kokoro import Kokoro

    engine = Kokoro()
    name = hashlib.sha256(f"{engine.version} {voice} {speed} {text}".encode()).hexdigest()[:20]
    place = folder / f"{name}.npz"
    if place.exists():
        with np.load(place) as stored:
            phones = tuple(Phone(**one) for one in json.loads(str(stored["phones"])))
            return Speech(stored["pcm"].astype(np.float32) / 32767, int(stored["rate"]), phones, "kokoro")
    speech = engine.speak(text, voice, speed)
    folder.mkdir(parents=True, exist_ok=True)
    phones_json = json.dumps([asdict(phone) for phone in speech.phones or ()], ensure_ascii=False)
    pcm = np.round(np.clip(speech.pcm, -1, 1) * 32767).astype(np.int16)
    np.savez(place, pcm=pcm, rate=speech.rate, phones=phones_json)
    return speech


def agreement(one: VisemeTrack, other: VisemeTrack) -> tuple[float, float]:
    """Correlation of opening and width of two tracks of one sound."""
    frames = int(other.duration * FPS)
    a, b = (curves(track, frames).astype(float) for track in (one, other))
    return correlation(a[:, OPEN], b[:, OPEN]), correlation(a[:, WIDTH], b[:, WIDTH])


def changes() -> dict[str, tuple[Change, float]]:
    """What is done to the sound before it is aligned, and by how much that stretches it."""
    dice = np.random.default_rng(11)
    return {
        "as spoken": (lambda pcm, _rate: pcm, 1.0),
        "noise at 15 dB": (lambda pcm, _rate: noisy(pcm, 15, dice), 1.0),
        "pink noise at 10 dB": (lambda pcm, _rate: noisy(pcm, 10, dice, 1.0), 1.0),
        "1.25 times as high and fast": (lambda pcm, _rate: faster(pcm, 1.25), 0.8),
        "0.77 times as high and fast": (lambda pcm, _rate: faster(pcm, 0.77), 1 / 0.77),
        "another microphone": (lambda pcm, rate: equalised(pcm, rate, dice), 1.0),
    }


@dataclass(frozen=True)
class Row:
    """One sound: r of opening and width by text and by ear, confidence, share of it laid by the text, CPU-s."""

    opening: float
    width: float
    ear: float
    confidence: float
    laid: bool
    cpu: float
    seconds: float
    name: str


def row(text: str, speech: Speech, name: str, change: Change, stretch: float) -> Row:
    """Align one changed sound and compare with the engine's own times."""
    truth = visemes.track(speech, text)
    events = tuple(
        event.model_copy(update={"t": event.t * stretch, "d": event.d * stretch}) for event in truth.events
    )
    truth = truth.model_copy(update={"events": events, "duration": truth.duration * stretch})
    deaf = Speech(change(speech.pcm, speech.rate), speech.rate, None, "file")
    start = time.process_time()
    found = visemes.aligned(deaf, text)
    spent = time.process_time() - start
    opening, width = agreement(found, truth)
    ear, _ = agreement(visemes.heard(deaf), truth)
    return Row(opening, width, ear, found.confidence, found.source == "aligned", spent, deaf.seconds, name)


def table(questions: Sequence[str], folder: Path, quick: bool = False) -> bool:
    """Print the table; whether every sound as spoken reaches 0.65. quick: one voice and tempo for each question."""
    said = []
    for number, text in enumerate(questions):
        every = [(voice, speed) for voice in VOICES for speed in SPEEDS]
        chosen = [(VOICES[number % 3], SPEEDS[number // 3 % 3])] if quick else every
        for voice, speed in chosen:
            said.append((text, spoken(text, voice, speed, folder), f"{voice} {speed} {text[:14]}…"))
    print(f"\naligned from text against Kokoro's own times: {len(said)} sounds of {len(questions)} questions")
    print(f"{'sound':<28}{'r opening':>10}{'worst':>7}{'< 0.65':>8}{'r width':>9}{'worst':>7}", end="")
    print(f"{'by ear':>8}{'confidence':>12}{'CPU-s/5 s':>11}")
    good = True
    for name, (change, stretch) in changes().items():
        rows = [row(text, speech, label, change, stretch) for text, speech, label in said]
        opening, width = np.array([one.opening for one in rows]), np.array([one.width for one in rows])
        cost = 5 * sum(one.cpu for one in rows) / sum(one.seconds for one in rows)
        print(
            f"{name:<28}{opening.mean():>10.3f}{opening.min():>7.3f}{(opening < R_ALIGNED).sum():>8}", end=""
        )
        print(f"{width.mean():>9.3f}{width.min():>7.3f}{np.mean([one.ear for one in rows]):>8.3f}", end="")
        print(f"{min(one.confidence for one in rows):>12.2f}{cost:>11.3f}", flush=True)
        if name == "as spoken":
            good = bool((opening >= R_ALIGNED).all())
        for one in sorted(rows, key=lambda one: one.opening)[:2]:
            print(f"    {one.opening:.3f} {one.name}{'' if one.laid else ' (by ear)'}")
    wrong = []
    for text, speech, _ in said[:: max(len(said) // 20, 1)]:
        other = questions[(questions.index(text) + 7) % len(questions)]
        found = visemes.aligned(replace(speech, phones=None), other)
        wrong.append((agreement(found, visemes.track(speech, text))[0], found.confidence))
    fit, sure = np.array(wrong).T
    print(f"{'the words of another':<28}{fit.mean():>10.3f}{fit.min():>7.3f}", end="")
    print(f"{'confidence at most':>44}{sure.max():>8.2f}")
    print("asked: r opening >= 0.65 each, mean >= 0.8; <= 0.3 CPU-s for 5 s")
    return good
