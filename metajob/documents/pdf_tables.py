"""Tables whose cells are drawn: every run goes to the cell around it, and a table is read row by row."""

from __future__ import annotations

from collections.abc import Iterable
from statistics import median

from metajob.documents.flow import SEPARATOR
from metajob.documents.pdf_rows import lines_of, visuals_of
from metajob.documents.pdf_types import Grid, Rule, Run, Visual

TOUCH = 3.0  # points between ends of rules that belong together
MAX_RULES = 600  # on a page; more are a chart or a drawing
MIN_WALLS = 3  # vertical lines of two columns


def with_tables(runs: list[Run], rules: list[Rule]) -> tuple[list[Run], list[Rule]]:
    """(runs outside of tables and the tables, rules outside of tables)."""
    if not 5 <= len(rules) <= MAX_RULES:
        return runs, rules
    loose: list[Rule] = []
    grids: list[Run] = []
    for group in _connected(rules):
        flat, walls = [rule for rule in group if rule.flat], [rule for rule in group if not rule.flat]
        inside: list[Run] = []
        if len(_places(flat)) >= 2 and len(_places(walls)) >= MIN_WALLS:
            left, right = min(rule.start for rule in flat), max(rule.end for rule in flat)
            top, bottom = min(rule.at for rule in flat), max(rule.at for rule in flat)
            inside = [
                run for run in runs
                if left - TOUCH < (run.left + run.right) / 2 < right + TOUCH
                and top - TOUCH < run.middle < bottom + TOUCH
            ]  # fmt: skip
        cells = _cells(inside, flat, walls)
        if len(cells) < 2:
            loose += group
            continue
        taken = set(map(id, inside))
        runs = [run for run in runs if id(run) not in taken]
        visuals = _read(cells)
        size = median(run.size for run in inside)
        grids.append(Grid("", left, top, right, bottom, size, visuals))
    return runs + grids, loose


def _places(rules: Iterable[Rule]) -> list[float]:
    """Different heights, or distances from the left, of rules."""
    found: list[float] = []
    for place in sorted(rule.at for rule in rules):
        if not found or place - found[-1] > TOUCH:
            found.append(place)
    return found


def _connected(rules: list[Rule]) -> list[list[Rule]]:
    """Groups of rules that touch each other."""
    groups: list[list[Rule]] = []
    rest = list(rules)
    while rest:
        group, queue = [], [rest.pop()]
        while queue:
            rule = queue.pop()
            group.append(rule)
            near = [other for other in rest if _touch(rule, other)]
            for other in near:
                rest.remove(other)
            queue += near
        groups.append(group)
    return groups


def _touch(one: Rule, two: Rule) -> bool:
    if one.flat == two.flat:
        return abs(one.at - two.at) < TOUCH and one.start - TOUCH < two.end and two.start - TOUCH < one.end
    return two.start - TOUCH < one.at < two.end + TOUCH and one.start - TOUCH < two.at < one.end + TOUCH


def _cells(runs: list[Run], flat: list[Rule], walls: list[Rule]) -> dict[tuple[float, float], list[Run]]:
    """(height of the rule above, place of the wall to the left) → runs in that cell."""
    heights, sides = _places(flat), _places(walls)
    found: dict[tuple[float, float], list[Run]] = {}
    for run in runs:
        x, y = (run.left + run.right) / 2, run.middle
        above = max(
            (rule.at for rule in flat if rule.at <= y + 1 and rule.start - 1 <= x <= rule.end + 1),
            default=0.0,
        )
        beside = max(
            (rule.at for rule in walls if rule.at <= x and rule.start - 1 <= y <= rule.end + 1), default=0.0
        )
        key = (_nearest(heights, above), _nearest(sides, beside))
        found.setdefault(key, []).append(run)
    return found


def _nearest(places: list[float], place: float) -> float:
    return min(places, key=lambda known: abs(known - place))


def _read(cells: dict[tuple[float, float], list[Run]]) -> list[Visual]:
    """A row of one-line cells is one line "a | b"; taller cells follow one another."""
    found: list[Visual] = []
    for height in sorted({top for top, _left in cells}):
        row = [
            [visual for line in lines_of(cells[key]) for visual in visuals_of(line, [])]
            for key in sorted(cells) if key[0] == height
        ]  # fmt: skip
        if all(len(cell) == 1 for cell in row):
            runs = [run for cell in row for run in cell[0].runs]
            found.append(Visual(runs, SEPARATOR.join(cell[0].text for cell in row)))
        else:
            found += [visual for cell in row for visual in cell]
    return found
