"""The server: what a person reads when it is not there, refuses, is too old or full; and that it may come back."""

from __future__ import annotations

import socketserver
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from metajob.certificate import certificate
from metajob.errors import StorageError
from metajob.store import mysql, refusals_mysql, remarks_mysql
from metajob.store.mysql import MysqlDatabase
from metajob.store.reviews import ReviewBook
from tests.mariadb import PASSWORD, PASSWORD_IN_URL, Server
from tests.store.conftest import ANNA, SECRET, keep

SECRETS = (PASSWORD, PASSWORD_IN_URL, "127.0.0.1", "metajob_", "geheim")


@pytest.fixture
def database(mysql_database: MysqlDatabase) -> MysqlDatabase:
    return mysql_database


def refused(book: ReviewBook, phrase: str) -> None:
    """Reading and writing both fail with this sentence, which tells nobody where the server is."""
    for call in (lambda: book.list(ANNA), lambda: keep(book), lambda: book.erase(ANNA)):
        with pytest.raises(StorageError, match=phrase) as error:
            call()
        assert not [secret for secret in SECRETS if secret in str(error.value)]


def test_the_session_is_strict(database: MysqlDatabase) -> None:
    names = ("sql_mode", "time_zone", "innodb_lock_wait_timeout", "character_set_client")
    for opened in (database.reading, database.writing):
        with opened() as connection:
            assert connection is not None
            asked = "SELECT " + ", ".join(f"@@SESSION.{name}" for name in names)
            mode, zone, wait, letters = connection.exec_driver_sql(asked).one()
            assert "STRICT_ALL_TABLES" in mode
            assert (zone, wait, letters) == ("+00:00", 1, "utf8mb4")


def test_what_does_not_fit_is_not_cut(database: MysqlDatabase) -> None:
    from sqlalchemy.exc import DBAPIError

    book = ReviewBook(database)
    with pytest.raises(DBAPIError, match="1406") as error:
        keep(book, role=SECRET * 3)
    assert SECRET not in str(error.value)
    assert SECRET not in str(error.value.orig)
    assert book.count(ANNA) == 0


def test_reading_may_not_write(database: MysqlDatabase) -> None:
    from sqlalchemy.exc import DBAPIError

    with pytest.raises(DBAPIError, match="1792"), database.reading() as connection:
        assert connection is not None
        connection.exec_driver_sql("DELETE FROM reviews")


