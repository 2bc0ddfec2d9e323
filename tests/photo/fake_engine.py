"""A composite engine that draws a flat picture, for tests of what happens around the engine."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from metajob.engines import Progress, silent
from metajob.faces import Face
from metajob.photo.engine import Picture
from metajob.photo.look import Look


@dataclass
class FakeEngine:
    """Remembers what it was asked for; the picture is the background with a grey block for the person."""

    name: str = "composite"
    photos: list[NDArray[np.uint8]] = field(default_factory=list)
    looks: list[Look] = field(default_factory=list)

    def prepare(self, rgb: NDArray[np.uint8], face: Face, progress: Progress = silent) -> Face:
        self.photos.append(rgb)
        progress(0.5, "머리카락을 오려 내는 중이에요")
        progress(1.0, "머리카락을 오려 냈어요")
        return face

    def render(self, head: Face, look: Look, size: tuple[int, int]) -> Picture:
        assert isinstance(head, Face)
        self.looks.append(look)
        width, height = size
        rgb = np.full((height, width, 3), look.background, np.uint8)
        rgb[height // 2 :, width // 4 : -width // 4] = 60
        return Picture(rgb, self.name, ("그린 사진이에요.",))
