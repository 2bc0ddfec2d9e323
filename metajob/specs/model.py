"""What passes between the rooms of specs: one person's spec, a hire, a place to look at, and what was found there.

None always means "not told", 0 (or "none") means "has none": a missing answer is never counted as a zero.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Size = Literal["large", "mid", "sme", "public", "foreign", "startup"]
GpaScale = Literal["4.5", "4.3", "4.0", "100"]
GpaRule = Literal["identity", "linear", "letter_anchor", "school_table"]
Opic = Literal["none", "NL", "NM", "NH", "IL", "IM", "IM1", "IM2", "IM3", "IH", "AL"]
SpeakingLevel = Literal[
    "1", "2", "3", "4", "5", "6", "7", "8",
    "NL", "NM", "NH", "IL", "IM", "IM1", "IM2", "IM3", "IH", "AL", "AM", "AH",
]  # fmt: skip
Jlpt = Literal["none", "N5", "N4", "N3", "N2", "N1"]
Hsk = Literal["none", "1", "2", "3", "4", "5", "6"]
Stage = Literal["final", "document"]
HireType = Literal["new", "experienced", "intern_conv", "contract"]
Education = Literal["high", "college", "bachelor", "master", "doctor"]
Major = Literal[
    "humanities", "social", "business", "engineering", "natural", "medical", "arts", "education", "other"
]
AgeBand = Literal["20-22", "23-24", "25-26", "27-28", "29-30", "31-33", "34+"]

Topic = Literal[
    "gpa", "toeic", "speaking", "teps", "jlpt", "hsk", "second_language",
    "certificate", "intern", "award", "overseas", "volunteer", "activity", "club",
]  # fmt: skip

# Columns of the own rows. gpa: points of 4.5; speaking, jlpt, hsk: grades, 1 is the lowest.
Metric = Literal[
    "gpa", "toeic", "teps", "speaking", "jlpt", "hsk",
    "cert_count", "intern_count", "intern_months", "overseas_count", "overseas_months", "award_count",
    "volunteer_count", "volunteer_hours", "club_count", "activity_count",
]  # fmt: skip

Rung = Literal["company_role", "company", "industry_role", "industry", "role", "size", "all"]

MAX_COMPANY = 120  # characters, as in the tables


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Gpa(_Frozen):
    """A grade point average as the person wrote it; metajob.specs.scales converts it."""

    raw: float = Field(ge=0, le=100, allow_inf_nan=False)
    scale: GpaScale


class Spec(_Frozen):
    """One person's spec. None: not told. Hard limits are those of the database; softer doubts are in scales."""

    gpa: Gpa | None = None
    toeic: int | None = Field(default=None, ge=0, le=990)  # 0: none, else 10..990
    toeic_speaking: int | None = Field(default=None, ge=0, le=200)  # 0: none, else in tens
    toeic_speaking_level: SpeakingLevel | None = None  # when the score is not known; 1..8 until June 2022
    opic: Opic | None = None
    teps: int | None = Field(default=None, ge=0, le=600)  # the scale since May 2018
    jlpt: Jlpt | None = None
    hsk: Hsk | None = None
    certificates: tuple[str, ...] = ()  # codes of assets/specs/certificates.csv
    cert_count: int | None = Field(default=None, ge=0, le=60)  # as metajob.specs.certificates counts them
    intern_count: int | None = Field(default=None, ge=0, le=20)
    intern_months: int | None = Field(default=None, ge=0, le=120)
    overseas_count: int | None = Field(default=None, ge=0, le=20)
    overseas_months: int | None = Field(default=None, ge=0, le=480)
    award_count: int | None = Field(default=None, ge=0, le=50)
    volunteer_count: int | None = Field(default=None, ge=0, le=200)
    volunteer_hours: int | None = Field(default=None, ge=0, le=20_000)
    club_count: int | None = Field(default=None, ge=0, le=30)
    activity_count: int | None = Field(default=None, ge=0, le=50)


class Hire(_Frozen):
    """Where and as what somebody was hired. company: "" when not told. industry, role: codes of taxonomies."""

    year: int = Field(ge=1990, le=2100)
    half: Literal[1, 2] | None = None
    company: str = Field(default="", max_length=MAX_COMPANY)
    size: Size | None = None
    industry: str | None = None
    role: str | None = None
    stage: Stage = "final"
    hire_type: HireType = "new"
    education: Education | None = None
    major: Major | None = None
    age_band: AgeBand | None = None


class HiredSpec(_Frozen):
    """A person who was hired: one row of the store."""

    hire: Hire
    spec: Spec


@dataclass(frozen=True)
class Where:
    """The place a person wants to look at. None or "" is "all"."""

    year: int | None = None
    size: Size | None = None
    industry: str | None = None
    company: str = ""
    role: str | None = None


