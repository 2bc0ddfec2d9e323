"""Photo in, file out: load → check → engine → export. What the command line and the API endpoint call."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from metajob.engines import Progress, silent
from metajob.errors import EngineUnavailable, InputError, PhotoRefused
from metajob.faces import Face
from metajob.photo.engine import Picture
from metajob.photo.export import Format, Paper, check_limit, encode, finish, print_sheet
from metajob.photo.load import load_photo
from metajob.photo.look import Hair, Look
from metajob.photo.sheet import layout
from metajob.photo.sizes import PRINT_DPI, Size

if TYPE_CHECKING:
    from metajob.photo.checks import Report
    from metajob.photo.composite import CompositeEngine
    from metajob.photo.swap import SwapEngine

EngineName = Literal["composite", "swap"]
Pixels = NDArray[np.uint8]

# Slider of Look → lowest, highest, Korean name
SLIDERS: dict[str, tuple[float, float, str]] = {
    "head": (0.85, 1.15, "머리 크기"),
    "collar": (-1.0, 1.0, "깃 높이"),
    "shoulders": (0.85, 1.15, "어깨 너비"),
    "brightness": (-1.0, 1.0, "밝기"),
}

_COLOURS = {"cloth": "재킷 색", "top": "셔츠·블라우스 색", "tie": "넥타이 색", "background": "배경 색"}

FACE_AT = 0.43  # height of the face's middle in the picture, as the composite engine places it


@dataclass(frozen=True)
class Made:
    """data: the file's bytes. picture: what is on it, in the exported size (a sheet shows copies of it)."""

    data: bytes
    picture: Picture
    report: Report


def make_photo(
    source: bytes | Path,
    look: Look,
    size: Size,
    fmt: Format = "jpg",
    max_kb: int | None = None,
    *,
    engine: EngineName = "composite",
    target: bytes | Path | None = None,
    blend: float = 0.8,
    sheet: Paper | None = None,
    progress: Progress = silent,
    override_warnings: bool = True,
) -> Made:
    """One finished file.

    target, blend: template photo with a face and share of the restored face, for the swap engine only. Where
    that engine cannot work the composite is made instead, and `picture.notes` says so. sheet: print copies on
    this paper. override_warnings: False refuses a photo with warnings, too.
    Raises InputError (file, look, KB limit), PhotoRefused (every reason), EngineUnavailable, WeightsError.
    """
    check_look(look)
    check_limit(max_kb)
    if not 0.0 <= blend <= 1.0:
        raise InputError("얼굴 복원 비율을 확인해 주세요.", "0에서 1 사이여야 해요.")
    if sheet is not None:
        layout(size, sheet)
    progress(0.0, "사진을 여는 중이에요")
    rgb = load_photo(source)
    progress(0.05, "사진을 살펴보는 중이에요")
    report, face = _passed(rgb, override_warnings)
    make = part(progress, 0.15, 0.95)
    if engine == "swap":
        picture = _swapped(rgb, face, look, size, target, blend, make)
    else:
        picture = _composited(rgb, face, look, size, make)
    progress(0.95, "파일로 만드는 중이에요")
    if sheet is None:
        data = encode(picture.rgb, fmt, size.dpi, max_kb)
    else:
        data = encode(print_sheet(picture.rgb, size, sheet), fmt, PRINT_DPI, max_kb)
    progress(1.0, "다 됐어요")
    return Made(data, picture, report)


def check_look(look: Look) -> None:
    """Raises InputError when a template, hair or colour does not exist or a slider is out of range."""
    from metajob.photo.templates import templates

    if look.template not in templates():
        raise InputError(f"없는 정장 템플릿이에요: {look.template[:40]}", "템플릿 목록에서 골라 주세요.")
    for name, (low, high, ko) in SLIDERS.items():
        if not low <= getattr(look, name) <= high:  # also refuses NaN
            raise InputError(f"{ko} 값을 확인해 주세요.", f"{low:g}에서 {high:g} 사이여야 해요.")
    for name, ko in _COLOURS.items():
        if not _is_colour(getattr(look, name), optional=name != "background"):
            raise InputError(f"{ko}을 확인해 주세요.", "빨강, 초록, 파랑을 0에서 255 사이로 적어 주세요.")
    if look.hair not in get_args(Hair):
        raise InputError("머리카락 위치를 확인해 주세요.", f"{', '.join(get_args(Hair))} 중 하나여야 해요.")


def _is_colour(value: object, optional: bool) -> bool:
    if value is None:
        return optional
    return (
        isinstance(value, tuple)
        and len(value) == 3
        and all(isinstance(level, int) and 0 <= level <= 255 for level in value)
    )


def part(progress: Progress, start: float, end: float) -> Progress:
    """A Progress whose 0..1 is start..end of the given one."""
    return lambda share, phrase: progress(start + (end - start) * share, phrase)


def _passed(rgb: Pixels, override_warnings: bool) -> tuple[Report, Face]:
    from metajob.photo.checks import check_photo

    report = check_photo(rgb)
    reasons = report.refused if override_warnings else (*report.refused, *report.warnings)
    if reasons or report.face is None:
        raise PhotoRefused(" ".join(finding.ko for finding in reasons) or "사진에서 얼굴을 찾지 못했어요.")
    return report, report.face


def _composited(rgb: Pixels, face: Face, look: Look, size: Size, progress: Progress) -> Picture:
    engine = composite_engine()
    head = engine.prepare(rgb, face, part(progress, 0.0, 0.8))
    progress(0.8, "정장을 입히는 중이에요")
    return engine.render(head, look, (size.width, size.height))


def _swapped(
    rgb: Pixels,
    face: Face,
    look: Look,
    size: Size,
    target: bytes | Path | None,
    blend: float,
    progress: Progress,
) -> Picture:
    if target is None:
        raise InputError("얼굴이 있는 템플릿 사진이 필요해요.", "얼굴을 바꿔 넣을 사진을 함께 골라 주세요.")
    template = load_photo(target)
    try:
        picture = swap_engine().swap(rgb, template, blend, progress)
    except EngineUnavailable as missing:
        instead = _composited(rgb, face, look, size, progress)
        note = f"얼굴 바꾸기 엔진을 쓸 수 없어서 기본 합성으로 만들었어요. {missing}"
        return Picture(instead.rgb, instead.engine, (*instead.notes, note))
    return Picture(finish(framed(picture.rgb, size), size), picture.engine, picture.notes)


def framed(rgb: Pixels, size: Size) -> Pixels:
    """The largest part of a picture with the aspect of `size`, around the face where one is found."""
    from metajob.photo.checks import check_photo

    height, width = rgb.shape[:2]
    scale = min(width / size.width, height / size.height)
    w, h = max(1, int(size.width * scale)), max(1, int(size.height * scale))
    face = check_photo(rgb).face
    x0, y0, x1, y1 = face.box if face else (0.0, 0.0, float(width), height * 2 * FACE_AT)
    left = int(np.clip((x0 + x1) / 2 - w / 2, 0, width - w))
    top = int(np.clip((y0 + y1) / 2 - h * FACE_AT, 0, height - h))
    return np.ascontiguousarray(rgb[top : top + h, left : left + w])


def composite_engine() -> CompositeEngine:
    """The default engine; imported here because its libraries are heavy."""
    from metajob.photo.composite import CompositeEngine

    return CompositeEngine()


def swap_engine() -> SwapEngine:
    """The engine for users who have the weights."""
    from metajob.photo.swap import SwapEngine

    return SwapEngine()
