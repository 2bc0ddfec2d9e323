"""The face-swap engine through insightface's real classes, on networks written by `stubs`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from metajob.engines import Ready, Unavailable
from metajob.errors import EngineUnavailable, InputError
from metajob.photo import aligned
from metajob.photo import swap as swap_module
from metajob.photo.restore import Restorer
from metajob.photo.swap import SwapEngine
from metajob.settings import Settings, shown
from tests.photo import stubs

Pixels = NDArray[np.uint8]
RED = (0.25, 0.0, 0.0)


class FakeRestorer(Restorer):
    """Stands at the seam: remembers its call and paints one corner, or is missing."""

    def __init__(self, missing: bool = False) -> None:
        self.missing = missing
        self.calls: list[tuple[NDArray[np.float32], float]] = []

    def probe(self) -> Ready | Unavailable:
        return Unavailable("가중치가 없어요.", "넣어 주세요.") if self.missing else Ready()

    def restore(self, rgb: Pixels, face: object, blend: float) -> Pixels:
        if self.missing:
            raise EngineUnavailable("가중치가 없어요.", "넣어 주세요.")
        self.calls.append((np.asarray(face), blend))
        painted = rgb.copy()
        painted[:4, :4] = 7
        return painted


@pytest.fixture
def folder(fresh_settings: Callable[..., Settings]) -> Iterator[Path]:
    """An empty folder of user models that settings() points to."""
    folder = fresh_settings().user_photo_models_dir
    folder.mkdir(parents=True)
    yield folder
    swap_module._loaded.clear()


def fill(folder: Path, **swapper: object) -> SwapEngine:
    stubs.write_pack(folder / "buffalo_l")
    stubs.write_inswapper(folder / "inswapper_128.onnx", **swapper)  # type: ignore[arg-type]
    return SwapEngine(FakeRestorer())


# ArcFace's places for the five points in a 112-pixel crop; Inswapper's 128 pixels have them 8 further right.
ARCFACE = np.array(
    [[38.2946, 51.6963], [73.5318, 51.5014], [56.0252, 71.7366], [41.5493, 92.3655], [70.7299, 92.2041]]
)


def pasted_area(scale: float = 1.0) -> NDArray[np.bool_]:
    """Where Inswapper's crop of the astronaut's face lies in the picture enlarged by `scale`."""
    matrix = aligned.similarity(stubs.ASTRONAUT_POINTS * scale, ARCFACE + np.array([8.0, 0.0]))
    side = round(512 * scale)
    whole = np.ones((128, 128), np.uint8)
    return cv2.warpAffine(whole, matrix, (side, side), flags=cv2.WARP_INVERSE_MAP | cv2.INTER_LINEAR) > 0


def difference(a: Pixels, b: Pixels) -> NDArray[np.int64]:
    return np.abs(a.astype(np.int64) - b.astype(np.int64))


# --- what is missing, and where it goes ---


def test_an_empty_folder_is_explained_by_file_and_place(folder: Path) -> None:
    status = SwapEngine().probe()
    assert isinstance(status, Unavailable)
    assert "inswapper_128.onnx" in status.reason
    assert "buffalo_l" in status.reason
    assert shown(folder) in status.how_to_fix


def test_the_place_is_told_without_the_name_of_the_account(
    fresh_settings: Callable[..., Settings], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    fresh_settings(data_dir="~/mine")
    for status in (SwapEngine().probe(), Restorer().probe()):
        assert isinstance(status, Unavailable)
        assert "~/mine/models/photo" in status.how_to_fix and str(tmp_path) not in status.how_to_fix


def test_only_the_missing_half_is_named(folder: Path) -> None:
    stubs.write_pack(folder / "buffalo_l")
    status = SwapEngine().probe()
    assert isinstance(status, Unavailable)
    assert "inswapper_128.onnx" in status.reason
    assert "buffalo_l" not in status.reason


@pytest.mark.parametrize(
    "content", [b"", b"version https://git-lfs.github.com/spec/v1\n" * 300, b"<!DOCTYPE html>" * 1000]
)
def test_a_pointer_or_a_saved_web_page_is_not_taken_for_weights(folder: Path, content: bytes) -> None:
    engine = fill(folder)
    (folder / "inswapper_128.onnx").write_bytes(content)
    status = engine.probe()
    assert isinstance(status, Unavailable)
    assert status.reason.startswith("inswapper_128.onnx")


def test_a_missing_package_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = fill(folder)
    monkeypatch.setitem(sys.modules, "insightface", None)
    status = engine.probe()
    assert isinstance(status, Unavailable)
    assert "insightface" in status.reason


def test_ready_says_whether_the_face_will_be_sharpened(folder: Path) -> None:
    fill(folder)
    with_restorer, without = (
        SwapEngine(FakeRestorer()).probe(),
        SwapEngine(FakeRestorer(missing=True)).probe(),
    )
    assert isinstance(with_restorer, Ready)
    assert isinstance(without, Ready)
    assert "GFPGAN 1.4" in with_restorer.note
    assert "없음" in without.note


def test_nothing_is_looked_up_on_the_network(
    folder: Path, astronaut: Pixels, monkeypatch: pytest.MonkeyPatch
) -> None:
    import socket

    def refuse(*_args: object, **_kwargs: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    with pytest.raises(EngineUnavailable):
        SwapEngine(FakeRestorer()).swap(astronaut, astronaut, 0.0)
    fill(folder).swap(astronaut, astronaut, 0.0)


def test_the_screen_is_told_that_use_is_not_commercial() -> None:
    assert "비상업적" in SwapEngine.licence


# --- the picture ---


@pytest.mark.parametrize("scale", [1.0, 3.0])
def test_a_swapper_that_returns_its_target_changes_nothing(
    folder: Path, astronaut: Pixels, scale: float
) -> None:
    template = np.asarray(
        cv2.resize(astronaut, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC), np.uint8
    )
    result = fill(folder).swap(astronaut, template, 0.0)
    assert result.rgb.shape == template.shape
    assert difference(result.rgb, template)[pasted_area(scale)].mean() <= 2.0
    assert difference(result.rgb, template)[~pasted_area(scale)].max() == 0


def test_the_pasted_face_lies_where_it_was_cut_out(folder: Path, astronaut: Pixels) -> None:
    """A lift of 24 levels makes the whole crop be pasted; without the lift it must be the old picture."""
    lift = 24
    result = fill(folder, shift=(lift / 255,) * 3).swap(astronaut, astronaut, 0.0).rgb.astype(np.int64)
    x, y = np.rint(stubs.ASTRONAUT_POINTS.mean(0)).astype(int)
    inner = np.s_[y - 30 : y + 30, x - 30 : x + 30]
    unclipped = astronaut[inner] < 255 - lift
    drift = np.abs(result[inner] - lift - astronaut[inner])[unclipped]
    assert drift.mean() <= 3.5  # insightface shrinks a 155-pixel area to 128 pixels
    wrong_place = np.abs(np.roll(result, 3, axis=1)[inner] - lift - astronaut[inner])[unclipped]
    assert wrong_place.mean() > 2 * drift.mean()


def test_a_shift_to_red_reddens_the_face_and_nothing_else(folder: Path, astronaut: Pixels) -> None:
    result = fill(folder, shift=RED).swap(astronaut, astronaut, 0.0).rgb
    x, y = np.rint(stubs.ASTRONAUT_POINTS.mean(0)).astype(int)
    cheek = np.s_[y - 15 : y + 15, x - 15 : x + 15]
    gain = result[cheek].astype(float).mean((0, 1)) - astronaut[cheek].astype(float).mean((0, 1))
    assert gain[0] > 15  # most of the skin is near 255 in red already
    assert abs(gain[1]) < 3
    assert abs(gain[2]) < 3
    assert difference(result, astronaut)[~pasted_area()].max() == 0


def test_the_face_comes_from_the_source_and_the_picture_from_the_template(
    folder: Path, astronaut: Pixels
) -> None:
    engine = fill(folder, from_source=0.4)
    red, blue = (np.array(astronaut) for _ in range(2))
    red[..., 1:] //= 4
    blue[..., :2] //= 4
    x, y = np.rint(stubs.ASTRONAUT_POINTS.mean(0)).astype(int)
    cheek = np.s_[y - 15 : y + 15, x - 15 : x + 15]
    of_red = engine.swap(red, astronaut, 0.0).rgb
    of_blue = engine.swap(blue, astronaut, 0.0).rgb
    assert of_blue[cheek][..., 2].mean() > of_red[cheek][..., 2].mean() + 30
    assert difference(of_red, astronaut)[~pasted_area()].max() == 0


def test_inputs_are_left_as_they_were(folder: Path, astronaut: Pixels) -> None:
    source, template = astronaut.copy(), astronaut.copy()
    fill(folder, shift=RED).swap(source, template, 0.5)
    assert np.array_equal(source, astronaut)
    assert np.array_equal(template, astronaut)


def test_the_console_stays_clean(folder: Path, astronaut: Pixels, capfd: pytest.CaptureFixture[str]) -> None:
    fill(folder, shift=RED).swap(astronaut, astronaut, 0.0)
    captured = capfd.readouterr()
    assert captured.out == ""
    assert captured.err == ""


def test_models_are_opened_once(folder: Path, astronaut: Pixels, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Path] = []
    real = swap_module._load
    monkeypatch.setattr(swap_module, "_load", lambda path: opened.append(path) or real(path))
    engine = fill(folder)
    for _ in range(2):
        engine.swap(astronaut, astronaut, 0.0)
    SwapEngine(FakeRestorer()).swap(astronaut, astronaut, 0.0)
    assert len(opened) == 1


def test_restoration_gets_the_templates_points_and_the_sliders_value(folder: Path, astronaut: Pixels) -> None:
    restorer = FakeRestorer()
    fill(folder)
    result = SwapEngine(restorer).swap(astronaut, astronaut, 0.7)
    ((points, blend),) = restorer.calls
    assert blend == 0.7
    assert np.abs(points - stubs.ASTRONAUT_POINTS).max() < 0.5
    assert (result.rgb[:4, :4] == 7).all()
    assert result.notes == ()


def test_a_blend_of_zero_leaves_the_restorer_alone(folder: Path, astronaut: Pixels) -> None:
    restorer = FakeRestorer()
    fill(folder)
    SwapEngine(restorer).swap(astronaut, astronaut, 0.0)
    assert restorer.calls == []


def test_without_gfpgan_the_result_comes_with_a_note(folder: Path, astronaut: Pixels) -> None:
    fill(folder)
    result = SwapEngine(FakeRestorer(missing=True)).swap(astronaut, astronaut, 0.8)
    assert result.engine == "swap"
    assert any("GFPGAN" in note for note in result.notes)


# --- pictures and files that cannot be used ---


def test_no_face_names_the_picture_it_is_missing_in(folder: Path, astronaut: Pixels) -> None:
    engine, black = fill(folder), np.zeros_like(astronaut)
    with pytest.raises(InputError, match="내 사진에서 얼굴을 찾지 못했어요"):
        engine.swap(black, astronaut, 0.0)
    with pytest.raises(InputError, match="템플릿 사진에서 얼굴을 찾지 못했어요"):
        engine.swap(astronaut, black, 0.0)


def test_two_faces_of_similar_size_are_refused(folder: Path, astronaut: Pixels) -> None:
    stubs.write_inswapper(folder / "inswapper_128.onnx")
    stubs.write_pack(folder / "buffalo_l", [stubs.astronaut_face(), stubs.scaled_face(0.8, dx=350, dy=300)])
    with pytest.raises(InputError, match="여러 개"):
        SwapEngine(FakeRestorer()).swap(astronaut, astronaut, 0.0)


def test_a_small_face_in_the_background_does_not_matter(folder: Path, astronaut: Pixels) -> None:
    stubs.write_inswapper(folder / "inswapper_128.onnx", shift=RED)
    small = stubs.scaled_face(0.4, dx=400, dy=400)
    stubs.write_pack(folder / "buffalo_l", [small, stubs.astronaut_face()])  # the small one scores higher
    result = SwapEngine(FakeRestorer()).swap(astronaut, astronaut, 0.0)
    assert difference(result.rgb, astronaut)[~pasted_area()].max() == 0
    assert difference(result.rgb, astronaut)[pasted_area()].max() > 30


def test_a_broken_model_file_is_a_sentence_not_a_trace(folder: Path, astronaut: Pixels) -> None:
    engine = fill(folder)
    path = folder / "inswapper_128.onnx"
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(EngineUnavailable, match="열 수 없어요"):
        engine.swap(astronaut, astronaut, 0.0)


def test_another_network_under_inswappers_name_is_refused(folder: Path, astronaut: Pixels) -> None:
    engine = fill(folder)
    stubs.write_recogniser(folder / "inswapper_128.onnx")
    with pytest.raises(EngineUnavailable, match="Inswapper 128이 아니에요"):
        engine.swap(astronaut, astronaut, 0.0)


def test_a_pack_without_recognition_is_refused(folder: Path, astronaut: Pixels) -> None:
    engine = fill(folder)
    (folder / "buffalo_l" / "w600k_r50.onnx").unlink()
    stubs.write_detector(folder / "buffalo_l" / "second.onnx", [stubs.astronaut_face()])
    with pytest.raises(EngineUnavailable, match="w600k_r50"):
        engine.swap(astronaut, astronaut, 0.0)


def test_a_network_that_stops_at_work_is_a_sentence_not_a_trace(
    folder: Path, astronaut: Pixels, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = fill(folder)

    def out_of_memory(*_args: object) -> Pixels:
        raise RuntimeError("CUDA out of memory")

    monkeypatch.setattr(swap_module, "_swap", out_of_memory)
    with pytest.raises(EngineUnavailable, match=r"모델이 멈췄어요.*메모리를 확인"):
        engine.swap(astronaut, astronaut, 0.5)


def test_a_senseless_blend_does_not_reach_the_pixels(folder: Path, astronaut: Pixels) -> None:
    engine = fill(folder)
    assert np.array_equal(engine.swap(astronaut, astronaut, float("nan")).rgb, astronaut)
