"""What both kinds of database have in common, and which addresses lead to them."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

import pytest

from metajob.errors import StorageError
from metajob.settings import Settings
from metajob.store.database import Database, open_database
from metajob.store.interviews import InterviewBook
from metajob.store.mysql import MysqlDatabase
from metajob.store.reviews import ReviewBook
from metajob.store.sqlite import SqliteDatabase
from tests.conftest import ROOT
from tests.store.conftest import ANNA, BORA, keep, keep_interview

SQL = "'); DROP TABLE reviews; -- \\\" \\' %s %(x)s :y ? {0} \\x00\\"
LETTERS = "한글 👩‍💻 𠮷 ﷽ e\u0301 é \u200b\t\n | \\ ' \" ` % _"


def test_an_empty_one_has_nothing(database: Database) -> None:
    reviews, interviews = ReviewBook(database), InterviewBook(database)
    for book in (reviews, interviews):
        assert (book.list(ANNA), book.count(ANNA), book.erase(ANNA), book.delete(ANNA, "x")) == (
            (),
            0,
            0,
            False,
        )
    with pytest.raises(StorageError, match="찾지 못했어요"):
        reviews.load(ANNA, "x")
    assert database.faults() == ()


def test_a_database_without_tables_is_filled_by_writing(empty_mysql: MysqlDatabase) -> None:
    book = ReviewBook(empty_mysql)
    with empty_mysql.reading() as connection:
        assert connection is None
    assert (book.list(ANNA), book.erase(ANNA), empty_mysql.version()) == ((), 0, None)
    assert book.load(ANNA, keep(book).id)


@pytest.mark.parametrize("text", [SQL, LETTERS, "", " 뒤에 빈칸 ", "\ufffd" * 200])
def test_any_text_comes_back_from_any_field(database: Database, text: str) -> None:
    reviews, interviews = ReviewBook(database), InterviewBook(database)
    short = text[:40]
    review = keep(reviews, name=text, role=short, engine=short, summary=text, body=text * 50)
    talk = keep_interview(
        interviews, name=text, family=short, persona=short, strictness=short, summary=text, body=text * 50
    )
    assert reviews.load(ANNA, review.id) == review
    assert interviews.load(ANNA, talk.id) == talk
    assert (review.role, review.summary) == (short, text)
    assert (reviews.count(ANNA), reviews.count(BORA)) == (1, 0)


@pytest.mark.parametrize("microsecond", [0, 1, 499_999, 500_000, 999_999])
def test_moments_keep_their_microseconds(database: Database, microsecond: int) -> None:
    """A server may stand anywhere and round; a moment is the same one for everybody."""
    interviews = InterviewBook(database)
    seoul = timezone(timedelta(hours=9))
    for moment in (
        datetime(2026, 3, 29, 2, 30, 59, microsecond, tzinfo=UTC),  # does not exist in many a time zone
        datetime(2026, 1, 1, 0, 0, 0, microsecond, tzinfo=seoul),
        datetime(1969, 7, 20, 20, 17, 40, microsecond, tzinfo=UTC),
        datetime(2039, 1, 1, 0, 0, 0, microsecond, tzinfo=UTC),
    ):
        saved = keep_interview(interviews, created=moment)
        assert interviews.load(ANNA, saved.id).created == moment
        assert saved.created.tzinfo is UTC


def test_what_differs_in_case_or_accent_differs(database: Database) -> None:
    """As on SQLite; MySQL's usual collations would find a = A = á."""
    book = ReviewBook(database)
    for role in ("a", "A", "á", "ａ", "가", "각"):
        keep(book, role=role)
    with database.reading() as connection:
        assert connection is not None
        table = book._table
        asked = table.select().where(table.c.role == "a")
        assert len(connection.execute(asked).all()) == 1
        ordered = table.select().with_only_columns(table.c.role).order_by(table.c.role)
        assert connection.execute(ordered).scalars().all() == ["A", "a", "á", "가", "각", "ａ"]


def test_an_error_in_the_middle_keeps_nothing(database: Database, book: ReviewBook) -> None:
    keep(book)
    with pytest.raises(RuntimeError, match="stop"), database.writing() as connection:
        connection.exec_driver_sql("DELETE FROM reviews")
        raise RuntimeError("stop")
    assert book.count(ANNA) == 1


def test_what_a_caller_raises_is_not_taken_for_the_servers(mysql_database: MysqlDatabase) -> None:
    with pytest.raises(FileNotFoundError, match="mine"), mysql_database.writing():
        raise FileNotFoundError("mine")


def test_reading_sees_one_moment(database: Database, book: ReviewBook) -> None:
    keep(book)
    count = "SELECT count(*) FROM reviews"
    with database.reading() as reader:
        assert reader is not None
        assert reader.exec_driver_sql(count).scalar() == 1
        writer = threading.Thread(target=keep, args=(book,))
        writer.start()
        writer.join()
        assert reader.exec_driver_sql(count).scalar() == 1
    assert book.count(ANNA) == 2


