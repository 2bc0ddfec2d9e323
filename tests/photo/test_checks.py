"""The checks before the work: what is refused, warned about and passed, and what the person reads."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from metajob.faces import detect
from metajob.photo import measures
from metajob.photo.check_words import WORDS
from metajob.photo.checks import Report, check_photo
from metajob.photo.missing_face import NO_FACE
from metajob.photo.thresholds import LEVELS, TABLE, Level, Row
from tests.pictures import (
    as_cartoon,
    drawn_face,
    face_of,
    insightface_picture,
    read,
    turned,
    with_hat,
    with_mask,
    with_sunglasses,
)

Picture = NDArray[np.uint8]


def level_of(report: Report, key: str) -> Level:
    return next(finding.level for finding in report.findings if finding.key == key)


# The table


@given(st.sampled_from(list(TABLE.values())), st.lists(st.floats(-200, 200), min_size=3, max_size=3))
def test_going_away_from_the_good_range_never_helps(row: Row, values: list[float]) -> None:
    low, middle, high = (LEVELS.index(row.level(value)) for value in sorted(values))
    assert middle <= max(low, high)


@given(st.sampled_from(list(TABLE.values())), st.floats(-200, 200))
def test_every_result_has_a_sentence_of_its_own(row: Row, value: float) -> None:
    words = WORDS[row.key]
    ko, en = words.say(row.side(value), row.level(value))
    assert ((ko, en) == words.ok) == (row.side(value) == "ok")


@pytest.mark.parametrize(
    ("key", "ok", "warn", "refuse"),
    [
        ("faces", 0.0, 0.3, 0.9),
        ("face_size", 160, 100, 60),
        ("enlarging", 1.5, 2.0, 3.5),
        ("sharpness", 40, 20, 6),
        ("yaw", -8.7, 11.5, -25),
        ("pitch", 0.43, 0.49, 0.2),
        ("roll", 11.7, -20, 31),
        ("brightness", 60, 43, 26),
        ("highlights", 0.001, 0.05, 0.1),
        ("evenness", -15, 25, -41),
        ("eyes", 0.28, 0.5, 0.7),
        ("mouth", 0.13, 0.4, 0.6),
    ],
)
def test_the_limits_that_were_found(key: str, ok: float, warn: float, refuse: float) -> None:
    assert [TABLE[key].level(value) for value in (ok, warn, refuse)] == ["ok", "warn", "refuse"]


def test_words_and_table_have_the_same_checks() -> None:
    assert list(WORDS) == list(TABLE)


def test_korean_sentences_are_polite_and_short() -> None:
    says = [say for words in WORDS.values() for say in vars(words).values() if say and say is not words.label]
    for ko, en in [*says, *NO_FACE.values()]:
        assert all(re.search("(요|세요)$", part) for part in ko.rstrip(".").split(". ")), ko
        assert len(ko) < 70 and en.endswith("."), ko


# One good photo


def test_the_astronaut_may_be_used(astronaut: Picture) -> None:
    report = check_photo(astronaut)
    assert report.level == "warn" and not report.refused
    assert {finding.key for finding in report.warnings} == {"face_size", "enlarging", "sharpness"}
    assert next(finding.key for finding in report.findings if finding.level == "ok") == "faces"
    assert {finding.key for finding in report.findings} == set(TABLE)
    assert report.face is not None and 85 < report.face.width < 95


def test_a_broad_smile_is_a_note_and_not_a_warning(astronaut: Picture) -> None:
    (finding,) = (finding for finding in check_photo(astronaut).findings if finding.key == "expression")
    assert finding.level == "ok" and "미소" in finding.ko


def test_refusals_come_first_then_warnings(astronaut: Picture) -> None:
    report = check_photo(cv2.GaussianBlur(astronaut, (0, 0), 2).astype(np.uint8))
    ranks = [LEVELS.index(finding.level) for finding in report.findings]
    assert ranks == sorted(ranks, reverse=True)
    assert report.level == "refuse" and report.findings[0] in report.refused


# What is wrong with a photo


def _cut(rgb: Picture, top: float = 9, bottom: float = 9, left: float = 9) -> Picture:
    """Cut that many face heights above and below the face, and face widths to its left."""
    face = face_of(rgb)
    x0, y0, _, y1 = face.box
    rows = slice(max(0, int(y0 - top * face.height)), int(y1 + bottom * face.height))
    return np.ascontiguousarray(rgb[rows, max(0, int(x0 - left * face.width)) :])


def _overexposed(rgb: Picture) -> Picture:
    return np.clip(rgb.astype(np.int16) + 90, 0, 255).astype(np.uint8)


def _half_dark(rgb: Picture) -> Picture:
    out = rgb.copy()
    out[:, : int(face_of(rgb).xy[1, 0])] //= 4
    return out


def _smaller(rgb: Picture, side: int) -> Picture:
    scale = side / max(rgb.shape)
    return np.asarray(cv2.resize(rgb, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)


def _grey(rgb: Picture) -> Picture:
    return np.repeat(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY)[..., None], 3, axis=2).astype(np.uint8)


@pytest.mark.parametrize(
    ("change", "key", "level"),
    [
        (lambda rgb: cv2.GaussianBlur(rgb, (0, 0), 2), "sharpness", "refuse"),
        (lambda rgb: (rgb * 0.3).astype(np.uint8), "brightness", "refuse"),
        (lambda rgb: (rgb * 0.5).astype(np.uint8), "brightness", "warn"),
        (_overexposed, "brightness", "refuse"),
        (_overexposed, "highlights", "refuse"),
        (_half_dark, "evenness", "refuse"),
        (lambda rgb: turned(rgb, 20), "roll", "warn"),
        (lambda rgb: turned(rgb, 40), "roll", "refuse"),
        (lambda rgb: np.rot90(rgb), "roll", "refuse"),
        (lambda rgb: _smaller(rgb, 200), "face_size", "refuse"),
        (lambda rgb: _cut(rgb, top=0.2), "headroom", "warn"),
        (lambda rgb: _cut(rgb, top=-0.05), "headroom", "refuse"),
        (lambda rgb: _cut(rgb, bottom=0.15), "chin", "warn"),
        (lambda rgb: _cut(rgb, bottom=-0.05), "chin", "refuse"),
        (lambda rgb: _cut(rgb, left=0.05), "sides", "warn"),
        (lambda rgb: _cut(rgb, left=-0.1), "sides", "refuse"),
        (lambda rgb: with_mask(rgb, "blue"), "covering", "refuse"),
        (lambda rgb: with_mask(rgb, "black"), "covering", "refuse"),
        (lambda rgb: with_mask(rgb, "white"), "covering", "refuse"),
        (lambda rgb: with_mask(rgb, "green"), "covering", "refuse"),
        (with_sunglasses, "sunglasses", "warn"),
        (lambda rgb: with_hat(rgb, (180, 30, 40)), "hat", "warn"),
        (lambda rgb: with_hat(rgb, (40, 60, 140)), "hat", "warn"),
        (as_cartoon, "real", "refuse"),
        (_grey, "colour", "warn"),
    ],
)
def test_a_spoiled_photo(
    astronaut: Picture, change: Callable[[Picture], Picture], key: str, level: Level
) -> None:
    report = check_photo(np.ascontiguousarray(change(astronaut)))
    assert level_of(check_photo(astronaut), key) != level
    assert level_of(report, key) == level


def test_a_mask_is_not_called_a_dark_photo(astronaut: Picture) -> None:
    refused = check_photo(with_mask(astronaut, "black")).refused
    assert [finding.key for finding in refused] == ["covering"]


def test_a_black_and_white_photo_is_not_called_covered(astronaut: Picture) -> None:
    assert not check_photo(_grey(astronaut)).refused


def test_something_skin_coloured_in_front_of_the_mouth(astronaut: Picture) -> None:
    face = face_of(astronaut)
    x, y = (int(v) for v in face.xy[13])
    skin = tuple(int(v) for v in astronaut[int(face.xy[50][1]), int(face.xy[50][0])])
    cv2.ellipse(astronaut, (x, y), (int(face.width * 0.4), int(face.height * 0.2)), 0, 0, 360, skin, -1)
    assert level_of(check_photo(astronaut), "lips") == "warn"


def test_a_small_second_face_is_a_warning_and_the_large_one_is_used(astronaut: Picture) -> None:
    x0, y0, x1, y1 = (int(v) for v in face_of(astronaut).box)
    head = astronaut[y0 - 60 : y1 + 40, x0 - 50 : x1 + 50]
    large = cv2.resize(head, None, fx=3, fy=3, interpolation=cv2.INTER_CUBIC)
    canvas = np.full((800, 900, 3), (150, 140, 130), np.uint8)
    canvas[100 : 100 + large.shape[0], 20 : 20 + large.shape[1]] = large
    canvas[200 : 200 + head.shape[0], 650 : 650 + head.shape[1]] = head
    report = check_photo(canvas)
    assert level_of(report, "faces") == "warn"
    assert report.face is not None and report.face.width > 240


def test_a_group_photo_gives_one_reason() -> None:
    report = check_photo(insightface_picture("t1.jpg"))
    assert [finding.key for finding in report.findings] == ["faces"]
    assert "혼자" in report.refused[0].ko


def test_a_drawing_is_refused() -> None:
    assert level_of(check_photo(drawn_face()), "real") == "refuse"


# No face at all


def _chelsea(_: Picture) -> Picture:
    from skimage import data

    return np.asarray(data.chelsea(), np.uint8)  # type: ignore[no-untyped-call]


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (_chelsea, "none"),
        (lambda _: np.zeros((400, 400, 3), np.uint8), "dark"),
        (lambda _: np.full((400, 400, 3), 255, np.uint8), "drawing"),
        (lambda rgb: np.ascontiguousarray(rgb[::-1, ::-1]), "rotated"),
        (lambda _: np.full((1, 1, 3), 99, np.uint8), "small"),
        (lambda _: np.full((5, 2000, 3), 99, np.uint8), "small"),
    ],
)
def test_no_face_says_what_to_do(astronaut: Picture, make: Callable[[Picture], Picture], reason: str) -> None:
    report = check_photo(make(astronaut))
    (finding,) = report.findings
    assert report.face is None and finding.level == "refuse"
    assert (finding.ko, finding.en) == NO_FACE[reason]  # type: ignore[index]


# Photos of other people


@pytest.mark.parametrize("number", [0, 1, 2, 3, 4])
def test_ordinary_portraits_pass(shared_data: Path, number: int) -> None:
    report = check_photo(read(shared_data / "portraits" / f"portrait_{number}.jpg"))
    assert not report.refused
    assert {finding.key for finding in report.warnings} <= {"face_size", "evenness"}


def test_a_blurred_painting_and_a_turned_head_are_refused(shared_data: Path) -> None:
    painting, turned_away = (
        check_photo(read(shared_data / "portraits" / f"portrait_{number}.jpg")) for number in (5, 6)
    )
    assert [finding.key for finding in painting.refused] == ["sharpness"]
    assert [finding.key for finding in turned_away.refused] == ["yaw"]
    assert level_of(turned_away, "hat") == "warn"  # she wears a blue turban


@pytest.mark.parametrize(("name", "frame"), [("speaker_1", 10), ("speaker_2", 10), ("speaker_2", 176)])
def test_video_frames_pass(shared_data: Path, name: str, frame: int) -> None:
    video = cv2.VideoCapture(str(shared_data / "videos" / f"{name}.mp4"))
    video.set(cv2.CAP_PROP_POS_FRAMES, frame)
    found, bgr = video.read()
    video.release()
    assert found
    report = check_photo(np.ascontiguousarray(bgr[..., ::-1]))
    assert not report.refused
    if name == "speaker_2":  # a selfie at arm's length, with clear glasses
        assert level_of(report, "distance") == "warn"
        assert level_of(report, "sunglasses") == "ok"


def test_a_face_outside_the_picture_has_no_sharpness(astronaut: Picture) -> None:
    (face,) = detect(astronaut)
    assert measures.sharpness(astronaut, face) > 12
    assert measures.sharpness(astronaut, face.placed(1, -2000, 0)) == 0.0
