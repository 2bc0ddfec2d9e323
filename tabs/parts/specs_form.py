"""The form of one's own spec: a field or a group for each topic, "입력 안 함" and "없음" always two different answers.

The script assets/js/specs.js keeps what is filled in (in the browser only) and sends it as {field: text}.
"""

from __future__ import annotations

from html import escape
from typing import get_args

from metajob.specs.model import GpaScale, Hsk, Jlpt, Opic, SpeakingLevel
from tabs.parts.words import both, say

# group → fields in it: (name, word of its label, longest text)
GROUPS: dict[str, tuple[tuple[str, str, int], ...]] = {
    "toeic": (("toeic", "sp_score", 3),),
    "teps": (("teps", "sp_score", 3),),
    "intern": (("intern_count", "sp_times", 2), ("intern_months", "sp_months", 3)),
    "overseas": (("overseas_count", "sp_times", 2), ("overseas_months", "sp_months", 3)),
    "award": (("award_count", "sp_times", 2),),
    "volunteer": (("volunteer_count", "sp_times", 3), ("volunteer_hours", "sp_hours", 6)),
    "club": (("club_count", "sp_places", 2),),
    "activity": (("activity_count", "sp_times", 2),),
}
TITLES = {
    "gpa": "sp_gpa", "toeic": "sp_toeic", "speaking": "sp_speaking", "teps": "sp_teps", "jlpt": "sp_jlpt",
    "hsk": "sp_hsk", "second_language": "sp_second_language", "certificate": "sp_certificate",
    "intern": "sp_intern", "overseas": "sp_overseas", "award": "sp_award", "volunteer": "sp_volunteer",
    "club": "sp_club", "activity": "sp_activity",
}  # fmt: skip
_STATES = (("", "sp_untold"), ("none", "sp_none"), ("have", "sp_have"))


def options(pairs: list[tuple[str, str]], first: str = "") -> str:
    """<option>s of (label, code) pairs. first: word of the empty one."""
    empty = (
        f'<option value="" data-en="{escape(say(first, "en"))}">{escape(say(first, "ko"))}</option>'
        if first
        else ""
    )
    return empty + "".join(
        f'<option value="{escape(code)}">{escape(label)}</option>' for label, code in pairs
    )


def problem(name: str) -> str:
    """Where the script writes what is wrong with a field."""
    return f'<p class="sp-err" id="sp-e-{name}" data-error="{name}" role="alert"></p>'


def field(name: str, word: str, most: int = 5, mode: str = "numeric") -> str:
    """A labelled text field for a number."""
    return (
        f'<label class="mj-field"><span>{both(word)}</span><input data-field="{name}" inputmode="{mode}"'
        f' maxlength="{most}" autocomplete="off" aria-describedby="sp-e-{name}"></label>'
    )


def _select(name: str, word: str, pairs: list[tuple[str, str]], slot: str = "") -> str:
    """slot: the field under which `problem` writes what is wrong with it."""
    about = f' aria-describedby="sp-e-{slot}"' if slot else ""
    return (
        f'<label class="mj-field"><span>{both(word)}</span><select data-field="{name}"{about}>'
        f"{options(pairs, 'sp_untold')}</select></label>"
    )


def _states(name: str) -> str:
    return '<div class="sp-tri">' + "".join(
        f'<label class="mj-pill"><input type="radio" name="sp-{name}" data-field="{name}_has" value="{value}"'
        f'{"" if value else " checked"}><span class="in">{both(word)}</span></label>'
        for value, word in _STATES
    ) + "</div>"  # fmt: skip


def _group(name: str, inside: str, errors: str) -> str:
    return (
        f'<fieldset class="sp-f" data-group="{name}"><legend>{both(TITLES[name])}</legend>{_states(name)}'
        f'<div class="sp-more" hidden>{inside}</div>{errors}</fieldset>'
    )


