"""The sample of a voice: what is refused and why, the confirmation, and that it lies only where it was put."""

from __future__ import annotations

import stat
from pathlib import Path

import numpy as np
import pytest

from metajob.errors import InputError, StorageError
from metajob.speech import voice_sample
from metajob.speech.model import Pcm
from metajob.speech.voice_sample import Sample
from tests.speech.sounds import RATE, joined, noise, silence, voiced

Spans = list[tuple[float, float]]


def reading(seconds: float, db: float = -20.0, hiss: float = -75.0) -> Pcm:
    """Words of 0.7 s with gaps of 0.1 s and melody, over hiss."""
    parts, at = [], 0.0
    while at < seconds:
        parts += [voiced(0.7, 130 + 40 * np.sin(np.arange(11_200) / 3_000), db), silence(0.1)]
        at += 0.8
    pcm = joined(*parts)[: round(seconds * RATE)]
    return pcm + noise(seconds, hiss)[: len(pcm)]


def take(pcm: Pcm, spans: Spans | None = None, confirmed: bool = True) -> Sample:
    whole = [(0.0, len(pcm) / RATE)]
    return voice_sample.take(
        pcm, RATE, whole if spans is None else spans, title="내 목소리", confirmed=confirmed
    )


def test_good_sample_is_cut_to_the_speech() -> None:
    pcm = joined(noise(2, -75), reading(10), noise(3, -75))
    sample = take(pcm, [(1.9, 12.1)])
    assert len(sample.pcm) / RATE == pytest.approx(10, abs=0.2)
    assert (sample.rate, sample.title, len(sample.key)) == (RATE, "내 목소리", 16)
    pcm[:] = 0
    assert sample.pcm.any(), "the recording may be thrown away"


def test_best_stretch_is_taken_and_at_most_half_a_minute() -> None:
    pcm = joined(reading(3), noise(3, -75), reading(9), noise(3, -75), reading(2))
    sample = take(pcm, [(0, 3), (6, 15), (18, 20)])
    assert len(sample.pcm) / RATE == pytest.approx(9, abs=0.2)
    assert len(take(reading(50)).pcm) / RATE == pytest.approx(30, abs=0.1)


@pytest.mark.parametrize(
    ("pcm", "spans", "says"),
    [
        (reading(5.9), None, "너무 짧아요"),
        (reading(61), None, "60초를 넘어요"),
        (joined(reading(4), noise(4, -75), reading(4)), [(0.0, 4.0), (8.0, 12.0)], "6초보다 짧아요"),
        (reading(10), [], "6초보다 짧아요"),
        (np.clip(reading(10, db=-1) * 3, -1, 1), None, "찌그러졌어요"),
        (reading(10, db=-55, hiss=-100), None, "너무 작아요"),
        (reading(10, hiss=-34), None, "주변 소리"),
        (
            joined(*[joined(noise(0.7, -20), noise(0.1, -80)) for _ in range(12)]),
            None,
            "목소리를 찾지 못했어요",
        ),
        (joined(*[joined(reading(0.5), noise(0.9, -75)) for _ in range(8)]), None, "말하지 않은 시간"),
        (np.full(RATE * 8, np.nan, np.float32), None, "음질"),
    ],
    ids=[
        "short",
        "long",
        "two parts",
        "no speech",
        "clipped",
        "quiet",
        "noisy",
        "no voice",
        "pauses",
        "broken",
    ],
)
def test_what_is_refused_and_why(pcm: Pcm, spans: Spans | None, says: str) -> None:
    with pytest.raises(InputError) as caught:
        take(pcm, spans)
    assert says in caught.value.message
    assert caught.value.hint.endswith("요.")


def test_nothing_without_confirmation() -> None:
    with pytest.raises(InputError, match="허락받은 목소리"):
        take(reading(10), confirmed=False)
    with pytest.raises(InputError, match="허락받은 목소리"):
        Sample(reading(10), RATE, "내 목소리", False)
    with pytest.raises(InputError):
        Sample(reading(10), RATE, "내 목소리", "yes")  # type: ignore[arg-type]


def test_kept_in_the_given_folder_only_and_readable_for_the_owner(tmp_path: Path) -> None:
    sample = take(reading(8))
    path = voice_sample.keep(sample, tmp_path / "voices")
    assert list(tmp_path.rglob("*.*")) == [path]
    assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0
    again = voice_sample.kept(path, title="내 목소리", confirmed=True)
    assert again.key == sample.key
    assert np.allclose(again.pcm, sample.pcm, atol=1e-4)
    with pytest.raises(InputError):
        voice_sample.kept(path, title="내 목소리", confirmed=False)


@pytest.mark.parametrize("data", [b"", b"RIFF", b"<html>", None])
def test_unreadable_kept_file(tmp_path: Path, data: bytes | None) -> None:
    path = tmp_path / "a.wav"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(InputError, match="다시 녹음"):
        voice_sample.kept(path, title="내 목소리", confirmed=True)


def test_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "voices").write_text("a file")
    with pytest.raises(StorageError):
        voice_sample.keep(take(reading(8)), tmp_path / "voices")
