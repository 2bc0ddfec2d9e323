"""Correcting the split: each action, what it refuses, and that nothing ever overlaps or leaves the text."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metajob.errors import InputError
from metajob.review.model import ProjectSpan
from metajob.review.split import edits

TEXT = (
    "첫째 프로젝트 이야기입니다.\n\n둘째 프로젝트 이야기입니다.\n\n셋째 프로젝트 이야기입니다.\n\n"
    "남은 글은 여기에 더 있습니다."
)
STARTS = [TEXT.index(word) for word in ("첫째", "둘째", "셋째")]
SPANS = tuple(
    ProjectSpan(start=start, end=TEXT.index(".", start) + 1, id=f"p{i}", title=f"{i}번")
    for i, start in enumerate(STARTS, 1)
)


def ids(spans: edits.Spans) -> list[str]:
    return [span.id for span in spans]


def test_merge_joins_neighbours_under_the_first_ones_name() -> None:
    merged = edits.merge(SPANS, ["p2", "p1"])
    assert ids(merged) == ["p1", "p3"]
    assert TEXT[merged[0].start : merged[0].end].endswith("둘째 프로젝트 이야기입니다.")
    assert merged[0].title == "1번" and merged[1] == SPANS[2]


def test_split_cuts_at_the_place_and_names_the_second_part() -> None:
    whole = edits.merge(SPANS, ["p1", "p2", "p3"])
    parts = edits.split(whole, "p1", TEXT.index("셋째"), TEXT)
    assert ids(parts) == ["p1", "p2"]
    assert TEXT[parts[0].start : parts[0].end].endswith("둘째 프로젝트 이야기입니다.")
    assert parts[1].title == "셋째 프로젝트 이야기입니다." and parts[1].start == STARTS[2]


def test_rename_drop_and_add_leave_the_others_alone() -> None:
    assert edits.rename(SPANS, "p2", "  새   이름 ")[1].title == "새 이름"
    dropped = edits.drop(SPANS, "p2")
    assert ids(dropped) == ["p1", "p3"]
    added = edits.add(dropped, TEXT.index("남은") - 2, len(TEXT), "", TEXT)
    assert ids(added) == ["p1", "p3", "p4"]
    assert TEXT[added[2].start : added[2].end] == "남은 글은 여기에 더 있습니다."
    assert added[2].title.startswith("남은 글은") and added[:2] == dropped


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        (lambda: edits.merge(SPANS, ["p1"]), "두 개 이상"),
        (lambda: edits.merge(SPANS, ["p1", "p1"]), "두 개 이상"),
        (lambda: edits.merge(SPANS, ["p1", "p3"]), "사이에 다른"),
        (lambda: edits.merge(SPANS, ["p1", "p9"]), "찾지 못했어요"),
        (lambda: edits.split(SPANS, "p1", STARTS[1], TEXT), "밖에"),
        (lambda: edits.split(SPANS, "p1", 3, TEXT), "너무 짧아져요"),
        (lambda: edits.rename(SPANS, "p1", " \n "), "비어"),
        (lambda: edits.rename(SPANS, "p1", "가" * 81), "너무 길어요"),
        (lambda: edits.drop(SPANS, ""), "찾지 못했어요"),
        (lambda: edits.add(SPANS, 5, STARTS[1] - 1, "겹침", TEXT), "1번"),
        (lambda: edits.add(SPANS, 0, len(TEXT) + 1, "밖", TEXT), "문서 밖"),
        (lambda: edits.add((), 4, 2, "뒤집힘", TEXT), "문서 밖"),
        (lambda: edits.add((), 0, 5, "짧음", TEXT), "너무 짧아요"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(wish: Callable[[], edits.Spans], said: str) -> None:
    with pytest.raises(InputError) as error:
        wish()
    assert said in error.value.message
    assert error.value.message.endswith("요.")


ACTION = st.tuples(
    st.sampled_from(["merge", "split", "rename", "drop", "add"]),
    st.sampled_from([f"p{i}" for i in range(1, 8)]),
    st.sampled_from([f"p{i}" for i in range(1, 8)]),
    st.integers(-3, len(TEXT) + 3),
    st.integers(-3, len(TEXT) + 3),
    st.text(max_size=90),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(ACTION, max_size=8))
def test_whatever_is_tried_spans_stay_apart_and_within_the_text(
    actions: list[tuple[str, str, str, int, int, str]],
) -> None:
    spans = SPANS
    for name, one, two, a, b, title in actions:
        before = spans
        try:
            if name == "merge":
                spans = edits.merge(spans, [one, two])
            elif name == "split":
                spans = edits.split(spans, one, a, TEXT)
            elif name == "rename":
                spans = edits.rename(spans, one, title)
            elif name == "drop":
                spans = edits.drop(spans, one)
            else:
                spans = edits.add(spans, a, b, title, TEXT)
        except InputError:
            assert spans is before
        assert all(0 <= span.start < span.end <= len(TEXT) and span.title.strip() for span in spans)
        assert all(left.end <= right.start for left, right in pairwise(spans))
        assert len({span.id for span in spans}) == len(spans)
        untouched = {one, two} if name in ("merge", "split", "rename", "drop") else set()
        kept = [span for span in before if span.id not in untouched]
        assert all(span in spans for span in kept)
