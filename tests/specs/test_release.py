"""What may be shown: never this month's rows, never a mixture, never what was taken back."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import date

import pytest

from metajob.errors import StorageError
from metajob.specs import release
from metajob.specs.release import load
from metajob.specs.rows import encode, wire_format
from metajob.store import tables_specs
from metajob.store.database import Database
from metajob.store.specs import SpecBook
from metajob.store.specs_rows import Record
from metajob.store.sqlite import SqliteDatabase
from tests.conftest import ROOT
from tests.store.spec_people import add, add_batch, kept_copy

NOVEMBER, DECEMBER = date(2026, 11, 30), date(2026, 12, 1)


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    release._kept.clear()
    yield
    release._kept.clear()


@pytest.fixture
def book(database: Database) -> SpecBook:
    return SpecBook(database)


def test_nothing_was_ever_kept(sqlite_database: SqliteDatabase) -> None:
    found = load(sqlite_database)
    assert (len(found.rows), found.kind, found.edition, found.companies) == (0, "own", 0, {})
    assert not sqlite_database.path.exists()


def test_a_row_is_not_shown_in_its_own_month(book: SpecBook, database: Database) -> None:
    for number in range(6):
        add(book, f"person {number}", month="2026-11")
    assert len(load(database, NOVEMBER).rows) == 0
    assert len(load(database, DECEMBER).rows) == 6
    assert len(load(database, date(2027, 5, 5)).rows) == 6
    assert load(database, NOVEMBER).companies == {}
    assert list(load(database, DECEMBER).companies) == ["하늘테크"]


def test_an_import_is_shown_at_once(book: SpecBook, database: Database) -> None:
    add_batch(book, 8)
    found = load(database, NOVEMBER)
    assert sorted(found.rows.columns["toeic"].tolist()) == [500 + 5 * number for number in range(8)]
    assert len({*found.rows.columns["contributor"].tolist()}) == 8


def test_names_of_small_companies_do_not_come_along(book: SpecBook, database: Database) -> None:
    add_batch(book, 5, "a", company="큰 회사")
    book.add_batch(
        [one for number in range(5) for one in book.rows_of() if number < 4][:4] + [*book.rows_of()][:1],
        filename="b", sha256="1" * 64, origin="", rights="own",
    )  # fmt: skip
    add(book, "anna", company="작은 회사", month="2026-01")
    found = load(database, NOVEMBER)
    assert list(found.companies) == ["큰회사"]
    assert (found.rows.columns["company"] == found.companies["큰회사"]).sum() == 10


def test_a_person_of_two_months_is_one(book: SpecBook, database: Database) -> None:
    add(book, "anna", month="2026-01")
    add(book, "anna", month="2026-02", hire_year=2026)
    add(book, "bora", month="2026-02")
    assert len({*load(database, NOVEMBER).rows.columns["contributor"].tolist()}) == 2


def test_what_was_taken_back_is_gone_at_once(book: SpecBook, database: Database) -> None:
    secret = add(book, "anna", month="2026-01", toeic=990)
    add(book, "bora", month="2026-01")
    assert 990 in load(database, NOVEMBER).rows.columns["toeic"]
    book.withdraw(secret)
    assert load(database, NOVEMBER).rows.columns["toeic"].tolist() == [905]
    id = add_batch(book)
    assert len(load(database, NOVEMBER).rows) == 7
    book.delete_batch(id)
    assert len(load(database, NOVEMBER).rows) == 1


def test_it_is_read_once_while_nothing_changes(
    book: SpecBook, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_batch(book)
    first = load(database, NOVEMBER)
    with monkeypatch.context() as patch:
        patch.setattr(SpecBook, "snapshot", None)
        assert load(database, NOVEMBER) is first
    add(book, "anna")
    assert load(database, NOVEMBER) is not first
    for month in range(1, 6):
        load(database, date(2027, month, 1))
    assert len(release._kept) == 2


def test_a_change_by_another_process_is_seen(sqlite_database: SqliteDatabase) -> None:
    add_batch(SpecBook(sqlite_database))
    assert len(load(sqlite_database, NOVEMBER).rows) == 6
    script = (
        "import sys; from pathlib import Path; from metajob.store.sqlite import SqliteDatabase\n"
        "from metajob.store.specs import SpecBook; from tests.store.spec_people import add_batch\n"
        "add_batch(SpecBook(SqliteDatabase(Path(sys.argv[1]))), 5, 'other')"
    )
    subprocess.run([sys.executable, "-c", script, str(sqlite_database.path)], cwd=ROOT, check=True)
    assert len(load(sqlite_database, NOVEMBER).rows) == 11


def test_a_restored_backup_is_not_taken_for_what_was_there(sqlite_database: SqliteDatabase) -> None:
    """The number of changes is the same, what changed is not."""
    book = SpecBook(sqlite_database)
    add_batch(book, 5, "a")
    backup = sqlite_database.path.with_suffix(".copy")
    sqlite_database.copy_to(backup)
    add_batch(book, 6, "b")
    edition = load(sqlite_database, NOVEMBER).edition
    backup.replace(sqlite_database.path)
    add_batch(book, 9, "c")
    found = load(sqlite_database, NOVEMBER)
    assert (found.edition, len(found.rows)) == (edition, 14)


@pytest.mark.parametrize(
    "spoil",
    [
        "UPDATE spec_parts SET data = 'garbage'",
        "UPDATE spec_parts SET data = ''",
        "UPDATE spec_parts SET format = 'another'",
        "UPDATE spec_parts SET format = NULL, data = NULL",
        "UPDATE spec_parts SET rows_count = 5",
    ],
)
def test_a_copy_that_is_not_right_is_built_anew(book: SpecBook, database: Database, spoil: str) -> None:
    add_batch(book, 6)
    (name,) = book.part_names()
    load(database, NOVEMBER)
    good = kept_copy(book, name, wire_format())
    with database.writing() as connection:
        connection.exec_driver_sql(spoil)
    release._kept.clear()
    assert len(load(database, NOVEMBER).rows) == 6
    assert kept_copy(book, name, wire_format()) == good


def test_generated_people_are_never_mixed_with_real_ones(book: SpecBook, database: Database) -> None:
    add_batch(book, 6)
    shown = load(database, NOVEMBER, demo=True)
    assert (shown.kind, shown.edition) == ("demo", 0)
    assert load(database, NOVEMBER, demo=True) is shown
    assert len(load(database, NOVEMBER).rows) == 6
    assert load(database, NOVEMBER).kind == "own"


def test_a_part_that_never_rests_is_told(
    book: SpecBook, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_batch(book)
    monkeypatch.setattr(SpecBook, "build_part", lambda *_: b"")
    with pytest.raises(StorageError, match="계속 바뀌고"):
        load(database, NOVEMBER)


def test_importing_is_cheap() -> None:
    script = (
        "import sys; import metajob.store.specs, metajob.specs.release, metajob.specs.sharing\n"
        "print(*{'sqlalchemy', 'pymysql', 'alembic', 'pandas'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == ""


def test_a_company_that_is_not_there_takes_no_memory(sqlite_database: SqliteDatabase) -> None:
    """A copy with a fitting checksum and a wild number: counting by company would ask for 16 GB."""
    book = SpecBook(sqlite_database)
    add_batch(book, 6)
    wild = [(None, 2**31 - 1, *record[2:]) for record in _records(book)]
    with sqlite_database.writing() as connection:
        connection.execute(tables_specs.spec_parts.update().values(format=wire_format(), data=encode(wild)))
    found = load(sqlite_database, NOVEMBER)
    assert found.companies == {}
    assert set(found.rows.columns["company"].tolist()) == {-1}


def _records(book: SpecBook) -> list[Record]:
    seen: list[Record] = []
    book.build_part(book.part_names()[0], "v", lambda records: bytes(seen.extend(records) or b""))
    return seen
