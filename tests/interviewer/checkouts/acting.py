"""What the stand-in programs have in common. They run in a process of their own and import nothing of META-JOB.

A file `mode` in the checkout has one line for each run to come, of which the first is taken; without it all goes well.
Every run leaves a line in calls.jsonl: its arguments, its environment, when it began and ended.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import wave
from fractions import Fraction
from pathlib import Path

BEGAN = time.time()


def say(line: str, end: str = "\n") -> None:
    sys.stdout.write(line + end)


def mode() -> str:
    file = Path("mode")
    lines = file.read_text().split() if file.exists() else []
    file.write_text("\n".join(lines[1:]))
    return lines[0] if lines else "fine"


def note(**more: object) -> None:
    call = {"argv": sys.argv[1:], "env": dict(os.environ), "began": BEGAN, "ended": time.time(), **more}
    with Path("calls.jsonl").open("a") as file:
        file.write(json.dumps(call) + "\n")


def misbehave(kind: str) -> None:
    """What goes wrong before there is any result."""
    if kind == "crash":
        raise RuntimeError("cudnn status: not initialised")
    if kind == "faceless":
        raise ValueError("Face not detected! Ensure the video contains a face in all the frames.")
    if kind == "oom":
        say("torch.cuda.OutOfMemoryError: CUDA out of memory. Tried to allocate 1.50 GiB")
        sys.exit(1)
    if kind == "garbage":
        given = sys.argv[sys.argv.index("--outfile") + 1]
        Path(given).write_bytes(b"<html>404</html>" * 1000)
        sys.exit(0)
    if kind == "nothing":
        say("ffmpeg: Invalid argument")
        sys.exit(0)
    if kind == "ask":
        say(input("exists, Do you want to re-create it ? (y/n)"))
    if kind == "hang":
        child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
        Path("pids").write_text(f"{os.getpid()} {child.pid}")
        sys.stdout.flush()
        time.sleep(600)


def seconds_of(path: str) -> float:
    import numpy as np  # only where it is needed: most runs fail before

    with wave.open(path) as sound:
        assert (sound.getframerate(), sound.getnchannels(), sound.getsampwidth()) == (16_000, 1, 2)
        samples = np.frombuffer(sound.readframes(sound.getnframes()), "<i2").astype(float)
    blocks = samples[: len(samples) // 160 * 160].reshape(-1, 160)
    if not blocks.any(axis=1).all():
        raise ValueError("Mel contains nan! Using a TTS voice? Add a small epsilon noise to the wav file")
    return len(samples) / 16_000


def film(face: str, seconds: float, out: Path, kind: str) -> None:
    """The face's frames for as long as the sound, and a tone; `kind` says what is wrong with it."""
    import av
    import numpy as np

    if kind == "short":
        seconds /= 3
    with av.open(face) as source, av.open(str(out), "w") as made:
        picture = made.add_stream("mpeg4", rate=25)
        picture.width = picture.height = 320
        picture.pix_fmt = "yuv420p"
        sound = None if kind == "silent" else made.add_stream("aac", rate=16_000, layout="mono")
        frames = source.decode(video=0)
        for number in range(round(seconds * 25)):
            frame = next(frames).reformat(320, 320, format="yuv420p")
            frame.pts, frame.time_base = number, Fraction(1, 25)
            made.mux(picture.encode(frame))
        made.mux(picture.encode())
        if sound:
            length = int((seconds + (0.5 if kind == "apart" else 0)) * 16_000)
            tone = (0.2 * np.sin(np.arange(length) * 0.2)).astype(np.float32)[None]
            block = av.AudioFrame.from_ndarray(tone, format="fltp", layout="mono")
            block.sample_rate, block.pts = 16_000, 0
            for part in av.AudioResampler("fltp", "mono", 16_000, frame_size=1024).resample(block):
                made.mux(sound.encode(part))
            made.mux(sound.encode())
    if kind == "cut":
        data = out.read_bytes()
        middle = data.index(b"mdat") + 2000
        out.write_bytes(data[:middle] + bytes(3000) + data[middle + 3000 :])
