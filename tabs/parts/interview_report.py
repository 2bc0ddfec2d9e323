"""The report of an interview on the screen: what can be done with it, one card an answer, progress; and its files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING

from metajob.interview.families import FAMILY_EN, FAMILY_KO
from metajob.interview.model import Interview
from metajob.interviewer.rig.personas import PERSONAS
from tabs.parts import interview_shelf as shelf
from tabs.parts import messages
from tabs.parts.interview_answer import card
from tabs.parts.review_html import button
from tabs.parts.words import Lang, say

if TYPE_CHECKING:
    from metajob.interview.compare import ProgressRow
    from metajob.interview.report.report_model import Report


def _head(inner: str, lang: Lang) -> str:
    title = escape(say("int_report", lang))
    return f'<header class="mj-bar"><div><h2 id="int-report-title" tabindex="-1">{title}</h2>{inner}</div>'


def waiting(lang: Lang, pending: int) -> str:
    """While answers are still being worked on. pending: how many."""
    text = escape(say("int_pending", lang, count=pending))
    return (
        f'<div class="mj-report">{_head("", lang)}</header>'
        f'<div class="mj-card mj-await" role="status"><i aria-hidden="true"></i><p>{text}</p></div></div>'
    )


def zone(
    interview: Interview,
    lang: Lang,
    *,
    progress: Sequence[ProgressRow] = (),
    films: Mapping[str, str] | None = None,
    kept: bool = False,
    can_keep: bool = True,
    said: str = "",
) -> str:
    """The whole report. films: question id → address of its recording. kept: it is in the store.

    can_keep: this browser has an owner's token. said: a message box shown once.
    """
    from metajob.interview.report.report import report_of

    films, made = films or {}, report_of(interview, progress)
    answered = sum(turn.said is not None and turn.said.way != "skipped" for turn in interview.turns)
    about = say(
        "int_report_text",
        lang,
        family=(FAMILY_EN if lang == "en" else FAMILY_KO)[interview.plan.family],
        persona=PERSONAS[interview.plan.persona].title,
        count=len(interview.turns),
        answered=answered,
    )
    state = say("int_kept", lang) if kept else say("int_not_kept", lang)
    head = _head(f"<p>{escape(about)}</p><p>{escape(state)}</p>", lang)
    first = next(
        (turn for turn in interview.turns if turn.said and turn.said.way != "typed" and turn.voice), None
    )
    cards = "".join(
        card(turn, number, lang, films.get(turn.question.id, ""), unfolded=turn is first)
        for number, turn in enumerate(interview.turns, 1)
    )
    if not cards:
        cards = f'<div class="mj-card"><p class="mj-none">{escape(say("int_none", lang))}</p></div>'
    again = button(say("int_again", lang), do="again", look="main", id_="int-again")
    return (
        f'<div class="mj-report">{head}<div class="mj-acts">{_acts(interview, lang, bool(films), kept, can_keep)}</div>'
        f"</header>{said}{_summary(made, lang) if interview.turns else ''}{cards}"
        f"{shelf.progress_table(progress, lang)}{_methods(made, lang)}"
        f'<div class="mj-acts end">{again}</div></div>'
    )


def _acts(interview: Interview, lang: Lang, filmed: bool, kept: bool, can_keep: bool) -> str:
    made = []
    if interview.turns:
        if can_keep and not kept:
            made.append(button(say("int_keep", lang), do="keep", look="main", id_="int-keep"))
        made.append(button(say("save_print", lang), do="save-html", look="small", id_="int-html"))
        made.append(button(say("save_md", lang), do="save-md", look="small", id_="int-md"))
    if filmed:
        made.append(
            button(
                say("int_unfilm", lang), do="unfilm", look="small danger", id_="int-unfilm",
                sure=say("int_unfilm_sure", lang),
            )
        )  # fmt: skip
    return "".join(made)


def _summary(made: Report, lang: Lang) -> str:
    """What to do next, before any number."""
    steps = "".join(
        f"<li>{escape(step.text)}{f'<small>{escape(step.answers)}</small>' if step.answers else ''}</li>"
        for step in made.steps
    )
    good = "".join(f"<li>{escape(text)}</li>" for text in made.strengths)
    parts = [f'<p lang="ko">{escape(made.summary)}</p>']
    for key, tag, items in (("int_steps", "ol", steps), ("int_strengths", "ul", good)):
        if items:
            parts.append(f'<div><h3>{escape(say(key, lang))}</h3><{tag} lang="ko">{items}</{tag}></div>')
    notes = "".join(messages.box(text) for text in (*made.notes, *made.unanswered))
    return f'<section class="mj-card mj-summary">{"".join(parts)}</section>{notes}'


def _methods(made: Report, lang: Lang) -> str:
    if not made.methods:
        return ""
    rows = "".join(
        f"<div><dt>{escape(one.label)}</dt><dd>{escape(one.how)} {escape(one.research)} ({escape(one.sure)})</dd></div>"
        for one in made.methods
    )
    return (
        f'<details class="mj-card mj-fold mj-methods" data-key="methods"><summary>{escape(say("int_methods", lang))}'
        f'</summary><div class="in"><dl lang="ko">{rows}</dl></div></details>'
    )


def file(interview: Interview, progress: Sequence[ProgressRow], do: str) -> tuple[str, bytes]:
    """Name and bytes of a download. do: "save-html" for the printable page, else Markdown."""
    from metajob.interview.report.export_html import to_html
    from metajob.interview.report.export_markdown import to_markdown

    name = f"interview_{interview.created[:10]}"
    if do == "save-html":
        return f"{name}.html", to_html(interview, progress).encode()
    return f"{name}.md", to_markdown(interview, progress).encode()
