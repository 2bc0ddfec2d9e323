"""What is seen in an answer: known motion comes out as it was, and what was not seen is not made up."""

from __future__ import annotations

import math
from typing import get_args

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.interview_motion_puppet import Pose, Puppet
from metajob.interview.behaviour import observe
from metajob.interview.model import Behaviour, ObservableKey
from metajob.interview.signals import Row
from metajob.interview.tracker import Tracker
from tests.interview.motions import filmed, got, planned

SEEDS = st.integers(0, 10_000)


@given(SEEDS, st.sampled_from([4.5, 5.0, 10.0, 15.0]), st.sampled_from([26.0, -26.0]))
@settings(max_examples=15, deadline=None)
def test_the_share_of_looking_away_is_within_five_points(seed: int, fps: float, degrees: float) -> None:
    away = planned(np.random.default_rng(seed), 40, (0.8, 4), (1.5, 6))
    seen = observe(filmed(40, away=away, turn=("yaw", degrees), fps=fps, seed=seed), 40)
    known = sum(end - start for start, end in away) / 40
    share = got(seen, "away").value
    assert share is not None
    assert abs(share - known) <= 0.05
    assert abs((got(seen, "away_times").value or 0) - len(away)) <= 1
    longest = got(seen, "away_longest").value
    assert longest is not None
    assert abs(longest - max(end - start for start, end in away)) <= 0.5


@given(SEEDS)
@settings(max_examples=15, deadline=None)
def test_hands_at_the_face_are_counted_within_one(seed: int) -> None:
    hands = planned(np.random.default_rng(seed), 40, (1, 3), (2.5, 8))
    touches = got(observe(filmed(40, hands=hands, seed=seed), 40), "touches")
    assert touches.value is not None
    assert abs(touches.value - len(hands)) <= 1
    assert touches.coverage > 0.8


@given(SEEDS)
@settings(max_examples=10, deadline=None)
def test_blinks_are_counted_within_a_tenth_from_ten_frames_a_second(seed: int) -> None:
    starts = np.cumsum(np.random.default_rng(seed).uniform(1.5, 4.5, 20)).tolist()
    starts = [start for start in starts if start < 39]
    counted = got(observe(filmed(40, blinks=starts, fps=15, lost=0.0, seed=seed), 40, "browser"), "blinks")
    assert counted.value is not None
    assert abs(counted.value * 40 / 60 - len(starts)) <= max(1, 0.1 * len(starts))


def test_blinks_are_not_counted_when_frames_come_too_seldom() -> None:
    counted = got(observe(filmed(30, blinks=[4, 8, 12]), 30), "blinks")
    assert counted.value is None
    assert "10장" in counted.why
    assert "5장" in counted.why


def test_a_blink_or_a_lively_face_is_not_a_look_away() -> None:
    seen = observe(filmed(30, blinks=[float(t) for t in range(4, 29, 2)], gaze_y=0.1), 30)
    assert got(seen, "away").value == 0
    jump = [
        Row(**{name: getattr(row, name) for name in Row.__dataclass_fields__} | {"yaw": 40.0})
        if 10.0 <= row.t < 10.2
        else row
        for row in filmed(30, lost=0.0)
    ]
    assert got(observe(jump, 30), "away_times").value == 0


def test_only_the_eyes_turned_is_a_look_away_and_a_head_turned_under_steady_eyes_is_none() -> None:
    eyes = observe(filmed(30, away=[(10, 13)], turn=("gaze_x", 0.6)), 30)
    assert got(eyes, "away").value == pytest.approx(0.1, abs=0.03)
    turned = [
        Row(**{name: getattr(row, name) for name in Row.__dataclass_fields__} | {"yaw": 20.0, "gaze_x": -0.5})
        if 10 <= row.t < 13
        else row
        for row in filmed(30)
    ]
    assert got(observe(turned, 30), "away").value == 0


def test_looking_at_the_screen_is_measured_against_the_own_baseline() -> None:
    """Camera at the side: the head is turned all the time."""
    aside = observe(filmed(30, yaw=22.0, gaze_x=0.4, pitch=25.0), 30)
    assert got(aside, "away").value == 0
    assert "다른 방향" not in " ".join(aside.notes)


def test_a_posture_that_changed_after_the_first_seconds_is_said() -> None:
    seen = observe(filmed(30, away=[(3.5, 30)]), 30)
    assert got(seen, "away").confidence == "low"
    assert any("처음 3초와 다른" in note for note in seen.notes)


def test_nods_smiles_and_leaving_are_found_where_they_were() -> None:
    seen = observe(
        filmed(40, nods=[8, 14, 20, 27], smiles=[(10, 14)], gone=[(30, 32.5)], lost=0.0, fps=10, seed=3), 40
    )
    assert [round(event.start) for event in got(seen, "nods").events] == [8, 14, 20, 27]
    assert got(seen, "smile").value == pytest.approx(4 / 37.5, abs=0.02)
    out = got(seen, "out_of_frame")
    assert out.value == pytest.approx(2.5, abs=0.25)
    assert len(out.events) == 1
    assert got(seen, "head_movement").value is not None


def test_a_head_that_moves_more_reads_as_more_whatever_the_frame_rate() -> None:
    def speed(fps: float, amount: float) -> float:
        rows = filmed(20, fps=fps, lost=0.0)
        moved = [
            Row(
                **{name: getattr(row, name) for name in Row.__dataclass_fields__}
                | {"yaw": row.yaw + amount * math.sin(2 * row.t)}
            )
            for row in rows
        ]
        return got(observe(moved, 20), "head_movement").value or 0.0

    assert speed(5, 0) < 4 < speed(5, 10)
    known = 10 * 2 * 2 / math.pi  # mean speed of the sine, degrees a second
    assert speed(5, 10) == pytest.approx(known, rel=0.25)
    assert speed(15, 10) == pytest.approx(known, rel=0.25)


