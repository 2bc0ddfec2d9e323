"""What is known about hired people at one place: a card for each topic of the published figures, and the own rows."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from metajob.specs import words
from metajob.specs.model import Cell, Figure, Found, MetricSummary, Summary, TopicFigures, Where
from metajob.specs.sentences import percent
from metajob.specs.topics import METRIC_KO, TOPICS
from tabs.parts.specs_form import TITLES
from tabs.parts.words import Lang, say

OLD_YEARS = 3  # a figure of a cohort longer ago than this says how old it is
EMPTY = ("teps", "jlpt", "hsk", "activity", "club")  # nothing is published about these at all


_POPULATIONS = {"final_hire(기업응답)": "sp_by_firms", "final_hire(HR응답)": "sp_by_firms"}


def word(key: str, lang: Lang, **values: object) -> str:
    """`say`, escaped."""
    return escape(say(key, lang, **values))


def results(summary: Summary, this_year: int, lang: Lang) -> str:
    """All cards. this_year: for the age of the figures."""
    shown = [one for one in summary.topics if one.mean or one.share]
    missing = [one.topic for one in summary.topics if one not in shown and one.topic not in EMPTY]
    head = f'<h3 class="sp-h" id="sp-results" tabindex="-1">{word("sp_published", lang)}</h3>'
    if not shown:
        return (
            f'{head}<div class="mj-card mj-empty"><p><b lang="ko">{escape(words.nothing_line(summary.where))}</b></p>'
            f"<p>{word('sp_nothing_hint', lang)}</p></div>"
        )
    cards = "".join(_card(one, this_year, lang) for one in shown)
    names = ", ".join(say(TITLES[one], lang) for one in missing)
    rest = f'<p class="mj-hint">{word("sp_missing", lang, names=names)}</p>' if missing else ""
    return (
        f'{head}{_climbed(shown, lang)}<ul class="sp-cards">{cards}</ul>{rest}{_beside(summary.where, lang)}'
    )


def _beside(where: Where, lang: Lang) -> str:
    """What applicants had, folded: the averages of hired people are hardly another thing."""
    from metajob.specs import context

    told = [one.sentence for topic in TOPICS for one in context.beside(topic, where)]
    told += filter(None, map(context.graduates, TOPICS))
    lines = "".join(f"<li>{escape(line)}</li>" for line in told)
    if not lines:
        return ""
    return (
        f'<details class="mj-card mj-fold"><summary>{word("sp_beside", lang)}</summary><div class="in">'
        f'<p class="mj-hint">{word("sp_beside_text", lang)}</p><ul class="sp-beside" lang="ko">{lines}</ul>'
        "</div></details>"
    )


def _climbed(shown: Sequence[TopicFigures], lang: Lang) -> str:
    """One line above the cards when what was asked for has nothing at all and every card shows something else."""
    found = [one for topic in shown for one in (topic.mean, topic.share) if one]
    first = found[0].steps[0]
    if first.rung == "all" or any(one.steps[0].found for one in found):
        return ""
    places = list(dict.fromkeys(one.steps[-1].label for one in found))
    told = word("sp_climbed", lang, asked=first.label, shown=", ".join(places))
    return f'<div class="mj-say warn" role="status"><b>{word("sp_climbed_title", lang)}</b><span>{told}</span></div>'


def _card(topic: TopicFigures, this_year: int, lang: Lang) -> str:
    name = say(TITLES[topic.topic], lang)
    holders = "sp_mean_holders" if topic.topic == "toeic" else "sp_mean"  # the others are not only of holders
    facts = "".join(
        _fact(found, say(key, lang))
        for found, key in ((topic.share, _share_word(topic)), (topic.mean, holders))
        if found
    )
    same = (
        topic.mean
        and topic.share
        and words.source_line(topic.mean.figure) == words.source_line(topic.share.figure)
    )
    sources = [topic.share, None if same else topic.mean]
    notes = "".join(_source(one, this_year, lang) for one in sources if one)
    return f'<li class="mj-card sp-card" data-topic="{topic.topic}"><h4>{escape(name)}</h4>' \
           f'<div class="sp-facts">{facts}</div><div class="sp-from">{notes}</div></li>'  # fmt: skip


def _share_word(topic: TopicFigures) -> str:
    return "sp_share" if "경험" in TOPICS[topic.topic].noun else "sp_holders"


def _fact(found: Found, label: str) -> str:
    figure = found.figure
    unit = " / 4.5" if figure.metric == "gpa_mean" else figure.unit.split("/")[0]
    doubt = ' class="doubt"' if figure.suspect else ""
    number = f"{escape(words.number(figure.value))}<small>{escape(unit)}</small>"
    return f"<p{doubt}><span>{escape(label)}</span><b>{number}</b></p>"


def _source(found: Found, this_year: int, lang: Lang) -> str:
    """Source with its link, whom it is about when they were not hired for good, the way down the ladder, the age."""
    figure = found.figure
    source = link(figure, lang)
    lines = [f'<p lang="ko">{escape(words.source_line(figure))} {source}</p>']
    if figure.population != "final_hire":
        lines.append(
            f'<p class="sp-note">{word(_POPULATIONS.get(figure.population, "sp_population"), lang)}</p>'
        )
    ladder = words.ladder_line(found)
    if ladder:
        lines.append(f'<p class="sp-note" lang="ko">{escape(ladder)}</p>')
    age = this_year - int(figure.year) if figure.year else 0
    if age >= OLD_YEARS:
        lines.append(f'<p class="sp-age"><span class="mj-badge">{word("sp_age", lang, years=age)}</span></p>')
    if figure.suspect:
        lines.append(f'<p class="sp-age"><span class="mj-badge warn">{word("sp_suspect", lang)}</span></p>')
    return "".join(lines)


def link(figure: Figure, lang: Lang) -> str:
    if not figure.url.startswith(("https://", "http://")):
        return ""
    about = f"{words.metric_name(figure.metric)}: {figure.publisher}"
    return (
        f'<a href="{escape(figure.url)}" target="_blank" rel="noopener noreferrer">{word("sp_source", lang)}'
        f'<span class="mj-sr"> {escape(about)} {word("sp_new_window", lang)}</span></a>'
    )


def own(cell: Cell | None, lang: Lang, demo: bool) -> str:
    """What the app's own consented rows (or the generated ones) say about the place."""
    head = f'<h3 id="sp-own-title">{word("sp_own", lang)}{demo_mark(lang) if demo else ""}</h3>'
    if cell is None:
        body = f'<p class="mj-none">{word("sp_own_none", lang)}</p>'
        return f'<section class="mj-card sp-own" aria-labelledby="sp-own-title">{head}{body}</section>'
    shown = cell.steps[-1].label if cell.steps else ""
    tried = ", ".join(step.label for step in cell.steps if not step.found)
    where = (
        word("sp_own_ladder", lang, asked=tried, shown=shown) if tried else word("sp_own_where", lang, shown=shown)
    )  # fmt: skip
    people = word("sp_own_demo" if demo else "sp_own_people", lang, people=f"{cell.people:,}")
    rows = "".join(
        _metric(one, cell, lang)
        for one in cell.metrics.values()
        if one.shown != "nothing" or one.share is not None
    )  # those with fewer than five answers are not told
    shares = "".join(
        f"<li><span>{escape(_certificate(one.code))}</span><b>{percent(one.share)}</b></li>"
        for one in cell.certificates[:8]
    )
    certificates = (
        f'<h4>{word("sp_own_certs", lang)}</h4><ul class="sp-shares">{shares}</ul>' if shares else ""
    )
    return (
        f'<section class="mj-card sp-own" aria-labelledby="sp-own-title">{head}'
        f'<p class="mj-hint">{people} {where}</p>'
        f'<details class="mj-fold"><summary>{word("sp_own_open", lang)}</summary><div class="in">'
        f'<ul class="sp-metrics">{rows}</ul>{certificates}<p class="mj-hint">{word("sp_own_how", lang)}</p></div>'
        "</details></section>"
    )


