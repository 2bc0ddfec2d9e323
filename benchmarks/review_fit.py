"""Fits the judge's weights on our own labelled data: `python -m benchmarks.review_fit [--data DIR …] [--out FILE]`.

Logistic regression with L2 on named features, one output for each criterion and two more for its level (≥ 2, ≥ 3),
by L-BFGS; deterministic. The frozen test is never read here.
"""

from __future__ import annotations

import argparse
import json
import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy import sparse
from scipy.optimize import minimize

from metajob.review.model import CRITERIA, ProjectSpan
from metajob.review.rules.features import features
from metajob.review.rules.guess import embed
from metajob.review.rules.judge import AROUND, SCALE, WEIGHTS, Judge, Weights, least, log_odds, surroundings
from metajob.review.rules.units import Heading, Unit, alone, units
from metajob.text.technology.techs import find

TRAIN = Path(__file__).parent / "review_data" / "train"
L2 = 0.5  # of 0.25, 0.5, 1.0 the best on the development sentences
L2_AROUND = 2.0
L2_EMBEDDED = 1.0
LENGTH = 6.0  # of an embedding in its fit
NOTHING = (np.zeros((AROUND + 1, 5), np.float32), np.zeros((513, 5), np.float16))
FOLDS = 5
SEEN = 2  # a feature that occurs once says nothing


