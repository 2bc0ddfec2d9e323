"""What the operator of a MySQL or MariaDB server should change: missing rights, character sets, too small packets."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Connection

PACKET = 32 * 1024 * 1024  # bytes; the largest record has 8,000,000 characters of up to four bytes
RIGHTS = {"SELECT", "INSERT", "UPDATE", "DELETE", "CREATE", "ALTER", "INDEX", "DROP", "REFERENCES"}
_GRANT = re.compile(r"GRANT (.+) ON (\S+) TO ")


def remarks(connection: Connection, tables: set[str]) -> tuple[str, ...]:
    """Sentences in Korean, empty when all is well. tables: those of the app that are there."""
    found = []
    name = connection.exec_driver_sql("SELECT DATABASE()").scalar_one()
    if absent := missing(connection.exec_driver_sql("SHOW GRANTS").scalars().all(), name):
        found.append(f"계정에 이 권한이 없어서 다음 버전으로 바꾸지 못할 수 있어요: {', '.join(absent)}")
    packet = connection.exec_driver_sql("SELECT @@max_allowed_packet").scalar_one()
    if packet < PACKET:
        found.append(
            f"max_allowed_packet이 {packet // 1024 // 1024}MB라서 아주 긴 기록은 저장하지 못해요. 64M을 권해요."
        )
    collations = connection.exec_driver_sql(
        "SELECT table_name, table_collation FROM information_schema.tables WHERE table_schema = DATABASE()"
    ).all()
    if wrong := sorted(table for table, told in collations if table in tables and told != "utf8mb4_bin"):
        found.append(f"글자 비교 규칙이 utf8mb4_bin이 아니에요: {', '.join(wrong)}")
    return tuple(found)


def missing(grants: object, database: str) -> list[str]:
    """Which of RIGHTS no line of SHOW GRANTS gives; none when a role may give them (then the lines do not tell)."""
    given: set[str] = set()
    for line in map(str, grants if isinstance(grants, list | tuple) else ()):
        match = _GRANT.match(line)
        if match is None:
            return []
        place = match[2].replace("`", "").replace("\\", "").replace('"', "")
        if place in {"*.*", f"{database}.*"} or "%" in place:
            given |= {right.strip() for right in match[1].split(",")}
    return [] if "ALL PRIVILEGES" in given else sorted(RIGHTS - given)
