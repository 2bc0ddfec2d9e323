"""A spec beside hired people: what is said to a dozen invented people, and what is never said to anybody."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metajob.errors import InputError
from metajob.specs import pipeline, words
from metajob.specs.comparison import compare, known, precision
from metajob.specs.ladder import find
from metajob.specs.model import Comparison, Gpa, Hire, HiredSpec, Spec, Standing, Topic, Where
from metajob.specs.plain import plain_comparison, plain_summary
from metajob.specs.published import figures
from metajob.specs.release import Release
from metajob.specs.rows import rows_of
from metajob.specs.taxonomy import SIZES, industries, roles

HERE = Where(year=2023, size="large")
JOBKOREA = "(잡코리아·알바몬, 2023년 상반기, 대기업, 470건)."

# A cause, an advice or a chance: nothing of this can be known from people who were hired.
NEVER = re.compile(
    r"때문|덕분|덕에|효과|영향|확률|가능성|유리|불리|경쟁력|올리면|높이면|따면|갖추면|하면 (?:합격|붙|취업)|"
    r"추천|하세요|해야|필요해|필요합니다|부족|탈락|합격할|붙을|점수를 높|총점|종합|"
    r"보장|안전|위험|스펙이 (?:좋|나쁘)|평균 이하|못 미쳐"
)


def gpa(raw: float, scale: str = "4.5") -> Spec:
    return Spec(gpa=Gpa(raw=raw, scale=scale))  # type: ignore[arg-type]


def against(spec: Spec, where: Where, release: Release | None = None, flagged: bool = False) -> Comparison:
    return compare(spec, known(where, release, flagged), release)


def standing(spec: Spec, topic: Topic, where: Where = HERE) -> Standing:
    return next(one for one in against(spec, where).standings if one.topic == topic)


@pytest.mark.parametrize(
    ("spec", "topic", "side", "first"),
    [
        (gpa(4.0), "gpa", "above", f"공개 평균(3.8점)보다 0.2점 높아요 {JOBKOREA}"),
        (gpa(3.2), "gpa", "below", f"공개 평균(3.8점)보다 0.6점 낮아요 {JOBKOREA}"),
        (gpa(3.85), "gpa", "same", f"공개 평균(3.8점)과 같아요 {JOBKOREA}"),
        (gpa(4.3, "4.3"), "gpa", "above", f"4.5 기준으로 바꾸면 4.5점이고, 공개 평균(3.8점)보다 높아요 {JOBKOREA}"),
        (gpa(4.0, "4.3"), "gpa", "above", f"4.5 기준으로 바꾸면 4~4.19점이고, 공개 평균(3.8점)보다 높아요 {JOBKOREA}"),
        (
            gpa(3.5, "4.0"), "gpa", None,
            "4.5 기준으로 바꾸면 3.5~3.94점이고, 환산 방법에 따라 공개 평균(3.8점)과 견준 높낮이가 달라져요 "
            + JOBKOREA,
        ),
        (
            gpa(92, "100"), "gpa", None,
            "100점 만점은 학교마다 환산표가 달라 한 값으로 바꾸지 않아요. 공개된 환산표로는 4.5 기준 3.8~3.95점이에요. "
            f"공개 평균은 3.8점이에요 {JOBKOREA}",
        ),
        (
            gpa(70, "100"), "gpa", None,
            f"100점 만점은 학교마다 환산표가 달라 한 값으로 바꾸지 않아요. 공개 평균은 3.8점이에요 {JOBKOREA}",
        ),
        (Spec(toeic=850), "toeic", "above", f"토익 점수가 있는 합격자의 평균(839점)보다 11점 높아요 {JOBKOREA}"),
        (Spec(toeic=840), "toeic", "same", f"토익 점수가 있는 합격자의 평균(839점)과 같아요 {JOBKOREA}"),
        (Spec(toeic=500), "toeic", "below", f"토익 점수가 있는 합격자의 평균(839점)보다 339점 낮아요 {JOBKOREA}"),
        (
            Spec(toeic=0), "toeic", None,
            f"토익은 합격자의 60.4%가 갖고 있었고, 가진 사람의 평균은 839점이에요 {JOBKOREA}",
        ),
        (
            Spec(cert_count=3), "certificate", "above",
            "공개 평균(2개)보다 1개 많아요 (캐치(진학사), 2021~2024년, 대기업, 594명).",
        ),
        (Spec(opic="IH"), "speaking", None, f"합격자의 67.9%가 영어 말하기 성적을 갖고 있었어요 {JOBKOREA}"),
        (Spec(), "gpa", None, f"공개 평균은 3.8점이에요 {JOBKOREA}"),
    ],
)  # fmt: skip
def test_what_is_said(spec: Spec, topic: Topic, side: str | None, first: str):
    one = standing(spec, topic)
    assert (one.side, one.sentences[0]) == (side, first)


def test_a_toeic_mean_is_never_told_without_the_share_of_holders():
    for where in (
        HERE,
        Where(),
        Where(company="삼성전자"),
        Where(industry="K"),
        Where(year=2006, size="public"),
    ):
        for spec in (Spec(), Spec(toeic=0), Spec(toeic=900)):
            one = standing(spec, "toeic", where)
            text = " ".join(one.sentences)
            assert re.search(r"\d%가", text), where
            assert one.published.mean is None or words.number(one.published.mean.figure.value) in text


def test_people_of_another_kind_are_named_as_what_they_are():
    papers = standing(gpa(3.9), "gpa", Where(industry="K")).sentences[0]
    assert papers.startswith(
        "서류전형 합격자 평균(3.62점)보다 0.28점 높아요 (커리어, 2008년 하반기, 대기업 금융"
    )
    firms = standing(gpa(3.9), "gpa", Where(year=2025)).sentences[0]
    assert firms.startswith("기업이 답한 신입사원 평균(3.5점)보다")


def test_a_grade_is_compared_with_grades_only():
    one = standing(Spec(toeic_speaking=150), "speaking", Where(year=2022, size="large"))
    assert (one.mine, one.side) == ("토익스피킹 150점 (IH)", None)
    text = " ".join(one.sentences)
    assert "46.3%는 IH예요" in text and "79.1%는 레벨 6이에요" in text
    assert standing(Spec(toeic_speaking=150), "toeic").mine == ""
    assert standing(Spec(opic="AL"), "speaking").mine == "OPIc AL"


def test_lacks_are_only_what_was_told_as_none_the_most_common_first():
    spec = Spec(toeic=900, cert_count=0, intern_count=0, award_count=0, overseas_count=1)
    found = against(spec, HERE).lacks
    assert [(one.topic, one.share) for one in found] == [
        ("certificate", pytest.approx(0.721)),
        ("intern", pytest.approx(0.43)),
        ("award", pytest.approx(0.364)),
    ]
    assert found[0].sentence == f"합격자의 72.1%가 자격증을 갖고 있었어요 {JOBKOREA}"
    assert found[1].sentence == f"합격자의 43%가 인턴 경험이 있었어요 {JOBKOREA}"
    assert against(Spec(), HERE).lacks == ()


def test_flagged_figures_are_named_as_such():
    where = Where(year=2018, size="large")
    shown = next(
        one for one in against(Spec(toeic=800), where, flagged=True).standings if one.topic == "toeic"
    )
    assert "702점" in shown.sentences[0] and "확인이 필요한 값" in shown.sentences[0]
    assert "702" not in " ".join(standing(Spec(toeic=800), "toeic", where).sentences)


def test_a_gpa_above_its_scale_is_told():
    with pytest.raises(InputError, match="만점"):
        against(gpa(4.6), HERE)


def test_precision_is_what_the_survey_prints():
    hired = {one.value: one for one in figures() if one.metric == "gpa_mean"}
    assert precision("gpa", hired[3.8]) == pytest.approx(0.1)
    assert precision("gpa", hired[3.83]) == pytest.approx(0.01)
    found = find("toeic_mean", HERE)
    assert found is not None and precision("toeic", found.figure) == 5


def people(count: int) -> Release:
    """So many people who were hired, TOEIC 600, 610, …"""
    some = [
        HiredSpec(
            hire=Hire(year=2024, size="large"),
            spec=Spec(toeic=600 + 10 * at, gpa=Gpa(raw=3, scale="4.5"), intern_count=at % 2),
        )
        for at in range(count)
    ]
    return Release(rows_of(some), "own", 1, {})


@pytest.mark.parametrize(
    ("count", "toeic", "told"),
    [
        (4, 700, None),
        (9, 990, "9명과 견주면 높은 편이에요"),
        (9, 10, "9명과 견주면 낮은 편이에요"),
        (6, 625, "6명과 견주면 높고 낮음을 구분할 수 없어요"),
        (12, 650, r"가운데 상위 약 \d[05]?%예요 \(표본 12명, 95% 범위 \d+~\d+%\)"),
        (30, 750, r"가운데 상위 약 \d+%예요 \(표본 30명"),
        (30, 990, r"가운데 상위 10% 안이에요 \(표본 30명\)"),
        (12, 10, r"가운데 하위 25% 안이에요 \(표본 12명\)"),
    ],
)
def test_a_percentile_comes_from_the_own_rows_as_far_as_their_number_allows(
    count: int, toeic: int, told: str | None
):
    found = against(Spec(toeic=toeic), Where(), people(count))
    one = next(one for one in found.standings if one.topic == "toeic")
    said = [line for line in one.sentences if "이 앱에 등록된 합격자" in line]
    if told is None:
        assert said == [] and one.percentile is None
    else:
        assert re.search(told, said[0]), said


def test_own_rows_speak_where_nothing_is_published():
    some = [HiredSpec(hire=Hire(year=2024), spec=Spec(activity_count=at % 2, toeic=800)) for at in range(40)]
    found = against(Spec(activity_count=0), Where(), Release(rows_of(some), "own", 1, {}))
    (lack,) = found.lacks
    assert (lack.topic, lack.share) == ("activity", pytest.approx(0.5, abs=0.02))
    assert "이 앱에 등록된 합격자" in lack.sentence and "50%가 대외활동 경험이 있었어요" in lack.sentence


def test_a_percentile_says_whose_rows_they_are():
    rows = people(30).rows
    found = against(Spec(toeic=700), Where(), Release(rows, "demo", 0, {}))
    text = " ".join(line for one in found.standings for line in one.sentences)
    assert "시연용 가상 자료" in text and "이 앱에 등록된" not in text


SPECS = st.builds(
    Spec,
    gpa=st.none()
    | st.builds(
        Gpa, raw=st.integers(0, 400).map(lambda centi: centi / 100), scale=st.sampled_from(["4.5", "4.3", "4.0"])
    )
    | st.builds(Gpa, raw=st.integers(0, 100).map(float), scale=st.just("100")),
    toeic=st.none() | st.just(0) | st.integers(2, 198).map(lambda step: 5 * step),
    toeic_speaking=st.none() | st.integers(0, 20).map(lambda step: 10 * step),
    toeic_speaking_level=st.none() | st.sampled_from("12345678"),
    opic=st.none() | st.sampled_from(["none", "NL", "IM", "IM2", "AL"]),
    teps=st.none() | st.integers(0, 600),
    jlpt=st.none() | st.sampled_from(["none", "N1"]),
    hsk=st.none() | st.sampled_from(["none", "6"]),
    cert_count=st.none() | st.integers(0, 60),
    intern_count=st.none() | st.integers(0, 20),
    intern_months=st.none() | st.integers(0, 120),
    overseas_count=st.none() | st.integers(0, 20),
    award_count=st.none() | st.integers(0, 50),
    volunteer_count=st.none() | st.integers(0, 200),
    volunteer_hours=st.none() | st.integers(0, 20_000),
    club_count=st.none() | st.integers(0, 30),
    activity_count=st.none() | st.integers(0, 50),
)  # fmt: skip
PLACES = st.builds(
    Where,
    year=st.none() | st.integers(1990, 2100),
    size=st.none() | st.sampled_from(SIZES),
    industry=st.none() | st.sampled_from(sorted(industries())),
    company=st.just("") | st.sampled_from(["삼성전자", "포스코", "SK", "없는 회사"]),
    role=st.none() | st.sampled_from(sorted(roles())),
)
OWN = people(24)


def sentences(found: Comparison) -> list[str]:
    return [line for one in found.standings for line in one.sentences] + [one.sentence for one in found.lacks]


@settings(max_examples=80, deadline=None)
@given(SPECS, PLACES, st.booleans(), st.booleans())
def test_nobody_is_told_a_cause_a_chance_or_a_total(spec: Spec, where: Where, flagged: bool, own: bool):
    found = against(spec, where, OWN if own else None, flagged)
    for line in sentences(found):
        assert not NEVER.search(line), line
        assert "None" not in line and "nan" not in line and "  " not in line
        assert line.endswith("."), line
    for one in found.standings:
        assert one.side is None or one.published.mean is not None
        assert not (one.side and not one.value)
    told_none = {one.topic for one in found.standings if one.value == 0}
    assert {one.topic for one in found.lacks} <= told_none
    assert [one.share for one in found.lacks] == sorted((one.share for one in found.lacks), reverse=True)
    assert plain_comparison(found)["note"] == words.BANNER


@pytest.mark.parametrize(
    "line",
    [
        "자격증을 따면 합격 확률이 높아져요.",
        "토익을 올리면 유리해요.",
        "인턴 경험 때문에 합격했어요.",
        "자격증을 하나 더 준비하세요.",
    ],
)
def test_the_list_of_causes_finds_them(line: str):
    assert NEVER.search(line)


@pytest.mark.parametrize(
    ("where", "told"),
    [
        (Where(year=1989), "연도"),
        (Where(year=10**12), "연도"),
        (Where(size="huge"), "규모"),  # type: ignore[arg-type]
        (Where(industry="K'; --"), "업종"),
        (Where(role="ASTRONAUT"), "직무"),
        (Where(company="가" * 10_000), "회사 이름"),
    ],
)
def test_a_place_that_cannot_be_is_told(where: Where, told: str):
    with pytest.raises(InputError, match=told):
        pipeline.summary(where)
    with pytest.raises(InputError, match=told):
        pipeline.compared(Spec(), where)


def test_a_comparison_stands_beside_its_own_summary():
    summary, found = pipeline.compared(Spec(toeic=800), HERE)
    beside = zip(found.standings, summary.topics, strict=True)
    assert all(one.published is topic for one, topic in beside) and found.cell is summary.cell


@pytest.mark.parametrize(
    "company",
    ["'; DROP TABLE companies; --", "\x00\x1b[31m삼성\u202e", "\ud800", "%_\\", "🙂" * 60, "()", "   "],
)
def test_any_company_name_gives_an_answer(company: str):
    found = pipeline.summary(Where(company=company, year=2024))
    assert not any(ord(letter) < 32 for letter in found.where.company)
    assert all(one.mean.figure.company == "" for one in found.topics if one.mean)
    values = plain_summary(found)
    assert values["cell"] is None and values["topics"]
