"""Trains the two small heads of the feedback on interview answers: python -m benchmarks.interview_feedback --fit."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.interview_feedback import Row, hits, question_of, rows, share
from metajob.interview.feedback import intents, relevance, star
from metajob.interview.feedback.clauses import Clause, clauses

HEADS = Path(relevance.__file__).parent / "data"
FOLDS = 8
PRECISE = 0.9  # held-out precision from which on an answer may be called off topic, also with words forgotten


def _descent(
    X: NDArray[np.float64], Y: NDArray[np.float64], ridge: float, weight: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Multinomial logistic regression by gradient descent. X (n, f), Y (n, k) rows that sum to 1 → (f, k)."""
    W = np.zeros((X.shape[1], Y.shape[1]))
    for _ in range(1500):
        scores = X @ W
        P = np.exp(scores - scores.max(axis=1, keepdims=True))
        P /= P.sum(axis=1, keepdims=True)
        W -= 0.5 * (X.T @ ((P - Y) * weight[:, None]) / weight.sum() + ridge * W)
    return W


def fit_star() -> None:
    """Train the head of `star` on dev; thresholds from held-out folds: best F1 with precision of at least 0.88."""
    data = [
        row
        for row in rows("dev")
        if row["shape"] == "experience" and row["text"] and not row["id"].endswith("x")
    ]
    told = [star.countable(clauses(row["text"])) for row in data]
    X = [star.features(one) if one else np.zeros((0, 0)) for one in told]
    Y = [
        np.array([_target(row, clause) for clause in one]).reshape(-1, 5)
        for row, one in zip(data, told, strict=True)
    ]
    ridge = 0.004
    held: list[NDArray[np.float64]] = [np.zeros((0, 5))] * len(data)
    for fold in range(FOLDS):
        keep = [i for i in range(len(data)) if i % FOLDS != fold and told[i]]
        W = _descent(
            np.vstack([X[i] for i in keep]),
            np.vstack([Y[i] for i in keep]),
            ridge,
            np.ones(sum(len(X[i]) for i in keep)),
        )
        for i in range(fold, len(data), FOLDS):
            if told[i]:
                scores = np.exp(X[i] @ W)
                held[i] = scores / scores.sum(axis=1, keepdims=True)
    least = [_threshold(data, told, held, at) for at in range(4)]
    keep = [i for i in range(len(data)) if told[i]]
    every = np.vstack([X[i] for i in keep])
    W = _descent(every, np.vstack([Y[i] for i in keep]), ridge, np.ones(len(every)))
    _save("star_head.json", {"weights": np.round(W, 3).tolist(), "least": least})


def _target(row: Row, clause: Clause) -> list[float]:
    parts = [at for at, part in enumerate(star.PARTS) if part in hits(row, clause.start, clause.end)]
    return [float(at in parts) / len(parts) if parts else float(at == 4) for at in range(5)]


def _threshold(data: list[Row], told: list[list[Clause]], held: list[NDArray[np.float64]], at: int) -> float:
    part = star.PARTS[at]
    best = (0.0, 0.5)
    for least in np.arange(0.1, 0.8, 0.02):
        found = right = needed = met = 0
        for row, here, chance in zip(data, told, held, strict=True):
            wanted = any(span["part"] == part and span["needed"] for span in row["star"])
            needed += wanted
            allowed = [i for i, clause in enumerate(here) if star.may_be(part, clause)]
            top = max(allowed, key=lambda i: chance[i, at], default=-1)
            if top >= 0 and chance[top, at] >= least:
                good = part in hits(row, here[top].start, here[top].end)
                found, right, met = found + 1, right + good, met + (good and wanted)
        precision, recall = right / max(1, found), met / max(1, needed)
        value = 2 * precision * recall / max(1e-9, precision + recall) - max(0.0, 0.88 - precision)
        if value > best[0] + 1e-9:
            best = (value, float(least))
            shown = (precision, recall)
    print(f"{part}: least {best[1]:.2f}, held-out precision {shown[0]:.2f}, recall {shown[1]:.2f}")
    return round(best[1], 2)


