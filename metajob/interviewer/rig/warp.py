"""Turns flat layers in space: maps from pixels of the picture to pixels of a layer's texture, for cv2.remap.

A point of a layer goes where a rotation about the neck takes it (orthographic camera): with depth z,
x → x cos(yaw) + z sin(yaw), y → y cos(pitch) + z sin(pitch), then a roll in the picture about the neck and a
shift. `remap` wants the inverse; it is found by three rounds of fixed-point iteration on a coarse grid
(displacements change by less than a third of a pixel a pixel, so each round cuts the error to a third or less).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np

from metajob.interviewer.rig.depth import Field
from metajob.interviewer.rig.kit import AXIS
from metajob.interviewer.rig.layers import FIGURE, GRID, LIFT, Box, Pixels, Sheet, to_picture

NECK_Y = 450.0  # the head rolls about this point of the axis, design units
THROAT_DEPTH = 30.0  # of the top of the neck
NECK_TOP, NECK_BASE = 392.0, 474.0  # above: follows the head; below: stays with the body
SHOULDERS, LAP = 470.0, 680.0  # breathing lifts most at the shoulders, nothing at the lower edge
ROUNDS = 3


@dataclass(frozen=True)
class Turn:
    """Where the head is. yaw, pitch, roll: radians. x, y: shift in pixels. jaw: way down of the chin in pixels."""

    yaw: float = 0.0
    pitch: float = 0.0
    roll: float = 0.0
    x: float = 0.0
    y: float = 0.0
    jaw: float = 0.0


def _nodes(box: Box) -> tuple[Field, Field]:
    columns = box.left + (np.arange(box.width // GRID) + 0.5) * GRID - 0.5
    rows = box.top + (np.arange(box.height // GRID) + 0.5) * GRID - 0.5
    x, y = np.meshgrid(columns.astype(np.float32), rows.astype(np.float32))
    return x, y


def design_nodes(box: Box) -> tuple[Field, Field]:
    """x and y in design units of the grid's points, to compute depth fields on."""
    x, y = _nodes(box)
    return (x - AXIS) / np.float32(FIGURE) + np.float32(AXIS), (y - np.float32(LIFT)) / np.float32(FIGURE)


class Warp:
    """The warp of one layer. Reuses its buffers: what it gives is valid until the next call.

    The outermost half cell of the box is not warped: leave a margin of `GRID` pixels in it empty or out of sight.
    """

    def __init__(self, texture: Sheet, depth: Field, jaw: Field | None = None) -> None:
        """depth, jaw: fields of `depth` on `design_nodes(texture.box)`, in design units."""
        box = self.box = texture.box
        self._texture, self._detail = texture.pixels, texture.detail
        self._x, self._y = _nodes(box)
        self.left, self.top = box.left, box.top  # where in the picture the pixels lie
        still = np.zeros_like(depth) if jaw is None else jaw
        self._fields = np.dstack([depth * np.float32(FIGURE), still])
        self._fine_x: Field = np.empty((box.height, box.width), np.float32)
        self._fine_y = np.empty_like(self._fine_x)
        self.pixels: Pixels = np.zeros((box.height, box.width, 4), np.uint8)

    def turned(self, turn: Turn) -> Pixels:
        """The layer as part of a head turned this way."""
        box = self.box
        centre = (box.left + box.width / 2, box.top + box.height / 2)
        goes_x, goes_y = _rolled(*centre, turn.roll)
        # the window follows the head, so that its margin need not hold the whole way
        follow_x, follow_y = round(goes_x + turn.x - centre[0]), round(goes_y + turn.y - centre[1])
        self.left, self.top = box.left + follow_x, box.top + follow_y
        window_x, window_y = self._x + (follow_x - turn.x), self._y + (follow_y - turn.y)
        rolled_x, rolled_y = _unrolled(window_x, window_y, turn.roll)
        x, y = rolled_x, rolled_y
        sin_yaw, sin_pitch = math.sin(turn.yaw), math.sin(turn.pitch)
        squeeze_x, squeeze_y = math.cos(turn.yaw) - 1, math.cos(turn.pitch) - 1
        middle = to_picture(0, 262)[1]
        for _ in range(ROUNDS):
            at_x, at_y = self._grid_places(x, y)
            fields = cv2.remap(self._fields, at_x, at_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
            depth, jaw = fields[..., 0], fields[..., 1]
            x = rolled_x - depth * sin_yaw - (x - AXIS) * squeeze_x
            y = rolled_y - depth * sin_pitch - (y - middle) * squeeze_y - jaw * turn.jaw
        return self._mapped(x, y)

    def bent(self, turn: Turn) -> Pixels:
        """The layer as a neck: its top follows the head, its base stays with the body."""
        base, top = to_picture(0, NECK_BASE)[1], to_picture(0, NECK_TOP)[1]
        part = np.clip((base - self._y) / (base - top), 0, 1)
        part = part * part * (3 - 2 * part)
        x, y = _unrolled(self._x - turn.x, self._y - turn.y, turn.roll)
        depth = THROAT_DEPTH * FIGURE
        x, y = x - depth * math.sin(turn.yaw), y - depth * math.sin(turn.pitch)
        return self._mapped(self._x + (x - self._x) * part, self._y + (y - self._y) * part)

    def lifted(self, pixels: float) -> Pixels:
        """The layer as a torso that breathes in: the shoulders go up, the lower edge stays."""
        shoulders, lap = to_picture(0, SHOULDERS)[1], to_picture(0, LAP)[1]
        part = np.clip((lap - self._y) / (lap - shoulders), 0, 1)
        return self._mapped(self._x, self._y + part * np.float32(pixels))

    def _grid_places(self, x: Field, y: Field) -> tuple[Field, Field]:
        return (
            ((x - self.box.left + 0.5) / GRID - 0.5).astype(np.float32, copy=False),
            ((y - self.box.top + 0.5) / GRID - 0.5).astype(np.float32, copy=False),
        )

    def _mapped(self, x: Field, y: Field) -> Pixels:
        """Sample the texture; x, y: where in the picture each grid point of the layer comes from."""
        size = (self.box.width, self.box.height)
        for coarse, origin, fine in ((x, self.box.left, self._fine_x), (y, self.box.top, self._fine_y)):
            texels = ((coarse - origin + 0.5) * self._detail - 0.5).astype(np.float32, copy=False)
            cv2.resize(texels, size, dst=fine, interpolation=cv2.INTER_LINEAR)
        cv2.remap(self._texture, self._fine_x, self._fine_y, cv2.INTER_LINEAR, dst=self.pixels)
        return self.pixels


def _rolled(x: float, y: float, roll: float) -> tuple[float, float]:
    """Where a roll about the neck takes a point."""
    pivot_x, pivot_y = to_picture(AXIS, NECK_Y)
    cos, sin = math.cos(roll), math.sin(roll)
    return pivot_x + (x - pivot_x) * cos - (y - pivot_y) * sin, pivot_y + (x - pivot_x) * sin + (
        y - pivot_y
    ) * cos


def _unrolled(x: Field, y: Field, roll: float) -> tuple[Field, Field]:
    """Undo a roll about the neck."""
    pivot_x, pivot_y = to_picture(AXIS, NECK_Y)
    cos, sin = math.cos(roll), math.sin(roll)
    dx, dy = x - pivot_x, y - pivot_y
    return pivot_x + dx * cos + dy * sin, pivot_y - dx * sin + dy * cos
