"""The fixtures of what is kept: a database of either kind, empty at the beginning of each test."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy.exc import DBAPIError

from metajob.errors import StorageError
from metajob.store.database import SCHEMA, Database
from metajob.store.mysql import MysqlDatabase
from metajob.store.sqlite import SqliteDatabase
from metajob.store.tables import metadata
from tests import mariadb as mariadb_module

if TYPE_CHECKING:
    from tests.conftest import Need

LOCK_S = 1  # how long a writer waits for another one on MySQL, which counts whole seconds
BUSY_MS = 300  # the same on SQLite


@pytest.fixture(scope="session")
def mariadb(need: Need) -> Iterator[mariadb_module.Server]:
    """A running server. Whoever stops it starts it again."""
    need("mysql")
    with mariadb_module.running() as server:
        yield server


@pytest.fixture
def empty_mysql(mariadb: mariadb_module.Server) -> Iterator[MysqlDatabase]:
    """A new database without any table, gone afterwards."""
    name = f"metajob_{secrets.token_hex(8)}"
    mariadb.execute(f"CREATE DATABASE {name}")  # whatever the server's default character set is
    made = MysqlDatabase(mariadb.url(name), lock_s=LOCK_S)
    yield made
    made.close()
    mariadb.execute(f"DROP DATABASE {name}")


@dataclass
class _Shared:
    database: MysqlDatabase
    seeds: dict[str, list[dict[str, Any]]] = field(default_factory=dict)  # what a migration inserts

    def create(self, mariadb: mariadb_module.Server) -> None:
        mariadb.execute(
            "DROP DATABASE IF EXISTS metajob",
            "CREATE DATABASE metajob CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",
        )
        with self.database.writing() as connection:
            for table in metadata.sorted_tables:
                self.seeds[table.name] = [dict(row) for row in connection.execute(table.select()).mappings()]

    def emptied(self) -> bool:
        """Whether the tables are there and as new."""
        with contextlib.suppress(StorageError, DBAPIError):
            if not self.seeds or self.database.version() != SCHEMA:
                return False
            with self.database.writing() as connection:
                for table in reversed(metadata.sorted_tables):
                    connection.execute(table.delete())
                    if self.seeds[table.name]:
                        connection.execute(table.insert(), self.seeds[table.name])
            return True
        return False


@pytest.fixture(scope="session")
def _shared_mysql(mariadb: mariadb_module.Server) -> Iterator[_Shared]:
    made = _Shared(MysqlDatabase(mariadb.url("metajob"), lock_s=LOCK_S))
    yield made
    made.database.close()


@pytest.fixture
def mysql_database(mariadb: mariadb_module.Server, _shared_mysql: _Shared) -> MysqlDatabase:
    """A migrated database without rows; the same one for all tests of a process."""
    if not _shared_mysql.emptied():
        _shared_mysql.create(mariadb)
    return _shared_mysql.database


@pytest.fixture
def sqlite_database(tmp_path: Path) -> SqliteDatabase:
    """A file that is not there yet, in a folder that is not there yet."""
    return SqliteDatabase(tmp_path / "data" / "meta-job.db", busy_ms=BUSY_MS)


@pytest.fixture(params=["sqlite", "mysql"])
def database(request: pytest.FixtureRequest) -> Database:
    """Each of the two kinds in turn."""
    made: Database = request.getfixturevalue(f"{request.param}_database")
    return made
