"""GFPGAN 1.4 face restoration: sharpens one face of a picture. Weights: the user's own, through spandrel."""

from __future__ import annotations

import importlib.util
import logging
import re
import sys
import threading
import time
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from metajob.engines import Probe, Ready, Unavailable
from metajob.errors import EngineUnavailable
from metajob.faces import Face
from metajob.photo import aligned, weight_files
from metajob.settings import settings, shown

log = logging.getLogger(__name__)

Pixels = NDArray[np.uint8]

WEIGHTS = "GFPGANv1.4.pth"
_SIDE = 512
# Where GFPGAN was trained to find eyes, nose tip and mouth corners: the "ffhq_512" template of FaceFusion.
_FFHQ = _SIDE * np.array(
    [[0.3769, 0.4686], [0.6229, 0.4691], [0.5012, 0.6133], [0.3931, 0.7254], [0.6115, 0.7249]], np.float64
)
_FEATHER = 0.12  # share of the crop over which the restored patch fades out

_lock = threading.Lock()
_networks: dict[Path, Any] = {}  # one loaded network a file, shared by the process
# What an import at use has shown; probe() then says it beforehand.
_import_failure: list[tuple[str, str]] = []


class Restorer:
    """GFPGAN 1.4 on the CPU, or on the GPU when torch sees one."""

    name = "gfpgan"
    licence = "GFPGAN 1.4: Apache-2.0"

    def probe(self) -> Probe:
        """Files, packages and a matching torch build; imports nothing heavy and never raises."""
        folder = settings().user_photo_models_dir
        problem = weight_files.fault(folder / WEIGHTS)
        if problem:
            return Unavailable(f"{WEIGHTS}: {problem}.", f"이 폴더에 넣어 주세요: {shown(folder)}")
        missing = [name for name in ("torch", "torchvision", "spandrel") if not weight_files.installed(name)]
        if missing:
            return Unavailable(
                f"파이썬 패키지가 없어요: {', '.join(missing)}.",
                "`pip install -r requirements-gpu.txt`로 설치해 주세요.",
            )
        mismatch = _build_mismatch()
        if mismatch:
            return mismatch
        return Ready("GFPGAN 1.4")

    def restore(self, rgb: Pixels, face: Face | NDArray[np.floating[Any]], blend: float) -> Pixels:
        """The picture with one face restored.

        rgb: (H, W, 3) uint8. face: a MediaPipe Face, or (5, 2) pixel positions in the order of
        `metajob.photo.aligned`. blend: 0 returns the input's pixels exactly, 1 is the network's face.
        Raises EngineUnavailable when `probe()` is not Ready, the file cannot be loaded or the network fails at
        work, for want of memory on the GPU for example.
        """
        blend = float(np.clip(blend, 0.0, 1.0))
        if blend == 0.0:
            return rgb.copy()
        status = self.probe()
        if isinstance(status, Unavailable):
            raise EngineUnavailable(status.reason, status.how_to_fix)
        points = aligned.five_points(face) if isinstance(face, Face) else np.asarray(face, np.float64)
        matrix = aligned.similarity(points, _FFHQ)
        crop = aligned.crop(rgb, matrix, _SIDE)
        network = _network(settings().user_photo_models_dir / WEIGHTS)
        try:
            restored = _forward(network, crop)
        except RuntimeError as error:
            log.exception("face restoration failed")
            raise EngineUnavailable(
                "얼굴을 다듬는 중에 모델이 멈췄어요.", "남은 메모리(GPU 포함)를 확인해 주세요."
            ) from error
        return aligned.paste(rgb, restored, matrix, aligned.box_mask(_SIDE, _FEATHER) * np.float32(blend))


