"""Schemas that any server takes, and JSON in whatever is written around it."""

from __future__ import annotations

import json
from typing import Literal

import pytest
from pydantic import BaseModel, Field

from metajob.llm.schema import find_json, strict_schema


class Inner(BaseModel):
    text: str = Field(default="", max_length=10, description="words")
    level: Literal[0, 1] = 0


class Outer(BaseModel):
    one: Inner
    many: list[Inner] = []
    maybe: str | None = None


class Loop(BaseModel):
    inside: list[Loop] = []


def test_references_are_written_out_and_everything_is_required() -> None:
    schema = strict_schema(Outer)
    text = json.dumps(schema)
    assert "$ref" not in text
    assert "default" not in text
    assert "maxLength" not in text
    assert schema["required"] == ["one", "many", "maybe"]
    for node in (schema, schema["properties"]["one"], schema["properties"]["many"]["items"]):
        assert node["additionalProperties"] is False
    assert schema["properties"]["one"]["properties"]["text"] == {"type": "string", "description": "words"}
    assert schema["properties"]["one"]["properties"]["level"]["enum"] == [0, 1]


def test_a_model_inside_itself_is_refused() -> None:
    with pytest.raises(ValueError, match="contains itself"):
        strict_schema(Loop)


@pytest.mark.parametrize(
    "answer",
    [
        '{"a": {"b": "}"}}',
        'Sure {ok}!\n```json\n{"a": {"b": "}"}}\n```\nbye {}',
        '<think>{"x": 1, "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy": 2}</think>{"a": {"b": "}"}}',
        'thinking without a start</think> {"a": {"b": "}"}}',
        "{" * 50 + ' {"a": {"b": "}"}}',
    ],
)
def test_the_object_is_found(answer: str) -> None:
    assert find_json(answer) == {"a": {"b": "}"}}


def test_line_breaks_inside_strings_are_forgiven() -> None:
    assert find_json('{"a": "one\ntwo"}') == {"a": "one\ntwo"}


@pytest.mark.parametrize("answer", ["", "no", "[1, 2]", '{"a": 1', "{" * 100_000, '{"a": "\\ud800"}'])
def test_no_object_is_a_value_error(answer: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        find_json(answer)
