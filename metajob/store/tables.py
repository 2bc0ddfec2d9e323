"""The tables as SQLAlchemy sees them. Types, names and lengths also hold on MySQL 8 and MariaDB.

A change here needs a new file in `migrations/versions`; a test compares the two.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, String, Table, Text

from metajob.store import tables_specs  # its tables belong to the same metadata
from metajob.store.columns import OPTIONS, LongText, UtcTime, metadata

__all__ = ["interviews", "metadata", "reviews", "tables_specs"]

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
    **OPTIONS,
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
    **OPTIONS,
)

# purpose: metajob.store.consents.Purpose. text_version: of the wording that was shown. withdrawn: NULL while it holds.
consents = Table(
    "consents",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("owner", String(64), nullable=False),
    Column("purpose", String(40), nullable=False),
    Column("text_version", String(20), nullable=False),
    Column("granted", UtcTime(), nullable=False),
    Column("withdrawn", UtcTime(), nullable=True),
    CheckConstraint("length(id) = 32", name="id_length"),
    CheckConstraint("length(owner) = 64", name="owner_length"),
    CheckConstraint("purpose IN ('review_model', 'interview_recording')", name="purpose_known"),
    CheckConstraint("withdrawn >= granted", name="withdrawn_later"),
    Index(None, "owner"),
    **OPTIONS,
)
