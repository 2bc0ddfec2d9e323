"""What every book of records can do: list, load, count, delete, erase. Each call sees one owner's rows only."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Protocol, TypeVar

from metajob.errors import StorageError
from metajob.store.owners import checked

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Table

    from metajob.store.database import Database

MAX_BODY = 8_000_000  # characters of JSON; the largest record we know of is about a fifth of it
MAX_SUMMARY = 16_000  # characters; MySQL's TEXT holds 65,535 bytes and a character may take four
MAX_NAME = 255  # characters, as in the tables
_UNREADABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_LONE = re.compile(r"[\ud800-\udfff]")  # half a character, which UTF-8 cannot hold


class _Row(Protocol):
    """A frozen dataclass whose fields are the columns; body is empty in a list."""

    @property
    def id(self) -> str: ...
    @property
    def owner(self) -> str: ...
    @property
    def created(self) -> datetime: ...
    @property
    def summary(self) -> str: ...
    @property
    def body(self) -> str: ...


R = TypeVar("R", bound=_Row)


class Book(Generic[R]):
    """All calls raise StorageError when the database cannot be used, and ValueError for a malformed owner.

    A kind of record says how its table is called, what its row is, and its sentences (what happened, what to do).
    """

    table_name: ClassVar[str]
    row_type: ClassVar[type[Any]]
    missing: ClassVar[tuple[str, str]]
    too_large: ClassVar[tuple[str, str]]

    def __init__(self, database: Database) -> None:
        self._database = database

    def list(self, owner: str, limit: int = 100) -> tuple[R, ...]:
        """The newest first, without their bodies."""
        table = self._table
        query = (
            table.select()
            .with_only_columns(*[column for column in table.c if column.name != "body"])
            .where(table.c.owner == checked(owner))
            .order_by(table.c.created.desc(), table.c.id)
            .limit(limit)
        )
        return tuple(self.row_type(**found) for found in self._rows(query))

    def load(self, owner: str, id: str) -> R:
        """One record with its body. Raises StorageError when the owner has none of this id."""
        table = self._table
        found = self._rows(table.select().where(table.c.owner == checked(owner), table.c.id == id))
        if not found:
            raise StorageError(*self.missing)
        row: R = self.row_type(**found[0])
        return row

    def count(self, owner: str) -> int:
        """How many records the owner keeps."""
        from sqlalchemy import func, select

        found = self._rows(select(func.count().label("n")).where(self._table.c.owner == checked(owner)))
        return int(found[0]["n"]) if found else 0

    def delete(self, owner: str, id: str) -> bool:
        """Delete one record for good. False when the owner has none of this id."""
        return self._remove(owner, self._table.c.id == id) > 0

    def erase(self, owner: str) -> int:
        """Delete all that the owner keeps here, for good. Returns how many records there were."""
        return self._remove(owner)

    def _check_size(self, summary: str, body: str) -> None:
        if len(body) > MAX_BODY or len(summary) > MAX_SUMMARY:
            raise StorageError(*self.too_large)

    def _insert(self, connection: Connection, row: R) -> None:
        connection.execute(self._table.insert(), vars(row))

    @property
    def _table(self) -> Table:
        from metajob.store.tables import metadata

        return metadata.tables[self.table_name]

    def _rows(self, query: Any) -> Sequence[Any]:
        with self._database.reading() as connection:
            return () if connection is None else [*connection.execute(query).mappings()]

    def _remove(self, owner: str, *which: Any) -> int:
        mine = self._table.c.owner == checked(owner)
        with self._database.reading() as connection:
            if connection is None:
                return 0
        with self._database.writing() as writer:
            removed = writer.execute(self._table.delete().where(mine, *which)).rowcount
        self._database.scrub()
        return removed


def readable(name: str) -> str:
    """A name without control characters and halves of characters, at most 255 characters."""
    return _UNREADABLE.sub(" ", name).strip()[:MAX_NAME]


def to_json(value: Any) -> str:
    """Compact JSON for a body or a summary. Half a character becomes U+FFFD, one for one, so no offset moves."""
    return _LONE.sub("\ufffd", json.dumps(value, ensure_ascii=False, separators=(",", ":")))
