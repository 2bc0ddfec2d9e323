"""JSON Schema that any server understands, and JSON found in whatever a model wrote around it."""

from __future__ import annotations

import json
import re
from typing import Any

from pydantic import BaseModel

# The part of JSON Schema that every server with structured output reads; limits are checked here, not there.
_KEPT = ("type", "enum", "const", "description", "items", "properties", "anyOf")
_MOST_STARTS = 200
_decoder = json.JSONDecoder(strict=False)


def strict_schema(model: type[BaseModel]) -> dict[str, Any]:
    """The schema of a pydantic model: $refs inlined, every property required, no further properties allowed.

    Raises ValueError when the model contains itself.
    """
    whole = model.model_json_schema()
    return _strict(whole, whole.get("$defs", {}), ())


def _strict(node: dict[str, Any], definitions: dict[str, Any], open_refs: tuple[str, ...]) -> dict[str, Any]:
    if "$ref" in node:
        name = str(node["$ref"]).rsplit("/", 1)[-1]
        if name in open_refs:
            raise ValueError(f"{name} contains itself")
        inner = _strict(definitions[name], definitions, (*open_refs, name))
        return {**inner, **({"description": node["description"]} if "description" in node else {})}
    kept = {key: node[key] for key in _KEPT if key in node}
    if "properties" in kept:
        kept["properties"] = {
            name: _strict(value, definitions, open_refs) for name, value in kept["properties"].items()
        }
        kept["required"] = list(kept["properties"])
        kept["additionalProperties"] = False
    if "items" in kept:
        kept["items"] = _strict(kept["items"], definitions, open_refs)
    if "anyOf" in kept:
        kept["anyOf"] = [_strict(choice, definitions, open_refs) for choice in kept["anyOf"]]
    return kept


def find_json(answer: str) -> dict[str, Any]:
    """The JSON object in a model's answer: thinking removed, fences and words around it ignored.

    Raises ValueError when there is none. The longest object wins, so that braces in prose do no harm.
    """
    thought_to = answer.rfind("</think>")
    said = answer[thought_to + len("</think>") :] if thought_to >= 0 else answer
    best: tuple[int, dict[str, Any]] | None = None
    at = said.find("{")
    for _ in range(_MOST_STARTS):
        if at < 0:
            break
        try:
            value, end = _decoder.raw_decode(said, at)
        except (ValueError, RecursionError):
            end = at + 1
        else:
            if best is None or end - at > best[0]:
                best = (end - at, value)
        at = said.find("{", end)
    if best is None:
        raise ValueError("there is no JSON object")
    json.dumps(
        best[1], ensure_ascii=False
    ).encode()  # half a surrogate pair is a ValueError now, not when stored
    return best[1]


def one_line(text: str, most: int) -> str:
    """A text shortened to `most` characters, with every run of white space as one space."""
    flat = re.sub(r"\s+", " ", text).strip()
    return flat if len(flat) <= most else flat[: most - 1] + "…"
