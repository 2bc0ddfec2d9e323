"""Speech is found where it is, nothing else is taken for it, and it is cut into windows without losing any."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metajob.speech.packing import LONGEST_S, stretches
from metajob.speech.vad import RATE, Rules, speech_spans
from tests.speech.recordings import music, noise, spoken, tone


def test_speech_between_silences_is_found_as_the_reference_finds_it() -> None:
    from faster_whisper.vad import VadOptions, get_speech_timestamps

    pcm = np.concatenate(
        [np.zeros(2 * RATE, np.float32), spoken(), np.zeros(17 * RATE, np.float32), spoken()]
    )
    ours = speech_spans(pcm)
    options = VadOptions(min_silence_duration_ms=200, speech_pad_ms=30, min_speech_duration_ms=100)
    theirs = [(part["start"] / RATE, part["end"] / RATE) for part in get_speech_timestamps(pcm, options)]
    assert len(ours) == len(theirs) >= 2
    assert np.abs(np.array(ours) - np.array(theirs)).max() < 0.04
    assert 2.3 < ours[0][0] < 2.9, "two seconds, and half a second of the recording itself"


@pytest.mark.parametrize(
    "pcm",
    [
        np.zeros(0, np.float32),
        np.zeros(5 * RATE, np.float32),
        noise(5),
        noise(5, level=0.003),
        music(8),
        tone(5),
    ],
    ids=["empty", "silence", "noise", "quiet noise", "music", "tone"],
)
def test_what_is_no_speech(pcm: np.ndarray) -> None:
    assert speech_spans(pcm) == ()


def test_longer_gaps_join_spans() -> None:
    pcm = np.concatenate([spoken(), spoken()])
    assert len(speech_spans(pcm, Rules(least_silence=3.0))) == 1


spans_and_length = st.lists(
    st.tuples(st.floats(0.05, 60), st.floats(0.15, 45)), min_size=1, max_size=12
)  # (silence before, length)


@settings(max_examples=40, deadline=None)
@given(spans_and_length)
def test_stretches_hold_all_speech_once_and_map_times_back(parts: list[tuple[float, float]]) -> None:
    spans, now = [], 0.0
    for silence, length in parts:
        spans.append((now + silence, now + silence + length))
        now = spans[-1][1]
    made = stretches(np.broadcast_to(np.float32(0), (int((now + 1) * RATE),)), spans)
    assert sum(one.speech for one in made) == pytest.approx(sum(end - start for start, end in spans))
    pieces = [piece for one in made for piece in one.pieces]
    for before, after in pairwise(pieces):
        assert before.start < before.end <= after.start + 1e-6
    for one in made:
        last = one.pieces[-1]
        assert last.at + last.end - last.start <= LONGEST_S + 0.5
        for piece in one.pieces:
            start, end = one.original(piece.at + 0.05, piece.at + 0.06)
            assert (start, end) == pytest.approx((piece.start + 0.05, piece.start + 0.06))
    for start, end in spans:
        covered = sum(max(0.0, min(end, p.end) - max(start, p.start)) for p in pieces)
        assert covered == pytest.approx(end - start, abs=1e-6)


def test_speech_without_a_pause_is_cut_where_it_is_quietest() -> None:
    pcm = noise(50, level=0.2)
    pcm[int(25.2 * RATE) : int(25.35 * RATE)] *= 0.01
    first, second = stretches(pcm, [(0.0, 50.0)])
    assert first.end == pytest.approx(25.27, abs=0.1)
    assert second.end == pytest.approx(50.0)
    assert len(first.pcm(pcm)) == pytest.approx(first.end * RATE, abs=RATE * 0.1)


def test_a_full_window_is_cut_at_its_longest_pause() -> None:
    spans = [(0, 8), (8.3, 16), (17.5, 24), (24.3, 34)]
    made = stretches(noise(36), spans)
    assert [round(one.pieces[0].start) for one in made] == [0, 17]
