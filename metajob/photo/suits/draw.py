"""Draws a template: lays its parts on a stage, hands back colourless layers. About a CPU-second."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from metajob.photo.look import Light
from metajob.photo.suits import jacket, lapel, shirt, tie
from metajob.photo.suits.forms import Body, body_of
from metajob.photo.suits.frame import Frame
from metajob.photo.suits.jacket import Tailor
from metajob.photo.suits.layers import SuitLayers, encode
from metajob.photo.suits.stage import INDEX, Chance, Stage
from metajob.photo.templates import Template

UNIT = 260.0  # pixels per suit unit at scale 1
LIGHTS: tuple[Light, Light] = ("left", "right")
NECK_HALF = {"m": 0.60, "f": 0.52}  # half width of the neck that the collar is cut for, units


def draw(template: Template, light: Light = "left", unit: float = UNIT) -> SuitLayers:
    """One suit in one light. light: picture side of the key light. unit: pixels per suit unit."""
    return draw_lights(template, (light,), unit)[light]


def draw_lights(
    template: Template, lights: Sequence[Light] = LIGHTS, unit: float = UNIT
) -> dict[Light, SuitLayers]:
    """The same garment in each of the lights; cheaper than drawing it once for each."""
    body = body_of(template)
    frame = Frame(unit, template.seed)
    chance = Chance(frame, template.seed)
    back, front = Stage(frame, lights, chance), Stage(frame, lights, chance)
    tailor = Tailor(template, body, np.random.default_rng(template.seed))
    back.lay(jacket.back(tailor))
    back.lay(shirt.back(template, body))
    _dress(front, template, tailor)
    for stage in (back, front):
        _lens(stage)
    anchors = {
        name: frame.pixel(x, y)
        for name, x, y in (
            ("pit", 0.0, 0.0),
            ("neckL", -0.66, body.neck_y),
            ("neckR", 0.66, body.neck_y),
            ("shoulderL", -body.shoulder, body.seam_y),
            ("shoulderR", body.shoulder, body.seam_y),
        )
    }
    return {
        side: SuitLayers(
            key=template.key,
            light=side,
            unit=frame.unit,
            anchors=anchors,
            neck_half=NECK_HALF[template.sex],
            neckline=template.neckline,
            body=encode(front, side),
            back=encode(back, side),
        )
        for side in lights
    }


def _dress(stage: Stage, template: Template, tailor: Tailor) -> None:
    """Shirt, tie, collar, jacket, lapels, button: from the inside out."""
    body: Body = tailor.body
    for part in shirt.front(template, body, tailor.rng):
        stage.lay(part)
    if template.tie:
        for part in tie.parts(template.tie, stage.frame.unit):
            stage.lay(part)
    for part in shirt.collar(template, tailor.rng):
        stage.lay(part)
    for part in jacket.fronts(tailor):
        stage.lay(part)
    for part in lapel.parts(tailor):
        stage.lay(part)
    stage.lay(jacket.button(tailor))


def _lens(stage: Stage) -> None:
    """A portrait lens: shoulders a touch softer than the collar."""
    unit, width = stage.frame.unit, stage.frame.width
    sigma = 0.0055 * unit
    if sigma < 0.4:
        return
    x = np.abs(np.arange(width, dtype=np.float32) - stage.frame.pit[0]) / unit
    share = np.clip((x - 1.2) / 1.0, 0, 1)
    for columns in (np.s_[: int(np.argmin(share))], np.s_[width - int(np.argmin(share[::-1])) :]):
        for planes in stage.light.values():
            for name in ("cloth", "texture", "sheen"):
                sharp = planes[INDEX[name]][:, columns]
                sharp += share[columns] * (cv2.GaussianBlur(sharp, (0, 0), sigma) - sharp)
