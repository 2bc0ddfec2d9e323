"""Kept reviews: save, list, open, delete, erase. Every call names the owner and sees that owner's rows only."""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from metajob.errors import StorageError

if TYPE_CHECKING:
    from metajob.store.database import Database

MAX_BODY = 8_000_000  # characters of JSON; a review of the longest document we read is about a tenth of it
MAX_SUMMARY = 16_000  # characters; MySQL's TEXT holds 65,535 bytes and a character may take four
MAX_NAME = 255  # characters, as in the table
_OWNER = re.compile(r"[0-9a-f]{64}")
_UNREADABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class ReviewRow:
    """One kept review. created: aware, UTC. summary and body are JSON; body is empty in a list."""

    id: str
    owner: str
    created: datetime
    name: str
    role: str
    engine: str
    projects: int
    summary: str
    previous_id: str | None = None
    body: str = ""


def new_token() -> str:
    """A secret for a new visitor, 43 characters; only the browser keeps it."""
    return secrets.token_urlsafe(32)


def owner_of(token: str) -> str:
    """The owner under which a visitor's rows are kept: sha256 of the token as 64 hex digits. Not reversible.

    Raises ValueError for a token that somebody could guess (shorter than 32 characters).
    """
    if not 32 <= len(token) <= 200:
        raise ValueError("a visitor's token has 32 to 200 characters")
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


class ReviewBook:
    """All calls raise StorageError when the database cannot be used, and ValueError for a malformed owner."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def save(
        self,
        owner: str,
        *,
        name: str,
        role: str,
        engine: str,
        projects: int,
        summary: str,
        body: str,
        previous: str | None = None,
    ) -> ReviewRow:
        """Keep a review. previous: id of the version before it; forgotten when it is not the owner's or is gone.

        The name loses control characters and what is beyond 255 characters.
        """
        from metajob.store.tables import reviews

        if len(body) > MAX_BODY or len(summary) > MAX_SUMMARY:
            raise StorageError("기록이 너무 커서 저장하지 못했어요.", "문서를 나누어 리뷰해 주세요.")
        row = ReviewRow(
            id=secrets.token_hex(16),
            owner=_checked(owner),
            created=datetime.now(UTC),
            name=_UNREADABLE.sub(" ", name).strip()[:MAX_NAME],
            role=role,
            engine=engine,
            projects=projects,
            summary=summary,
            body=body,
        )
        with self._database.writing() as connection:
            own = reviews.select().where(reviews.c.owner == row.owner)
            if previous is not None and connection.execute(own.where(reviews.c.id == previous)).first():
                row = ReviewRow(**{**row.__dict__, "previous_id": previous})
            connection.execute(reviews.insert(), row.__dict__)
        return row

    def list(self, owner: str, limit: int = 100) -> tuple[ReviewRow, ...]:
        """The newest first, without their bodies."""
        from metajob.store.tables import reviews

        columns = [column for column in reviews.c if column.name != "body"]
        query = (
            reviews.select()
            .with_only_columns(*columns)
            .where(reviews.c.owner == _checked(owner))
            .order_by(reviews.c.created.desc(), reviews.c.id)
            .limit(limit)
        )
        return tuple(_row(found) for found in _rows(self._database, query))

    def load(self, owner: str, id: str) -> ReviewRow:
        """One review with its body. Raises StorageError when the owner has none of this id."""
        from metajob.store.tables import reviews

        found = _rows(
            self._database, reviews.select().where(reviews.c.owner == _checked(owner), reviews.c.id == id)
        )
        if not found:
            raise StorageError(
                "저장된 리뷰를 찾지 못했어요.", "지웠거나 다른 브라우저에서 저장했을 수 있어요."
            )
        return _row(found[0])

    def count(self, owner: str) -> int:
        """How many reviews the owner keeps."""
        from sqlalchemy import func, select

        from metajob.store.tables import reviews

        found = _rows(
            self._database, select(func.count().label("n")).where(reviews.c.owner == _checked(owner))
        )
        return int(found[0]["n"]) if found else 0

    def delete(self, owner: str, id: str) -> bool:
        """Delete one review for good; later versions of it stay. False when the owner has none of this id."""
        from metajob.store.tables import reviews

        return self._remove(owner, reviews.c.id == id) > 0

    def erase(self, owner: str) -> int:
        """Delete all that the owner keeps, for good. Returns how many reviews there were."""
        return self._remove(owner)

    def _remove(self, owner: str, *which: Any) -> int:
        from metajob.store.tables import reviews

        mine = reviews.c.owner == _checked(owner)
        with self._database.reading() as connection:
            if connection is None:
                return 0
        with self._database.writing() as writer:
            removed = writer.execute(reviews.delete().where(mine, *which)).rowcount
        self._database.scrub()
        return removed


def _rows(database: Database, query: Any) -> list[Any]:
    with database.reading() as connection:
        return [] if connection is None else [*connection.execute(query).mappings()]


def _checked(owner: str) -> str:
    if not _OWNER.fullmatch(owner):
        raise ValueError("an owner is 64 hex digits; see owner_of")
    return owner


def _row(found: Any) -> ReviewRow:
    return ReviewRow(**found)
