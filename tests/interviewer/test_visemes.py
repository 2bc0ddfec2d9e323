"""Phones become what the mouth does: mapping, glides, rests, the JSON of a track, and its padded variant."""

from __future__ import annotations

import hashlib
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from metajob.interviewer import visemes
from metajob.interviewer.gestures import gestures
from metajob.interviewer.model import FPS, PAD, VisemeTrack
from metajob.speech.model import Phone, Speech

RATE = 24_000


def said(*spoken: tuple[str, str, float], engine: str = "test") -> Speech:
    """A silent Speech of (jamo, role, seconds)."""
    phones, at = [], 0.0
    for jamo, role, seconds in spoken:
        phones.append(Phone(jamo, role, at, at + seconds))  # type: ignore[arg-type]
        at += seconds
    return Speech(np.zeros(round(at * RATE), np.float32), RATE, tuple(phones), engine)


def shapes(speech: Speech) -> list[tuple[str, float, float]]:
    return [(event.v, event.t, event.d) for event in visemes.track(speech, "").events]


@pytest.mark.parametrize(
    ("jamo", "glide", "vowel"),
    [
        ("ㅑ", "I", "A"),
        ("ㅖ", "I", "E"),
        ("ㅘ", "U", "A"),
        ("ㅟ", "U", "I"),
        ("ㅝ", "U", "EO"),
        ("ㅠ", "I", "U"),
    ],
)
def test_glide_is_short_and_comes_first(jamo: str, glide: str, vowel: str) -> None:
    assert shapes(said((jamo, "vowel", 0.1))) == [(glide, 0.0, 0.03), (vowel, 0.03, 0.07)]
    assert shapes(said((jamo, "vowel", 0.4)))[0] == (glide, 0.0, 0.06)


def test_two_vowels_of_ui_share_the_time() -> None:
    assert shapes(said(("ㅢ", "vowel", 0.2))) == [("EU", 0.0, 0.1), ("I", 0.1, 0.1)]


def test_every_sound_of_korean_has_a_shape() -> None:
    for jamo in "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅈㅉㅊㅋㅌㅍㅎ":
        assert jamo in visemes.CONSONANTS
    for jamo in "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ":
        assert jamo in visemes.VOWELS
    assert [visemes.CONSONANTS[jamo] for jamo in "ㅁㅂㅃㅍ"] == ["PP"] * 4
    assert shapes(said(("ㅏ", "vowel", 0.1), ("ㅇ", "coda", 0.1)))[1][0] == "KK"


def test_short_rest_between_words_keeps_the_mouth() -> None:
    found = shapes(said(("ㅏ", "vowel", 0.1), ("", "pause", 0.05), ("ㅗ", "vowel", 0.1), ("", "pause", 0.3)))
    assert [shape for shape, _, _ in found] == ["A", "O", "sil"]
    assert found[0][2] == pytest.approx(0.15)


def test_rests_in_a_row_are_one() -> None:
    assert shapes(said(("", "pause", 0.2), ("", "pause", 0.3), ("ㅏ", "vowel", 0.1)))[0] == ("sil", 0.0, 0.5)


def test_very_short_closure_is_not_lost() -> None:
    found = shapes(
        said(("ㅏ", "vowel", 0.1), ("ㅂ", "onset", 0.001), ("ㄷ", "onset", 0.001), ("ㅏ", "vowel", 0.1))
    )
    assert [shape for shape, _, _ in found] == ["A", "PP", "A"]


def test_engine_times_are_trusted_most() -> None:
    track = visemes.track(said(("ㅏ", "vowel", 0.3)), "아")
    assert (track.source, track.text, track.duration) == ("tts", "아", 0.3)
    assert track.confidence > 0.9


def test_fingerprint_is_that_of_the_16_bit_samples() -> None:
    pcm = np.array([0, 0.5, -1, 2], np.float32)
    expected = hashlib.sha256(np.array([0, 16384, -32767, 32767], "<i2").tobytes()).hexdigest()
    assert visemes.fingerprint(pcm) == expected


ROLE_OF = {"": "pause", **dict.fromkeys("ㅁㄴㅅㄱㅎㄹㅃ", "onset"), **dict.fromkeys("ㅏㅗㅢㅘㅕ", "vowel")}
SPOKEN = st.lists(
    st.tuples(st.sampled_from(sorted(ROLE_OF)), st.floats(0, 0.6)).map(
        lambda one: (one[0], ROLE_OF[one[0]], one[1])
    ),
    max_size=25,
)


@given(SPOKEN)
@settings(max_examples=40, deadline=None)
def test_any_phones_give_a_track_in_order(spoken: list[tuple[str, str, float]]) -> None:
    speech = said(*spoken, ("", "pause", 0.2))
    track = visemes.padded(visemes.track(speech, "그래요?"))
    assert VisemeTrack.model_validate_json(track.model_dump_json()) == track
    assert track.duration == pytest.approx(speech.seconds + 2 * PAD, abs=1e-3)
    assert (track.events[0].v, track.events[0].t, track.events[-1].v) == ("sil", 0.0, "sil")
    assert track.events[0].d >= PAD - 1e-6
    for one, following in pairwise(track.events):
        assert one.t + one.d == pytest.approx(following.t, abs=0.006), "no gap and no overlap"
    assert track.events[-1].t + track.events[-1].d == pytest.approx(track.duration, abs=1e-3)
    assert all(0 <= gesture.t <= track.duration for gesture in track.gestures)


def test_padding_moves_everything() -> None:
    plain = visemes.track(said(("ㅏ", "vowel", 0.8), ("", "pause", 0.4), ("ㅗ", "vowel", 0.8)), "아, 오?")
    wide = visemes.padded(plain, 0.5)
    assert wide.offset_ms == 500
    assert wide.audio_sha256 == plain.audio_sha256
    moved = [(event.v, event.t) for event in wide.events if event.v != "sil"]
    assert moved == [(event.v, pytest.approx(event.t + 0.5)) for event in plain.events if event.v != "sil"]
    assert [g.t for g in wide.gestures] == [pytest.approx(g.t + 0.5) for g in plain.gestures]


def test_question_raises_the_brows_at_its_end() -> None:
    events = visemes.track(said(("ㅏ", "vowel", 2.0)), "").events
    assert any(g.type == "brow" and g.t > 1 for g in gestures(events, 2.0, "왜요?"))
    assert not any(g.type == "brow" and g.t > 1 for g in gestures(events, 2.0, "네."))


def test_long_speech_blinks_but_not_all_the_time() -> None:
    spoken = [("ㅏ", "vowel", 0.9), ("", "pause", 0.3)] * 15
    track = visemes.track(said(*spoken), "")
    blinks = [gesture.t for gesture in track.gestures if gesture.type == "blink"]
    gaps = np.diff([0.0, *blinks, track.duration])
    assert gaps.max() < 6
    assert np.diff(blinks).min() > 1
    assert gestures((), 5.0) == ()


def test_track_refuses_what_no_mouth_can_do() -> None:
    good = visemes.track(said(("ㅏ", "vowel", 0.3), ("ㅗ", "vowel", 0.3)), "").model_dump()
    late = {**good, "duration": 0.6 - 2 / FPS}
    with pytest.raises(ValidationError, match="after the sound"):
        VisemeTrack.model_validate(late)
    with pytest.raises(ValidationError, match="sorted"):
        VisemeTrack.model_validate({**good, "events": good["events"][::-1]})
    with pytest.raises(ValidationError):
        VisemeTrack.model_validate({**good, "events": [{"t": 0, "d": 0.1, "v": "XX"}]})
