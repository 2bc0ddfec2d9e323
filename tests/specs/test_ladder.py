"""The ladder: which figure is taken for a place, read from the file by hand; never one of people who were not hired."""

from __future__ import annotations

from itertools import product

import pytest

from metajob.specs.ladder import alternatives, find, same_survey, topic
from metajob.specs.model import Where
from metajob.specs.published import HIRED, by_metric
from metajob.specs.taxonomy import SIZES, industries, roles
from metajob.specs.topics import TOPICS

LARGE = "대기업"


@pytest.mark.parametrize(
    ("metric", "where", "value", "cohort", "publisher", "rung"),
    [
        ("gpa_mean", Where(year=2023, size="large"), 3.8, "2023H1", "잡코리아·알바몬", "size"),
        ("toeic_mean", Where(year=2022, size="large"), 834, "2022", "잡코리아", "size"),
        ("toeic_mean", Where(year=2018, size="large"), 842, "2017", "잡코리아", "size"),
        ("toeic_mean", Where(year=2008, size="large"), 803, "2008", "사람인", "size"),
        ("toeic_mean", Where(year=2008, size="sme"), 695, "2008", "사람인", "size"),
        ("intern_pct", Where(year=2013, size="large"), 35, "2013H1", "사람인", "size"),
        ("toeic_mean", Where(year=2011, size="large"), 705, "2011H1", "잡코리아", "size"),
        ("gpa_mean", Where(year=2013), 3.5, "2013H1", "사람인", "all"),
        ("intern_pct", Where(year=2013, size="mid"), 28, "2013H1", "사람인", "size"),
        ("toeic_mean", Where(size="public"), 869.4, "2006", "커리어", "size"),
        ("toeic_mean", Where(year=2006, size="public", role="BIZ.HR"), 906.4, "2006", "커리어", "role"),
        ("certificate_holder_pct", Where(role="BIZ"), 57, "2006", "커리어", "role"),
        ("certificate_holder_pct", Where(role="PROD"), 91.5, "2006", "커리어", "role"),
        ("gpa_mean", Where(industry="C.SHIP"), 3.68, "2008H2", "커리어", "industry"),
        ("toeic_mean", Where(industry="K"), 825, "2008H2", "커리어", "industry"),
        ("gpa_mean", Where(company="포스코", year=2023), 3.83, "미표시", "잡코리아", "company"),
        ("toeic_mean", Where(company="삼성전자", year=2018), 704, "2018H1", "사람인", "company"),
        ("toeic_mean", Where(company="삼성전자", year=2021), 886, "2020", "캐치(진학사)·서울경제", "company"),
        ("toeic_mean", Where(company="한전"), 796, "2018H1", "사람인", "company"),
        ("toeic_mean", Where(company="CJ"), 814.3, "미표시(2008 무렵)", "커리어", "company"),
        ("gpa_mean", Where(year=2018), 3.6, "2017H1", "인크루트", "all"),
        ("toeic_mean", Where(year=2020), 758, "2020H1(추정)", "사람인", "all"),
        ("award_pct", Where(year=2022), 36.4, "2022", "잡코리아", "size"),
    ],
)
def test_the_figure_for_a_place(
    metric: str, where: Where, value: float, cohort: str, publisher: str, rung: str
):
    found = find(metric, where)
    assert found is not None
    figure = found.figure
    assert (figure.value, figure.cohort, figure.publisher, found.rung) == (value, cohort, publisher, rung)
    assert found.steps[-1].found and not any(step.found for step in found.steps[:-1])


def test_every_rung_that_was_tried_is_told():
    found = find("award_pct", Where(year=2024, company="토스", industry="K", role="IT.DEV", size="large"))
    assert found is not None
    assert [(step.rung, step.label, step.found) for step in found.steps] == [
        ("company_role", "토스 · SW 개발", False),
        ("company", "토스", False),
        ("industry_role", "금융 및 보험업 · SW 개발", False),
        ("industry", "금융 및 보험업", False),
        ("role", "SW 개발", False),
        ("size", LARGE, True),
    ]
    assert found.gap == 2


