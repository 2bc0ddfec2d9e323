"""One's own spec beside what is known: a row for each topic, then what many hired people had and one has not."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from metajob.specs.model import Comparison, Percentile, Standing
from metajob.specs.scales import Answer
from tabs.parts import messages
from tabs.parts.specs_cards import demo_mark, word
from tabs.parts.specs_form import TITLES
from tabs.parts.words import Lang

_TESTS = {"toeic": "토익 {}점", "teps": "텝스 {}점", "jlpt": "JLPT {}", "hsk": "HSK {}급"}
_SIDES = {"above": ("sp_above", "up"), "same": ("sp_same", ""), "below": ("sp_below", "down")}


def waiting(lang: Lang) -> str:
    """Before anything was compared."""
    return (
        f'<section class="mj-card sp-mine mj-empty"><h3 id="sp-mine-title">{word("sp_mine", lang)}</h3>'
        f"<p>{word('sp_mine_empty', lang)}</p></section>"
    )


def comparison(
    found: Comparison, doubts: Sequence[str], official: Sequence[Answer], demo: bool, lang: Lang
) -> str:
    """The standings of what was told, and the lacks. doubts: what looks like a slip in the spec. official: thresholds
    that offices publish, each asked of the test's own score."""
    told = [one for one in found.standings if one.mine]
    if not told:
        return (
            '<section class="mj-card sp-mine mj-empty">'
            f'<h3 id="sp-mine-title" tabindex="-1">{word("sp_mine", lang)}</h3>'
            f"<p>{word('sp_mine_nothing', lang)}</p></section>"
        )
    rows = "".join(_row(one, demo, lang) for one in told)
    care = "".join(messages.box(one, tone="warn") for one in doubts)
    return (
        f'<section class="mj-card sp-mine" aria-labelledby="sp-mine-title">'
        f'<h3 id="sp-mine-title" tabindex="-1">{word("sp_mine", lang)}</h3>'
        f'<p class="mj-hint">{word("sp_mine_how", lang)}</p>{care}'
        f'<ul class="sp-standings">{rows}</ul>{_official(official, lang)}</section>{_lacks(found, demo, lang)}'
    )


def _row(one: Standing, demo: bool, lang: Lang) -> str:
    chip = ""
    if one.side:
        key, tone = _SIDES[one.side]
        chip = f'<span class="sp-side {tone}">{word(key, lang)}</span>'
    sentences = "".join(f"<li>{escape(line)}</li>" for line in one.sentences)
    sentences = sentences or f"<li>{word('sp_mine_no_figure', lang)}</li>"
    meter = _meter(one.percentile, demo, lang) if one.percentile else ""
    return (
        f'<li data-topic="{one.topic}"><div class="top"><b>{word(TITLES[one.topic], lang)}</b>'
        f'<span class="mine" lang="ko">{escape(one.mine)}</span>{chip}</div>'
        f'<ul class="sp-lines" lang="ko">{sentences}</ul>{meter}</li>'
    )


def _meter(rank: Percentile, demo: bool, lang: Lang) -> str:
    """Where one stands among the own rows, as a bar with its interval; the sentences above say the same."""
    mark = demo_mark(lang) if demo else ""
    if rank.told is None:
        return f"<p>{mark}</p>" if demo else ""
    return (
        f'<div class="sp-rank"><span class="sp-meter" aria-hidden="true">'
        f'<i style="left:{rank.low:.1%};right:{1 - rank.high:.1%}"></i><b style="left:{rank.told:.1%}"></b></span>'
        f'<span class="ends" aria-hidden="true"><small>{word("sp_low_end", lang)}</small>'
        f"<small>{word('sp_high_end', lang)}</small></span>{mark}</div>"
    )


def _official(answers: Sequence[Answer], lang: Lang) -> str:
    if not answers:
        return ""
    rows = "".join(
        f"<li>{escape(one.use)} · {escape(_TESTS[one.test].format(one.least))}: "
        f"{word('sp_official_yes' if one.yes else 'sp_official_no', lang)}</li>"
        for one in answers
    )
    return (
        f'<details class="mj-fold"><summary>{word("sp_official", lang)}</summary><div class="in">'
        f'<p class="mj-hint">{word("sp_official_text", lang)}</p><ul class="sp-lines" lang="ko">{rows}</ul></div>'
        "</details>"
    )


def _lacks(found: Comparison, demo: bool, lang: Lang) -> str:
    if not found.lacks:
        return ""
    rows = "".join(
        f"<li><b>{word(TITLES[one.topic], lang)}</b>{demo_mark(lang) if demo and one.own else ''}"
        f'<span lang="ko">{escape(one.sentence)}</span></li>'
        for one in found.lacks
    )
    return (
        '<section class="mj-card sp-lacks" aria-labelledby="sp-lacks-title">'
        f'<h3 id="sp-lacks-title">{word("sp_lacks", lang)}</h3>'
        f'<p class="mj-hint">{word("sp_lacks_how", lang)}</p><ul>{rows}</ul></section>'
    )
