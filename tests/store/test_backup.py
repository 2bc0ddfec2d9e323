"""Backup and restore: the same rows whichever kind they come from and go to, whole or not at all."""

from __future__ import annotations

import os
import sqlite3
import stat
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from metajob.errors import InputError, StorageError
from metajob.store import backup as module
from metajob.store.backup import backup, restore, rows
from metajob.store.consents import ConsentBook
from metajob.store.database import SCHEMA, Database
from metajob.store.interviews import InterviewBook
from metajob.store.mysql import MysqlDatabase
from metajob.store.reviews import ReviewBook
from metajob.store.specs import SpecBook
from metajob.store.specs_rows import SpecRow
from metajob.store.sqlite import SqliteDatabase
from metajob.store.tables import metadata
from tests.store.conftest import ANNA, BORA, SECRET, files_hold, keep, keep_interview


def fill(database: Database) -> None:
    """Rows of every kind that this part of the store knows, with references forwards and backwards in the order."""
    reviews, interviews, consents = ReviewBook(database), InterviewBook(database), ConsentBook(database)
    ids = [keep(reviews, name=f"👩‍💻 {number} \\ ' % 가").id for number in range(8)]
    for one, other in zip(ids, ids[1:] + ids[:1], strict=True):  # a ring: no order of inserting works
        with database.writing() as connection:
            table = reviews._table
            connection.execute(table.update().where(table.c.id == one).values(previous_id=other))
    keep_interview(
        interviews, created=datetime(2026, 1, 2, 3, 4, 5, 999_999, tzinfo=UTC), body="가" * 100_000
    )
    keep_interview(interviews, BORA)
    consents.grant(ANNA, "review_model", "1")
    consents.grant(ANNA, "review_model", "2")
    hired = SpecRow(
        "final", "new", 2026, company="하늘테크 (주)", role="dev", gpa_raw_centi=401, gpa_scale="4.5",
        gpa_45_centi=401, gpa_rule="identity", toeic=0, certificates=("sqld", "history_korea"),
    )  # fmt: skip
    specs = SpecBook(database)
    specs.add(hired, contributor="3" * 32, text_version="1", secret="4" * 64, month="2026-10")
    specs.add_batch([hired] * 9, filename="합격자.csv", sha256="2" * 64, origin="학교", rights="own")
    for name in specs.part_names():
        specs.build_part(name, "format", lambda found: bytes(range(256)) * 100 * len([*found]))


def everything(database: Database) -> dict[str, list[dict[str, Any]]]:
    with database.reading() as connection:
        assert connection is not None
        return {
            table.name: [
                dict(row)
                for row in connection.execute(table.select().order_by(*table.primary_key)).mappings()
            ]
            for table in metadata.sorted_tables
        }


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "backups").mkdir()
    return tmp_path / "backups" / "모두.db"


@pytest.mark.parametrize("to", ["sqlite", "mysql"])
def test_every_row_arrives(database: Database, to: str, file: Path, request: pytest.FixtureRequest) -> None:
    fill(database)
    wanted = everything(database)
    counted = backup(database, file)
    assert (counted["reviews"], counted["interviews"], counted["consents"], counted["imports"]) == (
        8,
        2,
        2,
        1,
    )
    assert min(map(len, wanted.values())) > 0  # every table is tried
    assert everything(SqliteDatabase(file)) == wanted
    target: Database = SqliteDatabase(file.parent / "새것.db")
    if to == "mysql":
        target = request.getfixturevalue("empty_mysql")
    assert restore(file, target) == counted == rows(target)
    assert everything(target) == wanted
    assert (target.version(), target.faults()) == (SCHEMA, ())


def test_the_file_is_one_and_private(database: Database, file: Path) -> None:
    keep(ReviewBook(database))
    before = os.umask(0)
    try:
        backup(database, file)
    finally:
        os.umask(before)
    assert [found.name for found in file.parent.iterdir()] == [file.name]
    if os.name == "posix":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with sqlite3.connect(f"{file.as_uri()}?mode=ro&immutable=1", uri=True) as raw:
        assert raw.execute("PRAGMA journal_mode").fetchone() != ("wal",)
    raw.close()


def test_deleted_text_is_in_no_backup(
    sqlite_database: SqliteDatabase, sqlite_book: ReviewBook, file: Path
) -> None:
    gone = keep(sqlite_book, body=SECRET * 2000)
    keep(sqlite_book, BORA, body="남는 글")
    sqlite_book.delete(ANNA, gone.id)
    backup(sqlite_database, file)
    assert files_hold(file.parent, "남는 글")
    assert not files_hold(file.parent, SECRET)


