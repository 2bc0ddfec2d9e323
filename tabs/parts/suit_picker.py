"""Template grid with pictures, filter and garment colours, made of native radio buttons so that every key
works.

Event: input. Value: {"template": key, "cloth": "", "top": "", "tie": ""}; an empty colour is the template's
own.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import gradio as gr

from tabs.parts.page import ASSETS, MOUNT
from tabs.parts.words import both

if TYPE_CHECKING:
    from metajob.photo.templates import Template

PREVIEWS = ASSETS / "photo" / "previews"
# Colours that suit offices actually see; the last swatch of every row is free.
CLOTHS = (
    ("#1f2a44", "colour_navy"), ("#16181d", "colour_black"), ("#3a3d42", "colour_charcoal"),
    ("#6d7278", "colour_grey"), ("#b9a88f", "colour_beige"),
)  # fmt: skip
TOPS = (
    ("#fbfbf9", "colour_white"), ("#dbe7f5", "colour_sky"), ("#f4ecdc", "colour_ivory"),
    ("#f3dfe2", "colour_pink"), ("#23262d", "colour_black"),
)  # fmt: skip
TIES = (
    ("#24375f", "colour_navy"), ("#6b1f2c", "colour_wine"), ("#1c1d20", "colour_black"),
    ("#8a9099", "colour_silver"), ("#2f5a4a", "colour_green"),
)  # fmt: skip
Swatches = tuple[tuple[str, str], ...]


def swatch_row(name: str, title: str, colours: Swatches, default: tuple[str, str] | None, free: str) -> str:
    """One fieldset of colour radios. default: (value, word) put first; free: start of the colour dialogue."""
    first = "" if default is None else _dot(name, default[0], "own-default", default[1], True)
    rest = "".join(
        _dot(name, colour, "", word, default is None and index == 0)
        for index, (colour, word) in enumerate(colours)
    )
    return (
        f'<fieldset class="mj-swatches" data-garment="{name}"><legend>{both(title)}</legend>{first}{rest}'
        f'<label class="mj-swatch own"><input type="radio" name="mj-{name}" data-own value="{free}" tabindex="-1">'
        f'<span class="dot"></span><input type="color" value="{free}" aria-labelledby="mj-free-{name}">'
        f'<span class="mj-sr" id="mj-free-{name}">{both("colour_free")}</span></label></fieldset>'
    )


def _dot(name: str, value: str, kind: str, word: str, checked: bool) -> str:
    return (
        f'<label class="mj-swatch" style="--c:{value or "transparent"}"><input type="radio" name="mj-{name}"'
        f' value="{value}"{" checked" if checked else ""}><span class="dot {kind}"></span>'
        f'<span class="mj-sr">{both(word)}</span></label>'
    )


def preview_url(key: str) -> str:
    """Relative address of the stored picture of a template; empty when there is none yet."""
    return f"{MOUNT}/photo/previews/{key}.webp" if (PREVIEWS / f"{key}.webp").is_file() else ""


def _hex(colour: tuple[int, int, int] | None) -> str:
    return "" if colour is None else "#{:02x}{:02x}{:02x}".format(*colour)


def _tile(template: Template, checked: bool) -> str:
    url = preview_url(template.key)
    picture = f'<img src="{url}" alt="" width="280" height="360" loading="lazy">' if url else ""
    names = (("ko", template.ko), ("en", template.en))
    name = "".join(f'<span class="mj-lang" lang="{lang}">{escape(text)}</span>' for lang, text in names)
    own = {
        "cloth": template.cloth,
        "top": template.top.colour,
        "tie": template.tie.ground if template.tie else None,
    }
    colours = " ".join(f'data-{part}="{_hex(colour)}"' for part, colour in own.items())
    return (
        f'<label class="mj-tile" data-for="{template.sex}" {colours}>'
        f'<input type="radio" name="mj-suit" value="{escape(template.key)}"{" checked" if checked else ""}>'
        f'<span class="pic">{picture}</span><span class="name">{name}</span></label>'
    )


def suit_picker(templates: dict[str, Template]) -> gr.HTML:
    """The component for these templates, the first one chosen; listen with `.input(fn)`."""
    pills = "".join(
        f'<label class="mj-pill"><input type="radio" name="mj-for" value="{value}"'
        f'{" checked" if value == "all" else ""}><span class="in">{both(word)}</span></label>'
        for value, word in (("all", "suits_all"), ("m", "suits_men"), ("f", "suits_women"))
    )
    tiles = "".join(_tile(template, index == 0) for index, template in enumerate(templates.values()))
    rows = "".join(
        swatch_row(name, title, colours, ("", "colour_default"), colours[0][0])
        for name, title, colours in (
            ("cloth", "garment_cloth", CLOTHS),
            ("top", "garment_top", TOPS),
            ("tie", "garment_tie", TIES),
        )
    )
    return gr.HTML(
        value={"template": next(iter(templates)), "cloth": "", "top": "", "tie": ""},
        html_template=f"""
<div class="mj-parts">
  <fieldset class="mj-filter"><legend class="mj-sr">{both("suits_filter")}</legend>{pills}</fieldset>
  <fieldset class="mj-tiles"><legend class="mj-sr">{both("step_suit")}</legend>{tiles}</fieldset>
  <div class="mj-dye"><div class="title"><h3>{both("garment_colours")}</h3>
    <button type="button" class="mj-btn plain" data-undye>{both("garment_undye")}</button></div>{rows}</div>
</div>""",
        js_on_load="MJ.suits({ element, trigger, props, watch });",
        apply_default_css=False,
        elem_id="suits",
    )


BACKGROUNDS: Swatches = (
    ("#ffffff", "colour_white"),
    ("#e8eaed", "colour_light_grey"),
    ("#cfe0f2", "colour_light_blue"),
)


def background_picker() -> gr.HTML:
    """White, grey, blue or a free colour. Value: #rrggbb; listen with `.input(fn)`."""
    row = swatch_row("background", "background", BACKGROUNDS, None, "#f2ede4")
    return gr.HTML(
        value=BACKGROUNDS[0][0],
        html_template=f'<div class="mj-parts">{row}</div>',
        js_on_load="MJ.colour({ element, trigger, props, watch });",
        apply_default_css=False,
        elem_id="background",
    )
