"""Clicks on the card of the language model: connect, forget, look at what is sent, run."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from metajob.errors import EngineUnavailable, InputError
from metajob.review import pipeline
from metajob.review.model import Review
from tabs.parts import messages, review_model
from tabs.parts.review_ask import Ask
from tabs.parts.review_desk import Version
from tabs.parts.words import say


class ModelActs:
    """Part of `tabs.parts.review_acts.Acts`."""

    shared: bool

    def model_acts(self) -> dict[str, Callable[[Ask], Awaitable[None]]]:
        """Name → method."""
        return {
            "model-connect": self.connect,
            "model-forget": self.forget,
            "model-preview": self.preview,
            "model-run": self.run,
            "answer": self.answer,
        }

    async def connect(self, ask: Ask) -> None:
        """The visitor's own model for this session. Nothing is sent yet."""
        from metajob.llm.endpoint import typed

        ask.desk.typed = typed(
            ask.text("address", 500), ask.text("key", 600), ask.text("model", 300), shared=self.shared
        )
        ask.desk.consent = False

    async def forget(self, ask: Ask) -> None:
        """The typed key is thrown away."""
        ask.desk.typed, ask.desk.consent, ask.desk.preview = None, False, False

    async def preview(self, ask: Ask) -> None:
        """Show or hide what would be sent."""
        ask.desk.need()
        ask.desk.preview = ask.flag("on")

    async def answer(self, ask: Ask) -> None:
        """What the person answers to a question; the model may use it when it rewrites."""
        key, text = (ask.project(), ask.criterion()), ask.text("answer", 1000).strip()
        ask.desk.answers.pop(key, None)
        if text:
            ask.desk.answers[key] = text

    async def run(self, ask: Ask) -> None:
        """Ask the model; what fails keeps the offline finding and says so in the notes."""
        desk = ask.desk
        now, endpoint = desk.need(), review_model.endpoint_of(desk)
        if endpoint is None:
            raise EngineUnavailable("연결된 모델이 없어요.", "주소와 모델 이름을 먼저 적어 주세요.")
        desk.consent = desk.consent or ask.flag("consent")
        if not desk.consent:
            raise InputError("보내도 되는지 먼저 표시해 주세요.", "버튼 위의 칸을 누르면 돼요.")
        desk.running = True
        try:
            deep: Review = await ask.work(pipeline.deepen, now.offline, endpoint, desk.answers_of())
        finally:
            desk.running = False
        if all(finding.engine != "model" for project in deep.projects for finding in project.findings):
            told = " ".join(note for note in deep.notes if note not in now.offline.notes)
            desk.said = {"model": messages.box(say("model_nothing", ask.lang), told, "warn")}
            ask.extra = {"lead_said": "model"}
            return
        desk.change(Version(now.offline, deep, now.rejected))
        desk.only_offline, desk.preview = False, False
        await self._kept(ask)
        ask.extra = {"lead": "board", "unfold": True}

    async def _kept(self, ask: Ask, quiet: bool = True) -> None:
        raise NotImplementedError
