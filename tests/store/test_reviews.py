"""Keeping reviews: what comes back, who sees it, and that deleting leaves nothing."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from metajob.errors import StorageError
from metajob.store.database import Database
from metajob.store.mysql import MysqlDatabase
from metajob.store.reviews import MAX_BODY, ReviewBook, new_token, owner_of
from metajob.store.sqlite import SqliteDatabase
from tests.store.conftest import ANNA, BORA, SECRET, files_hold, keep


def test_what_was_saved_comes_back(book: ReviewBook) -> None:
    saved = keep(book, name="내 이력서 (최종).pdf")
    loaded = book.load(ANNA, saved.id)
    assert loaded == saved
    assert (loaded.name, loaded.body) == ("내 이력서 (최종).pdf", f'{{"text":"{SECRET}"}}')
    assert abs(datetime.now(UTC) - loaded.created) < timedelta(minutes=1)


def test_another_connection_finds_it(database: Database, book: ReviewBook) -> None:
    saved = keep(book)
    if isinstance(database, SqliteDatabase):
        other: Database = SqliteDatabase(database.path)
    else:
        assert isinstance(database, MysqlDatabase)
        database.close()
        other = database
    assert ReviewBook(other).load(ANNA, saved.id).body == saved.body


def test_list_is_newest_first_without_bodies(book: ReviewBook) -> None:
    ids = [keep(book, name=f"{number}판").id for number in range(4)]
    rows = book.list(ANNA)
    assert [row.id for row in rows] == ids[::-1]
    assert {row.body for row in rows} == {""}
    assert [row.name for row in book.list(ANNA, limit=2)] == ["3판", "2판"]
    assert book.count(ANNA) == 4


def test_nobody_sees_or_deletes_what_is_not_theirs(book: ReviewBook) -> None:
    hers = keep(book, ANNA)
    assert book.list(BORA) == ()
    assert book.count(BORA) == 0
    with pytest.raises(StorageError, match="찾지 못했어요"):
        book.load(BORA, hers.id)
    assert book.delete(BORA, hers.id) is False
    assert book.erase(BORA) == 0
    assert keep(book, BORA, previous=hers.id).previous_id is None
    assert book.load(ANNA, hers.id).body == hers.body


def test_versions_are_a_chain_that_survives_a_gap(book: ReviewBook) -> None:
    first = keep(book)
    second = keep(book, previous=first.id)
    third = keep(book, previous=second.id)
    assert book.load(ANNA, third.id).previous_id == second.id
    assert book.delete(ANNA, second.id) is True
    assert book.load(ANNA, third.id).previous_id is None
    assert keep(book, previous=second.id).previous_id is None


@pytest.mark.parametrize("size", [1, 2_000, 100_000])
def test_deleted_text_is_in_no_file(
    sqlite_database: SqliteDatabase, sqlite_book: ReviewBook, size: int
) -> None:
    """Small rows, rows that share a page with others, rows over many pages; also while the file stays in use."""
    other = keep(sqlite_book, BORA, body='{"text":"남는 글"}')
    with sqlite_database.reading() as reader:  # keeps the write-ahead log from being removed
        assert reader is not None
        gone = keep(sqlite_book, name="지울 파일 이름", summary='["지울 요약"]', body=SECRET * size)
        assert files_hold(sqlite_database.path.parent, SECRET)
        assert sqlite_book.delete(ANNA, gone.id)
        for text in (SECRET, "지울 파일 이름", "지울 요약", gone.id):
            assert not files_hold(sqlite_database.path.parent, text)
    assert not files_hold(sqlite_database.path.parent, SECRET)
    assert sqlite_book.load(BORA, other.id).body == '{"text":"남는 글"}'


def test_erase_takes_all_of_one_owner(database: Database, book: ReviewBook) -> None:
    for _ in range(3):
        keep(book)
    keep(book, BORA, body='{"text":"남는 글"}')
    assert book.erase(ANNA) == 3
    assert (book.count(ANNA), book.count(BORA)) == (0, 1)
    if isinstance(database, SqliteDatabase):
        assert not files_hold(database.path.parent, SECRET)
        assert not files_hold(database.path.parent, ANNA)


def test_the_token_itself_is_nowhere(sqlite_database: SqliteDatabase, sqlite_book: ReviewBook) -> None:
    token = new_token()
    keep(sqlite_book, owner_of(token))
    assert not files_hold(sqlite_database.path.parent, token)
    assert token != new_token()


@pytest.mark.parametrize("owner", ["", "a" * 63, "A" * 64, f"{'a' * 63}'", "' OR 1=1 --"])
def test_a_malformed_owner_is_a_bug(book: ReviewBook, owner: str) -> None:
    for call in (book.list, book.count, book.erase):
        with pytest.raises(ValueError, match="64 hex"):
            call(owner)


def test_a_guessable_token_is_refused() -> None:
    with pytest.raises(ValueError, match="32"):
        owner_of("me")


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("'; DROP TABLE reviews; --.pdf", "'; DROP TABLE reviews; --.pdf"),
        ("이력서\x00\n.pdf", "이력서  .pdf"),
        ("\ud800깨진\udfff", "깨진"),
        ("가" * 400, "가" * 255),
        ("👩‍💻 résumé.pdf", "👩‍💻 résumé.pdf"),
    ],
)
def test_hostile_names(book: ReviewBook, name: str, kept: str) -> None:
    assert book.load(ANNA, keep(book, name=name).id).name == kept


def test_the_largest_one_fits(book: ReviewBook) -> None:
    """24 MB in UTF-8."""
    saved = keep(book, body="가" * MAX_BODY)
    assert book.load(ANNA, saved.id) == saved


def test_too_large_is_refused_and_nothing_is_kept(book: ReviewBook) -> None:
    with pytest.raises(StorageError, match="너무 커서"):
        keep(book, body="x" * (MAX_BODY + 1))
    assert book.count(ANNA) == 0


def test_many_threads_at_once(database: Database) -> None:
    """As in the worker pool: one book, many threads, nothing lost."""
    if isinstance(database, SqliteDatabase):
        database.busy_ms = 20_000
    patient = ReviewBook(database)
    with ThreadPoolExecutor(8) as pool:
        ids = {row.id for row in pool.map(lambda number: keep(patient, name=str(number)), range(40))}
    assert len(ids) == 40
    assert {row.name for row in patient.list(ANNA)} == {str(number) for number in range(40)}


def test_bound_parameters_only(book: ReviewBook) -> None:
    saved = keep(book)
    with pytest.raises(StorageError, match="찾지 못했어요"):
        book.load(ANNA, "x' OR '1'='1")
    assert book.delete(ANNA, "x' OR '1'='1") is False
    assert book.load(ANNA, saved.id)


@pytest.mark.parametrize(
    "change",
    ["owner = 'short'", "projects = -1", "body = NULL", "previous_id = 'nobody'"],
)
def test_the_database_itself_refuses_nonsense(database: Database, book: ReviewBook, change: str) -> None:
    from sqlalchemy.exc import DBAPIError

    keep(book)
    with (
        pytest.raises(DBAPIError, match=r"CHECK|NOT NULL|FOREIGN KEY|error (4025|3819|1048|1452)") as refused,
        database.writing() as connection,
    ):
        connection.exec_driver_sql(f"UPDATE reviews SET {change}")
    assert SECRET not in str(refused.value)
