"""The default engine: the person's own head on our own drawn suit. Works offline on two cores.

`prepare` costs about two CPU seconds and is done once a photo; `render` is quick and runs for every slider.
"""

from __future__ import annotations

from metajob import weights
from metajob.engines import Probe, Progress, Ready, Unavailable, silent
from metajob.faces import Face
from metajob.photo import compose
from metajob.photo.engine import Picture
from metajob.photo.head import Head, prepare
from metajob.photo.look import Look
from metajob.photo.tone import Bytes

NEEDS = ("face_landmarker", "selfie_segmenter", "u2netp")


class CompositeEngine:
    """Own head, own suits. name: key of the engine. licence: what applies to its model files."""

    name = "composite"
    licence = "Apache-2.0 (MediaPipe FaceLandmarker, U²-Net-p) · 옷은 META-JOB이 직접 그려요"

    def probe(self) -> Probe:
        """Ready as soon as both model files are there; they are fetched at the first photo otherwise."""
        missing = [name for name in NEEDS if weights.status(name) != "ok"]
        if missing:
            return Unavailable(
                "모델 파일이 아직 없어요: " + ", ".join(missing),
                "인터넷에 연결된 상태에서 python -m metajob.weights pull을 실행해 주세요. (약 8 MB)",
            )
        return Ready("내 얼굴 그대로 · 옷만 합성")

    def prepare(self, rgb: Bytes, face: Face, progress: Progress = silent) -> Head:
        """Cut the head out of an (H, W, 3) uint8 sRGB photo whose `face` was found by metajob.faces.detect."""
        return prepare(rgb, face, progress)

    def render(self, head: Head, look: Look, size: tuple[int, int]) -> Picture:
        """The suit photo of `size` = (width, height) pixels."""
        notes = list(head.notes)
        if look.hair == "front" and head.hair_is_long and not head.hair_apart:
            notes.append("머리카락과 옷 색이 비슷해서 머리를 옷 뒤로 넘겼어요.")
        if head.crown_cut:
            notes.append("사진에서 정수리가 잘려 있어요. 머리 위에 여백이 있는 사진이면 더 자연스러워요.")
        return Picture(compose.render(head, look, size), self.name, tuple(notes))
