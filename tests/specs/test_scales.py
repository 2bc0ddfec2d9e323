"""Scales: what is derived lies where it must, grows with the raw value, and never crosses from one test to another."""

from __future__ import annotations

import inspect
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metajob.errors import InputError
from metajob.specs import grades, scales
from metajob.specs.model import Gpa, GpaScale, Opic, SpeakingLevel, Spec

FULL: dict[GpaScale, float] = {"4.5": 4.5, "4.3": 4.3, "4.0": 4.0}


@st.composite
def gpas(draw: st.DrawFn) -> Gpa:
    scale = draw(st.sampled_from(sorted(FULL)))
    return Gpa(raw=draw(st.integers(0, round(FULL[scale] * 100))) / 100, scale=scale)


@given(gpas(), gpas(), st.sampled_from(["letter_anchor", "linear"]))
@settings(max_examples=200)
def test_derived_gpa_grows_with_the_raw_one_and_lies_in_its_spread(one: Gpa, other: Gpa, rule: str) -> None:
    derived = scales.gpa_45(one, rule)  # type: ignore[arg-type]
    spread = scales.gpa_spread(one)
    assert derived is not None and spread is not None
    assert 0 <= spread[0] <= derived[0] <= spread[1] <= 450
    twin = Gpa(raw=min(other.raw, FULL[one.scale]), scale=one.scale)
    more = scales.gpa_45(twin, rule)  # type: ignore[arg-type]
    assert more is not None
    if twin.raw >= one.raw:
        assert more[0] >= derived[0]
    if one.scale == "4.5":
        assert derived == (round(one.raw * 100), "identity")


@pytest.mark.parametrize(
    ("raw", "scale", "letters", "linear"),
    [  # findings: 3.7 of 4.3 is 3.79 or 3.87, 4.0 is 4.00 or 4.19
        *((3.7, "4.3", 379, 387), (4.0, "4.3", 400, 419), (4.3, "4.3", 450, 450), (3.3, "4.3", 350, 345)),
        *((0.0, "4.3", 0, 0), (4.0, "4.0", 450, 450), (3.0, "4.0", 338, 338)),
    ],
)
def test_known_gpas(raw: float, scale: GpaScale, letters: int, linear: int) -> None:
    gpa = Gpa(raw=raw, scale=scale)
    assert scales.gpa_45(gpa) == (letters, "letter_anchor" if scale == "4.3" else "linear")
    assert scales.gpa_45(gpa, "linear") == (linear, "linear")


def test_hundred_points_are_not_converted_but_their_spread_is_told() -> None:
    assert scales.gpa_45(Gpa(raw=90, scale="100")) is None
    assert scales.school_tables(90) == {"충남대": 375, "세종대": 360}  # 3.75 is 90.0 and 91.5: findings §4
    assert scales.school_tables(91.5)["세종대"] == 375
    assert scales.gpa_spread(Gpa(raw=90, scale="100")) == (360, 375)
    assert scales.gpa_spread(Gpa(raw=100, scale="100")) == (450, 450)
    assert scales.gpa_spread(Gpa(raw=85.6, scale="100")) is None, "no table was checked there"


@given(st.integers(0, 10_000), st.integers(0, 10_000))
@settings(max_examples=100)
def test_school_tables_grow(one: int, other: int) -> None:
    low, high = sorted((one, other))
    for school, value in scales.school_tables(low / 100).items():
        assert 0 <= value <= scales.school_tables(high / 100)[school] <= 450


@pytest.mark.parametrize(("raw", "scale"), [(4.51, "4.5"), (4.4, "4.3"), (4.1, "4.0")])
def test_gpa_above_its_scale_is_refused(raw: float, scale: GpaScale) -> None:
    for function in (scales.gpa_45, scales.gpa_spread, scales.centi):
        with pytest.raises(InputError, match="만점"):
            function(Gpa(raw=raw, scale=scale))


def test_raw_gpa_is_rounded_as_on_paper() -> None:
    assert scales.centi(Gpa(raw=3.855, scale="4.5")) == 386
    assert scales.centi(Gpa(raw=1.005, scale="4.5")) == 101
    assert scales.centi(Gpa(raw=3.85, scale="4.5")) == 385


@pytest.mark.parametrize(
    ("score", "grade"),
    [  # the bounds of every grade since 2022-06-04
        *(
            (200, "AH"),
            (190, "AM"),
            (180, "AM"),
            (170, "AL"),
            (160, "AL"),
            (150, "IH"),
            (140, "IH"),
            (130, "IM3"),
        ),
        *((120, "IM2"), (110, "IM1"), (100, "IL"), (90, "IL"), (80, "NH"), (60, "NH")),
    ],
)
def test_toeic_speaking_grades(score: int, grade: str) -> None:
    low, high = scales.toeic_speaking_grade(score)
    assert scales.grade_name(low) == scales.grade_name(high) == grade


def test_lowest_toeic_speaking_scores_are_one_of_two_grades() -> None:
    assert scales.toeic_speaking_grade(50) == (1, 2)
    for wrong in (-1, 201):
        with pytest.raises(ValueError, match=r"0\.\.200"):
            scales.toeic_speaking_grade(wrong)


def test_toeic_speaking_grades_grow_with_the_score() -> None:
    found = [scales.toeic_speaking_grade(score) for score in range(201)]
    assert found == sorted(found)


