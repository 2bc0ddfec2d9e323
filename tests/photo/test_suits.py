"""Drawn suits: geometry, colours, light, closing side, cache, preview. Small units keep it quick."""

from __future__ import annotations

import io
import threading
import zipfile
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from metajob.photo.suits import cache, draw, lapel, paint, preview
from metajob.photo.suits.draw import draw_lights
from metajob.photo.suits.forms import body_of
from metajob.photo.suits.jacket import Tailor
from metajob.photo.suits.layers import SuitLayers
from metajob.photo.suits.paint import PaintedSuit, paint_as, pattern_colour
from metajob.photo.templates import Template, read, templates
from tests.photo.test_templates import ENTRY

UNIT = 65.0
KEYS = sorted(templates())
_drawn: dict[str, dict[str, SuitLayers]] = {}


def suit(key: str, light: str = "left") -> SuitLayers:
    if key not in _drawn:
        _drawn[key] = {**draw_lights(templates()[key], unit=UNIT)}
    return _drawn[key][light]


def tailor(template: Template) -> Tailor:
    return Tailor(template, body_of(template), np.random.default_rng(1))


def region(p: PaintedSuit, x0: float, x1: float, y0: float, y1: float) -> NDArray[np.uint8]:
    """Pixels of the body between two corners in suit units."""
    (px, py), u = p.pit, p.unit
    return p.body[round(py + y0 * u) : round(py + y1 * u), round(px + x0 * u) : round(px + x1 * u)]


@pytest.mark.parametrize("key", KEYS)
def test_body_is_closed_below_and_as_wide_on_both_sides(key: str) -> None:
    layers = suit(key)
    p = paint(layers)
    assert p.body.shape == p.back.shape and p.body.dtype == np.uint8
    assert p.pit[0] + 2.5 * p.unit < p.body.shape[1] and p.pit[1] + 2.85 * p.unit < p.body.shape[0]
    assert (
        region(p, -2.1, 2.1, 1.0, 2.89)[..., 3].min() == 255
    )  # no hole, and no end of the cloth at the bottom
    cover = p.body[..., 3].astype(float) / 255
    left, right = (cover[:, : int(p.pit[0])].sum(), cover[:, int(p.pit[0]) :].sum())
    assert abs(left - right) / left < 0.03
    assert not np.array_equal(cover, cover[:, ::-1])  # as on a person, the sides are not mirror images


@pytest.mark.parametrize("key", KEYS)
def test_no_background_shows_beside_the_neck(key: str) -> None:
    p = paint(suit(key))
    (px, py), u = p.pit, p.unit
    both = np.maximum(p.back, p.body)[..., 3]
    opening = both[round(py - 0.38 * u) : round(py + 1.5 * u), round(px - 0.9 * u) : round(px + 0.9 * u)]
    assert opening.min() > 250
    neck = p.body[round(py - 0.5 * u) : round(py - 0.25 * u), round(px - 0.2 * u) : round(px + 0.2 * u), 3]
    assert neck.max() == 0  # nothing of the suit lies over the neck


@pytest.mark.parametrize("key", KEYS)
def test_anchors_fit_the_drawing(key: str) -> None:
    layers, template = suit(key), templates()[key]
    at = {name: (np.array(p) - layers.anchors["pit"]) / layers.unit for name, p in layers.anchors.items()}
    assert at["shoulderL"][0] < at["neckL"][0] < 0 < at["neckR"][0] < at["shoulderR"][0]
    assert abs(at["shoulderR"][0] - template.shoulder) < 0.06
    assert layers.neck_half == {"m": 0.60, "f": 0.52}[template.sex]
    alpha = layers.body.alpha
    for name in ("shoulderL", "shoulderR"):
        x, y = (round(v) for v in layers.anchors[name])
        assert alpha[y - round(0.12 * UNIT), x] < 10 and alpha[y + round(0.12 * UNIT), x] == 255


@pytest.mark.parametrize(
    "colour", [(36, 40, 60), (30, 30, 33), (192, 24, 24), (128, 128, 128), (206, 193, 176)]
)
@pytest.mark.parametrize("key", ["m1_navy_stripe", "m5_grey_open", "f4_beige_stand", "f5_black_collarless"])
def test_cloth_takes_the_colour_that_was_asked_for(key: str, colour: tuple[int, int, int]) -> None:
    p = paint(suit(key), cloth=colour)
    cloth = np.concatenate([region(p, -1.9, -1.0, 0.4, 1.6), region(p, 1.0, 1.9, 0.4, 1.6)], 1)[..., :3]
    assert np.abs(np.median(cloth.reshape(-1, 3), 0) - colour).max() <= 8
    levels = cloth.astype(float).mean(2)
    assert np.percentile(levels, 95) - np.percentile(levels, 5) > 8  # folds and weave, not a flat fill


