"""What may be shown of the own rows: imports, and what people added in earlier months; or the demonstration alone.

A person's row comes in with the next month, so that nobody can watch it arrive. A release is kept in the process for as
long as nothing changes in the database; every call asks the database whether something did, in any process.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Literal

import numpy as np

from metajob.errors import StorageError
from metajob.specs.rows import Damaged, Part, Rows, encode, join, read, wire_format
from metajob.store.database import Database
from metajob.store.specs import Snapshot, SpecBook

K = 5  # people, docs/specs.md: fewer are never shown
_KEPT = 2
_ATTEMPTS = 4
_kept: OrderedDict[tuple[str, str], Release] = OrderedDict()  # (mark of the database, month) → release
_demonstration: list[Release] = []
_lock = threading.Lock()


@dataclass(frozen=True, eq=False)
class Release:
    """Rows that may be summarised.

    companies: metajob.store.companies.company_key → number in the rows, from 0, of those with K rows or more; the
    others are as if not told, as nothing of them may be shown. The database's own numbers have gaps of any width.
    """

    rows: Rows
    kind: Literal["own", "demo"]
    edition: int
    companies: dict[str, int]


def load(database: Database, today: date | None = None, demo: bool = False) -> Release:
    """The release of this month (today: in UTC, as rows are dated). demo: only generated people, never real ones.

    Raises StorageError when the database cannot be used.
    """
    if demo:
        return _demo()
    book = SpecBook(database)
    month = f"{today or datetime.now(UTC).date():%Y-%m}"
    key = (book.mark(), month)
    with _lock:
        if key not in _kept:
            mark, release = _read(book, month)
            key = (mark, month)
            _kept[key] = release
        _kept.move_to_end(key)
        while len(_kept) > _KEPT:
            _kept.popitem(last=False)
        return _kept[key]


def _read(book: SpecBook, month: str) -> tuple[str, Release]:
    """From the parts' copies; those that are absent, of another format or damaged are built first."""

    def wanted(part: str) -> bool:
        return part.startswith("import:") or "user:" < part < f"user:{month}"

    for _ in range(_ATTEMPTS):
        view = book.snapshot(wire_format(), wanted)
        parts = {name: _part(*copy) for name, copy in view.copies.items()}
        missing = [name for name, part in parts.items() if part is None]
        if not missing:
            return view.mark, _release([part for part in parts.values() if part is not None], view)
        for name in missing:
            book.build_part(name, wire_format(), encode)
    raise StorageError("합격자 자료가 계속 바뀌고 있어 읽지 못했어요.", "잠시 뒤에 다시 해 주세요.")


def _part(count: int, copy: bytes | None) -> Part | None:
    if copy is None:
        return None
    try:
        part = read(copy)
    except Damaged:
        return None
    return part if part.count == count else None


def _release(parts: list[Part], view: Snapshot) -> Release:
    rows = join(parts)
    company = rows.columns["company"]
    highest = max(view.companies.values(), default=-1)
    company[company > highest] = -1  # of a damaged copy: counting takes memory up to the highest number
    enough = np.bincount(company + 1, minlength=highest + 2) >= K
    enough[0] = False  # not told
    numbered = np.where(enough, np.cumsum(enough) - 1, -1).astype(np.int32)
    rows.columns["company"] = numbered[company + 1]
    told = numbered[1:].tolist()
    companies = {key: told[id] for key, id in view.companies.items() if told[id] >= 0}
    return Release(rows, "own", view.edition, companies)


def _demo() -> Release:
    from metajob.specs.demo import companies, demo_rows

    with _lock:
        if not _demonstration:
            _demonstration.append(Release(demo_rows(), "demo", 0, companies()))
        return _demonstration[0]
