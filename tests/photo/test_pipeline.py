"""Photo in, file out: what the command line and the API endpoint give a person."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from metajob.engines import Progress, silent
from metajob.errors import Cancelled, InputError, PhotoRefused
from metajob.faces import detect
from metajob.photo import pipeline
from metajob.photo.checks import check_photo
from metajob.photo.engine import Picture
from metajob.photo.look import Look
from metajob.photo.pipeline import framed, make_photo
from metajob.photo.sizes import SIZES, custom_size, hd_size
from tests.photo import hostile
from tests.photo.fake_engine import FakeEngine

Pixels = NDArray[np.uint8]
SIZE = SIZES["3x4"]


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> FakeEngine:
    fake = FakeEngine()
    monkeypatch.setattr(pipeline, "composite_engine", lambda: fake)
    return fake


@pytest.fixture
def portrait(astronaut: Pixels) -> bytes:
    return hostile.encoded(Image.fromarray(astronaut), "JPEG", quality=95)


def size_of(data: bytes) -> tuple[int, int]:
    return Image.open(io.BytesIO(data)).size


@pytest.mark.usefixtures("engine")
def test_a_photo_becomes_a_file_of_the_wanted_size(portrait: bytes) -> None:
    made = make_photo(portrait, Look(background=(10, 200, 30)), SIZE, max_kb=50)
    image = Image.open(io.BytesIO(made.data))
    assert (image.format, image.size, image.info["dpi"]) == ("JPEG", (354, 472), (300, 300))
    assert np.abs(np.asarray(image)[5, 5].astype(int) - (10, 200, 30)).max() < 6
    assert len(made.data) <= 50 * 1024
    assert made.picture.engine == "composite"
    assert made.report.face is not None and not made.report.refused


@pytest.mark.usefixtures("engine")
def test_hd_png_and_sheet(portrait: bytes) -> None:
    assert size_of(make_photo(portrait, Look(), hd_size(SIZE), "png").data) == (1012, 1350)
    sheet = make_photo(portrait, Look(), SIZE, sheet="4x6")
    assert size_of(sheet.data) == (1800, 1200)
    assert sheet.picture.rgb.shape == (472, 354, 3)


def test_a_turned_phone_photo_reaches_the_engine_upright(engine: FakeEngine, astronaut: Pixels) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    lying = Image.fromarray(astronaut).transpose(Image.Transpose.ROTATE_90)
    make_photo(hostile.encoded(lying, "JPEG", quality=95, exif=exif.tobytes()), Look(), SIZE)
    assert np.abs(engine.photos[0].astype(int) - astronaut).mean() < 4


@pytest.mark.usefixtures("engine")
def test_progress_only_rises_and_ends_at_one(portrait: bytes) -> None:
    heard: list[tuple[float, str]] = []
    make_photo(portrait, Look(), SIZE, progress=lambda share, phrase: heard.append((share, phrase)))
    shares = [share for share, _ in heard]
    assert shares == sorted(shares) and shares[0] == 0.0 and shares[-1] == 1.0
    assert all(phrase.endswith("요") for _, phrase in heard)


def test_cancelling_stops_before_the_engine_works(engine: FakeEngine, portrait: bytes) -> None:
    def cancel(share: float, _phrase: str) -> None:
        if share > 0:
            raise Cancelled

    with pytest.raises(Cancelled):
        make_photo(portrait, Look(), SIZE, progress=cancel)
    assert engine.photos == []


def test_a_picture_without_a_face_is_refused_with_every_reason(engine: FakeEngine) -> None:
    data = hostile.encoded(hostile.photo(), "PNG")
    with pytest.raises(PhotoRefused) as caught:
        make_photo(data, Look(), SIZE)
    reasons = check_photo(np.asarray(hostile.photo())).refused
    assert reasons and all(reason.ko in caught.value.message for reason in reasons)
    assert engine.photos == []


@pytest.mark.usefixtures("engine")
def test_two_people_are_refused(astronaut: Pixels) -> None:
    pair = hostile.encoded(Image.fromarray(np.hstack([astronaut, astronaut])), "PNG")
    with pytest.raises(PhotoRefused):
        make_photo(pair, Look(), SIZE)


@pytest.mark.usefixtures("engine")
def test_warnings_stop_only_who_asks_for_it(astronaut: Pixels) -> None:
    warned = check_photo(astronaut)
    assert warned.warnings and not warned.refused
    data = hostile.encoded(Image.fromarray(astronaut), "PNG")
    assert make_photo(data, Look(), SIZE).report.warnings
    with pytest.raises(PhotoRefused) as caught:
        make_photo(data, Look(), SIZE, override_warnings=False)
    assert warned.warnings[0].ko in caught.value.message


@pytest.mark.parametrize(
    ("look", "words"),
    [
        (Look(template="zz"), "없는 정장 템플릿"),
        (Look(head=1.2), "머리 크기"),
        (Look(collar=-1.01), "깃 높이"),
        (Look(shoulders=0.5), "어깨 너비"),
        (Look(brightness=float("nan")), "밝기"),
        (Look(cloth=(0, 0, 256)), "재킷 색"),
        (Look(top=(0, 0)), "블라우스 색"),  # type: ignore[arg-type]
        (Look(tie=(0.5, 0, 0)), "넥타이 색"),  # type: ignore[arg-type]
        (Look(background=(-1, 0, 0)), "배경 색"),
        (Look(background=None), "배경 색"),  # type: ignore[arg-type]
        (Look(hair="sideways"), "머리카락 위치"),  # type: ignore[arg-type]
    ],
)
def test_a_wrong_look_is_named_before_any_work(
    engine: FakeEngine, portrait: bytes, look: Look, words: str
) -> None:
    with pytest.raises(InputError, match=words):
        make_photo(portrait, look, SIZE)
    assert engine.photos == []


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"max_kb": 1}, "용량 제한"),
        ({"blend": float("nan")}, "복원 비율"),
        ({"sheet": "4x6", "size": custom_size(13, 16, "cm")}, "인쇄용지"),
    ],
)
def test_what_cannot_become_a_file_is_said_before_any_work(
    engine: FakeEngine, portrait: bytes, options: dict[str, Any], words: str
) -> None:
    with pytest.raises(InputError, match=words):
        make_photo(portrait, Look(), **{"size": SIZE, **options})
    assert engine.photos == []


# Face swap


class FakeSwap:
    """Gives the template back, as the stub networks of the swap engine do."""

    def swap(self, _source: Pixels, template: Pixels, _blend: float, progress: Progress = silent) -> Picture:
        progress(1.0, "얼굴을 바꿨어요")
        return Picture(template, "swap")


@pytest.mark.usefixtures("engine")
def test_swap_needs_a_template_photo(portrait: bytes) -> None:
    with pytest.raises(InputError, match="템플릿 사진"):
        make_photo(portrait, Look(), SIZE, engine="swap")


def test_swap_result_is_cut_around_the_face(
    engine: FakeEngine, portrait: bytes, astronaut: Pixels, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "swap_engine", FakeSwap)
    wide = np.hstack([np.full((512, 700, 3), 200, np.uint8), astronaut])
    made = make_photo(
        portrait, Look(), SIZE, engine="swap", target=hostile.encoded(Image.fromarray(wide), "PNG")
    )
    assert made.picture.engine == "swap"
    assert made.picture.rgb.shape == (472, 354, 3)
    (face,) = detect(made.picture.rgb)
    assert (face.box[0] + face.box[2]) / 2 == pytest.approx(354 / 2, abs=6)
    assert engine.photos == []


@pytest.mark.usefixtures("engine")
def test_without_weights_the_composite_is_made_and_says_so(portrait: bytes) -> None:
    made = make_photo(portrait, Look(), SIZE, engine="swap", target=portrait)
    assert made.picture.engine == "composite"
    assert any("얼굴 바꾸기 엔진을 쓸 수 없어서" in note for note in made.picture.notes)


@pytest.mark.parametrize("shape", [(600, 300), (300, 600), (472, 354)])
def test_framing_without_a_face_keeps_the_aspect(shape: tuple[int, int]) -> None:
    rgb = np.zeros((*shape, 3), np.uint8)
    height, width = framed(rgb, SIZE).shape[:2]
    assert width / height == pytest.approx(354 / 472, abs=0.005)
    assert width == shape[1] or height == shape[0]
