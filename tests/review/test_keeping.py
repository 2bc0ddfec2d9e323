"""A review goes into the store and comes back as it was; what cannot be read is told."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from metajob.errors import StorageError
from metajob.review.keeping import keep, levels_in, levels_of, open_review
from metajob.review.model import Review
from metajob.store.reviews import ReviewBook, owner_of
from metajob.store.sqlite import SqliteDatabase
from tests.review.reports import full_review, hostile_review

OWNER = owner_of("a" * 43)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "meta-job.db"


@pytest.fixture
def book(place: Path) -> ReviewBook:
    return ReviewBook(SqliteDatabase(place))


def test_it_comes_back_as_it_was(book: ReviewBook) -> None:
    first = keep(book, OWNER, full_review())
    second = keep(book, OWNER, full_review(), previous=first.id)
    assert open_review(book, OWNER, second.id) == full_review()
    (row, _) = book.list(OWNER)
    assert (row.previous_id, row.name, row.role, row.engine, row.projects) == (
        first.id, "이력서_김하늘.pdf", "backend", "model", 2,
    )  # fmt: skip
    assert levels_in(row) == levels_of(full_review()) == [[3, 2, 3, 3, 0], [2, 1, 0, 1, 0]]


def test_half_characters_become_one_other_each(book: ReviewBook) -> None:
    review = hostile_review()
    kept = open_review(book, OWNER, keep(book, OWNER, review).id)
    assert len(kept.text) == len(review.text)
    assert kept.text == review.text.replace("\ud83d", "\ufffd").replace("\udfff", "\ufffd")
    for finding in kept.projects[0].findings:
        assert all(kept.text[quote.start : quote.end] == quote.text for quote in finding.quotes)


def test_the_longest_document_fits(book: ReviewBook) -> None:
    review = Review(name="긴 글", text="가" * 60_000)
    assert open_review(book, OWNER, keep(book, OWNER, review).id) == review


@pytest.mark.parametrize(
    "body", ["", "{", "[]", "null", '{"name":"x"}', '{"name":"x","text":"y","unknown":1}']
)
def test_a_damaged_row_is_told(book: ReviewBook, place: Path, body: str) -> None:
    row = keep(book, OWNER, full_review())
    raw = sqlite3.connect(place)
    with raw:
        raw.execute("UPDATE reviews SET body = ?, summary = ?", (body, body))
    raw.close()
    with pytest.raises(StorageError, match="읽을 수 없어요"):
        open_review(book, OWNER, row.id)
    assert levels_in(book.list(OWNER)[0]) == []


def test_a_newer_review_is_told(book: ReviewBook, place: Path) -> None:
    row = keep(book, OWNER, full_review())
    newer = json.dumps({**json.loads(book.load(OWNER, row.id).body), "schema_version": 2, "stars": 5})
    raw = sqlite3.connect(place)
    with raw:
        raw.execute("UPDATE reviews SET body = ?", (newer,))
    raw.close()
    with pytest.raises(StorageError, match="더 새로운 버전"):
        open_review(book, OWNER, row.id)
