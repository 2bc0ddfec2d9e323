"""Draws an interviewer in a pose: layers made once, eyes and mouth drawn anew, everything turned and stacked."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from metajob.interviewer.model import SIZE, PersonaId
from metajob.interviewer.rig import art_body, art_face, art_glasses, art_hair
from metajob.interviewer.rig.art_room import paint_room
from metajob.interviewer.rig.depth import Field, head_depth, jaw_share
from metajob.interviewer.rig.eyes import EyeArt, Look
from metajob.interviewer.rig.kit import AXIS, Canvas
from metajob.interviewer.rig.layers import (
    FIGURE,
    GRID,
    WHOLE,
    Box,
    Painter,
    Pixels,
    Sheet,
    Sprite,
    painted,
    tight,
)
from metajob.interviewer.rig.motion import Pose
from metajob.interviewer.rig.mouth import Mouth, MouthArt, jaw_drop, mouth
from metajob.interviewer.rig.persona import Persona
from metajob.interviewer.rig.personas import PERSONAS
from metajob.interviewer.rig.warp import Turn, Warp, design_nodes

SIDES = (-1, 1)
MOST_YAW, MOST_PITCH, MOST_ROLL = 12.0, 10.0, 8.0  # degrees; beyond, a drawing of the front no longer holds
TRAVEL_X, TRAVEL_Y = 0.45, 0.40  # pixels the whole head goes along with a degree of yaw, pitch
BREATH_HEAD, BREATH_BODY = 1.0, 2.0  # pixels upwards at full breath
BREATH_STEPS = 8  # heights of the torso between out and in: a quarter of a pixel each
CONTACT_X, CONTACT_Y = (
    0.045,
    0.030,
)  # gaze that a degree of yaw, pitch takes back, to keep looking at the viewer
BACK_DEPTH = -24.0  # of the hair behind the neck, design units
MARGIN = 3 * GRID  # empty pixels around a layer


def _within(value: float, most: float) -> float:
    return min(most, max(-most, value))


class _Flesh:
    """The head seen from the front with today's eyes and mouth, and the warp that turns it."""

    def __init__(self, persona: Persona) -> None:
        self._persona = persona
        under, over = self._painters()
        box = tight(Box(-40, -40, SIZE + 80, SIZE + 80), MARGIN, *under, *over)
        self._still = painted(box, *under).pixels
        self._over = painted(box, *over).image()
        self._sheet = Sheet(box).figure_space()
        x, y = design_nodes(box)
        self._warp = Warp(self._sheet, head_depth(persona, x, y), jaw_share(persona, x, y))
        self._eyes, self._mouth = EyeArt(persona), MouthArt(persona)
        nose = persona.face.nose_y
        self._folds = Sprite(lambda c: art_face.paint_smile_folds(c, persona), AXIS, nose + 8, 112, 64)
        self._brows = [_brow(persona, side) for side in SIDES]
        self.layer = _Stacked(self._warp)

    def _painters(self) -> tuple[list[Painter], list[Painter]]:
        """What lies under eyes and mouth, and over them."""
        persona, glasses = self._persona, self._persona.glasses
        ears: Painter = lambda c: art_face.paint_ears(c, persona)  # noqa: E731
        under: list[Painter] = [
            lambda c: art_face.paint_face(c, persona),
            lambda c: art_face.paint_nose(c, persona),
        ]
        over: list[Painter] = [lambda c: art_hair.paint_front(c, persona.hair)]
        if persona.face.ears_over_hair:
            over.append(ears)
        else:
            under.insert(0, ears)
        if glasses:
            under.append(lambda c: art_glasses.paint_shadow(c, persona, glasses))
            over.append(lambda c: art_glasses.paint_glasses(c, persona, glasses))
        return under, over

    def draw(self, pose: Pose, state: Mouth, turn: Turn) -> None:
        """Renew the pixels of `layer`."""
        np.copyto(self._sheet.pixels, self._still)
        canvas = self._sheet.canvas
        self._folds.put(canvas, AXIS, self._persona.face.nose_y + 8, 0.9 * state.smile)
        self._draw_eyes(canvas, pose, turn, state.smile)
        self._mouth.draw(canvas, state)
        self._draw_brows(canvas, pose)
        canvas.save()
        canvas.resetMatrix()
        canvas.drawImage(self._over, 0, 0)
        canvas.restore()
        self._warp.turned(turn)

    def _draw_eyes(self, canvas: Canvas, pose: Pose, turn: Turn, smile: float) -> None:
        x = pose.gaze_x - CONTACT_X * math.degrees(turn.yaw)
        y = pose.gaze_y - CONTACT_Y * math.degrees(turn.pitch)
        lowered = 0.22 * max(0.0, pose.gaze_y) + 0.014 * max(0.0, pose.pitch) - 0.10 * pose.brow
        for side, lid in zip(SIDES, (pose.lid_l, pose.lid_r), strict=True):
            shut = lid + (1 - lid) * max(0.0, lowered)
            self._eyes.draw(canvas, side, Look(shut, _within(x, 1.2), _within(y, 1.2), smile))

    def _draw_brows(self, canvas: Canvas, pose: Pose) -> None:
        eyes, brows = self._persona.eyes, self._persona.brows
        for side, sprite in zip(SIDES, self._brows, strict=True):
            canvas.save()
            canvas.translate(
                AXIS + side * (eyes.x - 2.5 * pose.frown), brows.y - 6 * pose.brow + 2.5 * pose.frown
            )
            canvas.rotate(side * (2.2 * pose.brow + 5 * pose.frown))
            sprite.put(canvas, 0, 0)
            canvas.restore()


