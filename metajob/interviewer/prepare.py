"""Makes what every interview needs before the first one: portraits, idle loops and the fixed sentences of all personas.

`python -m metajob.interviewer.prepare` at set-up, or `warm` in a background thread of the app. What is there already
is passed over within a millisecond, so both can be run as often as one likes.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import get_args

from metajob.engines import Progress, silent
from metajob.errors import Cancelled, UserError
from metajob.interviewer import clips
from metajob.interviewer.lines import LINES
from metajob.interviewer.model import PersonaId
from metajob.settings import settings

BREATH = 0.2  # seconds between two pieces of work, for whoever waits for a processor

Step = tuple[str, Callable[[Progress], object]]


def folder() -> Path:
    """Where the clips that do not depend on a person lie: <cache>/interviewer."""
    return settings().cache_dir / "interviewer"


def steps() -> list[Step]:
    """(Korean phrase, work), what is needed first at the front; pictures before speech, which needs a model."""
    personas: tuple[PersonaId, ...] = get_args(PersonaId)
    place = folder()
    found: list[Step] = []
    for persona in personas:
        found.append(("면접관을 그리고 있어요.", partial(_still, persona, place)))
    for listening in (True, False):
        for persona in personas:
            found.append(("듣는 모습을 그리고 있어요.", partial(_idle, persona, place, listening)))
    for number in range(len(LINES["hr"].all())):
        for persona in personas:
            text = LINES[persona].all()[number]
            found.append(("면접관의 인사를 준비하고 있어요.", partial(_line, text, persona, place)))
    return found


def warm(stop: threading.Event | None = None, progress: Progress = silent) -> None:
    """Do all steps. `stop` ends it within a second, without an error.

    Raises Cancelled when progress does, WeightsError without the speech model (the pictures are made by then),
    StorageError.
    """
    work = steps()
    stop = stop or threading.Event()
    for number, (phrase, step) in enumerate(work):

        def report(share: float, _phrase: str, number: int = number, phrase: str = phrase) -> None:
            if stop.is_set():
                raise Cancelled
            progress((number + share) / len(work), phrase)

        start = time.monotonic()
        try:
            report(0.0, phrase)
            step(report)
        except Cancelled:
            if stop.is_set():
                return
            raise
        if time.monotonic() - start > BREATH:
            stop.wait(BREATH)
    progress(1.0, "면접관이 준비됐어요.")


def rouse(persona: PersonaId, progress: Progress = silent) -> None:
    """Load speech model and figure, some seconds before the first sentence that is not fixed: for the moment when a
    person opens the interview. Takes about 250 MB. Raises WeightsError."""
    from metajob.interviewer import drawn

    progress(0.0, "면접관을 부르고 있어요.")
    clips.speak("네.", persona)
    progress(0.7, "면접관을 부르고 있어요.")
    drawn.portrait(persona)
    progress(1.0, "면접관이 왔어요.")


def _still(persona: PersonaId, place: Path, _progress: Progress) -> None:
    clips.still(persona, place)


def _idle(persona: PersonaId, place: Path, listening: bool, progress: Progress) -> None:
    clips.idle(persona, place, listening, progress)


def _line(text: str, persona: PersonaId, place: Path, progress: Progress) -> None:
    clips.make(text, persona, folder=place, progress=progress)


def main() -> int:
    """`warm` with a bar on the terminal; 0 also when it fails, since the app makes what is missing when it needs it."""
    from tqdm import tqdm

    with tqdm(total=100, bar_format="{desc} {percentage:3.0f}%|{bar}|", file=sys.stderr) as bar:

        def report(share: float, phrase: str) -> None:
            bar.set_description_str(phrase, refresh=False)
            bar.update(round(share * 100) - bar.n)

        try:
            warm(progress=report)
        except UserError as error:
            bar.write(str(error), file=sys.stderr)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
