"""One visitor's mock interview: token of the live one, the finished one on the screen, what the browser keeps."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from metajob.interview.compare import ProgressRow
    from metajob.interview.model import Interview
    from metajob.store.interviews import InterviewRow


@dataclass
class InterviewDesk:
    """Dies with its visitor; the live interview itself is in the lobby, so that a reload finds it.

    films: question id → recording that the report plays. owner: of what the browser keeps.
    kept: the interview on the screen is in the store. said: zone → message box shown in it once. ending: of the act
    that brings the report; the latest one does. bade: token of the interview whose last words were sent. lock: held
    while an answer is taken and while the report or its recordings change.
    """

    token: str = ""
    over: str = ""  # token of the interview whose report is on the screen
    interview: Interview | None = None
    films: dict[str, Path] = field(default_factory=dict)
    progress: tuple[ProgressRow, ...] = ()
    owner: str = ""
    kept: bool = False
    rows: tuple[InterviewRow, ...] = ()
    said: dict[str, str] = field(default_factory=dict)
    ending: object = None
    bade: str = ""
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def addresses(self) -> dict[str, str]:
        """Question id → where the page finds its recording."""
        return {id: f"gradio_api/file={quote(str(film))}" for id, film in self.films.items()}
