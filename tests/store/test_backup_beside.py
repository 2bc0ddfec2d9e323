"""Backup and restore beside others: what a killed app left in the place, what a visitor saves meanwhile."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from metajob.store import backup as module
from metajob.store.backup import backup, restore
from metajob.store.mysql import MysqlDatabase
from metajob.store.reviews import ReviewBook
from metajob.store.sqlite import SqliteDatabase
from tests.store.conftest import BORA, keep
from tests.store.test_backup import everything, fill


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "backups").mkdir()
    return tmp_path / "backups" / "모두.db"


@pytest.mark.parametrize("journal", ["-wal", "-journal", "-shm"])
def test_a_log_beside_the_old_file_does_not_come_back(
    sqlite_book: ReviewBook, sqlite_database: SqliteDatabase, file: Path, journal: str
) -> None:
    """The place held the database of an app that was killed. SQLite would read its log into the new file."""
    keep(sqlite_book)
    old = SqliteDatabase(file)
    keep(ReviewBook(old))
    with contextlib.closing(sqlite3.connect(file)) as reader:
        reader.execute("SELECT count(*) FROM reviews").fetchone()
        keep(ReviewBook(old), body="x" * 100_000)
        left = Path(f"{file}-wal").read_bytes()
    Path(f"{file}{journal}").write_bytes(left)
    assert backup(sqlite_database, file)["reviews"] == 1
    assert [found.name for found in file.parent.iterdir()] == [file.name]
    assert everything(old) == everything(sqlite_database)


def test_what_is_saved_during_a_restore_is_kept(
    empty_mysql: MysqlDatabase, sqlite_database: SqliteDatabase, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server takes several writers: a visitor may save between the look whether it is empty and the copying."""
    fill(sqlite_database)
    counted = backup(sqlite_database, file)
    book, copy = ReviewBook(empty_mysql), module._copy

    def meanwhile(*both: Any) -> dict[str, int]:
        keep(book, BORA)
        return copy(*both)

    monkeypatch.setattr(module, "_copy", meanwhile)
    assert restore(file, empty_mysql) == counted
    assert book.count(BORA) == 1
