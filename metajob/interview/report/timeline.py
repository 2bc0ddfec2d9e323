"""The timeline of an answer as a picture (SVG): one lane a line, readable on paper, in light and in dark."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from metajob.interview.model import Turn
from metajob.interview.report.lanes import Bar, Lane, LaneKey, Point, duration, lanes, speaking_rates

__all__ = ["Bar", "Lane", "LaneKey", "clock", "in_words", "lanes", "speaking_rates", "svg"]

_TITLE_W, _RIGHT, _TOP, _ROW, _AXIS, _LINE = 104, 10, 4, 30, 22, 17  # pixels
_BAR_H, _LEAST_W, _HIT_W = 14, 3.0, 18.0
_TICKS = (5, 10, 15, 30, 60, 120, 300, 600)
_TICK_ROOM = 46  # pixels that a label m:ss needs
_MOST_DEGREES = 25.0  # the curve is cut there, so that one glance aside does not flatten the rest
_LEAST_RATE = 8.0  # syllables a second at the top of the lane, more if somebody is faster
_LETTER = 12.5  # pixels of a Hangul letter at the size of the labels


def svg(turn: Turn, width: int, clickable: bool = False) -> str:
    """The lanes of one answer as one `<svg>`; `width` pixels wide, 280 or more; the height follows the lanes.

    Colours: currentColor unless CSS names others for the classes mj-tl, tl-<lane>, tl-bar, tl-line, tl-weak, tl-axis.
    clickable: stretches and the 5 s windows of the curves carry `data-at` (seconds of the answer); stretches can be
    reached by keyboard. No script, no style attribute, nothing loaded; every text is escaped.
    """
    seconds = duration(turn)
    all_lanes = lanes(turn)
    shown = [lane for lane in all_lanes if not lane.why] if seconds else []
    x0, x1 = float(_TITLE_W), float(max(width, 280) - _RIGHT)
    parts: list[str] = []
    y = float(_TOP)
    for lane in shown:
        parts.append(_lane(lane, y, x0, x1, seconds, clickable))
        y += _ROW
    if shown:
        parts.append(_axis(_TOP, y, x0, x1, seconds))
        y += _AXIS
    for line in _not_measured([lane for lane in all_lanes if lane not in shown], x1):
        y += _LINE
        parts.append(f'<text class="tl-weak" x="0" y="{y - 4:g}" font-size="12.5">{escape(line)}</text>')
    height = y + 4
    name = "tl-" + (re.sub(r"[^0-9A-Za-z]", "", turn.question.id) or "0") + f"-{width}"
    return (
        f'<svg class="mj-tl" xmlns="http://www.w3.org/2000/svg" role="{"group" if clickable else "img"}" '
        f'aria-labelledby="{name}-t {name}-d" viewBox="0 0 {max(width, 280)} {height:g}" width="{max(width, 280)}" '
        f'height="{height:g}" fill="currentColor" font-family="inherit">'
        f'<title id="{name}-t">답변 시간표 0:00-{clock(seconds)}</title>'
        f'<desc id="{name}-d">{escape(" ".join(in_words(lane) for lane in all_lanes))}</desc>'
        f"{''.join(parts)}</svg>"
    )


def clock(seconds: float) -> str:
    """m:ss."""
    whole = int(seconds)
    return f"{whole // 60}:{whole % 60:02d}"


def in_words(lane: Lane) -> str:
    """What a lane shows, in one Korean sentence."""
    if lane.why:
        return f"{lane.title_ko}: 측정 안 함, {lane.why}"
    if lane.unit == "syl_s":
        known = [value for _, value in lane.points if value is not None]
        return f"{lane.title_ko}: 1초에 {min(known):.1f}-{max(known):.1f}음절."
    if lane.unit == "deg":
        return f"{lane.title_ko}: 곡선이에요. 끄덕임 {len(lane.stretches)}번."
    if not lane.stretches:
        return f"{lane.title_ko}: 없음."
    times = ", ".join(f"{clock(bar.start)}-{clock(bar.end)}" for bar in lane.stretches[:12])
    more = " 등" if len(lane.stretches) > 12 else ""
    return f"{lane.title_ko}: {len(lane.stretches)}번, {times}{more}."


def _lane(lane: Lane, y: float, x0: float, x1: float, seconds: float, clickable: bool) -> str:
    """One lane: its name, a base line, the curve, the bars."""
    middle = y + _ROW / 2
    scale = (x1 - x0) / seconds
    parts = [
        f'<text x="0" y="{middle + 4.5:g}" font-size="12.5">{lane.title_ko}</text>',
        f'<line class="tl-base" x1="{x0:g}" x2="{x1:g}" y1="{middle:g}" y2="{middle:g}" stroke="currentColor" '
        'stroke-opacity=".18"/>'
        if lane.unit != "syl_s"
        else "",
    ]
    if lane.unit == "syl_s":
        parts += _steps(lane.points, y, x0, scale, seconds)
    elif lane.points:
        parts.append(_curve(lane.points, middle, x0, scale))
    if clickable and lane.points:
        parts += _windows(lane, y, x0, x1, scale, seconds)
    parts += [_bar(lane, bar, y, x0, x1, scale, clickable) for bar in lane.stretches]
    if not lane.stretches and not lane.points:
        parts.append(
            f'<text class="tl-weak" x="{x0 + 4:g}" y="{middle - 3:g}" font-size="11.5" fill-opacity=".7">없음</text>'
        )
    return f'<g class="tl-{lane.key}">{"".join(parts)}</g>'


def _bar(lane: Lane, bar: Bar, y: float, x0: float, x1: float, scale: float, clickable: bool) -> str:
    """A stretch; nods are small marks above the curve. When it can be clicked, a wider invisible field lies on it."""
    wide = min(max(_LEAST_W, (bar.end - bar.start) * scale), x1 - x0)
    x = min(x0 + bar.start * scale, x1 - wide)
    small = lane.key == "head"
    high, top = (4, y + 2) if small else (_BAR_H, y + (_ROW - _BAR_H) / 2)
    weak = lane.key == "pauses" and not bar.strong
    label = " ".join(
        part for part in (bar.label or lane.title_ko, f"{clock(bar.start)}-{clock(bar.end)}") if part
    )
    shape = (
        f'<rect class="tl-bar{" tl-soft" if weak else ""}" x="{x:.1f}" y="{top:g}" width="{wide:.1f}" height="{high}" '
        f'rx="2" fill-opacity="{".4" if weak else ".85"}"><title>{escape(label)}</title></rect>'
    )
    if not clickable:
        return shape
    hit = max(_HIT_W, wide)
    left = min(max(x0, x + wide / 2 - hit / 2), x1 - hit)
    return (
        f'<g data-at="{bar.start:.2f}" tabindex="0" role="button" aria-label="{escape(label)}">{shape}'
        f'<rect class="tl-hit" x="{left:.1f}" y="{y:g}" width="{hit:.1f}" height="{_ROW}" fill-opacity="0"/></g>'
    )


def _curve(points: Sequence[Point], middle: float, x0: float, scale: float) -> str:
    """A line with gaps where nothing was measured; no more than one point for two pixels."""
    half, path, columns = (_ROW - 8) / 2, [], list[tuple[int, list[float | None]]]()
    for second, value in points:
        column = int(second * scale / 2)
        if not columns or columns[-1][0] != column:
            columns.append((column, []))
        columns[-1][1].append(value)
    pen = "M"
    for column, values in columns:
        known = [value for value in values if value is not None]
        if not known:
            pen = "M"
            continue
        mean = max(-_MOST_DEGREES, min(_MOST_DEGREES, sum(known) / len(known)))
        path.append(f"{pen}{x0 + column * 2:g} {middle - mean / _MOST_DEGREES * half:.1f}")
        pen = "L"
    return f'<path class="tl-line" d="{"".join(path)}" fill="none" stroke="currentColor" stroke-width="1.5"/>'


def _ends(points: Sequence[Point], seconds: float) -> list[float]:
    """Where each window ends."""
    return [min(second, seconds) for second, _ in points[1:]] + [min(points[-1][0] + 5, seconds)]


def _steps(points: Sequence[Point], y: float, x0: float, scale: float, seconds: float) -> list[str]:
    """A column for each window, with its number when there is room."""
    top = max(_LEAST_RATE, *(value or 0 for _, value in points))
    parts = []
    for (second, value), end in zip(points, _ends(points, seconds), strict=True):
        wide = (end - second) * scale - 1
        if value is None or wide <= 0:
            continue
        high = max(1.0, value / top * (_ROW - 6))
        x = x0 + second * scale
        parts.append(
            f'<rect class="tl-bar tl-soft" x="{x:.1f}" y="{y + _ROW - 2 - high:.1f}" width="{wide:.1f}" '
            f'height="{high:.1f}" fill-opacity=".28"/>'
        )
        if wide > 24:
            place = f'x="{x + wide / 2:.1f}" y="{y + _ROW - 6:.1f}" font-size="11" text-anchor="middle"'
            parts.append(f"<text {place}>{value:.1f}</text>")
    return parts


def _windows(lane: Lane, y: float, x0: float, x1: float, scale: float, seconds: float) -> list[str]:
    """Invisible fields of 5 s over a curve, to click on."""
    begins = [second for second, _ in lane.points] if lane.unit == "syl_s" else []
    begins = begins or [5.0 * index for index in range(int(seconds / 5) + 1) if 5.0 * index < seconds]
    parts = []
    for begin in begins:
        wide = min(5 * scale, x1 - x0 - begin * scale)
        if wide > 0:
            parts.append(
                f'<rect class="tl-hit" data-at="{begin:.2f}" x="{x0 + begin * scale:.1f}" y="{y:g}" width="{wide:.1f}" '
                f'height="{_ROW}" fill-opacity="0"/>'
            )
    return parts


def _axis(top: float, y: float, x0: float, x1: float, seconds: float) -> str:
    """Ticks with m:ss, as close as their labels allow, and thin lines through the lanes."""
    scale = (x1 - x0) / seconds
    step = next((step for step in _TICKS if step * scale >= _TICK_ROOM), _TICKS[-1])
    parts = []
    for tick in range(0, int(seconds) + 1, step):
        x = x0 + tick * scale
        anchor = "end" if x > x1 - 12 else "middle" if tick else "start"
        parts.append(
            f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{top:g}" y2="{y + 3:g}" stroke="currentColor" stroke-opacity=".12"/>'
            f'<text x="{x:.1f}" y="{y + 15:g}" font-size="11" text-anchor="{anchor}" fill-opacity=".75">'
            f"{clock(tick)}</text>"
        )
    return f'<g class="tl-axis">{"".join(parts)}</g>'


def _not_measured(missing: Sequence[Lane], x1: float) -> list[str]:
    """Lines of text for the lanes without a measurement, those with the same reason together; cut to the width."""
    by_reason: dict[str, list[str]] = {}
    for lane in missing:
        by_reason.setdefault(lane.why or "잰 시간이 없어요.", []).append(lane.title_ko)
    most = int(x1 / _LETTER * 1.12)
    lines: list[str] = []
    for why, titles in by_reason.items():
        line = ""
        for word in f"측정 안 함 · {', '.join(titles)}: {why}".split():
            if line and len(line) + 1 + len(word) > most:
                lines.append(line)
                line = " "
            line = f"{line} {word}" if line else word
        lines.append(line)
    return lines
