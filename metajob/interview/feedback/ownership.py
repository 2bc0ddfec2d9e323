"""Whose deeds an answer tells: the speaker's own, or only those of “us”."""

from __future__ import annotations

from metajob.interview.feedback import cues
from metajob.interview.feedback.clauses import Clause, clauses
from metajob.interview.model import Remark

_LEAST_TEAM = 2  # clauses about “us” before one asks for the own part


def remarks(text: str) -> list[Remark]:
    """A gap when “우리/저희/팀” acts twice and “저/제가/직접” never or less often; good when the own part is named."""
    cue = cues.patterns()
    told = clauses(text)
    own = [clause for clause in told if cue["own"].search(clause.text)]
    team = [
        clause for clause in told if cue["team"].search(clause.text) and not cue["own"].search(clause.text)
    ]
    if len(team) >= _LEAST_TEAM and len(team) > len(own):
        line = "‘우리·저희’가 한 일로 들려요. 그 가운데 내가 한 일을 ‘제가’로 시작해 말해 보세요."
        return [Remark(key="ownership", level="gap", text=line, quotes=_quotes(team))]
    did = [clause for clause in own if any(token.tag == "EP" for token in clause.tokens)]
    if did:
        line = "내가 한 일을 분명히 말했어요."
        return [Remark(key="ownership", level="good", text=line, quotes=_quotes(did))]
    return []


def _quotes(found: list[Clause]) -> tuple[str, ...]:
    return tuple(clause.text for clause in found[:2])
