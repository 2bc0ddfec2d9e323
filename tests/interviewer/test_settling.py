"""A speech engine's phones are set right by its sound: lateness, pauses that are none, silence counted to a vowel."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metajob.interviewer import features
from metajob.interviewer.settling import lateness, moved, settled
from metajob.speech.model import Phone, Speech

RATE = 16_000


def humming(*spans: tuple[float, float], seconds: float = 2.0) -> np.ndarray:
    """A buzz like a voice between the given seconds, silence elsewhere."""
    times = np.arange(round(seconds * RATE)) / RATE
    wave = np.sign(np.sin(2 * np.pi * 120 * times)) * 0.2
    return np.where(sum((times >= a) & (times < b) for a, b in spans), wave, 0).astype(np.float32)


def phones(*spans: tuple[str, float, float]) -> list[Phone]:
    roles = {"": "pause", "ㅏ": "vowel", "ㅗ": "vowel"}
    return [Phone(jamo, roles.get(jamo, "onset"), start, end) for jamo, start, end in spans]  # type: ignore[arg-type]


def test_silence_is_taken_from_the_last_vowel() -> None:
    said = phones(("", 0, 0.3), ("ㅏ", 0.3, 1.6), ("", 1.6, 2.0))
    found = settled(said, humming((0.3, 0.9)), RATE, 0.0)
    assert [one.jamo for one in found] == ["", "ㅏ", ""]
    assert found[1].end == pytest.approx(0.9, abs=0.03)
    assert found[-1].end == 2.0


def test_planned_pause_in_a_sounding_voice_is_none() -> None:
    said = phones(("", 0, 0.3), ("ㅏ", 0.3, 0.7), ("", 0.7, 0.9), ("ㅗ", 0.9, 1.3), ("", 1.3, 2.0))
    found = settled(said, humming((0.3, 1.3)), RATE, 0.0)
    assert [one.jamo for one in found] == ["", "ㅏ", "ㅗ", ""]
    assert found[1].end == pytest.approx(0.9)


def test_pause_that_was_not_planned_is_seen() -> None:
    said = phones(("", 0, 0.3), ("ㅏ", 0.3, 1.0), ("ㅗ", 1.0, 1.5), ("", 1.5, 2.0))
    found = settled(said, humming((0.3, 0.6), (1.0, 1.5)), RATE, 0.0)
    assert [one.jamo for one in found] == ["", "ㅏ", "", "ㅗ", ""]
    assert (found[2].start, found[2].end) == (pytest.approx(0.6, abs=0.03), pytest.approx(1.0, abs=0.03))


def test_stop_after_a_pause_keeps_its_closure() -> None:
    """The lips close before anything is heard."""
    said = phones(("", 0, 0.5), ("ㅂ", 0.5, 0.6), ("ㅏ", 0.6, 1.0), ("", 1.0, 2.0))
    found = settled(said, humming((0.6, 1.0)), RATE, 0.0)
    assert found[1].start == pytest.approx(0.5)


@pytest.mark.parametrize("late", [-0.07, 0.0, 0.09])
def test_lateness_of_the_engine_is_measured(spoken: Speech, late: float) -> None:
    """What is added to the engine's own times is found to 10 ms, and taken away again."""
    assert spoken.phones
    likely = features.likelihood(features.mel(spoken.pcm, spoken.rate))
    own = lateness(spoken.phones, likely)
    assert abs(own) < 0.08
    assert lateness(moved(spoken.phones, -late, spoken.seconds + 1), likely) - own == pytest.approx(
        late, abs=0.01
    )
    right = moved(spoken.phones, own, spoken.seconds)
    assert abs(lateness(right, likely)) < 0.006, "what is right stays"


def test_silent_sound_leaves_the_plan_alone() -> None:
    said = phones(("", 0, 0.3), ("ㅏ", 0.3, 1.6), ("", 1.6, 1.8), ("", 1.8, 2.0))
    assert settled(said, np.zeros(2 * RATE, np.float32), RATE) == (*said[:2], replace(said[2], end=2.0))
    assert settled((), np.zeros(0, np.float32), RATE) == ()


SPANS = st.lists(
    st.tuples(st.sampled_from(["", "ㅏ", "ㅂ", "ㅗ"]), st.floats(0, 0.5)), min_size=1, max_size=12
)


@given(SPANS, st.lists(st.floats(0, 2), max_size=6), st.floats(-0.1, 0.1))
@settings(max_examples=40, deadline=None)
def test_phones_stay_in_order_without_gaps(
    spans: list[tuple[str, float]], cuts: list[float], late: float
) -> None:
    said, at = [], 0.0
    for jamo, length in spans:
        said.append((jamo, at, at + length))
        at += length
    edges = sorted(cuts)
    pcm = humming(*zip(edges[::2], edges[1::2], strict=False), seconds=max(at, 0.1))
    found = settled(phones(*said), pcm, RATE, late)
    assert [one.jamo for one in found if one.jamo] == [jamo for jamo, _, _ in said if jamo]
    for one, after in pairwise(found):
        assert one.start <= one.end + 1e-9
        assert one.end == pytest.approx(after.start)
