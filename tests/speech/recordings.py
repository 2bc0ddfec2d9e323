"""Recordings for the tests: any sound in any container, made by PyAV in memory, and one spoken sentence."""

from __future__ import annotations

import io
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

Sound = NDArray[np.float32]

# container, codec, sample rate: what browsers (webm), iPhones (m4a), recorders (mp3, wav) write
FORMATS = {
    "webm": ("webm", "libopus", 48_000),
    "m4a": ("mp4", "aac", 44_100),
    "mp3": ("mp3", "libmp3lame", 44_100),
    "wav": ("wav", "pcm_s16le", 22_050),
    "ogg": ("ogg", "libopus", 48_000),
    "flac": ("flac", "flac", 16_000),
}


def encoded(sound: Sound, rate: int, form: str, layout: str = "mono") -> bytes:
    """The recording as bytes. sound: mono -1..1 at `rate`."""
    import av

    container, codec, wanted = FORMATS[form]
    file = io.BytesIO()
    with av.open(file, "w", format=container) as out:
        stream: Any = out.add_stream(codec, rate=wanted, layout=layout)
        resampler = av.AudioResampler(format=stream.codec_context.format.name, layout=layout, rate=wanted)
        for start in range(0, len(sound), rate):
            frame = av.AudioFrame.from_ndarray(sound[None, start : start + rate], format="flt", layout="mono")
            frame.sample_rate, frame.pts = rate, None
            for piece in resampler.resample(frame):
                out.mux(stream.encode(piece))
        for piece in resampler.resample(None):
            out.mux(stream.encode(piece))
        out.mux(stream.encode(None))
    return file.getvalue()


def silent_video(seconds: float = 1.0) -> bytes:
    """An mp4 with pictures and no sound."""
    import av

    file = io.BytesIO()
    with av.open(file, "w", format="mp4") as out:
        stream: Any = out.add_stream("mpeg4", rate=10)
        stream.width = stream.height = 64
        stream.pix_fmt = "yuv420p"
        for _ in range(int(10 * seconds)):
            out.mux(
                stream.encode(av.VideoFrame.from_ndarray(np.zeros((64, 64, 3), np.uint8), format="rgb24"))
            )
        out.mux(stream.encode(None))
    return file.getvalue()


def tone(seconds: float, rate: int = 16_000, hertz: float = 220.0, level: float = 0.3) -> Sound:
    """A sine."""
    return (level * np.sin(2 * np.pi * hertz * np.arange(int(seconds * rate)) / rate)).astype(np.float32)


def music(seconds: float, rate: int = 16_000) -> Sound:
    """Plucked chords of harmonic tones, a new one each half second."""
    time = np.arange(int(seconds * rate)) / rate
    sound = np.zeros_like(time)
    for beat in range(int(seconds * 2)):
        for root in (220.0, 277.2, 329.6):
            hertz = root * 2 ** ((beat * 5 % 12) / 12)
            since = np.clip(time - beat / 2, 0, None)
            pluck = np.exp(-4 * since) * (time >= beat / 2)
            sound += sum(pluck * np.sin(2 * np.pi * hertz * k * since) / k for k in range(1, 6))
    return (0.3 * sound / np.abs(sound).max()).astype(np.float32)


def noise(seconds: float, rate: int = 16_000, level: float = 0.1) -> Sound:
    """White noise, the same at every call."""
    return (level * np.random.default_rng(0).standard_normal(int(seconds * rate))).astype(np.float32)


SENTENCE = "저는 대학교에서 통계를 전공했고, 지금은 서버 개발자로 일하고 있습니다."


@cache
def spoken() -> Sound:
    """`SENTENCE` in the default male voice at 16 kHz, half a second of silence on both sides. Do not change it."""
    from metajob.speech import say
    from metajob.speech.wav import resample

    speech = say.speak(SENTENCE, "jm_kumo")
    sound = np.pad(resample(speech.pcm, speech.rate, 16_000), 8_000).astype(np.float32)
    sound.flags.writeable = False
    return sound


def letters(text: str) -> str:
    """What is compared: letters and digits without spaces and marks."""
    return "".join(character for character in text.lower() if character.isalnum())


def error_rate(truth: str, heard: str) -> float:
    """Character error rate: edits over the letters of the truth."""
    true, other = letters(truth), letters(heard)
    line = list(range(len(other) + 1))
    for row, character in enumerate(true, 1):
        before, line[0] = line[0], row
        for column, wrong in enumerate(other, 1):
            before, line[column] = (
                line[column],
                min(line[column] + 1, line[column - 1] + 1, before + (character != wrong)),
            )
    return line[-1] / max(len(true), 1)
