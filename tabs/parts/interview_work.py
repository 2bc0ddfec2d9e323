"""The heavy work of the interview's tab as plain functions for the worker pool: questions, fixed sentences, report."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from metajob.engines import Progress, silent
from metajob.interview.model import Material, Plan, Question
from metajob.interviewer.model import PersonaId
from metajob.settings import settings

if TYPE_CHECKING:
    from metajob.llm.endpoint import Endpoint

LineName = Literal["greeting", "closing"]


def questions(
    plan: Plan, material: Material, endpoint: Endpoint | None, seed: str, progress: Progress = silent
) -> tuple[Question, ...]:
    """The questions of an interview: a model's if one is given, ours otherwise. Raises Cancelled."""
    progress(0.05, "질문을 고르고 있어요")
    if endpoint is not None:
        from metajob.interview.questions.generated import generate

        return generate(plan, material, endpoint, progress, seed=seed)
    from metajob.interview.questions.planner import plan_questions

    return plan_questions(plan, material, seed)


def idle(persona: PersonaId, folder: Path, progress: Progress = silent) -> Path:
    """The listening loop in the room's folder, made once for everybody. Raises UserError."""
    from metajob.interviewer import prepare, rest

    video = settings().interview_video
    return _own(rest.idle(persona, prepare.folder(), progress=progress, video_engine=video), folder)


def line(persona: PersonaId, name: LineName, folder: Path, progress: Progress = silent) -> tuple[Path, str]:
    """A fixed sentence as a clip in the room's folder, with its words. Raises UserError."""
    from metajob.interviewer import clips, prepare
    from metajob.interviewer.lines import LINES

    text: str = getattr(LINES[persona], name)
    made = clips.make(
        text, persona, video_engine=settings().interview_video, folder=prepare.folder(), progress=progress
    )
    return _own(made.mp4, folder), text


def _own(made: Path, folder: Path) -> Path:
    """A copy that the page may be given; the cache itself is not served. Raises StorageError."""
    from metajob.files import write_whole
    from metajob.interviewer.encode import storing

    own = folder / "scenery" / made.name
    if not own.exists():
        with storing():
            own.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            write_whole(own, made.read_bytes())
    return own