def test_nothing_is_published_for_some_places():
    assert find("overseas_pct", Where(size="sme")) is None, (
        "a figure of large companies is not one of small ones"
    )
    assert find("no_such_metric", Where()) is None
    assert find("toeic_mean", Where(size="foreign", industry="C")) is not None


def test_an_old_figure_has_a_nearer_one_beside_it():
    found = find("toeic_mean", Where(year=2023, industry="K"))
    assert found is not None and found.gap == 15
    assert found.newer is not None and found.newer.cohort == "2020H1(추정)"
    undated = find("toeic_mean", Where(year=2023, company="포스코", size="large"))
    assert undated is not None and undated.gap is None
    assert undated.newer is not None and undated.newer.value == 839
    near = find("toeic_mean", Where(year=2023, size="large"))
    assert near is not None and near.newer is None


def test_flagged_figures_are_hidden_unless_asked_for():
    where = Where(year=2018, size="large")
    hidden, shown = find("toeic_mean", where), find("toeic_mean", where, flagged=True)
    assert hidden is not None and shown is not None
    assert (hidden.figure.value, shown.figure.value) == (842, 702)
    assert shown.figure.suspect
    assert all(not one.suspect for one in alternatives("toeic_mean", where))


def test_sources_that_disagree_stay_reachable():
    where = Where(company="삼성전자", year=2020)
    found = find("toeic_mean", where)
    others = alternatives("toeic_mean", where)
    assert found is not None and found.figure.value == 886
    assert [(one.value, one.cohort) for one in others] == [(704, "2018H1"), (841, "미표시")]


def test_a_toeic_mean_goes_with_the_share_of_its_own_survey():
    for year in (2021, 2022, 2023):
        both = topic("toeic", Where(year=year, size="large"))
        assert both.mean is not None and both.share is not None
        assert same_survey(both.mean.figure, both.share.figure)
    firms = topic("toeic", Where(year=2019))
    assert firms.mean is not None and firms.share is not None
    assert (firms.mean.figure.value, firms.share.figure.value) == (740, 62), "not the 40 % of another survey"
    catch = topic("toeic", Where(company="삼성전자"))
    assert catch.share is not None, "known of others, then"


def test_the_order_among_figures_of_one_rung():
    """People before employers within two years; a whole year before its half; then the larger number of people."""
    people = find("gpa_mean", Where(year=2019))
    assert people is not None and people.figure.population == "final_hire"
    whole = find("toeic_mean", Where(year=2021, size="large"))
    assert whole is not None and (whole.figure.cohort, whole.figure.n) == ("2021", 1022)


def test_no_place_gets_a_figure_of_people_who_were_not_hired():
    """All metrics at every combination of some places: only hired people, no part of them, nobody else's size."""
    places = [
        Where(year, size, industry, company, role)
        for year, size, industry, company, role in product(
            (None, 2018),
            (None, *SIZES),
            (None, "K", "C"),
            ("", "삼성", "'; DROP TABLE x; --", "선호 10개사 평균"),
            (None, "BIZ", "MKT"),
        )
    ]
    for metric, where in product(("gpa_mean", "toeic_mean", "intern_pct"), places):
        found = find(metric, where)
        if found is None:
            continue
        figure = found.figure
        assert figure.population in HIRED and not figure.suspect
        assert not {"sex", "major", "band", "grade", "education", "univ_region", "job"} & figure.other.keys()
        assert figure.company in ("", "삼성")
        if where.size not in (None, "large", "mid", "public") and not figure.company:
            assert LARGE not in figure.size


def test_every_code_can_be_asked_for():
    for industry, role in [*product(industries(), [None]), *product([None], roles())]:
        for info in TOPICS.values():
            if info.mean:
                assert find(info.mean, Where(industry=industry, role=role)) is not None
    assert {one.population for some in by_metric().values() for one in some} > {*HIRED}
