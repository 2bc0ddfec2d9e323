"""What passes between the spec book and the room of specs: one hired person's row, an import, a part's records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

Rights = Literal["own", "consented", "open_licence"]
Record = tuple[Any, ...]

# Columns of hired_specs that are kept as they stand in SpecRow.
PLAIN = (
    "stage", "hire_type", "hire_year", "hire_half", "size", "industry", "role", "education", "major", "age_band",
    "gpa_raw_centi", "gpa_scale", "gpa_45_centi", "gpa_rule",
    "toeic", "toeic_speaking", "toeic_speaking_level", "opic", "teps", "jlpt", "hsk",
    "cert_count", "intern_count", "intern_months", "overseas_count", "overseas_months", "award_count",
    "volunteer_count", "volunteer_hours", "club_count", "activity_count",
)  # fmt: skip

# A record is what a summary needs of one row, in this order, and at last the codes of the certificates. company_id:
# None when not told. contributor: 32 hex digits, None in an import, where each row is a person of its own.
RECORD = (
    "contributor", "company_id", "stage", "hire_type", "hire_year", "size", "industry", "role",
    "gpa_45_centi", "toeic", "toeic_speaking", "toeic_speaking_level", "opic", "teps", "jlpt", "hsk",
    "cert_count", "intern_count", "intern_months", "overseas_count", "overseas_months", "award_count",
    "volunteer_count", "volunteer_hours", "club_count", "activity_count", "certificates",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SpecRow:
    """One hired person as the tables keep it. None: not told; 0 or "none": has none. Limits are those of the tables.

    company: name, "" when not told. gpa_raw_centi, gpa_45_centi: hundredths of a point. certificates: codes.
    """

    stage: str
    hire_type: str
    hire_year: int
    hire_half: int | None = None
    company: str = ""
    size: str | None = None
    industry: str | None = None
    role: str | None = None
    education: str | None = None
    major: str | None = None
    age_band: str | None = None
    gpa_raw_centi: int | None = None
    gpa_scale: str | None = None
    gpa_45_centi: int | None = None
    gpa_rule: str | None = None
    toeic: int | None = None
    toeic_speaking: int | None = None
    toeic_speaking_level: str | None = None
    opic: str | None = None
    teps: int | None = None
    jlpt: str | None = None
    hsk: str | None = None
    cert_count: int | None = None
    intern_count: int | None = None
    intern_months: int | None = None
    overseas_count: int | None = None
    overseas_months: int | None = None
    award_count: int | None = None
    volunteer_count: int | None = None
    volunteer_hours: int | None = None
    club_count: int | None = None
    activity_count: int | None = None
    certificates: tuple[str, ...] = ()


@dataclass(frozen=True)
class Batch:
    """One import. id: 32 hex digits. sha256: of the file. origin: who says that the rows may be used. created: UTC."""

    id: str
    filename: str
    sha256: str
    origin: str
    rights: Rights
    rows_count: int
    created: datetime


@dataclass(frozen=True)
class Part:
    """One part of the rows. edition: when its rows last changed. format: of its columnar copy, None when there is
    none yet."""

    name: str
    edition: int
    rows_count: int
    format: str | None
