"""The endpoint `/review_document` through `gradio_client`, with the real engine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from gradio_client import Client, handle_file

from metajob.review.model import CRITERIA, Review

RESULT = "평균 응답이 12초에서 0.6초로 줄었고, 중복 예약은 석 달 동안 0건이었습니다."
TEXT = f"""한가람

## 프로젝트
### 도서관 좌석 예약 개편
예약이 열리는 오전 9시마다 응답이 12초까지 늦어졌고 같은 좌석이 두 번 잡히는 일이 한 달에 40건 있었습니다.
Spring Boot와 JPA로 예약 API를 다시 만들고, Redis로 좌석 잠금을 옮겼습니다.
{RESULT}
"""


@pytest.fixture
def client(server: str) -> Iterator[Client]:
    client = Client(server, verbose=False)
    yield client
    client.close()


def test_a_text_goes_in_and_a_review_with_true_quotes_comes_out(client: Client):
    answer = client.predict(
        text=TEXT, role="backend", posting="자격 요건\n- Java\n- Kafka", api_name="/review_document"
    )
    review = Review.model_validate(answer)
    (project,) = review.projects
    assert [finding.criterion for finding in project.findings] == [*CRITERIA]
    assert project.finding("result").level == 3
    assert RESULT in project.finding("result").quotes[0].text
    for finding in project.findings:
        for quote in finding.quotes:
            assert review.text[quote.start : quote.end] == quote.text
    assert review.posting is not None
    assert {word.name for word in review.posting.keywords if not word.found and not word.implied_by} == {
        "Kafka"
    }


def test_a_file_is_read_like_on_the_screen(client: Client, tmp_path: Path):
    path = tmp_path / "portfolio.md"
    path.write_text(TEXT, "utf-8")
    answer = client.predict(document=handle_file(str(path)), api_name="/review_document")
    assert answer["name"] == "portfolio.md" and len(answer["projects"]) == 1


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, "글"),
        ({"text": "   "}, "글"),
        ({"text": TEXT, "role": "astronaut"}, "role"),
        ({"text": "The " * 3}, "[가-힣]"),
    ],
)
def test_what_cannot_be_reviewed_gets_a_korean_sentence(client: Client, values: dict[str, str], said: str):
    with pytest.raises(Exception, match=said) as caught:
        client.predict(**values, api_name="/review_document")
    assert "Traceback" not in str(caught.value)


def test_a_path_on_the_server_is_not_a_document(server: str, tmp_path: Path):
    secret = tmp_path / "secret.md"
    secret.write_text(TEXT, "utf-8")
    values = [{"path": str(secret), "meta": {"_type": "gradio.FileData"}}, "", "other", "", ""]
    url = f"{server}/gradio_api/call/review_document"
    event = httpx.post(url, json={"data": values}, timeout=30).json()["event_id"]
    answer = httpx.get(f"{url}/{event}", timeout=60).text
    assert "event: error" in answer and "도서관" not in answer
    assert secret.exists()


@pytest.mark.parametrize(
    "values",
    [
        [None, 5, "other", "", ""],
        [None, TEXT, "other", ["x"], ""],
        [None, TEXT, "other", "", 7],
        ["a.pdf", "", "other", "", ""],
        [{"a": 1}, "", "other", "", ""],
    ],
)
def test_values_of_the_wrong_kind_are_told_as_such(client: Client, values: list[object]):
    names = ("document", "text", "role", "posting", "company")
    with pytest.raises(Exception, match="보내 주세요"):
        client.predict(**dict(zip(names, values, strict=True)), api_name="/review_document")


def test_a_refused_document_does_not_stay_on_the_server(client: Client, tmp_path: Path):
    from gradio.utils import get_upload_folder

    path = tmp_path / "refused-portfolio.md"
    path.write_text(TEXT, "utf-8")
    with pytest.raises(Exception, match="role"):
        client.predict(document=handle_file(str(path)), role="astronaut", api_name="/review_document")
    assert not list(Path(get_upload_folder()).rglob(path.name))
