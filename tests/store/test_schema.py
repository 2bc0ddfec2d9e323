"""Migrations: they end where the tables are, whole or not at all, once, and never go back in time."""

from __future__ import annotations

import importlib
import io
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from metajob.errors import StorageError
from metajob.store import database as database_module
from metajob.store import schema
from metajob.store.database import SCHEMA, Database
from metajob.store.interviews import InterviewBook
from metajob.store.reviews import ReviewBook
from metajob.store.tables import metadata
from tests.conftest import ROOT
from tests.store.conftest import ANNA, keep, keep_interview


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


def test_migrated_and_created_tables_have_the_same_checks(database: Database, book: ReviewBook) -> None:
    """Alembic's comparison does not look at CHECK constraints."""
    from sqlalchemy import create_engine, inspect

    keep(book)
    direct = create_engine("sqlite://")
    metadata.create_all(direct)
    for table in metadata.tables:
        wanted = {
            str(check["name"]): check["sqltext"] for check in inspect(direct).get_check_constraints(table)
        }
        with database.reading() as connection:
            assert connection is not None
            found = {
                str(check["name"]): check["sqltext"]
                for check in inspect(connection).get_check_constraints(table)
            }
        assert wanted
        assert found == wanted
    direct.dispose()


def test_the_same_migrations_speak_mysql() -> None:
    """MySQL follows in its own step; until then no type or name may stand in its way."""
    from alembic.migration import MigrationContext
    from alembic.operations import Operations
    from sqlalchemy.dialects import mysql
    from sqlalchemy.schema import CreateTable

    written = io.StringIO()
    context = MigrationContext.configure(
        dialect_name="mysql", opts={"as_sql": True, "output_buffer": written}
    )
    with Operations.context(context):
        for name in ("r0001_reviews", "r0002_interviews"):
            importlib.import_module(f"metajob.store.migrations.versions.{name}").upgrade()
    made = [part for part in written.getvalue().split("CREATE TABLE ") if part.strip()]
    assert [sql.split()[0] for sql in made] == ["reviews", "interviews"]
    for sql in made:
        for part in ("LONGTEXT", "DATETIME(6)", "CHARSET=utf8mb4", "VARCHAR(64)"):
            assert part in sql
    for table in metadata.tables.values():
        assert "LONGTEXT" in str(CreateTable(table).compile(dialect=mysql.dialect()))


@pytest.mark.parametrize("version", ["0999", "abcdef"])
def test_a_newer_file_is_left_alone(database: Database, book: ReviewBook, version: str) -> None:
    keep(book)
    raw = sqlite3.connect(database.path)
    with raw:
        raw.execute("UPDATE alembic_version SET version_num = ?", (version,))
    raw.close()
    for call in (lambda: book.list(ANNA), lambda: keep(book), lambda: book.erase(ANNA)):
        with pytest.raises(StorageError, match="더 새로운 버전") as refused:
            call()
    assert "업데이트" in refused.value.hint or "최신 버전" in refused.value.hint
    raw = sqlite3.connect(database.path)
    assert raw.execute("SELECT count(*) FROM reviews").fetchone() == (1,)
    raw.close()


def test_a_failed_migration_leaves_nothing_half_done(
    database: Database, book: ReviewBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    def half(connection: object, *_: object) -> None:
        schema.command.upgrade(schema.config(connection), "head")  # type: ignore[arg-type]
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(schema, "upgrade", half)
        with pytest.raises(StorageError, match="가득"):
            keep(book)
    raw = sqlite3.connect(database.path)
    assert raw.execute("SELECT name FROM sqlite_master").fetchall() == []
    raw.close()
    keep(book)
    assert book.count(ANNA) == 1


def test_up_and_down_and_up(database: Database, book: ReviewBook) -> None:
    keep(book)
    with database._write(upgrading=True) as connection:
        schema.command.downgrade(schema.config(connection), "base")
    assert book.count(ANNA) == 0
    keep(book)
    assert book.count(ANNA) == 1


def test_rebuilding_a_table_keeps_what_refers_to_it(database: Database, book: ReviewBook) -> None:
    """Batch mode drops and renames the table; with foreign keys on, every `previous_id` would be lost."""
    from alembic.migration import MigrationContext
    from alembic.operations import Operations
    from sqlalchemy import Column, Integer

    first = keep(book)
    second = keep(book, previous=first.id)
    with database._write(upgrading=True) as connection:
        context = MigrationContext.configure(connection, opts={"render_as_batch": True})
        with Operations(context).batch_alter_table("reviews", recreate="always") as batch:
            batch.add_column(Column("stars", Integer, nullable=True))
    raw = sqlite3.connect(database.path)
    assert raw.execute("SELECT previous_id FROM reviews WHERE id = ?", (second.id,)).fetchone() == (first.id,)
    assert raw.execute("PRAGMA foreign_key_check").fetchall() == []
    raw.close()


@pytest.mark.slow
def test_processes_that_start_at_once(tmp_path: Path) -> None:
    """Six processes meet an empty folder: one makes the schema, all save."""
    script = (
        "import sys, time; from pathlib import Path\n"
        "from metajob.store import schema, tables\n"
        "from metajob.store.database import Database; from metajob.store.reviews import ReviewBook\n"
        "from tests.store.conftest import keep\n"
        "print('ready', flush=True); sys.stdin.readline()\n"
        "keep(ReviewBook(Database(Path(sys.argv[1]), busy_ms=30000)))\n"
    )
    place = tmp_path / "data" / "meta-job.db"
    runs = [
        subprocess.Popen(
            [sys.executable, "-W", "error", "-c", script, str(place)],
            cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )
        for _ in range(6)
    ]  # fmt: skip
    for run in runs:
        assert run.stdout
        assert run.stdout.readline() == "ready\n"
    for run in runs:
        assert run.stdin
        run.stdin.write("\n")
        run.stdin.flush()
    errors = [run.communicate(timeout=60)[1] for run in runs]
    assert errors == [""] * 6
    assert ReviewBook(Database(place)).count(ANNA) == 6


def test_old_schema_is_upgraded_by_reading(book: ReviewBook, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file whose version is behind is brought up before the first query."""
    keep(book)
    asked: list[str | None] = []
    monkeypatch.setattr(database_module, "SCHEMA", "9999")
    monkeypatch.setattr(schema, "upgrade", lambda _connection, found, _shown: asked.append(found))
    book.list(ANNA)
    assert asked == [SCHEMA]


def test_a_file_of_the_first_schema_gets_interviews_and_keeps_its_reviews(
    database: Database, book: ReviewBook
) -> None:
    saved = keep(book)
    later = keep(book, previous=saved.id)
    with database._write(upgrading=True) as connection:
        schema.command.downgrade(schema.config(connection), "0001")
    interviews = InterviewBook(Database(database.path))
    assert interviews.list(ANNA) == ()
    hers = keep_interview(interviews)
    assert interviews.load(ANNA, hers.id) == hers
    assert book.load(ANNA, later.id) == later
