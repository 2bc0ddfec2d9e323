"""The tables of hired people's specs. NULL: not told; 0 or 'none': has none. Limits: those of metajob.specs.model.

A change here needs a new file in `migrations/versions`; a test compares the two.
"""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
    Table,
    UniqueConstraint,
)
from sqlalchemy.dialects import mysql

from metajob.store.columns import OPTIONS, UtcTime, metadata

LongBlob = LargeBinary().with_variant(mysql.LONGBLOB(), "mysql", "mariadb")


def _one_of(column: str, values: str) -> str:
    """SQLite makes a table of an IN list for every row that it checks; alternatives are twice as fast."""
    return " OR ".join(f"{column} = '{value}'" for value in values.split())


# name: as first written. name_norm: metajob.store.companies.company_key. Deleted with its last spec.
companies = Table(
    "companies",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(120), nullable=False),
    Column("name_norm", String(120), nullable=False),
    UniqueConstraint("name_norm"),
    CheckConstraint("length(name) > 0 AND length(name_norm) > 0", name="names_given"),
    **OPTIONS,
)

# sha256: of the imported file. origin: who says that the rows may be used, and on what terms.
imports = Table(
    "imports",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("filename", String(255), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("origin", String(300), nullable=False),
    Column("rights", String(16), nullable=False),
    Column("rows_count", Integer, nullable=False),
    Column("created", UtcTime(), nullable=False),
    UniqueConstraint("sha256"),
    CheckConstraint("length(id) = 32", name="id_length"),
    CheckConstraint("length(sha256) = 64", name="sha256_length"),
    CheckConstraint(_one_of("rights", "own consented open_licence"), name="rights_known"),
    CheckConstraint("rows_count > 0", name="rows_counted"),
    **OPTIONS,
)

# secret: sha256 of the delete code, which only the person has. A month is the finest time about a person.
spec_consents = Table(
    "spec_consents",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("text_version", String(20), nullable=False),
    Column("granted_month", String(7), nullable=False),
    Column("secret", String(64), nullable=False),
    UniqueConstraint("secret"),
    CheckConstraint("length(id) = 32", name="id_length"),
    CheckConstraint("granted_month LIKE '20__-__'", name="granted_month_shape"),
    CheckConstraint("length(secret) = 64", name="secret_length"),
    **OPTIONS,
)

# One row: a number that grows with every change of rows; every writer locks it first. mark: random, new with every
# change, so that a restored backup is never taken for what was there before; '' while nothing was ever kept.
spec_edition = Table(
    "spec_edition",
    metadata,
    Column("id", SmallInteger, primary_key=True, autoincrement=False),
    Column("edition", Integer, nullable=False),
    Column("mark", String(32), nullable=False),
    CheckConstraint("id = 1", name="only_row"),
    CheckConstraint("length(mark) = 32 OR edition = 0", name="mark_length"),
    CheckConstraint("edition >= 0", name="edition_grows"),
    **OPTIONS,
)

# edition: when the rows last changed. format, data: the columnar copy (metajob.specs.rows), NULL until it is built.
spec_parts = Table(
    "spec_parts",
    metadata,
    Column("part", String(40), primary_key=True),
    Column("edition", Integer, nullable=False),
    Column("rows_count", Integer, nullable=False),
    Column("format", String(32), nullable=True),
    Column("data", LongBlob, nullable=True),
    CheckConstraint("rows_count > 0", name="rows_counted"),
    CheckConstraint(
        "(format IS NULL AND data IS NULL) OR (format IS NOT NULL AND data IS NOT NULL)",
        name="data_with_format",
    ),
    **OPTIONS,
)

# contributor: pseudonym of the person who registered; NULL in an import, where each row is a person of its own.
hired_specs = Table(
    "hired_specs",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("part", String(40), ForeignKey("spec_parts.part"), nullable=False),
    Column("source_kind", String(6), nullable=False),
    Column("contributor", String(32), nullable=True),
    Column("consent_id", String(32), ForeignKey("spec_consents.id"), nullable=True),
    Column("batch_id", String(32), ForeignKey("imports.id"), nullable=True),
    Column("stage", String(8), nullable=False),
    Column("hire_type", String(12), nullable=False),
    Column("hire_year", SmallInteger, nullable=False),
    Column("hire_half", SmallInteger, nullable=True),
    Column("company_id", Integer, ForeignKey("companies.id"), nullable=True),
    Column("size", String(8), nullable=True),
    Column("industry", String(8), nullable=True),
    Column("role", String(12), nullable=True),
    Column("education", String(8), nullable=True),
    Column("major", String(12), nullable=True),
    Column("age_band", String(5), nullable=True),
    Column("gpa_raw_centi", SmallInteger, nullable=True),
    Column("gpa_scale", String(3), nullable=True),
    Column("gpa_45_centi", SmallInteger, nullable=True),
    Column("gpa_rule", String(13), nullable=True),
    Column("toeic", SmallInteger, nullable=True),
    Column("toeic_speaking", SmallInteger, nullable=True),
    Column("toeic_speaking_level", String(3), nullable=True),
    Column("opic", String(4), nullable=True),
    Column("teps", SmallInteger, nullable=True),
    Column("jlpt", String(4), nullable=True),
    Column("hsk", String(4), nullable=True),
    Column("cert_count", SmallInteger, nullable=True),
    Column("intern_count", SmallInteger, nullable=True),
    Column("intern_months", SmallInteger, nullable=True),
    Column("overseas_count", SmallInteger, nullable=True),
    Column("overseas_months", SmallInteger, nullable=True),
    Column("award_count", SmallInteger, nullable=True),
    Column("volunteer_count", SmallInteger, nullable=True),
    Column("volunteer_hours", SmallInteger, nullable=True),
    Column("club_count", SmallInteger, nullable=True),
    Column("activity_count", SmallInteger, nullable=True),
    Column("created_month", String(7), nullable=False),
    CheckConstraint("length(id) = 32", name="id_length"),
    CheckConstraint(
        "(source_kind = 'user' AND consent_id IS NOT NULL AND batch_id IS NULL AND length(contributor) = 32"
        " AND contributor IS NOT NULL AND substr(part, 1, 5) = 'user:' AND substr(part, 6) = created_month)"
        " OR (source_kind = 'import' AND batch_id IS NOT NULL AND consent_id IS NULL AND contributor IS NULL"
        " AND substr(part, 1, 7) = 'import:' AND substr(part, 8) = batch_id)",
        name="source",
    ),
    CheckConstraint("created_month LIKE '20__-__'", name="created_month_shape"),
    CheckConstraint("stage IN ('final', 'document')", name="stage_known"),
    CheckConstraint(_one_of("hire_type", "new experienced intern_conv contract"), name="hire_type_known"),
    CheckConstraint("hire_year BETWEEN 1990 AND 2100", name="hire_year_range"),
    CheckConstraint("hire_half IN (1, 2)", name="hire_half_range"),
    CheckConstraint(_one_of("size", "large mid sme public foreign startup"), name="size_known"),
    CheckConstraint("length(industry) > 0 AND length(role) > 0", name="codes_given"),
    CheckConstraint(_one_of("education", "high college bachelor master doctor"), name="education_known"),
    CheckConstraint(
        _one_of("major", "humanities social business engineering natural medical arts education other"),
        name="major_known",
    ),
    CheckConstraint(_one_of("age_band", "20-22 23-24 25-26 27-28 29-30 31-33 34+"), name="age_band_known"),
    # A 100-point average has no value of 4.5: schools' tables differ, and whose it was is not known.
    CheckConstraint(
        "(gpa_raw_centi IS NULL AND gpa_scale IS NULL AND gpa_45_centi IS NULL AND gpa_rule IS NULL)"
        " OR (gpa_raw_centi IS NOT NULL AND gpa_scale IS NOT NULL AND gpa_45_centi IS NOT NULL"
        " AND gpa_rule IS NOT NULL)"
        " OR (gpa_raw_centi IS NOT NULL AND gpa_scale IS NOT NULL AND gpa_scale = '100'"
        " AND gpa_45_centi IS NULL AND gpa_rule IS NULL)",
        name="gpa_whole",
    ),
    CheckConstraint(
        "gpa_raw_centi >= 0 AND ((gpa_scale = '4.5' AND gpa_raw_centi <= 450)"
        " OR (gpa_scale = '4.3' AND gpa_raw_centi <= 430) OR (gpa_scale = '4.0' AND gpa_raw_centi <= 400)"
        " OR (gpa_scale = '100' AND gpa_raw_centi <= 10000))",
        name="gpa_raw_range",
    ),
    CheckConstraint("gpa_45_centi BETWEEN 0 AND 450", name="gpa_45_range"),
    CheckConstraint(_one_of("gpa_rule", "identity linear letter_anchor school_table"), name="gpa_rule_known"),
    CheckConstraint("toeic = 0 OR toeic BETWEEN 10 AND 990", name="toeic_range"),
    CheckConstraint("toeic_speaking BETWEEN 0 AND 200", name="toeic_speaking_range"),
    CheckConstraint(
        _one_of("toeic_speaking_level", "1 2 3 4 5 6 7 8 NL NM NH IL IM IM1 IM2 IM3 IH AL AM AH"),
        name="speaking_level_known",
    ),
    CheckConstraint(_one_of("opic", "none NL NM NH IL IM IM1 IM2 IM3 IH AL"), name="opic_known"),
    CheckConstraint("teps BETWEEN 0 AND 600", name="teps_range"),
    CheckConstraint(_one_of("jlpt", "none N5 N4 N3 N2 N1"), name="jlpt_known"),
    CheckConstraint(_one_of("hsk", "none 1 2 3 4 5 6"), name="hsk_known"),
    CheckConstraint("cert_count BETWEEN 0 AND 60", name="cert_count_range"),
    CheckConstraint("intern_count BETWEEN 0 AND 20", name="intern_count_range"),
    CheckConstraint("intern_months BETWEEN 0 AND 120", name="intern_months_range"),
    CheckConstraint("overseas_count BETWEEN 0 AND 20", name="overseas_count_range"),
    CheckConstraint("overseas_months BETWEEN 0 AND 480", name="overseas_months_range"),
    CheckConstraint("award_count BETWEEN 0 AND 50", name="award_count_range"),
    CheckConstraint("volunteer_count BETWEEN 0 AND 200", name="volunteer_count_range"),
    CheckConstraint("volunteer_hours BETWEEN 0 AND 20000", name="volunteer_hours_range"),
    CheckConstraint("club_count BETWEEN 0 AND 30", name="club_count_range"),
    CheckConstraint("activity_count BETWEEN 0 AND 50", name="activity_count_range"),
    Index(None, "part", "id"),
    Index(None, "contributor"),
    Index(None, "consent_id"),
    Index(None, "batch_id"),
    Index(None, "company_id", "hire_year"),
    **OPTIONS,
)

# code: of assets/specs/certificates.csv.
hired_certificates = Table(
    "hired_certificates",
    metadata,
    Column("spec_id", String(32), ForeignKey("hired_specs.id", ondelete="CASCADE"), primary_key=True),
    Column("code", String(24), primary_key=True),
    CheckConstraint("length(code) > 0", name="code_given"),
    **OPTIONS,
)
