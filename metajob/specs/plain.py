"""Summaries and comparisons as plain JSON values, for the endpoint and the command line."""

from __future__ import annotations

from dataclasses import asdict
from math import isfinite
from typing import Any

from metajob.specs import words
from metajob.specs.model import Cell, Comparison, Found, Summary, TopicFigures
from metajob.specs.topics import TOPICS


def plain_summary(summary: Summary) -> dict[str, Any]:
    """The topics that something is published about, and the own rows' cell as far as it may be shown."""
    return {
        "note": words.BANNER,
        "where": asdict(summary.where),
        "topics": [_topic(one) for one in summary.topics if one.mean or one.share],
        "cell": _cell(summary.cell),
    }


def plain_comparison(comparison: Comparison) -> dict[str, Any]:
    """The topics that the person told or something is published about."""
    return {
        "note": words.BANNER,
        "where": asdict(comparison.where),
        "standings": [
            {
                **_topic(one.published),
                "mine": one.mine,
                "value": one.value,
                "side": one.side,
                "percentile": asdict(one.percentile) if one.percentile else None,
                "sentences": list(one.sentences),
            }
            for one in comparison.standings
            if one.mine or one.sentences
        ],
        "lacks": [asdict(one) for one in comparison.lacks],
        "cell": _cell(comparison.cell),
    }


def _cell(cell: Cell | None) -> dict[str, Any] | None:
    """The open ends of the outer bars are null: JSON knows no infinity."""
    if cell is None:
        return None
    told = asdict(cell)
    for metric in told["metrics"].values():
        for one in metric["bins"]:
            for end in ("low", "high"):
                one[end] = one[end] if isfinite(one[end]) else None
    return told


def _topic(one: TopicFigures) -> dict[str, Any]:
    return {
        "topic": one.topic,
        "label": TOPICS[one.topic].label,
        "mean": _found(one.mean),
        "share": _found(one.share),
    }


def _found(found: Found | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {**asdict(found), "source": words.source_line(found.figure), "ladder": words.ladder_line(found)}
