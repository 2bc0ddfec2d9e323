"""혹시 이 문장인가요?: for a criterion that the rules did not find, the nearest sentence in meaning, as a question.

The sentence embedding (USE multilingual v3, numpy, bundled with its package) is loaded at first use and only for
projects with a gap. It never changes a level: alone it is right too seldom (docs/review.md).
"""

from __future__ import annotations

from collections.abc import Sequence

from metajob.review.model import CRITERIA, Criterion
from metajob.review.rules.decide import JUDGED, Seen
from metajob.review.rules.judge import judge, log_odds
from metajob.review.rules.units import Unit
from metajob.text.meaning import embed

SHARE = 0.5  # of the embedding's log-odds beside the rules'; 0.25–1.0 rank alike on the development sentences
LEAST = (
    -2.5
)  # joint log-odds from which asking is worth it: 57 % of such questions hit on the development sentences
MOST = 24  # units of one project that are embedded, those that the rules think likeliest
SHORTEST = 8  # characters; shorter units are labels and dates


def guess(seen: Sequence[Seen], missing: Sequence[Criterion]) -> dict[Criterion, Unit]:
    """For each missing criterion at most one unit that answers no other criterion by itself."""
    free = [
        one for one in seen if not any(c in one.levels for c in JUDGED) and len(one.unit.text) >= SHORTEST
    ]
    wanted = [criterion for criterion in missing if criterion in JUDGED]
    if not free or not wanted:
        return {}
    columns = [CRITERIA.index(criterion) for criterion in wanted]
    free.sort(key=lambda one: -max(log_odds(one.score)[column] for column in columns))
    del free[MOST:]
    odds = [log_odds(one.score) for one in free]
    meant = judge().meaning(embed([one.unit.text for one in free]))
    found: dict[Criterion, Unit] = {}
    taken: set[int] = set()
    for criterion in wanted:
        column = CRITERIA.index(criterion)
        joint = [odds[i][column] + SHARE * float(meant[i][column]) for i in range(len(free))]
        best = max((i for i in range(len(free)) if i not in taken), key=lambda i: joint[i], default=-1)
        if best >= 0 and joint[best] >= LEAST:
            found[criterion] = free[best].unit
            taken.add(best)
    return found
