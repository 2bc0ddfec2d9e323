"""The published figures: read whole, every publisher's word known, flagged ones kept apart."""

from __future__ import annotations

import csv
from collections import Counter
from itertools import pairwise
from typing import get_args

import pytest

from metajob.specs import labels, words
from metajob.specs.bands import bands, segments, speaking_shares, trend
from metajob.specs.context import beside, graduates
from metajob.specs.ladder import find
from metajob.specs.model import Figure, Metric, Topic, Where
from metajob.specs.published import HIRED, dated, figures
from metajob.specs.taxonomy import ASSETS, SIZES, industries, roles
from metajob.specs.topics import METRIC_KO, TOPICS


def one(metric: str, **limits: object) -> Figure:
    (found,) = (
        figure
        for figure in figures()
        if figure.metric == metric and all(getattr(figure, key) == value for key, value in limits.items())
    )
    return found


def test_every_figure_of_the_file_is_there_with_its_source():
    assert len(figures()) == 530
    with (ASSETS / "published_sources.csv").open(encoding="utf-8", newline="") as file:
        sources = {row["source_url"] for row in csv.DictReader(file)}
    assert len(sources) == 53 == len({figure.url for figure in figures()})
    assert all(figure.url in sources and figure.method for figure in figures())
    assert sum(figure.suspect for figure in figures()) == 5
    assert Counter(figure.flag for figure in figures() if figure.flag) == {
        "outlier_check": 2,
        "definition_varies": 3,
    }


def test_a_figure_keeps_what_the_survey_says():
    figure = one("toeic_mean", cohort="2023H1", population="final_hire")
    assert (figure.value, figure.unit, figure.n, figure.year) == (839, "점/990", 470, 2023.0)
    assert words.source_line(figure) == "잡코리아·알바몬 · 2023년 상반기 · 대기업 합격자 470건"


def test_whole_tables_of_words():
    assert tuple(TOPICS) == get_args(Topic)
    assert tuple(METRIC_KO) == get_args(Metric)
    published = {figure.metric for figure in figures()}
    for info in TOPICS.values():
        assert {info.mean, info.share} - {None} <= published
    for figure in figures():
        assert figure.population in words.POPULATION_KO


def test_every_word_of_a_publisher_is_mapped_or_left_out_on_purpose():
    for figure in figures():
        assert figure.size in labels.SIZES | labels.LEFT_OUT or figure.size in labels.WHOLE
        assert not figure.industry or figure.industry in labels.INDUSTRIES | labels.LEFT_OUT
        assert not figure.role or figure.role in labels.ROLES
        assert not figure.company or labels.company_key(figure.company)
    used = {word for one in figures() for word in (one.size, one.industry, one.role, one.company)}
    assert {*labels.SIZES, *labels.INDUSTRIES, *labels.ROLES, *labels.LEFT_OUT} <= used, "a word of nobody"
    assert {size for some in labels.SIZES.values() for size in some} <= {*SIZES}
    assert {*labels.INDUSTRIES.values()} <= {*industries()}
    assert {role for some in labels.ROLES.values() for role in some} <= {*roles()}


@pytest.mark.parametrize(
    ("cohort", "year", "period", "told"),
    [
        ("2023H1", 2023.0, "half", "2023년 상반기"),
        ("2017H2", 2017.5, "half", "2017년 하반기"),
        ("2022", 2022.0, "year", "2022년"),
        ("2021-2024", 2022.5, "years", "2021~2024년"),
        ("2017-08", 2017.5, "half", "2017년 8월"),
        ("2018-01", 2018.0, "half", "2018년 1월"),
        ("2020H1(추정)", 2020.0, "half", "2020년 상반기(추정)"),
        ("미표시(2008 무렵)", 2008.0, "year", "2008년(추정)"),
        ("미표시(2010-2011)", 2010.5, "years", "2010~2011년(추정)"),
        ("미표시", None, "unknown", "연도 미표시"),
    ],
)
def test_cohorts_are_dated(cohort: str, year: float | None, period: str, told: str):
    assert dated(cohort) == (year, period)
    assert words.cohort_name(cohort) == told
    assert cohort in {figure.cohort for figure in figures()}


