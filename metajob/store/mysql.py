"""A database on a MySQL 8 or MariaDB server: a small pool of connections, strict sessions, moments in UTC."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from metajob.store import refusals, refusals_mysql
from metajob.store.database import SCHEMA, Database

if TYPE_CHECKING:
    from sqlalchemy import URL, Connection, Engine

# The first ones that enforce CHECK and make or drop a table whole or not at all: MySQL 8.0.16 release notes,
# mariadb.com/kb/en/atomic-ddl.
OLDEST = {"MySQL": (8, 0, 16), "MariaDB": (10, 6)}
LOCK_S = 5  # how long a writer waits for another one, as on SQLite
ANSWER_S = 60  # how long the server may be silent
LONG_S = 3600  # the same while the schema is changed or everything is copied
TURN_S = 30  # how long a process waits for another one that changes the schema
CONNECT_S = 10
RENEW_S = 300  # connections older than this are replaced: firewalls forget idle ones

_MODE = "STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION"
_SESSION = (
    f"SET SESSION sql_mode = '{_MODE}', time_zone = '+00:00', "
    "innodb_lock_wait_timeout = {0}, lock_wait_timeout = {0}"
)
_NO_SUCH_TABLE = 1146
_TURN = "CONCAT('metajob.', SHA1(DATABASE()))"  # names of locks belong to the whole server


class MysqlDatabase(Database):
    """One database on a server; may be empty. Raises StorageError for an address that cannot be used.

    url: mysql+pymysql://user:password@host:3306/name, with ssl_ca, ssl_cert, ssl_key, ssl_check_hostname or
    unix_socket behind a question mark. lock_s: how long to wait for another writer, in seconds.
    """

    kind: ClassVar[Literal["sqlite", "mysql"]] = "mysql"
    place = "MySQL·MariaDB 서버"

    def __init__(self, url: str, lock_s: int = LOCK_S) -> None:
        self._url, self._arguments = _parts(url)
        self.lock_s = lock_s

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection | None]:
        with refusals_mysql.told():
            with self._snapshot(self._engine) as connection:
                found = self._version(connection)
                if found is None or found == SCHEMA:
                    yield None if found is None else connection
                    return
            self._upgrade()
            with self._snapshot(self._engine) as connection:
                yield connection

    @contextlib.contextmanager
    def writing(self) -> Iterator[Connection]:
        with refusals_mysql.told():
            with self._connected(self._engine) as connection:
                found = self._version(connection)
            if found != SCHEMA:
                self._upgrade()
            # Each statement sees what others have committed, as on SQLite, and locks only the rows that it finds.
            engine = self._engine.execution_options(isolation_level="READ COMMITTED")
            with self._connected(engine) as connection, connection.begin():
                yield connection

    @contextlib.contextmanager
    def copying(self) -> Iterator[Connection | None]:
        """Like `reading`, with time for everything."""
        with refusals_mysql.told(), self._patient() as engine, self._snapshot(engine) as connection:
            yield connection if self._version(connection) == SCHEMA else None

    def scrub(self) -> bool:
        """Nothing to do: the server removes old versions of rows by itself. Its logs and backups are out of reach."""
        return True

    def version(self) -> str | None:
        with refusals_mysql.told(), self._connected(self._engine) as connection:
            return self._version(connection)

    def faults(self) -> tuple[str, ...]:
        """`CHECK TABLE`."""
        with refusals_mysql.told(), self._patient() as engine, self._connected(engine) as connection:
            found = []
            for table in sorted(_tables(connection)):
                name = connection.dialect.identifier_preparer.quote_identifier(table)
                for row in connection.exec_driver_sql(f"CHECK TABLE {name}").mappings():
                    if row["Msg_type"] == "error" or (row["Msg_type"], row["Msg_text"]) == (
                        "status",
                        "Corrupt",
                    ):
                        found.append(f"{table}: {row['Msg_text']}")
            return tuple(found)

    def remarks(self) -> tuple[str, ...]:
        from metajob.store import remarks_mysql

        with refusals_mysql.told(), self._connected(self._engine) as connection:
            return remarks_mysql.remarks(connection, _tables(connection) & _ours())

    def server(self) -> str:
        """For example "MariaDB 10.11.19". Raises StorageError."""
        with refusals_mysql.told(), self._connected(self._engine) as connection:
            return " ".join((_name(connection), ".".join(map(str, _release(connection)))))

    def close(self) -> None:
        """Let go of the connections that wait for reuse."""
        if "_engine" in vars(self):
            self._engine.dispose()

    @contextlib.contextmanager
    def _connected(self, engine: Engine) -> Iterator[Connection]:
        try:
            opened = engine.connect()
        except OSError as error:  # the driver reads the files of certificates before it connects
            raise refusals_mysql.no_tls() from error
        except RuntimeError as error:  # the driver lacks a library
            raise refusals_mysql.no_login() from error
        with opened as connection:
            if _release(connection) < OLDEST[_name(connection)]:
                raise refusals_mysql.too_old(OLDEST)
            yield connection

    @contextlib.contextmanager
    def _snapshot(self, engine: Engine) -> Iterator[Connection]:
        """All that is read belongs to one moment; a write is refused by the server."""
        with self._connected(engine) as connection:
            connection.exec_driver_sql("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY")
            yield connection

    def _version(self, connection: Connection) -> str | None:
        """The schema's version, None when there is none yet or the first migration was interrupted.

        Raises StorageError for another program's database.
        """
        from sqlalchemy.exc import ProgrammingError

        try:
            found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
        except ProgrammingError as error:
            if error.orig is None or error.orig.args[0] != _NO_SUCH_TABLE:
                raise
            ours: set[str] = set()
        else:
            if found is not None:
                return str(found)
            ours = {"alembic_version", *_ours()}
        if _tables(connection) - ours:
            raise refusals_mysql.foreign()
        return None

    def _upgrade(self) -> None:
        """The missing migrations, one process at a time. The server commits each statement that changes a table, so
        an interrupted migration goes on at the next call: its steps pass over what is there (`migrations.steps`)."""
        from metajob.store import schema

        with self._patient() as engine, self._connected(engine) as connection:
            if not connection.exec_driver_sql(f"SELECT GET_LOCK({_TURN}, {TURN_S})").scalar():
                raise refusals_mysql.busy()
            connection.rollback()  # a transaction that began before the wait would see what was there then
            with connection.begin():
                found = self._version(connection)
                if found != SCHEMA:
                    schema.upgrade(connection, found, refusals_mysql.newer())

    @contextlib.contextmanager
    def _patient(self) -> Iterator[Engine]:
        """An engine for one long piece of work; its connection, and a lock with it, ends with the work."""
        from sqlalchemy import NullPool

        engine = self._made(LONG_S, poolclass=NullPool)
        try:
            yield engine
        finally:
            engine.dispose()

    @cached_property
    def _engine(self) -> Engine:
        return self._made(
            ANSWER_S,
            pool_size=4,
            max_overflow=12,
            pool_timeout=LOCK_S,
            pool_pre_ping=True,
            pool_recycle=RENEW_S,
        )

    def _made(self, answer_s: int, **pool: Any) -> Engine:
        from sqlalchemy import create_engine

        return create_engine(
            self._url,
            isolation_level="REPEATABLE READ",
            hide_parameters=True,  # errors repeat no private text
            connect_args={
                **self._arguments,
                "charset": "utf8mb4",
                "init_command": _SESSION.format(self.lock_s),
                "connect_timeout": CONNECT_S,
                "read_timeout": answer_s,
                "write_timeout": answer_s,
                "local_infile": False,
            },
            **pool,
        )


def _parts(address: str) -> tuple[URL, dict[str, Any]]:
    """The address without its secrets, and the driver's arguments: password, what the query asks for."""
    from sqlalchemy import URL, make_url
    from sqlalchemy.exc import ArgumentError

    try:
        url = make_url(address)
        port = url.port
    except (ArgumentError, ValueError):
        raise refusals.unsupported() from None
    asked = dict(url.query)
    typed = {
        part.partition("=")[0] for part in address.rpartition("@")[2].partition("?")[2].split("&") if part
    }
    allowed = {"charset", "ssl_ca", "ssl_cert", "ssl_key", "ssl_check_hostname", "unix_socket"}
    texts = {name: value for name, value in asked.items() if isinstance(value, str) and value}
    if (
        url.drivername not in {"mysql", "mariadb", "mysql+pymysql", "mariadb+pymysql"}
        or not (url.database and url.username)
        or not (url.host or "unix_socket" in asked)
        or not 0 < (port or 3306) < 65_536
        or not texts.keys() == asked.keys() == typed  # an empty or a doubled one
        or not asked.keys() <= allowed
        or texts.pop("charset", "utf8mb4") != "utf8mb4"
        or texts.get("ssl_check_hostname", "true") not in {"true", "false"}
    ):
        raise refusals.unsupported()
    strict = texts.pop("ssl_check_hostname", "true") == "true"
    arguments: dict[str, Any] = {**texts}
    if any(name.startswith("ssl_") for name in asked):
        if "ssl_ca" not in texts:  # without it the driver would believe any certificate
            raise refusals.unsupported()
        arguments |= {"ssl_verify_cert": True, "ssl_verify_identity": strict}
    # In bytes: the driver would take text as Latin-1. Out of the URL, so that no message can repeat it.
    arguments["password"] = str(url.password or "").encode()
    plain = URL.create(
        "mysql+pymysql", username=url.username, host=url.host, port=url.port, database=url.database
    )
    return plain, arguments


def _tables(connection: Connection) -> set[str]:
    asked = "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE()"
    return set(connection.exec_driver_sql(asked).scalars())


def _ours() -> set[str]:
    from metajob.store.tables import metadata

    return set(metadata.tables)


def _name(connection: Connection) -> str:
    return "MariaDB" if getattr(connection.dialect, "is_mariadb", False) else "MySQL"


def _release(connection: Connection) -> tuple[int, ...]:
    return tuple(part for part in connection.dialect.server_version_info or () if isinstance(part, int))[:3]