@pytest.mark.parametrize("colour", [(250, 250, 251), (190, 210, 235), (40, 44, 70)])
def test_shirt_takes_the_colour_that_was_asked_for_and_leaves_the_jacket_alone(
    colour: tuple[int, int, int],
) -> None:
    layers = suit("m5_grey_open")
    p = paint(layers, top=colour)
    shirt = region(p, -0.30, -0.05, 0.9, 1.3)[..., :3].reshape(-1, 3)
    assert np.abs(np.median(shirt, 0) - colour).max() <= 16
    assert np.array_equal(region(p, 1.0, 1.9, 0.4, 1.6), region(paint(layers), 1.0, 1.9, 0.4, 1.6))


def test_white_shirts_are_clean_white() -> None:
    shirt = region(paint(suit("m1_navy_stripe")), -0.5, -0.35, 0.0, 0.3)[..., :3].reshape(-1, 3)
    r, g, b = np.median(shirt, 0)
    assert min(r, g, b) > 235 and abs(b - r) <= 6


def test_black_cloth_still_shows_its_lapels() -> None:
    p = paint(suit("m3_black_silver"))
    cloth = region(p, -1.6, -0.6, 0.1, 1.4)[..., :3].astype(float).mean(2)
    assert cloth.min() < 25 and np.percentile(cloth, 99) > 42 and np.percentile(cloth, 99) < 90


def test_tie_is_dyed_and_its_pattern_follows() -> None:
    layers, template = suit("m2_charcoal_burgundy"), templates()["m2_charcoal_burgundy"]
    own, green = paint(layers), paint(layers, tie=(20, 90, 50))
    knot = region(green, -0.1, 0.1, 0.7, 1.2)[..., :3].reshape(-1, 3).astype(int)
    assert np.median(knot[:, 1] - knot[:, 0]) > 20
    assert np.array_equal(region(own, 1.0, 1.9, 0.4, 1.6), region(green, 1.0, 1.9, 0.4, 1.6))
    assert template.tie is not None and pattern_colour(template.tie.ground, template) == template.tie.pattern
    light_on_dark, dark_on_light = (
        pattern_colour((20, 90, 50), template),
        pattern_colour((240, 235, 230), template),
    )
    assert sum(light_on_dark) > 160 + 60 and sum(dark_on_light) < 705 - 60
    r, g, b = light_on_dark
    assert g > r and g > b  # a green tie has greenish dots


def test_light_from_the_right_brightens_the_right() -> None:
    def lean(light: str) -> float:
        p = paint(suit("m2_charcoal_burgundy", light))
        left, right = region(p, -1.9, -1.0, 0.2, 1.4)[..., :3], region(p, 1.0, 1.9, 0.2, 1.4)[..., :3]
        return float(right.mean()) - float(left.mean())

    assert lean("left") < -1 and lean("right") > 1
    assert np.array_equal(
        suit("m1_navy_stripe", "left").body.alpha, suit("m1_navy_stripe", "right").body.alpha
    )


@pytest.mark.parametrize(("sex", "on_top"), [("m", "right"), ("f", "left")])
def test_men_close_left_over_right_and_women_right_over_left(sex: str, on_top: str) -> None:
    """In the picture: the man's right half and the woman's left half lie on top, and their lapel has the buttonhole."""
    entry = ENTRY | {"sex": sex, "stance": 2.0, "cloth": "#808080", "weave": "plain"}
    template = read([entry])["x1_green"]
    p = paint_as(template, draw(template, "left", UNIT), None, None, None, 1.0)
    rows = region(p, -0.3, 0.3, 2.4, 2.7)[..., :3].astype(float).mean((0, 2))  # below the button
    shadow = (int(np.argmin(rows)) + 0.5) / len(rows) * 0.6 - 0.3  # falls from the edge of the front on top
    assert -0.20 < shadow < -0.05 if on_top == "right" else 0.05 < shadow < 0.20
    holes = [seam for part in lapel.parts(tailor(template)) for seam in part.seams]
    assert len(holes) == 1
    assert (holes[0].line.steps[0][1][0][0] > 0) == (on_top == "right")


def test_the_same_suit_is_drawn_the_same_every_time() -> None:
    template = templates()["f3_charcoal_v"]
    once, again = draw(template, "left", 40), draw(template, "left", 40)
    assert np.array_equal(paint(once).body, paint(again).body)
    assert np.array_equal(
        draw_lights(template, unit=40)["left"].body.planes["cloth"], once.body.planes["cloth"]
    )


def test_an_eleventh_suit_needs_data_only() -> None:
    template = read([ENTRY])["x1_green"]
    layers = draw(template, "right", 65)
    p = paint_as(template, layers, None, None, None, 1.0)
    r, g, b = np.median(region(p, 1.0, 1.9, 0.4, 1.6)[..., :3].reshape(-1, 3), 0)
    assert g > r + 20 and g > b + 8
    assert preview(template, 120).shape == (154, 120, 3)


@pytest.mark.parametrize("scale", [1.0, 0.5, 0.37])
def test_scale_shrinks_picture_unit_and_pit_together(scale: float) -> None:
    layers = suit("m1_navy_stripe")
    p = paint(layers, scale=scale)
    assert p.unit == pytest.approx(UNIT * scale)
    assert p.body.shape[0] == round(layers.body.alpha.shape[0] * scale)
    knot = np.median(region(p, -0.08, 0.08, 0.15, 0.4)[..., :3].reshape(-1, 3), 0)
    assert knot[2] > knot[0] + 30  # the blue knot is where the pit says
    assert layers.anchors["pit"][0] * scale == pytest.approx(p.pit[0], abs=1)


