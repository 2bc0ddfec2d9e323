"""The numbers promised for the feedback on interview answers, as tables; and the fit of its two small heads.

    python -m benchmarks.interview_feedback [--set frozen|blind|dev|dev2] [--fit] [--misses]

blind.jsonl is by another writer and only counted. frozen.jsonl was written before the first rule and is only counted;
see docs/feedback.md on why it is not blind. --fit trains the heads in metajob/interview/feedback/data anew from
dev.jsonl (STAR) and dev.jsonl + dev2.jsonl (off topic). --misses lists errors, of the dev sets only.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from pathlib import Path
from typing import Any

from metajob.interview.feedback import rules, star
from metajob.interview.model import Question, Said

DATA = Path(__file__).parent / "interview_data"
TOPIC: dict[str, Any] = {
    "experience": "job",
    "intro": "intro",
    "motive": "motive",
    "knowledge": "tech",
    "opinion": "growth",
}
Row = dict[str, Any]


def rows(name: str) -> list[Row]:
    """The labelled answers of one set."""
    return [json.loads(line) for line in (DATA / f"{name}.jsonl").read_text("utf-8").splitlines()]


def question_of(row: Row) -> Question:
    """The row's question as the product knows it."""
    origin: Any = row.get("origin") or ("document" if row["quote"] or row["project"] else "bank")
    return Question(
        id=row["id"], text=row["question"], topic=TOPIC[row["shape"]], shape=row["shape"], origin=origin,
        project=row["project"], quote=row["quote"],
    )  # fmt: skip


def said_of(row: Row) -> Said:
    """The row's answer, as if spoken at five syllables a second."""
    return Said(text=row["text"], way="voice", seconds=len(row["text"].replace(" ", "")) / 5)


def share(right: int, whole: int) -> str:
    """As “0.95 (19/20)”, – of nothing."""
    return f"{right / whole:.2f} ({right}/{whole})" if whole else "–"


def hits(row: Row, start: int, end: int) -> set[str]:
    """Labelled parts whose clause meets text[start:end]."""
    found = set()
    for span in row["star"]:
        at = row["text"].find(span["text"])
        if at < end and start < at + len(span["text"]):
            found.add(span["part"])
    return found


def evaluate(name: str, misses: bool) -> None:
    """Print the tables of one set."""
    data = rows(name)
    rules.review(question_of(data[0]), said_of(data[0]))  # loads what is loaded once
    began = time.process_time()
    given = [rules.review(question_of(row), said_of(row)) for row in data]
    spent = time.process_time() - began
    print(f"\n{len(data)} answers ({name}), {1000 * spent / len(data):.0f} ms of CPU each")
    labelled = any(row["star"] for row in data)  # dev2 tells verdicts only
    if labelled:
        print("\n| part | precision | recall |\n|---|---|---|")
    total: Counter[str] = Counter()
    for part in star.PARTS if labelled else ():
        count: Counter[str] = Counter()
        for row, feedback in zip(data, given, strict=True):
            if row["shape"] != "experience":
                continue
            needed = any(span["part"] == part and span["needed"] for span in row["star"])
            found = next((one for one in star.find(row["text"]) if one.part == part and one.quote), None)
            right = found is not None and part in hits(row, found.start, found.end)
            count["found"] += found is not None
            count["right"] += right
            count["needed"] += needed
            count["met"] += needed and right
            if misses and (needed != right or (found and not right)):
                verdict = "missed" if not found else "wrong" if not right else "optional"
                print(f"  {row['id']} {part}: {verdict} {found.quote if found else ''}")
            del feedback
        total += count
        print(
            f"| {part} | {share(count['right'], count['found'])} | {share(count['met'], count['needed'])} |"
        )
    if labelled:
        print(
            f"| all four | {share(total['right'], total['found'])} | {share(total['met'], total['needed'])} |"
        )
    _verdicts(data, given, misses)


def _verdicts(data: list[Row], given: list[Any], misses: bool) -> None:
    off = [row["verdict"] == "off_topic" for row in data]
    said = [feedback.verdict == "off_topic" for feedback in given]
    both = sum(a and b for a, b in zip(off, said, strict=True))
    print(f"\noff topic: precision {share(both, sum(said))}, recall {share(both, sum(off))}")
    own = [
        row["shape"] == "experience" and row["verdict"] == "answered" and row["ownership"] != "none"
        for row in data
    ]
    right = sum(row["verdict"] == feedback.verdict for row, feedback in zip(data, given, strict=True))
    print(f"verdict: {share(right, len(data))}")
    print(
        Counter(
            (row["verdict"], f.verdict)
            for row, f in zip(data, given, strict=True)
            if row["verdict"] != f.verdict
        )
    )
    team = [any(r.key == "ownership" and r.level == "gap" for r in feedback.remarks) for feedback in given]
    wanted = [row["ownership"] == "team" for row in data]
    hit = sum(a and b for a, b, c in zip(team, wanted, own, strict=True) if c)
    print(f"told as a team's: precision {share(hit, sum(a for a, c in zip(team, own, strict=True) if c))}, "
          f"recall {share(hit, sum(a for a, c in zip(wanted, own, strict=True) if c))}")  # fmt: skip
    number = [
        any(r.key == "specificity" and r.level == "good" for r in feedback.remarks) for feedback in given
    ]
    agree = sum(a == row["numbers"] for a, row, c in zip(number, data, own, strict=True) if c)
    print(f"numbers noticed as labelled: {share(agree, sum(own))}")
    if misses:
        for row, feedback in zip(data, given, strict=True):
            if row["verdict"] != feedback.verdict:
                print(f"  {row['id']} {row['verdict']} → {feedback.verdict}: {row['question']}")


def main() -> None:
    """Fit when asked to, then print the tables."""
    reader = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    reader.add_argument("--set", choices=("frozen", "blind", "dev", "dev2"), default="frozen")
    reader.add_argument("--fit", action="store_true")
    reader.add_argument("--misses", action="store_true")
    chosen = reader.parse_args()
    if chosen.fit:
        from benchmarks.interview_feedback_fit import fit_relevance, fit_star

        fit_star()
        fit_relevance()
    else:
        evaluate(chosen.set, chosen.misses and chosen.set.startswith("dev"))


if __name__ == "__main__":
    main()
