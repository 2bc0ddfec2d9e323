"""The card that makes a review deeper with a language model: which one, what it costs, what is sent, what came back."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from metajob.engines import Ready
from metajob.review.model import Usage
from tabs.parts import review_html as h
from tabs.parts.words import Lang, say

if TYPE_CHECKING:
    from metajob.llm.endpoint import Endpoint
    from metajob.review.deep.model_engine import Estimate
    from tabs.parts.review_desk import ReviewDesk


def endpoint_of(desk: ReviewDesk) -> Endpoint | None:
    """The visitor's own model, else the one of the installation; None without either."""
    from metajob.llm.endpoint import from_settings

    return desk.typed or from_settings()


def estimate(desk: ReviewDesk, endpoint: Endpoint) -> Estimate:
    """Calls, tokens and won of a review of what is on the screen. Nothing is sent."""
    from metajob.review.deep import model_engine

    review = desk.need().offline
    spans = [project.span for project in review.projects]
    return model_engine.estimate(review.text, spans, endpoint, review.posting_text, review.role)


def outgoing(desk: ReviewDesk) -> list[str]:
    """Exactly what would leave the machine: the fixed instructions, then one message for each project."""
    from metajob.review.deep import model_engine, prompt

    review = desk.need().offline
    spans = [project.span for project in review.projects]
    return [
        prompt.instructions(),
        *model_engine.outgoing(review.text, spans, review.posting_text, review.role, desk.answers_of()),
    ]


def panel(desk: ReviewDesk, lang: Lang) -> str:
    """The whole card."""
    from metajob.llm.endpoint import probe

    said = desk.said.get("model", "")
    review = desk.review
    if review is None or not review.projects:
        return ""
    endpoint = endpoint_of(desk)
    deep = desk.now.deep if desk.now else None
    opened = " open" if endpoint or said or deep else ""
    if endpoint is None:
        body = f"<p>{h.word('model_text', lang)}</p>{_form(lang)}"
    else:
        state = probe(endpoint)
        if isinstance(state, Ready):
            body = _ready(desk, endpoint, state.note, lang)
        else:
            told = f"<b>{escape(state.reason)}</b><span>{escape(state.how_to_fix)}</span>"
            body = f'<div class="mj-say warn" role="status" lang="ko">{told}</div>{_form(lang)}'
    done = _done(desk, deep.usage, lang) if deep else ""
    return (
        f'<details class="mj-fold mj-card mj-model" data-key="model"{opened}>'
        f'<summary>{h.word("model_title", lang)}</summary><div class="in">{done}{body}{said}</div></details>'
    )


def _form(lang: Lang) -> str:
    """Address, key and model for this session. The key is kept in the server's memory only."""
    fields = "".join(
        f'<label class="mj-field"><span>{h.word(word, lang)}</span>'
        f'<input id="model-{name}" name="{name}" type="{kind}" autocomplete="off" spellcheck="false" maxlength="500"'
        f' placeholder="{escape(example)}"{" required" if name == "model" else ""}></label>'
        for name, word, kind, example in (
            ("address", "model_address", "url", "https://api.openai.com/v1"),
            ("key", "model_key", "password", ""),
            ("model", "model_name", "text", ""),
        )
    )
    return (
        f'<form data-form="model-connect" class="mj-form">{fields}'
        f'<p class="mj-hint">{h.word("model_key_note", lang)}</p>'
        f'<div class="mj-acts"><button type="submit" class="mj-btn" id="model-connect">{h.word("model_connect", lang)}'
        f"</button></div></form>"
    )


def _ready(desk: ReviewDesk, endpoint: Endpoint, note: str, lang: Lang) -> str:
    """The estimate, what is sent, the consent and the button."""
    costs = estimate(desk, endpoint)
    won = say("won_unknown", lang) if costs.won is None else won_text(costs.won, lang)
    facts = say(
        "model_estimate", lang, calls=costs.calls, sent=f"{costs.input_tokens:,}",
        got=f"{costs.output_tokens:,}", won=won,
    )  # fmt: skip
    preview = h.button(
        say("model_hide" if desk.preview else "model_preview", lang), do="model-preview", look="small",
        id_="model-preview", args={"on": not desk.preview}, aria_expanded=str(desk.preview).lower(),
    )  # fmt: skip
    forget = (
        h.button(say("model_forget", lang), do="model-forget", look="small plain", id_="model-forget")
        if desk.typed
        else ""
    )
    consent = (
        ""
        if desk.consent
        else f'<label class="mj-check"><input type="checkbox" id="model-consent" data-enables="model-run">'
        f"<span>{h.word('model_consent', lang, host=endpoint.host)}</span></label>"
    )
    run = h.button(
        say("model_run", lang), do="model-run", look="main", id_="model-run", data_with="model-consent",
        disabled=None if desk.consent else True,
    )  # fmt: skip
    return (
        f'<p class="mj-facts"><b lang="ko">{escape(note)}</b><span>{escape(facts)}</span></p>'
        f'<p class="mj-hint">{h.word("model_masked", lang)}</p>'
        f'<div class="mj-acts start">{preview}{forget}</div>{_preview(desk, lang)}{consent}'
        f'<div class="mj-acts">{run}</div>'
    )


def _preview(desk: ReviewDesk, lang: Lang) -> str:
    """What would be sent, word for word, with the placeholders that stand for personal data."""
    if not desk.preview:
        return ""
    rules, *messages = outgoing(desk)
    parts = "".join(
        f"<h5>{h.word('model_message', lang, number=n, count=len(messages))}</h5>"
        f'<pre lang="ko" tabindex="0">{escape(one)}</pre>'
        for n, one in enumerate(messages, 1)
    )
    return (
        f'<div class="mj-outgoing" id="outgoing">{parts}<details data-key="model-rules"><summary>'
        f'{h.word("model_rules", lang)}</summary><pre lang="ko" tabindex="0">{escape(rules)}</pre></details></div>'
    )


def _done(desk: ReviewDesk, usage: Usage | None, lang: Lang) -> str:
    """What the model's review took, and the switch to the offline levels."""
    spent = ""
    if usage is not None:
        won = say("won_unknown", lang) if usage.won is None else won_text(usage.won, lang)
        told = say(
            "model_usage", lang, model=usage.model, calls=usage.calls, sent=f"{usage.input_tokens:,}",
            got=f"{usage.output_tokens:,}", seconds=f"{usage.seconds:.0f}", won=won,
        )  # fmt: skip
        spent = f'<p class="mj-facts">{escape(told)}</p>'
    checked = " checked" if desk.only_offline else ""
    return (
        f'{spent}<label class="mj-check"><input type="checkbox" id="only-offline" data-change="offline"'
        f' data-name="on"{checked}>'
        f"<span>{h.word('only_offline', lang)}</span></label>"
    )


def won_text(won: float, lang: Lang) -> str:
    """'약 3원'; below one won it says so."""
    return say("won_less", lang) if won < 1 else say("won_about", lang, won=f"{won:,.0f}")
