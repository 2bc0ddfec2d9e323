"""Runs that stand on one line, and the text of such a line."""

from __future__ import annotations

from itertools import pairwise

from metajob.documents.flow import SEPARATOR
from metajob.documents.pdf_types import Grid, Rule, Run, Visual

WIDE_GAP = 1.5  # line heights between two runs of one line: more than a word space
WORD_GAP = 0.15  # line heights: a space, even if the file has none there
MIN_GUTTER = 8.0  # points; word spaces of justified text stay below


def lines_of(runs: list[Run]) -> list[list[Run]]:
    """Runs that share a line, lines from top to bottom, runs from left to right. A table is a line of its own."""
    found: list[list[Run]] = []
    for run in sorted(runs, key=_height_of):
        for line in [] if isinstance(run, Grid) else found[:-4:-1]:
            head = line[0]
            overlap = min(run.bottom, head.bottom) - max(run.top, head.top)
            if overlap > 0.5 * min(run.height, head.height) and not isinstance(head, Grid):
                line.append(run)
                break
        else:
            found.append([run])
    for line in found:
        line.sort(key=lambda run: run.left)
    return sorted(found, key=lambda line: min(map(_height_of, line)))


def _height_of(run: Run) -> float:
    return run.top if isinstance(run, Grid) else run.middle


def visuals_of(line: list[Run], rules: list[Rule], table: bool = False) -> list[Visual]:
    """The line, or the lines of the table that it is. table: gaps separate cells."""
    if isinstance(line[0], Grid):
        return line[0].visuals
    text = line[0].text.strip()
    for one, two in pairwise(line):
        gap, height = two.left - one.right, max(one.height, two.height)
        walled = any(
            not rule.flat and one.right - 1 <= rule.at <= two.left + 1 and rule.start < one.middle < rule.end
            for rule in rules
        )
        if walled or (table and gap > MIN_GUTTER):
            space = SEPARATOR
        elif gap > WIDE_GAP * height:
            space = "  "
        else:
            space = " " if gap > WORD_GAP * height or one.text.endswith(" ") else ""
        text += space + two.text.strip()
    return [Visual(line, text)]