def _pairs(data: list[Row], fold: dict[str, int]) -> list[tuple[Row, str]]:
    """Good answers put to questions of another family that are after something else, within the same fold. Questions
    without a trade or an intent of their own are left out: nearly any story fits them."""
    loose = {"own", "explain", "would", "check"}
    good = [row for row in data if row["verdict"] == "answered"]
    after = [{one.id for one in intents.asked(question_of(row))} - loose for row in good]
    rng = np.random.default_rng(0)
    found = []
    for at, row in enumerate(good):
        fits = [
            k
            for k, other in enumerate(good)
            if fold[other["text"]] == fold[row["text"]]
            and other["question"] != row["question"]
            and (other["family"] != row["family"] or row["family"] == "other")
            and not after[k] & after[at]
            and (after[k] or intents.fields(other["question"]))
        ]
        found += [(good[k], row["text"]) for k in rng.permutation(fits)[:14]]
    return found


def _thinned(salt: str) -> Callable[[str], bool]:
    """Which listed words count: all, or about two of three, so that the head does not trust the lists too much."""
    return lambda word: not salt or zlib.crc32((salt + word).encode()) % 100 >= 35


def fit_relevance() -> None:
    """Train the head of `relevance` on dev and dev2 and on pairs made of them, once with all listed words known and
    twice with a third of them forgotten. Held-out folds share no answers; the
    threshold is the lowest that keeps precision in all three versions."""
    data = [
        row
        for name in ("dev", "dev2")
        for row in rows(name)
        if row["verdict"] in {"answered", "off_topic"} and len(row["text"]) > 40
    ]
    fold: dict[str, int] = {}
    for row in data:
        fold.setdefault(row["text"], len(fold) % 6)
    asked = [(row, row["text"], row["verdict"] == "off_topic", True) for row in data]
    asked += [(row, text, True, False) for row, text in _pairs(data, fold)]
    y = np.array([float(off) for *_, off, _real in asked])
    real = np.array([one[3] for one in asked])
    of = np.array([fold[text] for _row, text, *_ in asked])
    weight = np.where(real, 1.0, real.sum() / (~real).sum())
    X, doubt = [], []
    for salt in ("", "a", "b"):
        read = [
            relevance.measured(question_of(row), clauses(text)[:16], text, _thinned(salt))
            for row, text, *_ in asked
        ]
        X.append(np.array([[1.0, *one.values.values()] for one in read]))
        doubt.append(np.array([one.doubt for one in read]))
    names = list(read[0].values)
    scores = np.zeros((3, len(y)))
    for at in range(6):
        W = _newton(X, y, weight, of != at)
        for k in range(3):
            scores[k, of == at] = X[k][of == at] @ W
    found = []
    for least in np.arange(0.7, 0.97, 0.01):
        said = (scores > np.log(least / (1 - least))) & doubt
        right = (said & real & (y == 1)).sum(axis=1)
        found.append((round(float(least), 2), right, (said & real).sum(axis=1), (said & ~real).sum(axis=1)))
    least, right, called, pairs = next(
        (one for one in found if (one[1] >= PRECISE * one[2]).all()), found[-1]
    )
    for k, title in enumerate(("all words known", "a third forgotten", "another third forgotten")):
        told = f"precision {share(right[k], called[k])}, recall {share(right[k], (real & (y == 1)).sum())}"
        print(f"off topic, held out, {title}: {told}, made pairs {pairs[k] / (~real).sum():.2f}")
    print(f"least {least}")
    W = _newton(X, y, weight, np.ones(len(y), bool))
    weights = dict(zip(names, np.round(W[1:], 3).tolist(), strict=True))
    _save("relevance_head.json", {"weights": weights, "bias": round(float(W[0]), 3), "least": least})


def _newton(
    X: list[NDArray[np.float64]], y: NDArray[np.float64], weight: NDArray[np.float64], use: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Logistic regression over all versions of the rows in use, ridge 0.002. → (f,)"""
    A = np.vstack([one[use] for one in X])
    b, w = np.tile(y[use], len(X)), np.tile(weight[use], len(X))
    w = w / w.sum()
    W = np.zeros(A.shape[1])
    for _ in range(25):
        p = 1 / (1 + np.exp(-A @ W))
        H = (A * (w * p * (1 - p))[:, None]).T @ A + 0.002 * np.eye(len(W))
        W -= np.linalg.solve(H, A.T @ (w * (p - b)) + 0.002 * W)
    return W


def _save(name: str, value: Any) -> None:
    (HEADS / name).write_text(json.dumps(value) + "\n", "utf-8")
