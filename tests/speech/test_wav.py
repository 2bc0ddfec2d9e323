"""WAV files: what is written is read again, damaged files are refused, and another rate keeps the sound."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metajob.errors import InputError
from metajob.speech import wav


def tone(hertz: float, rate: int, seconds: float = 1.0) -> np.ndarray:
    return (0.5 * np.sin(2 * np.pi * hertz * np.arange(round(seconds * rate)) / rate)).astype(np.float32)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.floats(-1, 1, width=32), max_size=300), st.sampled_from([8_000, 24_000, 44_100]))
def test_what_is_written_is_read_again(values: list[float], rate: int) -> None:
    pcm = np.array(values, np.float32)
    read, found = wav.from_bytes(wav.to_bytes(pcm, rate))
    assert found == rate
    assert read.dtype == np.float32
    np.testing.assert_allclose(read, pcm, atol=1 / 32767)


def test_too_loud_and_broken_samples_do_not_wrap_around() -> None:
    read, _ = wav.from_bytes(wav.to_bytes(np.array([3, -3, np.nan, np.inf], np.float32), 24_000))
    np.testing.assert_allclose(read, [1, -1, 0, 1], atol=1e-4)


def test_a_file_is_mono_16_bit(tmp_path: Path) -> None:
    wav.write(tmp_path / "a.wav", tone(440, 24_000), 24_000)
    with wave.open(str(tmp_path / "a.wav")) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, 24_000)
    assert [path.name for path in tmp_path.iterdir()] == ["a.wav"]


@pytest.mark.parametrize("data", [b"", b"RIFF", b"not a sound", wav.to_bytes(tone(440, 8_000), 8_000)[:-99]])
def test_a_damaged_file_is_refused(data: bytes) -> None:
    with pytest.raises(InputError):
        wav.from_bytes(data)


@pytest.mark.parametrize(
    ("rate", "wanted"), [(24_000, 16_000), (16_000, 24_000), (24_000, 44_100), (22_050, 24_000)]
)
def test_another_rate_keeps_a_tone(rate: int, wanted: int) -> None:
    made = wav.resample(tone(3_000, rate), rate, wanted)
    assert len(made) == wanted
    expected = tone(3_000, wanted)
    inside = slice(wanted // 10, -wanted // 10)
    assert np.abs(made - expected)[inside].max() < 0.002


def test_what_the_lower_rate_cannot_hold_is_gone() -> None:
    made = wav.resample(tone(9_500, 24_000), 24_000, 16_000)
    assert np.abs(made[800:-800]).max() < 0.001


@settings(max_examples=20, deadline=None)
@given(
    st.integers(0, 2_000), st.sampled_from([8_000, 16_000, 24_000, 48_000]), st.sampled_from([16_000, 24_000])
)
def test_the_length_follows_the_rate(samples: int, rate: int, wanted: int) -> None:
    assert len(wav.resample(np.zeros(samples, np.float32), rate, wanted)) == -(-samples * wanted // rate)
