"""The description of an interviewer: face, eyes, hair, clothes and room as frozen data in design units."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from metajob.interviewer.model import PersonaId
from metajob.interviewer.rig.kit import Point, Rgb, Rgba

Shape = tuple[Point, ...]  # offsets from the axis, y of design space
Outfit = Literal["collarless", "suit", "notched"]


@dataclass(frozen=True)
class Skin:
    """Tones of the skin. deep: darkest tone, for creases. age: 0 no folds .. 1 clear folds. stubble: 0..1."""

    base: Rgb
    light: Rgb
    shade: Rgb
    deep: Rgb
    blush: Rgba
    age: float = 0.0
    stubble: float = 0.0


@dataclass(frozen=True)
class Face:
    """Outline: half widths at the cheekbones and at the jaw corner. chin: 1.9 pointed .. 2.6 square."""

    width: float
    jaw: float
    jaw_y: float
    chin: float
    chin_y: float
    neck: float
    nose: float = 17.0  # half width at the wings
    nose_y: float = 319.0
    ear: float = 1.0  # size
    ears: tuple[bool, bool] = (True, True)  # left, right of the picture
    ears_over_hair: bool = False


@dataclass(frozen=True)
class Eyes:
    """Place and shape of the eyes. upper, lower: lid heights above and below the line of the corners."""

    x: float
    y: float
    half: float  # half width
    upper: float
    lower: float
    tilt: float  # how much higher the outer corner is
    iris: Rgb
    iris_radius: float
    lash: float  # 0 none .. 1 long
    crease: float  # height of the fold above the lid
    hood: float = 0.0  # 0..1, outer lid drooping with age


@dataclass(frozen=True)
class Brows:
    """strip: (offset from the eye's centre outwards, height, half thickness) from the nose side to the tail."""

    y: float
    colour: Rgb
    strip: tuple[tuple[float, float, float], ...]


@dataclass(frozen=True)
class Lips:
    """Rest mouth. half: half width. upper, lower: thickness. smile: lift of the corners at rest, 0..1."""

    y: float
    half: float
    upper: float
    lower: float
    colour: Rgb
    dark: Rgb
    smile: float


@dataclass(frozen=True)
class Panel:
    """A sheet of hair between two edges, both from root to tip. shine: (start, end) of lit stretches, 0..1."""

    inner: Shape
    outer: Shape
    strands: int = 30
    shine: tuple[tuple[float, float], ...] = ((0.18, 0.36),)
    loose: int = 0  # single hairs outside the sheet


@dataclass(frozen=True)
class Hair:
    """back: outline behind the neck (segments). cap: outline on the scalp below the panels (segments)."""

    colour: Rgb
    light: Rgb
    dark: Rgb
    panels: tuple[Panel, ...]
    back: tuple[Shape, ...] = ()
    back_panels: tuple[Panel, ...] = ()
    cap: tuple[Shape, ...] = ()
    streaks: Rgb | None = None


@dataclass(frozen=True)
class Glasses:
    """Frame of the glasses. half, height: half sizes of one lens."""

    frame: Rgb
    half: float
    height: float
    weight: float
    y: float


@dataclass(frozen=True)
class Clothes:
    """What is worn. shoulder: width, 1 = 500 units. drop: how far the shoulders lie below their usual place."""

    outfit: Outfit
    jacket: Rgb
    jacket_dark: Rgb
    shirt: Rgb
    shirt_shade: Rgb
    shoulder: float = 1.0
    drop: float = 0.0
    accent: Rgb | None = None  # tie, scarf or piping
    accent_two: Rgb | None = None
    jewel: Rgb | None = None  # necklace or brooch
    earring: Rgb | None = None


@dataclass(frozen=True)
class Room:
    """The office behind. window: x of its right edge. lamps: (x, y, radius). plant: (x, y, scale)."""

    sky: Rgb
    wall: Rgb
    wood: Rgb
    books: tuple[Rgb, ...]
    window: float
    seed: int
    lamps: tuple[tuple[float, float, float], ...] = ()
    plant: tuple[float, float, float] | None = None


@dataclass(frozen=True)
class Persona:
    """One interviewer. title, description: Korean. voice: default Kokoro voice.

    carriage: how the head is held at rest, degrees of yaw, pitch and roll (signs as in `motion.Pose`).
    """

    id: PersonaId
    title: str
    description: str
    voice: str
    skin: Skin
    face: Face
    eyes: Eyes
    brows: Brows
    lips: Lips
    hair: Hair
    clothes: Clothes
    room: Room
    glasses: Glasses | None = None
    carriage: tuple[float, float, float] = field(default=(0.0, 0.0, 0.0))
