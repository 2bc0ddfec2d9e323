"""Where somebody speaks: the Silero network that faster-whisper carries, run block by block.

The rules that turn probabilities into spans are those of `faster_whisper.vad.get_speech_timestamps`; that function
itself wants the whole recording at once and copies it twice, and 15 minutes would take 400 MB. Blocks carry the
state of the network on, so memory does not grow with the recording.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from metajob.engines import Progress, silent
from metajob.speech.model import Pcm

Span = tuple[float, float]  # start, end in seconds

RATE = 16_000
WINDOW = 512  # samples that one probability stands for: 32 ms
_CONTEXT = 64  # samples of the window before that the network sees as well
_BLOCK = 125 * WINDOW  # 4 s at once: about 12 MB inside the network


@dataclass(frozen=True)
class Rules:
    """When a run of windows is speech; seconds. The pauses measured later are gaps between these spans.

    start_at, stop_below: probability that opens and that closes a span (the defaults of Silero).
    least_silence: a shorter gap does not end a span; a stop consonant is silent for up to 0.15 s.
    least_speech: a shorter span is a click. pad: added on both sides.
    """

    start_at: float = 0.5
    stop_below: float = 0.35
    least_silence: float = 0.2
    least_speech: float = 0.1
    pad: float = 0.03


def speech_spans(pcm: Pcm, rules: Rules = Rules(), progress: Progress = silent) -> tuple[Span, ...]:
    """(start, end) seconds where somebody speaks, in order, without overlap. pcm: mono float32 at 16 kHz."""
    pieces = []
    for done, piece in enumerate(_probabilities(_cut(pcm)), 1):
        pieces.append(piece)
        progress(min(done * _BLOCK / max(len(pcm), 1), 1.0), "말소리를 찾고 있어요")
    found = _spans(np.concatenate(pieces), rules) if pieces else []
    return _padded(found, len(pcm) / RATE, rules)


def _cut(pcm: Pcm) -> Iterator[Pcm]:
    for start in range(0, len(pcm), _BLOCK):
        yield pcm[start : start + _BLOCK]


def _probabilities(blocks: Iterable[Pcm]) -> Iterator[NDArray[np.float32]]:
    """Speech probability of each 32 ms; all blocks but the last are whole windows."""
    from faster_whisper.vad import get_vad_model

    session = get_vad_model().session
    memory = {name: np.zeros((1, 1, 128), np.float32) for name in ("h", "c")}
    before = np.zeros(_CONTEXT, np.float32)
    for block in blocks:
        windows = np.pad(block, (0, -len(block) % WINDOW)).reshape(-1, WINDOW)
        context = np.vstack([before, windows[:-1, -_CONTEXT:]])
        fed = np.hstack([context, windows]).astype(np.float32)
        found, memory["h"], memory["c"] = session.run(None, {"input": fed, **memory})
        before = windows[-1, -_CONTEXT:]
        yield np.asarray(found, np.float32).reshape(-1)


def _spans(probabilities: NDArray[np.float32], rules: Rules) -> list[Span]:
    """Hysteresis: a span opens at `start_at` and closes where it stayed below `stop_below` for long enough."""
    step = WINDOW / RATE
    found: list[Span] = []
    start, quiet = -1.0, -1.0
    for number, probability in enumerate(probabilities):
        now = number * step
        if probability >= rules.start_at:
            quiet = -1.0
            if start < 0:
                start = now
        elif probability < rules.stop_below and start >= 0:
            quiet = now if quiet < 0 else quiet
            if now - quiet >= rules.least_silence:
                found.append((start, quiet))
                start = quiet = -1.0
    if start >= 0:
        found.append((start, len(probabilities) * step))
    return [span for span in found if span[1] - span[0] > rules.least_speech]


def _padded(found: list[Span], seconds: float, rules: Rules) -> tuple[Span, ...]:
    """Each span a little longer on both sides, without touching its neighbour."""
    padded: list[Span] = []
    for number, (start, end) in enumerate(found):
        before = found[number - 1][1] if number else 0.0
        after = found[number + 1][0] if number + 1 < len(found) else seconds
        pads = [min(rules.pad, gap / 2) for gap in (start - before, after - end)]
        padded.append((max(0.0, start - pads[0]), min(seconds, end + max(0.0, pads[1]))))
    return tuple(padded)
