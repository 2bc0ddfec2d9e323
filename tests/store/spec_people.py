"""Hired people for the tests of the spec book."""

from __future__ import annotations

import hashlib
from typing import Any

from metajob.store.specs import SpecBook
from metajob.store.specs_rows import SpecRow

MONTH = "2026-11"


def hex_of(text: str, digits: int = 32) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:digits]


def row(**changes: Any) -> SpecRow:
    """A person with something told and something not."""
    values: dict[str, Any] = {
        "stage": "final", "hire_type": "new", "hire_year": 2025, "company": "하늘테크", "size": "large",
        "industry": "J", "role": "IT.DEV", "gpa_raw_centi": 412, "gpa_scale": "4.5", "gpa_45_centi": 412,
        "gpa_rule": "identity", "toeic": 905, "opic": "IH", "toeic_speaking": 0, "cert_count": 2,
        "intern_count": 0, "certificates": ("INFO_ENG", "SQLD"),
    }  # fmt: skip
    return SpecRow(**{**values, **changes})


def add(book: SpecBook, who: str = "anna", secret: str = "", month: str = MONTH, **changes: Any) -> str:
    """Keep one person's row; returns the secret by which it is taken back."""
    told = row(**changes)
    secret = hex_of(secret or f"{who} {told.company} {told.role} {told.hire_year}", 64)
    book.add(told, contributor=hex_of(who), text_version="test", secret=secret, month=month)
    return secret


def add_batch(book: SpecBook, count: int = 6, file: str = "a", **changes: Any) -> str:
    """Import some people; returns the id of the batch."""
    return book.add_batch(
        (row(toeic=500 + 5 * (number % 90), **changes) for number in range(count)),
        filename=f"{file}.csv", sha256=hex_of(file, 64), origin="학교 취업지원실", rights="consented",
    )  # fmt: skip


def kept_copy(book: SpecBook, part: str, version: str) -> bytes | None:
    """A part's columnar copy, None when it has to be built."""
    return book.snapshot(version, lambda name: name == part).copies.get(part, (0, None))[1]
