"""What the setup screen says of this visitor: the review to practise with, and the model that could help."""

from __future__ import annotations

from metajob.review.words import CRITERION_EN, CRITERION_KO
from tabs.parts.ask import Ask
from tabs.parts.interview_room import model_row, review_row
from tabs.parts.review_model import endpoint_of

WEAK = 1  # levels up to this are worth practising


def setup_zones(ask: Ask) -> dict[str, str]:
    """The zones "review" and "model"."""
    review, endpoint = ask.visitor.review.review, endpoint_of(ask.visitor.review)
    name, gaps = "", []
    if review is not None and review.projects:
        words = CRITERION_EN if ask.lang == "en" else CRITERION_KO
        name = review.name
        gaps = [
            words[finding.criterion]
            for project in review.projects
            for finding in project.findings
            if finding.level <= WEAK
        ]
    return {
        "review": review_row(ask.lang, name, list(dict.fromkeys(gaps))[:4]),
        "model": model_row(ask.lang, endpoint.host if endpoint else ""),
    }
