"""Asking a model: every manner of server ends in a checked object or in one clear sentence."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Literal

import pytest
from pydantic import BaseModel, ConfigDict

from metajob.errors import Cancelled, EngineUnavailable
from metajob.llm.client import ask
from metajob.llm.endpoint import Endpoint
from metajob.llm.errors import WORDS, LLMError
from metajob.llm.habits import Habits
from tests.llm.fake_server import Body, Reply, completion, failure, kind_of_format, serving


class Person(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: str
    years: int
    grade: Literal["a", "b"]


GOOD = '{"name": "박하늘", "years": 3, "grade": "a"}'
HELLO = [{"role": "system", "content": "s"}, {"role": "user", "content": "hi"}]


def no_schema(body: Body, _before: int) -> Reply:
    if kind_of_format(body) == "json_schema":
        return failure(400, "response_format json_schema is not supported")
    return completion(GOOD)


def no_format(body: Body, _before: int) -> Reply:
    return failure(422, "extra field") if "response_format" in body else completion(GOOD)


def repaired(_body: Body, before: int) -> Reply:
    return completion(GOOD if before else '{"name": "박하늘"}')


def only_new_name(body: Body, _before: int) -> Reply:
    if "max_tokens" in body:
        words = "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead."
        return failure(400, words, param="max_tokens", code="unsupported_parameter")
    if "temperature" in body:
        return failure(400, "Unsupported value: 'temperature' does not support 0.2 with this model.")
    return completion(GOOD)


def grammar_500(body: Body, _before: int) -> Reply:
    if kind_of_format(body) == "json_schema":
        return failure(500, "failed to parse grammar")
    return completion(GOOD)


@pytest.mark.parametrize(
    ("behaviour", "mode", "formats"),
    [
        (lambda _b, _n: completion(GOOD), "json_schema", ["json_schema"]),
        (no_schema, "json_object", ["json_schema", "json_object"]),
        (no_format, "prompt", ["json_schema", "json_object", "none"]),
        (grammar_500, "json_object", ["json_schema", "json_object"]),
        (
            lambda _b, _n: completion(f"물론이죠! {{네}}\n```json\n{GOOD}\n```\n도움이 되길."),
            "json_schema",
            ["json_schema"],
        ),
        (lambda _b, _n: completion("<think>{not json}</think>" + GOOD), "json_schema", ["json_schema"]),
        (lambda _b, _n: completion(GOOD, usage=None), "json_schema", ["json_schema"]),
        (
            lambda _b, _n: completion([{"type": "text", "text": GOOD}]),
            "json_schema",
            ["json_schema"],
        ),
        (repaired, "json_schema", ["json_schema"] * 2),
        (only_new_name, "json_schema", ["json_schema"] * 3),
    ],
    ids=[
        "ok",
        "noschema",
        "none",
        "grammar500",
        "fenced",
        "think",
        "nousage",
        "parts",
        "repair",
        "newname",
    ],
)  # fmt: skip
def test_a_server_that_can_answer_is_understood(
    behaviour: Callable[[Body, int], Reply], mode: str, formats: list[str]
) -> None:
    with serving(behaviour) as fake:
        answer = ask(fake.endpoint(), HELLO, Person)
    assert answer.value == Person(name="박하늘", years=3, grade="a")
    assert (answer.mode, answer.attempts) == (mode, len(formats))
    assert [kind_of_format(body) for body in fake.received] == formats
    assert answer.usage.input > 0
    assert answer.usage.output > 0


def test_usage_is_the_servers_and_says_when_it_is_not() -> None:
    with serving(repaired) as fake:
        answer = ask(fake.endpoint(), HELLO, Person)
    assert (answer.usage.input, answer.usage.output, answer.usage.counted) == (200, 40, True)
    assert answer.model == "m-2026"
    with serving(lambda _b, _n: completion(GOOD, usage=None)) as fake:
        assert not ask(fake.endpoint(), HELLO, Person).usage.counted


@pytest.mark.parametrize(
    ("reply", "kind", "calls"),
    [
        (failure(401, "bad key"), "auth", 1),
        (failure(403, "no"), "auth", 1),
        (failure(404, "no such model"), "model", 1),
        (failure(402, "credits"), "quota", 1),
        (failure(429, "slow down", {"retry-after": "0"}), "quota", 2),
        (failure(429, "slow down", {"retry-after": "3600"}), "quota", 1),
        (failure(429, "You exceeded your quota", code="insufficient_quota"), "quota", 1),
        (failure(500, "boom"), "server", 2),
        (failure(503, "loading", {"retry-after": "0"}), "server", 2),
        (Reply(b"<html>proxy</html>"), "server", 1),
        (Reply(b"[" * 100_000, headers={"content-type": "application/json"}), "server", 1),
        (Reply({"object": "list", "data": []}), "server", 1),
        (Reply({"error": {"code": 402, "message": "credits"}}), "quota", 1),
        (Reply(b"", 302, {"location": "http://127.0.0.1:9/"}), "server", 1),
        (completion('{"name": "박', "length"), "truncated", 1),
        (completion("", "content_filter"), "filtered", 1),
        (failure(400, "maximum context length is 8192 tokens", code="context_length_exceeded"), "context", 1),
        (failure(400, "the request exceeds the available context size (512)"), "context", 1),
        (
            failure(400, "'max_tokens' is too large. This model's maximum context length is 4096"),
            "context",
            1,
        ),
        (failure(400, "The model `x` does not exist"), "model", 1),
        (failure(400, "API key not valid. Please pass a valid API key."), "auth", 1),
        (failure(400, "no"), "rejected", 3),
        (completion("저는 못 해요"), "invalid", 2),
        (completion('{"name": "박", "years": 3, "grade": "c"}'), "invalid", 2),
        (completion('{"name": "박", "years": 3, "grade": "a", "score": 100}'), "invalid", 2),
        (completion('{"name": "\\ud800", "years": 3, "grade": "a"}'), "invalid", 2),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_server_that_cannot_is_told_in_one_sentence(reply: Reply, kind: str, calls: int) -> None:
    with serving(lambda _b, _n: reply) as fake, pytest.raises(LLMError) as caught:
        ask(fake.endpoint(), HELLO, Person)
    assert (caught.value.kind, len(fake.received), caught.value.attempts) == (kind, calls, calls)
    assert caught.value.message.endswith("요.")
    assert caught.value.hint.endswith("요.")


def test_a_refusal_is_told() -> None:
    reply = completion("")
    reply.body["choices"][0]["message"]["refusal"] = "I can't help with that"  # type: ignore[index,call-overload]
    with serving(lambda _b, _n: reply) as fake, pytest.raises(LLMError) as caught:
        ask(fake.endpoint(), HELLO, Person)
    assert caught.value.kind == "refusal"


def test_a_complete_answer_at_the_length_limit_counts() -> None:
    with serving(lambda _b, _n: completion(GOOD, "length")) as fake:
        assert ask(fake.endpoint(), HELLO, Person).value.years == 3


def test_dead_port_is_a_network_error() -> None:
    with serving(lambda _b, _n: completion(GOOD)) as fake:
        endpoint = fake.endpoint(retries=0)
    with pytest.raises(LLMError) as caught:
        ask(endpoint, HELLO, Person)
    assert caught.value.kind == "network"


def test_a_dropped_connection_is_tried_again() -> None:
    def drop(_body: Body, before: int) -> Reply:
        return completion(GOOD) if before else Reply(b"", 200, {"content-length": "50"})

    with serving(drop) as fake:
        assert ask(fake.endpoint(timeout_s=10), HELLO, Person).attempts == 2


def test_a_slow_server_ends_in_a_timeout() -> None:
    with serving(lambda _b, _n: Reply({}, seconds=30)) as fake:
        start = time.monotonic()
        with pytest.raises(LLMError) as caught:
            ask(fake.endpoint(timeout_s=0.5), HELLO, Person)
    assert caught.value.kind == "timeout"
    assert time.monotonic() - start < 5


def test_cancel_closes_the_connection_at_once() -> None:
    start = time.monotonic()

    def watch() -> None:
        if time.monotonic() - start > 0.5:
            raise Cancelled

    def slow(_body: Body, _before: int) -> Reply:
        return Reply({}, seconds=1.5)

    with serving(slow) as fake:
        with pytest.raises(Cancelled):
            ask(fake.endpoint(timeout_s=30), HELLO, Person, watch=watch)
        waited = time.monotonic() - start
        _until(lambda: fake.closed_early == 1)
    assert waited < 1.4
    assert fake.closed_early == 1


def test_cancel_ends_the_pause_before_a_retry() -> None:
    start = time.monotonic()

    def watch() -> None:
        if time.monotonic() - start > 0.5:
            raise Cancelled

    behaviour = failure(429, "wait", {"retry-after": "15"})
    with serving(lambda _b, _n: behaviour) as fake, pytest.raises(Cancelled):
        ask(fake.endpoint(), HELLO, Person, watch=watch)
    assert time.monotonic() - start < 5


def test_the_form_that_worked_is_asked_first_next_time() -> None:
    habits = Habits()
    with serving(no_format) as fake:
        ask(fake.endpoint(), HELLO, Person, habits=habits)
        ask(fake.endpoint(), HELLO, Person, habits=habits)
        ask(fake.endpoint(model="other"), HELLO, Person, habits=habits)
    assert [kind_of_format(body) for body in fake.received] == [
        "json_schema", "json_object", "none", "none", "json_schema", "json_object", "none",
    ]  # fmt: skip


def test_a_server_that_ignores_the_schema_is_told_it_next_time() -> None:
    def ignores(body: Body, _before: int) -> Reply:
        told = "JSON Schema" in body["messages"][-1]["content"]
        return completion(GOOD if told else '{"answer": 1}')

    habits = Habits()
    with serving(ignores) as fake:
        assert ask(fake.endpoint(), HELLO, Person, habits=habits).attempts == 2
        assert ask(fake.endpoint(), HELLO, Person, habits=habits).attempts == 1


def test_what_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_ORG_ID", "org-of-this-machine")
    monkeypatch.setenv("OPENAI_API_KEY", "key-of-this-machine")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    with serving(lambda _b, _n: completion(GOOD)) as fake:
        ask(fake.endpoint(max_output_tokens=77), HELLO, Person)
    sent = fake.received[0]
    assert sent["messages"] == HELLO
    assert (sent["model"], sent["max_tokens"], sent["temperature"]) == ("m", 77, 0.2)
    schema = sent["response_format"]["json_schema"]["schema"]
    assert schema["required"] == ["name", "years", "grade"]
    assert schema["additionalProperties"] is False
    assert fake.headers[0]["authorization"] == "Bearer sk-test-key"
    assert "of-this-machine" not in json.dumps(fake.headers)


def test_turns_alternate_on_every_rung() -> None:
    def weak(body: Body, _before: int) -> Reply:
        roles = [message["role"] for message in body["messages"]]
        assert roles in (["system", "user"], ["system", "user", "assistant", "user"])
        return failure(400, "no") if "response_format" in body else completion("hm")

    with serving(weak) as fake, pytest.raises(LLMError):
        ask(fake.endpoint(), HELLO, Person)
    assert len(fake.received) == 4


def test_the_key_is_in_no_sentence_and_no_repr() -> None:
    with serving(lambda _b, _n: failure(401, "Incorrect API key: sk-test-key")) as fake:
        endpoint = fake.endpoint()
        with pytest.raises(LLMError) as caught:
            ask(endpoint, HELLO, Person)
    assert "sk-test-key" not in f"{caught.value} {caught.value.detail} {endpoint!r}"


def test_nothing_set_up_is_said() -> None:
    with pytest.raises(EngineUnavailable, match="연결된 모델이 없어요"):
        ask(Endpoint(base_url="https://example.com/v1", model=""), HELLO, Person)


def test_every_kind_has_a_polite_sentence() -> None:
    for message, hint in WORDS.values():
        assert message.endswith("요.")
        assert hint.endswith("요.")


def _until(true: Callable[[], bool], seconds: float = 5.0) -> None:
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        time.sleep(0.02)
