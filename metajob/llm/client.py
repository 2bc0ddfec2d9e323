"""One question to a language model, answered as a checked pydantic object or as a clear error."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, replace
from time import monotonic
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from metajob.engines import Unavailable
from metajob.errors import EngineUnavailable
from metajob.llm import refusals
from metajob.llm.cost import Tokens
from metajob.llm.endpoint import Endpoint, probe
from metajob.llm.errors import LLMError
from metajob.llm.habits import Form, Habits, Mode
from metajob.llm.reply import Reply, read_reply
from metajob.llm.schema import find_json, one_line, strict_schema
from metajob.llm.transport import client_for

if TYPE_CHECKING:
    from openai import AsyncOpenAI

T = TypeVar("T", bound=BaseModel)
R = TypeVar("R")
Message = dict[str, str]  # role: system, user, assistant; content
_POLL_S = 0.1


@dataclass(frozen=True)
class Answer(Generic[T]):
    """What the model answered. mode: the rung of the ladder that worked; attempts: requests sent."""

    value: T
    mode: Mode
    usage: Tokens
    seconds: float
    attempts: int
    model: str


def _quiet() -> None:
    return None


def ask(
    endpoint: Endpoint,
    messages: list[Message],
    schema: type[T],
    *,
    watch: Callable[[], None] = _quiet,
    habits: Habits | None = None,
) -> Answer[T]:
    """Ask once, with at most one repair turn when the answer does not fit `schema`.

    watch: called ten times a second while waiting; what it raises (Cancelled) closes the connection and comes
    out here. habits: remembers the form of request that this server takes, over several calls.
    Blocks; call it in a worker thread without an event loop.

    Raises EngineUnavailable when nothing is set up, LLMError with its kind for everything a server can do.
    """
    state = probe(endpoint)
    if isinstance(state, Unavailable):
        raise EngineUnavailable(state.reason, state.how_to_fix)
    return asyncio.run(_Talk(endpoint, schema, watch, habits or Habits()).run(messages))


class _Talk(Generic[T]):
    """The state of one `ask`: what was sent and spent so far."""

    def __init__(
        self, endpoint: Endpoint, schema: type[T], watch: Callable[[], None], habits: Habits
    ) -> None:
        self._endpoint, self._schema, self._watch, self._habits = endpoint, schema, watch, habits
        self._json_schema = strict_schema(schema)
        self._attempts = 0
        self._spent = Tokens()

    async def run(self, messages: list[Message]) -> Answer[T]:
        start = monotonic()
        client = client_for(self._endpoint)
        try:
            value, form, model = await self._settle(client, messages)
        except LLMError as error:
            error.tokens, error.attempts = self._spent, self._attempts
            error.detail = self._without_key(error.detail)
            raise
        finally:
            await client.close()
        self._habits.remember(self._endpoint, form)
        return Answer(value, form.mode, self._spent, monotonic() - start, self._attempts, model)

    async def _settle(self, client: AsyncOpenAI, messages: list[Message]) -> tuple[T, Form, str]:
        form, reply = await self._down_the_ladder(client, messages, self._habits.form(self._endpoint))
        try:
            return self._checked(reply), form, reply.model
        except (ValueError, ValidationError) as error:
            if reply.cut_off:
                raise LLMError("truncated", one_line(reply.content, 200)) from error
            wrong = _wrong(error)
        repair = [
            *messages,
            {"role": "assistant", "content": reply.content or "(empty)"},
            {"role": "user", "content": f"That answer was not valid: {wrong}."},
        ]
        form, reply = await self._down_the_ladder(client, repair, replace(form, tell=True))
        try:
            return self._checked(reply), form, reply.model
        except (ValueError, ValidationError) as error:
            raise LLMError("truncated" if reply.cut_off else "invalid", _wrong(error)) from error

    def _checked(self, reply: Reply) -> T:
        return self._schema.model_validate(find_json(reply.content))

    async def _down_the_ladder(
        self, client: AsyncOpenAI, messages: list[Message], form: Form
    ) -> tuple[Form, Reply]:
        """Send, and send again in the next form as long as the server refuses the form itself."""
        import openai

        while True:
            told = _with_schema(messages, self._json_schema) if form.tell else messages
            try:
                reply = await self._patiently(client, told, form)
            except openai.APIStatusError as error:
                following = form.after(refusals.said(error), self._endpoint)
                if following is None or not refusals.of_form(error):
                    raise LLMError(refusals.meaning(error), refusals.said(error)) from error
                form = following
            else:
                self._spent += reply.tokens_or_estimate(told)
                if reply.stopped:
                    raise LLMError(reply.stopped, one_line(reply.content, 200))
                return form, reply

    async def _patiently(self, client: AsyncOpenAI, messages: list[Message], form: Form) -> Reply:
        """Send one form, again after a pause when the server is busy or away."""
        import openai

        tried = 0
        while True:
            pause: float | None
            self._attempts += 1
            try:
                return await self._watched(self._send(client, messages, form), self._endpoint.timeout_s)
            except (TimeoutError, openai.APITimeoutError) as error:
                raise LLMError("timeout", f"{self._endpoint.timeout_s:g} s") from error
            except openai.APIConnectionError as error:
                known = refusals.inner(error)
                if known is not None or tried >= self._endpoint.retries:
                    raise known or LLMError("network", str(error.__cause__ or error)) from error
                pause = refusals.backoff(tried)
            except openai.APIStatusError as error:
                pause = refusals.wait_before_retry(error, tried)
                if pause is None or tried >= self._endpoint.retries:
                    raise
            tried += 1
            await self._watched(asyncio.sleep(pause), pause + 1)

    async def _send(self, client: AsyncOpenAI, messages: list[Message], form: Form) -> Reply:
        sent: dict[str, Any] = {
            "model": self._endpoint.model,
            "messages": messages,
            **form.parameters(self._endpoint, self._schema.__name__, self._json_schema),
        }
        raw = await client.chat.completions.with_raw_response.create(**sent)
        return read_reply(raw.content)

    async def _watched(self, work: Coroutine[Any, Any, R], seconds: float) -> R:
        """The result of `work`; whatever `watch` raises, or TimeoutError after `seconds`, ends it."""
        task = asyncio.ensure_future(work)
        until = monotonic() + seconds
        try:
            while not task.done():
                self._watch()
                if monotonic() > until:
                    raise TimeoutError
                await asyncio.wait({task}, timeout=_POLL_S)
            return task.result()
        finally:
            if not task.done():
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)

    def _without_key(self, detail: str) -> str:
        key = self._endpoint.api_key
        return detail.replace(key, "[key]") if key else detail


def _wrong(error: ValueError) -> str:
    if not isinstance(error, ValidationError):
        return one_line(str(error), 300)
    places = [f"{'.'.join(map(str, item['loc'])) or 'object'}: {item['msg']}" for item in error.errors()[:6]]
    return one_line("; ".join(places), 600)


def _with_schema(messages: list[Message], schema: dict[str, Any]) -> list[Message]:
    """The last message with the schema below it; a message of its own would break strict turn-taking."""
    rules = "Answer with one JSON object only, no other words, that fits this JSON Schema:\n"
    text = f"{messages[-1]['content']}\n\n{rules}{json.dumps(schema, ensure_ascii=False)}"
    return [*messages[:-1], {**messages[-1], "content": text}]
