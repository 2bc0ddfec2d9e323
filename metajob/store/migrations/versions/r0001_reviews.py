"""First schema: kept portfolio reviews."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

from metajob.store.columns import OPTIONS
from metajob.store.migrations import steps

revision = "0001"
down_revision: str | None = None
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    """Make the table."""
    moment = sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb")
    long_text = sa.Text().with_variant(mysql.LONGTEXT(), "mysql", "mariadb")
    steps.create_table(
        "reviews",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("owner", sa.String(64), nullable=False),
        sa.Column("created", moment, nullable=False),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("engine", sa.String(40), nullable=False),
        sa.Column("projects", sa.Integer(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("body", long_text, nullable=False),
        sa.Column("previous_id", sa.String(32), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_reviews"),
        sa.ForeignKeyConstraint(
            ["previous_id"], ["reviews.id"], name="fk_reviews_previous_id", ondelete="SET NULL"
        ),
        sa.CheckConstraint("length(id) = 32", name=op.f("ck_reviews_id_length")),
        sa.CheckConstraint("length(owner) = 64", name=op.f("ck_reviews_owner_length")),
        sa.CheckConstraint("projects >= 0", name=op.f("ck_reviews_projects_count")),
        **OPTIONS,
    )
    steps.create_index("ix_reviews_owner_created", "reviews", ["owner", "created"])
    steps.create_index("ix_reviews_previous_id", "reviews", ["previous_id"])


def downgrade() -> None:
    """Drop the table with all that it keeps."""
    steps.drop_table("reviews")
