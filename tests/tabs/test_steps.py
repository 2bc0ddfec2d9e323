"""One step back: what counts as a step, and where it ends."""

from __future__ import annotations

from tabs.parts.steps import KEPT, Steps


class Clock:
    """Stands still until it is told to go on."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_each_change_is_a_step_and_the_first_look_stays():
    steps = Steps(Clock())
    for values in ((1, "a"), (2, "a"), (2, "b"), (2, "b")):
        steps.note(values)
    assert [steps.back(), steps.back(), steps.back()] == [(2, "a"), (1, "a"), None]


def test_a_drag_is_one_step_and_a_second_drag_another():
    clock = Clock()
    steps = Steps(clock)
    for value in (100, 101, 104, 108):
        steps.note((value,))
    clock.now += 5
    steps.note((110,))
    assert [steps.back(), steps.back(), steps.back()] == [(108,), (100,), None]


def test_a_kept_look_does_not_change_with_the_one_on_the_screen():
    steps = Steps(Clock())
    suit = {"template": "a", "cloth": ""}
    steps.note((suit, 1))
    suit["cloth"] = "#000000"
    steps.note((suit, 1))
    assert steps.back() == ({"template": "a", "cloth": ""}, 1)


def test_the_memory_is_bounded():
    clock = Clock()
    steps = Steps(clock)
    for value in range(5 * KEPT):
        clock.now += 10
        steps.note((value,))
    back = 0
    while steps.back() is not None:
        back += 1
    assert back == KEPT - 1