def rows(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSON-lines file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def labelled_units(project: dict[str, Any]) -> list[tuple[Unit, dict[str, int]]]:
    """Units of a labelled project with the levels of the spans they overlap by half of the shorter."""
    text = project["text"]
    spans = [
        (text.find(span), text.find(span) + len(span), criterion, value["level"])
        for criterion, value in project["criteria"].items()
        for span in value["spans"]
    ]
    own = [
        (unit["start"], unit["end"], criterion, level)
        for unit in project.get("units", ())
        for criterion, level in unit["level"].items()
    ]
    found = []
    whole = ProjectSpan(id="p1", start=0, end=len(text), title=project["title"])
    for unit in units(text, whole):
        levels: dict[str, int] = {}
        for start, end, criterion, level in own or spans:
            shared = min(end, unit.end) - max(start, unit.start)
            if shared * 2 >= min(end - start, unit.end - unit.start):
                levels[criterion] = max(level, levels.get(criterion, 0))
        found.append((unit, levels))
    return found


@dataclass(frozen=True)
class Seen:
    """A labelled unit. names: its features; levels: its labels."""

    names: set[str]
    heading: Heading
    levels: dict[str, int]
    text: str

    @property
    def named(self) -> bool:
        """Whether it names a technology that was used."""
        return any(name.startswith(("tech:used", "tech:listed")) for name in self.names)


def seen(unit: Unit, levels: dict[str, int]) -> Seen:
    """Look at a labelled unit."""
    return Seen(features(unit, find(unit.text)), unit.heading, levels, unit.text)


def learn(folders: list[Path]) -> tuple[int, Weights]:
    """Fit both stages; returns the number of labelled units, too."""
    single = [
        seen(alone(row["text"]), row["level"])
        for folder in folders
        for path in sorted(folder.glob("*sentences*.jsonl"))
        for row in rows(path)
    ]
    projects = [
        [seen(unit, levels) for unit, levels in labelled_units(row)]
        for folder in folders
        for path in sorted(folder.glob("*projects*.jsonl"))
        for row in rows(path)
    ]
    everything = single + [one for project in projects for one in project]
    names, table = fit(everything)
    return len(everything), Weights(names, table, fit_around(single, projects), fit_embedded(everything))


def fit(data: list[Seen]) -> tuple[tuple[str, ...], Any]:
    """First stage: a sentence alone."""
    counted = Counter(name for one in data for name in one.names)
    vocabulary = sorted(name for name, count in counted.items() if count >= SEEN)
    place = {name: index for index, name in enumerate(vocabulary)}
    X = matrix([one.names for one in data], place)
    heads = [_logistic(X, np.array([c in one.levels for one in data], float), L2) for c in CRITERIA]
    for criterion in CRITERIA:
        has = np.array([criterion in one.levels for one in data])
        for floor in (2, 3):
            y = [one.levels[criterion] >= floor for one in data if criterion in one.levels]
            heads.append(_logistic(X[has], np.array(y, float), L2))
    weights = np.stack(heads, axis=1)
    keep = np.abs(weights[:-1]).max(axis=1) >= 0.02
    names = tuple(name for name, kept in zip(vocabulary, keep, strict=True) if kept)
    return names, np.vstack([weights[:-1][keep], weights[-1:]]).astype(np.float16)


def fit_around(single: list[Seen], projects: list[list[Seen]]) -> Any:
    """Second stage: a sentence among others, on scores of a first stage that has not seen the project (5-fold).

    Each project as it is and with every criterion cut out once, so that a gap does not move its neighbours.
    """
    part = np.random.default_rng(1).integers(0, FOLDS, len(projects))
    X, Y = [], []
    for fold in range(FOLDS):
        others = [one for k, project in enumerate(projects) if part[k] != fold for one in project]
        first = Judge(Weights(*fit(single + others), *NOTHING))
        for k, project in enumerate(projects):
            if part[k] != fold:
                continue
            odds = {id(one): log_odds(first.score(one.names)) for one in project}
            heard = [
                one
                for one in project
                if one.named or one.heading in CRITERIA or max(odds[id(one)]) >= _logit(least(one.names))
            ]
            for left in _with_gaps(heard):
                X.append(surroundings([odds[id(one)] for one in left], [one.heading for one in left]))
                Y += [[c in one.levels for c in CRITERIA] for one in left]
    stacked = np.vstack(X)
    mean, spread = stacked.mean(axis=0), stacked.std(axis=0) + 1e-6
    inputs = sparse.csr_matrix((stacked - mean) / spread)
    table = np.stack([_logistic(inputs, column, L2_AROUND) for column in np.array(Y, float).T], axis=1)
    slope = table[:-1] / spread[:, None]
    return np.vstack([slope, table[-1] - mean @ slope]).astype(np.float32)


def fit_embedded(data: list[Seen]) -> Any:
    """Log-odds of the criteria from the sentence embedding, for guesses."""
    embedded = np.vstack([embed([one.text for one in data[i : i + 64]]) for i in range(0, len(data), 64)])
    X = sparse.csr_matrix(embedded.astype(np.float64) * LENGTH)
    heads = [_logistic(X, np.array([c in one.levels for one in data], float), L2_EMBEDDED) for c in CRITERIA]
    table = np.stack(heads, axis=1)
    return np.vstack([table[:-1] * LENGTH, table[-1:]]).astype(np.float16)


def _logit(p: float) -> float:
    return math.log(p / (1 - p))


def _with_gaps(project: list[Seen]) -> Iterator[list[Seen]]:
    gaps = [[one for one in project if criterion not in one.levels] for criterion in CRITERIA]
    for left in [project, *(left for left in gaps if len(left) < len(project))]:
        if left:
            yield left


def matrix(names: list[set[str]], place: dict[str, int]) -> sparse.csr_matrix:
    """One row a sample, each of length SCALE."""
    known = [[place[name] for name in sorted(sample) if name in place] for sample in names]
    counts = [max(1, len(sample)) for sample in known]
    values = [SCALE / count**0.5 for sample, count in zip(known, counts, strict=True) for _ in sample]
    columns = [column for sample in known for column in sample]
    ends = np.cumsum([0, *map(len, known)])
    return sparse.csr_matrix((values, columns, ends), shape=(len(names), len(place)))


def _logistic(X: sparse.csr_matrix, y: Any, l2: float) -> Any:
    width = X.shape[1]
    across = X.T.tocsr()

    def loss(b: Any) -> tuple[float, Any]:
        z = X @ b[:width] + b[width]
        wrong = 1 / (1 + np.exp(-z)) - y
        value = float((np.logaddexp(0, z) - y * z).sum() + 0.5 * l2 * (b[:width] @ b[:width]))
        return value, np.append(across @ wrong + l2 * b[:width], wrong.sum())

    return minimize(loss, np.zeros(width + 1), jac=True, method="L-BFGS-B", options={"maxiter": 200}).x


def main() -> None:
    """Fit and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--data", type=Path, action="append", default=[], help="further folders to learn from"
    )
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    chosen = parser.parse_args()
    count, weights = learn([TRAIN, *chosen.data])
    weights.save(chosen.out)
    print(f"{count} units, {len(weights.names)} features, {chosen.out.stat().st_size / 1024:.0f} KB")


if __name__ == "__main__":
    main()
