"""The fixed HTML of the specs tab: lead and banner, the choice of a place, headings, and the places of what changes.

`data-sp="name"` is a zone that the script fills with what Python answers.
"""

from __future__ import annotations

from datetime import UTC, datetime
from html import escape

import gradio as gr

from metajob.specs.model import MAX_COMPANY, Size
from metajob.specs.taxonomy import SIZE_KO, Named, industries, roles
from tabs.parts.specs_form import options
from tabs.parts.words import both, subset

FIRST_YEAR = 2006  # of the published figures; an older year has nothing near
FIRST_SIZE: Size = (
    "large"  # chosen at first: the newest series that counts people, not employers' answers, is about these
)


def html(text: str, elem_id: str | None = None) -> gr.HTML:
    """A part that never changes by itself."""
    return gr.HTML(text, apply_default_css=False, elem_id=elem_id)


def zone(name: str) -> str:
    """A place for what Python answers."""
    return f'<div class="mj-parts sp-zone" data-sp="{name}"></div>'


def years() -> list[tuple[str, str]]:
    """(label, code) of every year that can be asked for, the newest first."""
    return [(f"{year}년", str(year)) for year in range(this_year(), FIRST_YEAR - 1, -1)]


def this_year() -> int:
    """In UTC, as everything that is kept."""
    return datetime.now(UTC).year


def tree(table: dict[str, Named]) -> list[tuple[str, str]]:
    """(label, code) of a taxonomy, what belongs to a group a little to the right."""
    return [("\u2003" * bool(one.parent) + one.name_ko, code) for code, one in table.items()]


def sizes() -> list[tuple[str, str]]:
    """(label, code) of the company sizes."""
    return [(name, code) for code, name in SIZE_KO.items()]


def lead() -> str:
    """Title and the banner that is always there."""
    return (
        f'<div class="mj-lead"><h2>{both("sp_title")}</h2><p>{both("sp_lead")}</p></div>'
        f'<div class="mj-say warn sp-banner" role="note"><b>{both("sp_banner")}</b>'
        f"<span>{both('sp_banner_text')}</span></div>"
    )


def choose() -> str:
    """Year, size, industry, company and role; every change is a new look."""

    def select(name: str, word: str, pairs: list[tuple[str, str]], first: str = "") -> str:
        return (
            f'<label class="mj-field"><span>{both(word)}</span><select data-where="{name}" data-first="{first}"'
            f' id="sp-{name}" autocomplete="off">{options(pairs, "sp_any")}</select></label>'
        )

    known = "".join(f'<option value="{escape(name)}">' for name in companies())
    company = (
        f'<label class="mj-field"><span>{both("sp_company")}</span><input data-where="company" id="sp-company"'
        f' list="sp-companies" maxlength="{MAX_COMPANY}" autocomplete="off" placeholder="예: 포스코"></label>'
        f'<datalist id="sp-companies">{known}</datalist>'
    )
    return (
        '<section class="mj-parts mj-card sp-choose" aria-labelledby="sp-choose-title">'
        f'<h3 id="sp-choose-title">{both("sp_choose")}</h3><div class="sp-where">'
        f"{select('year', 'sp_year', years())}{select('size', 'sp_size', sizes(), FIRST_SIZE)}"
        f"{select('industry', 'sp_industry', tree(industries()))}{company}"
        f'{select("role", "sp_role", tree(roles()))}</div><div class="sp-line">'
        f'<label class="mj-check"><input type="checkbox" id="sp-flagged"><span>{both("sp_flagged")}</span></label>'
        f'<div class="mj-acts"><button type="button" class="mj-btn small" id="sp-to-form">{both("sp_to_form")}</button>'
        f'<button type="button" class="mj-btn small" id="sp-reset">{both("sp_reset")}</button></div></div></section>'
        f'<div data-sp="said" class="mj-parts sp-zone"></div>'
    )  # fmt: skip


def companies() -> list[str]:
    """Names of the companies that have published figures."""
    from metajob.specs.published import figures

    return sorted({one.company for one in figures() if one.company})


def desk() -> gr.HTML:
    """The part that draws every zone; listen with `.look(fn)` and `.act(fn)`, read `event.act`.

    Value {"n", zones {name: html}, charts {name: drawn}, errors {field: sentence}, certs, code, lead}; what is not
    named stays as it is on the page.
    """
    return gr.HTML(
        value={"n": 0},
        html_template='<div data-part="root"><p class="mj-sr" role="status" data-part="spoken"></p></div>',
        js_on_load="MJS.desk({ element, trigger, props, watch, upload }); /* 'look' 'act' */",
        apply_default_css=False,
        elem_id="specs-desk",
        words=subset(
            "copied", "copy_failed", "sp_kept_here", "sp_not_kept", "sp_forgotten", "sp_compared", "sp_updated",
            "sp_remove", "doc_send_failed", "doc_too_large", "sp_code_file", "sp_fix_fields",
        ),
    )  # fmt: skip
