"""Rows as columns: what goes in comes out, and nothing that is damaged is believed."""

from __future__ import annotations

import dataclasses
import struct
import zlib
from typing import Any, get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metajob.errors import InputError
from metajob.specs import rows as module
from metajob.specs.certificates import certificates
from metajob.specs.grades import ORDER, speaking
from metajob.specs.model import (
    Gpa,
    Hire,
    HiredSpec,
    HireType,
    Hsk,
    Jlpt,
    Opic,
    Size,
    SpeakingLevel,
    Spec,
    Stage,
)
from metajob.specs.rows import METRICS, Damaged, decode, encode, join, kept, read, rows_of, wire_format
from metajob.specs.scales import gpa_45
from metajob.specs.taxonomy import SIZES, industries, roles
from metajob.store.specs_rows import PLAIN, SpecRow


def number(name: str) -> st.SearchStrategy[int | None]:
    limits = {type(one).__name__: one for one in Spec.model_fields[name].metadata}
    return st.none() | st.integers(limits["Ge"].ge, limits["Le"].le)


def choice(literal: Any) -> st.SearchStrategy[Any]:
    return st.none() | st.sampled_from(get_args(literal))


COUNTS = [name for name in Spec.model_fields if name.endswith(("_count", "_months", "_hours"))]
GPAS = st.builds(
    Gpa, raw=st.integers(0, 400).map(lambda centi: centi / 100), scale=st.sampled_from(["4.5", "4.0"])
)
SPECS = st.builds(
    Spec,
    gpa=st.none() | GPAS,
    toeic=st.none() | st.just(0) | st.integers(10, 990),
    toeic_speaking=st.none() | st.integers(0, 20).map(lambda tens: tens * 10),
    toeic_speaking_level=choice(SpeakingLevel),
    opic=choice(Opic),
    jlpt=choice(Jlpt),
    hsk=choice(Hsk),
    certificates=st.lists(st.sampled_from([*certificates()]), unique=True, max_size=5).map(tuple),
    **{name: number(name) for name in ("teps", *COUNTS)},
)
HIRES = st.builds(
    Hire,
    year=st.integers(1990, 2100),
    company=st.sampled_from(["", "하늘테크", "(주)하늘테크", "바다은행"]),
    size=choice(Size),
    industry=st.none() | st.sampled_from([*industries()]),
    role=st.none() | st.sampled_from([*roles()]),
    stage=st.sampled_from(get_args(Stage)),
    hire_type=st.sampled_from(get_args(HireType)),
)
PEOPLE = st.lists(st.builds(HiredSpec, hire=HIRES, spec=SPECS), max_size=12)


@settings(max_examples=60, deadline=None)
@given(PEOPLE)
def test_what_goes_in_comes_out(people: list[HiredSpec]) -> None:
    companies: dict[str, int] = {}
    columns = rows_of(people, companies).columns
    assert len(rows_of(people)) == len(people)
    assert set(companies) <= {"하늘테크", "바다은행"}
    for place, one in enumerate(people):
        found = {name: column[place].item() for name, column in columns.items()}
        hire, spec = one.hire, one.spec
        assert found["year"] == hire.year
        assert found["size"] == (SIZES.index(hire.size) if hire.size else -1)
        assert found["industry"] == (list(industries()).index(hire.industry) if hire.industry else -1)
        assert found["role"] == (list(roles()).index(hire.role) if hire.role else -1)
        assert found["stage"] == get_args(Stage).index(hire.stage)
        assert found["hire_type"] == get_args(HireType).index(hire.hire_type)
        assert found["company"] == (companies[hire.company.removeprefix("(주)")] if hire.company else -1)
        converted = gpa_45(spec.gpa) if spec.gpa else None
        assert found["gpa"] == (converted[0] if converted else -1)
        for name in ("toeic", "teps", *COUNTS):
            told = getattr(spec, name)
            assert found[name] == (-1 if told is None else told)
        assert (found["speaking"], found["speaking_high"]) == (speaking(spec) or (-1, -1))
        assert found["jlpt"] == (
            -1 if spec.jlpt is None else ["none", "N5", "N4", "N3", "N2", "N1"].index(spec.jlpt)
        )
        assert found["hsk"] == (-1 if spec.hsk is None else ["none", *"123456"].index(spec.hsk))
        assert {code for bit, code in enumerate(certificates()) if found["certs"] >> bit & 1} == {
            *spec.certificates
        }
    assert columns["contributor"].tolist() == [*range(len(people))]


def test_columns_are_small_and_complete() -> None:
    columns = rows_of([]).columns
    assert set(METRICS) < set(columns)
    assert {name: str(column.dtype) for name, column in columns.items() if name not in METRICS} == {
        "year": "int16", "size": "int8", "industry": "int8", "role": "int8", "stage": "int8", "hire_type": "int8",
        "company": "int32", "contributor": "int32", "certs": "uint64", "speaking_high": "int8",
    }  # fmt: skip
    large = {"gpa", "toeic", "teps", "overseas_months", "volunteer_count", "volunteer_hours"}
    for name in METRICS:
        kind = columns[name].dtype
        assert str(kind) == ("int16" if name in large else "int8")
        assert module._HIGHEST[name] <= np.iinfo(kind).max


