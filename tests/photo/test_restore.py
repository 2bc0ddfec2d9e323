"""GFPGAN restoration: probing, geometry and range; one pass of the full network where torch is installed."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from metajob.engines import Ready, Unavailable
from metajob.errors import EngineUnavailable
from metajob.faces import Face
from metajob.photo import aligned, restore
from metajob.photo.restore import WEIGHTS, Restorer
from metajob.settings import Settings, shown
from tests import torch_compat
from tests.photo import stubs

Pixels = NDArray[np.uint8]


@pytest.fixture
def weights(fresh_settings: Callable[..., Settings]) -> Iterator[Path]:
    """Where the weights belong in an empty data folder."""
    folder = fresh_settings().user_photo_models_dir
    folder.mkdir(parents=True)
    yield folder / WEIGHTS
    restore._networks.clear()
    restore._import_failure.clear()


@pytest.fixture
def torch(need: Callable[[str], None], weights: Path) -> Any:
    """PyTorch with an importable spandrel, and a file at `weights` that probe() accepts."""
    need("torch")
    torch_compat.install()
    import spandrel  # noqa: F401
    import torch

    weights.write_bytes(b"\0" * 5000)
    return torch


def put_network(path: Path, answer: Callable[[Any], Any]) -> None:
    """A network that answers (1, 3, 512, 512) in -1..1 by `answer`, with GFPGAN's call signature."""
    import torch

    class Network(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.place = torch.nn.Parameter(torch.zeros(1))

        def forward(
            self, image: Any, return_rgb: bool = True, randomize_noise: bool = True
        ) -> tuple[Any, list[Any]]:
            assert not return_rgb
            assert not randomize_noise
            return answer(image), []

    restore._networks[path] = Network()


def close_to(picture: Pixels, other: Pixels) -> NDArray[np.int64]:
    return np.abs(picture.astype(np.int64) - other.astype(np.int64))


# --- probing ---


def test_missing_weights_are_named_with_their_folder(weights: Path) -> None:
    status = Restorer().probe()
    assert isinstance(status, Unavailable)
    assert WEIGHTS in status.reason
    assert shown(weights.parent) in status.how_to_fix


def test_missing_packages_are_named(weights: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    weights.write_bytes(b"\0" * 5000)
    monkeypatch.setitem(sys.modules, "spandrel", None)
    status = Restorer().probe()
    assert isinstance(status, Unavailable)
    assert "spandrel" in status.reason
    assert "requirements-gpu.txt" in status.how_to_fix


@pytest.fixture
def pretend_installed(weights: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """torch, torchvision and spandrel seem to be installed, as folders of a made-up site-packages."""
    weights.write_bytes(b"\0" * 5000)
    site = tmp_path / "site"
    for package, version in (("torch", "2.13.0+cpu"), ("torchvision", "0.28.0"), ("spandrel", "0.4.2")):
        monkeypatch.delitem(sys.modules, package, raising=False)
        (site / package).mkdir(parents=True)
        (site / package / "__init__.py").write_text("raise AssertionError('probe() must not import')")
        info = site / f"{package}-{version}.dist-info"
        info.mkdir()
        info.joinpath("METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: {version}\n")
    monkeypatch.syspath_prepend(str(site))
    return site


def test_matching_builds_are_ready(pretend_installed: Path) -> None:
    (pretend_installed / "torchvision" / "_C.so").write_bytes(b"libtorch_cpu.so")
    assert isinstance(Restorer().probe(), Ready)


def test_a_cuda_torchvision_beside_a_cpu_torch_is_told_before_use(pretend_installed: Path) -> None:
    (pretend_installed / "torchvision" / "_C.so").write_bytes(b"\0libtorch_cpu.so\0libtorch_cuda.so\0")
    status = Restorer().probe()
    assert isinstance(status, Unavailable)
    assert "CUDA" in status.reason
    (pretend_installed / "torch" / "lib").mkdir()
    (pretend_installed / "torch" / "lib" / "libtorch_cuda.so").touch()
    assert isinstance(Restorer().probe(), Ready)


def test_a_torchvision_for_another_torch_is_told_before_use(pretend_installed: Path) -> None:
    metadata = pretend_installed / "torchvision-0.28.0.dist-info" / "METADATA"
    metadata.write_text(metadata.read_text() + "Requires-Dist: torch (==2.14.1)\n")
    status = Restorer().probe()
    assert isinstance(status, Unavailable)
    assert "2.14.1" in status.reason


def test_an_import_that_fails_at_use_is_a_sentence_and_probe_remembers_it(
    pretend_installed: Path, astronaut: Pixels
) -> None:
    for package in ("torch", "spandrel"):
        (pretend_installed / package / "__init__.py").write_text(
            "raise RuntimeError('operator does not exist')"
        )
    restorer = Restorer()
    assert isinstance(restorer.probe(), Ready)
    with pytest.raises(EngineUnavailable, match="불러올 수 없어요"):
        restorer.restore(astronaut, stubs.ASTRONAUT_POINTS, 1.0)
    assert isinstance(restorer.probe(), Unavailable)


# --- geometry ---


def test_similarity_recovers_a_known_turn_scale_and_shift() -> None:
    angle, scale = np.deg2rad(20), 1.7
    turn = scale * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    moved = stubs.ASTRONAUT_POINTS @ turn.T + (12.0, -40.0)
    matrix = aligned.similarity(stubs.ASTRONAUT_POINTS.astype(np.float64), moved)
    assert np.allclose(matrix[:, :2], turn, atol=1e-5)
    assert np.allclose(matrix[:, 2], (12.0, -40.0), atol=1e-3)


def test_a_face_partly_outside_the_picture_can_be_cut_out_and_pasted(astronaut: Pixels) -> None:
    points = stubs.ASTRONAUT_POINTS.astype(np.float64) - (190.0, 90.0)
    picture = np.ascontiguousarray(astronaut[90:300, 190:400])
    matrix = aligned.similarity(points, restore._FFHQ)
    crop = aligned.crop(picture, matrix, 512)
    back = aligned.paste(picture, crop, matrix, np.ones((512, 512), np.float32))
    assert close_to(back, picture).mean() < 1.0
    lost = aligned.similarity(points - 5000.0, restore._FFHQ)
    assert np.array_equal(aligned.paste(picture, crop, lost, np.ones((512, 512), np.float32)), picture)


def test_five_points_of_a_mediapipe_face_are_eyes_nose_and_mouth() -> None:
    marks = np.zeros((478, 3), np.float32)
    marks[[468, 473, 4, 61, 291], :2] = stubs.ASTRONAUT_POINTS
    face = Face(points=marks, blendshapes={}, matrix=np.eye(4, dtype=np.float32))
    assert np.allclose(aligned.five_points(face), stubs.ASTRONAUT_POINTS)


def test_a_blend_of_zero_returns_the_input_even_without_weights(weights: Path, astronaut: Pixels) -> None:
    assert not weights.exists()
    assert np.array_equal(Restorer().restore(astronaut, stubs.ASTRONAUT_POINTS, 0.0), astronaut)


@pytest.mark.usefixtures("weights")
def test_without_weights_a_real_blend_is_refused_in_words(astronaut: Pixels) -> None:
    with pytest.raises(EngineUnavailable, match=WEIGHTS):
        Restorer().restore(astronaut, stubs.ASTRONAUT_POINTS, 0.5)


# --- with torch ---


@pytest.mark.usefixtures("torch")
def test_a_network_that_returns_its_input_keeps_the_picture_dark_parts_included(
    weights: Path, astronaut: Pixels
) -> None:
    put_network(weights, lambda image: image)
    result = Restorer().restore(astronaut, stubs.ASTRONAUT_POINTS, 1.0)
    x, y = np.rint(stubs.ASTRONAUT_POINTS.mean(0)).astype(int)
    inner = np.s_[y - 60 : y + 60, x - 60 : x + 60]
    before, change = astronaut[inner], close_to(result, astronaut)[inner]
    assert change.mean() < 1.0
    assert change[before < 60].mean() < 2.0  # lost if the network's -1..1 were taken for 0..1


def test_red_is_red_and_only_the_face_is_painted(torch: Any, weights: Path, astronaut: Pixels) -> None:
    def paint(image: Any) -> Any:
        output = torch.full_like(image, -1.0)
        output[:, 0] = 9.0  # beyond the range: must be clipped to full red
        return output

    put_network(weights, paint)
    result = Restorer().restore(astronaut, stubs.ASTRONAUT_POINTS, 1.0)
    x, y = np.rint(stubs.ASTRONAUT_POINTS.mean(0)).astype(int)
    assert result[y, x].tolist() == [255, 0, 0]
    changed = np.argwhere(close_to(result, astronaut).max(2) > 0)
    (top, left), (bottom, right) = changed.min(0), changed.max(0)
    reach = (
        512 / 3.1 / 2 + 25
    )  # pixels: the FFHQ crop enlarges this face 3.1 times and centres it a little higher
    assert left > x - reach
    assert right < x + reach
    assert top > y - reach
    assert bottom < y + reach


def test_the_blend_slider_is_linear_and_clipped(torch: Any, weights: Path, astronaut: Pixels) -> None:
    put_network(weights, lambda image: torch.full_like(image, -1.0))
    x, y = np.rint(stubs.ASTRONAUT_POINTS.mean(0)).astype(int)
    half, full, beyond = (
        Restorer().restore(astronaut, stubs.ASTRONAUT_POINTS, b)[y, x] for b in (0.5, 1.0, 7.0)
    )
    assert np.abs(half.astype(float) - astronaut[y, x] / 2).max() <= 1
    assert full.max() == 0
    assert beyond.max() == 0


def test_a_pickle_with_code_is_refused_and_not_run(
    torch: Any, weights: Path, tmp_path: Path, astronaut: Pixels
) -> None:
    class Trap:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return Path.touch, (Path(tmp_path / "ran"),)  # type: ignore[return-value]

    torch.save({"params_ema": Trap(), "padding": torch.zeros(5000)}, weights)
    with pytest.raises(EngineUnavailable, match="열 수 없어요"):
        Restorer().restore(astronaut, stubs.ASTRONAUT_POINTS, 1.0)
    assert not (tmp_path / "ran").exists()


def test_another_network_under_gfpgans_name_is_refused(torch: Any, weights: Path, astronaut: Pixels) -> None:
    torch.save({"params_ema": {"conv.weight": torch.zeros(64, 64, 3, 3)}}, weights)
    with pytest.raises(EngineUnavailable, match="열 수 없어요"):
        Restorer().restore(astronaut, stubs.ASTRONAUT_POINTS, 1.0)


@pytest.mark.slow
@pytest.mark.usefixtures("torch")
def test_the_full_network_with_random_weights_loads_and_runs(weights: Path, astronaut: Pixels) -> None:
    """One pass (10 s). That the noise is never fresh is seen by `put_network`; a new network adds none at all."""
    stubs.write_gfpgan(weights)
    assert isinstance(Restorer().probe(), Ready)
    restored = Restorer().restore(astronaut, stubs.ASTRONAUT_POINTS, 1.0)
    x, y = np.rint(stubs.ASTRONAUT_POINTS.mean(0)).astype(int)
    assert close_to(restored, astronaut)[y - 40 : y + 40, x - 40 : x + 40].mean() > 5
    assert close_to(restored, astronaut)[300:].max() == 0