@pytest.mark.parametrize(
    ("name", "same"),
    [
        ("삼성전자", "(주) 삼성전자"),
        ("삼성전자", "삼성 전자 주식회사"),
        ("S-Oil", "에쓰오일"),
        ("S-Oil", "S-OIL㈜"),
        ("SK건설", "SK에코플랜트"),
        ("포스코", "POSCO"),
        ("한국전력공사", "한전"),
    ],
)
def test_a_company_is_known_by_its_other_names(name: str, same: str):
    assert labels.company_key(name) == labels.company_key(same) != ""
    assert labels.company_key("삼성") != labels.company_key("삼성전자")


def test_source_lines_say_who_was_asked():
    firms = one("gpa_mean", cohort="2019H1", population="final_hire(기업응답)")
    assert words.source_line(firms) == "사람인 · 2019년 상반기 · 기업 276개사가 답한 신입사원"
    officers = one("gpa_mean", cohort="2011H1", size="대기업")
    assert words.people_line(officers) == "대기업 인사담당자 41명이 답한 신입사원"
    papers = one("gpa_mean", cohort="2008H2", industry="금융")
    assert words.people_line(papers) == "대기업 금융 서류전형 합격자(표본 수 미공개)"
    doubtful = one("award_pct", cohort="2023H1")
    assert words.source_line(doubtful).endswith("확인이 필요한 값")


def test_grades_of_the_own_rows_are_named():
    told = [words.amount("speaking", 8), words.amount("speaking", 5.5), words.amount("jlpt", 4)]
    assert told == ["IH", "IM1~IM2", "N2"]
    assert (words.amount("hsk", 5), words.amount("toeic", 839), words.amount("gpa", 3.85)) == (
        "5급",
        "839점",
        "3.85점",
    )


@pytest.mark.parametrize(
    ("metric", "where", "line"),
    [
        ("gpa_mean", Where(year=2023, size="large"), ""),
        ("award_pct", Where(year=2024, size="large"), "고른 해에 가장 가까운 2022년 통계예요."),
        (
            "award_pct",
            Where(company="토스"),
            "‘토스’, ‘전체’의 공개 통계가 없어 ‘대기업’ 통계를 보여 드려요.",
        ),
        (
            "toeic_mean",
            Where(industry="K", size="large"),
            "2008년 하반기 통계라 지금과 다를 수 있어요. "
            "더 최근 통계: 839점 (잡코리아·알바몬 · 2023년 상반기 · 대기업 합격자 470건)",
        ),
        (
            "toeic_mean",
            Where(year=2022, industry="K", size="large"),
            "고른 해와 14년 떨어진 2008년 하반기 통계라 지금과 다를 수 있어요. "
            "고른 해에 더 가까운 통계: 834점 (잡코리아 · 2022년 · 대기업(1000대) 합격자 1,176건)",
        ),
        (
            "gpa_mean",
            Where(company="LG전자", size="large"),
            "언제의 통계인지 표시돼 있지 않아요. "
            "때가 알려진 통계: 3.8점 (잡코리아·알바몬 · 2023년 상반기 · 대기업 합격자 470건)",
        ),
    ],
)
def test_the_ladder_is_told(metric: str, where: Where, line: str):
    found = find(metric, where)
    assert found is not None and words.ladder_line(found) == line


