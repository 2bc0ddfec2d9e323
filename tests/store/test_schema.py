"""Migrations: they end where the tables are, whole or not at all or resumed, once, and never go back in time."""

from __future__ import annotations

import importlib
import io
import re
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from metajob.errors import StorageError
from metajob.store import schema
from metajob.store.database import SCHEMA, Database
from metajob.store.interviews import InterviewBook
from metajob.store.migrations import steps
from metajob.store.mysql import MysqlDatabase
from metajob.store.reviews import ReviewBook
from metajob.store.sqlite import SqliteDatabase
from metajob.store.tables import metadata
from tests.conftest import ROOT
from tests.mariadb import Server
from tests.store.conftest import ANNA, keep, keep_interview

if TYPE_CHECKING:
    from sqlalchemy import Connection


def downgrade(database: Database, to: str) -> None:
    """As an operator would by hand; the app itself never goes back."""
    if isinstance(database, SqliteDatabase):
        with database._write(upgrading=True) as connection:
            schema.command.downgrade(schema.config(connection), to)
    elif isinstance(database, MysqlDatabase):
        with (
            database._patient() as engine,
            database._connected(engine) as connection,
            connection.begin(),
        ):
            schema.command.downgrade(schema.config(connection), to)


def tables_as_made(connection: Connection) -> dict[str, list[str]]:
    """What the server says of each of our tables, line by line, in any order, without counters of rows."""
    return {
        name: sorted(
            re.sub(r" AUTO_INCREMENT=\d+", "", line).strip().rstrip(",")
            for line in connection.exec_driver_sql(f"SHOW CREATE TABLE {name}").one()[1].splitlines()
        )
        for name in metadata.tables
    }


def test_the_newest_migration_is_the_version_we_ask_for() -> None:
    from alembic.script import ScriptDirectory

    assert ScriptDirectory.from_config(schema.config()).get_heads() == [SCHEMA]


def test_migrations_end_where_the_tables_are(database: Database, book: ReviewBook) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    keep(book)
    with database.reading() as connection:
        assert connection is not None
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_migrated_and_created_tables_have_the_same_checks(
    sqlite_database: SqliteDatabase, sqlite_book: ReviewBook
) -> None:
    """Alembic's comparison does not look at CHECK constraints."""
    from sqlalchemy import create_engine, inspect

    keep(sqlite_book)
    direct = create_engine("sqlite://")
    metadata.create_all(direct)
    for table in metadata.tables:
        wanted = {
            str(check["name"]): check["sqltext"] for check in inspect(direct).get_check_constraints(table)
        }
        with sqlite_database.reading() as connection:
            assert connection is not None
            found = {
                str(check["name"]): check["sqltext"]
                for check in inspect(connection).get_check_constraints(table)
            }
        assert wanted
        assert found == wanted
    direct.dispose()


def test_migrated_and_created_tables_are_the_same_on_mysql(
    mysql_database: MysqlDatabase, empty_mysql: MysqlDatabase
) -> None:
    """All that the server knows of them: types, collations, checks, keys, what happens to references."""
    with empty_mysql._connected(empty_mysql._engine) as connection:
        metadata.create_all(connection)
        wanted = tables_as_made(connection)
    with mysql_database.reading() as reader:
        assert reader is not None
        assert tables_as_made(reader) == wanted
    assert all("COLLATE=utf8mb4_bin" in "".join(lines) for lines in wanted.values())


def test_the_same_migrations_speak_mysql() -> None:
    """Also where no server can be started."""
    from alembic.migration import MigrationContext
    from alembic.operations import Operations
    from sqlalchemy.dialects import mysql
    from sqlalchemy.schema import CreateTable

    written = io.StringIO()
    context = MigrationContext.configure(
        dialect_name="mysql", opts={"as_sql": True, "output_buffer": written}
    )
    with Operations.context(context):
        for name in ("r0001_reviews", "r0002_interviews", "r0004_consents"):
            importlib.import_module(f"metajob.store.migrations.versions.{name}").upgrade()
    made = [part for part in written.getvalue().split("CREATE TABLE ") if part.strip()]
    assert [sql.split()[0] for sql in made] == ["reviews", "interviews", "consents"]
    for sql in made:
        for part in ("DATETIME(6)", "CHARSET=utf8mb4", "COLLATE utf8mb4_bin", "ENGINE=InnoDB", "VARCHAR(64)"):
            assert part in sql
    for table in metadata.tables.values():
        assert "utf8mb4_bin" in str(CreateTable(table).compile(dialect=mysql.dialect()))


@pytest.mark.parametrize("version", ["0999", "abcdef"])
def test_a_newer_one_is_left_alone(database: Database, book: ReviewBook, version: str) -> None:
    keep(book)
    with database.writing() as connection:
        connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{version}'")
    for call in (lambda: book.list(ANNA), lambda: keep(book), lambda: book.erase(ANNA)):
        with pytest.raises(StorageError, match="더 새로운 버전") as refused:
            call()
        assert "최신 버전" in refused.value.hint
    assert database.version() == version


