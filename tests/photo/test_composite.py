"""The composite engine with its real weights: geometry, identity, and the defects it must not show."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from benchmarks.photo_measures import geometry, identity_error
from metajob.engines import Ready
from metajob.errors import Cancelled
from metajob.faces import Face, detect
from metajob.photo import compose, tone
from metajob.photo.composite import CompositeEngine
from metajob.photo.head import Head, prepare
from metajob.photo.look import Look
from metajob.photo.neck import neck_layer
from metajob.photo.templates import templates

SIZE = (413, 531)
GREEN = (0, 200, 0)  # a background no person and no suit has
Rgb = np.ndarray


@pytest.fixture(scope="module")
def person(_astronaut: Rgb) -> tuple[Rgb, Face, Head]:
    face = detect(_astronaut)[0]
    return _astronaut, face, prepare(_astronaut, face)


def saturation(rgb: Rgb) -> Rgb:
    return rgb.max(-1).astype(int) - rgb.min(-1)


def test_engine_is_ready_with_its_files() -> None:
    from metajob import weights

    weights.ensure(["face_landmarker", "u2netp"])
    assert isinstance(CompositeEngine().probe(), Ready)


@pytest.mark.parametrize("key", list(templates()))
def test_every_template_keeps_the_geometry(person: tuple[Rgb, Face, Head], key: str) -> None:
    picture = CompositeEngine().render(person[2], Look(template=key), SIZE)
    assert picture.rgb.shape == (531, 413, 3)
    assert picture.engine == "composite"
    found = geometry(picture.rgb, (255, 255, 255))
    assert found is not None
    assert abs(found.head - 0.50) <= 0.02
    assert abs(found.centre) <= 0.02
    assert abs(found.roll) <= 1.0


def test_the_face_is_the_users_own(person: tuple[Rgb, Face, Head]) -> None:
    photo, face, head = person
    look = Look(template="m1_navy_stripe")
    result = compose.render(head, look, (1050, 1350))
    assert identity_error(photo, face, head, look, result) <= 6
    stranger = cv2.GaussianBlur(result, (0, 0), 9)
    assert identity_error(photo, face, head, look, stranger) > 6  # the measure does notice


def test_own_clothes_do_not_show(person: tuple[Rgb, Face, Head]) -> None:
    """The portrait wears bright orange with a black ring; nothing of either may be left."""
    result = compose.render(
        person[2], Look(template="m2_charcoal_burgundy", background=(128, 128, 128)), SIZE
    )
    below = result[int(0.62 * 531) :]
    orange = (below[..., 0].astype(int) - below[..., 2] > 110) & (saturation(below) > 120)
    assert orange.mean() < 0.001


@pytest.mark.parametrize("key", ["m1_navy_stripe", "f1_black_round", "f5_black_collarless"])
def test_no_background_beside_a_thin_neck(person: tuple[Rgb, Face, Head], key: str) -> None:
    head = person[2]
    kept = head.neck_width
    try:
        head.neck_width, head.necks = 0.5 * head.geometry.face_width, {}
        result = compose.render(head, Look(template=key, background=GREEN), SIZE)
    finally:
        head.neck_width, head.necks = kept, {}
    at = compose.place(head, Look(template=key), templates()[key].sex, *SIZE)
    half = round(0.35 * head.geometry.face_width * at.scale)
    rows = slice(round(at.pit[1] - 0.15 * at.unit), 531)
    inside = result[rows, round(at.pit[0]) - half : round(at.pit[0]) + half].astype(int)
    green = inside[..., 1] - np.maximum(inside[..., 0], inside[..., 2]) > 60
    assert not green.any()


def test_hidden_neck_has_no_seam(person: tuple[Rgb, Face, Head]) -> None:
    """Down the middle from the chin to the collar the lightness changes smoothly and stays skin-coloured."""
    head = person[2]
    assert head.neck_hidden
    result = compose.render(head, Look(template="m1_navy_stripe"), (1050, 1350))
    at = compose.place(head, Look(template="m1_navy_stripe"), "m", 1050, 1350)
    chin = at.scale * head.geometry.chin + at.shift[1]
    x = round(at.pit[0])
    strip = result[round(chin + 0.015 * 675) : round(at.pit[1] - 0.30 * at.unit), x - 40 : x + 40]
    lab = tone.to_lab(strip).mean(1)
    assert len(lab) > 20
    assert np.abs(np.diff(cv2.GaussianBlur(lab, (1, 9), 3), axis=0)).max() < 2.0
    assert np.abs(lab[:, 1:] - head.skin_colour[1:]).max() < 16


def test_painted_neck_is_darker_under_the_chin(person: tuple[Rgb, Face, Head]) -> None:
    head = person[2]
    rgb, alpha = neck_layer(head, "m")
    g = head.geometry
    x = round(head.neck_centre)
    light = tone.to_lab(rgb[:, x - 5 : x + 5])[..., 0].mean(1)
    under, lower = light[round(g.chin + 0.03 * g.head_height)], light[round(g.chin + 0.22 * g.head_height)]
    assert alpha[round(g.chin + 0.03 * g.head_height), x] > 250
    assert under < lower - 5


def test_light_follows_the_face(astronaut: Rgb) -> None:
    face = detect(astronaut)[0]
    x0, _, x1, _ = face.box
    slope = np.interp(np.arange(astronaut.shape[1]), [x0, x1], [0.55, 1.15])[None, :, None]
    lit = np.clip(astronaut * slope, 0, 255).astype(np.uint8)
    assert prepare(lit, detect(lit)[0]).light == "right"
    mirrored = np.ascontiguousarray(lit[:, ::-1])
    assert prepare(mirrored, detect(mirrored)[0]).light == "left"


def test_tilted_photo_comes_out_level(astronaut: Rgb) -> None:
    height, width = astronaut.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), 14, 1.0)
    tilted = cv2.warpAffine(astronaut, turn, (width, height), borderMode=cv2.BORDER_REPLICATE)
    head = prepare(tilted, detect(tilted)[0])
    found = geometry(compose.render(head, Look(), SIZE), (255, 255, 255))
    assert found is not None
    assert abs(found.roll) <= 1.0


SLIDERS: dict[str, Callable[[], Look]] = {
    "head": lambda: Look(head=1.12),
    "collar": lambda: Look(collar=1.0),
    "shoulders": lambda: Look(shoulders=1.12),
    "brightness": lambda: Look(brightness=0.8),
    "cloth": lambda: Look(cloth=(150, 40, 40)),
    "top": lambda: Look(top=(170, 200, 240)),
    "tie": lambda: Look(tie=(120, 20, 30)),
    "background": lambda: Look(background=(90, 130, 200)),
}


@pytest.mark.parametrize("name", list(SLIDERS))
def test_every_control_changes_the_picture_and_only_a_little_else(
    person: tuple[Rgb, Face, Head], name: str
) -> None:
    plain = compose.render(person[2], Look(), SIZE).astype(int)
    changed = compose.render(person[2], SLIDERS[name](), SIZE).astype(int)
    difference = np.abs(plain - changed).max(-1)
    assert (difference > 12).mean() > 0.004
    if name in {"cloth", "top", "tie", "collar", "shoulders"}:
        face = slice(round(0.25 * 531), round(0.5 * 531)), slice(round(0.4 * 413), round(0.6 * 413))
        assert difference[face].max() <= 2


def test_higher_collar_covers_more_neck(person: tuple[Rgb, Face, Head]) -> None:
    low = compose.place(person[2], Look(collar=-1), "m", *SIZE).pit[1]
    high = compose.place(person[2], Look(collar=1), "m", *SIZE).pit[1]
    assert high < low


def test_rendering_is_repeatable(person: tuple[Rgb, Face, Head]) -> None:
    first = compose.render(person[2], Look(), SIZE)
    compose.render(person[2], Look(template="f1_black_round", head=0.9), (354, 472))
    assert np.array_equal(first, compose.render(person[2], Look(), SIZE))


@pytest.mark.parametrize("size", [(354, 472), (591, 827), (300, 300), (600, 400), (1050, 1350)])
def test_other_formats_keep_the_whole_head(person: tuple[Rgb, Face, Head], size: tuple[int, int]) -> None:
    result = compose.render(person[2], Look(background=GREEN), size)
    assert result.shape == (size[1], size[0], 3)
    border = np.vstack([result[0], result[: size[1] // 2, 0], result[: size[1] // 2, -1]]).astype(int)
    assert np.abs(border - GREEN).max() <= 3  # crown and hair inside the picture
    assert len(detect(result)) == 1


def test_a_cut_crown_goes_to_the_upper_edge(astronaut: Rgb) -> None:
    """Hair that the photo cuts off flat must not hang in the air below the upper edge."""
    face = detect(astronaut)[0]
    cut = np.ascontiguousarray(astronaut[round(face.box[1] - 0.12 * face.height) :])
    head = prepare(cut, detect(cut)[0])
    assert head.crown_cut
    picture = CompositeEngine().render(head, Look(background=GREEN), SIZE)
    middle = picture.rgb[2, 160:250].astype(int)
    assert (np.abs(middle - GREEN).max(-1) > 60).mean() > 0.8
    assert any("정수리" in note for note in picture.notes)


def test_a_reddish_face_does_not_get_a_redder_neck(astronaut: Rgb) -> None:
    warm = np.clip(astronaut * np.array([0.95, 0.72, 0.68]), 0, 255).astype(np.uint8)
    head = prepare(warm, detect(warm)[0])
    rgb, _ = neck_layer(head, "m")
    g = head.geometry
    patch = rgb[round(g.chin + 0.06 * g.head_height) : round(g.chin + 0.2 * g.head_height)]
    x = round(head.neck_centre)
    neck = tone.to_lab(patch[:, x - 20 : x + 20]).reshape(-1, 3).mean(0)
    assert neck[1] < head.skin_colour[1] + 2
    assert head.skin_colour[0] - 32 < neck[0] < head.skin_colour[0]


def test_cancel_stops_between_stages(astronaut: Rgb) -> None:
    def stop(share: float, _phrase: str) -> None:
        if share > 0.1:
            raise Cancelled

    with pytest.raises(Cancelled):
        prepare(astronaut, detect(astronaut)[0], stop)


def test_large_phone_photo(astronaut: Rgb) -> None:
    large = cv2.resize(astronaut, (2200, 2200), interpolation=cv2.INTER_CUBIC)
    head = prepare(large, detect(large)[0])
    assert head.front.shape[0] < 1700  # memory does not grow with the photo
    found = geometry(compose.render(head, Look(), SIZE), (255, 255, 255))
    assert found is not None
    assert abs(found.head - 0.5) <= 0.02


def test_portraits_of_the_shared_folder(shared_data: Path) -> None:
    """Ordinary portraits: long hair, loose strands, outdoors, a suit of their own."""
    for name in ("portrait_0", "portrait_1", "portrait_3", "portrait_4"):
        photo = cv2.cvtColor(cv2.imread(str(shared_data / "portraits" / f"{name}.jpg")), cv2.COLOR_BGR2RGB)
        face = detect(photo)[0]
        head = prepare(photo, face)
        look = Look(template="f1_black_round", background=(224, 228, 233))
        found = geometry(compose.render(head, look, SIZE), look.background)
        assert found is not None, name
        assert abs(found.head - 0.5) <= 0.02, name
        assert abs(found.centre) <= 0.02, name
        assert abs(found.roll) <= 1.0, name
        assert identity_error(photo, face, head, look, compose.render(head, look, (1050, 1350))) <= 6, name


def test_long_hair_can_go_in_front_when_it_is_told_from_the_clothes(shared_data: Path) -> None:
    photo = cv2.cvtColor(cv2.imread(str(shared_data / "portraits" / "portrait_1.jpg")), cv2.COLOR_BGR2RGB)
    head = prepare(photo, detect(photo)[0])
    assert head.hair_is_long
    assert head.hair_apart
    front = compose.render(head, Look(template="f4_beige_stand", hair="front"), SIZE)
    behind = compose.render(head, Look(template="f4_beige_stand", hair="behind"), SIZE)
    chest = slice(round(0.75 * 531), 531)
    dark_front = (tone.to_lab(front[chest])[..., 0] < 35).mean()
    dark_behind = (tone.to_lab(behind[chest])[..., 0] < 35).mean()
    assert dark_front > dark_behind + 0.05
