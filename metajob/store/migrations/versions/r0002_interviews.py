"""Second schema: kept mock interviews."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

from metajob.store.columns import OPTIONS
from metajob.store.migrations import steps

revision = "0002"
down_revision: str | None = "0001"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    """Make the table."""
    moment = sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb")
    long_text = sa.Text().with_variant(mysql.LONGTEXT(), "mysql", "mariadb")
    steps.create_table(
        "interviews",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("owner", sa.String(64), nullable=False),
        sa.Column("created", moment, nullable=False),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("family", sa.String(40), nullable=False),
        sa.Column("persona", sa.String(40), nullable=False),
        sa.Column("strictness", sa.String(40), nullable=False),
        sa.Column("questions", sa.Integer(), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("body", long_text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_interviews"),
        sa.CheckConstraint("length(id) = 32", name=op.f("ck_interviews_id_length")),
        sa.CheckConstraint("length(owner) = 64", name=op.f("ck_interviews_owner_length")),
        sa.CheckConstraint(
            "answered >= 0 AND answered <= questions", name=op.f("ck_interviews_answered_count")
        ),
        **OPTIONS,
    )
    steps.create_index("ix_interviews_owner_created", "interviews", ["owner", "created"])


def downgrade() -> None:
    """Drop the table with all that it keeps."""
    steps.drop_table("interviews")