def test_limits_are_those_of_the_model() -> None:
    for name, high in module._HIGHEST.items():
        if name in Spec.model_fields and name not in {"gpa", "jlpt", "hsk"}:
            limits = {type(one).__name__: one for one in Spec.model_fields[name].metadata}
            assert limits["Le"].le == high
    assert module._HIGHEST["speaking"] == len(ORDER) == 11


def test_a_person_counts_once() -> None:
    one = HiredSpec(hire=Hire(year=2025), spec=Spec())
    people = rows_of([one] * 5, contributors=[7, 8, 7, 9, 8]).columns["contributor"].tolist()
    assert sorted(set(people)) == [0, 1, 2]
    assert people[0] == people[2] != people[1] == people[4]


def record(contributor: str | None, year: int = 2025) -> tuple[Any, ...]:
    row = SpecRow("final", "new", year)
    return (contributor, None, *(getattr(row, name) for name in module.RECORD[2:]))


def test_people_of_several_parts() -> None:
    """The same person in two months is one; rows of an import are a person each."""
    january = encode([record("a" * 32), record("b" * 32)])
    february = encode([record("b" * 32), record("c" * 32)])
    imported = encode([record(None), record(None), record(None)])
    people = join([read(part) for part in (january, imported, february)]).columns["contributor"].tolist()
    assert sorted(set(people)) == [*range(6)]
    assert people[1] == people[5]
    assert len(set(people[2:5])) == 3


@pytest.mark.parametrize("unknown", [{"industry": "Z9"}, {"role": "GHOST"}])
def test_a_code_that_is_no_more_is_not_told(unknown: dict[str, str]) -> None:
    hire = Hire(year=2025, **unknown)  # type: ignore[arg-type]
    columns = rows_of([HiredSpec(hire=hire, spec=Spec(certificates=("GONE",)))]).columns
    assert (columns["industry"][0], columns["role"][0], columns["certs"][0]) == (-1, -1, 0)


def test_the_format_follows_the_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    names = {wire_format()}
    for table in ("industries", "roles", "certificates"):
        with monkeypatch.context() as patch:
            turned = dict(reversed(getattr(module, table)().items()))
            patch.setattr(module, table, lambda turned=turned: turned)
            names.add(module.wire_format.__wrapped__())
    monkeypatch.setattr(module, "_VERSION", 99)
    names.add(module.wire_format.__wrapped__())
    assert len(names) == 5
    assert {len(name) for name in names} == {32}


def test_damaged_copies_are_refused() -> None:
    good = encode([record("a" * 32), record("b" * 32)])
    assert len(decode(good)) == 2
    for bad in (b"", good[:10], good[:-1], good + b"x", b"MJSPEX" + good[6:], zlib.compress(good)):
        with pytest.raises(Damaged):
            decode(bad)
    for place in range(len(good)):
        changed = bytearray(good)
        changed[place] ^= 0x41
        with pytest.raises(Damaged):
            decode(bytes(changed))


@pytest.mark.parametrize("count", [0, 1, 3, 2**31, 2**32 - 1])
def test_a_header_that_promises_too_much_takes_no_memory(count: int) -> None:
    good = encode([record("a" * 32), record("b" * 32)])
    with pytest.raises(Damaged):
        decode(good[:6] + struct.pack("<I", count) + good[10:])


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400), st.booleans())
def test_any_bytes_are_refused_or_in_range(noise: bytes, valid: bool) -> None:
    """Also with a checksum that fits: a value that no row can have would break the counting."""
    size = len(encode([record("a" * 32)])) - module._HEAD.size
    body = (noise * (size // max(1, len(noise)) + 1))[:size] if valid and noise else noise
    data = module._HEAD.pack(b"MJSPEC", 1, False, zlib.adler32(body)) + body
    try:
        columns = decode(data).columns
    except Damaged:
        return
    assert 1990 <= columns["year"][0] <= 2100
    assert -1 <= columns["gpa"][0] <= 450


def test_kept_keeps_the_raw_value() -> None:
    hire = Hire(year=2025, half=2, company="하늘테크", education="bachelor", major="arts", age_band="25-26")
    row = kept(HiredSpec(hire=hire, spec=Spec(gpa=Gpa(raw=3.7, scale="4.3"), toeic=0, opic="none")))
    assert (row.gpa_raw_centi, row.gpa_scale, row.gpa_rule) == (370, "4.3", "letter_anchor")
    assert (row.hire_half, row.company, row.education, row.major, row.age_band) == (
        2, "하늘테크", "bachelor", "arts", "25-26",
    )  # fmt: skip
    hundred = kept(HiredSpec(hire=hire, spec=Spec(gpa=Gpa(raw=92, scale="100"))))
    assert (hundred.gpa_raw_centi, hundred.gpa_scale, hundred.gpa_45_centi, hundred.gpa_rule) == (
        9200, "100", None, None,
    )  # fmt: skip
    assert {field.name for field in dataclasses.fields(row)} == {*PLAIN, "company", "certificates"}


@pytest.mark.parametrize(
    "spec", [{"toeic": 5}, {"gpa": Gpa(raw=4.4, scale="4.3")}, {"gpa": Gpa(raw=90, scale="4.5")}]
)
def test_what_the_tables_refuse_is_told_before(spec: dict[str, Any]) -> None:
    with pytest.raises(InputError):
        kept(HiredSpec(hire=Hire(year=2025), spec=Spec(**spec)))


def test_no_rows_at_all() -> None:
    assert len(join([])) == 0
    assert join([]).columns["contributor"].dtype == np.int32
