"""Releases made of columns, for tests: what is not given is not told."""

from __future__ import annotations

from typing import Any

import numpy as np

from metajob.specs.model import Size, Where
from metajob.specs.release import Release
from metajob.specs.rows import METRICS, STAGES, Rows
from metajob.specs.taxonomy import SIZES, industries, roles

TYPES = {"company": np.int32, "contributor": np.int32, "certs": np.uint64}


def release(people: int, companies: dict[str, int] | None = None, **columns: Any) -> Release:
    """A release of so many rows. industry, role, size may be codes; a single value stands for all rows."""
    plain: dict[str, Any] = dict.fromkeys((*METRICS, "size", "industry", "role", "company"), -1)
    plain |= {"year": 2025, "hire_type": 0, "stage": STAGES.index("final"), "certs": 0}
    plain |= {"contributor": np.arange(people), **columns}
    plain.setdefault("speaking_high", plain["speaking"])
    made = {}
    for name, order in (("size", SIZES), ("industry", tuple(industries())), ("role", tuple(roles()))):
        codes = np.broadcast_to(np.asarray(plain[name], object), (people,))
        plain[name] = [order.index(code) if isinstance(code, str) and code else -1 for code in codes]
    for name, column in plain.items():
        made[name] = np.array(np.broadcast_to(np.asarray(column), (people,)), TYPES.get(name, np.int16))
    return Release(Rows(made), "own", 1, companies or {})


def where(year: int | None = None, size: Size | None = None, **more: Any) -> Where:
    return Where(year=year, size=size, **more)
