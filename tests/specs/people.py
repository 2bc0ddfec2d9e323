"""Any hired person, as hypothesis draws them: everything that the tables can hold and an export can tell."""

from __future__ import annotations

from typing import Any, get_args

from hypothesis import strategies as st

from metajob.specs.certificates import certificates, counted
from metajob.specs.importing.cells import read_cell
from metajob.specs.model import (
    AgeBand,
    Education,
    Gpa,
    HiredSpec,
    HireType,
    Hsk,
    Jlpt,
    Major,
    Opic,
    Size,
    SpeakingLevel,
    Stage,
)
from metajob.specs.scales import level_range, toeic_speaking_grade
from metajob.specs.taxonomy import industries, roles

FULL = {"4.5": 450, "4.3": 430, "4.0": 400, "100": 10_000}
LIMITS = {
    "intern_count": 20, "intern_months": 120, "overseas_count": 20, "overseas_months": 480, "award_count": 50,
    "volunteer_count": 200, "volunteer_hours": 20_000, "club_count": 30, "activity_count": 50,
}  # fmt: skip


def _or_none(choices: Any) -> st.SearchStrategy[Any]:
    return st.none() | st.sampled_from(get_args(choices))


def _company(name: str) -> bool:
    read = read_cell("company", "'" + name)
    return not name or (read.value == name and not name.startswith("예시)"))


@st.composite
def hired(draw: st.DrawFn) -> HiredSpec:
    """One person."""
    scale = draw(st.sampled_from(sorted(FULL)))
    gpa = draw(st.none() | st.integers(1, FULL[scale]).map(lambda raw: Gpa(raw=raw / 100, scale=scale)))  # type: ignore[arg-type]
    score = draw(st.none() | st.integers(0, 20).map(lambda tens: tens * 10))
    level = draw(_or_none(SpeakingLevel)) if score != 0 else None
    if score and level:
        low, high = level_range(level)
        first, last = toeic_speaking_grade(score)
        level = level if low <= last and first <= high else None
    codes = draw(st.sets(st.sampled_from(list(certificates())), max_size=4))
    codes_in_order = tuple(code for code in certificates() if code in codes)
    count = draw(st.integers(counted(codes_in_order), 60) if codes else st.none() | st.integers(0, 60))
    company = draw(
        st.just("") | st.text("가나다라 (주)AB&.-=+@'\",;\t\n0", max_size=20).map(_named).filter(_company)
    )
    return HiredSpec.model_validate(
        {
            "hire": {
                "year": draw(st.integers(1990, 2026)),
                "half": draw(st.none() | st.integers(1, 2)),
                "company": company,
                "size": draw(_or_none(Size)),
                "industry": draw(st.none() | st.sampled_from(list(industries()))),
                "role": draw(st.none() | st.sampled_from(list(roles()))),
                "stage": draw(st.sampled_from(get_args(Stage))),
                "hire_type": draw(st.sampled_from(get_args(HireType))),
                "education": draw(_or_none(Education)),
                "major": draw(_or_none(Major)),
                "age_band": draw(_or_none(AgeBand)),
            },
            "spec": {
                "gpa": gpa,
                "toeic": draw(st.none() | st.just(0) | st.integers(10, 990)),
                "toeic_speaking": score,
                "toeic_speaking_level": level,
                "opic": draw(_or_none(Opic)),
                "teps": draw(st.none() | st.integers(0, 600)),
                "jlpt": draw(_or_none(Jlpt)),
                "hsk": draw(_or_none(Hsk)),
                "certificates": codes_in_order,
                "cert_count": count,
                **{name: draw(st.none() | st.integers(0, most)) for name, most in LIMITS.items()},
            },
        }
    )


def _named(text: str) -> str:
    from metajob.store.companies import company_name

    return company_name(text)