def _numbers(name: str) -> str:
    fields = GROUPS[name]
    return _group(
        name,
        f'<div class="sp-pair">{"".join(field(*one) for one in fields)}</div>',
        "".join(problem(one) for one, _, _ in fields),
    )


def _gpa() -> str:
    scales = [(scale, scale) for scale in get_args(GpaScale)]
    return (
        f'<fieldset class="sp-f"><legend>{both("sp_gpa")}</legend><div class="sp-pair">'
        f"{field('gpa', 'sp_gpa_mine', 5, 'decimal')}"
        f'<label class="mj-field"><span>{both("sp_gpa_scale")}</span>'
        f'<select data-field="gpa_scale" aria-describedby="sp-e-gpa">{options(scales)}</select></label></div>'
        f'{problem("gpa")}<p class="mj-hint">{both("sp_gpa_hint")}</p></fieldset>'
    )  # fmt: skip


def _speaking() -> str:
    levels = [(f"Level {one}" if one.isdigit() else one, one) for one in reversed(get_args(SpeakingLevel))]
    grades = [(one, one) for one in reversed(get_args(Opic)) if one != "none"]
    inside = (
        f'<div class="sp-pair">{field("toeic_speaking", "sp_tos_score", 3)}'
        f"{_select('opic', 'sp_opic', grades, 'opic')}</div>"
        f'<details class="sp-old"><summary>{both("sp_tos_old")}</summary>'
        f"{_select('toeic_speaking_level', 'sp_tos_level', levels)}</details>"
    )
    return _group("speaking", inside, problem("toeic_speaking") + problem("opic"))


def _certificates() -> str:
    from metajob.specs.certificates import certificates

    known = "".join(f'<option value="{escape(one.name)}">' for one in certificates().values())
    inside = (
        f'<div class="sp-add"><label class="mj-field"><span>{both("sp_cert_name")}</span>'
        f'<input data-part="cert" list="sp-certs" maxlength="200" autocomplete="off"'
        f' aria-describedby="sp-e-certificate"></label>'
        f'<button type="button" class="mj-btn" data-part="cert-add">{both("sp_cert_add")}</button></div>'
        f'<datalist id="sp-certs">{known}</datalist><ul class="sp-chips" data-part="certs"></ul>'
        f'<p class="mj-hint">{both("sp_cert_hint")}</p>'
    )
    return _group("certificate", inside, problem("certificate"))


def _others() -> str:
    """Languages that few have, folded."""
    jlpt = [(one, one) for one in reversed(get_args(Jlpt)) if one != "none"]
    hsk = [(f"{one}급", one) for one in reversed(get_args(Hsk)) if one != "none"]
    none = [(say("sp_none", "ko"), "none")]
    return (
        f'<details class="mj-fold sp-others"><summary>{both("sp_other_languages")}</summary><div class="in">'
        f'{_numbers("teps")}<div class="sp-pair">{_select("jlpt", "sp_jlpt", none + jlpt)}'
        f'{_select("hsk", "sp_hsk", none + hsk)}</div></div></details>'
    )  # fmt: skip


def form() -> str:
    """The whole form as HTML in both languages."""
    first = _gpa() + _numbers("toeic") + _speaking() + _others() + _certificates()
    second = "".join(
        _numbers(name) for name in ("intern", "award", "overseas", "volunteer", "activity", "club")
    )
    return (
        '<section class="mj-card sp-form" id="sp-form" aria-labelledby="sp-form-title">'
        f'<h3 id="sp-form-title">{both("sp_form_title")}</h3><p class="mj-hint">{both("sp_form_text")}</p>'
        f'<div class="sp-fields"><div>{first}</div><div>{second}</div></div>'
        f'<div class="sp-go"><button type="button" class="mj-btn main" id="sp-compare">{both("sp_compare")}</button>'
        f'<button type="button" class="mj-btn danger" id="sp-forget">{both("sp_forget")}</button></div>'
        f'<p class="sp-saved" role="status" data-part="saved"></p></section>'
    )