def _forward(network: Any, crop: Pixels) -> Pixels:
    """(512, 512, 3) uint8 RGB through the network.

    The bare network is called, not spandrel's descriptor: the descriptor clamps to 0..1, GFPGAN speaks -1..1.
    The stored noise is used instead of fresh noise, so that the same photo gives the same result.
    """
    import torch

    device = next(network.parameters()).device
    with torch.inference_mode():
        image = torch.from_numpy(crop.copy()).to(device).permute(2, 0, 1)[None].float()
        output = network(image / 127.5 - 1.0, return_rgb=False, randomize_noise=False)[0][0]
        grey = ((output.clamp(-1.0, 1.0) + 1.0) * 127.5).round()
        pixels = grey.permute(1, 2, 0).to(torch.uint8).cpu().numpy()
    return np.asarray(pixels, np.uint8)


def _network(path: Path) -> Any:
    """The GFPGAN network of `path` in evaluation mode, loaded once a process; only tensors are unpickled."""
    with _lock:
        if path in _networks:
            return _networks[path]
        start = time.monotonic()
        try:
            import torch
            from spandrel import ModelLoader, canonicalize_state_dict
        except (ImportError, RuntimeError, OSError) as error:
            log.exception("torch or spandrel cannot be imported")
            raise EngineUnavailable(*_broken_import(error)) from error
        try:
            state = torch.load(path, map_location="cpu", weights_only=True)
            descriptor = ModelLoader().load_from_state_dict(canonicalize_state_dict(state))
            if descriptor.architecture.id != "GFPGAN":
                raise ValueError(f"architecture {descriptor.architecture.id}")
        except Exception as error:
            log.exception("%s cannot be loaded", path.name)
            raise EngineUnavailable(
                f"{WEIGHTS} 파일을 열 수 없어요.", "GFPGAN 1.4 파일이 맞는지 확인하고 다시 내려받아 주세요."
            ) from error
        torch.set_num_threads(settings().threads)  # for the whole process; only torch's own work
        device = "cuda" if torch.cuda.is_available() else "cpu"
        _networks[path] = descriptor.model.to(device).eval()
        log.info("GFPGAN loaded on %s in %.1f s", device, time.monotonic() - start)
        return _networks[path]


def _broken_import(error: Exception) -> tuple[str, str]:
    """Remember and phrase an import that failed although the packages are installed."""
    words = (
        f"설치된 torch를 불러올 수 없어요 ({type(error).__name__}).",
        "torch와 torchvision을 같은 곳에서 받은 짝으로 다시 설치해 주세요.",
    )
    _import_failure[:] = [words]
    return words


def _build_mismatch() -> Unavailable | None:
    """Whether torchvision, which spandrel imports, must fail beside the installed torch; reads files only."""
    if "spandrel" in sys.modules:  # it was imported, so it works
        return None
    if _import_failure:
        return Unavailable(*_import_failure[0])
    try:
        torch_version = metadata.version("torch").split("+")[0]
        for requirement in metadata.requires("torchvision") or ():
            wanted = re.match(r"torch\s*\(?==\s*([\w.]+)", requirement)
            if wanted and wanted[1] != torch_version:
                return Unavailable(
                    f"torchvision은 torch {wanted[1]}이 필요한데 {torch_version}이 설치되어 있어요.",
                    f"`pip install torch=={wanted[1]}`로 맞춰 주세요.",
                )
        if _needs_cuda_torch() and not _library("torch", "lib/libtorch_cuda.so"):
            return Unavailable(
                "torchvision은 CUDA용인데 torch는 CPU용이에요.",
                "torch와 torchvision을 같은 곳(둘 다 CPU용 또는 둘 다 CUDA용)에서 다시 설치해 주세요.",
            )
    except (metadata.PackageNotFoundError, OSError, ValueError):
        return None  # unusual installation: the import itself decides
    return None


def _needs_cuda_torch() -> bool:
    """torchvision's compiled part names the libraries it wants; Linux wheels only, elsewhere False."""
    return any(b"libtorch_cuda.so" in library.read_bytes() for library in _library("torchvision", "_C*.so"))


def _library(package: str, pattern: str) -> list[Path]:
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        return []
    return sorted(Path(spec.origin).parent.glob(pattern))
