"""Hired people's rows as columns: what a summary over a million rows reads instead of a million rows.

A part's copy is a header and its columns, not compressed: unpacking would take most of the time of a summary. What has
another length or checksum, or a value that no row can have, is `Damaged`: the copy is then built anew, never trusted.
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, get_args

import numpy as np
from numpy.typing import NDArray

from metajob.errors import InputError
from metajob.specs.certificates import certificates
from metajob.specs.grades import HSK_ORDER, JLPT_ORDER, ORDER, speaking
from metajob.specs.model import HiredSpec, HireType, Metric, Spec, Stage
from metajob.specs.scales import centi, gpa_45
from metajob.specs.taxonomy import SIZES, industries, roles
from metajob.store.companies import company_key
from metajob.store.specs_rows import RECORD, Record, SpecRow

Column = NDArray[Any]
METRICS: tuple[Metric, ...] = get_args(Metric)
STAGES: tuple[Stage, ...] = get_args(Stage)
HIRE_TYPES: tuple[HireType, ...] = get_args(HireType)

_VERSION = 1  # raise when the same rows shall give other columns, e.g. another rule for speaking grades
_MAGIC = b"MJSPEC"
_HEAD = struct.Struct("<6sI?I")  # magic, rows, whether each row is a person of its own, adler32 of the rest
_ANYBODY = -1  # contributor of a row that is a person of its own

# Highest value of each metric, as in metajob.specs.model; gpa in hundredths of 4.5.
_HIGHEST: dict[str, int] = {
    "gpa": 450, "toeic": 990, "teps": 600, "speaking": len(ORDER), "speaking_high": len(ORDER),
    "jlpt": len(JLPT_ORDER), "hsk": len(HSK_ORDER), "cert_count": 60, "intern_count": 20, "intern_months": 120,
    "overseas_count": 20, "overseas_months": 480, "award_count": 50, "volunteer_count": 200,
    "volunteer_hours": 20_000, "club_count": 30, "activity_count": 50,
}  # fmt: skip
_COUNTS = [name for name in RECORD if name.endswith(("_count", "_months", "_hours"))]


class Damaged(Exception):
    """These bytes are no copy of this format."""


@dataclass(frozen=True, eq=False)
class Rows:
    """n rows. columns: name → (n,).

    year int16. size, industry, role, stage, hire_type int8: places in SIZES, industries(), roles(), STAGES,
    HIRE_TYPES; -1 not told or unknown. company int32: id of a release, -1 not told. contributor int32: people
    numbered from 0. Each metric int8, or int16 where it can be more than 127: -1 not told, 0 none; gpa in hundredths
    of 4.5; speaking and speaking_high the lowest and highest possible grade. certs uint64: bit = place in
    certificates().
    """

    columns: dict[str, Column]

    def __len__(self) -> int:
        return len(self.columns["year"])


@dataclass(frozen=True)
class Part:
    """A part's copy as it is written, over its bytes. columns: without contributor where each row is a person."""

    count: int
    columns: dict[str, Column]


@dataclass(frozen=True)
class _Kind:
    """How a column is written and held: numpy's name of the type, the lowest and the highest value."""

    type: str
    low: int
    high: int


@cache
def _kinds() -> dict[str, _Kind]:
    whole = 2**31 - 1
    kinds = {
        "year": _Kind("<i2", 1990, 2100),
        "size": _Kind("i1", -1, len(SIZES) - 1),
        "industry": _Kind("i1", -1, len(industries()) - 1),
        "role": _Kind("i1", -1, len(roles()) - 1),
        "stage": _Kind("i1", -1, len(STAGES) - 1),
        "hire_type": _Kind("i1", -1, len(HIRE_TYPES) - 1),
        "company": _Kind("<i4", -1, whole),
        "contributor": _Kind("<i8", _ANYBODY, 2**63 - 1),
        "certs": _Kind("<u8", 0, 2 ** len(certificates()) - 1),
    }
    for name, high in _HIGHEST.items():
        kinds[name] = _Kind("i1" if high < 128 else "<i2", -1, high)
    if len(certificates()) > 64 or max(len(industries()), len(roles())) > 127:
        raise RuntimeError("a table of assets/specs has outgrown its column")
    return kinds


