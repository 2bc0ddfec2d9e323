"""Weighs what is seen of a unit: for each criterion the chance that the unit is evidence, and of which level.

Two logistic regressions, both readable. The first knows a sentence alone, by its named features (`features.py`). The
second knows the heading above and the place in the project: trouble told first is a reason to begin, told last a limit.
Weights are fitted by `benchmarks/review_fit.py` on labelled sentences and projects of this repository.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from metajob.review.model import CRITERIA, Criterion
from metajob.review.rules.units import Heading

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WEIGHTS = Path(__file__).parent / "data" / "judge.npz"
SCALE = 8.0  # length of a unit's feature vector, in the fit and here
HEADINGS: tuple[Heading, ...] = get_args(Heading)
FURTHEST = 6.0  # log-odds beyond this say nothing more
AROUND = 34  # inputs of the second stage
HEARD = (
    0.15  # a unit below this for all criteria is no part of the story; 0.06 is moved more by idle sentences
)
IDLE_LEAST = 0.60  # … and below this if it praises the person or ends in who did what
IDLE = frozenset(("cue:boast", "cue:en:boast", "final:duty"))
NEAR = 0.5  # weight of a neighbouring place


@dataclass(frozen=True)
class Weights:
    """names: the features of the first stage. table: (len(names) + 1, 15) float16, the last row is the bias.

    Columns of the table: five criteria, then for each criterion level ≥ 2 and level ≥ 3, given that it is evidence.
    around: (AROUND + 1, 5) float32, the second stage over `surroundings`, the last row is the bias.
    embedded: (513, 5) float16 over sentence embeddings, for guesses only (`guess.py`); the last row is the bias.
    """

    names: tuple[str, ...]
    table: NDArray[np.float16]
    around: NDArray[np.float32]
    embedded: NDArray[np.float16]

    def save(self, path: Path) -> None:
        """Write as .npz."""
        import numpy as np

        path.parent.mkdir(parents=True, exist_ok=True)
        text = np.frombuffer("\n".join(self.names).encode(), np.uint8)
        np.savez_compressed(path, names=text, table=self.table, around=self.around, embedded=self.embedded)

    @staticmethod
    def load(path: Path) -> Weights:
        """Read what `save` wrote."""
        import numpy as np

        with np.load(path, allow_pickle=False) as stored:
            names = tuple(bytes(stored["names"]).decode().split("\n"))
            return Weights(names, stored["table"], stored["around"], stored["embedded"])


@dataclass(frozen=True)
class Score:
    """chance: 0..1 for each criterion that the unit is evidence; level: 1..3 it would then have."""

    chance: dict[Criterion, float]
    level: dict[Criterion, int]


class Judge:
    """The fitted weights, ready to score. Deterministic; knows nothing of documents."""

    def __init__(self, weights: Weights) -> None:
        import numpy as np

        self._place = {name: index for index, name in enumerate(weights.names)}
        self._table = weights.table.astype(np.float32)
        self._around = weights.around
        self._embedded = weights.embedded.astype(np.float32)

    def score(self, names: set[str]) -> Score:
        """Score a unit alone from its features."""
        z = self._logits(names)
        levels = {}
        for index, criterion in enumerate(CRITERIA):
            two, three = z[5 + 2 * index], z[6 + 2 * index]
            levels[criterion] = 1 if two < 0 else 3 if three >= 0 else 2
        return Score({criterion: _chance(z[i]) for i, criterion in enumerate(CRITERIA)}, levels)

    def score_all(
        self, features: Sequence[set[str]], headings: Sequence[Heading], named: Sequence[bool]
    ) -> list[Score]:
        """Score the units of one project together. named: whether the unit names a technology that was used.

        A unit that says nothing by itself (HEARD) has no place and moves nobody else's.
        """

        scores = [self.score(names) for names in features]
        heard = [
            i
            for i, score in enumerate(scores)
            if named[i] or headings[i] in CRITERIA or max(score.chance.values()) >= least(features[i])
        ]
        if heard:
            X = surroundings([log_odds(scores[i]) for i in heard], [headings[i] for i in heard])
            z: NDArray[np.float64] = X @ self._around[:-1] + self._around[-1]
            for i, row in zip(heard, z, strict=True):
                chance = {criterion: _chance(row[j]) for j, criterion in enumerate(CRITERIA)}
                scores[i] = Score(chance, scores[i].level)
        return scores

    def why(self, names: set[str], criterion: Criterion, most: int = 5) -> list[str]:
        """The features that spoke most for a criterion, strongest first."""
        column = CRITERIA.index(criterion)
        known = [
            (float(self._table[self._place[name], column]), name) for name in names if name in self._place
        ]
        return [name for weight, name in sorted(known, reverse=True)[:most] if weight > 0]

    def meaning(self, embeddings: NDArray[np.float32]) -> NDArray[np.float32]:
        """Log-odds of the criteria from sentence embeddings, (units, 512) → (units, 5)."""
        found: NDArray[np.float32] = embeddings @ self._embedded[:-1] + self._embedded[-1]
        return found

    def _logits(self, names: set[str]) -> NDArray[np.float32]:
        known = sorted(self._place[name] for name in names if name in self._place)
        z: NDArray[np.float32] = self._table[-1].copy()
        if known:
            z += self._table[known].sum(axis=0) * (SCALE / len(known) ** 0.5)
        return z


def least(names: set[str]) -> float:
    """The chance from which a unit is part of the story of its project."""
    return IDLE_LEAST if names & IDLE else HEARD


def log_odds(score: Score) -> list[float]:
    """The five chances as log-odds, limited to ±FURTHEST."""
    import math

    def one(p: float) -> float:
        return max(-FURTHEST, min(FURTHEST, math.log(max(p, 1e-6) / max(1 - p, 1e-6))))

    return [one(score.chance[criterion]) for criterion in CRITERIA]


def surroundings(odds: Sequence[Sequence[float]], headings: Sequence[Heading]) -> NDArray[np.float64]:
    """Input of the second stage, (units, AROUND).

    A row: own log-odds, the heading, the lead of each criterion over the others, the place, and the share of the way
    times log-odds and leads. The place is averaged with its neighbours', so that a unit more or less moves it little.
    What the neighbours say is left out on purpose: with it, cutting one criterion moved another (docs/LOG.md).
    """
    import numpy as np

    own = np.array(odds, float)
    count = len(own)
    rows = []
    for i in range(count):
        heading = [float(headings[i] == one) for one in HEADINGS]
        lead = np.array([own[i, j] - max(own[i, k] for k in (0, 2, 3, 4) if k != j) for j in range(5)])
        place = np.average(
            [_place(i, count), *(_place(*near) for near in _near(i, count))],
            axis=0,
            weights=[1, *(NEAR for _ in _near(i, count))],
        )
        rows.append([*own[i], *heading, *lead, *place, *(own[i] * place[3]), *(lead * place[3])])
    return np.array(rows)


def _place(i: int, count: int) -> list[float]:
    """First, second, last, share of the way and its square, steps from the front and from the end (at most 4)."""
    way = i / (count - 1) if count > 1 else 0.5
    steps = [min(i, 4) / 4, min(count - 1 - i, 4) / 4]
    return [float(i == 0), float(i == 1), float(i == count - 1), way, way**2, *steps]


def _near(i: int, count: int) -> list[tuple[int, int]]:
    """The place if one unit less or more stood before or behind."""
    near = [(i + 1, count + 1), (i, count + 1)]
    near += [(i - 1, count - 1)] if i > 0 else []
    near += [(i, count - 1)] if i < count - 1 else []
    return near


def _chance(z: float) -> float:
    import math

    return 1 / (1 + math.exp(-max(-30.0, min(30.0, float(z)))))


@cache
def judge() -> Judge:
    """The judge with the weights of this installation, loaded at first use."""
    return Judge(Weights.load(WEIGHTS))
