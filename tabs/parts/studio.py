"""The heavy steps of the photo tab as plain functions of plain data; they run in the worker pool."""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from metajob.engines import Progress, silent
from metajob.photo.look import Look
from tabs.parts.result import small_jpeg

if TYPE_CHECKING:
    from metajob.faces import Face
    from metajob.photo.checks import Report
    from metajob.photo.engine import Picture
    from metajob.photo.export import Format, Paper, Size
    from metajob.photo.head import Head

Pixels = NDArray[np.uint8]
Kind = Literal["photo", "hd", "sheet-4x6", "sheet-a4"]
PREVIEW_SIDE = 520  # pixels of the picture that shows what the server has decoded


def look_at(data: bytes) -> tuple[Pixels, Report, bytes]:
    """Decode and check an upload: (H, W, 3) uint8 sRGB, the findings, a small JPEG to show."""
    from metajob.photo.checks import check_photo
    from metajob.photo.load import load_photo

    rgb = load_photo(data)
    return rgb, check_photo(rgb), small_jpeg(rgb, PREVIEW_SIDE)


def make(
    rgb: Pixels, face: Face, head: Head | None, look: Look, size: Size, progress: Progress = silent
) -> tuple[Head, Picture, bytes]:
    """The first suit photo of a photo; `head` is what an earlier run has prepared."""
    from metajob.photo.composite import CompositeEngine

    if head is None:
        head = CompositeEngine().prepare(rgb, face, progress)
    progress(0.9, "옷을 입히는 중이에요")
    picture, file = draw(head, look, size)
    return head, picture, file


def draw(head: Head, look: Look, size: Size) -> tuple[Picture, bytes]:
    """Another look of a prepared head, and the same as a JPEG for the screen."""
    from metajob.photo.composite import CompositeEngine
    from metajob.photo.export import encode

    picture = CompositeEngine().render(head, look, (size.width, size.height))
    return picture, encode(picture.rgb, "jpg", size.dpi)


def dress_bust(look: Look) -> bytes:
    """The suit alone, on the neutral bust, as JPEG."""
    from metajob.photo.suits import preview
    from metajob.photo.templates import templates

    rgb = preview(templates()[look.template], 420, look.cloth, look.top, look.tie)
    return small_jpeg(rgb, 540)


def export(
    head: Head | None,
    swapped: Pixels | None,
    look: Look,
    size: Size,
    kind: Kind,
    form: Format,
    max_kb: int | None,
) -> tuple[str, bytes]:
    """Name and bytes of a file to download. A sheet is always a JPG without limit; HD has no limit either."""
    from metajob.photo.composite import CompositeEngine
    from metajob.photo.export import encode, hd_size, photo_file_name, print_sheet

    wanted = hd_size(size) if kind == "hd" else size
    if swapped is not None:
        rgb = fit(swapped, wanted)
    else:
        assert head is not None
        rgb = CompositeEngine().render(head, look, (wanted.width, wanted.height)).rgb
    if kind in ("photo", "hd"):
        return photo_file_name(wanted, form), encode(
            rgb, form, wanted.dpi, max_kb if kind == "photo" else None
        )
    paper: Paper = "a4" if kind == "sheet-a4" else "4x6"
    return photo_file_name(size, "jpg", paper), encode(print_sheet(rgb, size, paper), "jpg")


def fit(rgb: Pixels, size: Size) -> Pixels:
    """A finished picture cut around its face to the aspect of `size` and scaled."""
    from metajob.photo.export import finish
    from metajob.photo.pipeline import framed

    return finish(framed(rgb, size), size)


def swap(
    rgb: Pixels, template: Pixels, blend: float, size: Size, progress: Progress = silent
) -> tuple[Picture, bytes]:
    """The user's face on a template photo, cut to the wanted size for the screen."""
    from metajob.photo.swap import SwapEngine

    picture = SwapEngine().swap(rgb, template, blend, progress)
    return picture, cut(picture, size)


def cut(picture: Picture, size: Size) -> bytes:
    """A swapped picture at another size, as JPEG for the screen."""
    from metajob.photo.export import encode

    return encode(fit(picture.rgb, size), "jpg", size.dpi)


def warm_up() -> None:
    """Fetch, load, compile and draw what the first visitor would wait for. Whatever fails is told at its use."""
    from metajob import faces, weights
    from metajob.photo.warm import warm

    try:
        weights.ensure(weights.needed())
        faces.detect(np.full((64, 64, 3), 128, np.uint8))
        warm()
    except Exception:
        logging.getLogger(__name__).warning("warming up stopped early", exc_info=True)


def cool_down() -> None:
    """Free the models before Python stops its threads; MediaPipe prints traces when it is closed later."""
    for name in ("metajob.faces.person", "metajob.faces.landmarker"):
        if name in sys.modules:
            sys.modules[name].close()