def column_types() -> dict[str, str]:
    """The columns of Rows and numpy's names of their types."""
    return {**{name: kind.type for name, kind in _kinds().items()}, "contributor": "<i4"}


@cache
def wire_format() -> str:
    """Name of the format; another one when columns, or the order of a table in assets/specs, change."""
    orders = (
        *(_VERSION, SIZES, STAGES, HIRE_TYPES, ORDER, JLPT_ORDER, HSK_ORDER),
        *(tuple(industries()), tuple(roles()), tuple(certificates())),
        tuple((name, vars(kind)) for name, kind in _kinds().items()),
    )
    return hashlib.sha256(repr(orders).encode()).hexdigest()[:32]


# ---- from people to columns


def kept(hired: HiredSpec) -> SpecRow:
    """The row of the tables for a person. Raises InputError for values that the tables refuse."""
    hire, spec = hired.hire, hired.spec
    if spec.toeic is not None and 0 < spec.toeic < 10:
        raise InputError("토익 점수는 10~990점이에요.", "점수가 없으면 0으로 적어 주세요.")
    value = gpa_45(spec.gpa) if spec.gpa else None
    return SpecRow(
        **{name: getattr(hire, name) for name in _OF_HIRE},
        **{name: getattr(spec, name) for name in _OF_SPEC},
        hire_year=hire.year,
        hire_half=hire.half,
        gpa_raw_centi=centi(spec.gpa) if spec.gpa else None,
        gpa_scale=spec.gpa.scale if spec.gpa else None,
        gpa_45_centi=value[0] if value else None,
        gpa_rule=value[1] if value else None,
    )


_OF_HIRE = ("company", "size", "industry", "role", "stage", "hire_type", "education", "major", "age_band")
_OF_SPEC = tuple(name for name in Spec.model_fields if name != "gpa")


def rows_of(
    people: Sequence[HiredSpec],
    companies: dict[str, int] | None = None,
    contributors: Sequence[int] | None = None,
) -> Rows:
    """The rows of people who are in no database. companies: key → id, filled in place. contributors: a number for
    each, equal for rows of one person; by default all are different people."""
    known = {} if companies is None else companies
    records: list[Record] = []
    for number, row in enumerate(map(kept, people)):
        key = company_key(row.company)
        company = known.setdefault(key, len(known)) if key else None
        who = hashlib.sha256(str(contributors[number]).encode()).hexdigest() if contributors else None
        told = [getattr(row, name) for name in RECORD[2:]]
        records.append((who, company, *told))
    return decode(encode(records))


def _columns(records: Sequence[Record]) -> dict[str, Column]:
    """As Rows, but contributor int64: a number made from the pseudonym, _ANYBODY without one."""
    told = dict(zip(RECORD, zip(*records, strict=True) if records else [()] * len(RECORD), strict=True))
    low, high = _speaking(told)
    plain = {"gpa": "gpa_45_centi", **{name: name for name in ("toeic", "teps", *_COUNTS)}}
    values: dict[str, Iterable[int]] = {
        "year": told["hire_year"],
        "size": _places(told["size"], SIZES),
        "industry": _places(told["industry"], industries()),
        "role": _places(told["role"], roles()),
        "stage": _places(told["stage"], STAGES),
        "hire_type": _places(told["hire_type"], HIRE_TYPES),
        "company": [-1 if one is None else one for one in told["company_id"]],
        "contributor": [_ANYBODY if one is None else int(one[:16], 16) >> 1 for one in told["contributor"]],
        "speaking": low,
        "speaking_high": high,
        "jlpt": _places(told["jlpt"], ("none", *JLPT_ORDER)),
        "hsk": _places(told["hsk"], ("none", *HSK_ORDER)),
        "certs": _masks(told["certificates"]),
        **{name: [-1 if one is None else one for one in told[column]] for name, column in plain.items()},
    }
    return {name: np.array(values[name], dtype=kind.type) for name, kind in _kinds().items()}


