"""An interview under events in any order: each works or is refused, and the state stays sound."""

from __future__ import annotations

import json
from collections.abc import Callable

from hypothesis import settings, strategies
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from metajob.errors import InputError
from metajob.interview.model import Plan
from metajob.interview.session import FOLLOW_UPS, Session
from tests.interview.talks import follow_up, question, turn


class AnyOrder(RuleBasedStateMachine):
    """Whatever a page sends, in whatever order: it works or it is refused, and the state stays sound."""

    def __init__(self) -> None:
        super().__init__()
        plan = Plan(count=3, limit_s=60, strictness="tough")
        self.session, self.now = Session(plan, tuple(question(f"q{n}") for n in (1, 2, 3))), 0.0

    ids = strategies.sampled_from(["q1", "q2", "q3", "f-q1", "f-q2", "f-f-q1", "", "zz"])

    def attempt(self, call: Callable[[], object]) -> None:
        before = self.session.dump(self.now)
        try:
            call()
        except InputError:
            assert self.session.dump(self.now) == before

    @rule(seconds=strategies.floats(0, 100))
    def wait(self, seconds: float) -> None:
        self.now += seconds

    @rule(name=strategies.sampled_from(["start", "repeat", "pause", "resume", "stop"]))
    def press(self, name: str) -> None:
        self.attempt(lambda: getattr(self.session, name)(self.now))

    @rule(name=strategies.sampled_from(["asked", "skip", "repeat", "pause", "resume"]), id=ids)
    def press_for(self, name: str, id: str) -> None:
        self.attempt(lambda: getattr(self.session, name)(self.now, id))

    @rule(id=ids)
    def answer(self, id: str) -> None:
        self.attempt(lambda: self.session.submit(self.now, id, "voice"))

    @rule(id=ids)
    def offer(self, id: str) -> None:
        self.session.offer(follow_up(id))

    @rule(id=ids)
    def fill(self, id: str) -> None:
        self.attempt(lambda: self.session.fill(id, turn(id)))

    @rule()
    def restart(self) -> None:
        self.session = Session.load(self.session.dump(self.now), self.now)

    @invariant()
    def sound(self) -> None:
        session, view = self.session, self.session.view(self.now)
        json.dumps(view)
        ids = [one.question.id for one in session.turns]
        assert len(ids) == len(set(ids))
        planned = [id for id in ids if not id.startswith("f-")]
        assert planned == sorted(planned)
        assert set(session.pending) <= set(session.ways) <= set(ids)
        assert view["answered"] == len(session.ways)
        assert (view["question"] is None) == (view["phase"] in {"ready", "done"})
        assert view["remaining_s"] is None or 0 <= view["remaining_s"] <= 60
        assert 0 <= view["number"] <= view["total"] == 3
        assert len(ids) - len(planned) <= FOLLOW_UPS["tough"]
        open_ones = [one for one in session.turns if one.said is None and one.question.id not in session.ways]
        assert [one.question for one in open_ones] == ([session.current] if session.current else [])


TestAnyOrder = AnyOrder.TestCase
TestAnyOrder.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