def test_a_backup_is_one_moment(
    mysql_database: MysqlDatabase, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is saved while the tables are copied one after the other is in none of them."""
    reviews, interviews = ReviewBook(mysql_database), InterviewBook(mysql_database)
    keep(reviews)
    at_once = module._at_once

    def meanwhile(table: Any) -> int:
        writers = [
            threading.Thread(target=save)
            for save in (lambda: keep(reviews), lambda: keep_interview(interviews))
        ]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()
        return at_once(table)

    monkeypatch.setattr(module, "_at_once", meanwhile)
    counted = backup(mysql_database, file)
    assert (counted["reviews"], counted["interviews"]) == (1, 0)
    assert reviews.count(ANNA) > 1


def test_nothing_to_back_up(sqlite_database: SqliteDatabase, empty_mysql: MysqlDatabase, file: Path) -> None:
    for database in (sqlite_database, empty_mysql):
        with pytest.raises(InputError, match="아직 저장된 것이 없어요"):
            backup(database, file)
    assert list(file.parent.iterdir()) == []


@pytest.mark.parametrize("where", ["no room", "no right", "no folder"])
def test_a_place_that_cannot_be_written_keeps_nothing(
    database: Database, file: Path, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(ReviewBook(database), body="x" * 100_000)
    file.write_text("an earlier backup")
    if where == "no folder":
        file = file.parent / "nowhere" / "x.db"
    elif where == "no right":
        monkeypatch.setattr(module.tempfile, "mkdtemp", _raise(PermissionError(13, "Permission denied")))
    else:
        monkeypatch.setattr(module, "SqliteDatabase", _Full)
    phrase = "디스크가 가득" if where == "no room" else "쓸 수 없어요"
    with pytest.raises(StorageError, match=phrase):
        backup(database, file)
    if where != "no folder":
        assert file.read_text() == "an earlier backup"
        assert list(file.parent.iterdir()) == [file]


class _Full(SqliteDatabase):
    """On a disk with room for ten pages. Also the one that the isinstance checks of the module ask for."""

    def copy_to(self, place: Path) -> None:
        raise AssertionError(place)

    @property
    def _engine(self) -> Any:  # type: ignore[override]
        from sqlalchemy import event

        engine = SqliteDatabase._engine.func(self)  # type: ignore[attr-defined]
        event.listen(engine, "connect", lambda raw, _: raw.execute("PRAGMA max_page_count = 10").close())
        return engine


def _raise(error: Exception) -> Any:
    def call(*_: object, **__: object) -> None:
        raise error

    return call


def test_restore_needs_an_empty_database(database: Database, file: Path) -> None:
    book = ReviewBook(database)
    saved = keep(book)
    backup(database, file)
    with pytest.raises(InputError, match="비어 있는"):
        restore(file, database)
    assert [row.id for row in book.list(ANNA)] == [saved.id]


@pytest.mark.parametrize("kind", ["absent", "folder", "text", "recipes", "empty", "newer", "damaged"])
def test_files_that_are_no_backup(database: Database, file: Path, tmp_path: Path, kind: str) -> None:
    other = SqliteDatabase(tmp_path / "other.db")
    keep(ReviewBook(other), body="x" * 50_000)
    if kind == "folder":
        file.mkdir()
    elif kind == "text":
        file.write_bytes(b"not a database " * 500)
    elif kind == "empty":
        file.touch()
    elif kind == "recipes":
        with sqlite3.connect(file) as raw:
            raw.execute("CREATE TABLE recipes (name TEXT)")
        raw.close()
    elif kind != "absent":
        backup(other, file)
        if kind == "newer":
            with sqlite3.connect(file) as raw:
                raw.execute("UPDATE alembic_version SET version_num = '9999'")
            raw.close()
        else:
            whole = bytearray(file.read_bytes())
            whole[-60_000:-1000] = b"\xff" * 59_000
            file.write_bytes(whole)
    before = file.read_bytes() if file.is_file() else None
    with pytest.raises((InputError, StorageError)):
        restore(file, database)
    assert (file.read_bytes() if file.is_file() else None) == before
    assert ReviewBook(database).count(ANNA) == 0


def test_a_backup_of_an_older_version_is_brought_up_and_left_alone(database: Database, file: Path) -> None:
    from tests.store.test_schema import downgrade

    other = SqliteDatabase(file.parent / "other.db")
    saved = keep(ReviewBook(other))
    downgrade(other, "0001")
    other.seal()
    before = other.path.read_bytes()
    restore(other.path, database)
    assert other.path.read_bytes() == before
    assert ReviewBook(database).load(ANNA, saved.id) == saved


def test_a_running_apps_file_may_be_restored_from(
    empty_mysql: MysqlDatabase, sqlite_database: SqliteDatabase
) -> None:
    """What stands in the write-ahead log only is not lost on the way from SQLite to MySQL."""
    book = ReviewBook(sqlite_database)
    keep(book)
    with sqlite_database.reading():
        saved = keep(book)
        restore(sqlite_database.path, empty_mysql)
    assert ReviewBook(empty_mysql).load(ANNA, saved.id) == saved


def test_a_restore_that_fails_keeps_nothing(
    database: Database, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = SqliteDatabase(tmp_path / "other.db")
    fill(other)
    backup(other, file)
    at_once = module._at_once

    def stop_at_interviews(table: Any) -> int:
        if table.name == "interviews":
            raise RuntimeError("stop")
        return at_once(table)

    with monkeypatch.context() as patch:
        patch.setattr(module, "_at_once", stop_at_interviews)
        with pytest.raises(RuntimeError, match="stop"):
            restore(file, database)
    assert sum(rows(database).values()) == 1  # the edition of an empty database
    restore(file, database)
    assert everything(database) == everything(other)
