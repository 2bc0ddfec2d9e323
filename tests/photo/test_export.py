"""The downloaded file: pixels, resolution, KB limit, AI notice; the print sheet; the sizes to choose from."""

from __future__ import annotations

import io
import math
import xml.etree.ElementTree as ET
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image, ImageCms

from metajob.errors import InputError
from metajob.photo import export, sizes
from metajob.photo.export import (
    SIZES,
    custom_size,
    encode,
    finish,
    hd_size,
    parse_size,
    photo_file_name,
    print_sheet,
)
from metajob.photo.sheet import MARGIN, PAPERS, layout
from metajob.photo.sizes import Size
from tests.photo import hostile

COMPOSITED = "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia"


def busy(width: int, height: int, noise: int = 12) -> NDArray[np.uint8]:
    """A picture with grain, about as hard to compress as a portrait."""
    rng = np.random.default_rng(3)
    grain = rng.normal(0, noise, (height, width, 3))
    return np.clip(np.asarray(hostile.photo(width, height)) + grain, 0, 255).astype(np.uint8)


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


# Sizes


def test_the_sizes_korean_forms_ask_for() -> None:
    assert {key: (s.width, s.height, s.dpi) for key, s in SIZES.items()} == {
        "3x4": (354, 472, 300),
        "3.5x4.5": (413, 531, 300),
        "5x7": (591, 827, 300),
    }
    hd = hd_size(SIZES["3.5x4.5"])
    assert (hd.width, hd.height) == (1050, 1350)


@given(st.floats(1, 16), st.floats(1, 16))
@examples(max_examples=60, deadline=None)
def test_a_size_in_cm_is_that_long_on_paper(width: float, height: float) -> None:
    width, height = round(width, 1), round(height, 1)
    try:
        size = custom_size(width, height, "cm")
    except InputError:
        assert not 0.6 <= width / height <= 1.25
        return
    assert size.width / size.dpi * 2.54 == pytest.approx(width, abs=0.005)
    assert size.height / size.dpi * 2.54 == pytest.approx(height, abs=0.005)
    hd = hd_size(size)
    assert hd.height >= 1350
    assert hd.width / hd.height == pytest.approx(size.width / size.height, abs=0.001)
    assert hd.height / hd.dpi == pytest.approx(size.height / size.dpi, rel=0.002)  # the same on paper


@pytest.mark.parametrize("unit", ["cm", "px"])
@pytest.mark.parametrize("pair", [(0, 0), (-3, 4), (math.nan, 4), (3, math.inf), (1e9, 1e9), (0.5, 0.5)])
def test_senseless_sizes_are_refused_in_korean(pair: tuple[float, float], unit: sizes.Unit) -> None:
    with pytest.raises(InputError, match=r"확인해 주세요.*사이로 적어 주세요"):
        custom_size(*pair, unit)


@pytest.mark.parametrize("pair", [(200, 400), (400, 200)])
def test_strips_are_refused(pair: tuple[int, int]) -> None:
    with pytest.raises(InputError, match="비율"):
        custom_size(*pair, "px")


def test_half_pixels_are_refused() -> None:
    with pytest.raises(InputError, match="소수점"):
        custom_size(300.5, 400, "px")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("3x4", (354, 472)),
        (" 3.5x4.5 ", (413, 531)),
        ("3x4cm", (354, 472)),
        ("3.5 × 4.5 cm", (413, 531)),
        ("300X400px", (300, 400)),
        ("4*5cm", (472, 591)),
    ],
)
def test_written_sizes(text: str, wanted: tuple[int, int]) -> None:
    size = parse_size(text)
    assert (size.width, size.height) == wanted


@pytest.mark.parametrize(
    "text", ["", "x", "4x5", "3x4mm", "3x4x5cm", "٣x٤cm", "3,5x4,5", "-3x4cm", "1e3x2e3px"]
)
def test_unreadable_sizes_are_refused(text: str) -> None:
    with pytest.raises(InputError, match="이해하지 못했어요"):
        parse_size(text)


def test_file_names_say_the_size() -> None:
    assert photo_file_name(SIZES["3.5x4.5"], "jpg") == "resume-photo-3.5x4.5cm.jpg"
    assert photo_file_name(hd_size(SIZES["3x4"]), "png") == "resume-photo-3x4cm-hd.png"
    assert photo_file_name(custom_size(300, 400, "px"), "jpg", "a4") == "resume-photo-300x400px-sheet-a4.jpg"


