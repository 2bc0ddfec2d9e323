"""What passes between the rooms of the interview and is kept afterwards: questions, answers, observations, feedback.

Times are seconds. "of the answer": counted from the moment at which the answer's recording began.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from metajob.interviewer.model import PersonaId
from metajob.text.model import Data, Piece

JobFamily = Literal[
    "backend", "frontend_mobile", "data_ai", "design_ux", "marketing", "planning", "finance", "office_hr", "sales",
    "production_quality", "nursing_medical", "service", "public", "other",
]  # fmt: skip
Strictness = Literal["mild", "standard", "tough"]
Criterion = Literal["why", "tech", "choice", "result", "limits"]  # the review's five
Topic = Literal[
    "intro", "motive", "why", "tech", "choice", "result", "limits", "posting", "job", "team", "growth",
]  # fmt: skip
Shape = Literal["intro", "motive", "experience", "knowledge", "opinion"]  # what a good answer is made of
Origin = Literal["opening", "document", "posting", "bank", "model", "follow_up"]
FollowUp = Literal["problem", "reason", "own_part", "check", "again"]
AnswerWay = Literal["camera", "voice", "typed", "upload", "skipped"]
StarPart = Literal["situation", "task", "action", "result"]
Seconds = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Share = Annotated[float, Field(ge=0, le=1)]


class Plan(Data):
    """What the person chose. count: planned questions, follow-ups come on top. limit_s: for one answer.

    intro: begin with 자기소개. weak: ask about what the review found weak, as far as there is a review.
    """

    family: JobFamily = "other"
    persona: PersonaId = "hr"
    strictness: Strictness = "standard"
    count: Literal[3, 5, 7] = 5
    limit_s: int = Field(default=120, ge=30, le=600)
    intro: bool = True
    weak: bool = True


class MaterialProject(Data):
    """One project of the reviewed document. levels: 0..3 by criterion. quotes: the strongest exact passage of each
    criterion that has one; every quote stands in `Material.text`. techs: used, most important first."""

    title: str
    text: str
    levels: dict[Criterion, int]
    quotes: dict[Criterion, str] = Field(default_factory=dict)
    techs: tuple[str, ...] = ()


class Material(Data):
    """What questions can be drawn from. Empty without a review. missing: keywords of the posting that the document
    does not name; found: those it does."""

    text: str = ""
    projects: tuple[MaterialProject, ...] = ()
    company: str = ""
    posting: str = ""
    missing: tuple[str, ...] = ()
    found: tuple[str, ...] = ()


class Question(Data):
    """One spoken question in Korean. quote: the exact passage of the document or of an earlier answer that it picks
    up, "" without one. parent: id of the question it follows. id: unique within an interview."""

    id: str
    text: str
    topic: Topic
    shape: Shape
    origin: Origin
    project: str = ""
    quote: str = ""
    follow_up: FollowUp | None = None
    parent: str = ""


class SaidWord(Data):
    """A word as it was written down; start, end: seconds of the answer."""

    text: str
    start: Seconds
    end: Seconds
    probability: Share = 1.0


class Said(Data):
    """What was answered. words: empty for a typed answer. seconds: of the recording, 0 for a typed one. engine: who
    wrote it down, "" for typed. warnings: Korean."""

    text: str
    way: AnswerWay
    words: tuple[SaidWord, ...] = ()
    seconds: Seconds = 0.0
    engine: str = ""
    warnings: tuple[str, ...] = ()


class Measure(Data):
    """A measured value, or None with the Korean reason why it was not measured."""

    value: float | None = None
    why: str = ""


class Stretch(Data):
    """From start to end, seconds of the answer."""

    start: Seconds
    end: Seconds


class VoiceFacts(Data):
    """What `speech.delivery` measured, to be kept. Rates: syllables a minute; shares 0..1; pitch_spread: semitones;
    loudness_range: dB. long_pauses: silences over 2.5 s. fillers: candidates with their times."""

    speaking_rate: Measure
    start_delay: Measure
    silence_share: Measure
    pitch_spread: Measure
    loudness_range: Measure
    fillers_per_minute: Measure
    pauses: tuple[Stretch, ...] = ()
    long_pauses: tuple[Stretch, ...] = ()
    fillers: tuple[SaidWord, ...] = ()
    quiet: bool = False
    clipped: bool = False


ObservableKey = Literal[
    "away", "away_longest", "away_times", "head_movement", "nods", "smile", "blinks", "touches", "out_of_frame", "sway",
]  # fmt: skip
Confidence = Literal["low", "medium", "high"]


class Observable(Data):
    """One thing that was observed. value: in `unit`, None when it was not measured, then `why` says why (Korean).

    unit: "share" 0..1, "s", "times", "per_min", "deg_s" (degrees a second), "width_s" (face widths a second).
    coverage: share of the answer in which it could be seen. events: when it happened.
    """

    key: ObservableKey
    value: float | None
    unit: Literal["share", "s", "times", "per_min", "deg_s", "width_s"]
    coverage: Share = 0.0
    confidence: Confidence = "low"
    why: str = ""
    events: tuple[Stretch, ...] = ()


class Track(Data):
    """One line of the timeline: a value every `step` seconds from 0, None where it was not measured."""

    key: Literal["away", "yaw", "pitch", "smile", "blink", "hand", "face"]
    step: Annotated[float, Field(gt=0)]
    values: tuple[float | None, ...]


class Behaviour(Data):
    """What was seen in one answer. coverage: share of it with exactly the person's face in sight. notes: Korean
    remarks on the picture (dark, nobody, two people, a picture that does not move, …). producer: who made the rows."""

    seconds: Seconds
    coverage: Share
    producer: Literal["server", "browser", "upload", "rows"] = "server"
    observables: tuple[Observable, ...] = ()
    tracks: tuple[Track, ...] = ()
    notes: tuple[str, ...] = ()


class StarFound(Data):
    """One part of STAR in an answer. quote: exact passage, `quote == text[start:end]`; "" when it was not found."""

    part: StarPart
    quote: str = ""
    start: int = 0
    end: int = 0


class Remark(Data):
    """One thing about the content. level: good, or a gap to close, or a neutral fact. quotes: exact passages of the
    answer that it rests on. text: one Korean sentence."""

    key: Literal[
        "relevance", "specificity", "ownership", "length", "fillers", "hedges", "structure", "invented"
    ]
    level: Literal["good", "gap", "fact"]
    text: str
    quotes: tuple[str, ...] = ()


class Better(Data):
    """The person's own answer in a better form; facts that were not told are blanks `[  ]`. pieces: computed diff."""

    text: str
    pieces: tuple[Piece, ...] = ()


class Feedback(Data):
    """What helps with one answer. verdict: "empty" 답변 없음, "off_topic" another question was answered, "short" too
    short to say more, "answered". star: four parts in order for answers about an experience, else empty.
    missing: Korean, what an interviewer would still ask. next_step: the one thing to do next. notes: Korean."""

    verdict: Literal["answered", "short", "off_topic", "empty"]
    star: tuple[StarFound, ...] = ()
    remarks: tuple[Remark, ...] = ()
    missing: tuple[str, ...] = ()
    next_step: str = ""
    better: Better | None = None
    engine: Literal["rules", "model"] = "rules"
    notes: tuple[str, ...] = ()


class Turn(Data):
    """One question with what came of it. recording: name of the kept recording's file, "" without one."""

    question: Question
    said: Said | None = None
    voice: VoiceFacts | None = None
    behaviour: Behaviour | None = None
    feedback: Feedback | None = None
    recording: str = ""


class Interview(Data):
    """A whole interview, as it is kept. id: 32 hex digits. created: ISO 8601 in UTC. notes: Korean."""

    schema_version: Literal[1] = 1
    id: str
    created: str
    plan: Plan
    company: str = ""
    turns: tuple[Turn, ...] = ()
    notes: tuple[str, ...] = ()
