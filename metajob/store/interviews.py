"""Kept interviews: save, list, open, delete, erase. Every call names the owner and sees that owner's rows only."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from metajob.store.book import Book, readable
from metajob.store.owners import checked

_ID = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class InterviewRow:
    """One kept interview. created: aware, UTC. name: of the company, may be empty. questions: that were asked;
    answered: those with an answer. summary and body are JSON; body is empty in a list."""

    id: str
    owner: str
    created: datetime
    name: str
    family: str
    persona: str
    strictness: str
    questions: int
    answered: int
    summary: str
    body: str = ""


class InterviewBook(Book[InterviewRow]):
    """The interviews."""

    table_name = "interviews"
    row_type = InterviewRow
    missing = ("저장된 면접을 찾지 못했어요.", "지웠거나 다른 브라우저에서 저장했을 수 있어요.")
    too_large = ("기록이 너무 커서 저장하지 못했어요.", "답변을 조금 짧게 해 주세요.")

    def save(
        self,
        owner: str,
        *,
        id: str,
        created: datetime,
        name: str,
        family: str,
        persona: str,
        strictness: str,
        questions: int,
        answered: int,
        summary: str,
        body: str,
    ) -> InterviewRow:
        """Keep an interview under its own id (32 hex digits, else ValueError). created: aware.

        The owner's earlier row of this id is replaced, so that saving twice, or again when a late result has arrived,
        keeps one. The name loses control characters and what is beyond 255 characters.
        """
        self._check_size(summary, body)
        if created.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        if not _ID.fullmatch(id):
            raise ValueError("an interview's id is 32 hex digits")
        row = InterviewRow(
            id=id,
            owner=checked(owner),
            created=created.astimezone(UTC),
            name=readable(name),
            family=family,
            persona=persona,
            strictness=strictness,
            questions=questions,
            answered=answered,
            summary=summary,
            body=body,
        )
        table = self._table
        with self._database.writing() as connection:
            replaced = connection.execute(
                table.delete().where(table.c.owner == row.owner, table.c.id == id)
            ).rowcount
            self._insert(connection, row)
        if replaced:
            self._database.scrub()
        return row