# Files


@pytest.mark.parametrize("size", [*SIZES.values(), hd_size(SIZES["3.5x4.5"])])
def test_jpg_read_back(size: Size) -> None:
    rgb = np.asarray(hostile.photo(size.width, size.height))
    image = opened(encode(rgb, "jpg", size.dpi))
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (size.width, size.height))
    assert image.info["jfif_unit"] == 1 and image.info["jfif_density"] == (size.dpi, size.dpi)
    assert image.getexif()[0x011A] == size.dpi
    assert np.abs(np.asarray(image).astype(int) - rgb).mean() < 2


def test_png_read_back() -> None:
    rgb = busy(354, 472)
    data = encode(rgb, "png")
    image = opened(data)
    assert image.format == "PNG"
    assert np.array_equal(np.asarray(image), rgb)
    at = data.index(b"pHYs") + 4
    assert data[at : at + 9] == (11811).to_bytes(4, "big") * 2 + b"\x01"  # 300 dpi in whole dots a metre
    assert image.info["srgb"] == 0


def test_colours_are_declared_srgb() -> None:
    profile = opened(encode(busy(354, 472), "jpg")).info["icc_profile"]
    assert "sRGB" in ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(io.BytesIO(profile)))


@pytest.mark.parametrize("fmt", ["jpg", "png"])
def test_every_file_says_that_it_was_composited_with_ai(fmt: export.Format) -> None:
    data = encode(busy(354, 472), fmt)
    image = opened(data)
    packet = image.info["xmp"]
    root = ET.fromstring(packet.decode() if isinstance(packet, bytes) else packet)
    source_type = root.find(".//{http://iptc.org/std/Iptc4xmpExt/2008-02-29/}DigitalSourceType")
    tool = root.find(".//{http://ns.adobe.com/xap/1.0/}CreatorTool")
    words = {
        li.get("{http://www.w3.org/XML/1998/namespace}lang"): li.text
        for li in root.iter("{http://www.w3.org/1999/02/22-rdf-syntax-ns#}li")
    }
    assert source_type is not None and source_type.text == COMPOSITED
    assert tool is not None and (tool.text or "").startswith("META-JOB")
    assert words["ko"] == words["x-default"] == "AI로 합성한 정장 사진"
    assert "AI" in (words["en"] or "")
    if fmt == "jpg":
        assert "AI" in image.getexif()[0x010E]
        assert image.getexif()[0x0131].startswith("META-JOB")
    assert "passport" not in packet.decode().lower() if isinstance(packet, bytes) else True


@pytest.mark.parametrize("fmt", ["jpg", "png"])
def test_the_same_picture_gives_the_same_bytes(fmt: export.Format) -> None:
    assert encode(busy(354, 472), fmt) == encode(busy(354, 472), fmt)


@given(
    st.sampled_from([(354, 472), (413, 531), (591, 827), (1050, 1350)]),
    st.integers(5, 900),
    st.integers(0, 40),
)
@examples(max_examples=30, deadline=None)
def test_a_kb_limit_is_met_or_the_person_hears_what_is_possible(
    size: tuple[int, int], kb: int, noise: int
) -> None:
    rgb = busy(*size, noise)
    try:
        data = encode(rgb, "jpg", max_kb=kb)
    except InputError as error:
        possible = int("".join(c for c in error.hint.split("제한을")[1] if c.isdigit()))
        assert possible > kb
        assert len(encode(rgb, "jpg", max_kb=possible)) <= possible * 1024
    else:
        assert len(data) <= kb * 1024
        assert opened(data).size == size


def _quality(data: bytes) -> int:
    """Sum of the luminance quantisation table: smaller is finer."""
    return sum(opened(data).quantization[0])  # type: ignore[attr-defined]


def test_the_best_quality_that_fits_is_taken() -> None:
    rgb = busy(413, 531)
    free = encode(rgb, "jpg")
    assert encode(rgb, "jpg", max_kb=math.ceil(len(free) / 1024)) == free
    limited = {kb: encode(rgb, "jpg", max_kb=kb) for kb in (120, 100, 70, 50)}
    assert [_quality(data) for data in limited.values()] == sorted(map(_quality, limited.values()))
    assert all(len(data) > 0.85 * kb * 1024 for kb, data in limited.items())  # room is used, not wasted


