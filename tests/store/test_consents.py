"""Consents: to which wording, since when, until when; nobody's but the owner's."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from metajob.store import consents as module
from metajob.store.consents import ConsentBook
from metajob.store.database import Database
from tests.store.conftest import ANNA, BORA


@pytest.fixture
def consents(database: Database) -> ConsentBook:
    return ConsentBook(database)


def all_rows(database: Database) -> list[tuple[str, str, bool]]:
    with database.reading() as connection:
        assert connection is not None
        asked = "SELECT purpose, text_version, withdrawn IS NOT NULL FROM consents ORDER BY granted, id"
        return [(row[0], row[1], bool(row[2])) for row in connection.exec_driver_sql(asked)]


def test_granted_held_withdrawn(database: Database, consents: ConsentBook) -> None:
    given = consents.grant(ANNA, "review_model", "2026-11")
    assert consents.current(ANNA) == {"review_model": given}
    assert abs(datetime.now(UTC) - given.granted) < timedelta(minutes=1)
    assert consents.withdraw(ANNA, "review_model") is True
    assert consents.withdraw(ANNA, "review_model") is False
    assert consents.current(ANNA) == {}
    assert all_rows(database) == [("review_model", "2026-11", True)]  # the proof stays


def test_pressing_twice_keeps_one(database: Database, consents: ConsentBook) -> None:
    first = consents.grant(ANNA, "review_model", "2026-11")
    assert consents.grant(ANNA, "review_model", "2026-11") == first
    assert len(all_rows(database)) == 1


def test_another_wording_ends_the_earlier_consent(database: Database, consents: ConsentBook) -> None:
    consents.grant(ANNA, "review_model", "1")
    newer = consents.grant(ANNA, "review_model", "2")
    assert consents.current(ANNA) == {"review_model": newer}
    assert all_rows(database) == [("review_model", "1", True), ("review_model", "2", False)]


def test_purposes_and_owners_are_apart(consents: ConsentBook) -> None:
    consents.grant(ANNA, "review_model", "1")
    consents.grant(ANNA, "interview_recording", "1")
    consents.grant(BORA, "review_model", "1")
    assert consents.withdraw(ANNA, "review_model")
    assert set(consents.current(ANNA)) == {"interview_recording"}
    assert set(consents.current(BORA)) == {"review_model"}
    assert consents.erase(ANNA) == 2  # the withdrawn one, too
    assert (consents.current(ANNA), consents.erase(ANNA), len(consents.current(BORA))) == ({}, 0, 1)


def test_nothing_is_made_by_asking(consents: ConsentBook) -> None:
    assert (consents.current(ANNA), consents.withdraw(ANNA, "review_model"), consents.erase(ANNA)) == (
        {}, False, 0,
    )  # fmt: skip


def test_a_clock_that_was_set_back(consents: ConsentBook, monkeypatch: pytest.MonkeyPatch) -> None:
    given = consents.grant(ANNA, "review_model", "1")

    class Earlier(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]  # noqa: ARG003
            return given.granted - timedelta(hours=1)

    monkeypatch.setattr(module, "datetime", Earlier)
    assert consents.withdraw(ANNA, "review_model")
    assert consents.current(ANNA) == {}


@pytest.mark.parametrize("owner", ["", "a" * 63, "' OR 1=1 --"])
def test_a_malformed_owner_is_a_bug(consents: ConsentBook, owner: str) -> None:
    for call in (
        lambda: consents.current(owner),
        lambda: consents.erase(owner),
        lambda: consents.withdraw(owner, "review_model"),
        lambda: consents.grant(owner, "review_model", "1"),
    ):
        with pytest.raises(ValueError, match="64 hex"):
            call()


@pytest.mark.parametrize(
    "change",
    ["purpose = 'anything'", "withdrawn = '2001-01-01 00:00:00.000000'", "owner = 'short'", "granted = NULL"],
)
def test_the_database_itself_refuses_nonsense(database: Database, consents: ConsentBook, change: str) -> None:
    from sqlalchemy.exc import DBAPIError

    consents.grant(ANNA, "review_model", "1")
    with (
        pytest.raises(DBAPIError, match=r"CHECK|NOT NULL|error (4025|3819|1048)"),
        database.writing() as connection,
    ):
        connection.exec_driver_sql(f"UPDATE consents SET {change}")
