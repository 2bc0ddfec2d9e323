"""Copies everything that is kept: into one SQLite file, and from such a file into an empty database of either kind."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from metajob.errors import InputError, StorageError
from metajob.files import sweep
from metajob.settings import shown
from metajob.store import refusals
from metajob.store.database import Database
from metajob.store.mysql import MysqlDatabase
from metajob.store.sqlite import SqliteDatabase

if TYPE_CHECKING:
    from sqlalchemy import Connection, Table

SEEDED = {"spec_edition"}  # tables that are not empty in an empty database; a restore replaces their rows
# Left beside a file by a killed app; SQLite would read them into a new one of that name.
_JOURNALS = ("-wal", "-journal", "-shm")
_PREFIX = ".part-"  # the same as of any file that is written whole or not at all


def backup(database: Database, out: Path) -> dict[str, int]:
    """One consistent moment of the database as a SQLite file with mode 0600, under its name whole or not at all.

    Returns the number of rows of each table. An existing file is replaced. Raises InputError when nothing is kept,
    StorageError when either side cannot be used.
    """
    with database.reading() as connection:  # brings an old schema up to date
        if connection is None:
            raise InputError("아직 저장된 것이 없어요.", "백업할 것이 생긴 뒤에 다시 해 주세요.")
    with refusals.told(shown(out)), _folder(out.parent) as folder:
        copy = SqliteDatabase(folder / "copy.db")
        if isinstance(database, SqliteDatabase):
            copy.path.touch(0o600)
            database.copy_to(copy.path)
        else:
            _fill(copy, database)
        _refuse_faults(copy, out)
        counted = rows(copy)
        copy.seal()
        for journal in _JOURNALS:
            out.with_name(out.name + journal).unlink(missing_ok=True)
        copy.path.replace(out)
    return counted


def restore(source: Path, database: Database) -> dict[str, int]:
    """Put all rows of a backup into an empty database, in one transaction. The backup is left as it is.

    Returns the number of rows of each table. Raises InputError when the file or the database is not what it should
    be, StorageError when either side cannot be used.
    """
    if not source.is_file():
        raise InputError(f"없는 파일이에요: {shown(source)}")
    with tempfile.TemporaryDirectory(prefix="metajob-") as name, refusals.told(shown(source)):
        copy = SqliteDatabase(Path(name) / "copy.db")  # it may be brought to a newer schema
        copy.path.touch(0o600)
        address = f"{source.absolute().as_uri()}?mode=ro"
        with (
            contextlib.closing(sqlite3.connect(address, uri=True)) as raw,
            contextlib.closing(sqlite3.connect(copy.path)) as target,
        ):
            raw.backup(target)
        copy.place = shown(source)
        if copy.version() is None:
            raise refusals.foreign(shown(source))
        with copy.reading():  # brings an old schema up to date
            pass
        _refuse_faults(copy, source)
        with copy.reading() as reader, database.writing() as writer:
            assert reader is not None
            if any(_count(writer, table) for table in _tables() if table.name not in SEEDED):
                raise InputError(
                    "비어 있는 데이터베이스에만 되돌릴 수 있어요.",
                    "다른 파일이나 데이터베이스를 적어 주세요.",
                )
            return _copy(reader, writer)


def rows(database: Database) -> dict[str, int]:
    """How many rows each table has; {} when there is none. Raises StorageError."""
    with database.reading() as connection:
        return {} if connection is None else {table.name: _count(connection, table) for table in _tables()}


def _fill(copy: SqliteDatabase, database: Database) -> None:
    view = database.copying() if isinstance(database, MysqlDatabase) else database.reading()
    with view as reader, copy.writing() as writer:
        if reader is None:  # it was there a moment ago
            raise StorageError("저장된 것이 바뀌는 중이에요.", "잠시 뒤에 다시 해 주세요.")
        _copy(reader, writer)


def _copy(reader: Connection, writer: Connection) -> dict[str, int]:
    """All rows, table by table. Rows may refer to later ones of their table, so references are checked at the end."""
    counted = {}
    with _late_references(writer):
        for table in _tables():
            if table.name in SEEDED:  # the others are empty but for what somebody else has just saved
                writer.execute(table.delete())
            counted[table.name] = 0
            asked = table.select().order_by(*table.primary_key)
            with reader.execution_options(yield_per=_at_once(table)).execute(asked) as found:
                for part in found.mappings().partitions():
                    writer.execute(table.insert(), [dict(row) for row in part])
                    counted[table.name] += len(part)
    return counted


@contextlib.contextmanager
def _late_references(writer: Connection) -> Iterator[None]:
    """SQLite checks at the commit; MySQL cannot, but the rows come from a file that was checked as a whole."""
    if writer.dialect.name == "sqlite":
        writer.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        yield
        return
    writer.exec_driver_sql("SET SESSION foreign_key_checks = 0")
    try:
        yield
    finally:
        with contextlib.suppress(Exception):  # a lost connection forgets it by itself
            writer.exec_driver_sql("SET SESSION foreign_key_checks = 1")


def _at_once(table: Table) -> int:
    """Rows that are held in memory: few where one may have megabytes."""
    return 4 if any(column.name in {"body", "data"} for column in table.c) else 1000


def _tables() -> list[Table]:
    from metajob.store.tables import metadata

    return metadata.sorted_tables


def _count(connection: Connection, table: Table) -> int:
    from sqlalchemy import func, select

    return connection.execute(select(func.count()).select_from(table)).scalar_one()


def _refuse_faults(copy: SqliteDatabase, place: Path) -> None:
    if copy.faults():
        raise StorageError(
            "저장된 기록이 손상돼서 옮기지 않았어요.",
            f"python -m metajob store check로 확인해 주세요: {shown(place)}",
        )


@contextlib.contextmanager
def _folder(parent: Path) -> Iterator[Path]:
    """A folder for the user only, beside the place, gone at the end. Raises OSError."""
    sweep(parent, f"{_PREFIX}*")
    made = Path(tempfile.mkdtemp(dir=parent, prefix=_PREFIX))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)
