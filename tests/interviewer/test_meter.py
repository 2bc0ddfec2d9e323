"""The lip-sync meter: known lags are found, controls fire, a real drawn clip passes, time stamps are believed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metajob.errors import InputError
from metajob.interviewer import film, meter, visemes
from metajob.interviewer.curves import OPEN, WIDTH, curves
from metajob.interviewer.encode import encode
from metajob.interviewer.meter import Mouth, SyncReport, compare, failures, lag_of, passes
from metajob.interviewer.model import FPS, PAD, VisemeTrack
from metajob.speech.model import Pcm, Speech
from tests.interviewer.conftest import SENTENCE


@pytest.fixture(scope="module")
def track(spoken: Speech) -> VisemeTrack:
    return visemes.padded(visemes.track(spoken, SENTENCE))


def sounding(spoken: Speech) -> Pcm:
    """The padded sound at the meter's rate."""
    quiet = np.zeros(round(PAD * film.RATE), np.float32)
    steps = np.arange(0, len(spoken.pcm) - 1, spoken.rate / film.RATE)
    pcm = np.interp(steps, np.arange(len(spoken.pcm)), spoken.pcm).astype(np.float32)
    return np.concatenate([quiet, pcm, quiet])


def mouth(track: VisemeTrack, spoken: Speech, late: float = 0.0, noise: float = 0.01) -> Mouth:
    """What a perfect face finder would see of a mouth that follows the track, `late` seconds behind."""
    frames = int(track.duration * FPS)
    shown = curves(track, frames, FPS, lead=-late).astype(float)
    dice = np.random.default_rng(2)
    opening = 0.02 + 0.3 * shown[:, OPEN] + dice.normal(0, 0.3 * noise, frames)
    width = 0.6 + 0.1 * shown[:, WIDTH] + dice.normal(0, 0.1 * noise, frames)
    return Mouth(opening, width, 1.0, sounding(spoken))


@pytest.mark.parametrize("late", [-0.2, -0.05, 0.0, 0.013, 0.12, 0.2])
def test_known_lag_is_found_to_a_quarter_frame(track: VisemeTrack, spoken: Speech, late: float) -> None:
    found = compare(mouth(track, spoken, late), track)
    assert found.lag_ms == pytest.approx(1000 * late, abs=10)
    assert found.r_opening > 0.95


def test_good_clip_passes_and_each_fault_is_named(track: VisemeTrack, spoken: Speech) -> None:
    good = mouth(track, spoken)
    assert failures(compare(good, track)) == ()
    late = compare(mouth(track, spoken, 0.12), track)
    assert "lag_ms" in failures(late)
    assert not passes(late)
    gaping = replace(good, opening=np.maximum(good.opening, 0.15))
    assert {"closures", "pause_opening"} & set(failures(compare(gaping, track))) == set(), (
        "levels are relative"
    )
    talking = replace(good, opening=0.2 + 0.1 * np.sin(np.arange(len(good.opening))))
    assert {"r_opening", "pause_opening"} <= set(failures(compare(talking, track)))
    assert failures(compare(replace(good, detected=0.9), track)) == ("detected",)


def test_missed_closures_are_counted(track: VisemeTrack, spoken: Speech) -> None:
    good = mouth(track, spoken)
    seen, total = compare(good, track).closures
    assert (seen, total) == (total, sum(event.v == "PP" for event in track.events))
    assert total == 4
    events = tuple(e.model_copy(update={"v": "A", "p": "ㅏ"}) if e.v == "PP" else e for e in track.events)
    lazy = mouth(track.model_copy(update={"events": events}), spoken)
    measured = compare(lazy, track)
    assert measured.closures[0] < 0.9 * total
    assert "closures" in failures(measured)


def test_another_sentence_in_the_sound_does_not_pass(track: VisemeTrack, spoken: Speech) -> None:
    """Control: the same mouth against the track backwards."""
    backwards = tuple(
        event.model_copy(update={"t": max(track.duration - event.t - event.d, 0)})
        for event in reversed(track.events)
    )
    measured = compare(mouth(track, spoken), track.model_copy(update={"events": backwards}))
    assert "r_opening" in failures(measured)


@pytest.mark.parametrize("shift", [-0.2, 0.2])
def test_shifted_sound_is_recovered(track: VisemeTrack, spoken: Speech, shift: float) -> None:
    seen = mouth(track, spoken)
    rolled = replace(seen, pcm=np.roll(seen.pcm, round(shift * film.RATE)))
    moved = compare(rolled, track).sound_lag_ms - compare(seen, track).sound_lag_ms
    assert moved == pytest.approx(-1000 * shift, abs=40)
    assert "sound_lag_ms" in failures(compare(rolled, track)), "seen although the mouth follows its track"


