"""Third schema: specs of hired people, their consents and imports, and the columnar copies of their parts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

from metajob.store.columns import OPTIONS
from metajob.store.migrations import steps

revision = "0003"
down_revision: str | None = "0002"
branch_labels: str | None = None
depends_on: str | None = None


def _one_of(column: str, values: str) -> str:
    return " OR ".join(f"{column} = '{value}'" for value in values.split())


def upgrade() -> None:
    """Make the tables, and the one row of spec_edition."""
    moment = sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb")
    long_blob = sa.LargeBinary().with_variant(mysql.LONGBLOB(), "mysql", "mariadb")
    steps.create_table(
        "companies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("name_norm", sa.String(120), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_companies"),
        sa.UniqueConstraint("name_norm", name="uq_companies_name_norm"),
        sa.CheckConstraint(
            "length(name) > 0 AND length(name_norm) > 0", name=op.f("ck_companies_names_given")
        ),
        **OPTIONS,
    )
    steps.create_table(
        "imports",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("filename", sa.String(255), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("origin", sa.String(300), nullable=False),
        sa.Column("rights", sa.String(16), nullable=False),
        sa.Column("rows_count", sa.Integer(), nullable=False),
        sa.Column("created", moment, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_imports"),
        sa.UniqueConstraint("sha256", name="uq_imports_sha256"),
        sa.CheckConstraint("length(id) = 32", name=op.f("ck_imports_id_length")),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_imports_sha256_length")),
        sa.CheckConstraint(
            _one_of("rights", "own consented open_licence"), name=op.f("ck_imports_rights_known")
        ),
        sa.CheckConstraint("rows_count > 0", name=op.f("ck_imports_rows_counted")),
        **OPTIONS,
    )
    steps.create_table(
        "spec_consents",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("text_version", sa.String(20), nullable=False),
        sa.Column("granted_month", sa.String(7), nullable=False),
        sa.Column("secret", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_spec_consents"),
        sa.UniqueConstraint("secret", name="uq_spec_consents_secret"),
        sa.CheckConstraint("length(id) = 32", name=op.f("ck_spec_consents_id_length")),
        sa.CheckConstraint("granted_month LIKE '20__-__'", name=op.f("ck_spec_consents_granted_month_shape")),
        sa.CheckConstraint("length(secret) = 64", name=op.f("ck_spec_consents_secret_length")),
        **OPTIONS,
    )
    steps.create_table(
        "spec_edition",
        sa.Column("id", sa.SmallInteger(), nullable=False, autoincrement=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("mark", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_spec_edition"),
        sa.CheckConstraint("id = 1", name=op.f("ck_spec_edition_only_row")),
        sa.CheckConstraint("length(mark) = 32 OR edition = 0", name=op.f("ck_spec_edition_mark_length")),
        sa.CheckConstraint("edition >= 0", name=op.f("ck_spec_edition_edition_grows")),
        **OPTIONS,
    )
    steps.create_table(
        "spec_parts",
        sa.Column("part", sa.String(40), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("rows_count", sa.Integer(), nullable=False),
        sa.Column("format", sa.String(32), nullable=True),
        sa.Column("data", long_blob, nullable=True),
        sa.PrimaryKeyConstraint("part", name="pk_spec_parts"),
        sa.CheckConstraint("rows_count > 0", name=op.f("ck_spec_parts_rows_counted")),
        sa.CheckConstraint(
            "(format IS NULL AND data IS NULL) OR (format IS NOT NULL AND data IS NOT NULL)",
            name=op.f("ck_spec_parts_data_with_format"),
        ),
        **OPTIONS,
    )
    steps.create_table(
        "hired_specs",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("part", sa.String(40), nullable=False),
        sa.Column("source_kind", sa.String(6), nullable=False),
        sa.Column("contributor", sa.String(32), nullable=True),
        sa.Column("consent_id", sa.String(32), nullable=True),
        sa.Column("batch_id", sa.String(32), nullable=True),
        sa.Column("stage", sa.String(8), nullable=False),
        sa.Column("hire_type", sa.String(12), nullable=False),
        sa.Column("hire_year", sa.SmallInteger(), nullable=False),
        sa.Column("hire_half", sa.SmallInteger(), nullable=True),
        sa.Column("company_id", sa.Integer(), nullable=True),
        sa.Column("size", sa.String(8), nullable=True),
        sa.Column("industry", sa.String(8), nullable=True),
        sa.Column("role", sa.String(12), nullable=True),
        sa.Column("education", sa.String(8), nullable=True),
        sa.Column("major", sa.String(12), nullable=True),
        sa.Column("age_band", sa.String(5), nullable=True),
        sa.Column("gpa_raw_centi", sa.SmallInteger(), nullable=True),
        sa.Column("gpa_scale", sa.String(3), nullable=True),
        sa.Column("gpa_45_centi", sa.SmallInteger(), nullable=True),
        sa.Column("gpa_rule", sa.String(13), nullable=True),
        sa.Column("toeic", sa.SmallInteger(), nullable=True),
        sa.Column("toeic_speaking", sa.SmallInteger(), nullable=True),
        sa.Column("toeic_speaking_level", sa.String(3), nullable=True),
        sa.Column("opic", sa.String(4), nullable=True),
        sa.Column("teps", sa.SmallInteger(), nullable=True),
        sa.Column("jlpt", sa.String(4), nullable=True),
        sa.Column("hsk", sa.String(4), nullable=True),
        sa.Column("cert_count", sa.SmallInteger(), nullable=True),
        sa.Column("intern_count", sa.SmallInteger(), nullable=True),
        sa.Column("intern_months", sa.SmallInteger(), nullable=True),
        sa.Column("overseas_count", sa.SmallInteger(), nullable=True),
        sa.Column("overseas_months", sa.SmallInteger(), nullable=True),
        sa.Column("award_count", sa.SmallInteger(), nullable=True),
        sa.Column("volunteer_count", sa.SmallInteger(), nullable=True),
        sa.Column("volunteer_hours", sa.SmallInteger(), nullable=True),
        sa.Column("club_count", sa.SmallInteger(), nullable=True),
        sa.Column("activity_count", sa.SmallInteger(), nullable=True),
        sa.Column("created_month", sa.String(7), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_hired_specs"),
        sa.ForeignKeyConstraint(["part"], ["spec_parts.part"], name="fk_hired_specs_part"),
        sa.ForeignKeyConstraint(["consent_id"], ["spec_consents.id"], name="fk_hired_specs_consent_id"),
        sa.ForeignKeyConstraint(["batch_id"], ["imports.id"], name="fk_hired_specs_batch_id"),
        sa.ForeignKeyConstraint(["company_id"], ["companies.id"], name="fk_hired_specs_company_id"),
        sa.CheckConstraint("length(id) = 32", name=op.f("ck_hired_specs_id_length")),
        sa.CheckConstraint(
            "(source_kind = 'user' AND consent_id IS NOT NULL AND batch_id IS NULL AND"
            " length(contributor) = 32 AND contributor IS NOT NULL AND substr(part, 1, 5) ="
            " 'user:' AND substr(part, 6) = created_month) OR (source_kind = 'import' AND"
            " batch_id IS NOT NULL AND consent_id IS NULL AND contributor IS NULL AND"
            " substr(part, 1, 7) = 'import:' AND substr(part, 8) = batch_id)",
            name=op.f("ck_hired_specs_source"),
        ),
        sa.CheckConstraint("created_month LIKE '20__-__'", name=op.f("ck_hired_specs_created_month_shape")),
        sa.CheckConstraint("stage IN ('final', 'document')", name=op.f("ck_hired_specs_stage_known")),
        sa.CheckConstraint(
            _one_of("hire_type", "new experienced intern_conv contract"),
            name=op.f("ck_hired_specs_hire_type_known"),
        ),
        sa.CheckConstraint("hire_year BETWEEN 1990 AND 2100", name=op.f("ck_hired_specs_hire_year_range")),
        sa.CheckConstraint("hire_half IN (1, 2)", name=op.f("ck_hired_specs_hire_half_range")),
        sa.CheckConstraint(
            _one_of("size", "large mid sme public foreign startup"),
            name=op.f("ck_hired_specs_size_known"),
        ),
        sa.CheckConstraint(
            "length(industry) > 0 AND length(role) > 0", name=op.f("ck_hired_specs_codes_given")
        ),
        sa.CheckConstraint(
            _one_of("education", "high college bachelor master doctor"),
            name=op.f("ck_hired_specs_education_known"),
        ),
        sa.CheckConstraint(
            _one_of("major", "humanities social business engineering natural medical arts education other"),
            name=op.f("ck_hired_specs_major_known"),
        ),
        sa.CheckConstraint(
            _one_of("age_band", "20-22 23-24 25-26 27-28 29-30 31-33 34+"),
            name=op.f("ck_hired_specs_age_band_known"),
        ),
        sa.CheckConstraint(
            "(gpa_raw_centi IS NULL AND gpa_scale IS NULL AND gpa_45_centi IS NULL AND gpa_rule"
            " IS NULL) OR (gpa_raw_centi IS NOT NULL AND gpa_scale IS NOT NULL AND gpa_45_centi"
            " IS NOT NULL AND gpa_rule IS NOT NULL) OR (gpa_raw_centi IS NOT NULL AND gpa_scale"
            " IS NOT NULL AND gpa_scale = '100' AND gpa_45_centi IS NULL AND gpa_rule IS NULL)",
            name=op.f("ck_hired_specs_gpa_whole"),
        ),
        sa.CheckConstraint(
            "gpa_raw_centi >= 0 AND ((gpa_scale = '4.5' AND gpa_raw_centi <= 450) OR (gpa_scale"
            " = '4.3' AND gpa_raw_centi <= 430) OR (gpa_scale = '4.0' AND gpa_raw_centi <= 400)"
            " OR (gpa_scale = '100' AND gpa_raw_centi <= 10000))",
            name=op.f("ck_hired_specs_gpa_raw_range"),
        ),
        sa.CheckConstraint("gpa_45_centi BETWEEN 0 AND 450", name=op.f("ck_hired_specs_gpa_45_range")),
        sa.CheckConstraint(
            _one_of("gpa_rule", "identity linear letter_anchor school_table"),
            name=op.f("ck_hired_specs_gpa_rule_known"),
        ),
        sa.CheckConstraint("toeic = 0 OR toeic BETWEEN 10 AND 990", name=op.f("ck_hired_specs_toeic_range")),
        sa.CheckConstraint(
            "toeic_speaking BETWEEN 0 AND 200", name=op.f("ck_hired_specs_toeic_speaking_range")
        ),
        sa.CheckConstraint(
            _one_of("toeic_speaking_level", "1 2 3 4 5 6 7 8 NL NM NH IL IM IM1 IM2 IM3 IH AL AM AH"),
            name=op.f("ck_hired_specs_speaking_level_known"),
        ),
        sa.CheckConstraint(
            _one_of("opic", "none NL NM NH IL IM IM1 IM2 IM3 IH AL"),
            name=op.f("ck_hired_specs_opic_known"),
        ),
        sa.CheckConstraint("teps BETWEEN 0 AND 600", name=op.f("ck_hired_specs_teps_range")),
        sa.CheckConstraint(_one_of("jlpt", "none N5 N4 N3 N2 N1"), name=op.f("ck_hired_specs_jlpt_known")),
        sa.CheckConstraint(_one_of("hsk", "none 1 2 3 4 5 6"), name=op.f("ck_hired_specs_hsk_known")),
        sa.CheckConstraint("cert_count BETWEEN 0 AND 60", name=op.f("ck_hired_specs_cert_count_range")),
        sa.CheckConstraint("intern_count BETWEEN 0 AND 20", name=op.f("ck_hired_specs_intern_count_range")),
        sa.CheckConstraint(
            "intern_months BETWEEN 0 AND 120", name=op.f("ck_hired_specs_intern_months_range")
        ),
        sa.CheckConstraint(
            "overseas_count BETWEEN 0 AND 20", name=op.f("ck_hired_specs_overseas_count_range")
        ),
        sa.CheckConstraint(
            "overseas_months BETWEEN 0 AND 480", name=op.f("ck_hired_specs_overseas_months_range")
        ),
        sa.CheckConstraint("award_count BETWEEN 0 AND 50", name=op.f("ck_hired_specs_award_count_range")),
        sa.CheckConstraint(
            "volunteer_count BETWEEN 0 AND 200", name=op.f("ck_hired_specs_volunteer_count_range")
        ),
        sa.CheckConstraint(
            "volunteer_hours BETWEEN 0 AND 20000", name=op.f("ck_hired_specs_volunteer_hours_range")
        ),
        sa.CheckConstraint("club_count BETWEEN 0 AND 30", name=op.f("ck_hired_specs_club_count_range")),
        sa.CheckConstraint(
            "activity_count BETWEEN 0 AND 50", name=op.f("ck_hired_specs_activity_count_range")
        ),
        **OPTIONS,
    )
    steps.create_index("ix_hired_specs_batch_id", "hired_specs", ["batch_id"])
    steps.create_index("ix_hired_specs_company_id_hire_year", "hired_specs", ["company_id", "hire_year"])
    steps.create_index("ix_hired_specs_consent_id", "hired_specs", ["consent_id"])
    steps.create_index("ix_hired_specs_contributor", "hired_specs", ["contributor"])
    steps.create_index("ix_hired_specs_part_id", "hired_specs", ["part", "id"])
    steps.create_table(
        "hired_certificates",
        sa.Column("spec_id", sa.String(32), nullable=False),
        sa.Column("code", sa.String(24), nullable=False),
        sa.PrimaryKeyConstraint("spec_id", "code", name="pk_hired_certificates"),
        sa.ForeignKeyConstraint(
            ["spec_id"], ["hired_specs.id"], name="fk_hired_certificates_spec_id", ondelete="CASCADE"
        ),
        sa.CheckConstraint("length(code) > 0", name=op.f("ck_hired_certificates_code_given")),
        **OPTIONS,
    )
    op.execute(
        "INSERT INTO spec_edition (id, edition, mark) SELECT 1, 0, '' FROM (SELECT 1 AS one) AS first"
        " WHERE NOT EXISTS (SELECT id FROM spec_edition)"
    )


def downgrade() -> None:
    """Drop the tables with all that they keep."""
    for name in (
        "hired_certificates",
        "hired_specs",
        "spec_parts",
        "spec_edition",
        "spec_consents",
        "imports",
        "companies",
    ):
        steps.drop_table(name)
