"""The statements of the spec book, each in a transaction that the book opened. Imports SQLAlchemy: load it late."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, exists, func, select, update

from metajob.store.companies import company_key, company_name
from metajob.store.specs_rows import PLAIN, RECORD, Batch, Part, Record, SpecRow
from metajob.store.tables_specs import (
    companies,
    hired_certificates,
    hired_specs,
    imports,
    spec_consents,
    spec_edition,
    spec_parts,
)

PAGE = 5000  # rows held at once
_NAMES = 500  # companies asked for at once
_SPEC_COLUMNS = ("id", *PLAIN, "company_id", "part", "source_kind", "contributor", "consent_id", "batch_id",
                 "created_month")  # fmt: skip
_plain = attrgetter(*PLAIN)


def raise_edition(connection: Connection) -> int:
    """Wait until no other writer is at work, and count one more change. Returns the new edition."""
    raised = {"edition": spec_edition.c.edition + 1, "mark": secrets.token_hex(16)}
    connection.execute(update(spec_edition).values(raised))
    return edition(connection)[0]


def edition(connection: Connection) -> tuple[int, str]:
    """The edition now, and its mark."""
    number, mark = connection.execute(select(spec_edition.c.edition, spec_edition.c.mark)).one()
    return int(number), str(mark)


# ---- companies


def company_ids(connection: Connection, names: Collection[str]) -> dict[str, int]:
    """Key → id of these companies; new ones are added. Names without a key are left out."""
    wanted: dict[str, str] = {}
    for name in names:
        if key := company_key(name):
            wanted.setdefault(key, company_name(name))
    found = _known(connection, wanted)
    fresh = [(name, key) for key, name in wanted.items() if key not in found]
    if fresh:
        _insert(connection, companies, ("name", "name_norm"), fresh)
        found |= _known(connection, [key for _name, key in fresh])
    return found


def _known(connection: Connection, keys: Iterable[str]) -> dict[str, int]:
    table, found = companies.c, {}
    for some in pages(keys, _NAMES):
        query = select(table.name_norm, table.id).where(table.name_norm.in_(some))
        found.update({key: int(id) for key, id in connection.execute(query)})
    return found


def all_companies(connection: Connection) -> dict[str, int]:
    """Key → id of all."""
    found = connection.execute(select(companies.c.name_norm, companies.c.id))
    return dict(found.all())


def _drop_companies(connection: Connection, *which: Any) -> None:
    """Those of `which` that no row names any more."""
    named = exists().where(hired_specs.c.company_id == companies.c.id)
    connection.execute(delete(companies).where(~named, *which))


# ---- rows


def insert_rows(
    connection: Connection,
    rows: Collection[SpecRow],
    ids: dict[str, int],
    *,
    part: str,
    kind: str,
    month: str,
    contributor: str | None = None,
    consent: str | None = None,
    batch: str | None = None,
    lead: str = "",
) -> None:
    """Add rows to a part. ids: key of a company → id. lead: how the random ids of these rows begin; ids that grow from
    page to page keep an import in one place of the tables' trees, which is several times faster in a large table."""
    keys = sorted(lead + secrets.token_hex(16 - len(lead) // 2) for _ in rows)
    tail = (part, kind, contributor, consent, batch, month)
    told = [
        (id, *_plain(row), ids.get(company_key(row.company)) if row.company else None, *tail)
        for id, row in zip(keys, rows, strict=True)
    ]
    _insert(connection, hired_specs, _SPEC_COLUMNS, told)
    held = [(id, code) for id, row in zip(keys, rows, strict=True) for code in sorted(set(row.certificates))]
    if held:
        _insert(connection, hired_certificates, ("spec_id", "code"), held)


def _insert(
    connection: Connection, table: Table, columns: tuple[str, ...], rows: list[tuple[Any, ...]]
) -> None:
    """Bound parameters, straight to the driver: SQLAlchemy's own way makes a dictionary of each row."""
    mark = "?" if connection.dialect.paramstyle == "qmark" else "%s"
    marks = ", ".join(mark for _ in columns)
    statement = f"INSERT INTO {table.name} ({', '.join(columns)}) VALUES ({marks})"
    connection.exec_driver_sql(statement, rows)


def told_before(
    connection: Connection, contributor: str, row: SpecRow, company: int | None
) -> tuple[bool, int]:
    """Whether this person has told of this company, role and year; and how many rows they have."""
    table = hired_specs.c
    hires = connection.execute(
        select(table.company_id, table.role, table.hire_year).where(table.contributor == contributor)
    ).all()
    return (company, row.role, row.hire_year) in [tuple(hire) for hire in hires], len(hires)


def spec_rows(connection: Connection, part: str) -> Iterator[SpecRow]:
    """The rows of a part."""
    names: dict[int | None, str] = {None: ""}
    for id, name in connection.execute(select(companies.c.id, companies.c.name)):
        names[id] = name
    for *row, company, codes in _told(connection, part, (*PLAIN, "company_id")):
        yield SpecRow(
            **dict(zip(PLAIN, row, strict=True)), company=names.get(company, ""), certificates=codes
        )


def records(connection: Connection, part: str) -> Iterator[Record]:
    """A part's rows as RECORD says."""
    return _told(connection, part, RECORD[:-1])


def _told(connection: Connection, part: str, names: tuple[str, ...]) -> Iterator[Record]:
    """The columns and last the certificates of a part's rows in order of their ids, a page at a time."""
    specs, held = hired_specs.c, hired_certificates.c
    after, until = specs.id > bindparam("after"), specs.id <= bindparam("until")
    rows = (
        select(specs.id, *(specs[name] for name in names))
        .where(specs.part == part, after)
        .order_by(specs.id)
        .limit(PAGE)
    )
    codes = select(held.spec_id, held.code).join(hired_specs).where(specs.part == part, after, until)
    last = ""
    while page := connection.execute(rows, {"after": last}).all():
        of_row: dict[str, list[str]] = {}
        for id, code in connection.execute(codes, {"after": last, "until": page[-1][0]}):
            of_row.setdefault(id, []).append(code)
        for row in page:
            yield (*row[1:], tuple(of_row.get(row[0], ())))
        last = page[-1][0]


# ---- consents


def insert_consent(connection: Connection, id: str, text_version: str, month: str, secret: str) -> None:
    """Keep what was agreed to."""
    connection.execute(
        spec_consents.insert(),
        {"id": id, "text_version": text_version, "granted_month": month, "secret": secret},
    )


def consent_of(connection: Connection, secret: str) -> str | None:
    """Id of the consent that this secret takes back."""
    return connection.execute(select(spec_consents.c.id).where(spec_consents.c.secret == secret)).scalar()


def delete_consent(connection: Connection, id: str, edition: int) -> int:
    """A consent with its rows, and their companies and part where nothing else belongs to them."""
    table = hired_specs.c
    mine = connection.execute(select(table.part, table.company_id).where(table.consent_id == id)).all()
    connection.execute(delete(hired_specs).where(table.consent_id == id))
    connection.execute(delete(spec_consents).where(spec_consents.c.id == id))
    for part, company in mine:
        change_part(connection, part, edition, -1)
        _drop_companies(connection, companies.c.id == company)
    return len(mine)


# ---- imports


def batch_of(connection: Connection, sha256: str) -> Batch | None:
    """The import of this very file."""
    found = connection.execute(select(imports).where(imports.c.sha256 == sha256)).mappings().first()
    return Batch(**found) if found else None


def all_batches(connection: Connection) -> tuple[Batch, ...]:
    """All imports, the newest first."""
    query = select(imports).order_by(imports.c.created.desc(), imports.c.id)
    return tuple(Batch(**found) for found in connection.execute(query).mappings())


def insert_batch(connection: Connection, batch: Batch) -> None:
    """Keep what is known of an import."""
    connection.execute(imports.insert(), vars(batch))


def count_batch(connection: Connection, id: str, part: str, rows: int) -> None:
    """How many rows there were in the end."""
    connection.execute(update(imports).where(imports.c.id == id).values(rows_count=rows))
    connection.execute(update(spec_parts).where(spec_parts.c.part == part).values(rows_count=rows))


def delete_batch(connection: Connection, id: str, edition: int) -> int:
    """An import with its rows, part and those companies that no other row names."""
    removed = connection.execute(delete(hired_specs).where(hired_specs.c.batch_id == id)).rowcount
    connection.execute(delete(imports).where(imports.c.id == id))
    change_part(connection, f"import:{id}", edition, -removed)
    _drop_companies(connection)
    return removed


# ---- parts


def change_part(connection: Connection, name: str, edition: int, rows: int) -> None:
    """Drop the part's copy and count its rows anew; `rows` more or fewer than before."""
    known = part(connection, name)
    count = (known.rows_count if known else 0) + rows
    mine = spec_parts.c.part == name
    if count <= 0:
        connection.execute(delete(spec_parts).where(mine))
        return
    values = {"edition": edition, "rows_count": count, "format": None, "data": None}
    if known:
        connection.execute(update(spec_parts).where(mine).values(values))
    else:
        connection.execute(spec_parts.insert(), {"part": name, **values})


def parts(connection: Connection, *which: Any) -> tuple[Part, ...]:
    """All parts, in order of their names."""
    table = spec_parts.c
    query = (
        select(table.part, table.edition, table.rows_count, table.format).where(*which).order_by(table.part)
    )
    return tuple(Part(*found) for found in connection.execute(query))


def part(connection: Connection, name: str) -> Part | None:
    """One part, None when it has no rows."""
    return next(iter(parts(connection, spec_parts.c.part == name)), None)


def copy_of(connection: Connection, name: str, version: str) -> bytes | None:
    """The part's columnar copy of this version."""
    table = spec_parts.c
    query = select(table.data).where(table.part == name, table.format == version)
    found: bytes | None = connection.execute(query).scalar()
    return found


def keep_copy(connection: Connection, part: Part, version: str, data: bytes, rows: int) -> None:
    """Keep it when the part's rows are still those it was made from."""
    same = (spec_parts.c.part == part.name, spec_parts.c.edition == part.edition)
    connection.execute(update(spec_parts).where(*same).values(format=version, data=data, rows_count=rows))


def pages(rows: Iterable[Any], size: int = PAGE) -> Iterator[list[Any]]:
    """As many at once as are held in memory."""
    left = iter(rows)
    while page := list(islice(left, size)):
        yield page


def count(connection: Connection) -> int:
    """How many rows there are in all."""
    return int(connection.execute(select(func.count()).select_from(hired_specs)).scalar_one())
