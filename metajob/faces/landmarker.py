"""478 face landmarks, 52 blendshapes and the head pose of every face in a picture (MediaPipe)."""

from __future__ import annotations

import atexit
import os
import threading
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from metajob import weights
from metajob.faces.closing import let_go

# Landmark indices of the face outline, clockwise from the top of the forehead
# (FACEMESH_FACE_OVAL of the MediaPipe face mesh topology).
OVAL = (
    10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377,
    152, 148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
)  # fmt: skip


@dataclass(frozen=True)
class Face:
    """One detected face.

    points: (478, 3) float32; x right, y down in pixels of the given image, z in the same scale (towards the
        camera is negative). blendshapes: name → 0..1, the 52 ARKit names. matrix: (4, 4) face transformation.
    """

    points: NDArray[np.float32]
    blendshapes: dict[str, float]
    matrix: NDArray[np.float32]

    @cached_property
    def xy(self) -> NDArray[np.float32]:
        """(478, 2) pixel positions."""
        return self.points[:, :2]

    @cached_property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom of the face outline in pixels."""
        oval = self.xy[list(OVAL)]
        (x0, y0), (x1, y1) = oval.min(0), oval.max(0)
        return float(x0), float(y0), float(x1), float(y1)

    @property
    def width(self) -> float:
        """Width of the face outline in pixels."""
        return self.box[2] - self.box[0]

    @property
    def height(self) -> float:
        """Forehead to chin in pixels; the crown is about a third of this above the box."""
        return self.box[3] - self.box[1]

    @cached_property
    def eyes(self) -> NDArray[np.float32]:
        """(2, 2): centres of the eye at the left and at the right of the picture."""
        return np.stack([self.xy[[33, 133]].mean(0), self.xy[[263, 362]].mean(0)])

    def placed(self, scale: float, x: float, y: float) -> Face:
        """This face, found in a part of a picture, in the pixels of the whole picture.

        scale: pixels of the whole for one pixel of the part; (x, y): where the part begins in the whole. The
        matrix is kept: its rotation holds, its translation is still that of the part's own camera.
        """
        return replace(self, points=self.points * np.float32(scale) + np.array([x, y, 0], np.float32))


_lock = threading.Lock()
_landmarkers: dict[int, Any] = {}


def _landmarker(max_faces: int) -> Any:
    if max_faces not in _landmarkers:
        from mediapipe.tasks import python as tasks
        from mediapipe.tasks.python import vision

        _landmarkers[max_faces] = vision.FaceLandmarker.create_from_options(
            vision.FaceLandmarkerOptions(
                base_options=tasks.BaseOptions(model_asset_path=str(weights.path("face_landmarker"))),
                num_faces=max_faces,
                output_face_blendshapes=True,
                output_facial_transformation_matrixes=True,
            )
        )
    return _landmarkers[max_faces]


@atexit.register
def close() -> None:
    """Free the loaded models; the next `detect` loads them again."""
    with _lock:
        while _landmarkers:
            let_go(_landmarkers.popitem()[1])


def detect(rgb: NDArray[np.uint8], max_faces: int = 1) -> list[Face]:
    """Faces in an (H, W, 3) uint8 sRGB image, largest first; [] when there is none.

    Raises WeightsError when the model file is missing and cannot be fetched.
    """
    os.environ.setdefault("GLOG_minloglevel", "2")  # MediaPipe's native start-up chatter
    import mediapipe as mp

    height, width = rgb.shape[:2]
    with _lock:  # the MediaPipe task object is not re-entrant
        result = _landmarker(max_faces).detect(
            mp.Image(image_format=mp.ImageFormat.SRGB, data=np.ascontiguousarray(rgb))
        )
    return faces_in(result, width, height)


def faces_in(result: Any, width: int, height: int) -> list[Face]:
    """A FaceLandmarker's answer in pixels of the picture that it was given, largest face first."""
    scale = np.array([width, height, width], np.float32)
    faces = [
        Face(
            points=np.array([[p.x, p.y, p.z] for p in marks], np.float32) * scale,
            blendshapes={c.category_name: float(c.score) for c in shapes},
            matrix=np.asarray(matrix, np.float32),
        )
        for marks, shapes, matrix in zip(
            result.face_landmarks, result.face_blendshapes, result.facial_transformation_matrixes, strict=True
        )
    ]
    return sorted(faces, key=lambda face: -face.width)
