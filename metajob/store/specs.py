"""The spec book: hired people's rows, added one by one with consent or many by an import, and taken back for good.

Every writer first raises `spec_edition`, which lets one writer in at a time and tells every reader that something
changed. Whatever changes the rows of a part drops its columnar copy in the same transaction.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from metajob.errors import InputError
from metajob.store.book import readable
from metajob.store.companies import company_key
from metajob.store.specs_rows import Batch, Part, Record, Rights, SpecRow

if TYPE_CHECKING:
    from metajob.store.database import Database

LEAST_ROWS = 5  # of an import: fewer could not be shown, docs/specs.md
MOST_ROWS = 100_000  # of an import
MOST_OF_A_PERSON = 10
_MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])")
_HEX = re.compile(r"[0-9a-f]+")


@dataclass(frozen=True)
class Snapshot:
    """One consistent view. mark: see SpecBook.mark. companies: key → id. copies: part → (rows, columnar copy or
    None), in order of names."""

    edition: int
    mark: str
    companies: dict[str, int]
    copies: dict[str, tuple[int, bytes | None]]


class SpecBook:
    """All calls raise StorageError when the database cannot be used. Months are "YYYY-MM", in UTC."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def add(self, row: SpecRow, *, contributor: str, text_version: str, secret: str, month: str) -> None:
        """Keep a person's own row. contributor: 32 hex digits, the same for all rows of a person. secret: 64 hex
        digits, by which it can be taken back. Raises InputError for a hire told twice and for too many rows."""
        from metajob.store import specs_sql as sql

        if not _MONTH.fullmatch(month):
            raise ValueError("a month is YYYY-MM")
        _hex(contributor, 32)
        _hex(secret, 64)
        part, consent = f"user:{month}", secrets.token_hex(16)
        with self.database.writing() as connection:
            edition = sql.raise_edition(connection)
            company = sql.company_ids(connection, [row.company]).get(company_key(row.company))
            same, told = sql.told_before(connection, contributor, row, company)
            if same:
                raise InputError(
                    "이 합격은 이미 등록하셨어요.", "고치려면 삭제 코드로 지운 뒤 다시 등록해 주세요."
                )
            if told >= MOST_OF_A_PERSON:
                raise InputError(
                    f"한 사람이 등록할 수 있는 합격은 {MOST_OF_A_PERSON}건이에요.",
                    "예전에 등록한 것을 지우면 새로 등록할 수 있어요.",
                )
            sql.insert_consent(connection, consent, text_version, month, secret)
            sql.change_part(connection, part, edition, +1)
            ids = {company_key(row.company): company} if company is not None else {}
            sql.insert_rows(
                connection,
                [row],
                ids,
                part=part,
                kind="user",
                contributor=contributor,
                consent=consent,
                month=month,
            )

    def withdraw(self, secret: str) -> int:
        """Delete for good what was added with this secret. Returns how many rows there were."""
        from metajob.store import specs_sql as sql

        _hex(secret, 64)
        with self.database.reading() as reader:
            if reader is None or sql.consent_of(reader, secret) is None:
                return 0
        with self.database.writing() as connection:
            edition = sql.raise_edition(connection)
            consent = sql.consent_of(connection, secret)
            removed = sql.delete_consent(connection, consent, edition) if consent else 0
        self.database.scrub()
        return removed

    def add_batch(
        self, rows: Iterable[SpecRow], *, filename: str, sha256: str, origin: str, rights: Rights
    ) -> str:
        """Keep all rows of an import, or none when anything is raised. Returns the id of the batch.

        origin: who says that the rows may be used. Raises InputError for a file that was imported before, and for
        fewer than LEAST_ROWS or more than MOST_ROWS rows; whatever `rows` raises passes through.
        """
        from metajob.store import specs_sql as sql

        _hex(sha256, 64)
        now = datetime.now(UTC)
        id, count = secrets.token_hex(16), 0
        batch = Batch(id, readable(filename), sha256, readable(origin)[:300], rights, LEAST_ROWS, now)
        part = f"import:{id}"
        with self.database.writing() as connection:
            edition = sql.raise_edition(connection)
            earlier = sql.batch_of(connection, sha256)
            if earlier is not None:
                raise InputError(
                    "이미 가져온 파일이에요.",
                    f"{earlier.created:%Y-%m-%d}에 '{earlier.filename}'이라는 이름으로 가져왔어요.",
                )
            sql.insert_batch(connection, batch)
            sql.change_part(connection, part, edition, +1)
            ids: dict[str, int] = {}
            for number, page in enumerate(sql.pages(rows)):
                count += len(page)
                if count > MOST_ROWS:
                    raise InputError(
                        f"한 번에 {MOST_ROWS:,}명까지 가져올 수 있어요.", "파일을 나누어 주세요."
                    )
                fresh = {row.company for row in page if row.company} - ids.keys()
                ids |= sql.company_ids(connection, fresh)
                sql.insert_rows(
                    connection,
                    page,
                    ids,
                    part=part,
                    kind="import",
                    batch=id,
                    month=f"{now:%Y-%m}",
                    lead=f"{id[:12]}{number:04x}",
                )
            if count < LEAST_ROWS:
                raise InputError(
                    f"{LEAST_ROWS}명보다 적은 자료는 가져올 수 없어요.",
                    "적은 사람의 자료는 누구인지 드러날 수 있어서 보여 드리지 않아요.",
                )
            sql.count_batch(connection, id, part, count)
        return id

    def batches(self) -> tuple[Batch, ...]:
        """All imports, the newest first."""
        from metajob.store import specs_sql as sql

        with self.database.reading() as connection:
            return () if connection is None else sql.all_batches(connection)

    def delete_batch(self, id: str) -> int:
        """Delete an import with all its rows for good. Returns how many rows there were, 0 for an unknown id."""
        from metajob.store import specs_sql as sql

        if id not in {batch.id for batch in self.batches()}:
            return 0
        with self.database.writing() as connection:
            edition = sql.raise_edition(connection)
            removed = sql.delete_batch(connection, id, edition)
        self.database.scrub()
        return removed

    def rows_of(self, part: str = "") -> Iterator[SpecRow]:
        """All rows, or those of one part, without anything that tells whose they are; a page at a time."""
        from metajob.store import specs_sql as sql

        with self.database.reading() as connection:
            if connection is not None:
                for name in [part] if part else [known.name for known in sql.parts(connection)]:
                    yield from sql.spec_rows(connection, name)

    def edition(self) -> int:
        """A number that grows with every change of rows; 0 when nothing was ever kept."""
        from metajob.store import specs_sql as sql

        with self.database.reading() as connection:
            return 0 if connection is None else sql.edition(connection)[0]

    def mark(self) -> str:
        """Random, another one after every change, also when a backup was restored; "" when nothing was ever kept."""
        from metajob.store import specs_sql as sql

        with self.database.reading() as connection:
            return "" if connection is None else sql.edition(connection)[1]

    def parts(self) -> tuple[Part, ...]:
        """The parts that have rows, in order of their names."""
        from metajob.store import specs_sql as sql

        with self.database.reading() as connection:
            return () if connection is None else sql.parts(connection)

    def part_names(self) -> list[str]:
        """Names of the parts that have rows: `user:YYYY-MM` and `import:<id of the batch>`."""
        return [part.name for part in self.parts()]

    def snapshot(self, version: str, wanted: Callable[[str], bool]) -> Snapshot:
        """The wanted parts' copies of this version, companies and edition in one view."""
        from metajob.store import specs_sql as sql

        with self.database.reading() as connection:
            if connection is None:
                return Snapshot(0, "", {}, {})
            copies = {
                part.name: (part.rows_count, sql.copy_of(connection, part.name, version))
                for part in sql.parts(connection)
                if wanted(part.name)
            }
            return Snapshot(*sql.edition(connection), sql.all_companies(connection), copies)

    def build_part(self, name: str, version: str, encode: Callable[[Iterator[Record]], bytes]) -> bytes:
        """Make a part's copy from its rows and keep it, unless the rows have changed since they were read.

        Rows are read without a lock; the copy is kept only beside the very edition it was made from, so that a row
        taken back meanwhile never returns with it. b"" when the part has no rows.
        """
        from metajob.store import specs_sql as sql

        with self.database.reading() as connection:
            part = None if connection is None else sql.part(connection, name)
            if connection is None or part is None:
                return b""
            data = encode(counted := _Counted(sql.records(connection, name)))
        with self.database.writing() as connection:
            sql.keep_copy(connection, part, version, data, counted.rows)
        return data


class _Counted(Iterator[Record]):
    """Counts what passes."""

    def __init__(self, records: Iterator[Record]) -> None:
        self._records, self.rows = records, 0

    def __next__(self) -> Record:
        record = next(self._records)
        self.rows += 1
        return record


def _hex(text: str, digits: int) -> None:
    if len(text) != digits or not _HEX.fullmatch(text):
        raise ValueError(f"not {digits} hex digits")
