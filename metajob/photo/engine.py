"""What a photo engine hands back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from metajob.engines import Probe


@dataclass(frozen=True)
class Picture:
    """A finished suit photo. rgb: (H, W, 3) uint8 sRGB. engine: name of the engine that made it.

    notes: Korean sentences about this very result (a fallback that was taken, a slider that was limited).
    """

    rgb: NDArray[np.uint8]
    engine: str
    notes: tuple[str, ...] = ()


class PhotoEngine(Protocol):
    """The hook both engines hang on: who am I, can I work here."""

    name: str
    licence: str

    def probe(self) -> Probe:
        """Cheap, never raises."""
        ...
