"""The interviewer's motion: clips join in the rest pose, loops have no jump, speech brings gestures."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metajob.interviewer.model import FPS, Gesture, VisemeEvent, VisemeTrack
from metajob.interviewer.rig.motion import LOOP, REST, Pose, idle, talk

SMOOTH = {
    "yaw": 1.0,
    "pitch": 1.6,
    "roll": 0.6,
    "brow": 0.35,
    "smile": 0.12,
    "breath": 0.2,
}  # most change a frame


def track(*events: tuple[float, float, str], gestures: tuple[Gesture, ...] = ()) -> VisemeTrack:
    made = tuple(VisemeEvent.model_validate({"t": t, "d": d, "v": v}) for t, d, v in events)
    return VisemeTrack(
        duration=max(t + d for t, d, _ in events), source="tts", confidence=1, events=made, gestures=gestures
    )


SENTENCE = track(
    (0.0, 0.16, "sil"),
    (0.16, 0.3, "A"),
    (0.46, 0.2, "PP"),
    (0.66, 0.6, "O"),
    (1.26, 0.5, "sil"),
    (1.76, 1.4, "I"),
    (3.16, 0.4, "sil"),
)


def column(poses: list[Pose], name: str) -> np.ndarray:
    return np.array([getattr(pose, name) for pose in poses])


@pytest.mark.parametrize("listening", [True, False])
def test_loop_is_seamless(listening: bool) -> None:
    poses = idle(listening)
    assert len(poses) == LOOP * FPS
    assert poses[0] == poses[-1] == REST
    around = [*poses, *poses]
    for name, most in SMOOTH.items():
        assert np.abs(np.diff(column(around, name))).max() < most, name


def test_listener_is_alive_and_silent() -> None:
    listening, calm = idle(True), idle(False)
    for poses in (listening, calm):
        assert not np.any([pose[:6] for pose in poses]), "the mouth stays shut"
        assert column(poses, "lid_l").max() > 0.98
        assert np.ptp(column(poses, "yaw")) > 1
        assert np.ptp(column(poses, "breath")) > 0.9
    pitch = column(listening, "pitch")
    assert ((pitch[1:-1] > 2) & (pitch[1:-1] >= pitch[2:]) & (pitch[1:-1] > pitch[:-2])).sum() >= 2, "nods"
    assert column(listening, "smile").max() > 0.2
    assert np.ptp(column(calm, "pitch")) < 0.5 * np.ptp(pitch)


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 120), st.integers(0, 2**31))
def test_talk_begins_and_ends_at_rest(frames: int, seed: int) -> None:
    mouth = np.full((frames, 6), 0.7, np.float32)
    poses = talk(mouth, SENTENCE, seed)
    assert len(poses) == frames
    assert poses[0] == poses[-1] == REST
    assert poses == talk(mouth, SENTENCE, seed)
    assert all(np.isfinite(pose).all() for pose in poses)


def test_talk_is_smooth_and_moves() -> None:
    mouth = np.zeros((90, 6), np.float32)
    mouth[10:30, 0] = mouth[45:75, 0] = 0.6
    for seed in range(5):
        poses = talk(mouth, SENTENCE, seed)
        for name, most in SMOOTH.items():
            assert np.abs(np.diff(column(poses, name))).max() < most, name
        assert np.ptp(column(poses, "yaw")) > 1
        assert np.ptp(column(poses, "brow")) > 0.3
        assert column(poses, "lid_l").max() > 0.98
        assert np.abs(column(poses, "yaw")).max() < 8
        assert np.allclose(column(poses, "open")[5:-5], mouth[5:-5, 0])
    assert talk(mouth, SENTENCE, 1) != talk(mouth, SENTENCE, 2)


def test_gestures_of_the_track_are_done() -> None:
    told = SENTENCE.model_copy(
        update={
            "gestures": (
                Gesture(t=0.8, type="nod"),
                Gesture(t=1.4, type="blink"),
                Gesture(t=2.2, type="brow"),
            )
        }
    )
    mouth = np.zeros((90, 6), np.float32)
    poses = talk(mouth, told)
    lids, brows, pitch = column(poses, "lid_l"), column(poses, "brow"), column(poses, "pitch")
    assert abs(lids.argmax() / FPS - 1.5) < 0.1
    assert (lids > 0.9).sum() <= 3, "one blink"
    assert abs(brows.argmax() / FPS - 2.45) < 0.15
    assert 0.8 < pitch.argmax() / FPS < 1.3


def test_last_blink_is_over_before_the_end() -> None:
    mouth = np.zeros((90, 6), np.float32)
    late = SENTENCE.model_copy(update={"gestures": (Gesture(t=3.5, type="blink"),)})
    assert column(talk(mouth, late), "lid_l")[-2] < 0.2


def test_wrong_shape_is_refused() -> None:
    with pytest.raises(ValueError, match="frames, 6"):
        talk(np.zeros((10, 5), np.float32), SENTENCE)
    assert talk(np.zeros((0, 6), np.float32), SENTENCE) == []
