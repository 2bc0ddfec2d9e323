"""Korean syllables as the model's symbols, and the model's frame counts as timed sounds."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metajob.speech.kokoro_sounds import IDS, numbers, phones, sounds
from metajob.speech.korean import reading
from metajob.speech.model import Syllable

ONSETS = ("", *"ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅈㅉㅊㅋㅌㅍㅎ")
VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
CODAS = ("", *"ㄱㄴㄷㄹㅁㅂㅇ")
SYLLABLES = st.lists(
    st.builds(
        Syllable,
        st.sampled_from(ONSETS),
        st.sampled_from(VOWELS),
        st.sampled_from(CODAS),
        st.sampled_from(["", "space", "comma", "stop"]),
    ),
    min_size=1,
    max_size=12,
)


def said(text: str) -> str:
    return "".join(sound.symbols for sound in sounds(reading.syllables(text)))


@settings(max_examples=100, deadline=None)
@given(SYLLABLES)
def test_every_syllable_is_said_with_symbols_that_the_model_knows(syllables: list[Syllable]) -> None:
    made = sounds(syllables)
    assert len(numbers(made)) == sum(len(sound.symbols) for sound in made)
    expected = [jamo for each in syllables for jamo in (each.onset, each.vowel, each.coda) if jamo]
    assert [sound.jamo for sound in made if sound.jamo] == expected
    assert made[-1].role == "pause"


@settings(max_examples=50, deadline=None)
@given(SYLLABLES, st.randoms(use_true_random=False))
def test_times_have_no_gaps_and_end_with_the_frames(syllables: list[Syllable], random: object) -> None:
    made = sounds(syllables)
    frames = [random.randint(0, 9) for _ in range(len(numbers(made)) + 2)]  # type: ignore[attr-defined]
    timed = phones(made, frames, 0.025)
    assert sum(phone.end - phone.start for phone in timed) == pytest.approx(sum(frames) * 0.025)
    assert all(a.end == b.start for a, b in pairwise(timed))
    assert all(phone.start < phone.end for phone in timed)


def test_tense_aspirated_and_plain_sounds_differ() -> None:
    assert len({said(word) for word in ("달", "딸", "탈")}) == 3
    assert len({said(word) for word in ("자다", "짜다", "차다")}) == 3
    assert said("시") != said("소")[:1] + "i"


def test_plain_sounds_are_voiced_but_not_behind_a_closure() -> None:
    assert "ɡ" in said("아가")
    assert "ɡ" not in said("악까")


def test_numbers_of_symbols_are_single() -> None:
    assert len(set(IDS.values())) == len(IDS)
    assert all(len(symbol) == 1 for symbol in IDS)
