"""One visitor's part of the specs tab: the file that waits to be saved. The own spec stays in the browser."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from metajob.specs.importing import Preview


@dataclass
class SpecsDesk:
    """Dies with its visitor. preview: read, not saved. name: of its file, for the screen. lock: one act at a time."""

    preview: Preview | None = None
    name: str = ""
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
