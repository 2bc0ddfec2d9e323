"""A visitor's file becomes upright sRGB pixels, or a clear Korean sentence; the disk stays untouched."""

from __future__ import annotations

import io
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image

from metajob.errors import InputError
from metajob.photo.load import load_photo
from tests.photo import hostile

_writes: list[str] | None = None


def _hook(event: str, args: tuple[Any, ...]) -> None:
    if _writes is not None and event == "open" and isinstance(args[1], str) and set(args[1]) & set("wax+"):
        _writes.append(str(args[0]))


sys.addaudithook(_hook)


@pytest.fixture
def untouched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fails when something was written: to the temp or working folder, or anywhere by Python's open."""
    global _writes
    temp, work = tmp_path / "temp", tmp_path / "work"
    temp.mkdir()
    work.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temp))
    monkeypatch.setenv("TMPDIR", str(temp))
    monkeypatch.chdir(work)
    _writes = []
    yield
    opened, _writes = _writes, None
    assert opened == []
    assert [*temp.iterdir(), *work.iterdir()] == []


def far(a: NDArray[np.uint8], b: NDArray[np.uint8] | Image.Image) -> float:
    """Mean difference in grey levels; a different shape is far away."""
    b = np.asarray(b)
    return float(np.abs(a.astype(int) - b.astype(int)).mean()) if a.shape == b.shape else 255.0


