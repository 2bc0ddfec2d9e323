"""Where the person is in a picture: MediaPipe's small selfie segmenter.

It takes 10 ms and is for checks. It tells a head with its hair or hat from the background; it does not know
one person from another, takes a big cat for a person, and its edge is off by a few pixels: the suit photo is
cut out with a better model.
"""

from __future__ import annotations

import atexit
import os
import threading
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from metajob import weights
from metajob.faces.closing import let_go

SIDE = 512  # the model itself looks at 256 x 256

_lock = threading.Lock()
_segmenters: dict[str, Any] = {}


def _segmenter() -> Any:
    if "selfie" not in _segmenters:
        from mediapipe.tasks import python as tasks
        from mediapipe.tasks.python import vision

        _segmenters["selfie"] = vision.ImageSegmenter.create_from_options(
            vision.ImageSegmenterOptions(
                base_options=tasks.BaseOptions(model_asset_path=str(weights.path("selfie_segmenter"))),
                output_confidence_masks=True,
                output_category_mask=False,
            )
        )
    return _segmenters["selfie"]


@atexit.register
def close() -> None:
    """Free the loaded model; the next `person_mask` loads it again."""
    with _lock:
        while _segmenters:
            let_go(_segmenters.popitem()[1])


def person_mask(rgb: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Confidence 0..1 that a pixel belongs to a person, for an (H, W, 3) uint8 sRGB picture.

    The mask is small: its longest side is at most SIDE; it has the picture's shape otherwise.
    """
    os.environ.setdefault("GLOG_minloglevel", "2")
    import mediapipe as mp

    scale = min(1.0, SIDE / max(rgb.shape[:2]))
    small = cv2.resize(rgb, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else rgb
    with _lock:
        result = _segmenter().segment(
            mp.Image(image_format=mp.ImageFormat.SRGB, data=np.ascontiguousarray(small))
        )
    mask: NDArray[np.float32] = np.array(result.confidence_masks[0].numpy_view(), np.float32)
    return mask.reshape(mask.shape[:2])
