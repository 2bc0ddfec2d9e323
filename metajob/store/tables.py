"""The tables as SQLAlchemy sees them. Types, names and lengths also hold on MySQL 8 and MariaDB.

A change here needs a new file in `migrations/versions`; a test compares the two.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)
from sqlalchemy.dialects import mysql
from sqlalchemy.types import TypeDecorator

NAMES = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}

metadata = MetaData(naming_convention=NAMES)


class UtcTime(TypeDecorator[datetime]):
    """A moment in UTC with microseconds, stored without its zone. Takes and gives aware datetimes only."""

    impl = DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb")
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Raises ValueError for a datetime without a zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """The stored moment, in UTC."""
        return None if value is None else value.replace(tzinfo=UTC)


LongText = Text().with_variant(mysql.LONGTEXT(), "mysql", "mariadb")

# owner: sha256 (hex) of the token that only the visitor's browser keeps. summary, body: JSON.
reviews = Table(
    "reviews",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("owner", String(64), nullable=False),
    Column("created", UtcTime(), nullable=False),
    Column("name", String(255), nullable=False),
    Column("role", String(40), nullable=False),
    Column("engine", String(40), nullable=False),
    Column("projects", Integer, nullable=False),
    Column("summary", Text, nullable=False),
    Column("body", LongText, nullable=False),
    Column("previous_id", String(32), ForeignKey("reviews.id", ondelete="SET NULL"), nullable=True),
    CheckConstraint("length(id) = 32", name="id_length"),
    CheckConstraint("length(owner) = 64", name="owner_length"),
    CheckConstraint("projects >= 0", name="projects_count"),
    Index(None, "owner", "created"),
    Index(None, "previous_id"),
    mysql_charset="utf8mb4",
    mariadb_charset="utf8mb4",
)

# id: of the interview, also names the folder of its recordings. name: of the company, may be empty.
interviews = Table(
    "interviews",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("owner", String(64), nullable=False),
    Column("created", UtcTime(), nullable=False),
    Column("name", String(255), nullable=False),
    Column("family", String(40), nullable=False),
    Column("persona", String(40), nullable=False),
    Column("strictness", String(40), nullable=False),
    Column("questions", Integer, nullable=False),
    Column("answered", Integer, nullable=False),
    Column("summary", Text, nullable=False),
    Column("body", LongText, nullable=False),
    CheckConstraint("length(id) = 32", name="id_length"),
    CheckConstraint("length(owner) = 64", name="owner_length"),
    CheckConstraint("answered >= 0 AND answered <= questions", name="answered_count"),
    Index(None, "owner", "created"),
    mysql_charset="utf8mb4",
    mariadb_charset="utf8mb4",
)