def test_a_published_distribution_keeps_its_bands_and_says_what_is_missing():
    chart = bands("gpa", Where(year=2017))
    assert chart is not None and chart.figure.cohort == "2017H2" and chart.figure.n == 104
    assert [(band.low, band.high, band.share) for band in chart.bands] == [
        (None, 3.0, 8.7),
        (3.0, 3.3, 19.2),
        (3.3, 3.6, 35.6),
        (3.6, 3.9, 26),
        (3.9, 4.2, 8.7),
        (4.2, None, 1.9),
    ]
    assert chart.rest == 0 and chart.note == ""
    assert [chart.of(value) for value in (2.5, 3.0, 3.59, 3.595, 3.6, 4.5)] == [0, 1, 2, 2, 3, 5]
    toeic = bands("toeic", Where(year=2012))
    assert toeic is not None and toeic.rest == pytest.approx(51.8)
    assert toeic.note == "토익 보유자 가운데 비율이에요. 나머지 51.8%는 공개되지 않았어요."
    assert toeic.of(720) is None, "a band that was not published"
    assert "600" not in words.source_line(toeic.figure)
    counted = bands("cert_count", Where(year=2017))
    assert counted is not None and counted.of(2) == 1
    assert bands("club_count", Where()) is None
    elsewhere = bands("gpa", Where(year=2017, size="large", company="포스코"))
    assert elsewhere is not None
    assert elsewhere.note == "‘포스코’, ‘대기업’의 분포는 공개되지 않아 ‘전체’ 분포를 보여 드려요."


def test_no_distribution_is_one_of_job_seekers():
    for metric in ("gpa", "toeic", "cert_count"):
        for year in range(2000, 2030):
            chart = bands(metric, Where(year=year))
            assert chart is not None and chart.figure.population in HIRED
            assert sum(band.share for band in chart.bands) + chart.rest == pytest.approx(100, abs=0.4)


def test_a_trend_is_one_publishers_and_is_not_joined_over_breaks():
    points = trend("toeic_mean", Where(size="large"))
    assert [(one.cohort, one.value) for one in points] == [
        ("2017", 842),
        ("2019", 836),
        ("2020", 864),
        ("2021", 886),
        ("2021H1", 857),
        ("2022", 834),
        ("2022H1", 846),
        ("2023H1", 839),
    ]
    assert {one.population for one in points} == {"final_hire"}
    lines = [[one.cohort for one in line] for line in segments(points)]
    assert lines == [["2017", "2019", "2020", "2021", "2022"], ["2021H1"], ["2022H1", "2023H1"]]
    assert 702 in [one.value for one in trend("toeic_mean", Where(size="large"), flagged=True)]
    assert trend("gpa_mean", Where(company="삼성전자"))[0].publisher == "사람인", "no series of one company"
    assert trend("no_such_metric", Where()) == ()


def test_a_changed_definition_breaks_the_line():
    whole = trend("intern_pct", Where(), flagged=True)
    for line in segments(whole):
        assert len({one.flag for one in line}) == 1
        assert all(later.year - early.year <= 2 for early, later in pairwise(line))
    assert not any(one.suspect for one in trend("intern_pct", Where()))


def test_grades_of_speaking_tests_stay_grades():
    shares = speaking_shares(Where(year=2022, size="large"))
    assert [(one.metric, one.other.get("grade") or one.other["level"], one.value) for one in shares] == [
        ("opic_grade_pct", "IH", 46.3),
        ("toeic_speaking_level_pct", "6(구)", 79.1),
    ]


def test_applicants_stand_beside_hired_people_as_what_they_are():
    mean, share = beside("certificate", Where(size="large"))
    assert {one.population for one in mean.others} == {"applicant", "jobseeker"}
    assert (
        mean.sentence.startswith("자격증 평균: 합격자 2개 (캐치(진학사)") and "지원자 2.4개" in mean.sentence
    )
    assert share.hired.population in HIRED
    assert "학점 평균: 괜찮은 일자리 3.64점, 기타 취업 3.6점, 미취업 3.62점" in graduates("gpa")
    assert graduates("club") == ""
    assert beside("club", Where()) == ()