def test_a_lost_track_gives_no_numbers_but_a_reason() -> None:
    seen = observe(filmed(30, gone=[(5, 20)]), 30)
    away = got(seen, "away")
    assert away.value is None
    assert "%뿐이에요" in away.why
    assert away.events == ()
    assert got(seen, "out_of_frame").value == pytest.approx(15, abs=0.5)
    assert got(observe(filmed(30, gone=[(12, 16)]), 30), "nods").value is None, "tracked below 90 %"


def test_a_baseline_is_taken_later_when_nobody_was_there_at_first() -> None:
    late = observe(filmed(60, gone=[(0, 5)], away=[(30, 36)]), 60)
    assert got(late, "away").value == pytest.approx(6 / 55, abs=0.03)
    too_late = got(observe(filmed(60, gone=[(0, 8)]), 60), "away")
    assert too_late.value is None
    assert "처음 10초" in too_late.why


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (filmed(20, light=20.0), "어두워서"),
        (filmed(20, gone=[(0, 20)]), "찾지 못했어요"),
        (filmed(20, two=[(8, 14)]), "두 사람"),
        (filmed(20, size=0.06), "작게"),
        (filmed(20, calm=True), "사진이 비치고 있는지"),
        (filmed(30, mouth=0.1, blink=0.05, smile=0.1, motion=6.0), "사진이 비치고 있는지"),
        (filmed(20, stop=13), "화면이 오지 않은"),
    ],
    ids=["dark", "nobody", "two", "small", "frozen", "photo in the hand", "camera removed"],
)
def test_the_picture_is_remarked_on(rows: list[Row], words: str) -> None:
    seen = observe(rows, rows[-1].t if words != "화면이 오지 않은" else 20)
    assert any(words in note for note in seen.notes), seen.notes
    assert "사진" not in words or got(seen, "away").value is None
    assert observe(filmed(20), 20).notes == ()


def test_a_camera_removed_lowers_the_coverage() -> None:
    seen = observe(filmed(20, stop=13), 20)
    assert seen.coverage == pytest.approx(0.62, abs=0.06)
    assert got(seen, "away").confidence == "low"
    assert got(observe(filmed(20, stop=8), 20), "away").value is None


VALUES = st.floats(-200, 300) | st.just(math.nan) | st.just(math.inf)


@given(
    st.lists(
        st.builds(
            Row,
            t=st.floats(-1, 40) | st.just(math.nan),
            faces=st.integers(0, 2),
            yaw=VALUES,
            pitch=VALUES,
            blink=VALUES,
            gaze_x=VALUES,
            smile=VALUES,
            size=VALUES,
            x=VALUES,
            light=VALUES,
            motion=VALUES,
            touch=st.sampled_from([None, True, False]),
        ),
        max_size=60,
    ),
    st.floats(0, 30),
)
@settings(max_examples=60, deadline=None)
def test_any_rows_give_something_that_can_be_kept(rows: list[Row], seconds: float) -> None:
    seen = observe(rows, seconds)
    assert Behaviour.model_validate_json(seen.model_dump_json()) == seen
    assert {one.key for one in seen.observables} == set(get_args(ObservableKey))
    for one in seen.observables:
        assert (one.value is None) == bool(one.why)
        assert one.value is None or (math.isfinite(one.value) and one.value >= 0)
        assert all(0 <= event.start <= event.end <= seconds + 0.01 for event in one.events)


def test_the_timeline_has_five_values_a_second_and_gaps_where_nothing_was_seen() -> None:
    seen = observe(filmed(30, fps=15, gone=[(20, 24)], hands=[(10, 12)], away=[(14, 17)]), 30)
    lines = {track.key: track for track in seen.tracks}
    assert set(lines) == {"away", "yaw", "pitch", "smile", "blink", "hand", "face"}
    assert all(len(track.values) == 150 and track.step == 0.2 for track in lines.values())
    assert lines["yaw"].values[110] is None
    assert lines["face"].values[110] == 0
    assert lines["yaw"].values[78] == pytest.approx(26, abs=4)
    assert (lines["away"].values[78], lines["away"].values[40]) == (1, 0)
    assert (lines["hand"].values[55], lines["hand"].values[80]) == (1, 0)
    assert len(observe(filmed(400), 400).tracks[0].values) == 800


def test_a_rendered_face_that_turns_away_and_is_touched_is_seen_by_the_real_tracker() -> None:
    from skimage.data import astronaut

    puppet, tracker, rows = Puppet(astronaut()), Tracker(), []
    for i in range(50):
        t = (i + 0.5) / 5
        pose = Pose(
            yaw=32.0 * (4 <= t < 6.5), hand=(0.53, 0.09) if 7.5 <= t < 9 else None, dx=0.02 * math.sin(t)
        )
        jpeg = cv2.imencode(".jpg", puppet.frame(pose)[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, 70])[1]
        rows.append(tracker.push(jpeg.tobytes(), t, i % 2 == 0))
    tracker.close()
    seen = observe(rows, 10)
    assert got(seen, "away").value == pytest.approx(0.25, abs=0.05)
    assert got(seen, "touches").value == 1
    assert abs(got(seen, "touches").events[0].start - 7.5) < 0.6
