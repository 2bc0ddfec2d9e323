"""The mock interview (모의 면접): setup, device check, questions on camera, and the report.

Every click arrives as one event with one payload; `tabs.parts.interview_acts` has a method for each. Frames of the
camera come by a way of their own, `tabs.parts.live`. The interview itself lives in the lobby's room.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import gradio as gr

from metajob.interview.families import FAMILY_EN, FAMILY_KO
from tabs import interviewer
from tabs.parts import messages
from tabs.parts.ask import Ask
from tabs.parts.camera import camera
from tabs.parts.interview_acts import Acts
from tabs.parts.interview_room import room, value
from tabs.parts.interview_setup import setup_zones
from tabs.parts.review_shelf import owner_of
from tabs.parts.visitor import VisitorBook
from tabs.parts.words import label, language

PRIVATE: dict[str, Any] = {
    "api_visibility": "private",
    "show_progress": "hidden",
    "concurrency_limit": None,
    "trigger_mode": "multiple",
}


def build(book: VisitorBook) -> None:
    """Lay out the tab and connect it."""
    desk = room([(key, FAMILY_KO[key], FAMILY_EN[key]) for key in FAMILY_KO])
    camera()
    with gr.Accordion(label("iv_fold"), open=False, elem_id="iv-preview"):
        interviewer.build(book)
    events = Events(book)
    desk.act(events.act, None, desk, **PRIVATE)


class Events:
    """What happens on each event. Holds the visitors, no interview."""

    def __init__(self, book: VisitorBook) -> None:
        self.book = book
        self.acts = Acts(book)

    async def act(self, event: gr.EventData, request: gr.Request) -> AsyncIterator[dict[str, Any]]:
        """One click; its number comes back with every value, so that the page can tell late ones."""
        data = getattr(event, "act", None)
        ask = Ask(language(request), self.book.of(request), data if isinstance(data, dict) else {})
        number = ask.data.get("ask")
        tag = {"ask": number} if isinstance(number, int) and 0 <= number < 2**31 else {}
        desk = ask.visitor.interview
        desk.owner = owner_of(ask.data.get("owner")) or desk.owner
        name = ask.text("do", 40)
        try:
            if name in {"shelf", "sync", "again", "leave"}:  # the setup screen may be what is shown next
                yield value(**tag, zones=setup_zones(ask))
            async for changed in self.acts.named(name)(ask):
                yield value(**tag, **changed)
        except Exception as error:
            yield value(**tag, bar="", problem=messages.trouble(error, ask.lang))
