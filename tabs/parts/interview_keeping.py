"""Finished interviews into the store and out of it again, with the recordings that a person chose to keep."""

from __future__ import annotations

import contextlib
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from metajob.errors import StorageError, UserError

if TYPE_CHECKING:
    from metajob.interview.compare import ProgressRow
    from metajob.interview.model import Interview
    from metajob.interview.recordings import Recordings
    from metajob.store.consents import ConsentBook
    from metajob.store.interviews import InterviewBook, InterviewRow

LISTED = 50
Films = dict[str, Path]  # question id → recording


def book() -> InterviewBook:
    """The interviews of this installation; opens nothing yet."""
    from metajob.store.database import open_database
    from metajob.store.interviews import InterviewBook

    return InterviewBook(open_database())


def recordings() -> Recordings:
    """The recordings of this installation."""
    from metajob.interview.recordings import Recordings
    from metajob.settings import settings

    return Recordings(settings().data_dir)


def listing(owner: str) -> tuple[InterviewRow, ...]:
    """What this browser has kept, newest first; nothing without an owner. Raises StorageError."""
    return tuple(book().list(owner))[:LISTED] if owner else ()


def progress(owner: str, interview: Interview) -> tuple[ProgressRow, ...]:
    """This interview beside the owner's earlier ones; its own numbers alone without any. Raises StorageError."""
    from metajob.interview import compare, keeping

    earlier = keeping.earlier_than(book(), owner, interview) if owner else ()
    return tuple(compare.progress(interview, earlier))


def consents() -> ConsentBook:
    """What visitors agreed to; opens nothing yet."""
    from metajob.store.consents import ConsentBook
    from metajob.store.database import open_database

    return ConsentBook(open_database())


def keep(owner: str, interview: Interview, films: Films) -> Interview:
    """Save an interview with its recordings and the consent to those; what is kept of it.

    Raises StorageError, and nothing is kept then.
    """
    from metajob.interview import keeping
    from metajob.store.consents import WORDING

    place = recordings()
    before = place.list(owner, interview.id)
    try:
        names = {id: place.keep(owner, interview.id, film.name, film) for id, film in films.items()}
        turns = tuple(
            turn.model_copy(update={"recording": names.get(turn.question.id, "")}) for turn in interview.turns
        )
        kept = interview.model_copy(update={"turns": turns})
        if names:
            consents().grant(owner, "interview_recording", WORDING)
        keeping.keep(book(), owner, kept)
    except UserError:
        if not before:  # nor is it kept already
            with contextlib.suppress(StorageError):
                place.delete(owner, interview.id)
        raise
    return kept


def fetch(owner: str, id: str, folder: Path) -> tuple[Interview, Films]:
    """A kept interview, its recordings copied to `folder`, from where they can be played. Raises StorageError."""
    from metajob.interview import keeping

    _must_be_somebodys(owner)
    interview, place = keeping.open_interview(book(), owner, id), recordings()
    films = {}
    for turn in interview.turns:
        if turn.recording in place.list(owner, id):
            films[turn.question.id] = place.open(owner, id, turn.recording)
    return interview, copied(films, folder)


def copied(films: Films, folder: Path) -> Films:
    """Copies in `folder`. Raises StorageError."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return {id: Path(shutil.copyfile(film, folder / film.name)) for id, film in films.items()}
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise StorageError("녹화를 열지 못했어요.", "디스크에 남은 공간을 확인해 주세요.") from error


def forget(owner: str, id: str) -> bool:
    """Delete one interview and its recordings for good. Raises StorageError."""
    from metajob.interview import keeping

    _must_be_somebodys(owner)
    return keeping.forget(book(), recordings(), owner, id)


def erase(owner: str) -> int:
    """Delete everything of this owner for good, and the consent with it; how many interviews there were.

    Raises StorageError.
    """
    from metajob.interview import keeping

    count = keeping.erase(book(), recordings(), owner)
    consents().erase(owner, "interview_recording")
    return count


def _must_be_somebodys(owner: str) -> None:
    """A browser without a secret has kept nothing."""
    if not owner:
        raise StorageError("저장된 면접을 찾지 못했어요.", "지웠거나 다른 브라우저에서 저장했을 수 있어요.")
