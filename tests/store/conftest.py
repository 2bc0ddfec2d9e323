"""Two visitors, and what they keep. The databases are the fixtures of tests/databases.py."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from metajob.store.database import Database
from metajob.store.interviews import InterviewBook, InterviewRow
from metajob.store.reviews import ReviewBook, ReviewRow, owner_of
from metajob.store.sqlite import SqliteDatabase

ANNA, BORA = owner_of("a" * 43), owner_of("b" * 43)
SECRET = "백엔드 인턴 때 만든 배송 추적 서비스"


def keep(book: ReviewBook, owner: str = ANNA, **changes: Any) -> ReviewRow:
    """Save a small review."""
    values: dict[str, Any] = {
        "name": "이력서.pdf", "role": "backend", "engine": "rules", "projects": 2,
        "summary": '[[3,2,0,1,0]]', "body": f'{{"text":"{SECRET}"}}',
    }  # fmt: skip
    return book.save(owner, **{**values, **changes})


def keep_interview(book: InterviewBook, owner: str = ANNA, **changes: Any) -> InterviewRow:
    """Save a small interview."""
    values: dict[str, Any] = {
        "id": secrets.token_hex(16), "created": datetime.now(UTC), "name": "하늘테크", "family": "backend",
        "persona": "lead", "strictness": "tough", "questions": 5, "answered": 4, "summary": '{"words":40}',
        "body": f'{{"text":"{SECRET}"}}',
    }  # fmt: skip
    return book.save(owner, **{**values, **changes})


def files_hold(folder: Path, text: str) -> bool:
    """Whether any file below the folder contains the text."""
    return any(text.encode() in file.read_bytes() for file in folder.rglob("*") if file.is_file())


@pytest.fixture
def book(database: Database) -> ReviewBook:
    return ReviewBook(database)


@pytest.fixture
def sqlite_book(sqlite_database: SqliteDatabase) -> ReviewBook:
    return ReviewBook(sqlite_database)
