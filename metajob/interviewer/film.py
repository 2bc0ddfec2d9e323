"""A finished clip as it plays: frames on the 25 fps grid and sound from time 0, both by their own time stamps.

Nothing is taken on trust: a muxer that shifts one stream against the other is seen here as it is seen in a browser.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from metajob.errors import InputError
from metajob.interviewer.model import FPS
from metajob.speech.model import Pcm

if TYPE_CHECKING:
    import av

RATE = 16_000  # Hz of the sound given back


def pictures(path: Path) -> Iterator[NDArray[np.uint8]]:
    """(H, W, 3) RGB of every 1/25 s: the one on the screen in the middle of it. Raises InputError."""
    with _opened(path) as film:
        if not film.streams.video:
            raise InputError("영상이 들어 있지 않은 파일이에요.")
        shown: NDArray[np.uint8] | None = None
        number = 0
        end = 0.0
        for frame in film.decode(video=0):
            begins = frame.time or 0.0
            while shown is not None and (number + 0.5) / FPS < begins:
                yield shown
                number += 1
            shown = np.asarray(frame.to_ndarray(format="rgb24"), np.uint8)
            rate = film.streams.video[0].average_rate
            end = begins + (1 / float(rate) if rate else 1 / FPS)
        while shown is not None and (number + 0.5) / FPS < end:
            yield shown
            number += 1


def sound(path: Path) -> Pcm:
    """(samples,) mono float32 at RATE from time 0 of the file; silence before a late start. Raises InputError."""
    import av

    blocks: list[Pcm] = []
    with _opened(path) as film:
        if not film.streams.audio:
            raise InputError("소리가 들어 있지 않은 파일이에요.")
        resampler = av.AudioResampler("flt", "mono", RATE)
        begins: float | None = None
        for frame in film.decode(audio=0):
            begins = (frame.time or 0.0) if begins is None else begins
            frame.pts = None
            blocks += [_samples(block) for block in resampler.resample(frame)]
        blocks += [_samples(block) for block in resampler.resample(None)]
    pcm = np.concatenate(blocks) if blocks else np.zeros(0, np.float32)
    start = round((begins or 0.0) * RATE)
    return np.asarray(np.pad(pcm, (start, 0)) if start >= 0 else pcm[-start:], np.float32)


def _samples(block: av.AudioFrame) -> Pcm:
    return np.asarray(block.to_ndarray(), np.float32).ravel()


@contextmanager
def _opened(path: Path) -> Iterator[av.container.InputContainer]:
    """Also what is found to be broken while it is read becomes an InputError."""
    import av

    try:
        with av.open(str(path)) as film:
            yield film
    except (OSError, av.FFmpegError) as error:
        raise InputError("읽을 수 없는 영상 파일이에요.") from error
