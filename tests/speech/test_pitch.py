"""Pitch of sounds whose pitch is known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metajob.speech import pitch
from tests.speech.sounds import RATE, joined, noise, silence, voiced


def measured(pcm: np.ndarray, rate: int = RATE) -> np.ndarray:
    return pitch.voice_range(pitch.track(pcm, rate, [(0, len(pcm) / rate)]).hz)


@settings(max_examples=12, deadline=None)
@given(hz=st.floats(70, 450), rate=st.sampled_from([8_000, 16_000, 24_000, 44_100, 48_000]))
def test_constant_pitch(hz: float, rate: int) -> None:
    found = measured(voiced(0.6, hz, rate=rate), rate)
    assert len(found) >= 40
    assert 12 * np.log2(np.median(found) / hz) == pytest.approx(0, abs=0.2)
    assert pitch.spread(found) < 0.3


@pytest.mark.parametrize("shape", ["pulses", "sine"])
def test_bare_shapes(shape: str) -> None:
    time = np.arange(RATE) / RATE
    sound = np.sin(2 * np.pi * 200 * time) if shape == "sine" else (np.arange(RATE) % 80 == 0) * 0.5
    assert np.median(measured(sound.astype(np.float32))) == pytest.approx(200, rel=0.01)


def test_pitch_at_a_hundredth_of_the_loudness_and_in_noise() -> None:
    quiet = voiced(1, 180, db=-60)
    noisy = voiced(1, 180, db=-20) + noise(1, db=-30)
    assert np.median(measured(quiet)) == pytest.approx(180, rel=0.01)
    assert np.median(measured(noisy)) == pytest.approx(180, rel=0.01)


def test_spread_of_a_known_vibrato() -> None:
    """Two pitches six semitones apart, half the time each: 3 semitones standard deviation."""
    high = 150 * 2 ** (6 / 12)
    found = measured(joined(voiced(2, 150), voiced(2, high)))
    assert pitch.spread(found) == pytest.approx(3.0, abs=0.1)
    slow = 150 * 2 ** (2 * np.sin(2 * np.pi * 0.5 * np.arange(4 * RATE) / RATE) / 12)
    assert pitch.spread(measured(voiced(4, slow))) == pytest.approx(2 / np.sqrt(2), abs=0.1)


def test_noise_and_silence_have_no_pitch() -> None:
    for sound in (noise(2, db=-20), silence(2), np.full(RATE, 0.3, np.float32)):
        track = pitch.track(sound, RATE, [(0, len(sound) / RATE)])
        assert np.count_nonzero(track.hz) <= 0.02 * len(track.hz)


def test_only_the_spans_are_looked_at_and_times_are_true() -> None:
    pcm = joined(voiced(1, 100), voiced(1, 300), voiced(1, 120))
    track = pitch.track(pcm, RATE, [(1.05, 1.95)])
    assert track.times[0] >= 1.05
    assert track.times[-1] <= 1.95
    assert np.median(track.hz) == pytest.approx(300, rel=0.01)
    both = pitch.track(pcm, RATE, [(0, 3)])
    assert np.median(both.between(0.1, 0.9)) == pytest.approx(100, rel=0.01)
    assert np.median(both.between(2.1, 2.9)) == pytest.approx(120, rel=0.01)


def test_pieces_join_without_gap() -> None:
    track = pitch.track(voiced(25, 140), RATE, [(0, 25)])
    assert np.allclose(np.diff(track.times), 0.01, atol=1e-4)
    assert np.all(np.abs(track.hz - 140) < 1.5)


def test_octave_errors_are_left_out() -> None:
    hz = np.array([150.0] * 100 + [75.0] * 5 + [305.0] * 5, np.float32)
    assert pitch.spread(pitch.voice_range(hz)) < 1e-6
    assert pitch.spread(hz) > 2
