"""Kept reviews: save, list, open, delete, erase. Every call names the owner and sees that owner's rows only."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from metajob.store.book import MAX_BODY, Book, readable
from metajob.store.owners import checked, new_token, owner_of

__all__ = ["MAX_BODY", "ReviewBook", "ReviewRow", "new_token", "owner_of"]


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


class ReviewBook(Book[ReviewRow]):
    """The reviews. Deleting one keeps its later versions."""

    table_name = "reviews"
    row_type = ReviewRow
    missing = ("저장된 리뷰를 찾지 못했어요.", "지웠거나 다른 브라우저에서 저장했을 수 있어요.")
    too_large = ("기록이 너무 커서 저장하지 못했어요.", "문서를 나누어 리뷰해 주세요.")

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
        self._check_size(summary, body)
        row = ReviewRow(
            id=secrets.token_hex(16),
            owner=checked(owner),
            created=datetime.now(UTC),
            name=readable(name),
            role=role,
            engine=engine,
            projects=projects,
            summary=summary,
            body=body,
        )
        table = self._table
        with self._database.writing() as connection:
            own = table.select().where(table.c.owner == row.owner).with_for_update(read=True)
            if previous is not None and connection.execute(own.where(table.c.id == previous)).first():
                row = replace(row, previous_id=previous)
            self._insert(connection, row)
        return row
