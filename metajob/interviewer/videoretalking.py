"""VideoReTalking (OpenTalker/video-retalking) as a video engine: an offline run of its inference.py on a GPU."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from metajob.interviewer.checkout import Checkout
from metajob.interviewer.installation import Needs
from metajob.settings import settings

_WEIGHTS = (
    *("30_net_gen.pth", "BFM", "DNet.pt", "ENet.pth", "LNet.pth", "expression.mat"),
    *("face3d_pretrain_epoch_20.pth", "GFPGANv1.3.pth", "GPEN-BFR-512.pth", "ParseNet-latest.pth"),
    *("RetinaFace-R50.pth", "shape_predictor_68_face_landmarks.dat"),
)


class VideoReTalking(Checkout):
    """4 to 40 times slower than real time on one GPU: for clips that are made beforehand.

    It keeps landmarks, coefficients and the stabilised face under temp/<name of the face video>*, which its content
    names here; they are left there for the next sentence.
    """

    id = "videoretalking"
    title = "VideoReTalking (GPU)"
    commercial = False
    note = "VideoReTalking은 연구용·비상업용으로만 쓸 수 있어요."
    name = "VideoReTalking"
    variables = ("METAJOB_VIDEORETALKING_DIR", "METAJOB_VIDEORETALKING_PYTHON")
    steps = 6
    needs = Needs(
        script=("inference.py", "--LNet_path"),
        weights=tuple(f"checkpoints/{name}" for name in _WEIGHTS),
        cached=(
            *("s3fd-619a316812.pth", "2DFAN4-*", "detection_Resnet50_Final.pth", "parsing_parsenet.pth"),
        ),
        tools=("ffmpeg", "nvcc", "ninja", "g++"),  # it compiles CUDA kernels when it starts
        imports=("torch", "dlib", "kornia", "facexlib", "face_alignment", "basicsr", "librosa"),
    )

    def __init__(
        self,
        folder: Path | None = None,
        python: Path | None = None,
        faces: Path | None = None,
        limit: tuple[float, float] = (120.0, 60.0),
    ) -> None:
        chosen = settings()
        super().__init__(
            folder or chosen.videoretalking_dir, python or chosen.videoretalking_python, faces, limit
        )

    def command(self, face: Path, sound: Path, result: Path, small: bool) -> Sequence[str]:
        """`inference.py`. A neutral expression keeps the face that the operator recorded."""
        return [
            *(str(self.python), "inference.py", "--face", str(face), "--audio", str(sound)),
            *("--outfile", str(result), "--tmp_dir", _own(result)),
            *("--LNet_batch_size", "4" if small else "16", "--face_det_batch_size", "1" if small else "4"),
        ]

    def collect(self, face: Path, result: Path) -> None:
        """Nothing: it writes to `result` itself."""

    def tidy(self, face: Path, result: Path) -> None:  # noqa: ARG002 - what is found in the face stays
        """Its folder of intermediate pictures."""
        assert self.folder
        shutil.rmtree(self.folder / "temp" / _own(result), ignore_errors=True)


def _own(result: Path) -> str:
    return f"iv_{result.parent.name}"