WAYS: dict[str, Callable[[Image.Image], bytes]] = {
    "jpeg": lambda im: hostile.encoded(im, "JPEG", quality=95),
    "progressive": lambda im: hostile.encoded(im, "JPEG", quality=95, progressive=True),
    "png": lambda im: hostile.encoded(im, "PNG"),
    "webp": lambda im: hostile.encoded(im, "WEBP", quality=95),
    "lossless webp": lambda im: hostile.encoded(im, "WEBP", lossless=True),
    "bmp": lambda im: hostile.encoded(im, "BMP"),
    "tiff": lambda im: hostile.encoded(im, "TIFF"),
    "tiff lzw": lambda im: hostile.encoded(im, "TIFF", compression="tiff_lzw"),
    "tiff jpeg": lambda im: hostile.encoded(im, "TIFF", compression="jpeg", quality=95),
    "bigtiff": lambda im: hostile.encoded(im, "TIFF", big_tiff=True),
    "heic": hostile.heic,
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.usefixtures("untouched")
def test_every_promised_format_gives_the_picture(way: str) -> None:
    rgb = load_photo(WAYS[way](hostile.photo()))
    assert rgb.dtype == np.uint8
    assert rgb.flags.c_contiguous and rgb.flags.writeable
    assert far(rgb, hostile.photo()) < 3


def test_the_name_does_not_matter_and_a_path_is_read_like_bytes(tmp_path: Path) -> None:
    misnamed = tmp_path / "사진.pdf"
    misnamed.write_bytes(WAYS["webp"](hostile.photo()))
    assert np.array_equal(load_photo(misnamed), load_photo(misnamed.read_bytes()))


def test_opening_heic_teaches_pillow_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(Image.OPEN, "HEIF", raising=False)  # another library of the test run may register it
    load_photo(hostile.heic(hostile.photo()))
    assert "HEIF" not in Image.OPEN


TURNS = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,  # stored lying on its left side; the viewer turns it back to the right
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


@given(
    orientation=st.sampled_from(list(TURNS)),
    fmt=st.sampled_from(["JPEG", "PNG", "WEBP", "TIFF"]),
    width=st.integers(240, 500),
    height=st.integers(240, 500),
)
@examples(max_examples=40, deadline=None)
def test_every_orientation_comes_out_upright(orientation: int, fmt: str, width: int, height: int) -> None:
    upright = hostile.photo(width, height)
    turn = TURNS[orientation]
    stored = upright if turn is None else upright.transpose(turn)
    exif = Image.Exif()
    exif[0x0112] = orientation
    options: dict[str, object] = {"exif": exif} if fmt == "TIFF" else {"exif": exif.tobytes()}
    if fmt in ("JPEG", "WEBP"):
        options["quality"] = 95
    assert far(load_photo(hostile.encoded(stored, fmt, **options)), upright) < 4


@pytest.mark.parametrize("orientation", TURNS)
def test_a_turned_heic_is_turned_once(orientation: int) -> None:
    turn = TURNS[orientation]
    stored = hostile.photo() if turn is None else hostile.photo().transpose(turn)
    exif = Image.Exif()
    exif[0x0112] = orientation
    assert far(load_photo(hostile.heic(stored, exif=exif.tobytes())), hostile.photo()) < 4


@pytest.mark.parametrize("value", [0, 9, 65535])
def test_a_senseless_orientation_is_ignored(value: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = value
    assert (
        far(
            load_photo(hostile.encoded(hostile.photo(), "JPEG", quality=95, exif=exif.tobytes())),
            hostile.photo(),
        )
        < 3
    )


def test_a_phone_photo_is_reduced_without_changing_its_aspect() -> None:
    rgb = load_photo(hostile.encoded(hostile.photo(3024, 4032), "JPEG", quality=80))
    assert 2000 <= max(rgb.shape) <= 2200
    assert rgb.shape[1] / rgb.shape[0] == pytest.approx(3024 / 4032, abs=0.002)
    assert far(rgb, hostile.photo(rgb.shape[1], rgb.shape[0])) < 3


@given(st.integers(240, 2600), st.integers(240, 2600))
@examples(max_examples=15, deadline=None)
def test_no_side_is_longer_than_2200_and_nothing_is_enlarged(width: int, height: int) -> None:
    if max(width, height) > 4 * min(width, height):
        return
    rgb = load_photo(hostile.encoded(Image.new("L", (width, height), 90), "PNG", compress_level=1))
    longest = max(width, height)
    assert max(rgb.shape[:2]) == min(longest, 2200)
    assert rgb.shape[1] / rgb.shape[0] == pytest.approx(width / height, rel=0.01)


# Colour


def test_display_p3_of_an_iphone_becomes_srgb() -> None:
    p3 = np.array([200, 120, 90], float) / 255
    xyz = np.array(hostile.DISPLAY_P3).T @ p3**2.2
    to_linear = [
        [3.1339, -1.6169, -0.4906],
        [-0.9788, 1.9161, 0.0335],
        [0.0719, -0.2290, 1.4052],
    ]  # Lindbloom, D50
    linear = np.array(to_linear) @ xyz
    expected = 255 * np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    image = Image.new("RGB", (300, 300), (200, 120, 90))
    assert np.abs(expected - (200, 120, 90)).max() > 8  # the conversion is not a formality
    for data in (
        hostile.encoded(image, "PNG", icc_profile=hostile.display_p3()),
        hostile.encoded(image, "JPEG", quality=100, subsampling=0, icc_profile=hostile.display_p3()),
        hostile.heic(image, icc_profile=hostile.display_p3()),
    ):
        assert np.abs(load_photo(data)[150, 150] - expected).max() < 3.5


@pytest.mark.parametrize("fmt", ["JPEG", "TIFF"])
def test_cmyk_goes_through_its_own_profile(fmt: str) -> None:
    image = Image.new("CMYK", (300, 300), (255, 0, 0, 0))
    plain = load_photo(hostile.encoded(image, fmt))[150, 150].astype(int)
    printed = load_photo(hostile.encoded(image, fmt, icc_profile=hostile.cmyk_where_cyan_is_red()))[
        150, 150
    ].astype(int)
    assert plain[0] < 60 < 200 < plain[2]  # without a profile: cyan
    assert printed[0] > 200 > 60 > printed[2]


@pytest.mark.parametrize(
    "profile", [b"", b"nonsense", bytes(200), hostile.display_p3()[:300], hostile.display_p3()]
)
def test_a_profile_that_does_not_fit_is_ignored(profile: bytes) -> None:
    grey = Image.new("L", (300, 300), 120)
    assert (load_photo(hostile.encoded(grey, "PNG", icc_profile=profile)) == 120).all()


def _cv2_bytes(suffix: str, array: NDArray[Any]) -> bytes:
    done, data = cv2.imencode(suffix, array)
    assert done
    return data.tobytes()


@pytest.mark.parametrize("suffix", [".png", ".tiff"])
def test_sixteen_bits_keep_their_brightness(suffix: str) -> None:
    rgb = np.asarray(hostile.photo())
    deep = rgb.astype(np.uint16) * 257
    assert far(load_photo(_cv2_bytes(suffix, deep[..., ::-1])), rgb) < 1
    grey = load_photo(_cv2_bytes(suffix, deep[..., 0]))
    assert far(grey, np.dstack([rgb[..., 0]] * 3)) < 1


@pytest.mark.parametrize("white", [1.0, 255.0, 65535.0])
def test_float_tiff_keeps_its_brightness(white: float) -> None:
    red = np.asarray(hostile.photo())[..., 0]
    image = Image.fromarray((red / 255.0 * white).astype(np.float32))
    assert far(load_photo(hostile.encoded(image, "TIFF")), np.dstack([red] * 3)) < 2


def _half_clear(mode: str) -> Image.Image:
    image = Image.new("RGBA", (400, 300), (200, 30, 30, 255))
    image.paste((0, 0, 0, 0), (200, 0, 400, 300))
    return image.convert(mode)


@pytest.mark.parametrize("fmt", ["PNG", "WEBP", "TIFF", "HEIF"])
def test_what_is_clear_becomes_white(fmt: str) -> None:
    image = _half_clear("RGBA")
    data = hostile.heic(image) if fmt == "HEIF" else hostile.encoded(image, fmt)
    rgb = load_photo(data)
    assert far(rgb[:, 210:], np.full((300, 190, 3), 255)) < 2
    assert far(rgb[:, :190], np.full((300, 190, 3), (200, 30, 30))) < 6


@pytest.mark.parametrize("mode", ["LA", "P", "1", "L"])
def test_simple_modes(mode: str) -> None:
    if mode in ("1", "L"):
        rgb = load_photo(hostile.encoded(Image.new(mode, (300, 300), 1 if mode == "1" else 255), "PNG"))
        assert (rgb == 255).all()
        return
    image = _half_clear("LA") if mode == "LA" else _half_clear("RGBA").quantize(8)
    rgb = load_photo(hostile.encoded(image, "PNG"))
    assert (rgb[:, 210:] == 255).all()
    assert rgb[:, :190].mean() < 120


def test_one_colour_named_as_clear_becomes_white() -> None:
    rgb = load_photo(hostile.encoded(Image.new("RGB", (300, 300), (1, 2, 3)), "PNG", transparency=(1, 2, 3)))
    assert (rgb == 255).all()


def test_hidden_colour_under_clear_pixels_does_not_bleed_when_reduced() -> None:
    stripes = np.zeros((300, 4400, 4), np.uint8)
    stripes[:, ::2] = (200, 200, 200, 255)  # between them: clear black
    stripes = np.repeat(stripes, 4, 0)
    rgb = load_photo(hostile.encoded(Image.fromarray(stripes), "PNG", compress_level=1))
    assert rgb.shape[:2] == (600, 2200)
    assert np.abs(rgb.astype(int) - 228).max() <= 2  # half grey 200, half white paper


def test_of_a_phone_picture_with_depth_map_the_photo_is_taken() -> None:
    data = hostile.encoded(
        hostile.photo(), "MPO", save_all=True, quality=95, append_images=[Image.new("RGB", (99, 99))]
    )
    assert far(load_photo(data), hostile.photo()) < 3


def test_corrupt_metadata_does_not_lose_the_photo() -> None:
    """Pillow warns of this; a leaked warning fails the test run."""
    data = hostile.encoded(
        hostile.photo(), "JPEG", quality=95, exif=b"Exif\0\0II*\0\xff\xff\xff\xff" + b"\x7f" * 40
    )
    assert far(load_photo(data), hostile.photo()) < 3


# Files that are refused

REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (hostile.empty, "빈 파일"),
    "text": (hostile.text, "글로 된 파일"),
    "Korean text": (hostile.text_cp949, "글로 된 파일"),
    "SVG": (hostile.svg, "SVG"),
    "PDF named .jpg": (hostile.pdf, "PDF 문서"),
    "zip": (hostile.zipped, "압축 파일"),
    "old office": (hostile.old_office, "문서 파일"),
    "PSD": (hostile.psd, "PSD"),
    "video": (hostile.video, "동영상"),
    "AVIF": (hostile.avif, "AVIF"),
    "random bytes": (hostile.random_bytes, "사진 파일이 아니에요"),
    "GIF": (hostile.gif, "움직이는 그림"),
    "APNG": (hostile.apng, "움직이는 그림"),
    "animated WebP": (hostile.animated_webp, "움직이는 그림"),
    "half a JPEG": (hostile.truncated_jpeg, "깨졌거나 끝까지 저장되지"),
    "half a PNG": (hostile.truncated_png, "깨졌거나 끝까지 저장되지"),
    "half a WebP": (hostile.truncated_webp, "깨졌거나 끝까지 저장되지"),
    "half a TIFF": (hostile.truncated_tiff, "깨져 있어요"),
    "half a HEIC": (hostile.truncated_heic, "깨졌거나 끝까지 저장되지"),
    "1x1": (hostile.one_pixel, "1×1픽셀 사진은 너무 작아요"),
    "200x200": (hostile.thumbnail_200, "200×200픽셀 사진은 너무 작아요"),
    "scroll capture": (hostile.scroll_capture, "300×4000픽셀 사진은 너무 길쭉해요"),
    "PNG bomb": (hostile.png_bomb, "6,400만 화소까지"),
    "PNG without end": (hostile.png_endless, "6,400만 화소까지"),
    "JPEG of 100 megapixels": (lambda: hostile.jpeg_claiming(10_000, 10_000), "6,400만 화소까지"),
    "JPEG of 4 gigapixels": (lambda: hostile.jpeg_claiming(65_000, 65_000), "6,400만 화소까지"),
    "TIFF with huge tags": (hostile.tiff_huge_tags, "깨져 있어요"),
    "TIFF strip bomb": (hostile.tiff_strip_bomb, "깨져 있어요"),
    "TIFF pointing outside": (hostile.tiff_offset_outside, "깨져 있어요"),
}


@pytest.mark.parametrize("kind", REFUSED)
@pytest.mark.usefixtures("untouched")
def test_a_hostile_file_gets_its_own_sentence(kind: str) -> None:
    make, words = REFUSED[kind]
    with pytest.raises(InputError) as caught:
        load_photo(make())
    assert words in caught.value.message
    assert caught.value.message.endswith("요.")
    assert caught.value.hint.endswith("요.")


def test_the_size_limit_follows_the_setting(fresh_settings: Callable[..., object]) -> None:
    fresh_settings(max_upload_mb="1")
    noise = Image.fromarray(np.random.default_rng(0).integers(0, 256, (800, 800, 3), np.uint8))
    with pytest.raises(InputError, match="1MB까지"):
        load_photo(hostile.encoded(noise, "PNG"))


def test_the_pixel_limit_follows_the_setting_up_to_pillows_guard(
    fresh_settings: Callable[..., object],
) -> None:
    fresh_settings(max_megapixels="1")
    with pytest.raises(InputError, match="100만 화소까지"):
        load_photo(hostile.encoded(Image.new("L", (1001, 1000)), "PNG"))
    fresh_settings(max_megapixels="89")
    with pytest.raises(InputError, match="8,900만 화소까지"):
        load_photo(hostile.png_bomb())


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"찾을 수 없어요: nothing\.jpg"):
        load_photo(tmp_path / "nothing.jpg")
    with pytest.raises(InputError, match="열 수 없어요"):
        load_photo(tmp_path)


