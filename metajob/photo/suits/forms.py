"""Smooth body forms under the clothes, as heights in units over x and y. Knows measurements, not garments."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import radians, tan

import numpy as np

from metajob.photo.suits.cloth import Plane, plane
from metajob.photo.templates import Template

Form = Callable[[Plane, Plane], Plane]


@dataclass(frozen=True)
class Body:
    """Measurements in units. neck_x, neck_y: jacket at the neck. shoulder: half width at the sleeve seam."""

    female: bool
    neck_x: float
    neck_y: float
    shoulder: float
    fall: float  # tangent of the shoulder slope

    @property
    def seam_y(self) -> float:
        """Height of the sleeve seam at the shoulder."""
        return self.neck_y + (self.shoulder - self.neck_x) * self.fall

    @property
    def arm_x(self) -> float:
        """Half width at the outer side of the upper arm."""
        return self.shoulder + (0.24 if self.female else 0.30)

    def shoulder_y(self, x: Plane) -> Plane:
        """Height of the shoulder line."""
        return plane(self.neck_y + (np.abs(x) - self.neck_x) * self.fall)

    def torso(self, x: Plane, y: Plane) -> Plane:
        """Barrel of the chest, two chest muscles or the bust, the fall away over the shoulder line."""
        barrel = 1.15 * np.sqrt(np.clip(1 - (x / 2.75) ** 2, 0.05, 1))
        sides = np.exp(-(((np.abs(x) - 1.0) / 0.7) ** 2))
        chest = 0.16 * sides * np.exp(-(((y - (1.55 if self.female else 1.15)) / 0.8) ** 2))
        over = 0.30 * np.exp(-np.clip(y - self.shoulder_y(x), 0, 9) / 0.20)
        return plane(barrel + chest - over - 0.05 * y)

    def arm(self, flip: bool) -> Form:
        """The sleeve: shares the torso's form and rounds over the outer side."""
        sign = -1.0 if flip else 1.0

        def form(x: Plane, y: Plane) -> Plane:
            axis = -(self.shoulder + 0.03) - 0.07 * np.clip(y, 0, 4)
            across = np.clip((x * sign - axis) / 0.56, -1, 1)
            rounding = 0.12 + 0.70 / (1 + np.exp(-(y - self.seam_y - 1.15) / 0.30))
            cap = y - self.seam_y - 0.62 * np.clip(-x * sign - self.shoulder, 0, 1)
            return plane(
                0.9 * self.torso(x, y)
                + 0.27 * np.exp(-np.clip(y - self.shoulder_y(x), 0, 9) / 0.20)
                + 0.42 * rounding * np.sqrt(np.clip(1 - across**2, 0.04, 1))
                - 0.22 * np.exp(-np.clip(cap, 0, 9) / 0.16)
            )

        return form

    def chest(self, x: Plane, y: Plane) -> Plane:
        """The narrow strip of chest that shirt or blouse lies on."""
        swell = 0.10 if self.female else 0.05
        return plane(
            0.40 * np.sqrt(np.clip(1.25 - x * x, 0.05, 9)) + swell * np.sin(np.clip(y - 0.1, 0, 3) * 1.5)
        )


def tube(radius: float) -> Form:
    """A cylinder round the neck."""
    return lambda x, y: plane(0.9 * radius * np.sqrt(np.clip(1 - (x / radius) ** 2, 0.02, 1)) + 0 * y)


def hollow(x: Plane, y: Plane) -> Plane:
    """The inside of a collar behind the neck."""
    return plane(0.5 * (x / 0.8) ** 2 + 0.10 * y)


def body_of(template: Template) -> Body:
    """Measurements of a template's wearer."""
    female = template.sex == "f"
    return Body(
        female=female,
        neck_x=0.76 if female else 0.80,
        neck_y=-0.52 if female else -0.60,
        shoulder=template.shoulder,
        fall=tan(radians(template.slope)),
    )
