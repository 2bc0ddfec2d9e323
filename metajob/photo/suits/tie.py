"""The tie: blade and knot with its dimple, as parts."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from metajob.photo.suits.cloth import tie_pattern
from metajob.photo.suits.frame import Fold, Outline
from metajob.photo.suits.stage import Part
from metajob.photo.templates import Tie

BLADE_TURN, KNOT_TURN = 0.66, -0.50  # radians; the pattern changes direction at the knot


def parts(tie: Tie, unit: float) -> Iterator[Part]:
    """The blade, then the knot over it."""
    blade = (
        Outline(-0.150, 0.44)
        .curve((-0.20, 0.8), (-0.31, 1.5), (-0.385, 3.5))
        .line((0.390, 3.5))
        .curve((0.315, 1.5), (0.21, 0.8), (0.152, 0.44))
    )
    yield Part(
        blade,
        "tie",
        "silk",
        "rib",
        form=lambda x, y: 0.20 * np.sqrt(np.clip(1 - (x / np.clip(0.18 + 0.09 * y, 0.1, 1)) ** 2, 0.02, 1)),
        folds=[
            Fold([(0.02, 0.46), (0.05, 0.8), (0.03, 1.25)], 0.030, -0.058),
            Fold([(-0.11, 0.46), (-0.13, 0.8), (-0.12, 1.4), (-0.1, 2.2)], 0.035, 0.022),
            Fold([(0.11, 0.5), (0.14, 0.8), (0.15, 1.5), (0.14, 2.4)], 0.040, 0.018),
        ],
        shadow=(0.55, 0.45),
        angle=BLADE_TURN,
        unevenness=0.7,
        share=tie_pattern(tie.kind, BLADE_TURN, unit),
    )
    knot = (
        Outline(-0.225, 0.0)
        .curve((-0.1, -0.02), (0.1, -0.02), (0.235, 0.01))
        .curve((0.215, 0.16), (0.175, 0.36), (0.15, 0.50))
        .quad((0.01, 0.565), (-0.145, 0.48))
        .curve((-0.165, 0.34), (-0.205, 0.16), (-0.225, 0.0))
    )
    yield Part(
        knot,
        "tie",
        "silk",
        "rib",
        form=lambda x, y: (
            0.26 * np.sqrt(np.clip(1 - (x / 0.26) ** 2 - ((y - 0.2) / 0.5) ** 2 * 0.5, 0.03, 1))
        ),
        folds=[
            Fold([(-0.20, 0.05), (-0.08, 0.22), (0.02, 0.5)], 0.030, 0.013),
            Fold([(0.20, 0.02), (0.10, 0.25), (0.06, 0.5)], 0.022, -0.015),
            Fold([(-0.17, 0.22), (-0.1, 0.36), (-0.04, 0.5)], 0.016, -0.011),
        ],
        bevel=(0.03, 0.02),
        shadow=(0.65, 0.45),
        angle=KNOT_TURN,
        unevenness=0.5,
        share=tie_pattern(tie.kind, KNOT_TURN, unit),
    )
