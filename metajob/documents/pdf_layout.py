"""Runs of letters on a page → lines in reading order: columns one after the other, table rows across.

A page is cut where no run crosses a gutter over several lines. Two sides are columns unless their lines stand side
by side like label and value, or ruled lines cross the gutter (a table).
"""

from __future__ import annotations

from itertools import pairwise
from statistics import median

from metajob.documents.pdf_rows import MIN_GUTTER, lines_of, visuals_of
from metajob.documents.pdf_tables import with_tables
from metajob.documents.pdf_types import Drawing, Grid, Rule, Run, Visual

MIN_LINES = 3  # lines on either side of a gutter
MAX_PAUSE = 3.0  # line heights; a taller empty band ends a pair of columns
ALIGNED = 0.8  # share of lines with a partner at the same height, from which two sides look like a table …
FILLED = 0.6  # … unless the lines on both sides fill at least this share of their column
PARAGRAPH = 1.35  # times the usual line distance: a new paragraph
_MAX_DEPTH = 6


def reading_order(runs: list[Run], drawing: Drawing) -> list[Visual]:
    """Lines as they are read. Runs are in points, origin top left."""
    runs, rules = with_tables(runs, drawing.rules)
    return _with_paragraphs(_with_bullets(_ordered(runs, rules, 0), drawing.dots))


def _ordered(runs: list[Run], rules: list[Rule], depth: int) -> list[Visual]:
    lines = lines_of(runs)
    cut = _best_cut(lines, rules) if depth < _MAX_DEPTH else None
    if cut is None:
        return [visual for line in lines for visual in visuals_of(line, rules)]
    first, last, gutter = cut
    inside = lines[first : last + 1]
    before = [run for line in lines[:first] for run in line]
    after = [run for line in lines[last + 1 :] for run in line]
    left = [run for line in inside for run in line if run.right <= gutter]
    right = [run for line in inside for run in line if run.left >= gutter]
    if _is_table(left, right, inside, gutter, rules):
        middle = _table(inside, rules)
    else:
        middle = _ordered(left, rules, depth + 1) + _ordered(right, rules, depth + 1)
    return _ordered(before, rules, depth) + middle + _ordered(after, rules, depth)


def _best_cut(lines: list[list[Run]], rules: list[Rule]) -> tuple[int, int, float] | None:
    """(first line, last line, x) of the tallest gutter. Between equals the wider one."""
    best: tuple[float, float, tuple[int, int, float]] | None = None
    for gutter in _gutters(lines):
        first = 0
        for number in range(len(lines) + 1):
            ends = number == len(lines) or _crossed(lines[number], gutter) or _paused(lines, number, rules)
            if not ends:
                continue
            block = lines[first:number]
            found = _side_counts(block, gutter)
            if found is not None:
                score = (min(found[:2]), found[2])
                if best is None or score > best[:2]:
                    start, stop = _trimmed(block, gutter)
                    best = (*score, (first + start, first + stop, gutter))
            first = number if number < len(lines) and not _crossed(lines[number], gutter) else number + 1
    return best[2] if best else None


def _gutters(lines: list[list[Run]]) -> list[float]:
    """Places where some run begins with room to its left; at most 60 of them."""
    starts: dict[int, int] = {}
    for line in lines:
        for one, two in pairwise(line):
            if two.left - one.right >= MIN_GUTTER:
                starts[round(two.left)] = starts.get(round(two.left), 0) + 1
    for line in lines:  # a column whose lines never stand beside one of the other
        starts.setdefault(round(line[0].left), 0)
    common = sorted(starts, key=lambda place: -starts[place])[:60]
    return [place - MIN_GUTTER / 2 for place in common]


def _crossed(line: list[Run], gutter: float) -> bool:
    half = MIN_GUTTER / 2 - 1.5
    return any(run.left < gutter + half and run.right > gutter - half for run in line)


def _paused(lines: list[list[Run]], number: int, rules: list[Rule]) -> bool:
    """An empty band that is too tall to lie inside a pair of columns."""
    if number == 0:
        return False
    above, below = lines[number - 1], lines[number]
    bottom, top = max(run.bottom for run in above), min(run.top for run in below)
    height = max(run.height for run in above)
    ruled = any(rule.flat and bottom < rule.at < top for rule in rules)
    return top - bottom > MAX_PAUSE * height and not ruled


def _side_counts(block: list[list[Run]], gutter: float) -> tuple[int, int, float] | None:
    """Lines left, lines right, width of the gutter; None when there are too few."""
    lefts = [
        max(run.right for run in line if run.right <= gutter) for line in block if line[0].right <= gutter
    ]
    rights = [
        min(run.left for run in line if run.left >= gutter) for line in block if line[-1].left >= gutter
    ]
    taller = [len(line[0].visuals) - 1 for line in block if isinstance(line[0], Grid)]
    if len(lefts) + sum(taller) < MIN_LINES and not _few_but_paired(block, gutter, lefts, rights):
        return None
    if not lefts or len(rights) + sum(taller) < min(MIN_LINES, len(lefts)) or not rights:
        return None
    return len(lefts), len(rights), min(rights) - max(lefts)


def _few_but_paired(block: list[list[Run]], gutter: float, lefts: list[float], rights: list[float]) -> bool:
    """Two short rows side by side are a small table."""
    paired = sum(line[0].right <= gutter and line[-1].left >= gutter for line in block)
    return paired >= 2 and len(lefts) >= 2 and len(rights) >= 2


