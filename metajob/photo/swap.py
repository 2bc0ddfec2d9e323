"""The face-swap engine: the user's face on a template photo with Inswapper 128 (insightface), then GFPGAN.

Runs on weights that the user put into `settings().user_photo_models_dir`; nothing is ever downloaded.
insightface speaks BGR; everything outside this file is RGB.
"""

from __future__ import annotations

import logging
import threading
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from metajob.engines import Probe, Progress, Ready, Unavailable, silent
from metajob.errors import EngineUnavailable, InputError, UserError
from metajob.photo import aligned, weight_files
from metajob.photo.engine import Picture
from metajob.photo.restore import Restorer
from metajob.settings import settings, shown

log = logging.getLogger(__name__)

SWAPPER = "inswapper_128.onnx"
PACK = "buffalo_l"
_DETECTOR_SIDE = 640  # pixels; the size insightface's own examples use
_RIVAL = (
    0.40  # width beside the main face from which a second one makes the choice unclear, as in photo checks
)
_CHANGED = 10  # grey levels; insightface's own threshold between "swapped" and "left as it was"
_MARGIN = 0.10  # share of the swapped crop over which it fades out at its border
_BLURRY_ABOVE = 200  # pixels of face width in the template; the network draws a face about 75 pixels wide

Pixels = NDArray[np.uint8]


@dataclass(frozen=True)
class _Models:
    analyser: Any  # insightface FaceAnalysis: detection and recognition
    swapper: Any  # insightface INSwapper


_lock = threading.Lock()
_loaded: dict[Path, _Models] = {}  # one set a folder, shared by the process; holds no picture


class SwapEngine:
    """Puts the face of one photo on another photo that already wears a suit."""

    name = "swap"
    licence = "Inswapper 128·buffalo_l: 비상업적 연구용으로만 쓸 수 있어요 · GFPGAN 1.4: Apache-2.0"

    def __init__(self, restorer: Restorer | None = None) -> None:
        self.restorer = restorer or Restorer()

    def probe(self) -> Probe:
        """Packages and files only: no heavy import, no session; never raises."""
        missing = [p for p in ("insightface", "onnxruntime", "onnx") if not weight_files.installed(p)]
        if missing:
            return Unavailable(
                f"파이썬 패키지가 없어요: {', '.join(missing)}.",
                f"`pip install {' '.join(missing)}`로 설치해 주세요.",
            )
        folder = settings().user_photo_models_dir
        faults = _file_faults(folder)
        if faults:
            return Unavailable(
                " ".join(f"{name}: {fault}." for name, fault in faults.items()),
                f"이 폴더에 넣어 주세요: {shown(folder)} (받는 방법과 라이선스는 docs/swap.md에 있어요.)",
            )
        sharpened = isinstance(self.restorer.probe(), Ready)
        return Ready("Inswapper 128 + GFPGAN 1.4" if sharpened else "Inswapper 128 (GFPGAN 복원 없음)")

    def swap(
        self, source_rgb: Pixels, template_rgb: Pixels, blend: float, progress: Progress = silent
    ) -> Picture:
        """The template with the face of the source.

        source_rgb, template_rgb: (H, W, 3) uint8 sRGB with one clear face each. blend: 0..1, share of
        GFPGAN's restored face (0: no restoration). The result has the template's size.
        Raises InputError for no or several faces, EngineUnavailable for missing or broken files or packages,
        also for networks that fail at work (no memory left on the GPU, a model of another shape).
        """
        try:
            return self._swapped(source_rgb, template_rgb, min(1.0, max(0.0, blend)), progress)
        except UserError:
            raise
        except Exception as error:
            log.exception("face swap failed")
            raise EngineUnavailable(
                f"얼굴을 바꾸는 중에 모델이 멈췄어요 ({type(error).__name__}).",
                "다시 시도해 보고, 계속되면 모델 파일과 남은 메모리를 확인해 주세요.",
            ) from error

    def _swapped(self, source_rgb: Pixels, template_rgb: Pixels, blend: float, progress: Progress) -> Picture:
        status = self.probe()
        if isinstance(status, Unavailable):
            raise EngineUnavailable(status.reason, status.how_to_fix)
        progress(0.05, "얼굴 바꾸기 모델을 여는 중이에요")
        models = _models(settings().user_photo_models_dir)
        progress(0.35, "두 사진에서 얼굴을 찾는 중이에요")
        source = _main_face(models.analyser, _flip(source_rgb), "내 사진")
        template = _flip(template_rgb)
        target = _main_face(models.analyser, template, "템플릿 사진")
        progress(0.55, "얼굴을 바꾸는 중이에요")
        swapped = _flip(_swap(models.swapper, template, target, source))
        notes: list[str] = []
        if blend > 0:
            progress(0.70, "얼굴을 선명하게 다듬는 중이에요")
            try:
                swapped = self.restorer.restore(swapped, target.kps, blend)
            except EngineUnavailable as missing:
                notes.append(f"GFPGAN 복원 없이 만들었어요. {missing.message}")
        if (blend == 0 or notes) and target.bbox[2] - target.bbox[0] > _BLURRY_ABOVE:
            notes.append("템플릿의 얼굴이 커서 얼굴이 조금 흐리게 보일 수 있어요.")
        progress(1.0, "다 됐어요")
        return Picture(swapped, self.name, tuple(notes))


