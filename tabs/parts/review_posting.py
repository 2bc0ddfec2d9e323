"""The document against a job posting: keywords found, implied and missing, and the company-name test."""

from __future__ import annotations

from html import escape

from metajob.review.model import Keyword, PostingMatch, Review
from tabs.parts import review_html as h
from tabs.parts.words import Lang, say


def panel(review: Review, said: str, lang: Lang) -> str:
    """The result when there is a posting, and the form to give one or another one."""
    match = review.posting
    form = _form(review, lang)
    if match is None:
        return (
            f'<details class="mj-fold mj-card" data-key="posting"><summary>{h.word("posting_add", lang)}</summary>'
            f'<div class="in">{form}{said}</div></details>'
        )
    company = f" — {match.company}" if match.company else ""
    again = (
        f'<details class="mj-fold" data-key="posting-again"><summary>{h.word("posting_other", lang)}</summary>'
        f'<div class="in">{form}</div></details>'
    )
    return (
        f'<section class="mj-card mj-posting" aria-labelledby="posting-title">'
        f'<h3 id="posting-title">{escape(say("posting_title", lang) + company)}</h3>'
        f"{_result(match, lang)}{again}{said}</section>"
    )


def _form(review: Review, lang: Lang) -> str:
    """Text area for a posting. Its own event, because the document need not be read again."""
    company = review.posting.company if review.posting else ""
    return (
        f'<form data-form="posting"><label class="mj-field"><span>{h.word("posting_paste", lang)}</span>'
        f'<textarea id="posting-text" name="posting" rows="6" maxlength="20000">'
        f"{escape(review.posting_text)}</textarea></label>"
        f'<label class="mj-field"><span>{h.word("posting_company", lang)}</span>'
        f'<input id="posting-company" name="company" maxlength="80" value="{escape(company)}"></label>'
        f'<div class="mj-acts"><button type="submit" class="mj-btn main" id="posting-go">'
        f"{h.word('posting_go', lang)}</button></div></form>"
    )


def _result(match: PostingMatch, lang: Lang) -> str:
    note = f'<p lang="ko">{escape(match.note)}</p>' if match.note else ""
    if not match.keywords:
        return note or f"<p>{h.word('posting_none', lang)}</p>"
    groups = "".join(
        _group([keyword for keyword in match.keywords if keyword.required is required], title, lang)
        for required, title in ((True, "posting_required"), (False, "posting_preferred"))
    )
    return f"{note}{groups}{_swaps(match, lang)}"


def _group(keywords: list[Keyword], title: str, lang: Lang) -> str:
    """Found, implied and missing keywords of one part of the posting, with how many of how many."""
    if not keywords:
        return ""
    there = [keyword for keyword in keywords if keyword.found and not keyword.implied_by]
    implied = [keyword for keyword in keywords if keyword.implied_by]
    missing = [keyword for keyword in keywords if not keyword.found and not keyword.implied_by]
    head = say(
        "posting_count", lang, title=say(title, lang), found=len(there) + len(implied), all=len(keywords)
    )
    lists = "".join(
        f'<div class="row"><b>{h.word(word, lang)}</b><ul class="mj-keys {tone}" lang="ko">{items}</ul></div>'
        for word, tone, items in (
            ("key_found", "ok", "".join(_found(keyword, lang) for keyword in there)),
            ("key_implied", "half", "".join(_implied(keyword, lang) for keyword in implied)),
            ("key_missing", "no", "".join(f"<li>{escape(keyword.name)}</li>" for keyword in missing)),
        )
        if items
    )
    return f'<div class="mj-keygroup"><h4>{escape(head)}</h4>{lists}</div>'


def _found(keyword: Keyword, lang: Lang) -> str:
    """The name leads to its first place, the numbers behind it to the others."""
    return f"<li>{_places(keyword, lang)}</li>"


def _implied(keyword: Keyword, lang: Lang) -> str:
    """The place is that of the technology that includes it."""
    name = _places(keyword, lang) if keyword.found else f"<span>{escape(keyword.name)}</span>"
    return f"<li>{name}<small>{h.word('key_by', lang, name=keyword.implied_by)}</small></li>"


def _places(keyword: Keyword, lang: Lang) -> str:
    label = h.word("key_place", lang, name=keyword.name)
    return "".join(
        f'<button type="button"{h.place(one.start, one.end)} aria-label="{label}{f" {n}" if n > 1 else ""}">'
        f"{escape(keyword.name) if n == 1 else n}</button>"
        for n, one in enumerate(keyword.found[:5], 1)
    )


def _swaps(match: PostingMatch, lang: Lang) -> str:
    """Sentences that would be as true of any other company, and those that are about this one."""
    if not match.swaps:
        return ""
    lists = []
    for general, word in ((True, "swap_general"), (False, "swap_own")):
        lines = "".join(
            f"<li>{h.quote(line.quote, lang)}</li>" for line in match.swaps if line.general is general
        )
        if lines:
            lists.append(f'<h5>{h.word(word, lang)}</h5><ul class="mj-swaps">{lines}</ul>')
    return (
        f'<div class="mj-keygroup"><h4>{h.word("swap_test", lang)}</h4>'
        f"<p>{h.word('swap_test_text', lang)}</p>{''.join(lists)}</div>"
    )
