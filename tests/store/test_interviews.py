"""Keeping interviews: what comes back, who sees it, saving twice, and that deleting leaves nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from metajob.errors import StorageError
from metajob.store.book import MAX_BODY, MAX_SUMMARY
from metajob.store.database import Database
from metajob.store.interviews import InterviewBook
from metajob.store.reviews import ReviewBook
from metajob.store.sqlite import SqliteDatabase
from tests.store.conftest import ANNA, BORA, SECRET, files_hold, keep, keep_interview

ONE = "1" * 32


@pytest.fixture
def interviews(database: Database) -> InterviewBook:
    return InterviewBook(database)


def test_what_was_saved_comes_back(interviews: InterviewBook) -> None:
    seoul = timezone(timedelta(hours=9))
    saved = keep_interview(interviews, created=datetime(2026, 11, 22, 18, 30, 0, 7, tzinfo=seoul))
    assert interviews.load(ANNA, saved.id) == saved
    assert saved.created == datetime(2026, 11, 22, 9, 30, 0, 7, tzinfo=UTC)
    (listed,) = interviews.list(ANNA)
    assert (listed.body, listed.summary, listed.family) == ("", '{"words":40}', "backend")


def test_list_is_by_when_the_interview_was(interviews: InterviewBook) -> None:
    days = [datetime(2026, 11, day, tzinfo=UTC) for day in (3, 1, 2)]
    for day in days:
        keep_interview(interviews, created=day)
    assert [row.created.day for row in interviews.list(ANNA)] == [3, 2, 1]
    assert [row.created.day for row in interviews.list(ANNA, limit=1)] == [3]


def test_nobody_sees_or_deletes_what_is_not_theirs(interviews: InterviewBook) -> None:
    hers = keep_interview(interviews)
    assert (interviews.list(BORA), interviews.count(BORA), interviews.erase(BORA)) == ((), 0, 0)
    assert interviews.delete(BORA, hers.id) is False
    with pytest.raises(StorageError, match="저장된 면접을 찾지 못했어요"):
        interviews.load(BORA, hers.id)
    assert interviews.load(ANNA, hers.id) == hers


def test_saving_again_replaces_ones_own_and_nobody_elses(
    database: Database, interviews: InterviewBook
) -> None:
    from sqlalchemy.exc import IntegrityError

    keep_interview(interviews, id=ONE)
    keep_interview(interviews, id=ONE, body='{"text":"늦은 결과까지"}')
    assert interviews.count(ANNA) == 1
    assert interviews.load(ANNA, ONE).body == '{"text":"늦은 결과까지"}'
    if isinstance(database, SqliteDatabase):
        assert not files_hold(database.path.parent, SECRET)
    with pytest.raises(IntegrityError) as refused:
        keep_interview(interviews, BORA, id=ONE)
    assert ONE not in str(refused.value)  # MySQL quotes the value; such a line would reach the log
    assert (interviews.count(ANNA), interviews.count(BORA)) == (1, 0)


@pytest.mark.parametrize("size", [1, 2_000, 100_000])
def test_deleted_text_is_in_no_file(sqlite_database: SqliteDatabase, size: int) -> None:
    database, interviews = sqlite_database, InterviewBook(sqlite_database)
    other = keep_interview(interviews, BORA, body='{"text":"남는 글"}')
    with database.reading() as reader:  # keeps the write-ahead log from being removed
        assert reader is not None
        gone = keep_interview(interviews, name="지울 회사", summary='["지울 요약"]', body=SECRET * size)
        assert files_hold(database.path.parent, SECRET)
        assert interviews.delete(ANNA, gone.id)
        for text in (SECRET, "지울 회사", "지울 요약", gone.id):
            assert not files_hold(database.path.parent, text)
    assert interviews.load(BORA, other.id).body == '{"text":"남는 글"}'


def test_erase_takes_interviews_and_leaves_reviews(database: Database, interviews: InterviewBook) -> None:
    """Each book is one shelf; the other one has its own button."""
    reviews = ReviewBook(database)
    keep(reviews, body='{"text":"리뷰"}')
    for _ in range(3):
        keep_interview(interviews)
    keep_interview(interviews, BORA, body='{"text":"남는 글"}')
    assert interviews.erase(ANNA) == 3
    assert (interviews.count(ANNA), interviews.count(BORA), reviews.count(ANNA)) == (0, 1, 1)
    if isinstance(database, SqliteDatabase):
        assert not files_hold(database.path.parent, SECRET)


@pytest.mark.parametrize("owner", ["", "a" * 63, "A" * 64, f"{'a' * 64}\n", "' OR 1=1 --"])
def test_a_malformed_owner_is_a_bug(interviews: InterviewBook, owner: str) -> None:
    for call in (interviews.list, interviews.count, interviews.erase):
        with pytest.raises(ValueError, match="64 hex"):
            call(owner)
    with pytest.raises(ValueError, match="64 hex"):
        keep_interview(interviews, owner)


@pytest.mark.parametrize("id", ["", "..", "1" * 31, "G" * 32, f"{ONE}\n"])
def test_a_malformed_id_is_a_bug(interviews: InterviewBook, id: str) -> None:
    with pytest.raises(ValueError, match="32 hex"):
        keep_interview(interviews, id=id)
    with pytest.raises(ValueError, match="time zone"):
        keep_interview(interviews, created=datetime(2026, 11, 22))
    assert interviews.count(ANNA) == 0


@pytest.mark.parametrize("change", [{"body": "x" * (MAX_BODY + 1)}, {"summary": "x" * (MAX_SUMMARY + 1)}])
def test_too_large_is_refused_and_nothing_is_kept(interviews: InterviewBook, change: dict[str, str]) -> None:
    with pytest.raises(StorageError, match="너무 커서"):
        keep_interview(interviews, **change)
    assert interviews.count(ANNA) == 0


def test_the_name_is_made_readable(interviews: InterviewBook) -> None:
    row = keep_interview(interviews, name="하늘\x00\ud800테크" + "가" * 300)
    assert interviews.load(ANNA, row.id).name == ("하늘  테크" + "가" * 300)[:255]


@pytest.mark.parametrize("change", ["owner = 'short'", "answered = -1", "answered = 6", "body = NULL"])
def test_the_database_itself_refuses_nonsense(
    database: Database, interviews: InterviewBook, change: str
) -> None:
    from sqlalchemy.exc import DBAPIError

    keep_interview(interviews)
    with (
        pytest.raises(DBAPIError, match=r"CHECK|NOT NULL|error (4025|3819|1048)"),
        database.writing() as connection,
    ):
        connection.exec_driver_sql(f"UPDATE interviews SET {change}")
