"""A server's answer as plain data, whatever it left out: nothing in it is trusted to be there."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Literal

from metajob.llm.cost import Tokens, message_tokens, tokens
from metajob.llm.errors import Kind, LLMError
from metajob.llm.schema import one_line

Stop = Literal["refusal", "filtered"]
_CODES: dict[int, Kind] = {401: "auth", 402: "quota", 403: "auth", 404: "model", 429: "quota"}


@dataclass(frozen=True)
class Reply:
    """One chat answer. cut_off: the length limit ended it; stopped: why there is none; told: usage, if any."""

    content: str
    model: str
    cut_off: bool
    stopped: Stop | None
    told: Tokens | None

    def tokens_or_estimate(self, sent: list[dict[str, str]]) -> Tokens:
        """What the server counted, or an estimate."""
        return self.told or Tokens(message_tokens(sent), tokens(self.content), counted=False)


def read_reply(body: bytes) -> Reply:
    """The first choice of a chat.completions answer.

    Raises LLMError when the body is something else: a web page, an error object, no choice.
    """
    try:
        whole = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise LLMError("server", one_line(body[:300].decode("utf-8", "replace"), 200)) from error
    answer = _dict(whole)
    choice = _dict(next(iter(_list(answer.get("choices"))), None))
    message = choice.get("message")
    if not isinstance(message, dict):
        wrong = _dict(answer.get("error"))
        code = wrong.get("code")
        kind = _CODES.get(code, "server") if isinstance(code, int) else "server"
        raise LLMError(kind, one_line(str(wrong or answer), 200))
    finish = choice.get("finish_reason")
    stopped: Stop | None = None
    if message.get("refusal"):
        stopped = "refusal"
    elif finish == "content_filter":
        stopped = "filtered"
    return Reply(
        content=_text(message.get("content")),
        model=one_line(str(answer.get("model") or ""), 120),
        cut_off=finish == "length",
        stopped=stopped,
        told=_tokens(_dict(answer.get("usage"))),
    )


def _tokens(usage: dict[str, Any]) -> Tokens | None:
    counts = [usage.get("prompt_tokens"), usage.get("completion_tokens")]
    numbers = [count for count in counts if isinstance(count, int) and count >= 0]
    return Tokens(numbers[0], numbers[1]) if len(numbers) == 2 and any(numbers) else None


def _text(content: object) -> str:
    """Some servers answer with a list of parts."""
    if isinstance(content, str):
        return content
    return "".join(str(_dict(part).get("text") or "") for part in _list(content))


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
