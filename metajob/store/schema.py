"""Brings a database to the schema of this code, one thread at a time; the databases keep other processes out."""

from __future__ import annotations

import threading
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from metajob.errors import StorageError

_FOLDER = Path(__file__).parent / "migrations"
_one_at_a_time = threading.Lock()  # Alembic's `context` and `op` are global to the process


def config(connection: Connection | None = None) -> Config:
    """Alembic's settings without an alembic.ini."""
    made = Config()
    made.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    made.attributes["connection"] = connection
    return made


def known() -> set[str]:
    """All schema versions that this code can read or upgrade."""
    return {script.revision for script in ScriptDirectory.from_config(config()).walk_revisions()}


def upgrade(connection: Connection, found: str | None, newer: StorageError, to: str = "head") -> None:
    """Run the missing migrations in the caller's write transaction, which commits or rolls back all of them on SQLite.

    found: the version read within this transaction, None for an empty database; newer: raised for a version from the
    future.
    """
    with _one_at_a_time:
        if found is not None and found not in known():
            raise newer
        command.upgrade(config(connection), to)
