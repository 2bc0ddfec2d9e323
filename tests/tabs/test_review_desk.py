"""The visitor's desk: steps back, refused guesses, what stays of a paid model review, what is compared."""

from __future__ import annotations

from metajob.review.model import Pointer
from tabs.parts.review_desk import STEPS, ReviewDesk, Version, merge, refuse
from tests.tabs.reviews import deepened, found, project, quote, review


def at(desk: ReviewDesk, id: str, criterion: str) -> int:
    assert desk.review is not None
    one = next(one for one in desk.review.projects if one.span.id == id)
    return one.finding(criterion).level  # type: ignore[arg-type]


def pointer(criterion: str = "why", id: str = "p2", start: int = 0, end: int = 3) -> Pointer:
    return Pointer.model_validate({"project": id, "criterion": criterion, "start": start, "end": end})


def test_a_refused_guess_counts_as_not_found_and_comes_back():
    desk = ReviewDesk()
    desk.begin(review())
    guess = review().projects[1].finding("result").quotes[0]
    desk.change(Version(review(), rejected=frozenset({("p2", "result", guess.start, guess.end)})))
    assert at(desk, "p2", "result") == 0
    assert desk.review is not None and not desk.review.projects[1].finding("result").unsure
    desk.back()
    assert at(desk, "p2", "result") == 1


def test_refusing_leaves_everything_else_as_it_is():
    assert refuse(review(), frozenset()) is not None
    other = refuse(review(), frozenset({("p2", "result", 0, 1)}))
    assert other == review()


def test_steps_back_are_counted():
    desk = ReviewDesk()
    desk.begin(review())
    for _ in range(STEPS + 5):
        desk.change(Version(review()))
    assert len(desk.steps) == STEPS
    desk.begin(review())
    assert desk.steps == []


def test_the_review_before_is_compared_with_the_next_one():
    desk, first, second = ReviewDesk(), review(name="v1"), review(name="v2")
    desk.begin(first)
    assert desk.previous is None
    desk.stored = "abc"
    desk.begin(second)
    assert desk.previous == first and desk.previous_id == "abc" and desk.stored == ""


def test_a_model_review_survives_a_correction_elsewhere():
    desk = ReviewDesk()
    desk.begin(review())
    desk.change(Version(review(), deepened(review())))
    fresh = review(pointed=(pointer("limits"),))
    version = desk.redone(fresh)
    assert version.deep is not None
    assert version.deep.projects[0].finding("choice").engine == "model"
    assert version.deep.pointed == fresh.pointed


def test_a_model_finding_goes_where_the_person_pointed_or_the_split_changed():
    assert merge(deepened(review()), review(pointed=(pointer("choice", "p1"),))) is None
    other = project("p1", "x", 0, 10, found("choice", 1, quote("한가람")))
    assert merge(deepened(review()), review(projects=(other,))) is None


def test_the_offline_result_can_always_be_seen():
    desk = ReviewDesk()
    desk.begin(review())
    desk.change(Version(review(), deepened(review())))
    assert at(desk, "p1", "choice") == 2
    desk.only_offline = True
    assert at(desk, "p1", "choice") == 1


def test_a_second_pointer_takes_the_place_of_the_first():
    desk = ReviewDesk()
    desk.begin(review(pointed=(pointer("why"), pointer("limits"))))
    kept = desk.pointing(pointer("why", start=5, end=9))
    assert [(one.criterion, one.start) for one in kept] == [("limits", 0), ("why", 5)]


def test_pointers_of_a_dropped_project_go_with_it():
    desk = ReviewDesk()
    desk.begin(review(pointed=(pointer("why", "p1"), pointer("why", "p2")), posting_text="공고"))
    options = desk.options(spans=(review().projects[1].span,))
    assert [one.project for one in options.pointers] == ["p2"]
    assert options.posting == "공고"


def test_answers_are_handed_over_by_project():
    desk = ReviewDesk()
    desk.answers = {("p1", "why"): "하나", ("p1", "result"): "둘", ("p2", "why"): "셋"}
    assert desk.answers_of() == {"p1": ["하나", "둘"], "p2": ["셋"]}
