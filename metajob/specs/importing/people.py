"""A row's cells together → a hired person: what two cells say about one thing must agree.

People are held as plain tuples, 100,000 of them in some 60 MB, and become models one by one when they are asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, overload

from metajob.specs.certificates import counted
from metajob.specs.importing.cells import Certs
from metajob.specs.importing.header import FIELDS, TITLES, Field
from metajob.specs.importing.numbers import agree
from metajob.specs.importing.problems import Read
from metajob.specs.model import GpaScale, Hire, HiredSpec, Spec
from metajob.specs.scales import FULL

_AT: dict[Field, int] = {name: place for place, name in enumerate(FIELDS)}
_YEAR, _HALF, _CONSENT, _GPA, _SCALE = (_AT[name] for name in ("year", "half", "consent", "gpa", "gpa_scale"))
_SCORE, _LEVEL = _AT["toeic_speaking"], _AT["toeic_speaking_level"]
_CERTS, _CERT_COUNT = _AT["certificates"], _AT["cert_count"]
_HIRE = tuple((name, place) for name, place in _AT.items() if name in Hire.model_fields)
_SPEC = tuple((name, place) for name, place in _AT.items() if name in Spec.model_fields and name != "gpa")
# A person as a tuple: values in the order of FIELDS, None where nothing is told, at last the line.
Packed = tuple[Any, ...]


@dataclass(frozen=True)
class People(Sequence[tuple[int, HiredSpec]]):
    """(line of the file, person) one after the other; each is made when it is asked for."""

    packed: list[Packed] = field(repr=False)

    def __len__(self) -> int:
        return len(self.packed)

    @overload
    def __getitem__(self, index: int) -> tuple[int, HiredSpec]: ...
    @overload
    def __getitem__(self, index: slice) -> People: ...
    def __getitem__(self, index: int | slice) -> tuple[int, HiredSpec] | People:
        if isinstance(index, slice):
            return People(self.packed[index])
        return unpacked(self.packed[index])

    def __iter__(self) -> Iterator[tuple[int, HiredSpec]]:
        return map(unpacked, self.packed)

    def unconsented(self) -> int:
        """How many lines have no yes in the column of consent."""
        return sum(not one[_CONSENT] for one in self.packed)


def unpacked(packed: Packed) -> tuple[int, HiredSpec]:
    """Line and person. The values were checked when they were read; the models check them once more."""
    hire = {name: value for name, place in _HIRE if (value := packed[place]) is not None}
    spec: dict[str, Any] = {name: value for name, place in _SPEC if (value := packed[place]) is not None}
    if packed[_GPA] is not None:
        spec["gpa"] = {"raw": packed[_GPA][0], "scale": packed[_GPA][1]}
    return packed[-1], HiredSpec.model_validate({"hire": hire, "spec": spec})


def year_of(packed: Packed) -> int:
    """Year of the hire; 0 when the row has none, which is a problem of the row."""
    year: int | None = packed[_YEAR]
    return year or 0


def pack(line: int, values: list[Any], scale: GpaScale | None) -> tuple[Packed, list[tuple[Field, Read]]]:
    """The person as a tuple, and what is wrong with the row as a whole. values: in the order of FIELDS, as read.

    scale: what the header says about the GPA, for cells that say nothing.
    """
    wrong: list[tuple[Field, Read]] = []
    year, half = values[_YEAR] or (None, None)
    if year is None:
        wrong.append(("year", Read(None, "missing", "입사연도가 비어 있어요.")))
    told_half = values[_HALF]
    if half and told_half and half != told_half:
        wrong.append(("half", Read(None, "conflict", "입사연도 칸과 반기 칸이 서로 달라요.")))
    values[_YEAR], values[_HALF] = year, told_half or half
    values[_GPA] = _gpa(values[_GPA], values[_SCALE], scale, wrong)
    values[_SCALE] = None  # told with the GPA
    values[_SCORE], values[_LEVEL] = _speaking(values[_SCORE], values[_LEVEL], wrong)
    values[_CERTS], values[_CERT_COUNT] = _certs(values[_CERTS], values[_CERT_COUNT], wrong)
    return (*values[: len(FIELDS)], line), wrong


def _gpa(
    told: tuple[float, GpaScale | None] | None,
    cell: GpaScale | None,
    header: GpaScale | None,
    wrong: list[tuple[Field, Read]],
) -> tuple[float, GpaScale] | None:
    if told is None:
        return None
    points, inside = told
    scale = inside or cell or header
    if scale is None:
        message = "만점이 없어요. 4.5, 4.3, 4.0, 100 가운데 무엇인지 적어 주세요."
        wrong.append(("gpa", Read(None, "ambiguous_scale", message)))
        return None
    if inside and cell and inside != cell:
        wrong.append(
            ("gpa_scale", Read(None, "scale_conflict", "학점 칸의 만점과 학점만점 칸이 서로 달라요."))
        )
        return None
    if round(points * 100) > FULL[scale]:
        wrong.append(("gpa", Read(None, "above_scale", f"학점이 만점 {scale}보다 높아요.")))
        return None
    return points, scale


def _speaking(
    score_cell: tuple[int | None, str | None] | None,
    level_cell: tuple[int | None, str | None] | None,
    wrong: list[tuple[Field, Read]],
) -> tuple[int | None, str | None]:
    """Score and level of two cells, of which people mix up which is which; both are kept when they agree."""
    if level_cell is None:
        return score_cell or (None, None)
    cells = [cell for cell in (score_cell, level_cell) if cell is not None]
    scores = {score for score, _ in cells if score is not None}
    levels = {level for _, level in cells if level is not None}
    score = next(iter(scores), None)
    level = next(iter(levels), None)
    disagree = len(scores) > 1 or len(levels) > 1
    if score is not None and level is not None and not disagree:
        disagree = not (score and agree(score, level))
    if disagree:
        wrong.append(
            ("toeic_speaking_level", Read(None, "conflict", "토익스피킹 점수와 등급이 서로 달라요."))
        )
    return score, level


def _certs(
    told: Certs | None, count: int | None, wrong: list[tuple[Field, Read]]
) -> tuple[tuple[str, ...], int | None]:
    if told is None:
        return (), count
    if count is not None and count < counted(told.codes):
        title = TITLES["cert_count"]
        wrong.append(("cert_count", Read(None, "conflict", f"{title} 칸이 적힌 자격증보다 적어요.")))
    return told.codes, told.count if count is None else count
