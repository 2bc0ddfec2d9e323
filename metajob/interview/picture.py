"""What is to be said about the camera picture itself: dark, nobody, two people, far away, standing still."""

from __future__ import annotations

import numpy as np

from metajob.interview.series import Floats, Series

DARK = 50.0  # mean luma 0..255
SMALL = 0.10  # face width / picture width
TWO = 0.10  # share of the time
NOBODY = 0.9
PARTLY = 0.3

# A living face blinks, speaks and moves. Photos of four people moved in the hand stayed within 0.07 (lids), 0.10
# (mouth) and 0.14 (smile); blinking alone made 0.4, speaking 0.25 and more (docs/behaviour.md). Brows do not tell.
FACE_STILL = {"blink": 0.08, "mouth": 0.12, "smile": 0.16}
STILL_S = 6.0  # the same picture again and again
HELD_S = 20.0  # the picture moves, the face in it does not: a photo in the hand
FROZEN = 0.6  # mean luma difference to the frame before
HEAD_STILL = 0.6  # degrees

DARK_NOTE = "화면이 어두워서 얼굴이 잘 보이지 않았어요. 앞쪽에 조명을 두면 더 정확해져요."
NOBODY_NOTE = "답변하는 동안 화면에서 얼굴을 찾지 못했어요."
PARTLY_NOTE = "얼굴이 보이지 않은 시간이 길어서, 보인 시간만 살펴봤어요."
TWO_NOTE = "화면에 두 사람이 보인 때가 있어서, 그 시간은 빼고 살펴봤어요."
SMALL_NOTE = "얼굴이 화면에서 작게 보였어요. 카메라에 조금 더 가까이 앉으면 더 정확해져요."
STILL_NOTE = "화면이 움직이지 않았어요. 사진이 비치고 있는지 확인해 주세요."
STOPPED_NOTE = "카메라 화면이 오지 않은 때가 있어서, 화면이 온 동안만 살펴봤어요."


def middle(values: Floats) -> float:
    """Median of what was measured; NaN when nothing was."""
    values = values[np.isfinite(values)]
    return float(np.median(values)) if len(values) else float("nan")


def dark(rows: Series) -> bool:
    return middle(rows["light"]) < DARK


def small(rows: Series) -> bool:
    return middle(rows["size"]) < SMALL


def still(rows: Series) -> bool:
    """The same picture all the time, or a face in which nothing moves while the picture does."""
    seen = rows.only(rows.one)
    seconds = rows.time(rows.one)
    if len(seen) < 20 or seconds < STILL_S:
        return False
    if any(_spread(seen[name]) >= most for name, most in FACE_STILL.items()):
        return False
    frozen = (
        middle(rows["motion"]) < FROZEN and max(_spread(seen["yaw"]), _spread(seen["pitch"])) < HEAD_STILL
    )
    return frozen or seconds >= HELD_S


def _spread(values: Floats) -> float:
    """Between the 1st and the 99th of a hundred values; infinite when nothing was measured."""
    values = values[np.isfinite(values)]
    return float(np.subtract(*np.percentile(values, [99, 1]))) if len(values) else float("inf")


def notes(rows: Series) -> tuple[str, ...]:
    """Korean, for the person, most important first. `rows` is not empty."""
    none, two = rows.share(rows.faces == 0), rows.share(rows.faces == 2)
    watched = rows.share(np.ones(len(rows), np.bool_))
    said = [
        (NOBODY_NOTE, none >= NOBODY * watched),
        (STILL_NOTE, still(rows)),
        (STOPPED_NOTE, rows.seconds - float(rows.t[-1]) > max(3.0, 0.1 * rows.seconds)),
        (PARTLY_NOTE, PARTLY * watched <= none < NOBODY * watched),
        (TWO_NOTE, two > TWO),
        (DARK_NOTE, dark(rows)),
        (SMALL_NOTE, small(rows)),
    ]
    return tuple(text for text, holds in said if holds)