@dataclass(frozen=True)
class Figure:
    """One cited figure of a survey; never a person. year: of the cohort, x.0 first half or whole year, x.5 second
    half; None when the page tells none. industry, role, size, company: in the publisher's own words, "" when the
    figure is not limited to one. other: remaining limits of the figure (band, grade, denominator, sex, major …)."""

    metric: str
    value: float
    unit: str
    publisher: str
    published: str
    cohort: str
    year: float | None
    population: str
    size: str
    company: str
    industry: str
    role: str
    other: dict[str, str]
    n: int | None
    n_unit: str
    url: str
    method: str
    note: str
    suspect: bool
    flag: str


@dataclass(frozen=True)
class Step:
    """One rung that was tried. label: Korean, for the screen, e.g. "포스코", "금융업", "대기업", "전체"."""

    rung: Rung
    label: str
    found: bool


@dataclass(frozen=True)
class Found:
    """A figure and how it was come by. gap: years between the year asked for and the figure's; None when either is
    unknown. newer: a figure of a more general rung that is much nearer to the year asked for."""

    figure: Figure
    rung: Rung
    steps: tuple[Step, ...]
    gap: float | None = None
    newer: Figure | None = None


@dataclass(frozen=True)
class TopicFigures:
    """What is published about one topic: its mean (among holders, where there are holders) and the share of holders."""

    topic: Topic
    mean: Found | None
    share: Found | None


@dataclass(frozen=True)
class Bin:
    """A bar: low <= value < high (the last one <= high), how many people, their share 0..1."""

    low: float
    high: float
    people: int
    share: float


@dataclass(frozen=True)
class MetricSummary:
    """One metric of one cell, as far as the number of people allows (docs/specs.md, thresholds).

    shown: what n allows: "nothing" (fewer than 5 answered), "median" (5..9), "quartiles" (10..19), "all" (20 and
    more). Values are among holders where the metric has holders (all but gpa); answered counts everyone who told.
    holders, share: how many of them have any, None for gpa; share_interval 95 %, Wilson. mean: winsorised 5 %.
    """

    metric: Metric
    shown: Literal["nothing", "median", "quartiles", "all"]
    answered: int = 0
    holders: int | None = None
    share: float | None = None
    share_interval: tuple[float, float] | None = None
    median: float | None = None
    median_interval: tuple[float, float] | None = None
    quartiles: tuple[float, float] | None = None
    mean: float | None = None
    mean_interval: tuple[float, float] | None = None
    bins: tuple[Bin, ...] = ()


@dataclass(frozen=True)
class Estimate:
    """A thin cell's mean drawn towards its parent's; shown only with the word 추정. weight: of the cell, 0..1."""

    value: float
    weight: float
    parent: Where


@dataclass(frozen=True)
class CertificateShare:
    """How many of those who told their certificates hold this one, or a higher one of its family."""

    code: str
    people: int
    share: float


@dataclass(frozen=True)
class Cell:
    """What the own rows say about a place: the first rung that may be shown. people: distinct contributors.

    steps: the rungs tried. kind: whose rows these are; demonstration rows are never mixed with real ones.
    """

    where: Where
    rung: Rung
    steps: tuple[Step, ...]
    people: int
    kind: Literal["own", "demo"]
    metrics: dict[Metric, MetricSummary] = field(default_factory=dict)
    certificates: tuple[CertificateShare, ...] = ()
    estimates: dict[Metric, Estimate] = field(default_factory=dict)


@dataclass(frozen=True)
class Percentile:
    """Mid-rank percentile of a value among a cell's people. rank, low, high: 0..1, share below; interval 95 %.

    told: rank in steps of 5 for 10..19 people, exact to 1 % from 20; None under 10 people, when only `side` is told.
    """

    metric: Metric
    n: int
    rank: float
    low: float
    high: float
    told: float | None
    side: Literal["above", "below", "unclear"]


@dataclass(frozen=True)
class Standing:
    """One topic of a person's spec beside what is known. mine: as text for the screen; "" when not told.
    side: against the published mean. sentences: Korean, complete, descriptive, never a cause or a chance.
    """

    topic: Topic
    mine: str
    value: float | None
    published: TopicFigures
    side: Literal["above", "same", "below"] | None
    percentile: Percentile | None
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class Lack:
    """What the person has none of and many hired people had. sentence: Korean, descriptive. own: told by own rows."""

    topic: Topic
    share: float
    sentence: str
    own: bool = False


@dataclass(frozen=True)
class Comparison:
    """The whole answer to a person: a standing for each topic, what hired people had that one lacks."""

    where: Where
    standings: tuple[Standing, ...]
    lacks: tuple[Lack, ...]
    cell: Cell | None


@dataclass(frozen=True)
class Summary:
    """What the tab shows of one place, without the person: published figures, and the own rows' cell."""

    where: Where
    topics: tuple[TopicFigures, ...]
    cell: Cell | None
