"""Steps of a migration that may be repeated: on MySQL an interrupted one starts again, and half of it is there."""

from __future__ import annotations

from typing import Any

from alembic import op
from sqlalchemy import inspect


def create_table(name: str, *parts: Any, **options: Any) -> None:
    """As `op.create_table`, unless the table is there. The server makes a table whole or not at all."""
    if not _resumes() or not inspect(op.get_bind()).has_table(name):
        op.create_table(name, *parts, **options)


def create_index(name: str, table: str, columns: list[str], **options: Any) -> None:
    """As `op.create_index`, unless the index is there."""
    there = inspect(op.get_bind()).get_indexes(table) if _resumes() else []
    if name not in {index["name"] for index in there}:
        op.create_index(name, table, columns, **options)


def drop_table(name: str) -> None:
    """As `op.drop_table`, unless it is gone."""
    op.drop_table(name, if_exists=True)


def _resumes() -> bool:
    """SQLite undoes an interrupted migration as a whole; Alembic's offline mode has nobody to ask."""
    context = op.get_context()
    return not context.as_sql and context.dialect.name != "sqlite"
