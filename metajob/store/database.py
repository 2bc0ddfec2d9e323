"""The one database of the app, whichever kind it is: what every book may ask of it, and how it is found."""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from contextlib import AbstractContextManager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Literal

from metajob.settings import settings
from metajob.store import refusals

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from metajob.store.mysql import MysqlDatabase

FILE = "meta-job.db"
SCHEMA = "0004"  # the newest file in migrations/versions; a test holds the two together


class Database(ABC):
    """Opened by `open_database`; cheap to make, connects at the first call, and may be shared by threads.

    kind: which of the two. place: where it is, for a sentence; never an address or a password.
    """

    kind: ClassVar[Literal["sqlite", "mysql"]]
    place: str

    @abstractmethod
    def reading(self) -> AbstractContextManager[Connection | None]:
        """A connection with one consistent view, or None when nothing was ever kept. Raises StorageError."""

    @abstractmethod
    def writing(self) -> AbstractContextManager[Connection]:
        """A connection in a write transaction: committed at the end, rolled back whole when anything is raised.

        Makes the schema when needed, and brings an old one up to date. Two writers may work at once on MySQL: one
        that reads first and then writes what follows from it locks the row (`with_for_update`). Raises StorageError.
        """

    @abstractmethod
    def scrub(self) -> bool:
        """Remove what deleted rows left behind, as far as the app can reach it; call after deleting.

        False when another reader was in the way. Raises StorageError.
        """

    @abstractmethod
    def version(self) -> str | None:
        """The schema's version, None when there is none yet. Changes nothing.

        Raises StorageError for another program's database and when it cannot be read.
        """

    @abstractmethod
    def faults(self) -> tuple[str, ...]:
        """What the database finds damaged in itself, in its own words. Reads everything. Raises StorageError."""

    @abstractmethod
    def remarks(self) -> tuple[str, ...]:
        """What the operator should know or change, in Korean: rights, character set, limits. Raises StorageError."""


def open_database(url: str | None = None) -> Database:
    """The database at `url`, or at METAJOB_DATABASE_URL; without either the file in the data folder.

    Touches no file and no network. Raises StorageError for an address that is neither a SQLite file nor MySQL.
    """
    from metajob.store.sqlite import SqliteDatabase

    if url is None:
        secret = settings().database_url
        url = secret.get_secret_value() if secret else ""
    if not url:
        return SqliteDatabase(settings().data_dir / FILE)
    from sqlalchemy import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        parts = make_url(url)
    except (ArgumentError, ValueError):
        raise refusals.unsupported() from None
    if parts.get_backend_name() in {"mysql", "mariadb"}:
        return _mysql(url, os.getpid())
    name = parts.database or ""
    if parts.drivername not in {"sqlite", "sqlite+pysqlite"} or parts.host or parts.query:
        raise refusals.unsupported()
    if name in {"", ":memory:"}:
        raise refusals.unsupported()
    return SqliteDatabase(Path(name).expanduser().absolute())


@lru_cache(maxsize=4)
def _mysql(url: str, process: int) -> MysqlDatabase:  # noqa: ARG001
    """One pool of connections for an address and process: a forked child may not use its parent's sockets."""
    from metajob.store.mysql import MysqlDatabase

    return MysqlDatabase(url)
