"""Values from the browser become valid plain data, or a Korean sentence."""

from __future__ import annotations

import pytest

from metajob.errors import InputError
from tabs.parts import choices

SUIT = {"template": "m1_navy_stripe", "cloth": "#010203", "top": "", "tie": "#ffFFff"}


def test_a_look_is_read():
    look = choices.look(SUIT, "#cfe0f2", 110, -5, 90, 10, "front")
    assert (look.cloth, look.top, look.tie, look.background) == (
        (1, 2, 3),
        None,
        (255, 255, 255),
        (207, 224, 242),
    )
    assert (look.head, look.collar, look.shoulders, look.brightness, look.hair) == (
        1.1,
        -0.5,
        0.9,
        1.0,
        "front",
    )


def test_sliders_stay_in_their_range():
    look = choices.look(SUIT, "", 900, float("nan"), None, "12", "sideways")
    assert (look.head, look.collar, look.shoulders, look.brightness, look.hair) == (
        1.15,
        0.0,
        1.0,
        0.0,
        "auto",
    )


@pytest.mark.parametrize("colour", ["red", "#12345", "#1234567", "url(x)", 7])
def test_a_strange_colour_is_refused(colour: object):
    with pytest.raises(InputError, match="색"):
        choices.look({**SUIT, "cloth": colour}, "#ffffff", 100, 0, 100, 0, "auto")


@pytest.mark.parametrize("suit", [{"template": "../x"}, {}, None, "m1"])
def test_an_unknown_template_is_refused(suit: object):
    with pytest.raises(InputError, match="템플릿"):
        choices.look(suit, "#ffffff", 100, 0, 100, 0, "auto")  # type: ignore[arg-type]


def test_sizes():
    assert (choices.size("3x4", None, None, None).width, choices.size("3x4", None, None, None).height) == (
        354,
        472,
    )
    own = choices.size("custom", 300, 400, "px")
    assert (own.width, own.height) == (300, 400)
    for width, height in ((None, 4), (3, None), (0, 0), (9000, 9000)):
        with pytest.raises(InputError):
            choices.size("custom", width, height, "cm")


def test_limits():
    assert choices.limit("none", None) is None
    assert choices.limit("300", None) == 300
    assert choices.limit("custom", 123.0) == 123
    with pytest.raises(InputError):
        choices.limit("custom", None)


def test_formats():
    assert [choices.file_format(name) for name in ("JPG", "jpeg", ".png")] == ["jpg", "jpg", "png"]
    with pytest.raises(InputError):
        choices.file_format("exe")
