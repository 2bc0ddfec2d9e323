"""The one database of the app: where it is, how it is opened, and that it appears with the first thing kept.

SQLite: write-ahead log, foreign keys, zeroes over what is deleted. A connection lives for one piece of work, so any
thread of the worker pool may use it, and no file is held open in between.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from metajob.settings import settings, shown
from metajob.store import refusals

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

FILE = "meta-job.db"
SCHEMA = "0002"  # the newest file in migrations/versions; a test holds the two together
BUSY_MS = 5000  # how long a writer waits for another one


class Database:
    """A SQLite file that need not exist yet. Opened by `open_database`; cheap to make, nothing to close.

    path: of the file. busy_ms: how long to wait for another writer, in milliseconds.
    """

    def __init__(self, path: Path, busy_ms: int = BUSY_MS) -> None:
        self.path = path
        self.busy_ms = busy_ms

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection | None]:
        """A connection with one consistent view, or None when nothing was ever kept. Raises StorageError."""
        if not self._has_content():
            yield None
            return
        with refusals.told(shown(self.path)):
            if not self._prepare(may_create=False):
                yield None
                return
            with self._engine.connect() as connection, connection.begin():
                yield connection

    @contextlib.contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection in a write transaction: committed at the end, rolled back whole when anything is raised.

        Makes the file and its folder (for the user only) when needed. Raises StorageError.
        """
        with refusals.told(shown(self.path)):
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
        with refusals.told(shown(self.path)), self._engine.connect() as connection:
            busy, _pages, _moved = _pragma(connection, "wal_checkpoint(TRUNCATE)")
            return not busy

    def _has_content(self) -> bool:
        """Raises StorageError when the place itself is forbidden."""
        with refusals.told(shown(self.path)):
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
        if found == SCHEMA:
            return True
        if found is None and not may_create:
            return False
        from metajob.store import schema

        self._use_write_ahead_log()
        with self._write(upgrading=True) as connection:  # another process may have done it while we waited
            found = self._version(connection)
            if found != SCHEMA:
                schema.upgrade(connection, found, shown(self.path))
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
            raise refusals.foreign(shown(self.path))
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


def open_database(url: str | None = None) -> Database:
    """The database at `url`, or at METAJOB_DATABASE_URL; without either the file in the data folder.

    Touches no file. Raises StorageError for an address that is no SQLite file.
    """
    if url is None:
        secret = settings().database_url
        url = secret.get_secret_value() if secret else ""
    if not url:
        return Database(settings().data_dir / FILE)
    from sqlalchemy import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        parts = make_url(url)
    except (ArgumentError, ValueError):
        raise refusals.unsupported() from None
    name = parts.database or ""
    if parts.get_backend_name() != "sqlite" or parts.host or parts.query or name in {"", ":memory:"}:
        raise refusals.unsupported()
    return Database(Path(name).expanduser().absolute())