def test_a_second_writer_waits_and_is_told(database: Database, book: ReviewBook) -> None:
    """Both change the same row: the one that came second gives up with a sentence, then works."""
    saved = keep(book)
    change = "UPDATE reviews SET projects = projects + 1"
    with database.writing() as first:
        first.exec_driver_sql(change)
        with pytest.raises(StorageError, match="다른 작업이"), database.writing() as second:
            second.exec_driver_sql(change)
        assert book.count(ANNA) == 1  # reading goes on meanwhile
    with database.writing() as third:
        third.exec_driver_sql(change)
    assert book.load(ANNA, saved.id).projects == 4


def test_two_writers_of_different_rows_do_not_disturb_each_other(database: Database) -> None:
    """Saving an interview deletes its earlier row first: with locks on gaps, two visitors would deadlock."""
    if isinstance(database, SqliteDatabase):
        database.busy_ms = 20_000  # there they wait for each other
    interviews = InterviewBook(database)
    both = threading.Barrier(2)
    errors: list[BaseException] = []

    def save(owner: str) -> None:
        try:
            for _ in range(10):
                both.wait(20)
                keep_interview(interviews, owner)
        except BaseException as error:
            errors.append(error)
            both.abort()

    threads = [threading.Thread(target=save, args=(owner,)) for owner in (ANNA, BORA)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert (interviews.count(ANNA), interviews.count(BORA)) == (10, 10)


@pytest.mark.parametrize(
    "url",
    [
        "sqlite://",
        "sqlite:///:memory:",
        "nonsense",
        "sqlite:///a.db?mode=ro",
        "postgresql://me:geheim@db/jobs",
        "mysql+mysqldb://me:geheim@db/jobs",
        "mysql+pymysql://me:geheim@db",  # which database?
        "mysql+pymysql://:geheim@db/jobs",
        "mysql+pymysql://me:geheim@/jobs",
        "mysql+pymysql://me:geheim@db:99999/jobs",
        "mysql+pymysql://me:geheim@db:port/jobs",
        "mysql+pymysql://me:geheim@db/jobs?charset=latin1",
        "mysql+pymysql://me:geheim@db/jobs?local_infile=1",
        "mysql+pymysql://me:geheim@db/jobs?init_command=DROP",
        "mysql+pymysql://me:geheim@db/jobs?read_default_file=/etc/my.cnf",
        "mysql+pymysql://me:geheim@db/jobs?ssl_cert=/a.pem&ssl_key=/b.pem",  # would believe any server
        "mysql+pymysql://me:geheim@db/jobs?ssl_ca=/a.pem&ssl_ca=/b.pem",
        "mysql+pymysql://me:geheim@db/jobs?ssl_ca=",
        "mysql+pymysql://me:geheim@db/jobs?ssl_ca=/a.pem&ssl_check_hostname=no",
    ],
)
def test_other_addresses_are_refused_without_repeating_them(url: str) -> None:
    with pytest.raises(StorageError, match="METAJOB_DATABASE_URL") as refused:
        open_database(url)
    error: BaseException | None = refused.value
    while error is not None:
        assert "geheim" not in str(error)
        error = error.__cause__


@pytest.mark.parametrize("scheme", ["mysql", "mysql+pymysql", "mariadb", "mariadb+pymysql"])
def test_addresses_of_servers(scheme: str) -> None:
    asked = "charset=utf8mb4&ssl_ca=/ca.pem&ssl_check_hostname=false"
    database = open_database(f"{scheme}://me:geheim%40@db:3307/jobs?{asked}")
    assert isinstance(database, MysqlDatabase)
    assert database is open_database(f"{scheme}://me:geheim%40@db:3307/jobs?{asked}")  # one pool for all
    assert (database._url.host, database._url.port, database._url.database) == ("db", 3307, "jobs")
    assert database._arguments == {
        "password": b"geheim@", "ssl_ca": "/ca.pem", "ssl_verify_cert": True, "ssl_verify_identity": False,
    }  # fmt: skip
    assert "geheim" not in f"{database._url!r}{database.place}"


def test_the_address_is_no_part_of_printed_settings(fresh_settings: Callable[..., Settings]) -> None:
    assert "geheim" not in repr(fresh_settings(database_url="mysql://me:geheim@db/jobs"))


def test_importing_the_books_is_cheap() -> None:
    script = (
        "import sys; import metajob.store.database, metajob.store.reviews, metajob.store.interviews\n"
        "import metajob.store.sqlite, metajob.store.mysql, metajob.store.consents, metajob.store.cli\n"
        "print({'sqlalchemy', 'pymysql', 'alembic'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "set()"