def _file_faults(folder: Path) -> dict[str, str]:
    """What is wrong with the files, by the name the user knows; empty when all may be in order."""
    faults = {}
    fault = weight_files.fault(folder / SWAPPER)
    if fault:
        faults[SWAPPER] = fault
    try:
        pack = sorted((folder / PACK).glob("*.onnx"))
    except OSError:
        pack = []
    if len(pack) < 2:
        faults[f"{PACK}/"] = "폴더에 얼굴 검출·인식 모델(.onnx)이 없어요"
    for path in pack:
        fault = weight_files.fault(path)
        if fault:
            faults[f"{PACK}/{path.name}"] = fault
    return faults


def _models(folder: Path) -> _Models:
    """The networks of `folder`, loaded once a process. insightface is handed existing local files only."""
    with _lock:
        _accept_known_warning()
        if folder not in _loaded:
            try:
                _loaded[folder] = _load(folder)
            except EngineUnavailable:
                raise
            except Exception as error:
                log.exception("face-swap models cannot be loaded")
                raise EngineUnavailable(
                    "얼굴 바꾸기 모델 파일을 열 수 없어요.",
                    f"{SWAPPER}와 {PACK} 폴더를 다시 내려받아 주세요.",
                ) from error
        return _loaded[folder]


def _load(folder: Path) -> _Models:
    import onnxruntime
    from insightface.app import FaceAnalysis
    from insightface.model_zoo import get_model, inswapper

    inswapper.print = _print_to_log  # the class prints its input shape to the console
    available = onnxruntime.get_available_providers()
    providers = [p for p in ("CUDAExecutionProvider", "CPUExecutionProvider") if p in available]
    if "CUDAExecutionProvider" in providers and hasattr(onnxruntime, "preload_dlls"):
        onnxruntime.preload_dlls()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = settings().threads
    options.log_severity_level = 3

    # An existing directory given as the name is used as it is; any other name would be downloaded.
    pack = (folder / PACK).resolve(strict=True)
    analyser = FaceAnalysis(
        name=str(pack),
        allowed_modules=["detection", "recognition"],
        providers=providers,
        sess_options=options,
    )
    analyser.prepare(ctx_id=0, det_size=(_DETECTOR_SIDE, _DETECTOR_SIDE))
    if "recognition" not in analyser.models or not getattr(analyser.det_model, "use_kps", False):
        raise EngineUnavailable(
            f"{PACK} 폴더의 모델이 맞지 않아요.", "det_10g.onnx와 w600k_r50.onnx가 있는지 확인해 주세요."
        )
    swapper = get_model(str(folder / SWAPPER), download=False, providers=providers, sess_options=options)
    if not isinstance(swapper, inswapper.INSwapper) or swapper.emap.shape != (512, 512):
        raise EngineUnavailable(f"{SWAPPER} 파일이 Inswapper 128이 아니에요.", "파일을 다시 내려받아 주세요.")
    return _Models(analyser, swapper)


def _print_to_log(*values: object) -> None:
    log.debug("insightface: %s", " ".join(map(str, values)))


def _accept_known_warning() -> None:
    """insightface 2.1 aligns with a call that scikit-image 0.26 deprecates; nothing a user can act on."""
    warnings.filterwarnings(
        "ignore", "`estimate` is deprecated", FutureWarning, module=r"insightface\.utils\.face_align"
    )


def _main_face(analyser: Any, bgr: Pixels, which: str) -> Any:
    """The one clear face of a picture, or an InputError that names the picture."""
    faces = sorted(analyser.get(bgr), key=lambda face: -_width(face))
    if not faces:
        raise InputError(
            f"{which}에서 얼굴을 찾지 못했어요.", "얼굴이 정면으로 크게 나온 밝은 사진을 골라 주세요."
        )
    if len(faces) > 1 and _width(faces[1]) >= _RIVAL * _width(faces[0]):
        raise InputError(
            f"{which}에 비슷한 크기의 얼굴이 여러 개 있어요.", "한 사람만 나온 사진을 골라 주세요."
        )
    return faces[0]


def _width(face: Any) -> float:
    return float(face.bbox[2] - face.bbox[0])


def _swap(swapper: Any, template: Pixels, target: Any, source: Any) -> Pixels:
    """The template (BGR) with the swapped face pasted where the network changed something.

    insightface's own paste lays the whole 128-pixel crop back and so blurs hair, collar and background around
    the face; here only the hull of what the network changed is taken, the rest keeps the template's pixels.
    """
    crop, matrix = swapper.get(template, target, source, paste_back=False)
    crop, side = np.ascontiguousarray(crop), crop.shape[0]
    before = cv2.warpAffine(template, matrix, (side, side), borderValue=0.0)
    change = np.abs(crop.astype(np.float32) - before.astype(np.float32)).mean(axis=2)
    changed = (change >= _CHANGED).astype(np.uint8)
    changed = np.asarray(cv2.morphologyEx(changed, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)), np.uint8)
    if not changed.any():
        return template.copy()
    hull = np.zeros((side, side), np.uint8)
    cv2.fillConvexPoly(hull, cv2.convexHull(cv2.findNonZero(changed)), 1)
    hull = np.asarray(cv2.dilate(hull, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (9, 9))), np.uint8)
    mask = cv2.GaussianBlur(hull.astype(np.float32), (0, 0), 2.0) * aligned.box_mask(side, _MARGIN)
    return aligned.paste(template, crop, np.asarray(matrix, np.float64), mask.astype(np.float32))


def _flip(picture: Pixels) -> Pixels:
    """RGB ↔ BGR, contiguous."""
    return np.ascontiguousarray(picture[..., ::-1])
