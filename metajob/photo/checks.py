"""Whether a photo can become a suit photo, and if not, what to do about it.

Limits are in thresholds.py, sentences in check_words.py, pixels in measures.py and framing.py. What the
checks cannot see (a black cap on black hair, a skin-coloured mask, …) is listed in docs/checks.md.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from metajob.faces import Face, detect, tiles
from metajob.faces.person import person_mask
from metajob.faces.pose import pose
from metajob.photo import framing, measures
from metajob.photo.check_words import WORDS
from metajob.photo.missing_face import NO_FACE, Reason, is_upside_down, reason
from metajob.photo.thresholds import LEVELS, TABLE, Level

COLOUR_LIGHT = (22.0, 90.0)  # median L of the nose bridge between which colours can be judged


@dataclass(frozen=True)
class Finding:
    """One line of the traffic-light list. value: the measure, None when there was nothing to measure."""

    key: str
    level: Level
    value: float | None
    label_ko: str
    label_en: str
    ko: str
    en: str


@dataclass(frozen=True)
class Report:
    """All findings, refusals first, then warnings, then what is fine. face: the one the photo is made of."""

    findings: tuple[Finding, ...]
    face: Face | None

    @property
    def level(self) -> Level:
        """The worst level of all findings."""
        return max((finding.level for finding in self.findings), key=LEVELS.index)

    @property
    def refused(self) -> tuple[Finding, ...]:
        """What may not be overridden; empty when the photo can be used."""
        return tuple(finding for finding in self.findings if finding.level == "refuse")

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """What the person may override."""
        return tuple(finding for finding in self.findings if finding.level == "warn")


def check_photo(rgb: NDArray[np.uint8]) -> Report:
    """All checks of an (H, W, 3) uint8 sRGB picture of at most about 2200 pixels a side.

    Raises WeightsError when the model files are missing and cannot be fetched.
    """
    person = person_mask(rgb)
    whole = detect(rgb, tiles.MOST)
    if not whole and is_upside_down(rgb, person):
        return _no_face("rotated")
    faces = tiles.find(rgb, whole)
    if not faces:
        return _no_face(reason(rgb))
    several = _judge("faces", faces[1].width / faces[0].width if len(faces) > 1 else 0.0)
    if several.level == "refuse":
        return Report((several,), faces[0])
    values = _measure(rgb, faces[0], person)
    findings = [several, *(_judge(key, values[key]) for key in TABLE if key in values)]
    findings.sort(key=lambda finding: -LEVELS.index(finding.level))
    return Report(tuple(findings), faces[0])


def _no_face(why: Reason) -> Report:
    ko, en = NO_FACE[why]
    return Report((Finding("faces", "refuse", None, *WORDS["faces"].label, ko, en),), None)


def _judge(key: str, value: float) -> Finding:
    row, words = TABLE[key], WORDS[key]
    level = row.level(value)
    ko, en = words.say(row.side(value), level)
    return Finding(key, level, value, *words.label, ko, en)


def _measure(rgb: NDArray[np.uint8], face: Face, person: NDArray[np.float32]) -> dict[str, float]:
    """Key of the threshold table → value. What another finding makes meaningless is left out."""
    shapes = face.blendshapes
    turn = pose(face)
    frame = framing.framing(rgb.shape, face, person)
    head = measures.view(rgb, face)
    brightness, highlights, evenness = measures.light(head)
    values = {
        "face_size": face.width,
        "enlarging": framing.enlarging(face),
        "sharpness": measures.sharpness(rgb, face),
        "yaw": turn.yaw,
        "pitch": turn.nose_line,
        "roll": turn.roll,
        "brightness": brightness,
        "highlights": highlights,
        "evenness": evenness,
        "eyes": max(shapes["eyeBlinkLeft"], shapes["eyeBlinkRight"]),
        "mouth": shapes["jawOpen"],
        "expression": (shapes["mouthSmileLeft"] + shapes["mouthSmileRight"]) / 2,
        "sunglasses": measures.dark_eyes(head),
        "headroom": frame.headroom,
        "chin": frame.chin,
        "sides": frame.sides,
        "distance": framing.closeness(rgb.shape, face),
    }
    if COLOUR_LIGHT[0] < measures.bridge_light(head) < COLOUR_LIGHT[1]:
        values |= _colours(head)
    if "covering" in values and TABLE["covering"].level(values["covering"]) == "refuse":
        for key in ("brightness", "highlights", "evenness", "mouth", "expression", "lips", "sunglasses"):
            values.pop(key, None)  # these would judge the mask
    return values


def _colours(head: measures.View) -> dict[str, float]:
    """The measures that need colour and some light."""
    values = {"colour": measures.chroma(head), "real": measures.flat_share(head)}
    if TABLE["colour"].level(values["colour"]) == "ok":
        values |= {
            "covering": measures.skin_share(head),
            "lips": measures.lip_contrast(head),
            "hat": measures.hat_colour(head),
        }
    return values
