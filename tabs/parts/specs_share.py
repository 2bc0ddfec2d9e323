"""Hired people add their spec or take it back: the two folds, the code that is shown once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from html import escape
from typing import get_args

from metajob.specs.model import MAX_COMPANY, AgeBand
from metajob.specs.taxonomy import EDUCATION_KO, HIRE_KO, MAJOR_KO, industries, roles
from tabs.parts import messages
from tabs.parts.specs_form import options, problem
from tabs.parts.specs_page import sizes, tree, years
from tabs.parts.words import Lang, both, say


def _pairs(names: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(name, code) for code, name in names.items()]


def _select(name: str, word: str, pairs: list[tuple[str, str]], first: str = "sp_untold") -> str:
    return (
        f'<label class="mj-field"><span>{both(word)}</span><select data-hire="{name}">'
        f"{options(pairs, first)}</select></label>"
    )


def adding() -> str:
    """The fold in which a hired person adds a spec."""
    from metajob.specs.sharing import consent_text

    fields = (
        f'<div><label class="mj-field"><span>{both("sp_hire_year")}</span><select data-hire="hire_year"'
        f' aria-describedby="sp-e-hire_year">{options(years(), "sp_pick")}</select></label>{problem("hire_year")}</div>'
        + _select("hire_half", "sp_hire_half", [("상반기", "1"), ("하반기", "2")])
        + f'<label class="mj-field"><span>{both("sp_company")}</span>'
        f'<input data-hire="hire_company" maxlength="{MAX_COMPANY}" list="sp-companies" autocomplete="off"></label>'
        + _select("hire_size", "sp_size", sizes())
        + _select("hire_industry", "sp_industry", tree(industries()))
        + _select("hire_role", "sp_role", tree(roles()))
        + _select("hire_type", "sp_hire_type", _pairs(HIRE_KO), "")
        + _select("hire_education", "sp_education", _pairs(EDUCATION_KO))
        + _select("hire_major", "sp_major", _pairs(MAJOR_KO))
        + _select("hire_age", "sp_age_band", [(f"{one}세", one) for one in get_args(AgeBand)])
    )
    consent = "".join(f"<li>{_bold(line.removeprefix('- '))}</li>" for line in consent_text().splitlines())
    return (
        f'<details class="mj-parts mj-card mj-fold" id="sp-share"><summary>{both("sp_share_fold")}</summary>'
        '<div class="in">'
        f'<p class="mj-hint">{both("sp_share_text")}</p><div class="sp-where">{fields}</div>'
        f'<div class="sp-consent" lang="ko" tabindex="0" role="region" aria-label="동의 안내"><ul>{consent}</ul></div>'
        f'<label class="mj-check"><input type="checkbox" id="sp-agree" aria-describedby="sp-e-agree">'
        f"<span>{both('sp_agree')}</span></label>{problem('agree')}"
        f'<div class="mj-acts start"><button type="button" class="mj-btn main" id="sp-register">{both("sp_register")}'
        '</button></div><div data-sp="share" class="sp-zone"></div><div id="sp-codes" class="sp-zone"></div>'
        "</div></details>"
    )  # fmt: skip


def taking_back() -> str:
    """The fold in which it is taken back, also where nobody can add one any more."""
    return (
        f'<details class="mj-parts mj-card mj-fold" id="sp-back"><summary>{both("sp_back")}</summary><div class="in">'
        f'<p class="mj-hint">{both("sp_back_text")}</p><form class="sp-add" id="sp-back-form">'
        f'<label class="mj-field"><span>{both("sp_code")}</span><input id="sp-code" maxlength="40" autocomplete="off"'
        f' autocapitalize="characters" spellcheck="false" placeholder="XXXXX-XXXXX-XXXXX-XXXXX"></label>'
        f'<button type="submit" class="mj-btn">{both("sp_withdraw")}</button></form>'
        f'<div data-sp="back" class="sp-zone"></div></div></details>'
    )  # fmt: skip


def _bold(line: str) -> str:
    """**words** of a Markdown line as <b>; the rest escaped."""
    return re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", escape(line))


def registered(code: str, lang: Lang) -> str:
    """The delete code, shown this once, and from when the spec is part of what is shown."""
    today = datetime.now(UTC).date()
    shown = date(today.year + today.month // 12, today.month % 12 + 1, 1)
    when = say("sp_from_when", lang, year=shown.year, month=shown.month)
    box = messages.box(say("sp_registered", lang), when)
    return (
        f'{box}<div class="sp-codebox"><p><b>{escape(say("sp_code", lang))}</b>'
        f'<output id="sp-newcode" tabindex="-1">{escape(code)}</output></p>'
        f'<div class="mj-acts start"><button type="button" class="mj-btn small" data-part="code-copy">'
        f'{escape(say("sp_copy", lang))}</button><button type="button" class="mj-btn small" data-part="code-keep">'
        f'{escape(say("sp_code_save", lang))}</button></div>'
        f'<p class="mj-hint">{escape(say("sp_code_once", lang))}</p></div>'
    )  # fmt: skip