def _brow(persona: Persona, side: int) -> Sprite:
    return Sprite(lambda canvas: art_hair.paint_brow(canvas, persona.brows, side), 0, 0, 42, 14)


class _Stacked:
    """A warp's pixels as a picture that can be put on the frame; it shares their memory."""

    def __init__(self, warp: Warp) -> None:
        self._warp = warp
        self._image = self._picture(copy=False)

    def _picture(self, copy: bool) -> Any:
        import skia

        return skia.Image.fromarray(
            self._warp.pixels, skia.kBGRA_8888_ColorType, skia.kPremul_AlphaType, copy=copy
        )

    def put(self, canvas: Canvas) -> None:
        """Draw it where it lies now."""
        canvas.drawImage(self._image, self._warp.left, self._warp.top)

    def copy(self) -> Any:
        """The pixels of now as a picture of its own."""
        return self._picture(copy=True)


class _Torso:
    """The clothed body; each of its few heights of breath is made once, when it is first needed."""

    def __init__(self, persona: Persona) -> None:
        def paint(canvas: Canvas) -> None:
            art_body.paint_torso(canvas, persona)

        around = Box(-MARGIN, 0, SIZE + 2 * MARGIN, SIZE + MARGIN)
        found = tight(around, MARGIN, paint)
        box = Box.around(found.left, found.top, found.left + found.width, SIZE + MARGIN)
        self._warp = Warp(painted(box, paint), np.zeros_like(design_nodes(box)[0]))
        self._stacked = _Stacked(self._warp)
        self._heights: dict[int, Any] = {}

    def put(self, canvas: Canvas, breath: float) -> None:
        """Draw it. breath: 0..1."""
        height = round(min(1.0, max(0.0, breath)) * BREATH_STEPS)
        if height not in self._heights:
            self._warp.lifted(BREATH_BODY * height / BREATH_STEPS)
            self._heights[height] = self._stacked.copy()
        canvas.drawImage(self._heights[height], self._warp.left, self._warp.top)


class Rig:
    """One interviewer, ready to be drawn. Not for two threads at once."""

    def __init__(self, persona_id: PersonaId) -> None:
        """Paints all layers (a third of a second)."""
        persona = self.persona = PERSONAS[persona_id]
        self._frame = Sheet(WHOLE, 1.0)
        room = Sheet(WHOLE, 1.0)
        paint_room(room.canvas, persona.room)
        self._room = room.pixels
        self._head = _Flesh(persona)
        self._hair_warp = self._back_hair()
        self._hair = _Stacked(self._hair_warp) if self._hair_warp else None
        self._neck_warp = self._neck()
        self._throat = _Stacked(self._neck_warp)
        self._torso = _Torso(persona)

    def frame(self, pose: Pose) -> Pixels:
        """(640, 640, 4) uint8 BGRA, alpha 255. The same array every time: use or copy it before the next call."""
        yaw, pitch, roll = self.persona.carriage
        turned_yaw = _within(pose.yaw + yaw, MOST_YAW)
        turned_pitch = _within(pose.pitch + pitch, MOST_PITCH)
        state = mouth(pose[:6], pose.smile)
        turn = Turn(
            yaw=math.radians(turned_yaw),
            pitch=math.radians(turned_pitch),
            roll=math.radians(_within(pose.roll + roll, MOST_ROLL)),
            x=turned_yaw * TRAVEL_X,
            y=turned_pitch * TRAVEL_Y - BREATH_HEAD * pose.breath,
            jaw=jaw_drop(self.persona.lips, state) * FIGURE,
        )
        np.copyto(self._frame.pixels, self._room)
        canvas = self._frame.canvas
        if self._hair_warp and self._hair:
            self._hair_warp.turned(turn)
            self._hair.put(canvas)
        self._neck_warp.bent(turn)
        self._throat.put(canvas)
        self._torso.put(canvas, pose.breath)
        self._head.draw(pose, state, turn)
        self._head.layer.put(canvas)
        return self._frame.pixels

    def _back_hair(self) -> Warp | None:
        hair = self.persona.hair
        if not hair.back and not hair.back_panels:
            return None

        def paint(canvas: Canvas) -> None:
            art_hair.paint_back(canvas, hair)

        box = tight(Box(-40, -40, SIZE + 80, SIZE + 80), MARGIN, paint)
        depth: Field = np.full_like(design_nodes(box)[0], BACK_DEPTH)
        return Warp(painted(box, paint, detail=1.0), depth)

    def _neck(self) -> Warp:
        def paint(canvas: Canvas) -> None:
            art_body.paint_neck(canvas, self.persona)

        box = tight(WHOLE, MARGIN, paint)
        return Warp(painted(box, paint), np.zeros_like(design_nodes(box)[0]))
