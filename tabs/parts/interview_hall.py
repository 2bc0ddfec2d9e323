"""Where live interviews run: the lobby with its rooms, and their own workers beside the app's pool."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from metajob.interview.lobby import Lobby
from metajob.settings import settings
from metajob.workers import Pool

if TYPE_CHECKING:
    from metajob.interview.answering import Order
    from metajob.interview.room import Room

WAITING = 6  # pieces of work that may wait for each interview: clips made ahead, answers


class Hall:
    """root: folder of all rooms. Nothing is started until somebody enters."""

    def __init__(self, root: Path) -> None:
        cap = settings().interviews
        self.lobby: Lobby[Room] = Lobby(root, cap)
        self.pool = Pool(settings().workers, WAITING * cap)
        # of their own, so that a question does not wait for others' long answers
        self.clips = Pool(settings().workers, WAITING * cap)

    def enter(self, order: Order) -> Room:
        """A room for a new interview. Raises UserError when all seats are taken, StorageError."""
        from metajob.interview.room import Room

        return self.lobby.enter(
            lambda token, folder: Room(
                token, folder, order, self.pool, clips=self.clips, crowd=self.lobby.__len__
            )
        )

    def close(self) -> None:
        """Everybody leaves, the work ends."""
        self.lobby.close()
        self.pool.close()
        self.clips.close()
