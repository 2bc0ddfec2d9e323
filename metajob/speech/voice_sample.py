"""A recording that a voice may be cloned from: checked, cut to its best stretch, and confirmed as permitted.

What it does not know: whose voice it is, and whether there is more than one. The person confirms the first; the
second is asked for in the instructions on the screen.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from metajob.errors import InputError, StorageError
from metajob.speech import loudness, pitch, stretches, wav
from metajob.speech.model import Pcm
from metajob.speech.stretches import Span

SHORTEST_S, LONGEST_S = 6.0, 60.0  # XTTS-v2 wants 6 s or more and uses at most 30 s
USED_S = 30.0
LEAST_RATE = 16_000  # Hz
_LONGEST_GAP_S = 1.0
_LEAST_SPEECH = 0.6  # share of the stretch
_LEAST_VOICED = 0.25  # share of the speech; read Korean has 0.5 to 0.7
_QUIET_LKFS = -40.0
_CLIPPED_SHARE = 1e-3
_LEAST_CONTRAST_DB = 20.0

_CONFIRM = (
    "본인의 목소리이거나 쓰도록 허락받은 목소리인지 확인해 주세요.",
    "확인 칸에 표시해야 목소리를 따라 할 수 있어요. 다른 사람의 목소리를 허락 없이 쓰면 안 돼요.",
)
_AGAIN = "조용한 곳에서 한 사람이 쉬지 않고 10초쯤 말한 녹음을 올려 주세요."


@dataclass(frozen=True)
class Sample:
    """A stretch of one voice that may be cloned. Made only with confirmed=True, else InputError.

    pcm: mono, -1..1, 6 to 30 s. rate: Hz, 16 000 or more. title: Korean, for the screen.
    """

    pcm: Pcm
    rate: int
    title: str
    confirmed: bool

    def __post_init__(self) -> None:
        if self.confirmed is not True:
            raise InputError(*_CONFIRM)

    @property
    def key(self) -> str:
        """Sixteen hexadecimal digits of the sound: the voice's name in the engine."""
        return hashlib.sha256(f"{self.rate} ".encode() + wav.samples(self.pcm)).hexdigest()[:16]


def take(pcm: Pcm, rate: int, speech: Sequence[Span], *, title: str, confirmed: bool) -> Sample:
    """Check a recording and cut out its best stretch: speech without gaps over 1 s, at most 30 s.

    speech: (start, end) seconds of voice detection. confirmed: the person said that the voice is theirs or that
    they may use it. Raises InputError with what is wrong and what to do.
    """
    if not confirmed:
        raise InputError(*_CONFIRM)
    seconds = len(pcm) / rate
    if seconds < SHORTEST_S:
        raise InputError(f"녹음이 {seconds:.0f}초라서 너무 짧아요.", "6초 이상, 10초쯤 말해 주세요.")
    if seconds > LONGEST_S:
        raise InputError("녹음이 60초를 넘어요.", "60초 안으로 잘라 주세요. 10초면 넉넉해요.")
    if rate < LEAST_RATE or not np.isfinite(pcm).all():
        raise InputError("녹음의 음질이 너무 낮아요.", "16 kHz 이상으로 녹음해 주세요.")
    if loudness.clipped_share(pcm) > _CLIPPED_SHARE:
        raise InputError(
            "소리가 너무 커서 찌그러졌어요.",
            "마이크에서 조금 떨어지거나 입력 소리를 낮춰 다시 녹음해 주세요.",
        )
    spans = stretches.refine(pcm, rate, speech)
    stretch = _best(spans)
    if not stretch or stretch[-1][1] - stretch[0][0] < SHORTEST_S:
        raise InputError("이어서 말한 부분이 6초보다 짧아요.", _AGAIN)
    start, end = stretch[0][0], min(stretch[-1][1], stretch[0][0] + USED_S)
    cut: Pcm = pcm[round(start * rate) : round(end * rate)].copy()
    _check_voice(cut, rate, [(a - start, min(b, end) - start) for a, b in stretch if a < end])
    return Sample(cut, rate, title, confirmed)


def keep(sample: Sample, folder: Path) -> Path:
    """Write the sample into this folder, nowhere else, readable for the owner only. Raises StorageError."""
    path = folder / f"{sample.key}.wav"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        wav.write(path, sample.pcm, sample.rate)
    except OSError as error:
        raise StorageError(
            "목소리 견본을 저장하지 못했어요.", "디스크의 남은 자리를 확인해 주세요."
        ) from error
    return path


def kept(path: Path, *, title: str, confirmed: bool) -> Sample:
    """The sample that `keep` wrote. Raises InputError when the file cannot be read or is not confirmed."""
    try:
        pcm, rate = wav.read(path)
    except (OSError, InputError) as error:
        raise InputError("목소리 견본을 읽을 수 없어요.", "목소리를 다시 녹음해 주세요.") from error
    return Sample(pcm, rate, title, confirmed)


def _best(spans: Sequence[Span]) -> list[Span]:
    """The consecutive spans with no gap over 1 s that hold the most speech."""
    groups: list[list[Span]] = []
    for span in spans:
        if groups and span[0] - groups[-1][-1][1] <= _LONGEST_GAP_S:
            groups[-1].append(span)
        else:
            groups.append([span])
    return max(groups, key=_spoken, default=[])


def _spoken(spans: Sequence[Span]) -> float:
    return sum(end - start for start, end in spans)


def _check_voice(pcm: Pcm, rate: int, spans: list[Span]) -> None:
    """Refuse what is quiet, noisy, mostly silent or no voice."""
    if _spoken(spans) < _LEAST_SPEECH * len(pcm) / rate:
        raise InputError("말하지 않은 시간이 너무 많아요.", _AGAIN)
    levels = loudness.frame_levels(pcm, rate)
    if loudness.loudness(pcm, rate) < _QUIET_LKFS:
        raise InputError("소리가 너무 작아요.", "마이크에 조금 더 가까이에서 다시 녹음해 주세요.")
    low, high = np.percentile(levels, [2, 95])
    if high - low < _LEAST_CONTRAST_DB:
        raise InputError("주변 소리가 너무 커요.", _AGAIN)
    track = pitch.track(pcm, rate, spans)
    if np.count_nonzero(track.hz) < _LEAST_VOICED * max(1, len(track.hz)):
        raise InputError("사람의 목소리를 찾지 못했어요.", _AGAIN)