_VALID = [
    WAYS[way](hostile.photo(260, 300))
    for way in ("jpeg", "png", "webp", "bmp", "tiff lzw", "bigtiff", "heic")
]


@given(
    base=st.sampled_from(_VALID),
    damage=st.lists(
        st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=12
    ),
    near_start=st.booleans(),
    keep=st.floats(0.01, 1),
)
@examples(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_damaged_files_give_a_picture_or_a_sentence(
    base: bytes, damage: list[tuple[float, int]], near_start: bool, keep: float
) -> None:
    data = bytearray(base)
    reach = min(len(data), 400) if near_start else len(data)
    for where, value in damage:
        data[int(where * reach)] = value
    try:
        rgb = load_photo(bytes(data[: max(1, int(keep * len(data)))]))
    except InputError as error:
        assert error.message.endswith("요.")
    else:
        assert rgb.ndim == 3 and rgb.shape[2] == 3 and max(rgb.shape) <= 2200


def test_many_visitors_at_once_leave_the_warning_filters_alone() -> None:
    data = [WAYS[way](hostile.photo()) for way in ("jpeg", "png", "heic", "tiff")] * 4
    before = list(warnings.filters)
    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(load_photo, data))
    assert all(far(rgb, hostile.photo()) < 4 for rgb in results)
    assert list(warnings.filters) == before


def test_nothing_of_the_metadata_is_carried_on() -> None:
    """The array is all that comes back: no Pillow object, no info dictionary."""
    exif = Image.Exif()
    exif[0x010F] = "MAKER"
    rgb = load_photo(hostile.encoded(hostile.photo(), "JPEG", exif=exif.tobytes()))
    assert type(rgb) is np.ndarray
    out = io.BytesIO()
    Image.fromarray(rgb).save(out, "JPEG")
    assert b"MAKER" not in out.getvalue()
