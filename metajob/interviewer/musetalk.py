"""MuseTalk 1.5 (TMElyralab/MuseTalk) as a video engine: its realtime script, which prepares a face only once."""

from __future__ import annotations

import contextlib
import json
import shutil
from collections.abc import Sequence
from pathlib import Path

from metajob.interviewer.checkout import Checkout
from metajob.interviewer.installation import Needs
from metajob.settings import settings

_PREPARED = ("latents.pt", "coords.pkl", "mask_coords.pkl", "avator_info.json")  # the spelling is MuseTalk's
_FACE_SECONDS = 8.0  # it plays the face to and fro by itself


class MuseTalk(Checkout):
    """About real time on one GPU once the face is prepared under results/v15/avatars/<name of the face video>."""

    id = "musetalk"
    title = "MuseTalk 1.5 (GPU)"
    commercial = True
    note = "MuseTalk 모델은 자유롭게 쓸 수 있지만, 함께 설치되는 부품에는 저마다 조건이 있어요."
    name = "MuseTalk"
    variables = ("METAJOB_MUSETALK_DIR", "METAJOB_MUSETALK_PYTHON")
    needs = Needs(
        script=("scripts/realtime_inference.py", "--unet_model_path"),
        weights=(
            *("models/musetalkV15/unet.pth", "models/musetalkV15/musetalk.json"),
            *("models/sd-vae/diffusion_pytorch_model.bin", "models/sd-vae/config.json"),
            *("models/whisper/pytorch_model.bin", "models/whisper/config.json"),
            "models/whisper/preprocessor_config.json",
            *("models/dwpose/dw-ll_ucoco_384.pth", "models/face-parse-bisent/79999_iter.pth"),
            "models/face-parse-bisent/resnet18-5c106cde.pth",
        ),
        cached=("s3fd-619a316812.pth",),
        tools=("ffmpeg",),
        imports=("torch", "cv2", "omegaconf", "mmpose", "diffusers", "transformers", "librosa"),
    )

    def __init__(
        self,
        folder: Path | None = None,
        python: Path | None = None,
        faces: Path | None = None,
        limit: tuple[float, float] = (
            300.0,
            60.0,
        ),  # 120 s for the sentence, 180 s for a face never seen before
    ) -> None:
        chosen = settings()
        super().__init__(folder or chosen.musetalk_dir, python or chosen.musetalk_python, faces, limit)

    def face_seconds(self, seconds: float) -> float:  # noqa: ARG002 - one length for every sound
        """The same for every sound, so that each face is prepared once."""
        return _FACE_SECONDS

    def command(self, face: Path, sound: Path, result: Path, small: bool) -> Sequence[str]:
        """`scripts.realtime_inference` with a YAML of this one clip (JSON is YAML, and quotes what needs it).

        A face that was only half prepared is prepared again: the script would ask about it on the terminal. Frames
        that a killed run left would become part of the next clip.
        """
        avatar = self._avatar(face)
        prepared = all((avatar / name).is_file() for name in _PREPARED)
        shutil.rmtree(avatar / "tmp" if prepared else avatar, ignore_errors=True)
        order = {
            face.stem: {
                "preparation": not prepared,
                "bbox_shift": 0,
                "video_path": str(face),
                "audio_clips": {result.parent.name: str(sound)},
            }
        }
        config = result.with_name("order.yaml")
        config.write_text(json.dumps(order), "utf-8")
        return [
            *(str(self.python), "-m", "scripts.realtime_inference", "--inference_config", str(config)),
            *("--version", "v15", "--unet_model_path", "models/musetalkV15/unet.pth"),
            *("--unet_config", "models/musetalkV15/musetalk.json"),
            *("--fps", "25", "--batch_size", "4" if small else "20"),
        ]

    def collect(self, face: Path, result: Path) -> None:
        """It names the result after the key of the sound."""
        made = self._avatar(face) / "vid_output" / f"{result.parent.name}.mp4"
        with contextlib.suppress(OSError):  # no such file: the run failed
            shutil.move(made, result)

    def tidy(self, face: Path, result: Path) -> None:
        """The frames of a run that was ended; the prepared face stays."""
        shutil.rmtree(self._avatar(face) / "tmp", ignore_errors=True)
        (self._avatar(face) / "vid_output" / f"{result.parent.name}.mp4").unlink(missing_ok=True)

    def _avatar(self, face: Path) -> Path:
        assert self.folder
        return self.folder / "results" / "v15" / "avatars" / face.stem
