"""Who is person and who is wall: U²-Net-p coarse matte, closed-form refinement, foreground colours.

Sources: Qin et al., U²-Net, Pattern Recognition 106 (2020); Levin, Lischinski and Weiss, A Closed-Form Solution to
Natural Image Matting, TPAMI 30 (2008); Germer et al., Fast Multi-Level Foreground Estimation, ICPR 2020.
"""

from __future__ import annotations

import threading
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from metajob import weights
from metajob.photo.tone import Bytes, Float, disc
from metajob.settings import settings

NET_SIDE = 320  # the resolution U²-Net-p was trained at
MEAN, DEVIATION = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)  # ImageNet, RGB, as U²-Net expects
SURE_FOREGROUND = 0.92  # coarse alpha above this, eroded, is certainly person
SURE_BACKGROUND = 0.33  # below this, eroded, certainly wall; a wider unknown band pulls wall into the hair
FLOOR, CEILING = 0.04, 0.96  # closed-form alphas rarely reach 0 and 1; this range is stretched to it

_lock = threading.Lock()
_session: list[Any] = []


def _net() -> Any:
    with _lock:
        if not _session:
            import onnxruntime as ort

            options = ort.SessionOptions()
            options.intra_op_num_threads = settings().threads
            options.add_session_config_entry("session.intra_op.allow_spinning", "0")
            options.enable_cpu_mem_arena = False  # the arena keeps 300 MB for a 4 MB network
            _session.append(ort.InferenceSession(str(weights.path("u2netp")), options))
        return _session[0]


def coarse_matte(rgb: Bytes) -> Float:
    """(H, W) 0..1: rough probability that a pixel belongs to the salient person. rgb: (H, W, 3) uint8."""
    net = _net()
    small = cv2.resize(rgb, (NET_SIDE, NET_SIDE), interpolation=cv2.INTER_AREA).astype(np.float32)
    small /= max(1.0, float(small.max()))
    small = (small - np.array(MEAN, np.float32)) / np.array(DEVIATION, np.float32)
    batch = np.ascontiguousarray(small.transpose(2, 0, 1)[None], np.float32)
    output = net.run([net.get_outputs()[0].name], {net.get_inputs()[0].name: batch})[0][0, 0]
    low, high = float(output.min()), float(output.max())
    matte = (output - low) / max(1e-6, high - low)
    full = cv2.resize(matte, rgb.shape[1::-1], interpolation=cv2.INTER_CUBIC)
    return np.asarray(np.clip(full, 0, 1), np.float32)


def trimap(coarse: Float, face: Bytes) -> NDArray[np.float64]:
    """(H, W) 1 person, 0 wall, 0.5 unknown. face: (H, W) uint8 mask of the face outline, always person."""
    sure_person = cv2.erode((coarse > SURE_FOREGROUND).astype(np.uint8), disc(4)) | face
    sure_wall = cv2.erode((coarse < SURE_BACKGROUND).astype(np.uint8), disc(3)) & (1 - face)
    return np.where(sure_person > 0, 1.0, np.where(sure_wall > 0, 0.0, 0.5))


def refine(rgb: Bytes, coarse: Float, face: Bytes, scale: float, rows: int) -> Float:
    """(H, W) alpha 0..1 from the coarse matte by closed-form matting.

    rgb: (H, W, 3) uint8. Works at `scale` of the size and only on the first `rows` rows (what lies lower is hidden
    by the suit); the result is enlarged again. Falls back to the coarse matte when the solver finds nothing unknown.
    """
    from pymatting import estimate_alpha_cf

    height, width = coarse.shape
    size = (max(8, round(width * scale)), max(8, round(height * scale)))
    small = cv2.resize(rgb, size, interpolation=cv2.INTER_AREA)
    small_coarse = cv2.resize(coarse, size, interpolation=cv2.INTER_AREA)
    small_face = cv2.resize(face, size, interpolation=cv2.INTER_NEAREST)
    band = trimap(small_coarse, small_face)
    last = max(8, min(size[1], round(rows * scale)))
    alpha = np.asarray(small_coarse, np.float64)
    unknown = band[:last] == 0.5
    if unknown.any() and (band[:last] == 0).any() and (band[:last] == 1).any():
        xs = np.flatnonzero(unknown.any(0))
        ys = np.flatnonzero(unknown.any(1))
        x0, x1 = max(0, xs[0] - 4), min(size[0], xs[-1] + 5)
        y0, y1 = max(0, ys[0] - 4), min(last, ys[-1] + 5)
        part = band[y0:y1, x0:x1]
        alpha[:last] = band[:last]
        alpha[y0:y1, x0:x1] = estimate_alpha_cf(small[y0:y1, x0:x1] / 255.0, part)
    full = cv2.resize(alpha, (width, height), interpolation=cv2.INTER_CUBIC)
    return np.asarray(np.clip((full - FLOOR) / (CEILING - FLOOR), 0, 1), np.float32)


def largest_part(alpha: Float) -> Float:
    """(H, W) 1 on the largest connected piece of alpha and a little around it, 0 on specks of wall elsewhere."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats((alpha > 0.3).astype(np.uint8))
    if count < 3:
        return np.ones_like(alpha)
    biggest = 1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA]))
    piece = cv2.dilate((labels == biggest).astype(np.uint8), disc(12)).astype(np.float32)
    return np.asarray(cv2.GaussianBlur(piece, (0, 0), 4), np.float32)


def foreground(rgb: Bytes, alpha: Float) -> Bytes:
    """(H, W, 3) uint8: the person's own colours at soft edges, with the wall's colour taken out.

    Only computed in the box around pixels that are neither person nor wall; elsewhere the colours are the photo's.
    """
    from pymatting import estimate_foreground_ml

    soft = ((alpha > 0) & (alpha < 1)).astype(np.uint8)
    x, y, w, h = cv2.boundingRect(soft)
    colours = rgb.copy()
    if w and h:
        part = rgb[y : y + h, x : x + w].astype(np.float32) / 255
        estimate = estimate_foreground_ml(part, alpha[y : y + h, x : x + w])
        colours[y : y + h, x : x + w] = np.clip(estimate * 255 + 0.5, 0, 255).astype(np.uint8)
    return colours