def _trimmed(block: list[list[Run]], gutter: float) -> tuple[int, int]:
    """First and last line of the block between which both sides are at work.

    A title that happens to end before the gutter stays above the columns, a last line below them stays in its own.
    """
    both = [number for number, line in enumerate(block) if line[-1].left >= gutter]
    left = [number for number, line in enumerate(block) if line[0].right <= gutter]
    start = max(min(both), min(left))
    top = min(run.top for run in block[start])
    while start > 0:
        above = block[start - 1]
        height = max(run.height for run in above)
        if top - max(run.bottom for run in above) > height or max(run.size for run in above) > 1.25 * _usual(
            block
        ):
            break
        start -= 1
        top = min(run.top for run in above)
    return start, len(block) - 1


def _usual(block: list[list[Run]]) -> float:
    return median(run.size for line in block for run in line)


def _is_table(
    left: list[Run], right: list[Run], inside: list[list[Run]], gutter: float, rules: list[Rule]
) -> bool:
    top, bottom = min(run.top for run in inside[0]), max(run.bottom for run in inside[-1])
    crossing = {
        round(rule.at) for rule in rules
        if rule.flat and rule.start < gutter - 6 and rule.end > gutter + 6 and top < rule.at < bottom
    }  # fmt: skip
    lefts, rights = lines_of(left), lines_of(right)
    if len(crossing) >= max(1, min(len(lefts), len(rights)) // 4):
        return True
    paired = sum(line[0].right <= gutter and line[-1].left >= gutter for line in inside)
    level = sum(
        abs(_left_of(line, gutter).middle - line[-1].middle) < 0.25 * line[-1].height
        for line in inside if line[0].right <= gutter and line[-1].left >= gutter
    )  # fmt: skip
    if paired == 0 or level < ALIGNED * min(len(lefts), len(rights)):
        return False
    start, middle = min(run.left for run in left), min(run.left for run in right)
    end = max(run.right for run in right)
    return not (_fill(lefts, middle - start) >= FILLED and _fill(rights, end - middle) >= FILLED)


def _left_of(line: list[Run], gutter: float) -> Run:
    return max((run for run in line if run.right <= gutter), key=lambda run: run.right)


def _fill(lines: list[list[Run]], width: float) -> float:
    return median(line[-1].right - line[0].left for line in lines) / max(width, 1.0)


def _table(inside: list[list[Run]], rules: list[Rule]) -> list[Visual]:
    """Rows of a table. Between horizontal rules a cell of several lines is read before its neighbour."""
    found: list[Visual] = []
    for band in _bands(inside, rules):
        cells = _cells(band, rules) if len(band) > 1 else []
        if len(cells) > 1:
            for cell in cells:
                found += [visual for line in lines_of(cell) for visual in visuals_of(line, rules)]
        else:
            found += [visual for line in band for visual in visuals_of(line, rules, table=True)]
    return found


def _bands(inside: list[list[Run]], rules: list[Rule]) -> list[list[list[Run]]]:
    """Lines grouped by the horizontal rules between them; every line alone where nothing is ruled."""
    left, right = min(line[0].left for line in inside), max(line[-1].right for line in inside)
    heights = sorted(
        rule.at
        for rule in rules
        if rule.flat and min(rule.end, right) - max(rule.start, left) > 0.5 * (right - left)
    )
    top, bottom = inside[0][0].top, inside[-1][0].bottom
    if not any(top < height < bottom for height in heights):
        return [[line] for line in inside]
    bands: dict[int, list[list[Run]]] = {}
    for line in inside:
        bands.setdefault(sum(height < line[0].middle for height in heights), []).append(line)
    return [bands[key] for key in sorted(bands)]


def _cells(band: list[list[Run]], rules: list[Rule]) -> list[list[Run]]:
    """Runs of a band by the vertical rules, or the empty gutters, between them."""
    runs = [run for line in band for run in line]
    top, bottom = min(run.top for run in runs), max(run.bottom for run in runs)
    walls = sorted(
        rule.at for rule in rules if not rule.flat and rule.start < top + 4 and rule.end > bottom - 4
    )
    walls = [wall for wall in walls if not any(run.left + 1 < wall < run.right - 1 for run in runs)]
    if not any(min(run.right for run in runs) <= wall <= max(run.left for run in runs) for wall in walls):
        walls, edge = [], 0.0
        for run in sorted(runs, key=lambda run: run.left):
            if edge and run.left - edge >= MIN_GUTTER:
                walls.append((run.left + edge) / 2)
            edge = max(edge, run.right)
    cells: dict[int, list[Run]] = {}
    for run in runs:
        cells.setdefault(sum(wall < (run.left + run.right) / 2 for wall in walls), []).append(run)
    return [cells[key] for key in sorted(cells)]


def _with_bullets(lines: list[Visual], dots: list[tuple[float, float]]) -> list[Visual]:
    """Browsers draw the dot of a list item as a shape."""
    for line in lines if dots else ():
        head = line.runs[0]
        for x, y in dots:
            if 0 < head.left - x < 2.2 * head.height and abs(y - head.middle) < 0.35 * head.height:
                line.text = f"- {line.text}"
                break
    return lines


def _with_paragraphs(lines: list[Visual]) -> list[Visual]:
    """Marks where an empty line belongs: a distance clearly above the usual one, or a jump to another column."""
    steps = [
        below.box[1] - above.box[1] for above, below in pairwise(lines)
        if 0 < below.box[1] - above.box[1] < 5 * above.runs[0].height
    ]  # fmt: skip
    usual = median(steps) if steps else 0.0
    for above, below in pairwise(lines):
        step = below.box[1] - above.box[1]
        pause = below.box[1] - above.box[3]
        below.blank = step < -above.runs[0].height or (
            step > PARAGRAPH * usual and pause > 0.6 * above.runs[0].height
        )
    return lines
