"""The mouth curve: right shapes at the right frames, closures that can be seen, rest in pauses."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metajob.interviewer.curves import OPEN, PRESS, ROUND, WIDTH, curves
from metajob.interviewer.model import FPS, VisemeEvent, VisemeTrack


def track(*spoken: tuple[str, float]) -> VisemeTrack:
    events, at = [], 0.0
    for shape, seconds in spoken:
        events.append({"t": at, "d": seconds, "v": shape})
        at += seconds
    return VisemeTrack.model_validate({"duration": at, "source": "tts", "confidence": 1, "events": events})


def frames(one: VisemeTrack) -> int:
    return round(one.duration * FPS)


@given(st.floats(0.001, 0.12), st.floats(0.03, 0.4), st.floats(0.03, 0.4))
@settings(max_examples=60, deadline=None)
def test_lips_close_on_a_frame_however_short_the_sound(closure: float, before: float, after: float) -> None:
    one = track(("sil", 0.3), ("A", before), ("PP", closure), ("A", after), ("sil", 0.3))
    mouth = curves(one, frames(one))
    middle = 0.3 + before + closure / 2
    shown = [i for i in range(len(mouth)) if mouth[i, PRESS] == 1 and mouth[i, OPEN] == 0]
    assert min(abs((i + 0.5) / FPS + 0.02 - middle) for i in shown) <= 0.5 / FPS + 1e-6


def test_mouth_opens_again_between_two_closures() -> None:
    one = track(("sil", 0.3), ("PP", 0.06), ("A", 0.12), ("PP", 0.06), ("A", 0.12), ("sil", 0.3))
    mouth = curves(one, frames(one))
    closed = np.flatnonzero(mouth[:, PRESS] == 1)
    assert len(closed) == 2
    assert mouth[closed[0] : closed[1], OPEN].max() > 0.4


@pytest.mark.parametrize(
    ("shape", "column", "sign"), [("A", OPEN, 1), ("U", ROUND, 1), ("U", WIDTH, -1), ("I", WIDTH, 1)]
)
def test_a_held_vowel_reaches_its_shape(shape: str, column: int, sign: int) -> None:
    one = track(("sil", 0.3), (shape, 0.4), ("sil", 0.3))
    assert (sign * curves(one, frames(one))[:, column]).max() > 0.6


def test_rest_in_pauses_and_after_the_end() -> None:
    one = track(("A", 0.3), ("sil", 0.5), ("A", 0.3))
    mouth = curves(one, 60)
    pause = [i for i in range(60) if 0.42 < (i + 0.5) / FPS + 0.02 < 0.68]
    assert np.abs(mouth[pause]).max() < 0.02
    assert np.abs(mouth[32:]).max() < 0.02


def test_mouth_is_ahead_by_the_lead() -> None:
    one = track(("sil", 0.5), ("A", 0.2), ("sil", 0.5))
    late, early = curves(one, 600, 500, lead=0.0)[:, OPEN], curves(one, 600, 500, lead=0.04)[:, OPEN]
    assert late.argmax() - early.argmax() == pytest.approx(20, abs=1)


def test_nothing_said_is_the_rest_pose() -> None:
    assert not curves(track(("sil", 1.0)), 25).any()
    assert not curves(track(), 5).any()
    assert curves(track(("A", 1.0)), 0).shape == (0, 6)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["sil", "PP", "TT", "SS", "KK", "HH", "A", "O", "U", "EU", "I"]),
            st.floats(0, 0.5),
        ),
        max_size=20,
    )
)
@settings(max_examples=40, deadline=None)
def test_curves_stay_in_range(spoken: list[tuple[str, float]]) -> None:
    mouth = curves(track(*spoken), 80)
    assert mouth.shape == (80, 6)
    assert mouth.dtype == np.float32
    assert mouth.min() >= -1
    assert mouth.max() <= 1
    assert np.delete(mouth, WIDTH, 1).min() >= 0


def test_weight_scales_the_pull() -> None:
    events = (VisemeEvent(t=0, d=0.2, v="A"), VisemeEvent(t=0.2, d=0.2, v="U", w=0))
    one = VisemeTrack(duration=0.4, source="audio", confidence=0.3, events=events)
    assert curves(one, 10)[:, ROUND].max() < 0.05
