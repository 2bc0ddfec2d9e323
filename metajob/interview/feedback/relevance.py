"""Whether an answer is about its question: what is asked for, the trade, shared words and meaning, weighed together."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from metajob.interview.feedback import cues, intents
from metajob.interview.feedback.clauses import Clause, clauses, same_words
from metajob.interview.model import Question
from metajob.text.meaning import embed
from metajob.text.morphs import kiwi
from metajob.text.technology import techs

_FILE = Path(__file__).parent / "data" / "relevance_head.json"
_MOST_CLAUSES = 16  # looked at: the first minute of speech
_EMBEDDED = 8  # the longest of them, for meaning; 2 ms of CPU each
_NOUNS = frozenset(("NNG", "NNP", "SL", "XR"))
_UNSURE = 0.8  # rank from which the person is asked to look again; docs/feedback.md says how often rightly
_FEW = 1  # words that take up what is asked for, up to which it counts as hardly taken up


@dataclass(frozen=True)
class Relevance:
    """off_chance: how surely another question was answered, 0..1, a rank and no probability. subject: the question's
    own words. shared: those that the answer takes up. best: the nearest clause. asked: Korean, what the question is
    after, "" when unknown. heard: Korean, what the answer sounds like instead, before “것처럼 들려요”.
    unsure: it may be off topic; that is asked, not said."""

    off_chance: float = 0.0
    off_topic: bool = False
    unsure: bool = False
    subject: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()
    best: Clause | None = None
    asked: str = ""
    heard: str = ""


@dataclass(frozen=True)
class Measured:
    """values: what the head reads, by name. doubt: whether there is any ground at all for calling it off topic."""

    values: dict[str, float]
    doubt: bool
    found: Relevance


def relevance(question: Question, text: str) -> Relevance:
    """Judge one answer in Korean. 2 s of CPU at first use, then about 25 ms for a minute of speech."""
    told = clauses(text)[:_MOST_CLAUSES]
    if not told:
        return Relevance()
    measured_ = measured(question, told, text)
    weights, bias, least = _head()
    score = bias + sum(weights[name] * value for name, value in measured_.values.items())
    chance = 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))
    off_topic = measured_.doubt and chance >= least
    unsure = measured_.doubt and not off_topic and chance >= _UNSURE
    return replace(measured_.found, off_chance=chance, off_topic=off_topic, unsure=unsure)


def measured(
    question: Question, told: Sequence[Clause], text: str, known: Callable[[str], bool] = lambda _word: True
) -> Measured:
    """Everything the judgement rests on. known: which listed words count (training thins them out)."""
    words = subject_words(question)
    hay = same_words(text)
    named = f"{question.text} {question.quote} {question.project}"
    shared = [word for word in words if _taken_up(word, hay)]
    share = len(shared) / max(1, len(words))
    asked_techs = {hit.name for hit in techs.find(named)}
    common = asked_techs & {hit.name for hit in techs.find(text)}
    taken = bool(shared or common)
    values = {
        "shared": float(bool(shared)),
        "share": share,
        "other_technology": float(bool(asked_techs) and not common),
    }
    for shape in ("experience", "motive", "knowledge", "opinion"):
        values[shape] = float(question.shape == shape)

    after = intents.asked(question)
    met = intents.told(after, text, known) if after else 2
    values |= {"unmet": float(met == 0), "hardly_met": float(met == 1), "met": min(met, 5) / 5}
    values["motive_unmet"] = float(question.shape == "motive" and met == 0)

    core = intents.core(after, text, known)
    values |= {
        "no_core": float(core == 0),
        "one_core": float(core == 1),
        "core": min(2 if core is None else core, 4) / 4,
    }

    past = sum(any(t.tag == "EP" and t.form[-1] in "었았였" for t in clause.tokens) for clause in told) / len(
        told
    )
    for shape in ("experience", "motive", "knowledge", "opinion"):
        values[f"past_{shape}"] = past * (question.shape == shape)

    other = _other_kinds(question, after, text, past)
    strange = {name: bool(shows) for name, shows in other.items()}
    values |= {f"as_{name}": float(strange[name]) for name in ("motive", "intro", "knowledge", "wish")}
    values["as_daily"] = min(2, other["daily"]) / 2
    values["all_daily"] = float(other["daily"] > 1 and not taken and met <= 2)
    values["strange"] = float(
        any(strange[name] for name in ("motive", "intro", "knowledge", "daily")) and not taken
    )

    of_question, of_answer = intents.fields(named, known), intents.fields(text, known)
    inside = sum(count for name, count in of_answer.items() if name in of_question)
    whole = sum(of_answer.values())
    strong = max(of_answer.values(), default=0)
    elsewhere = bool(of_question) and not inside
    values |= {
        "trade": float(bool(of_question)),
        "other_trade": float(elsewhere and whole >= 1),
        "wholly_other_trade": float(elsewhere and strong >= 2),
        "inside": min(1.0, inside / 2) if of_question else 0.5,
        "inside_share": inside / whole if of_question and whole else 0.5,
    }

    near, subject_near, best = _nearness(question, words, told)
    values |= {"near": near[0], "nearest": near[1], "subject_near": subject_near}

    few = met <= _FEW
    told_of = {"motive": few and past >= 0.5, "knowledge": past >= 0.5, "opinion": few and past >= 0.6}
    doubt = (
        elsewhere
        or (core is not None and core <= 1 and not taken)
        or any(strange.values())
        or told_of.get(question.shape, False)
    )
    if question.origin == "follow_up":
        doubt = any(strange.values())
    heard = next((kind.heard for kind in intents.kinds() if strange[kind.id]), "")
    return Measured(
        values,
        doubt and share < 0.5 and not common and question.shape != "intro",
        Relevance(
            subject=words, shared=tuple(dict.fromkeys((*shared, *sorted(common)))), best=best,
            asked=after[0].name if after else "", heard=heard,
        ),
    )  # fmt: skip


def _other_kinds(
    question: Question, after: tuple[intents.Intent, ...], text: str, past: float
) -> dict[str, int]:
    """Kind → how much the answer shows it, 0 where the question may be answered so."""
    ids = {intent.id for intent in after}
    found = {kind.id: 0 if kind.fits & ids else intents.shows(kind, text) for kind in intents.kinds()}
    if question.shape in {"knowledge", "opinion"} or past >= 0.3:
        found["knowledge"] = 0
    if question.shape != "experience" or past >= 0.35:
        found["wish"] = 0
    return found


def _nearness(
    question: Question, words: tuple[str, ...], told: Sequence[Clause]
) -> tuple[tuple[float, float], float, Clause]:
    """Cosines: (the answer as a whole and its nearest clause) to the question; nearest clause to the subject."""
    longest = sorted(told, key=lambda clause: -len(clause.text))[:_EMBEDDED]
    vectors = embed([clause.text for clause in longest])
    asked, subject = _of_question(question.text, " ".join(words) or question.text)
    mean = vectors.sum(axis=0)
    near = vectors @ asked
    whole = float(mean @ asked / max(1e-9, float(np.linalg.norm(mean))))
    return (whole, float(near.max())), float((vectors @ subject).max()), longest[int(near.argmax())]


@lru_cache(maxsize=64)
def _of_question(text: str, topic: str) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    vectors = embed([text, topic])
    return vectors[0], vectors[1]


def subject_words(question: Question) -> tuple[str, ...]:
    """The nouns that say what the question is about, those of its quote and project among them."""
    return _subject_words(f"{question.text} {question.quote} {question.project}")


@lru_cache(maxsize=64)
def _subject_words(text: str) -> tuple[str, ...]:
    found = []
    for token in kiwi().tokenize(text):
        if token.tag in _NOUNS and token.len > 1 and token.form not in cues.generic():
            found.append(token.form.casefold())
    return tuple(dict.fromkeys(found))


def _taken_up(word: str, hay: str) -> bool:
    """The word, or its beginning of two syllables for a longer one (불량률, 불량)."""
    return word in hay or (len(word) > 2 and re.fullmatch(r"[가-힣]+", word) is not None and word[:2] in hay)


@cache
def _head() -> tuple[dict[str, float], float, float]:
    data = json.loads(_FILE.read_text("utf-8"))
    return data["weights"], float(data["bias"]), float(data["least"])