def test_connections_are_few_and_given_back(database: MysqlDatabase, mariadb: Server) -> None:
    database.close()
    book = ReviewBook(database)
    threads = [threading.Thread(target=lambda: [book.count(ANNA) for _ in range(5)]) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    open_ones = mariadb.execute("SELECT count(*) FROM information_schema.processlist WHERE user = 'metajob'")
    assert 1 <= int(str(open_ones[0][0])) <= 4
    database.close()


def test_more_work_than_connections_is_told(database: MysqlDatabase) -> None:
    made = database._made(5, pool_size=1, max_overflow=0, pool_timeout=0.1)
    with made.connect(), pytest.raises(StorageError, match="다른 작업이"), refusals_mysql.told():
        made.connect()
    made.dispose()


def test_wrong_password_and_unknown_database(mariadb: Server) -> None:
    refused(ReviewBook(MysqlDatabase(mariadb.url("metajob_x", password="geheim"))), "허락하지 않았어요")
    refused(ReviewBook(MysqlDatabase(mariadb.url("metajob_nowhere"))), "그 이름의 데이터베이스가 없어요")
    refused(ReviewBook(MysqlDatabase(mariadb.url("mysql"))), "허락하지 않았어요")


@pytest.fixture
def ed25519_server() -> Iterator[int]:
    """Port of a server that greets as MariaDB does, then asks for its ed25519: the driver has no library for it."""
    greeting = (
        b"\x0a10.11.0-MariaDB\0" + bytes(4) + b"12345678\0" + b"\xff\xf7\x2d\x02\0\x0f\0\x15" + bytes(10)
    )
    greeting += b"123456789012\0mysql_native_password\0"
    switch = b"\xfeclient_ed25519\0" + b"1" * 32

    class Asks(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            for number, packet in ((0, greeting), (2, switch)):
                self.request.sendall(len(packet).to_bytes(3, "little") + bytes([number]) + packet)
                self.request.recv(4096)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Asks) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


def test_a_way_of_logging_in_that_the_driver_does_not_know(ed25519_server: int) -> None:
    refused(
        ReviewBook(MysqlDatabase(f"mysql://edward:geheim@127.0.0.1:{ed25519_server}/jobs")), "로그인 방식을"
    )


def test_nobody_listens() -> None:
    refused(ReviewBook(MysqlDatabase("mysql://me:geheim@127.0.0.1:9/jobs")), "연결하지 못했어요")
    refused(ReviewBook(MysqlDatabase("mysql://me:geheim@metajob.invalid/jobs")), "연결하지 못했어요")
    refused(
        ReviewBook(MysqlDatabase("mysql://me:geheim@/jobs?unix_socket=/nowhere.sock")), "연결하지 못했어요"
    )


def test_a_socket_is_an_address_too(mariadb: Server, database: MysqlDatabase) -> None:
    keep(ReviewBook(database))
    address = f"mysql+pymysql://metajob:{PASSWORD_IN_URL}@/metajob?unix_socket={mariadb.socket}"
    other = MysqlDatabase(address)
    assert ReviewBook(other).count(ANNA) == 1
    other.close()


def test_the_server_goes_and_comes_back_with_a_certificate(
    database: MysqlDatabase, mariadb: Server, tmp_path: Path
) -> None:
    """One restart for both, as it takes a second."""
    own, foreign = (certificate(tmp_path / name, ["localhost", "127.0.0.1"]) for name in ("own", "foreign"))
    believing = MysqlDatabase(f"{mariadb.url('metajob')}?ssl_ca={own.cert}")
    doubting = MysqlDatabase(f"{mariadb.url('metajob')}?ssl_ca={foreign.cert}")
    absent = MysqlDatabase(f"{mariadb.url('metajob')}?ssl_ca={tmp_path}/absent.pem")
    book = ReviewBook(database)
    saved = keep(book)
    refused(ReviewBook(believing), "암호화된 연결")  # the server offers none: never in the clear instead
    mariadb.stop()
    try:
        refused(book, "연결하지 못했어요")
    finally:
        mariadb.start(f"--ssl-cert={own.cert}", f"--ssl-key={own.key}")
    assert book.load(ANNA, saved.id) == saved
    keep(book)
    assert book.count(ANNA) == 2
    with believing.reading() as connection:
        assert connection is not None
        assert connection.exec_driver_sql("SHOW STATUS LIKE 'Ssl_cipher'").one()[1]
    believing.close()
    refused(ReviewBook(doubting), "암호화된 연결")
    refused(ReviewBook(absent), "암호화된 연결")


def test_a_connection_that_was_cut_is_renewed(database: MysqlDatabase, mariadb: Server) -> None:
    """Idle connections are cut by firewalls and by the server's wait_timeout."""
    book = ReviewBook(database)
    saved = keep(book)
    for (number,) in mariadb.execute("SELECT id FROM information_schema.processlist WHERE user = 'metajob'"):
        mariadb.execute(f"KILL {number}")
    assert book.load(ANNA, saved.id) == saved


def test_a_connection_that_is_cut_in_the_middle_keeps_nothing(
    database: MysqlDatabase, mariadb: Server
) -> None:
    book = ReviewBook(database)
    keep(book)
    with pytest.raises(StorageError, match="연결하지 못했어요"), database.writing() as connection:
        connection.exec_driver_sql("DELETE FROM reviews")
        mariadb.execute(f"KILL {connection.exec_driver_sql('SELECT CONNECTION_ID()').scalar_one()}")
        connection.exec_driver_sql("DELETE FROM interviews")
    assert book.count(ANNA) == 1


def test_old_servers_are_refused(database: MysqlDatabase, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mysql, "OLDEST", {"MySQL": (8, 0, 16), "MariaDB": (99, 1)})
    refused(ReviewBook(database), "버전이 너무 낮아요")


def test_a_record_larger_than_the_server_takes(database: MysqlDatabase, mariadb: Server) -> None:
    book = ReviewBook(database)
    keep(book)
    mariadb.execute("SET GLOBAL max_allowed_packet = 1048576")
    database.close()
    try:
        with pytest.raises(StorageError, match=r"한도보다 커서|max_allowed_packet"):
            keep(book, body="x" * 2_000_000)
        assert any("max_allowed_packet" in remark for remark in database.remarks())
    finally:
        mariadb.execute("SET GLOBAL max_allowed_packet = 67108864")
        database.close()
    assert book.count(ANNA) == 1
    assert database.remarks() == ()


def test_a_server_that_may_only_be_read(database: MysqlDatabase, mariadb: Server) -> None:
    book = ReviewBook(database)
    keep(book)
    mariadb.execute("SET GLOBAL read_only = 1")
    try:
        with pytest.raises(StorageError, match="읽기 전용"):
            keep(book)
        assert book.count(ANNA) == 1
    finally:
        mariadb.execute("SET GLOBAL read_only = 0")


@pytest.mark.parametrize(
    ("code", "phrase"),
    [
        (2003, "연결하지"), (2006, "연결하지"), (2013, "연결하지"), (0, "연결하지"),
        (1130, "허락하지"), (3955, "허락하지"), (3032, "연결하지"), (2059, "로그인 방식을"),
        (1044, "허락하지"), (1045, "허락하지"), (1049, "없어요"), (1040, "너무 많아요"),
        (1205, "다른 작업이"), (1213, "다른 작업이"), (1021, "가득"), (1114, "가득"), (28, "가득"),
        (1290, "읽기 전용"), (1836, "읽기 전용"), (1153, "한도보다"), (2026, "암호화된"), (1034, "손상"),
    ],
)  # fmt: skip
def test_each_trouble_has_its_sentence(code: int, phrase: str) -> None:
    assert phrase in str(refusals_mysql.sentence(code))


def test_a_log_of_statements_is_told() -> None:
    """Binary logs of statements refuse every write of ours, which are READ COMMITTED."""
    told = refusals_mysql.sentence(1665)
    assert told
    assert "binlog_format" in told.hint


@pytest.mark.parametrize("code", [1062, 1452, 1451, 1048, 1364, 1406, 3819, 4025, 1146, 1064, 1792, -1])
def test_a_bug_stays_a_bug(code: int) -> None:
    assert refusals_mysql.sentence(code) is None


def test_a_certificate_that_is_not_believed() -> None:
    from pymysql.err import OperationalError

    error = OperationalError(2003, "Can't connect to MySQL server on 'geheim'")
    error.original_exception = ssl.SSLCertVerificationError("self-signed")
    with pytest.raises(StorageError, match="암호화된 연결") as raised, refusals_mysql.told():
        raise error
    assert "geheim" not in str(raised.value)


@pytest.mark.parametrize(
    ("lines", "absent"),
    [
        (["GRANT USAGE ON *.* TO `u`@`%`", "GRANT ALL PRIVILEGES ON `jobs`.* TO `u`@`%`"], []),
        (["GRANT ALL PRIVILEGES ON *.* TO `u`@`%` WITH GRANT OPTION"], []),
        (["GRANT ALL PRIVILEGES ON `other`.* TO `u`@`%`"], sorted(remarks_mysql.RIGHTS)),
        (
            ["GRANT SELECT, INSERT, UPDATE, DELETE ON `jobs`.* TO `u`@`%`"],
            ["ALTER", "CREATE", "DROP", "INDEX", "REFERENCES"],
        ),
        (["GRANT USAGE ON *.* TO `u`@`%`", "GRANT `role`@`%` TO `u`@`%`"], []),
    ],
)
def test_missing_rights(lines: list[str], absent: list[str]) -> None:
    assert remarks_mysql.missing(lines, "jobs") == absent
