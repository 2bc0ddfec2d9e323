"""Fourth schema: consents of the tabs that have an owner."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

from metajob.store.columns import OPTIONS
from metajob.store.migrations import steps

revision = "0004"
down_revision: str | None = "0003"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    """Make the table."""
    moment = sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb")
    steps.create_table(
        "consents",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("owner", sa.String(64), nullable=False),
        sa.Column("purpose", sa.String(40), nullable=False),
        sa.Column("text_version", sa.String(20), nullable=False),
        sa.Column("granted", moment, nullable=False),
        sa.Column("withdrawn", moment, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_consents"),
        sa.CheckConstraint("length(id) = 32", name=op.f("ck_consents_id_length")),
        sa.CheckConstraint("length(owner) = 64", name=op.f("ck_consents_owner_length")),
        sa.CheckConstraint(
            "purpose IN ('review_model', 'interview_recording')", name=op.f("ck_consents_purpose_known")
        ),
        sa.CheckConstraint("withdrawn >= granted", name=op.f("ck_consents_withdrawn_later")),
        **OPTIONS,
    )
    steps.create_index("ix_consents_owner", "consents", ["owner"])


def downgrade() -> None:
    """Drop the table with all that it keeps."""
    steps.drop_table("consents")
