"""Fits the small network by which metajob.interviewer hears, and prints how well it does on unheard voice and text.

    python -m benchmarks.interviewer_sounds [--out metajob/interviewer/data/sounds.npz] [--voices jf_alpha …]

Own sentences (interviewer_data/sentences.txt) are spoken by Kokoro, whose phone times are the labels; each is heard
several times through other microphones, rooms, noises, heads and tempos. numpy only, about ten CPU minutes, most of it
Kokoro. Held out: one voice and the last sentences.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from metajob.interviewer import features
from metajob.interviewer.features import CLASS_OF, CLASSES, GLIDES, MELS, OFFSETS, PLAIN, RATE, SILENCE
from metajob.interviewer.meter import correlation
from metajob.interviewer.settling import settled
from metajob.interviewer.visemes import EVEN_GLIDE, GLIDE, GLIDE_SECONDS
from metajob.speech.model import Phone, Speech

SENTENCES = Path(__file__).parent / "interviewer_data" / "sentences.txt"
OUT = Path(features.__file__).parent / "data" / "sounds.npz"
HELD_OUT_VOICE, HELD_OUT_SENTENCES = "jf_tebukuro", 18
HIDDEN = 112
PASSES, BATCH, STEP = 6, 512, 2e-3
KEPT, HAZE, SMOOTH = (
    0.7,
    0.15,
    0.08,
)  # against learning Kokoro by heart: dropout, noise on what is seen, on labels
HEARINGS = 4  # of each sentence
UNKNOWN = -1  # beyond the ends of a sound

Floats = NDArray[np.float32]


def labels(phones: tuple[Phone, ...], frames: int, stretch: float = 1.0) -> NDArray[np.int64]:
    """(frames,) class of each frame. stretch: seconds now for one second then."""
    found = np.full(frames, SILENCE)
    where = (np.arange(frames) + 0.5) / RATE / stretch
    for phone in phones:
        inside = (where >= phone.start) & (where < phone.end)
        if phone.role == "pause":
            found[inside] = SILENCE
            continue
        found[inside] = CLASS_OF[PLAIN.get(phone.jamo, phone.jamo)]
        if phone.jamo in GLIDES:
            length = phone.end - phone.start
            glide = EVEN_GLIDE * length if phone.jamo == "ㅢ" else min(GLIDE * length, GLIDE_SECONDS)
            found[inside & (where < phone.start + glide)] = CLASS_OF[GLIDES[phone.jamo]]
    return found


def behind(speech: Speech) -> float:
    """Seconds by which the phones are behind the sound, by loudness alone: vowels are loud, closures are silent."""
    assert speech.phones
    loud = np.clip(features.mel(speech.pcm, speech.rate).mean(1), -9, -2).astype(float)
    where = (np.arange(-20, len(loud) + 20) + 0.5) / RATE
    said = np.searchsorted([phone.start for phone in speech.phones], where, "right") - 1
    expected = np.array([_loudness(phone) for phone in speech.phones])[np.clip(said, 0, None)]
    inner = slice(5, len(loud) - 5)
    fits = [correlation(loud[inner], expected[20 + step :][: len(loud)][inner]) for step in range(-20, 21)]
    return (int(np.argmax(fits)) - 20) / RATE


def _loudness(phone: Phone) -> float:
    if phone.role == "vowel":
        return -3.0
    if phone.role == "pause":
        return -9.0
    families = {"ㄲㄸㅃㅉㅋㅌㅍㅊ": -8.5, "ㄱㄷㅂㅈ": -7.0, "ㅅㅆㅎ": -6.0}
    return next((level for family, level in families.items() if phone.jamo in family), -4.5)


def faster(pcm: Floats, factor: float) -> Floats:
    """Played `factor` times as fast: higher pitch and formants, another head."""
    return np.interp(np.arange(0, len(pcm) - 1, factor), np.arange(len(pcm)), pcm).astype(np.float32)


def noisy(pcm: Floats, decibels: float, dice: np.random.Generator, colour: float = 0.0) -> Floats:
    """With noise at this signal-to-noise ratio. colour: 0 white, 1 pink."""
    spectrum = np.fft.rfft(dice.standard_normal(len(pcm)))
    spectrum /= np.maximum(np.arange(len(spectrum)), 20) ** (colour / 2)
    noise = np.fft.irfft(spectrum, len(pcm))
    loud = np.sqrt(np.mean(pcm**2) / np.mean(noise**2)) * 10 ** (-decibels / 20)
    return (pcm + loud * noise).astype(np.float32)


def equalised(pcm: Floats, rate: int, dice: np.random.Generator) -> Floats:
    """Through another microphone: a smooth random gain of ±9 dB, now and then nothing above 4 kHz."""
    spectrum = np.fft.rfft(pcm)
    hertz = np.fft.rfftfreq(len(pcm), 1 / rate)
    gain = np.interp(
        np.log(hertz + 50), np.log([50, 150, 400, 1000, 2500, 6000, 13000]), dice.uniform(-9, 9, 7)
    )
    if dice.random() < 0.12:
        gain -= np.clip((hertz - 4000) / 40, 0, 40)
    return np.fft.irfft(spectrum * 10 ** (gain / 20), len(pcm)).astype(np.float32)


def echoing(pcm: Floats, rate: int, dice: np.random.Generator) -> Floats:
    """In a small room."""
    tail = int(dice.uniform(0.08, 0.3) * rate)
    room = dice.standard_normal(tail) * np.exp(-5 * np.arange(tail) / tail)
    room *= dice.uniform(0.1, 0.5) / np.sqrt(np.sum(room**2))
    room[0] = 1
    size = len(pcm) + tail
    return np.fft.irfft(np.fft.rfft(pcm, size) * np.fft.rfft(room, size), size)[: len(pcm)].astype(np.float32)


def hearing(speech: Speech, late: float, dice: np.random.Generator) -> tuple[Floats, NDArray[np.int64]]:
    """(frames, MELS) as `features.normalised` gives them, and the class of each frame, heard in one of many ways."""
    assert speech.phones
    factor = float(np.exp(dice.uniform(-0.26, 0.26)))
    pcm = equalised(faster(speech.pcm, factor), speech.rate, dice)
    if dice.random() < 0.35:
        pcm = echoing(pcm, speech.rate, dice)
    pcm = noisy(pcm, dice.uniform(8, 45), dice, dice.uniform(0, 1.3))
    mels = features.mel(pcm, speech.rate)
    return features.normalised(mels), labels(
        settled(speech.phones, speech.pcm, speech.rate, late), len(mels), 1 / factor
    )


class Data:
    """Frames of many hearings one after the other, with the neighbours that the network sees."""

    def __init__(self, heard: list[tuple[Floats, NDArray[np.int64]]]) -> None:
        edge = max(OFFSETS)
        self.flat = np.concatenate([np.pad(flat, ((edge, edge), (0, 0)), "edge") for flat, _ in heard])
        self.labels = np.concatenate([np.pad(said, edge, constant_values=UNKNOWN) for _, said in heard])
        self.known = np.flatnonzero(self.labels != UNKNOWN)

    def batch(self, index: NDArray[np.int64]) -> tuple[Floats, NDArray[np.int64]]:
        seen = self.flat[index[:, None] + np.array(OFFSETS)]
        return seen.reshape(len(index), -1), self.labels[index]


def fit(data: Data, dice: np.random.Generator) -> dict[str, Floats]:
    """Softmax network with one hidden layer by Adam; rare classes count for more (root of the frequency)."""
    inputs = MELS * len(OFFSETS)
    weights = {
        "w1": dice.normal(0, np.sqrt(2 / inputs), (inputs, HIDDEN)),
        "b1": np.zeros(HIDDEN),
        "w2": dice.normal(0, np.sqrt(1 / HIDDEN), (HIDDEN, len(CLASSES))),
        "b2": np.zeros(len(CLASSES)),
    }
    weights = {name: value.astype(np.float32) for name, value in weights.items()}
    first = {name: np.zeros_like(value) for name, value in weights.items()}
    second = {name: np.zeros_like(value) for name, value in weights.items()}
    counts = np.bincount(data.labels[data.known], minlength=len(CLASSES)) + 1
    worth = (counts.mean() / counts) ** 0.6
    steps = PASSES * (len(data.known) // BATCH)
    number = 0
    for turn in range(PASSES):
        order = dice.permutation(data.known)
        lost = 0.0
        for start in range(0, len(order) - BATCH + 1, BATCH):
            number += 1
            x, y = data.batch(order[start : start + BATCH])
            x = x + HAZE * dice.standard_normal(x.shape, dtype=np.float32)
            weight = worth[y][:, None].astype(np.float32) / BATCH
            hidden = np.maximum(x @ weights["w1"] + weights["b1"], 0)
            keep = (dice.random(hidden.shape, dtype=np.float32) < KEPT).astype(np.float32) / KEPT
            hidden *= keep
            score = hidden @ weights["w2"] + weights["b2"]
            score -= score.max(1, keepdims=True)
            share = np.exp(score)
            share /= share.sum(1, keepdims=True)
            lost -= float((np.log(share[np.arange(BATCH), y] + 1e-9) * weight[:, 0]).sum())
            share[np.arange(BATCH), y] -= 1 - SMOOTH
            share -= SMOOTH / len(CLASSES)
            share *= weight
            back = (share @ weights["w2"].T) * (hidden > 0) * keep
            slopes = {"w1": x.T @ back, "b1": back.sum(0), "w2": hidden.T @ share, "b2": share.sum(0)}
            pace = STEP * 0.5 * (1 + np.cos(np.pi * number / steps))
            for name, slope in slopes.items():
                slope += 2e-5 * weights[name]
                first[name] += 0.1 * (slope - first[name])
                second[name] += 0.001 * (slope * slope - second[name])
                scaled = first[name] / (1 - 0.9**number)
                weights[name] -= pace * scaled / (np.sqrt(second[name] / (1 - 0.999**number)) + 1e-8)
        print(f"pass {turn + 1:>2}: loss {lost / (len(order) // BATCH):.3f}", flush=True)
    return weights


def right(data: Data, weights: dict[str, Floats]) -> float:
    """Share of frames whose likeliest class is the right one."""
    x, y = data.batch(data.known)
    score = np.maximum(x @ weights["w1"] + weights["b1"], 0) @ weights["w2"] + weights["b2"]
    return float((score.argmax(1) == y).mean())


def spoken(voices: list[str]) -> list[tuple[int, str, Speech]]:
    """(sentence number, voice, sound): every sentence by two voices at some tempo, the held-out ones also by the
    held-out voice."""
    from metajob.speech.kokoro import Kokoro

    dice = np.random.default_rng(5)
    lines = SENTENCES.read_text("utf-8").splitlines()
    found = []
    for number, line in enumerate(lines):
        chosen = [voices[number % len(voices)], voices[(number + 1 + number // 4 % 3) % len(voices)]]
        if number >= len(lines) - HELD_OUT_SENTENCES:
            chosen = [voices[number % len(voices)], HELD_OUT_VOICE]
        for voice in chosen:
            found.append((number, voice, Kokoro().speak(line, voice, float(dice.uniform(0.82, 1.22)))))
    return found


def train(said: list[tuple[int, str, Speech]], sentences: int) -> dict[str, Floats]:
    """Weights from what is not held out; prints how many frames are right in each part."""
    dice = np.random.default_rng(7)
    border = sentences - HELD_OUT_SENTENCES
    parts: dict[str, list[Speech]] = {"seen": [], "new text": [], "new text and voice": []}
    for number, voice, speech in said:
        key = "seen" if number < border else "new text and voice" if voice == HELD_OUT_VOICE else "new text"
        parts[key].append(speech)
    late = float(np.median([behind(speech) for speech in parts["seen"]]))
    print(f"the engine's times are {1000 * late:.0f} ms behind its sound")
    start = time.process_time()
    data = Data([hearing(speech, late, dice) for speech in parts["seen"] for _ in range(HEARINGS)])
    print(f"{len(data.known)} frames, {time.process_time() - start:.0f} CPU-s to hear them", flush=True)
    weights = fit(data, dice)
    for key, speeches in parts.items():
        print(f"frames right, {key}: {right(Data([hearing(s, late, dice) for s in speeches]), weights):.3f}")
    return weights


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--voices", nargs="+", default=["jf_alpha", "jf_nezumi", "jf_gongitsune", "jm_kumo"])
    options = parser.parse_args()
    weights = train(spoken(options.voices), len(SENTENCES.read_text("utf-8").splitlines()))
    options.out.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(options.out, **{name: value.astype(np.float16) for name, value in weights.items()})
    print(f"{options.out}: {options.out.stat().st_size / 1000:.0f} kB")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