@pytest.mark.parametrize(
    ("level", "names"),
    [
        ("8", "AM AH"),
        ("7", "AL AM"),
        ("6", "IM3 IH"),
        ("5", "IM1 IM2"),
        ("4", "NL IL"),
        ("1", "NL IL"),
        ("IH", "IH IH"),
    ],
)
def test_old_levels_are_intervals(level: str, names: str) -> None:
    assert " ".join(map(scales.grade_name, scales.level_range(level))) == names


@given(st.integers(11, 20).map(lambda tens: tens * 10))
@settings(max_examples=20)
def test_an_old_level_contains_the_grade_of_its_scores(score: int) -> None:
    level = next(row["level"] for row in _levels() if row["score"][0] <= score <= row["score"][1])
    low, high = scales.level_range(str(level))
    grade = scales.toeic_speaking_grade(score)
    assert low <= grade[0] <= grade[1] <= high


@given(
    st.none() | st.integers(1, 20).map(lambda tens: tens * 10) | st.just(0),
    st.none() | st.sampled_from(get_args(SpeakingLevel)),
    st.none() | st.sampled_from(get_args(Opic)),
)
@settings(max_examples=200)
def test_speaking_is_the_best_test_and_none_only_when_both_are(
    score: int | None, level: str | None, opic: str | None
) -> None:
    spec = Spec.model_validate({"toeic_speaking": score, "toeic_speaking_level": level, "opic": opic})
    found = scales.speaking(spec)
    if found == (0, 0):
        assert score == 0 and opic == "none" and level is None
        return
    if found is None:
        assert not score and level is None and opic in {None, "none"}
        return
    low, high = found
    assert 1 <= low <= high <= 11
    if opic not in {None, "none"}:
        assert low >= scales.grade_range(str(opic))[0]
    if score:
        assert low >= scales.toeic_speaking_grade(score)[0]


def test_im_alone_is_an_interval() -> None:
    assert scales.speaking(Spec(opic="IM")) == (5, 7)
    assert scales.speaking(Spec(opic="IM2")) == (6, 6)
    assert scales.speaking(Spec(opic="none")) is None, "the other test was not told"


def test_graded_tests_of_other_languages() -> None:
    assert [grades.jlpt(Spec(jlpt=level)) for level in (None, "none", "N5", "N1")] == [None, 0, 1, 5]
    assert [grades.hsk(Spec(hsk=level)) for level in (None, "none", "1", "6")] == [None, 0, 1, 6]


def test_thresholds_ask_each_test_for_its_own_score() -> None:
    answers = scales.meets(Spec(toeic=700, teps=339))
    assert {(one.use, one.test, one.yes) for one in answers if one.use.startswith("국가직")} == {
        ("국가직 5·7급 공채 영어 대체", "toeic", True),
        ("국가직 5·7급 공채 영어 대체", "teps", False),
    }
    assert {one.test for one in answers} == {"toeic", "teps"}
    guide = {
        one.test: one.yes for one in scales.meets(Spec(jlpt="N1", hsk="4")) if one.use == "관광통역안내사"
    }
    assert guide == {"jlpt": True, "hsk": False}
    assert scales.meets(Spec()) == ()


def test_nothing_turns_one_tests_score_into_anothers() -> None:
    """Every public function that gives a number is about one test, the common grades, or the GPA."""
    numeric = {
        name
        for module in (scales, grades)
        for name, thing in vars(module).items()
        if callable(thing)
        and not isinstance(thing, type)
        and not name.startswith("_")
        and str(getattr(thing, "__module__", "")).startswith("metajob.specs")
        and "int" in str(inspect.signature(thing).return_annotation)
    }
    assert numeric == {
        *("centi", "gpa_45", "gpa_spread", "school_tables"),
        *("grade_range", "ordinal", "toeic_speaking_grade", "level_range", "speaking", "jlpt", "hsk"),
    }
    assert scales.speaking(Spec(toeic=990, teps=600)) is None


@pytest.mark.parametrize(
    ("spec", "word"),
    [
        (Spec(gpa=Gpa(raw=1.9, scale="4.5")), "학점"),
        (Spec(gpa=Gpa(raw=55, scale="100")), "학점"),
        (Spec(toeic=847), "5점 단위"),
        (Spec(toeic_speaking=145), "10점 단위"),
        (Spec(toeic_speaking_level="6"), "2022년 6월"),
        (Spec(intern_count=6), "인턴"),
        (Spec(overseas_count=0, overseas_months=6), "해외경험"),
    ],
)
def test_doubts(spec: Spec, word: str) -> None:
    (sentence,) = scales.doubts(spec)
    assert word in sentence


def test_ordinary_specs_are_not_doubted() -> None:
    assert scales.doubts(Spec()) == ()
    usual = Spec(
        gpa=Gpa(raw=3.1, scale="4.3"), toeic=845, toeic_speaking=140, toeic_speaking_level="IH", intern_count=2,
        intern_months=0, overseas_count=1, overseas_months=6,
    )  # fmt: skip
    assert scales.doubts(usual) == ()


def _levels() -> list[dict[str, list[int]]]:
    rows: list[dict[str, list[int]]] = grades.conversions()["toeic_speaking"]["old_levels_to_2022_06"]
    return rows
