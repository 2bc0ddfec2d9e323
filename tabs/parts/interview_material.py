"""What the review says of a document, as the plain data that interview questions are drawn from."""

from __future__ import annotations

from metajob.interview.model import Criterion, Material, MaterialProject
from metajob.review.model import CRITERIA, ProjectReview, Review

TERMS = 40  # names of tools that help to hear an answer right


def material_of(review: Review | None) -> Material:
    """The review as the interview sees it; empty without one. Guessed quotes (혹시 이 문장인가요?) are left out."""
    if review is None:
        return Material()
    match = review.posting
    keywords = match.keywords if match else ()
    return Material(
        text=review.text,
        projects=tuple(_project(review, project) for project in review.projects),
        company=match.company if match else "",
        posting=review.posting_text,
        missing=tuple(word.name for word in keywords if not word.found and not word.implied_by),
        found=tuple(word.name for word in keywords if word.found),
    )


def terms(material: Material) -> tuple[str, ...]:
    """Names that may be said in an answer: the document's tools, then the posting's keywords."""
    named = [tech for project in material.projects for tech in project.techs]
    return tuple(dict.fromkeys([*named, *material.found, *material.missing]))[:TERMS]


def _project(review: Review, project: ProjectReview) -> MaterialProject:
    levels: dict[Criterion, int] = {}
    quotes: dict[Criterion, str] = {}
    for criterion in CRITERIA:
        finding = project.finding(criterion)
        levels[criterion] = finding.level
        if finding.quotes and not finding.unsure:
            quotes[criterion] = finding.quotes[0].text
    return MaterialProject(
        title=project.span.title,
        text=review.text[project.span.start : project.span.end],
        levels=levels,
        quotes=quotes,
        techs=tuple(dict.fromkeys(tech.name for tech in project.techs if tech.used)),
    )