def demo_mark(lang: Lang) -> str:
    """The label that every element made of generated rows carries."""
    return f' <span class="mj-badge warn sp-demo">{word("sp_demo", lang)}</span>'


def _certificate(code: str) -> str:
    from metajob.specs.certificates import certificates

    return certificates()[code].name if code in certificates() else code


def amount(metric: str, value: float) -> str:
    """A value of the own rows with its unit: "3.82점", "IH", "2개"."""
    if metric == "speaking":
        from metajob.specs.scales import grade_name

        return grade_name(round(value))
    name: dict[str, tuple[str, str]] = {str(key): told for key, told in METRIC_KO.items()}
    if metric == "jlpt":
        return f"N{6 - round(value)}"
    rounded = round(value, {"gpa": 2, "toeic": 0, "teps": 0}.get(metric, 1))
    return f"{words.number(rounded)}{name[metric][1]}"


def _metric(one: MetricSummary, cell: Cell, lang: Lang) -> str:
    facts: list[str] = []
    if one.share is not None:
        span = f" ({one.share_interval[0]:.0%}~{one.share_interval[1]:.0%})" if one.share_interval else ""
        facts.append(say("sp_own_share", lang, share=f"{percent(one.share)}{span}"))
    if one.median is not None:
        median = amount(one.metric, one.median) + _span(one.metric, one.median_interval)
        facts.append(say("sp_own_median", lang, value=median))
    if one.quartiles:
        low, high = (amount(one.metric, value) for value in one.quartiles)
        facts.append(say("sp_own_half", lang, low=low, high=high))
    if one.mean is not None:
        mean = amount(one.metric, one.mean) + _span(one.metric, one.mean_interval)
        facts.append(say("sp_own_mean", lang, value=mean))
    estimate = cell.estimates.get(one.metric)
    if estimate is not None:
        facts.append(say("sp_own_estimate", lang, value=amount(one.metric, estimate.value)))
    facts.append(say("sp_own_n", lang, n=f"{one.answered:,}"))
    name = METRIC_KO[one.metric][0]
    return f'<li><b lang="ko">{escape(name)}</b><span>{escape(" · ".join(facts))}</span></li>'


def _span(metric: str, interval: tuple[float, float] | None) -> str:
    """ " (835점~870점)"; "" without an interval."""
    return " ({}~{})".format(*(amount(metric, value) for value in interval)) if interval else ""