def test_a_png_over_the_limit_is_refused_with_a_way_out() -> None:
    with pytest.raises(InputError, match=r"20KB 안에는.*JPG"):
        encode(busy(413, 531), "png", max_kb=20)


@pytest.mark.parametrize("kb", [0, -1, 4, 10**9])
def test_senseless_limits_are_refused(kb: int) -> None:
    with pytest.raises(InputError, match="용량 제한"):
        encode(busy(100, 100), "jpg", max_kb=kb)


# Reducing


def test_finish_averages_and_sharpens() -> None:
    big = np.full((1350, 1050, 3), 90, np.uint8)
    big[:, 525:] = 170
    small = finish(big, SIZES["3.5x4.5"])
    assert small.shape == (531, 413, 3)
    assert (small[:, :190] == 90).all() and (small[:, -190:] == 170).all()
    assert small.min() < 88 and small.max() > 172  # the edge is crisper than the plain average
    assert small.min() > 60 and small.max() < 200  # but has no halo to notice


def test_finish_leaves_the_right_size_alone_and_may_enlarge() -> None:
    same = busy(413, 531)
    assert np.array_equal(finish(same, SIZES["3.5x4.5"]), same)
    assert finish(busy(200, 257), SIZES["3.5x4.5"]).shape == (531, 413, 3)


# Print sheet


@pytest.mark.parametrize(
    ("key", "paper", "count"),
    [
        ("3x4", "4x6", 8),
        ("3.5x4.5", "4x6", 6),
        ("5x7", "4x6", 2),
        ("3x4", "a4", 36),
        ("3.5x4.5", "a4", 30),
        ("5x7", "a4", 12),
    ],
)
def test_as_many_as_fit(key: str, paper: export.Paper, count: int) -> None:
    assert layout(SIZES[key], paper).count == count


def _copies(sheet: NDArray[np.uint8], cell: tuple[int, int]) -> list[tuple[int, int]]:
    """Top-left corners of whole copies of an all-blue photo."""
    blue = (sheet == (0, 0, 255)).all(2)
    corner = blue & ~np.roll(blue, 1, 0) & ~np.roll(blue, 1, 1)
    found = [(int(x), int(y)) for y, x in np.argwhere(corner)]
    assert all(blue[y : y + cell[1], x : x + cell[0]].all() for x, y in found)
    assert blue.sum() == len(found) * cell[0] * cell[1]
    return found


@given(
    st.builds(custom_size, st.integers(300, 500), st.integers(400, 500), st.just("px"))
    | st.sampled_from([*SIZES.values()]),
    st.sampled_from(["4x6", "a4"]),
    st.booleans(),
)
@examples(max_examples=12, deadline=None)
def test_copies_have_the_right_size_and_room_to_cut(size: Size, paper: export.Paper, hd: bool) -> None:
    source = hd_size(size) if hd else size
    blue = np.full((source.height, source.width, 3), (0, 0, 255), np.uint8)
    sheet = print_sheet(blue, source, paper)
    assert sorted(sheet.shape[:2]) == sorted(PAPERS[paper])
    cell = layout(source, paper).cell
    assert cell == pytest.approx((size.width, size.height), abs=1)
    copies = _copies(sheet, cell)
    assert len(copies) == layout(source, paper).count > 0
    for x, y in copies:
        assert x >= MARGIN - 1 and y >= MARGIN - 1
        assert x + cell[0] <= sheet.shape[1] - MARGIN + 1 and y + cell[1] <= sheet.shape[0] - MARGIN + 1
        assert (sheet[y - 1, x : x + cell[0]] < 255).all() and (
            sheet[y : y + cell[1], x - 1] < 255
        ).all()  # hairline
        assert (sheet[0, [x - 1, x + cell[0]]] < 120).all()  # mark at the paper's edge
    columns, rows = sorted({x for x, _ in copies}), sorted({y for _, y in copies})
    assert all(b - a - cell[0] >= 24 for a, b in pairwise(columns))  # at least 2 mm
    assert all(b - a - cell[1] >= 24 for a, b in pairwise(rows))


def test_a_photo_larger_than_the_paper_is_refused() -> None:
    size = custom_size(12, 16, "cm")
    with pytest.raises(InputError, match="인쇄용지"):
        print_sheet(busy(size.width, size.height), size, "4x6")