def test_a_failed_migration_leaves_nothing_half_done(
    sqlite_database: SqliteDatabase, sqlite_book: ReviewBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    def half(connection: object, *_: object) -> None:
        schema.command.upgrade(schema.config(connection), "head")  # type: ignore[arg-type]
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(schema, "upgrade", half)
        with pytest.raises(StorageError, match="가득"):
            keep(sqlite_book)
    raw = sqlite3.connect(sqlite_database.path)
    assert raw.execute("SELECT name FROM sqlite_master").fetchall() == []
    raw.close()
    keep(sqlite_book)
    assert sqlite_book.count(ANNA) == 1


def test_a_migration_killed_after_any_of_its_steps_is_finished(
    empty_mysql: MysqlDatabase, mysql_database: MysqlDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """MySQL commits each CREATE by itself. Here every one of them is the last before the power fails, once."""
    made: list[str] = []

    def then_die(step: Any) -> Any:
        def run(name: str, *rest: Any, **more: Any) -> None:
            step(name, *rest, **more)
            made.append(name)
            raise KeyboardInterrupt

        return run

    book = ReviewBook(empty_mysql)
    with monkeypatch.context() as patch:
        for name in ("create_table", "create_index"):
            patch.setattr(steps.op, name, then_die(getattr(steps.op, name)))
        for _ in range(100):
            try:
                keep(book)
            except KeyboardInterrupt:
                if len(made) == 1:
                    assert book.list(ANNA) == ()  # nothing was ever kept
                continue
            break
    assert len(made) == len(set(made)) > len(metadata.tables)
    assert (book.count(ANNA), empty_mysql.version()) == (1, SCHEMA)
    with empty_mysql.reading() as finished, mysql_database.reading() as usual:
        assert finished is not None
        assert usual is not None
        assert tables_as_made(finished) == tables_as_made(usual)
        editions = "SELECT id, edition FROM spec_edition"
        assert finished.exec_driver_sql(editions).all() == usual.exec_driver_sql(editions).all() == [(1, 0)]


def test_tables_of_another_program_are_left_alone(empty_mysql: MysqlDatabase) -> None:
    with empty_mysql._connected(empty_mysql._engine) as connection:
        connection.exec_driver_sql("CREATE TABLE recipes (name TEXT)")
    book = ReviewBook(empty_mysql)
    for call in (lambda: book.list(ANNA), lambda: keep(book)):
        with pytest.raises(StorageError, match="META-JOB의 것이 아니에요"):
            call()
    with empty_mysql._connected(empty_mysql._engine) as connection:
        assert connection.exec_driver_sql("SHOW TABLES").scalars().all() == ["recipes"]


def test_up_and_down_and_up(database: Database, book: ReviewBook) -> None:
    keep(book)
    downgrade(database, "base")
    assert (book.count(ANNA), database.version()) == (0, None)
    keep(book)
    assert (book.count(ANNA), database.version()) == (1, SCHEMA)


def test_the_first_schema_gets_the_others_and_keeps_its_reviews(database: Database, book: ReviewBook) -> None:
    saved = keep(book)
    later = keep(book, previous=saved.id)
    downgrade(database, "0001")
    assert database.version() == "0001"
    interviews = InterviewBook(database)
    assert interviews.list(ANNA) == ()  # reading brings it up as well
    assert database.version() == SCHEMA
    hers = keep_interview(interviews)
    assert interviews.load(ANNA, hers.id) == hers
    assert book.load(ANNA, later.id) == later


def test_rebuilding_a_table_keeps_what_refers_to_it(
    sqlite_database: SqliteDatabase, sqlite_book: ReviewBook
) -> None:
    """Batch mode drops and renames the table; with foreign keys on, every `previous_id` would be lost."""
    from alembic.migration import MigrationContext
    from alembic.operations import Operations
    from sqlalchemy import Column, Integer

    first = keep(sqlite_book)
    second = keep(sqlite_book, previous=first.id)
    with sqlite_database._write(upgrading=True) as connection:
        context = MigrationContext.configure(connection, opts={"render_as_batch": True})
        with Operations(context).batch_alter_table("reviews", recreate="always") as batch:
            batch.add_column(Column("stars", Integer, nullable=True))
    raw = sqlite3.connect(sqlite_database.path)
    assert raw.execute("SELECT previous_id FROM reviews WHERE id = ?", (second.id,)).fetchone() == (first.id,)
    assert raw.execute("PRAGMA foreign_key_check").fetchall() == []
    raw.close()


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["sqlite", "mysql"])
def test_processes_that_start_at_once(request: pytest.FixtureRequest, tmp_path: Path, kind: str) -> None:
    """Three processes meet an empty place: one makes the schema, all save."""
    script = (
        "import sys\n"
        "from metajob.store import schema, tables\n"
        "from metajob.store.database import open_database; from metajob.store.reviews import ReviewBook\n"
        "database = open_database(sys.stdin.readline().strip())\n"
        "if database.kind == 'sqlite': database.busy_ms = 30_000\n"
        "print('ready', flush=True); sys.stdin.readline()\n"
        "row = dict(name='x', role='r', engine='e', projects=1, summary='', body='')\n"
        "ReviewBook(database).save('a' * 64, **row)\n"
    )
    database: Database = SqliteDatabase(tmp_path / "data" / "meta-job.db")
    address = f"sqlite:///{tmp_path}/data/meta-job.db"
    if kind == "mysql":
        database = request.getfixturevalue("empty_mysql")
        assert isinstance(database, MysqlDatabase)
        server: Server = request.getfixturevalue("mariadb")
        address = server.url(str(database._url.database))
    runs = [
        subprocess.Popen(
            [sys.executable, "-W", "error", "-c", script],
            cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )
        for _ in range(3)
    ]  # fmt: skip
    for line in (address, ""):
        for run in runs:
            assert run.stdin
            run.stdin.write(f"{line}\n")
            run.stdin.flush()
        for run in runs if line else []:
            assert run.stdout
            assert run.stdout.readline() == "ready\n"
    errors = [run.communicate(timeout=60)[1] for run in runs]
    assert errors == [""] * 3
    assert ReviewBook(database).count("a" * 64) == 3
