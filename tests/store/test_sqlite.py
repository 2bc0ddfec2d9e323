"""The file: when it appears, who may read it, and what a person reads when it cannot be used."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from metajob.errors import StorageError
from metajob.settings import Settings, settings
from metajob.store import refusals
from metajob.store.backup import backup
from metajob.store.database import open_database
from metajob.store.reviews import ReviewBook
from metajob.store.sqlite import SqliteDatabase
from tests.conftest import ROOT
from tests.store.conftest import ANNA, SECRET, keep

posix = pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX files")


@pytest.fixture
def database(sqlite_database: SqliteDatabase) -> SqliteDatabase:
    return sqlite_database


def test_no_file_until_something_is_kept(fresh_settings: Callable[..., Settings]) -> None:
    fresh_settings()
    book = ReviewBook(open_database())
    assert (book.list(ANNA), book.count(ANNA), book.erase(ANNA), book.delete(ANNA, "x")) == ((), 0, 0, False)
    with pytest.raises(StorageError, match="찾지 못했어요"):
        book.load(ANNA, "x")
    assert not settings().data_dir.exists()
    keep(book)
    assert [file.name for file in settings().data_dir.iterdir()] == ["meta-job.db"]


@posix
def test_only_the_user_may_read_it(database: SqliteDatabase, book: ReviewBook) -> None:
    before = os.umask(0)
    try:
        keep(book)
        with database.writing():
            files = [*database.path.parent.iterdir()]
            assert len(files) == 3  # the file, its log and the log's index
            assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    finally:
        os.umask(before)
    assert stat.S_IMODE(database.path.parent.stat().st_mode) == 0o700


def test_safe_ways_of_sqlite_are_on(database: SqliteDatabase, book: ReviewBook) -> None:
    keep(book)
    with database.reading() as connection:
        assert connection is not None
        told = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "foreign_keys", "secure_delete", "busy_timeout")
        }
    assert told == {"journal_mode": "wal", "foreign_keys": 1, "secure_delete": 1, "busy_timeout": 300}


def test_a_backup_that_is_put_in_the_place_gets_its_log(
    database: SqliteDatabase, book: ReviewBook, tmp_path: Path
) -> None:
    saved = keep(book)
    backup(database, tmp_path / "backup.db")
    placed = SqliteDatabase(tmp_path / "meta-job.db")
    shutil.copy(tmp_path / "backup.db", placed.path)
    keep(ReviewBook(placed))
    with placed.reading() as reader:
        assert reader is not None
        assert reader.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        keep(ReviewBook(placed))  # no writer waits for a reader
    assert ReviewBook(placed).load(ANNA, saved.id) == saved


def test_address_of_the_settings(fresh_settings: Callable[..., Settings], tmp_path: Path) -> None:
    fresh_settings(database_url=f"sqlite:///{tmp_path}/여기/다른 이름.db")
    keep(ReviewBook(open_database()))
    assert (tmp_path / "여기" / "다른 이름.db").exists()
    assert not settings().data_dir.exists()


def test_garbage_in_the_place_of_the_file(database: SqliteDatabase, book: ReviewBook) -> None:
    database.path.parent.mkdir()
    database.path.write_bytes(b"not a database " * 500)
    for call in (lambda: book.list(ANNA), lambda: keep(book), lambda: book.erase(ANNA)):
        with pytest.raises(StorageError, match="손상"):
            call()
    assert database.path.read_bytes() == b"not a database " * 500


def test_a_damaged_file(database: SqliteDatabase, book: ReviewBook) -> None:
    for _ in range(50):
        keep(book, body="x" * 5000)
    whole = database.path.read_bytes()
    database.path.write_bytes(whole[:8192] + b"\xff" * (len(whole) - 8192))
    with pytest.raises(StorageError, match="손상"):
        book.list(ANNA)


def test_another_programs_database_is_left_alone(database: SqliteDatabase, book: ReviewBook) -> None:
    database.path.parent.mkdir()
    raw = sqlite3.connect(database.path)
    raw.execute("CREATE TABLE recipes (name TEXT)")
    raw.close()
    before = database.path.read_bytes()
    with pytest.raises(StorageError, match="META-JOB의 저장 파일이 아니에요"):
        keep(book)
    assert database.path.read_bytes() == before


def test_an_empty_file_is_filled(database: SqliteDatabase, book: ReviewBook) -> None:
    """What is left when the power fails right after the file was made."""
    database.path.parent.mkdir()
    database.path.touch()
    assert book.list(ANNA) == ()
    assert book.load(ANNA, keep(book).id)


def test_locked_by_another_writer(database: SqliteDatabase, book: ReviewBook) -> None:
    keep(book)
    other = sqlite3.connect(database.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StorageError, match="다른 작업이"):
        keep(book)
    assert book.count(ANNA) == 1  # reading goes on meanwhile
    other.execute("COMMIT")
    other.close()
    keep(book)


def test_full_disk_keeps_what_was_there(database: SqliteDatabase, book: ReviewBook) -> None:
    from sqlalchemy import event

    saved = keep(book)

    def no_more_room(connection: sqlite3.Connection, _record: object) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages + 1}").close()

    event.listen(database._engine, "connect", no_more_room)
    with pytest.raises(StorageError, match="디스크가 가득"):
        keep(book, body="y" * 100_000)
    event.remove(database._engine, "connect", no_more_room)
    assert [row.id for row in book.list(ANNA)] == [saved.id]
    assert b"yyyyyyyy" not in database.path.read_bytes()
    keep(book, body="y" * 100_000)


@pytest.mark.parametrize("shape", ["file for folder", "folder for file"])
def test_a_place_that_cannot_be_used(tmp_path: Path, shape: str) -> None:
    place = tmp_path / "data" / "meta-job.db"
    if shape == "file for folder":
        (tmp_path / "data").write_text("x")
    else:
        place.mkdir(parents=True)
    with pytest.raises(StorageError, match="권한"):
        keep(ReviewBook(SqliteDatabase(place)))


@posix
@pytest.mark.parametrize("exists", [False, True])
def test_a_folder_that_may_not_be_written(database: SqliteDatabase, book: ReviewBook, exists: bool) -> None:
    """In a process that obeys permissions, even when the tests run as root."""
    setpriv = shutil.which("setpriv")
    if os.geteuid() == 0 and not setpriv:
        pytest.skip("root may write everywhere, and there is no setpriv")
    database.path.parent.mkdir(exist_ok=True)
    if exists:
        keep(book)
        database.path.chmod(0o400)
    database.path.parent.chmod(0o500)
    script = (
        "import sys; from pathlib import Path; from metajob.errors import StorageError\n"
        "from metajob.store.sqlite import SqliteDatabase; from metajob.store.reviews import ReviewBook\n"
        "from tests.store.conftest import keep\n"
        "try: keep(ReviewBook(SqliteDatabase(Path(sys.argv[1]))))\n"
        "except StorageError as error: print(error.message)\n"
    )
    drop = [str(setpriv), "--inh-caps=-all", "--bounding-set=-all"] if os.geteuid() == 0 else []
    done = subprocess.run(
        [*drop, sys.executable, "-c", script, str(database.path)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    database.path.parent.chmod(0o700)
    assert done.stdout.strip() == "저장 파일을 열거나 쓸 수 없어요.", done.stderr


@pytest.mark.parametrize(
    ("code", "phrase"),
    [
        (sqlite3.SQLITE_FULL, "디스크가 가득"),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, "다른 작업이"),
        (sqlite3.SQLITE_PROTOCOL, "다른 작업이"),
        (sqlite3.SQLITE_READONLY_DBMOVED, "권한"),
        (sqlite3.SQLITE_CORRUPT_INDEX, "손상"),
        (sqlite3.SQLITE_IOERR_WRITE, "디스크에서"),
    ],
)
def test_each_trouble_has_its_sentence(code: int, phrase: str) -> None:
    found = refusals.sentence(code, "~/x.db")
    assert found
    assert phrase in str(found)


def test_a_bug_stays_a_bug(database: SqliteDatabase, book: ReviewBook) -> None:
    from sqlalchemy.exc import OperationalError

    assert refusals.sentence(sqlite3.SQLITE_CONSTRAINT, "x") is None
    keep(book)
    with pytest.raises(OperationalError) as raised, database.writing() as connection:
        connection.exec_driver_sql("INSERT INTO nowhere VALUES (?)", (SECRET,))
    assert SECRET not in str(raised.value)  # such a line would reach the log
