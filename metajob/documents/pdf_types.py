"""What the PDF reader measures on a page: runs of letters and ruled lines, in points from the top left."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Run:
    """Letters that follow one another on one line. size: of the letters, in points."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float

    @property
    def height(self) -> float:
        """Height of the box, about one em."""
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """Vertical middle."""
        return (self.top + self.bottom) / 2


@dataclass(slots=True)
class Rule:
    """A straight line or thin box that is drawn on the page. flat: horizontal."""

    flat: bool
    at: float
    start: float
    end: float


@dataclass(slots=True)
class Drawing:
    """What is drawn on a page besides letters: ruled lines, and the middles of dots that may be bullets."""

    rules: list[Rule]
    dots: list[tuple[float, float]]


@dataclass(slots=True)
class Visual:
    """One line of reading order. blank: an empty line stands before it."""

    runs: list[Run]
    text: str
    blank: bool = False

    @property
    def box(self) -> tuple[float, float, float, float]:
        """left, top, right, bottom in points."""
        return (
            min(run.left for run in self.runs),
            min(run.top for run in self.runs),
            max(run.right for run in self.runs),
            max(run.bottom for run in self.runs),
        )

    @property
    def size(self) -> float:
        """Size of its largest letters, in points."""
        return max(run.size for run in self.runs)


@dataclass(slots=True)
class Grid(Run):
    """A drawn table that stands in the reading order like one run."""

    visuals: list[Visual]
