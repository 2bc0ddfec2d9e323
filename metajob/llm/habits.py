"""How a server wants to be asked, learnt from its refusals: the ladder of request forms."""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass, replace
from typing import Any, Literal

from metajob.llm.endpoint import Endpoint, TokenParam

Mode = Literal["json_schema", "json_object", "prompt"]
LADDER: tuple[Mode, ...] = ("json_schema", "json_object", "prompt")

_TOKEN_NAME = re.compile(r"max_(completion_)?tokens", re.IGNORECASE)
_TEMPERATURE = re.compile(r"temperature", re.IGNORECASE)


@dataclass(frozen=True)
class Form:
    """One way to ask. tell: also write the schema into the message (a server that ignores response_format)."""

    mode: Mode
    token_param: TokenParam
    temperature: bool
    tell: bool = False

    def parameters(self, endpoint: Endpoint, name: str, schema: dict[str, Any]) -> dict[str, Any]:
        """The request's parameters other than model and messages."""
        sent: dict[str, Any] = {self.token_param: endpoint.max_output_tokens}
        if self.temperature and endpoint.temperature is not None:
            sent["temperature"] = endpoint.temperature
        if self.mode == "json_schema":
            described = {"name": name, "strict": True, "schema": schema}
            sent["response_format"] = {"type": "json_schema", "json_schema": described}
        elif self.mode == "json_object":
            sent["response_format"] = {"type": "json_object"}
        return sent

    def after(self, refusal: str, endpoint: Endpoint) -> Form | None:
        """The next form to try when a server refused this one with these words; None at the ladder's end."""
        if self.temperature and endpoint.temperature is not None and _TEMPERATURE.search(refusal):
            return replace(self, temperature=False)
        if self.token_param == endpoint.token_param and _TOKEN_NAME.search(refusal):
            other: TokenParam = (
                "max_tokens" if self.token_param == "max_completion_tokens" else "max_completion_tokens"
            )
            return replace(self, token_param=other)
        rung = LADDER.index(self.mode) + 1
        return replace(self, mode=LADDER[rung], tell=True) if rung < len(LADDER) else None


class Habits:
    """The forms that worked, per address and model. Held by the caller; may be shared between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._forms: dict[tuple[str, str], Form] = {}

    def form(self, endpoint: Endpoint) -> Form:
        """The form that worked last time, or the most exact one."""
        with self._lock:
            known = self._forms.get((endpoint.base_url, endpoint.model))
        return known or Form("json_schema", endpoint.token_param, temperature=True)

    def remember(self, endpoint: Endpoint, form: Form) -> None:
        """This form worked."""
        with self._lock:
            self._forms[endpoint.base_url, endpoint.model] = form
