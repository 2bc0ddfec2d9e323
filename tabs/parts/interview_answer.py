"""One answer of the report as a card: content first, then what was measured, with the timeline."""

from __future__ import annotations

from html import escape

from metajob.interview.model import Feedback, Remark, Turn
from tabs.parts import interview_said as told
from tabs.parts import messages
from tabs.parts.words import Lang, say

WIDE, NARROW = 980, 320  # pixels of the two timelines; CSS shows one of them
_VERDICTS = {
    "answered": ("int_verdict_answered", "ok"),
    "short": ("int_verdict_short", "warn"),
    "off_topic": ("int_verdict_off_topic", "warn"),
    "empty": ("int_verdict_empty", ""),
}
_LEVELS = {"good": ("int_good", "ok"), "gap": ("int_gap", "warn"), "fact": ("int_fact", "")}


def card(turn: Turn, number: int, lang: Lang, film: str = "", *, unfolded: bool = False) -> str:
    """number: from 1. film: address of the answer's recording, "" without one. unfolded: its timeline is open."""
    question, said, feedback = turn.question, turn.said, turn.feedback
    skipped = said is not None and said.way == "skipped"
    chips = ""
    if feedback is not None and not skipped:
        key, tone = _VERDICTS[feedback.verdict]
        chips += f'<span class="mj-badge {tone}">{_word(key, lang)}</span>'
    if question.follow_up:
        chips += f'<span class="mj-badge">{_word("int_follow", lang)}</span>'
    if feedback is not None and feedback.engine == "model":
        chips += f'<span class="mj-badge model">{_word("int_by_model", lang)}</span>'
    picked = (
        f'<p class="from" lang="ko">{escape(say("int_quoted", lang, quote=question.quote))}</p>'
        if question.quote
        else ""
    )
    if skipped:
        body = f'<p class="mj-none">{_word("int_skipped", lang)}</p>'
    elif said is None or feedback is None:
        body = f'<p class="mj-none">{_word("int_pending_one", lang)}</p>'
    else:
        body = _content(turn, feedback, number, lang, film) + _measured(turn, number, lang, unfolded)
    return (
        f'<article class="mj-card mj-answer" data-turn="{escape(question.id)}" aria-labelledby="int-q{number}">'
        f'<header><span class="no">{escape(say("int_question_no", lang, number=number))}</span>{chips}'
        f'<h3 id="int-q{number}" lang="ko">{escape(question.text)}</h3>{picked}</header>{body}</article>'
    )


def _word(key: str, lang: Lang) -> str:
    return escape(say(key, lang))


def _content(turn: Turn, feedback: Feedback, number: int, lang: Lang, film: str) -> str:
    said = turn.said
    assert said is not None
    parts = []
    if feedback.next_step:
        parts.append(
            f'<p class="step" lang="ko"><b lang="{lang}">{_word("int_next_step", lang)}</b>'
            f"{escape(feedback.next_step)}</p>"
        )
    title = f"<h4>{_word('int_your_answer', lang)}</h4>"
    shown = ""
    if said.text.strip():
        shown = told.star_row(feedback.star, lang)
        shown += told.transcript(said, feedback.star, lang, playable=bool(film))
        hints = [_word("int_words_text", lang)] if film and said.words else []
        hints += [_word("int_words_unsure", lang)] if any(map(told.unsure, said.words)) else []
        shown += f'<p class="mj-hint">{" ".join(hints)}</p>' if hints else ""
    elif not film:
        shown = f'<p class="mj-none">{_word("int_verdict_empty", lang)}</p>'
    if film:
        shown = f'<div class="mj-beside">{_player(film, number, lang)}<div>{shown}</div></div>'
    warned = dict.fromkeys((*said.warnings, *feedback.notes))
    parts.append(
        f"<section>{title}{shown}{''.join(messages.box(text, '', 'warn') for text in warned)}</section>"
    )
    if feedback.remarks:
        parts.append(f'<ul class="mj-remarks">{"".join(_remark(one, lang) for one in feedback.remarks)}</ul>')
    if feedback.better is not None:
        parts.append(
            f"<section><h4>{_word('int_better', lang)}</h4>"
            f'<div class="mj-suggest"><p lang="ko">{told.better(feedback.better, lang)}</p></div>'
            f'<p class="mj-hint">{_word("int_better_note", lang)}</p></section>'
        )
    if feedback.missing:
        asks = "".join(f"<li>{escape(text)}</li>" for text in feedback.missing)
        parts.append(
            f'<section><h4>{_word("int_missing", lang)}</h4><ul class="mj-missing" lang="ko">{asks}</ul></section>'
        )
    return "".join(parts)


