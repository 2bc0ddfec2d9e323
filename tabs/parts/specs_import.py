"""The fold for files of rows, in an app that only this computer reaches: template, preview, saving, batches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from metajob.addresses import LOOPBACK
from tabs.parts.review_html import button
from tabs.parts.review_shelf import KST, date
from tabs.parts.specs_cards import word
from tabs.parts.words import Lang, both, say

if TYPE_CHECKING:
    from metajob.specs.importing import Preview
    from metajob.store.specs_rows import Batch

ACCEPT = ".csv,.tsv,.txt,.xlsx"
RIGHTS = {
    "": "sp_pick",
    "own": "sp_right_own",
    "consented": "sp_right_consented",
    "open_licence": "sp_right_open",
}
_PROXIES = ("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip")
LISTED = 100  # problems on the screen; the count tells the rest


def from_here(headers: Mapping[str, str]) -> bool:
    """Whether this computer's own browser asks, as far as a request tells: through no proxy, which would make visitors
    of a public site look like this computer, and by no other name, which a page elsewhere can let point here."""
    try:
        host = urlsplit(f"//{headers.get('host', '')}").hostname
    except ValueError:
        return False
    return host in LOOPBACK and not any(headers.get(name) for name in _PROXIES)


def fold() -> str:
    """The fold with the file chooser; the script sends the file."""
    return (
        f'<details class="mj-parts mj-card mj-fold" id="sp-import"><summary>{both("sp_import")}</summary>'
        '<div class="in">'
        f'<p class="mj-hint">{both("sp_import_text")}</p><div class="mj-acts start">'
        f'<button type="button" class="mj-btn main" id="sp-file-choose">{both("sp_import_choose")}</button>'
        f'<button type="button" class="mj-btn" data-act="template" data-args=\'{{"kind":"xlsx"}}\'>'
        f"{both('sp_template_xlsx')}</button>"
        f'<button type="button" class="mj-btn" data-act="template" data-args=\'{{"kind":"csv"}}\'>'
        f"{both('sp_template_csv')}</button></div>{_columns()}"
        f'<input type="file" id="sp-file" accept="{ACCEPT}" aria-label="CSV, XLSX" hidden>'
        f'<div data-sp="import" class="sp-zone"></div>'
        '<div data-sp="import-said" class="sp-zone"></div><div data-sp="batches" class="sp-zone"></div>'
        "</div></details>"
    )


def _columns() -> str:
    """What each column of the template takes, folded."""
    from metajob.specs.importing.template import explanations

    rows = "".join(
        f'<tr><th scope="row">{escape(title)}</th><td>{escape(text)}</td></tr>'
        for title, text in explanations()
    )
    return (
        f'<details class="mj-fold"><summary>{both("sp_columns")}</summary><div class="sp-scroll tall" tabindex="0"'
        f' role="region" aria-label="열 설명"><table lang="ko"><tbody>{rows}</tbody></table></div></details>'
    )


def preview(read: Preview, name: str, lang: Lang) -> str:
    """What would be saved, what is wrong line by line, and the questions before saving."""
    good, bad = len(read.people), read.bad_lines
    head = (
        f'<h4 id="sp-preview" tabindex="-1">{escape(name)}</h4><p class="mj-hint">'
        f"{word('sp_import_count', lang, total=f'{read.total:,}', good=f'{good:,}', bad=f'{bad:,}')}</p>"
    )
    names = ", ".join(_column(*pair) for pair in read.known)
    columns = f'<p class="mj-hint" lang="ko">{word("sp_import_columns", lang, names=names)}</p>'
    if read.ignored:
        columns += f'<p class="mj-hint">{word("sp_import_ignored", lang, names=", ".join(read.ignored))}</p>'
    warnings = "".join(
        f"<li>{word('sp_import_at', lang, line=f'{one.line:,}')} "
        f"{f'<b>{escape(one.column)}</b> ' if one.column else ''}{escape(one.message)}</li>"
        for one in read.warnings[:LISTED]
    )
    care = f'<ul class="mj-notes" lang="ko">{warnings}</ul>' if warnings else ""
    care += _more(read.warning_count - min(LISTED, len(read.warnings)), lang)
    cancel = button(say("sp_import_cancel", lang), do="import-drop", look="plain", id_="sp-import-drop")
    if not good or read.blocked:
        return (
            f'<div class="sp-preview">{head}{columns}{_problems(read, lang)}{care}'
            f'<div class="mj-say bad" role="status"><b>{word("sp_import_nothing", lang)}</b></div>'
            f'<div class="mj-acts start">{cancel}</div></div>'
        )  # fmt: skip
    leave = ""
    if bad:
        leave = (
            f'<label class="mj-check"><input type="checkbox" id="sp-leave"><span>'
            f"{word('sp_import_leave', lang, bad=f'{bad:,}')}</span></label>"
        )
    save = button(
        say("sp_import_save", lang, good=f"{good:,}"), "save", look="main", id_="sp-import-save", disabled=bool(bad)
    )  # fmt: skip
    rights = "".join(f'<option value="{code}">{word(key, lang)}</option>' for code, key in RIGHTS.items())
    asks = (
        f'<div class="sp-where"><label class="mj-field"><span>{word("sp_origin", lang)}</span>'
        f'<input id="sp-origin" maxlength="200" aria-describedby="sp-e-origin"></label>'
        f'<label class="mj-field"><span>{word("sp_rights", lang)}</span>'
        f'<select id="sp-rights" aria-describedby="sp-e-rights">{rights}</select></label></div>'
        f'<p class="mj-hint">{word("sp_rights_hint", lang)}</p>'
        f'<p class="sp-err" id="sp-e-origin" data-error="origin" role="alert"></p>'
        f'<p class="sp-err" id="sp-e-rights" data-error="rights" role="alert"></p>'
    )
    return (
        f'<div class="sp-preview">{head}{columns}{_problems(read, lang)}{care}{asks}{leave}'
        f'<div class="mj-acts start">{save}{cancel}</div></div>'
    )  # fmt: skip


def _column(written: str, known: str) -> str:
    """A header as it stands in the file, and what it was taken for when that is another word."""
    return written if written == known else f"{written} → {known}"


def _problems(read: Preview, lang: Lang) -> str:
    if not read.problems:
        return ""
    rows = "".join(
        f"<tr><th scope='row'>{one.line:,}</th><td>{escape(one.column)}</td><td>{escape(one.message)}</td></tr>"
        for one in read.problems[:LISTED]
    )
    heads = "".join(
        f'<th scope="col">{word(key, lang)}</th>' for key in ("sp_line", "sp_column", "sp_problem")
    )
    more = _more(read.problem_count - min(LISTED, len(read.problems)), lang)
    title = say("sp_import_problems", lang, count=f"{read.problem_count:,}")
    return (
        f'<div class="mj-say bad" role="status"><b>{escape(title)}</b></div>'
        f'<div class="sp-scroll tall" tabindex="0" role="region" aria-label="{escape(title)}"><table lang="ko">'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>{more}"
    )


def _more(rest: int, lang: Lang) -> str:
    return f'<p class="mj-hint">{word("sp_import_more", lang, count=f"{rest:,}")}</p>' if rest > 0 else ""


def batches(rows: Sequence[Batch], lang: Lang) -> str:
    """What was imported so far, each with its delete button."""
    if not rows:
        return ""
    items = "".join(_batch(one, lang) for one in rows)
    return f'<h4>{word("sp_batches", lang)}</h4><ul class="mj-shelf">{items}</ul>'


def _batch(one: Batch, lang: Lang) -> str:
    delete = button(
        say("sp_batch_delete", lang), do="batch-delete", look="small danger", args={"id": one.id},
        id_=f"sp-delete-{one.id}", sure=say("sp_batch_sure", lang),
        aria_label=f"{say('sp_batch_delete', lang)}: {one.filename}",
    )  # fmt: skip
    facts = [
        date(one.created.astimezone(KST)),
        say("sp_batch_rows", lang, count=f"{one.rows_count:,}"),
        one.origin,
    ]
    if one.rights in RIGHTS:
        facts.append(say(RIGHTS[one.rights], lang))
    told = escape(" · ".join(fact for fact in facts if fact))
    return (
        f"<li><div><b>{escape(one.filename)}</b><small>{told}</small></div>"
        f'<div class="mj-acts">{delete}</div></li>'
    )
