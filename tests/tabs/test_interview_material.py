"""The interview gets the review as plain data: exact quotes, weak criteria, names of tools, no guesses."""

from __future__ import annotations

from metajob.interview.model import Material
from metajob.review.model import Quote
from metajob.review.pipeline import Options
from tabs.parts import review_work
from tabs.parts.interview_material import material_of, terms

POSTING = "[우대 사항]\n- Kafka 운영 경험\n- Spring Boot"


def test_without_a_review_there_is_nothing_to_ask_about():
    assert material_of(None) == Material()
    assert terms(Material()) == ()


def test_projects_quotes_and_posting_arrive():
    review = review_work.first(review_work.sample(), POSTING, Options(role="backend"))
    material = material_of(review)
    assert [project.title for project in material.projects] == [one.span.title for one in review.projects]
    for project in material.projects:
        assert project.text in material.text
        assert set(project.levels) == {"why", "tech", "choice", "result", "limits"}
        for criterion, quote in project.quotes.items():
            assert quote in material.text
            assert project.levels[criterion] > 0
    assert any(project.techs for project in material.projects)
    assert set(material.missing) & set(material.found) == set()
    assert {"Kafka", "Spring Boot"} <= {*material.missing, *material.found, *terms(material)}


def test_a_guess_is_no_evidence():
    review = review_work.first(review_work.sample(), "", Options(role="backend"))
    first = review.projects[0]
    guess = first.findings[0].model_copy(
        update={
            "level": 0,
            "unsure": True,
            "quotes": (Quote(start=0, end=3, text=review.text[:3], source="similar"),),
        }
    )
    doubtful = first.model_copy(update={"findings": (guess, *first.findings[1:])})
    material = material_of(review.model_copy(update={"projects": (doubtful, *review.projects[1:])}))
    assert guess.criterion not in material.projects[0].quotes
    assert material.projects[0].levels[guess.criterion] == 0
