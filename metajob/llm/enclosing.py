"""A person's text inside a prompt: between border lines that it cannot contain, and masked as the document is."""

from __future__ import annotations

import hashlib

from metajob.llm.masking import Masked, mask
from metajob.text import injection


def mark(text: str) -> str:
    """A border line that the text cannot contain: it depends on the text."""
    return f"=====자료 {hashlib.sha256(text.encode()).hexdigest()[:10]}====="


def also_masked(text: str, whole: Masked) -> str:
    """A text beside the document (title, answer, posting): the document's personal data and its own hidden."""
    shown = text
    for item in sorted(whole.replacements, key=lambda item: item.start - item.end):
        value = whole.original[item.start : item.end]
        if item.kind != "instruction" and len(value) > 1:
            shown = shown.replace(value, item.placeholder)
    orders = [(span.start, span.end) for span in injection.find(shown)]
    taken = frozenset(item.placeholder for item in whole.replacements)
    return mask(shown, orders, resume=False, taken=taken).text
