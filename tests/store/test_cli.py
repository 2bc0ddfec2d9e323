"""`python -m metajob store …`: what it says and its exit status."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from metajob.__main__ import main
from metajob.settings import Settings
from metajob.store.database import SCHEMA, open_database
from metajob.store.mysql import MysqlDatabase
from metajob.store.reviews import ReviewBook
from metajob.store.sqlite import SqliteDatabase
from tests.mariadb import Server
from tests.store.conftest import ANNA, SECRET, keep
from tests.store.test_schema import downgrade

Ask = Callable[..., tuple[int, str, str]]


@pytest.fixture
def ask(fresh_settings: Callable[..., Settings], capsys: pytest.CaptureFixture[str]) -> Ask:
    """Exit status, stdout, stderr of `python -m metajob store …`."""
    fresh_settings()

    def run(*words: object) -> tuple[int, str, str]:
        status = main(["store", *map(str, words)])
        said = capsys.readouterr()
        return status, said.out, said.err

    return run


def test_from_nothing_to_a_checked_store(ask: Ask, tmp_path: Path) -> None:
    status, out, _ = ask("check")
    assert (status, "아직 저장된 것이 없어요" in out) == (0, True)
    assert "아직 저장소가 없어요" in ask("upgrade")[1]
    assert not (tmp_path / "data").exists()
    assert "빈 저장소를 만들었어요" in ask("init")[1]
    assert "이미 있어요" in ask("init")[1]
    keep(ReviewBook(open_database()))
    status, out, _ = ask("check")
    assert status == 0
    for part in ("SQLite", f"버전: {SCHEMA}", "이상 없어요", "reviews"):
        assert part in out
    assert SECRET not in out


def test_an_old_version_is_told_and_upgraded(ask: Ask) -> None:
    database = open_database()
    keep(ReviewBook(database))
    downgrade(database, "0001")
    status, out, _ = ask("check")
    assert (status, "store upgrade" in out) == (1, True)
    assert database.version() == "0001"  # checking changes nothing
    assert f"0001 → {SCHEMA}" in ask("upgrade")[1]
    assert "이미 최신 버전" in ask("upgrade")[1]
    assert ask("check")[0] == 0


@pytest.mark.parametrize("kind", ["a lost row", "overwritten pages"])
def test_damage_is_told(ask: Ask, kind: str) -> None:
    database = open_database()
    assert isinstance(database, SqliteDatabase)
    keep(ReviewBook(database), body="x" * 100_000)
    if kind == "a lost row":
        with sqlite3.connect(database.path) as raw:
            raw.execute("UPDATE reviews SET previous_id = 'nobody'")
        raw.close()
    else:
        whole = bytearray(database.path.read_bytes())
        whole[-80_000:-20_000] = b"\xff" * 60_000
        database.path.write_bytes(whole)
    status, out, _ = ask("check")
    assert (status, "손상" in out) == (1, True)


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX files")
def test_a_file_that_others_may_read(ask: Ask) -> None:
    ask("init")
    database = open_database()
    assert isinstance(database, SqliteDatabase)
    database.path.chmod(0o644)
    status, out, _ = ask("check")
    assert (status, "chmod 600" in out) == (0, True)


def test_a_newer_version_is_told(ask: Ask) -> None:
    database = open_database()
    with database.writing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    for command in ("check", "upgrade", "init"):
        status, _, err = ask(command)
        assert (status, "더 새로운 버전" in err) == (2, True)


def test_backup_is_never_written_over_unasked(ask: Ask, tmp_path: Path) -> None:
    keep(ReviewBook(open_database()))
    file = tmp_path / "backup.db"
    status, out, _ = ask("backup", file)
    assert (status, "백업했어요" in out) == (0, True)
    before = file.read_bytes()
    assert ask("backup", file)[0] == 2
    assert file.read_bytes() == before
    assert ask("backup", file, "--force")[0] == 0
    database = open_database()
    assert isinstance(database, SqliteDatabase)
    assert ask("backup", database.path, "--force")[0] == 2
    assert ask("backup", tmp_path / "nowhere" / "x.db")[0] == 2
    assert ReviewBook(database).count(ANNA) == 1


def test_from_sqlite_to_mysql(
    ask: Ask,
    fresh_settings: Callable[..., Settings],
    tmp_path: Path,
    mariadb: Server,
    empty_mysql: MysqlDatabase,
) -> None:
    """The whole way that docs/store.md tells."""
    saved = keep(ReviewBook(open_database()))
    assert ask("backup", tmp_path / "backup.db")[0] == 0
    fresh_settings(database_url=mariadb.url(str(empty_mysql._url.database)))
    assert ask("init")[0] == 0
    status, out, _ = ask("restore", tmp_path / "backup.db")
    assert (status, "되돌렸어요" in out) == (0, True)
    status, out, err = ask("check")
    assert (status, err) == (0, "")
    for part in ("MariaDB 10", f"버전: {SCHEMA}", "이상 없어요"):
        assert part in out
    assert "127.0.0.1" not in out
    assert ReviewBook(empty_mysql).load(ANNA, saved.id) == saved
    status, _, err = ask("restore", tmp_path / "backup.db")
    assert (status, "비어 있는" in err) == (2, True)
    database = open_database()
    assert isinstance(database, MysqlDatabase)
    database.close()


def test_an_account_with_few_rights(
    ask: Ask, fresh_settings: Callable[..., Settings], mariadb: Server, empty_mysql: MysqlDatabase
) -> None:
    name = str(empty_mysql._url.database)
    mariadb.execute(
        "CREATE USER small@'%' IDENTIFIED BY 'small'",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON {name}.* TO small@'%'",
        f"ALTER DATABASE {name} CHARACTER SET latin1",
    )
    try:
        fresh_settings(database_url=mariadb.url(name, "small", "small"))
        assert "CREATE" in ask("check")[1]
        status, _, err = ask("init")
        assert (status, "허락하지 않았어요" in err) == (2, True)
    finally:
        mariadb.execute("DROP USER small@'%'")
        database = open_database()
        assert isinstance(database, MysqlDatabase)
        database.close()
