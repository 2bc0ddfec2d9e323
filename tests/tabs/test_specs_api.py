"""The endpoint `/specs_summary` through `gradio_client`, with the published figures."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from gradio_client import Client


@pytest.fixture
def client(server: str) -> Iterator[Client]:
    client = Client(server, verbose=False)
    yield client
    client.close()


def test_a_place_comes_back_with_figures_and_their_sources(client: Client):
    answer = client.predict(year=2023, size="large", api_name="/specs_summary")
    assert "합격 확률이 아닙니다" in answer["note"]
    assert answer["cell"] is None, "nobody has added a spec"
    topics = {one["topic"]: one for one in answer["topics"]}
    toeic = topics["toeic"]["mean"]
    assert (toeic["figure"]["value"], toeic["figure"]["n"], toeic["gap"]) == (839, 470, 0)
    assert toeic["figure"]["publisher"] == "잡코리아·알바몬" and toeic["figure"]["url"].startswith("http")
    assert topics["toeic"]["share"]["figure"]["value"] == 60.4
    assert all(
        not one[part]["figure"]["suspect"]
        for one in answer["topics"]
        for part in ("mean", "share")
        if one[part]
    )


def test_the_ladder_is_in_the_answer(client: Client):
    answer = client.predict(company="'; DROP TABLE companies; --", industry="K", api_name="/specs_summary")
    gpa = next(one for one in answer["topics"] if one["topic"] == "gpa")["mean"]
    assert [(step["rung"], step["found"]) for step in gpa["steps"]] == [
        ("company", False),
        ("industry", True),
    ]
    assert gpa["figure"]["population"] == "document_pass"
    everything = client.predict(api_name="/specs_summary")
    assert everything["where"] == {"year": None, "size": None, "industry": None, "company": "", "role": None}


def test_what_cannot_be_gets_a_korean_sentence(client: Client):
    refused: list[tuple[dict[str, object], str]] = [
        ({"year": 1800}, "1990"),
        ({"year": 10**30}, "1990"),
        ({"year": "작년"}, "year"),
        ({"year": 2023.5}, "year"),
        ({"year": True}, "year"),
        ({"size": "huge"}, "기업 규모"),
        ({"industry": "K' OR 1=1"}, "업종"),
        ({"role": "ASTRONAUT"}, "직무"),
        ({"company": "가" * 10_000}, "회사 이름"),
        ({"company": ["삼성"]}, "글을 보내 주세요"),
        ({"size": {"a": 1}}, "글을 보내 주세요"),
    ]
    for values, said in refused:
        with pytest.raises(Exception, match=said) as caught:
            client.predict(**values, api_name="/specs_summary")
        assert "Traceback" not in str(caught.value)
