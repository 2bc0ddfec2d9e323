"""The default database, one SQLite file: appears with the first thing kept, readable for its user only.

Write-ahead log, foreign keys, zeroes over what is deleted. A connection lives for one piece of work, so any thread of
the worker pool may use it, and no file is held open in between.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from metajob.settings import shown
from metajob.store import refusals
from metajob.store.database import SCHEMA, Database

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

BUSY_MS = 5000  # how long a writer waits for another one


class SqliteDatabase(Database):
    """A file that need not exist yet; nothing to close.

    path: of the file. busy_ms: how long to wait for another writer, in milliseconds.
    """

    kind: ClassVar[Literal["sqlite", "mysql"]] = "sqlite"

    def __init__(self, path: Path, busy_ms: int = BUSY_MS) -> None:
        self.path = path
        self.busy_ms = busy_ms
        self.place = shown(path)

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection | None]:
        if not self._has_content():
            yield None
            return
        with refusals.told(self.place):
            if not self._prepare(may_create=False):
                yield None
                return
            with self._engine.connect() as connection, connection.begin():
                yield connection

    @contextlib.contextmanager
    def writing(self) -> Iterator[Connection]:
        """Makes the file and its folder (for the user only) when needed."""
        with refusals.told(self.place):
            self._create_file()
            self._prepare(may_create=True)
            with self._write() as connection:
                yield connection

    def scrub(self) -> bool:
        """Empty the write-ahead log, so that deleted text stands in no file any more; call after deleting.

        False when another reader kept it busy; it is then emptied when the last connection closes. Raises StorageError.
        """
        if not self._has_content():
            return True
        with refusals.told(self.place), self._engine.connect() as connection:
            busy, _pages, _moved = _pragma(connection, "wal_checkpoint(TRUNCATE)")
            return not busy

    def version(self) -> str | None:
        if not self._has_content():
            return None
        with refusals.told(self.place), self._engine.connect() as connection:
            return self._version(connection)

    def faults(self) -> tuple[str, ...]:
        """`PRAGMA integrity_check` and `foreign_key_check`."""
        if not self._has_content():
            return ()
        with refusals.told(self.place), self._engine.connect() as connection:
            damaged = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
            lost = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        return (
            *(str(line) for line in damaged if line != "ok"),
            *(f"{row[0]}: row {row[1]} refers to a row that is not in {row[2]}" for row in lost),
        )

    def remarks(self) -> tuple[str, ...]:
        """Whether others on this computer may read the file."""
        if os.name == "posix" and self._has_content() and self.path.stat().st_mode & 0o077:
            return ("다른 계정도 이 파일을 읽을 수 있어요. chmod 600으로 막아 주세요.",)
        return ()

    def copy_to(self, place: Path) -> None:
        """A consistent copy of the whole file as it is now, while others write. Raises StorageError."""
        with refusals.told(self.place), self._engine.connect() as connection:
            raw = connection.connection.driver_connection
            assert isinstance(raw, sqlite3.Connection)
            with contextlib.closing(sqlite3.connect(place)) as copy:
                raw.backup(copy)

    def seal(self) -> None:
        """Make it one file that can be read from any place, without a write-ahead log. Raises StorageError."""
        with refusals.told(self.place), self._engine.connect() as connection:
            _pragma(connection, "journal_mode = DELETE")

    def _has_content(self) -> bool:
        """Raises StorageError when the place itself is forbidden."""
        with refusals.told(self.place):
            try:
                return self.path.stat().st_size > 0
            except (FileNotFoundError, NotADirectoryError):
                return False

    def _create_file(self) -> None:
        """An empty file that only the user may read, before SQLite makes one that others may read, too."""
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with contextlib.suppress(FileExistsError):
            os.close(os.open(self.path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))

    def _prepare(self, may_create: bool) -> bool:
        """Bring the schema up to date. False when the file holds none and may_create is False."""
        with self._engine.connect() as connection:
            found = self._version(connection)
            logged = _pragma(connection, "journal_mode") == ("wal",)
        if found == SCHEMA:
            if may_create and not logged:  # a backup that was put here by hand
                self._use_write_ahead_log()
            return True
        if found is None and not may_create:
            return False
        from metajob.store import schema

        self._use_write_ahead_log()
        with self._write(upgrading=True) as connection:  # another process may have done it while we waited
            found = self._version(connection)
            if found != SCHEMA:
                schema.upgrade(connection, found, refusals.newer(self.place))
                if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
                    raise RuntimeError("a migration left a reference to a row that is not there")
        return True

    def _version(self, connection: Connection) -> str | None:
        """The schema's version, None for an empty file. Raises StorageError for another program's database."""
        tables = set(
            connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars()
        )
        if "alembic_version" in tables:
            found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
            if found is not None:
                return str(found)
        if tables - {"alembic_version"}:
            raise refusals.foreign(self.place)
        return None

    def _use_write_ahead_log(self) -> None:
        """Set once, kept in the file. SQLite does not wait for others here, so we do."""
        give_up = time.monotonic() + self.busy_ms / 1000
        while True:
            try:
                with self._engine.connect() as connection:
                    _pragma(connection, "journal_mode = WAL")
                return
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > give_up:
                    raise
                time.sleep(0.02)

    @contextlib.contextmanager
    def _write(self, upgrading: bool = False) -> Iterator[Connection]:
        """upgrading: foreign keys are off, as rebuilding a table would otherwise delete what refers to it."""
        with self._engine.connect() as connection:
            if upgrading:
                _pragma(connection, "foreign_keys = OFF")
            with connection.execution_options(writes=True).begin():
                yield connection

    @cached_property
    def _engine(self) -> Engine:
        from sqlalchemy import URL, NullPool, create_engine, event

        place = URL.create("sqlite", database=str(self.path))
        engine = create_engine(
            place, poolclass=NullPool, hide_parameters=True
        )  # errors repeat no private text

        def connected(raw: Any, _record: object) -> None:
            raw.isolation_level = None  # transactions are begun by `begun`, never by the driver
            for pragma in (
                f"busy_timeout = {self.busy_ms}",
                "foreign_keys = ON",
                "secure_delete = ON",
                "synchronous = FULL",
                "page_size = 16384",  # of a new file: copies of 4 MB are read with a quarter of the system calls
            ):
                raw.execute(f"PRAGMA {pragma}").close()

        def begun(connection: Connection) -> None:
            if connection.get_execution_options().get("writes"):
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            else:
                connection.exec_driver_sql("BEGIN")

        event.listen(engine, "connect", connected)
        event.listen(engine, "begin", begun)
        return engine


def _pragma(connection: Connection, text: str) -> Any:
    """The first row of an instruction that SQLite takes outside a transaction only. Raises sqlite3.Error."""
    cursor = connection.connection.cursor()
    try:
        cursor.execute(f"PRAGMA {text}")
        return cursor.fetchone()
    finally:
        cursor.close()