def _remark(one: Remark, lang: Lang) -> str:
    key, tone = _LEVELS[one.level]
    quotes = "".join(f"<q>{escape(quote)}</q>" for quote in one.quotes if quote not in one.text)
    badge = f'<span class="mj-badge {tone}">{_word(key, lang)}</span>'
    return f'<li>{badge}<span lang="ko">{escape(one.text)}{quotes}</span></li>'


def _player(film: str, number: int, lang: Lang) -> str:
    """Its first picture is shown before it plays (#t), which a film fresh from a recorder does not do by itself."""
    label = escape(say("int_film_of", lang, number=number))
    return (
        f'<video class="mj-film" controls playsinline preload="metadata" src="{escape(film)}#t=0.1"'
        f' aria-label="{label}"></video>'
    )


def _measured(turn: Turn, number: int, lang: Lang, unfolded: bool) -> str:
    """Timeline and table below one line that counts; nothing for written answers."""
    said = turn.said
    if said is None or said.way == "typed" or (turn.voice is None and turn.behaviour is None):
        return ""
    from metajob.interview.report import measured, timeline

    lanes = "".join(
        f'<div class="{name}">{timeline.svg(turn, width, clickable=True)}</div>'
        for name, width in (("wide", WIDE), ("narrow", NARROW))
    )
    facts = [*measured.voice_facts(turn.voice), *measured.behaviour_facts(turn.behaviour)]
    table = "".join(
        f'<tr><th scope="row">{escape(fact.label)}</th><td{"" if fact.measured else " class=no"}>{escape(fact.text)}'
        f"{f'<small>{escape(fact.sure)}</small>' if fact.sure else ''}</td></tr>"
        for fact in facts
    )
    above = said.warnings  # told beside the words
    notes = "".join(messages.box(text) for text in measured.seen_notes(turn) if text not in above)
    if turn.behaviour is None:
        notes += f'<p class="mj-hint">{_word("int_no_behaviour", lang)}</p>'
    return (
        f'<details class="mj-fold mj-while" data-key="while-{number}"{" open" if unfolded else ""}>'
        f"<summary><span>{_word('int_timeline', lang)}{_counted(turn, lang)}</span></summary>"
        f'<div class="in"><p class="mj-hint">{_word("int_timeline_text", lang)}</p>'
        f'<div class="mj-lanes" lang="ko">{lanes}</div>{notes}'
        f'<details class="mj-fold" data-key="table-{number}"><summary>{_word("int_measures", lang)}</summary>'
        f'<div class="in"><table class="mj-measures" lang="ko"><tbody>{table}</tbody></table></div></details>'
        "</div></details>"
    )


def _counted(turn: Turn, lang: Lang) -> str:
    """What happened how often, without judging it; what was not measured is left out."""
    from metajob.interview.report import lanes

    which = {"ko": 0, "en": 1}[lang]
    found = [
        (say("int_pg_long_pauses", lang), sum(bar.strong for bar in lane.stretches))
        if lane.key == "pauses"
        else (lanes.TITLES[lane.key][which], len(lane.stretches))
        for lane in lanes.lanes(turn)
        if not lane.why and lane.key not in {"head", "rate", "smile"}
    ]
    some = " · ".join(f"{name} {say('int_times', lang, value=count)}" for name, count in found if count)
    if not found:
        return ""
    return f"<small>{escape(some) if some else _word('int_counted_none', lang)}</small>"
