"""What the tab, the command line and the endpoint ask: a place's summary, and a spec compared with it."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from metajob.errors import InputError
from metajob.specs.comparison import compare, known
from metajob.specs.model import MAX_COMPANY, Comparison, Spec, Summary, Where
from metajob.specs.taxonomy import SIZE_KO, industries, roles

if TYPE_CHECKING:
    from metajob.specs.release import Release
    from metajob.store.database import Database


def summary(
    where: Where, database: Database | None = None, flagged: bool = False, demo: bool = False
) -> Summary:
    """The published figures of every topic and the own rows' cell. database: None for published figures only.

    demo: generated rows in place of the database's. Raises InputError for a place that cannot be, StorageError.
    """
    return known(checked(where), _release(database, demo), flagged)


def compared(
    spec: Spec, where: Where, database: Database | None = None, flagged: bool = False, demo: bool = False
) -> tuple[Summary, Comparison]:
    """The place's summary, and the spec beside it; arguments and errors as in `summary`. The spec is not kept."""
    where = checked(where)
    release = _release(database, demo)
    found = known(where, release, flagged)
    return found, compare(spec, found, release)


def checked(where: Where) -> Where:
    """The place with a tidy company name. Raises InputError for a year, size, industry, role or name that cannot be."""
    if where.year is not None and not 1990 <= where.year <= 2100:
        raise InputError("연도를 읽을 수 없어요.", "1990부터 2100까지의 해를 적어 주세요.")
    for told, codes, name in (
        (where.size, SIZE_KO, "기업 규모"),
        (where.industry, industries(), "업종"),
        (where.role, roles(), "직무"),
    ):
        if told is not None and told not in codes:
            raise InputError(f"모르는 {name}예요.", f"{', '.join(codes)} 가운데 하나를 골라 주세요.")
    if len(where.company) > MAX_COMPANY:
        raise InputError("회사 이름이 너무 길어요.", f"{MAX_COMPANY}자 안으로 적어 주세요.")
    plain = "".join(one if unicodedata.category(one)[0] != "C" else " " for one in where.company)
    return Where(where.year, where.size, where.industry, " ".join(plain.split()), where.role)


def _release(database: Database | None, demo: bool) -> Release | None:
    if database is None:
        return None
    from metajob.specs.release import load

    return load(database, demo=demo)