def test_backwards_sound_does_not_fit(track: VisemeTrack, spoken: Speech) -> None:
    """Control: the mouth follows the sound, not the sound backwards; one that did would be caught."""
    seen = mouth(track, spoken)
    assert compare(seen, track).energy_r > 0.45
    assert abs(meter.backwards([(seen, track)])) < 0.4, "one short sentence; the benchmark pools three"
    events = [event for event in track.events if event.v != "sil"]
    first, last = round(events[0].t * FPS), round((events[-1].t + events[-1].d) * FPS)
    opening = seen.opening.copy()
    sound = seen.pcm[first * film.RATE // FPS : last * film.RATE // FPS][::-1]
    opening[first:last] = meter.loudness(sound, film.RATE, last - first)
    assert meter.backwards([(replace(seen, opening=opening), track)]) > 0.9


def test_engine_that_only_hears_is_judged_on_opening_lag_and_pauses() -> None:
    heard = SyncReport(100, 1.0, 20.0, 0.7, 0.2, (0, 5), 0.1, 15.0, 0.6, 0.8)
    assert failures(heard, driven=False) == ()
    assert failures(heard) == ("r_opening", "r_width", "closures")
    assert failures(replace(heard, pause_opening=None, closures=(0, 0)), driven=False) == ()


@given(st.integers(-9, 9), st.integers(40, 120), st.integers(0, 99))
@settings(max_examples=40, deadline=None)
def test_lag_of_shifted_noise(shift: int, length: int, seed: int) -> None:
    wave = np.random.default_rng(seed).standard_normal(length + 20)
    one, other = wave[10 - shift : 10 - shift + length], wave[10 : 10 + length]
    lag, r = lag_of(one, other)
    assert lag == pytest.approx(shift / FPS, abs=0.5 / FPS)
    assert r == pytest.approx(1.0)


def test_nothing_to_compare() -> None:
    assert lag_of(np.zeros(50), np.random.default_rng(1).standard_normal(50)) == (0.0, 0.0)
    assert lag_of(np.zeros(0), np.zeros(0)) == (0.0, 0.0)
    empty = VisemeTrack(duration=1, source="audio", confidence=0, events=())
    nothing = compare(Mouth(np.zeros(25), np.zeros(25), 0.0, np.zeros(0, np.float32)), empty)
    assert "detected" in failures(nothing)


def test_film_believes_the_time_stamps(tmp_path: Path) -> None:
    """A white frame at 0.4 s and a click at 0.5 s are found there."""
    frames = [np.full((64, 64, 3), 255 if number == 10 else 0, np.uint8) for number in range(25)]
    pcm = np.zeros(24_000, np.float32)
    pcm[12_000:12_024] = 0.9
    out = tmp_path / "click.mp4"
    encode(iter(frames), out, (pcm, 24_000))
    bright = [picture.mean() for picture in film.pictures(out)]
    assert len(bright) == 25
    assert int(np.argmax(bright)) == 10
    heard = film.sound(out)
    assert np.argmax(np.abs(heard)) / film.RATE == pytest.approx(0.5, abs=0.003)


def test_film_of_another_frame_rate_is_put_on_the_grid(tmp_path: Path) -> None:
    import av

    out = tmp_path / "ten.mp4"
    with av.open(str(out), "w") as container:
        stream = container.add_stream("libx264", rate=10, options={"crf": "1"})
        stream.width = stream.height = 64
        for number in range(10):
            picture = av.VideoFrame.from_ndarray(np.full((64, 64, 3), 25 * number, np.uint8), format="rgb24")
            container.mux(stream.encode(picture))
        container.mux(stream.encode())
    bright = [picture.mean() for picture in film.pictures(out)]
    assert len(bright) == 25
    assert [round(bright[number] / 25) for number in (0, 5, 12, 24)] == [0, 2, 5, 9]
    with pytest.raises(InputError):
        film.sound(out)


def test_no_film(tmp_path: Path) -> None:
    bad = tmp_path / "bad.mp4"
    bad.write_bytes(b"no film")
    for missing in (bad, tmp_path / "absent.mp4"):
        with pytest.raises(InputError):
            list(film.pictures(missing))


def test_drawn_clip_is_in_sync(track: VisemeTrack, spoken: Speech, tmp_path: Path) -> None:
    """The whole way: drawn, encoded, decoded, the face found."""
    from metajob.interviewer.rig import motion
    from metajob.interviewer.rig.draw import Rig

    rig, frames = Rig("hr"), int(track.duration * FPS)
    quiet = np.zeros(round(PAD * spoken.rate), np.float32)
    poses = motion.talk(curves(track, frames), track, 1)
    out = tmp_path / "clip.mp4"
    encode(
        (rig.frame(pose) for pose in poses), out, (np.concatenate([quiet, spoken.pcm, quiet]), spoken.rate)
    )
    measured = meter.report(out, track)
    assert failures(measured) == (), measured
