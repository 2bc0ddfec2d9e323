"""Consents of a visitor: to what, to which wording, since when, and until when. Withdrawing keeps the proof."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

from metajob.store.owners import checked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection, Table

    from metajob.store.database import Database

# review_model: text is sent to the language model of another company. interview_recording: a recording is kept.
Purpose = Literal["review_model", "interview_recording"]
WORDING = (
    "2026-11"  # of the sentences model_consent and int_keep in assets/words; a new wording gets a new name
)


@dataclass(frozen=True)
class ConsentRow:
    """One consent. granted, withdrawn: aware, UTC; withdrawn is None while it holds."""

    id: str
    owner: str
    purpose: Purpose
    text_version: str
    granted: datetime
    withdrawn: datetime | None = None


class ConsentBook:
    """All calls raise StorageError when the database cannot be used, and ValueError for a malformed owner."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def grant(self, owner: str, purpose: Purpose, version: str) -> ConsentRow:
        """Keep that the owner agrees to this wording (at most 20 characters name it).

        The consent that holds already is returned when it is to the same wording; one to another wording ends.
        """
        now = datetime.now(UTC)
        new = ConsentRow(secrets.token_hex(16), checked(owner), purpose, version, now)
        with self._database.writing() as connection:
            held = self._held(connection, owner, purpose)
            same = next((row for row in held if row.text_version == version), None)
            self._end(connection, [row for row in held if row is not same], now)
            if same is None:
                connection.execute(self._table.insert(), vars(new))
        return same or new

    def withdraw(self, owner: str, purpose: Purpose) -> bool:
        """End the consent. False when there was none."""
        checked(owner)
        with self._database.reading() as reader:
            if reader is None:
                return False
        with self._database.writing() as connection:
            held = self._held(connection, owner, purpose)
            self._end(connection, held, datetime.now(UTC))
        return bool(held)

    def current(self, owner: str) -> dict[Purpose, ConsentRow]:
        """The consents that hold, by purpose."""
        checked(owner)
        with self._database.reading() as connection:
            found = [] if connection is None else self._held(connection, owner)
        return {row.purpose: row for row in found}

    def erase(self, owner: str, purpose: Purpose | None = None) -> int:
        """Delete the owner's consents for good, the ended ones, too: of one purpose or all. Returns how many."""
        which = [self._table.c.owner == checked(owner)]
        if purpose is not None:
            which.append(self._table.c.purpose == purpose)
        with self._database.reading() as reader:
            if reader is None:
                return 0
        with self._database.writing() as connection:
            removed = connection.execute(self._table.delete().where(*which)).rowcount
        self._database.scrub()
        return removed

    def _held(self, connection: Connection, owner: str, purpose: Purpose | None = None) -> list[ConsentRow]:
        """The oldest first."""
        table = self._table
        query = table.select().where(table.c.owner == owner, table.c.withdrawn.is_(None))
        if purpose is not None:
            query = query.where(table.c.purpose == purpose).with_for_update()
        found = connection.execute(query.order_by(table.c.granted, table.c.id)).mappings()
        return [ConsentRow(**row) for row in found]

    def _end(self, connection: Connection, rows: Sequence[ConsentRow], now: datetime) -> None:
        for row in rows:
            ended = max(now, row.granted)  # the clock may have been set back
            connection.execute(self._table.update().where(self._table.c.id == row.id).values(withdrawn=ended))

    @property
    def _table(self) -> Table:
        from metajob.store.tables import consents

        return consents
