"""The left column of the review: what was reviewed, what needs care, and a card for each project."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from metajob.review.model import Criterion, ProjectReview, Review
from tabs.parts import review_finding
from tabs.parts import review_html as h
from tabs.parts.review_changes import Changes
from tabs.parts.words import Lang, say


def bar(review: Review, steps: int, lang: Lang) -> str:
    """The line above both columns: document, job family, engine, one step back."""
    pages = [say("pages", lang, count=len(review.pages))] if review.pages else []
    facts = [say("projects_found", lang, count=len(review.projects)), *pages]
    engine = say("engine_model" if review.engine == "model" else "engine_rules", lang)
    undo = h.button(
        say("step_back", lang), do="undo", look="small", id_="review-undo", disabled=None if steps else True
    )
    role = (
        f'<label class="mj-field inline"><span>{h.word("role", lang)}</span>'
        f'<select id="review-role" data-change="role">{h.role_options(lang, review.role)}</select></label>'
    )
    return (
        f'<div class="mj-bar"><div><h3 id="review-title" tabindex="-1">{escape(review.name)}</h3>'
        f"<p>{escape(' · '.join([*facts, say('made_by', lang, engine=engine)]))}</p></div>"
        f'<div class="mj-acts">{role}{undo}</div></div>'
    )


def dock(steps: int, lang: Lang) -> str:
    """The bar at the foot of a narrow window: the document, and one step back from wherever one is."""
    undo = h.button(say("step_back", lang), do="undo", look="small", id_="dock-undo") if steps else ""
    show = h.button(say("show_paper", lang), "paper", look="small main mj-float", id_="dock-paper")
    return f'<div class="mj-dock">{undo}{show}</div>'


def notes(review: Review) -> str:
    """What the engines want to say to the person."""
    if not review.notes:
        return ""
    lines = "".join(f"<li>{escape(note)}</li>" for note in review.notes)
    return f'<ul class="mj-notes" lang="ko">{lines}</ul>'


def board(
    review: Review,
    changes: Changes | None,
    lang: Lang,
    answers: Mapping[tuple[str, Criterion], str] | None = None,
) -> str:
    """All projects; the first in which something is missing is unfolded. answers: None without a model."""
    if not review.projects:
        return (
            f'<div class="mj-card mj-empty"><h3>{h.word("no_projects", lang)}</h3>'
            f"<p>{h.word('no_projects_hint', lang)}</p></div>"
        )
    first = next(
        (one for one in review.projects if any(f.level <= 1 for f in one.findings)), review.projects[0]
    )
    cards = "".join(
        project(one, number, one is first or _rewritten(one), changes, lang, answers)
        for number, one in enumerate(review.projects, 1)
    )
    return f'<p class="mj-how">{h.word("levels_note", lang)}</p>{cards}'


def _rewritten(one: ProjectReview) -> bool:
    return any(finding.rewrite for finding in one.findings)


def project(
    one: ProjectReview,
    number: int,
    opened: bool,
    changes: Changes | None,
    lang: Lang,
    answers: Mapping[tuple[str, Criterion], str] | None = None,
) -> str:
    """One project: title, the five levels at a glance, then the criteria."""
    key = one.span.id
    rows = "".join(
        review_finding.row(
            finding,
            one.span,
            lang,
            changes.word(key, finding.criterion, lang) if changes else "",
            None if answers is None else answers.get((key, finding.criterion), ""),
        )
        for finding in one.findings
    )
    gaps = sum(finding.level == 0 for finding in one.findings)
    todo = say("gaps", lang, count=gaps) if gaps else say("no_gaps", lang)
    news = changes.chips(lang, key) if changes else ""
    chips = f'<span class="chips">{news}</span>' if news else ""
    words = say("project_number", lang, number=number)
    quote = f'<button type="button" class="mj-btn small plain"{h.place(one.span.start, one.span.end)}' \
            f' aria-label="{escape(one.span.title)}: {h.word("project_place", lang)}">' \
            f'{h.word("project_place", lang)}</button>'  # fmt: skip
    techs = "".join(
        f"<li>{escape(name)}</li>" for name in dict.fromkeys(tech.name for tech in one.techs if tech.used)
    )
    used = (
        f'<div class="mj-techs"><b>{h.word("techs", lang)}</b><ul lang="ko">{techs}</ul></div>'
        if techs
        else "<span></span>"
    )
    return (
        f'<details class="mj-proj" data-key="{escape(key)}" data-project="{escape(key)}"{" open" if opened else ""}>'
        f'<summary><span class="no">{escape(words)}</span><h3>{escape(one.span.title)}</h3>{strip(one, lang)}'
        f'<span class="todo{" some" if gaps else ""}">{escape(todo)}</span>{chips}</summary>'
        f'<div class="in">{rows}<div class="mj-foot">{used}{quote}</div></div></details>'
    )


def strip(one: ProjectReview, lang: Lang) -> str:
    """Five cells with a level each; no sum, because levels of different questions do not add up."""
    cells = "".join(
        f'<span class="cell" data-criterion="{finding.criterion}" data-level="{finding.level}">'
        f"<b>{escape(h.short(finding.criterion, lang))}</b>{h.dots(finding.level)}"
        f"<small>{escape(h.level_word(finding.level, lang))}</small></span>"
        for finding in one.findings
    )
    return f'<span class="mj-strip">{cells}</span>'
