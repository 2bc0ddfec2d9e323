"""Adding one's own spec without a name, and taking it back."""

from __future__ import annotations

import hashlib
import math
import re
from datetime import date

import pytest

from metajob.errors import InputError
from metajob.specs import release, sharing
from metajob.specs.model import Gpa, Hire, HiredSpec, Spec
from metajob.specs.sharing import consent_text, contributor_of, register, withdraw
from metajob.store.database import Database
from metajob.store.owners import new_token, owner_of
from metajob.store.specs import SpecBook
from metajob.store.sqlite import SqliteDatabase
from tests.store.conftest import files_hold

TODAY = date(2026, 11, 22)
ANNA = contributor_of("a" * 43)


def hired(company: str = "하늘테크", year: int = 2026) -> HiredSpec:
    return HiredSpec(
        hire=Hire(year=year, company=company, size="large", industry="J", role="IT.DEV"),
        spec=Spec(gpa=Gpa(raw=3.9, scale="4.3"), toeic=905, certificates=("SQLD",), cert_count=1),
    )


@pytest.fixture
def book(database: Database) -> SpecBook:
    return SpecBook(database)


def test_registered_and_taken_back(book: SpecBook) -> None:
    code = register(book, hired(), ANNA, TODAY)
    assert re.fullmatch(r"([2-9A-HJKMNP-Z]{5}-){3}[2-9A-HJKMNP-Z]{5}", code)
    (row,) = book.rows_of()
    assert (row.company, row.gpa_raw_centi, row.gpa_scale, row.certificates) == (
        "하늘테크",
        390,
        "4.3",
        ("SQLD",),
    )
    assert withdraw(book, code) == 1
    assert [*book.rows_of()] == []
    assert withdraw(book, code) == 0


@pytest.mark.parametrize("write", [str.lower, lambda c: c.replace("-", ""), lambda c: f"  {c.replace('-', ' ')}\n",
                                   lambda c: c.replace("-", " - ").lower(), lambda c: c.replace("-", "–")])  # fmt: skip
def test_a_code_may_be_written_carelessly(sqlite_database: SqliteDatabase, write: type[str]) -> None:
    book = SpecBook(sqlite_database)
    code = register(book, hired(), ANNA, TODAY)
    assert withdraw(book, write(code)) == 1


@pytest.mark.parametrize(
    "code", ["", "AAAAA-AAAAA-AAAAA-AAAAA", "' OR 1=1 --", "가" * 10_000, "\ud800", "0" * 64]
)
def test_a_wrong_code_takes_nothing(sqlite_database: SqliteDatabase, code: str) -> None:
    book = SpecBook(sqlite_database)
    right = register(book, hired(), ANNA, TODAY)
    assert withdraw(book, code) == 0
    assert withdraw(book, right[:-1]) == 0
    assert len([*book.rows_of()]) == 1


def test_codes_cannot_be_guessed() -> None:
    codes = {sharing._new_code() for _ in range(300)}
    assert len(codes) == 300
    letters = "".join(codes).replace("-", "")
    assert not set("01OIL") & set(letters)
    assert 20 * math.log2(len(set(letters))) > 99


def test_nothing_tells_who_it_was(sqlite_database: SqliteDatabase) -> None:
    """Neither the browser's secret nor the owner of its other records, neither code nor day, is in the files."""
    token = new_token()
    code = register(SpecBook(sqlite_database), hired(), contributor_of(token), TODAY)
    folder = sqlite_database.path.parent
    for text in (token, owner_of(token), code, code.replace("-", ""), TODAY.isoformat()):
        assert not files_hold(folder, text)
    assert files_hold(folder, contributor_of(token))
    assert files_hold(folder, hashlib.sha256(code.replace("-", "").encode()).hexdigest())
    assert contributor_of(owner_of(token)) != contributor_of(token) != owner_of(token)[:32]


def test_shown_from_the_next_month_on(book: SpecBook, database: Database) -> None:
    release._kept.clear()
    code = register(book, hired(), ANNA, TODAY)
    assert len(release.load(database, date(2026, 11, 30)).rows) == 0
    assert len(release.load(database, date(2026, 12, 1)).rows) == 1
    withdraw(book, code)
    assert len(release.load(database, date(2026, 12, 1)).rows) == 0


def test_the_same_hire_twice_and_a_hire_to_come(book: SpecBook) -> None:
    register(book, hired("㈜하늘테크"), ANNA, TODAY)
    with pytest.raises(InputError, match="이미 등록"):
        register(book, hired("하늘 테크"), ANNA, TODAY)
    with pytest.raises(InputError, match="오지 않은"):
        register(book, hired(year=2027), ANNA, TODAY)
    assert len([*book.rows_of()]) == 1


@pytest.mark.parametrize(
    "name",
    ["anna@example.com", "하늘테크 김안나 010-1234-5678", "01012345678", "+82 10 1234 5678", "02)123-4567",
     "900101-2345678", "9001012345678", "안나@회사", "(주)", "주식회사"],
)  # fmt: skip
def test_contacts_are_no_company(sqlite_database: SqliteDatabase, name: str) -> None:
    with pytest.raises(InputError):
        register(SpecBook(sqlite_database), hired(name), ANNA, TODAY)
    assert not sqlite_database.path.exists()


@pytest.mark.parametrize(
    ("name", "kept"),
    [("", ""), ("  ", ""), ("3M", "3M"), ("11번가", "11번가"), ("KT&G", "KT&G"), ("하늘\x00\u202e테크\n", "하늘 테크"),
     ("ＬＧ전자", "LG전자"), ("㈜ 하늘", "(주) 하늘"), ("회" * 120, "회" * 120), ("365mc", "365mc")],
)  # fmt: skip
def test_names_of_companies_are_kept_clean(sqlite_database: SqliteDatabase, name: str, kept: str) -> None:
    book = SpecBook(sqlite_database)
    register(book, hired(name), ANNA, TODAY)
    assert [row.company for row in book.rows_of()] == [kept]


def test_the_text_says_what_happens() -> None:
    text = consent_text()
    for phrase in ("선택", "다음 달", "5명 이상", "삭제 코드", "이름", "학교 이름", "10건"):
        assert phrase in text
    assert not re.search(r"합니다|입니다", text)