def _places(column: Iterable[str | None], order: Iterable[str]) -> list[int]:
    place = {code: number for number, code in enumerate(order)}
    return [place.get(code, -1) if code is not None else -1 for code in column]


def _speaking(told: dict[str, Any]) -> tuple[list[int], list[int]]:
    known: dict[tuple[Any, ...], tuple[int, int]] = {}
    pairs = []
    for tests in zip(told["toeic_speaking"], told["toeic_speaking_level"], told["opic"], strict=True):
        if tests not in known:
            spec = Spec(toeic_speaking=tests[0], toeic_speaking_level=tests[1], opic=tests[2])
            known[tests] = speaking(spec) or (-1, -1)
        pairs.append(known[tests])
    return [low for low, _ in pairs], [high for _, high in pairs]


def _masks(column: Iterable[tuple[str, ...]]) -> list[int]:
    bit = {code: 1 << number for number, code in enumerate(certificates())}
    return [sum({bit.get(code, 0) for code in codes}) if codes else 0 for codes in column]


# ---- bytes


def encode(records: Iterable[Record]) -> bytes:
    """A part's copy."""
    columns = _columns(list(records))
    alone = bool((columns["contributor"] == _ANYBODY).all())
    body = b"".join(columns[name].tobytes() for name in _kinds() if not (alone and name == "contributor"))
    return _HEAD.pack(_MAGIC, len(columns["year"]), alone, zlib.adler32(body)) + body


def read(data: bytes) -> Part:
    """A part's columns as they are written, after a check of every value. Raises Damaged."""
    if len(data) < _HEAD.size:
        raise Damaged("too short")
    magic, count, alone, checksum = _HEAD.unpack_from(data)
    kinds = {name: kind for name, kind in _kinds().items() if not (alone and name == "contributor")}
    size = count * sum(np.dtype(kind.type).itemsize for kind in kinds.values())
    if magic != _MAGIC or len(data) != _HEAD.size + size:
        raise Damaged("another length")
    if zlib.adler32(memoryview(data)[_HEAD.size :]) != checksum:
        raise Damaged("another checksum")
    part, start = Part(count, {}), _HEAD.size
    for name, kind in kinds.items():
        column = np.frombuffer(data, kind.type, count, start)
        start += column.nbytes
        if count and not kind.low <= int(column.min()) <= int(column.max()) <= kind.high:
            raise Damaged(f"{name} that no row can have")
        part.columns[name] = column
    return part


def join(parts: Sequence[Part]) -> Rows:
    """All rows in order. People are numbered from 0: equal contributors are one, rows without one a person each."""
    total = sum(part.count for part in parts)
    alone = not any("contributor" in part.columns for part in parts)
    kinds = {name: kind for name, kind in _kinds().items() if not (alone and name == "contributor")}
    columns = {name: np.empty(total, kind.type) for name, kind in kinds.items()}
    start = 0
    for part in parts:
        place = slice(start, start + part.count)
        for name in kinds:
            columns[name][place] = part.columns.get(name, _ANYBODY)
        start += part.count
    columns["contributor"] = np.arange(total, dtype=np.int32) if alone else _numbered(columns["contributor"])
    return Rows(columns)


def decode(data: bytes) -> Rows:
    """The rows of one copy. Raises Damaged."""
    return join([read(data)])


def _numbered(contributors: Column) -> Column:
    told = contributors != _ANYBODY
    people = np.arange(len(told), dtype=np.int32)
    if told.any():
        known, number = np.unique(contributors[told], return_inverse=True)
        people[told] = number
        people[~told] = len(known) + np.arange(int((~told).sum()), dtype=np.int32)
    return people
