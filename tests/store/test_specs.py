"""The spec book on both databases: added, imported, taken back, and never half."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from metajob.errors import InputError, StorageError
from metajob.store import specs_sql
from metajob.store.companies import company_key, company_name
from metajob.store.database import Database
from metajob.store.mysql import MysqlDatabase
from metajob.store.specs import LEAST_ROWS, MOST_OF_A_PERSON, SpecBook
from metajob.store.specs_rows import Record, SpecRow
from metajob.store.sqlite import SqliteDatabase
from tests.mariadb import Server
from tests.store.conftest import files_hold
from tests.store.spec_people import MONTH, add, add_batch, hex_of, kept_copy, row


@pytest.fixture
def specs(database: Database) -> SpecBook:
    return SpecBook(database)


def counts(book: SpecBook) -> dict[str, int]:
    """Rows in every table of the book."""
    names = ("hired_specs", "hired_certificates", "companies", "imports", "spec_consents", "spec_parts")
    with book.database.reading() as connection:
        assert connection is not None
        return {n: connection.exec_driver_sql(f"SELECT count(*) FROM {n}").scalar_one() for n in names}


def encode(records: Iterator[Record]) -> bytes:
    return repr(list(records)).encode()


def test_nothing_is_there_at_first(sqlite_database: SqliteDatabase) -> None:
    book = SpecBook(sqlite_database)
    assert (book.edition(), book.mark(), book.part_names(), book.batches(), [*book.rows_of()]) == (
        0,
        "",
        [],
        (),
        [],
    )
    assert (book.withdraw("0" * 64), book.delete_batch("x")) == (0, 0)
    assert kept_copy(book, "user:2026-11", "v") is None
    assert not sqlite_database.path.parent.exists()


def test_what_was_added_comes_back(specs: SpecBook) -> None:
    add(specs)
    add(
        specs,
        "bora",
        company="",
        certificates=(),
        toeic=None,
        gpa_45_centi=None,
        gpa_rule=None,
        gpa_scale="100",
    )
    back = sorted(specs.rows_of(), key=lambda one: one.company)
    assert back == [
        row(company="", certificates=(), toeic=None, gpa_45_centi=None, gpa_rule=None, gpa_scale="100"),
        row(),
    ]
    assert specs.part_names() == [f"user:{MONTH}"]


def test_one_company_by_any_spelling(specs: SpecBook) -> None:
    for number, name in enumerate(("㈜ 하늘 테크", "하늘테크(주)", "주식회사 하늘테크", "하늘테크\u200b")):
        add(specs, f"person {number}", company=name)
    assert counts(specs)["companies"] == 1
    assert {one.company for one in specs.rows_of()} == {"(주) 하늘 테크"}


def test_a_person_counts_once_for_a_hire(specs: SpecBook) -> None:
    add(specs)
    with pytest.raises(InputError, match="이미 등록"):
        add(specs, company="(주)하늘테크", secret="another", month="2026-12")
    add(specs, role="IT.DATA")
    add(specs, hire_year=2024)
    add(specs, "bora")
    assert counts(specs)["hired_specs"] == counts(specs)["spec_consents"] == 4


def test_a_person_adds_a_few_only(specs: SpecBook) -> None:
    for number in range(MOST_OF_A_PERSON):
        add(specs, hire_year=2000 + number)
    with pytest.raises(InputError, match=f"{MOST_OF_A_PERSON}건"):
        add(specs, hire_year=2020)
    add(specs, "bora")
    assert counts(specs)["spec_consents"] == MOST_OF_A_PERSON + 1


def test_taking_back_takes_all_of_it(specs: SpecBook) -> None:
    stays = add(specs, "bora", company="바다은행")
    before = counts(specs)
    secret = add(specs, month="2026-10")
    specs.build_part("user:2026-10", "v", encode)
    assert specs.withdraw(secret) == 1
    assert counts(specs) == before
    assert specs.part_names() == [f"user:{MONTH}"]
    assert specs.withdraw(secret) == 0
    assert specs.withdraw(stays) == 1
    assert set(counts(specs).values()) == {0}


def test_a_company_stays_with_its_last_row(specs: SpecBook) -> None:
    first, second = add(specs, "anna"), add(specs, "bora")
    specs.withdraw(first)
    assert counts(specs)["companies"] == 1
    specs.withdraw(second)
    assert counts(specs)["companies"] == 0


def test_a_wrong_code_changes_nothing(specs: SpecBook) -> None:
    add(specs)
    before = specs.mark()
    assert specs.withdraw(hex_of("wrong", 64)) == 0
    assert specs.mark() == before


@pytest.mark.parametrize("size", [1, 300])
def test_what_was_taken_back_is_in_no_file(sqlite_database: SqliteDatabase, size: int) -> None:
    book = SpecBook(sqlite_database)
    add(book, "bora", company="바다은행")
    folder = sqlite_database.path.parent
    with sqlite_database.reading():  # keeps the write-ahead log from being removed
        secret = add(book, company="지울회사이름", certificates=("WORD",))
        many = add_batch(book, size + LEAST_ROWS, company="지울회사둘째")
        for part in book.part_names():
            book.build_part(part, "v", encode)
        assert files_hold(folder, "지울회사이름")
        assert files_hold(folder, hex_of("anna"))
        assert files_hold(folder, "'WORD'")
        book.withdraw(secret)
        book.delete_batch(many)
    for text in ("지울회사이름", "지울회사둘째", "WORD", secret, hex_of("anna"), many):
        assert not files_hold(folder, text)
    assert files_hold(folder, "바다은행")


def test_an_import_is_listed_and_deleted(specs: SpecBook) -> None:
    add(specs, company="바다은행")
    before = counts(specs)
    id = add_batch(specs, 7, "지난해", company="산들물산")
    (batch,) = specs.batches()
    assert (batch.id, batch.filename, batch.rows_count, batch.rights) == (id, "지난해.csv", 7, "consented")
    assert abs((datetime.now(UTC) - batch.created).total_seconds()) < 60
    assert {one.toeic for one in specs.rows_of(f"import:{id}")} == {500 + 5 * number for number in range(7)}
    assert specs.delete_batch(id) == 7
    assert counts(specs) == before


def test_the_same_file_is_refused(specs: SpecBook) -> None:
    add_batch(specs, file="합격자")
    before, mark = counts(specs), specs.mark()
    with pytest.raises(InputError, match=r"합격자\.csv"):
        add_batch(specs, file="합격자")
    assert (counts(specs), specs.mark()) == (before, mark)
    specs.delete_batch(specs.batches()[0].id)
    add_batch(specs, file="합격자")


@pytest.mark.parametrize("rows", [0, LEAST_ROWS - 1])
def test_too_few_people_are_refused(specs: SpecBook, rows: int) -> None:
    add(specs)
    before = counts(specs)
    with pytest.raises(InputError, match="5명보다 적은"):
        add_batch(specs, rows)
    assert counts(specs) == before


def test_too_many_people_are_refused(specs: SpecBook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("metajob.store.specs.MOST_ROWS", 20)
    add(specs)
    before = counts(specs)
    with pytest.raises(InputError, match="20명까지"):
        add_batch(specs, 21)
    assert counts(specs) == before


@pytest.mark.parametrize("trouble", ["the reader's", "the database's"])
def test_an_error_in_the_last_page_leaves_nothing(
    specs: SpecBook, monkeypatch: pytest.MonkeyPatch, trouble: str
) -> None:
    from sqlalchemy.exc import DBAPIError

    monkeypatch.setattr(specs_sql.pages, "__defaults__", (10,))
    add(specs)
    before, mark = counts(specs), specs.mark()

    def rows() -> Iterator[SpecRow]:
        for number in range(35):
            yield row(company=f"새 회사 {number}")
        if trouble == "the reader's":
            raise InputError("36번째 줄을 읽지 못했어요.")
        yield row(opic="XX")

    with pytest.raises((InputError, DBAPIError)):
        specs.add_batch(rows(), filename="a", sha256="0" * 64, origin="", rights="own")
    assert (counts(specs), specs.mark()) == (before, mark)


def test_many_pages_with_their_certificates(specs: SpecBook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(specs_sql, "PAGE", 10)
    people = [
        row(toeic=10 + number, certificates=("SQLD", "WORD", "INFO_ENG")[: number % 4])
        for number in range(45)
    ]
    id = specs.add_batch(people, filename="a", sha256="0" * 64, origin="", rights="own")
    add(specs)  # another part, whose ids lie between
    back = sorted(specs.rows_of(f"import:{id}"), key=lambda one: one.toeic or 0)
    assert [(one.toeic, set(one.certificates)) for one in back] == [
        (one.toeic, set(one.certificates)) for one in people
    ]


def test_every_change_has_a_mark_of_its_own(specs: SpecBook) -> None:
    marks, editions = [specs.mark()], [specs.edition()]
    for change in (
        lambda: add(specs),
        lambda: add_batch(specs),
        lambda: specs.withdraw(hex_of("anna 하늘테크 IT.DEV 2025", 64)),
        lambda: specs.delete_batch(specs.batches()[0].id),
    ):
        change()
        marks.append(specs.mark())
        editions.append(specs.edition())
    assert len(set(marks)) == 5
    assert editions == [0, 1, 2, 3, 4]


def test_a_copy_goes_with_any_change_of_its_rows(specs: SpecBook) -> None:
    name = f"user:{MONTH}"
    secret = add(specs)
    other = add_batch(specs)
    for part in specs.part_names():
        specs.build_part(part, "v", encode)
    assert kept_copy(specs, name, "v") is not None
    assert kept_copy(specs, name, "w") is None
    add(specs, "bora")
    assert kept_copy(specs, name, "v") is None
    specs.build_part(name, "v", encode)
    specs.withdraw(secret)
    assert kept_copy(specs, name, "v") is None
    assert kept_copy(specs, f"import:{other}", "v") is not None


def test_a_row_taken_back_while_the_copy_is_made_does_not_return(specs: SpecBook) -> None:
    name = f"user:{MONTH}"
    add(specs, "bora", hire_year=2020)
    secret = add(specs)

    def slowly(records: Iterator[Record]) -> bytes:
        data = encode(records)
        assert specs.withdraw(secret) == 1
        return data

    assert b"2025" in specs.build_part(name, "v", slowly)
    assert kept_copy(specs, name, "v") is None
    assert b"2025" not in specs.build_part(name, "v", encode)
    assert kept_copy(specs, name, "v") is not None
    assert specs.build_part("user:1999-01", "v", encode) == b""


def test_two_writers_at_once_lose_nothing(database: Database) -> None:
    patient: Database = database
    if isinstance(database, SqliteDatabase):
        patient = SqliteDatabase(database.path, busy_ms=20_000)
    book = SpecBook(patient)
    add(book, "first")
    with ThreadPoolExecutor(4) as pool:
        done = [pool.submit(add, book, f"person {n}", company=f"회사 {n % 3}") for n in range(16)]
        done.append(pool.submit(add_batch, book, 40, company="회사 1"))
        for one in done:
            one.result()
    assert counts(book) | {"hired_certificates": 0} == {
        "hired_specs": 57, "hired_certificates": 0, "companies": 4, "imports": 1, "spec_consents": 17, "spec_parts": 2,
    }  # fmt: skip
    assert book.edition() == 18
    assert sum(part.rows_count for part in book.parts()) == 57


def test_the_same_hire_by_two_writers_at_once(database: Database) -> None:
    patient = SqliteDatabase(database.path, 20_000) if isinstance(database, SqliteDatabase) else database
    book = SpecBook(patient)
    with ThreadPoolExecutor(2) as pool:
        done = [pool.submit(add, book, secret=f"code {number}") for number in range(2)]
        errors = [one.exception() for one in done]
    assert sorted(type(error).__name__ for error in errors) == ["InputError", "NoneType"]
    assert counts(book)["hired_specs"] == 1


@pytest.mark.parametrize(
    "name", ["'; DROP TABLE hired_specs; --", 'x" OR 1=1 --', "100%s %(name)s", "?", ":part"]
)
def test_sql_in_a_company_name_is_a_name(specs: SpecBook, name: str) -> None:
    secret = add(specs, company=name)
    add_batch(specs, company=name)
    assert {one.company for one in specs.rows_of()} == {name}
    assert counts(specs)["companies"] == 1
    assert specs.withdraw(secret) == 1


def test_a_full_disk_keeps_what_was_there(sqlite_database: SqliteDatabase) -> None:
    from sqlalchemy import event

    book = SpecBook(sqlite_database)
    add(book)
    before, mark = counts(book), book.mark()

    def no_more_room(connection: sqlite3.Connection, _record: object) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages + 1}").close()

    event.listen(sqlite_database._engine, "connect", no_more_room)
    with pytest.raises(StorageError, match="디스크가 가득"):
        add_batch(book, 2000)
    event.remove(sqlite_database._engine, "connect", no_more_room)
    assert (counts(book), book.mark()) == (before, mark)
    add_batch(book, 2000)


def test_a_lost_connection_leaves_nothing(mysql_database: MysqlDatabase, mariadb: Server) -> None:
    book = SpecBook(mysql_database)
    add(book)
    before, mark = counts(book), book.mark()

    def rows() -> Iterator[SpecRow]:
        for number in range(specs_sql.PAGE + 20):
            yield row()
            if number == specs_sql.PAGE + 10:
                mariadb.execute(*mariadb_kills(mysql_database))

    with pytest.raises(StorageError):
        book.add_batch(rows(), filename="a", sha256="0" * 64, origin="", rights="own")
    assert (counts(book), book.mark()) == (before, mark)
    add_batch(book)


def mariadb_kills(database: MysqlDatabase) -> list[str]:
    """Statements that cut every connection of the app to its server."""
    with database.reading() as connection:
        assert connection is not None
        mine = connection.exec_driver_sql("SELECT connection_id()").scalar_one()
        ids = connection.exec_driver_sql(
            "SELECT id FROM information_schema.processlist WHERE db = DATABASE()"
        ).scalars()
        return [f"KILL {id}" for id in ids if id != mine]


@pytest.mark.parametrize(
    ("text", "name", "key"),
    [
        ("㈜ 하늘 테크", "(주) 하늘 테크", "하늘테크"),
        ("주식회사 ＬＧ전자", "주식회사 LG전자", "lg전자"),
        ("\ud800하늘\x00\u202e테크", "하늘 테크", "하늘테크"),
        ("\u3164하\xad늘\U000e0041\ufe0f", "하 늘", "하늘"),
        ("\u115f\u1160\uffa0", "", ""),
        ("㈜" * 120, "(주)" * 40, ""),
        ("İ" * 200, "İ" * 120, ("i\u0307" * 120)[:120]),
    ],
)
def test_names_of_companies(text: str, name: str, key: str) -> None:
    assert (company_name(text), company_key(text)) == (name, key)


@pytest.mark.parametrize("wrong", [{"month": "2026-13"}, {"month": "2026-11-22"}])
def test_a_month_is_a_month(sqlite_database: SqliteDatabase, wrong: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="YYYY-MM"):
        add(SpecBook(sqlite_database), **wrong)
    with pytest.raises(ValueError, match="hex"):
        SpecBook(sqlite_database).withdraw("' OR 1=1 --")