@pytest.fixture
def small_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The cache in an empty folder, drawing small suits; counts in `drawn.txt`."""
    count = tmp_path / "drawn.txt"
    count.write_text("")

    def small(template: Template) -> dict[str, SuitLayers]:
        count.write_text(count.read_text() + template.key + "\n")
        return {**draw_lights(template, unit=40)}

    monkeypatch.setattr(cache, "draw_lights", small)
    monkeypatch.setattr(cache, "folder", lambda: tmp_path / "suits")
    cache.forget()
    yield tmp_path
    cache.forget()


def drawn(folder: Path) -> int:
    return len((folder / "drawn.txt").read_text().split())


def test_a_suit_is_drawn_once_and_comes_back_from_disk_unchanged(small_cache: Path) -> None:
    first = cache.load("m1_navy_stripe", "left")
    assert cache.load("m1_navy_stripe", "left") is first
    cache.forget()
    second = cache.load("m1_navy_stripe", "left")
    cache.load("m1_navy_stripe", "right")
    assert drawn(small_cache) == 1
    assert np.array_equal(paint(first).body, paint(second).body)
    assert np.array_equal(paint(first).back, paint(second).back)
    assert first.anchors == second.anchors and second.neck_half == 0.60
    names = {path.suffix for path in (small_cache / "suits").iterdir()}
    assert names == {".npz"}


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize("damage", ["truncated", "empty", "changed", "text", "other layout", "other shape"])
def test_a_damaged_file_is_drawn_again(small_cache: Path, damage: str) -> None:
    good = paint(cache.load("f1_black_round", "left")).body
    path = small_cache / "suits" / cache.file_name(templates()["f1_black_round"], "left")
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    broken = {
        "truncated": bytes(data[:middle]),
        "empty": b"",
        "changed": bytes(data[:middle])
        + bytes(b ^ 255 for b in data[middle : middle + 64])
        + bytes(data[middle + 64 :]),
        "text": b"not a suit",
        "other layout": zipped({"facts.json": b"[]", "shape.json": b"[1, 1]"}),
        "other shape": zipped({"facts.json": b"{}", "shape.json": b"[9, 9]", "body.alpha": b"x"}),
    }[damage]
    path.write_bytes(broken)
    cache.forget()
    assert np.array_equal(paint(cache.load("f1_black_round", "left")).body, good)
    assert drawn(small_cache) == 2
    cache.forget()
    cache.load("f1_black_round", "left")
    assert drawn(small_cache) == 2  # and was mended on disk


def test_a_folder_that_cannot_be_written_is_no_error(small_cache: Path) -> None:
    (small_cache / "suits").write_text("a file where the folder should be")
    assert cache.load("m1_navy_stripe", "left") is cache.load("m1_navy_stripe", "left")
    assert drawn(small_cache) == 1


def test_changed_template_data_is_another_file(small_cache: Path) -> None:
    template = templates()["m1_navy_stripe"]
    wider = template.model_copy(update={"lapel": 1.0})
    assert cache.file_name(template, "left") != cache.file_name(wider, "left")
    cache.load_template(template, "left")
    cache.load_template(wider, "left")
    assert drawn(small_cache) == 2
    assert len(list((small_cache / "suits").glob("*-left-*.npz"))) == 1  # the old drawing is gone


def test_two_visitors_at_once_draw_a_suit_once(small_cache: Path) -> None:
    threads = [threading.Thread(target=cache.load, args=("m2_charcoal_burgundy", "left")) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert drawn(small_cache) == 1


def test_warming_draws_what_is_missing_and_reports(small_cache: Path) -> None:
    cache.load("m1_navy_stripe", "left")
    said: list[float] = []
    cache.warm(lambda share, phrase: said.append(share) if phrase else None)
    assert drawn(small_cache) == len(templates())
    assert said == sorted(said) and said[-1] == 1.0
    cache.warm()
    assert drawn(small_cache) == len(templates())


@pytest.mark.parametrize("key", ["m1_navy_stripe", "f1_black_round"])
def test_preview_shows_the_suit_on_a_light_background_with_a_head(key: str) -> None:
    picture = preview(templates()[key], 140)
    assert picture.shape == (180, 140, 3) and picture.dtype == np.uint8
    assert picture[:6].min() > 225  # clean background above the head
    head = picture[40:70, 60:80].reshape(-1, 3).astype(int)
    assert 170 < head.mean() < 246 and np.ptp(head.mean(0)) < 12  # neutral plaster, no skin colour
    assert picture[-20:, 5:35].mean() < 90  # the dark jacket fills the bottom


def test_preview_shows_chosen_colours() -> None:
    red = preview(templates()["m1_navy_stripe"], 120, cloth=(170, 30, 30))[-20:, 5:30].reshape(-1, 3)
    r, g, b = np.median(red, 0)
    assert r > 120 and g < 70 and b < 70
