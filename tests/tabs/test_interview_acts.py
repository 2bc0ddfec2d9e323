"""What the clicks of an interview do, driven as the page does it, with typed answers: no browser, no voice."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from metajob.errors import InputError, UserError
from metajob.interview import answering
from metajob.settings import settings
from tabs.parts import interview_work
from tabs.parts.ask import Ask
from tabs.parts.interview_acts import Acts
from tabs.parts.visitor import Visitor, VisitorBook

PLAN = {
    "family": "backend",
    "persona": "lead",
    "strictness": "mild",
    "count": 3,
    "limit_s": 60,
    "intro": True,
}
OWNER, OTHER = "a" * 64, "b" * 64
ANSWER = (
    "작년에 주문 서비스의 응답이 3초까지 느려졌습니다. 제가 요청을 단계별로 재어 보고 재고 조회를 캐시로 바꾸었습니다. "
    "그 결과 응답 시간이 1초로 줄었습니다."
)


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[VisitorBook]:
    monkeypatch.setenv("METAJOB_DATA_DIR", str(tmp_path / "data"))
    settings.cache_clear()
    film = tmp_path / "line.mp4"
    film.write_bytes(b"mp4")
    monkeypatch.setattr(answering, "clip", lambda _order, question, *_: f"mp4 of {question.id}".encode())
    monkeypatch.setattr(interview_work, "idle", lambda *_, **__: film)
    monkeypatch.setattr(interview_work, "line", lambda *_, **__: (film, "수고하셨습니다."))
    book = VisitorBook(tmp_path / "visitors")
    yield book
    book.close()
    settings.cache_clear()


def visitor(book: VisitorBook) -> Visitor:
    return Visitor(book.root / f"visitor-{time.monotonic_ns()}")


def click(
    book: VisitorBook, who: Visitor, name: str, owner: str = OWNER, **data: Any
) -> list[dict[str, Any]]:
    """All values that the page gets for one act."""
    acts = Acts(book)
    who.interview.owner = owned(owner)

    async def values() -> list[dict[str, Any]]:
        return [value async for value in acts.named(name)(Ask("ko", who, {"do": name, **data}))]

    return asyncio.run(values())


def owned(token: str) -> str:
    from metajob.store.owners import owner_of

    return owner_of(token) if token else ""


def last(values: list[dict[str, Any]], name: str) -> Any:
    return next(value[name] for value in reversed(values) if name in value)


def begun(book: VisitorBook, who: Visitor, **more: Any) -> str:
    """An interview up to its first answer; its token."""
    opened = click(book, who, "open", plan=PLAN, **more)
    token: str = last(opened, "view")["token"]
    assert last(opened, "view")["prepared"]
    started = click(book, who, "start", token=token)
    assert last(started, "clip")["id"] == last(started, "view")["question"]["id"]
    return token


def answered(book: VisitorBook, who: Visitor, token: str, text: str = ANSWER) -> list[dict[str, Any]]:
    id = last(click(book, who, "sync", token=token), "view")["question"]["id"]
    click(book, who, "asked", token=token, id=id)
    return click(book, who, "answer", token=token, id=id, way="typed", text=text)


def finished(book: VisitorBook, who: Visitor) -> list[dict[str, Any]]:
    token = begun(book, who)
    while True:
        values = answered(book, who, token)
        if last(values, "view")["phase"] == "done":
            return values


def test_from_setup_to_the_report(book: VisitorBook):
    who = visitor(book)
    values = finished(book, who)
    report = last(values, "zones")["report"]
    assert "재고 조회를 캐시로 바꾸었습니다" in report
    assert last(values, "clip") == {**last(values, "clip"), "id": "closing", "caption": "수고하셨습니다."}
    assert len(book.hall.lobby) == 0, "the seat is free for somebody else"
    assert click(book, who, "sync", token=who.interview.over) == [{}], "the report is already there"


def test_the_clip_is_the_one_that_is_asked(book: VisitorBook):
    who = visitor(book)
    token = begun(book, who)
    values = answered(book, who, token)
    clip, view = last(values, "clip"), last(values, "view")
    assert clip["caption"] == view["question"]["text"]
    file = Path(clip["url"].removeprefix("gradio_api/file="))
    assert file.read_text() == f"mp4 of {view['question']['id']}"
    assert file.is_relative_to(book.root), "below the folder that is served"


def test_a_reload_goes_on_and_finds_the_report(book: VisitorBook):
    who = visitor(book)
    token = begun(book, who)
    book.hall.lobby.detach(token)  # as when the page is closed
    again = visitor(book)
    values = click(book, again, "sync", token=token)
    assert last(values, "view")["phase"] == "asking"
    assert last(values, "clip")["url"]
    click(book, again, "stop", token=token)
    later = visitor(book)
    assert "report" in last(click(book, later, "sync", token=token), "zones")
    assert later.interview.interview is not None


def test_a_page_whose_interview_is_gone_goes_back_to_the_beginning(book: VisitorBook):
    values = click(book, visitor(book), "sync", token="x" * 32)
    assert last(values, "view") is None
    assert "아직" in last(values, "zones")["shelf"]


@pytest.mark.parametrize("token", ["", "x", "../../etc", "x" * 5000, "\x00"])
@pytest.mark.parametrize(
    "name", ["start", "asked", "answer", "skip", "repeat", "pause", "resume", "stop", "video"]
)
def test_without_the_token_nothing_can_be_done(book: VisitorBook, name: str, token: str):
    begun(book, visitor(book))
    with pytest.raises(InputError):
        click(book, visitor(book), name, token=token, id="q1", text="답")


def test_an_answer_outside_of_the_upload_folder_is_not_read(book: VisitorBook, tmp_path: Path):
    secret = tmp_path / "secret.webm"
    secret.write_bytes(b"secret")
    who = visitor(book)
    token = begun(book, who)
    id = last(click(book, who, "sync", token=token), "view")["question"]["id"]
    click(book, who, "asked", token=token, id=id)
    for path in (str(secret), "/etc/passwd", "../secret.webm", "\x00", "a" * 5000):
        for name in ("audio", "film"):
            with pytest.raises(InputError):
                click(book, who, "answer", token=token, id=id, way="voice", **{name: path})
    assert secret.exists()
    assert last(click(book, who, "sync", token=token), "view")["phase"] == "answering", "nothing is lost"


@pytest.mark.parametrize(
    "plan",
    [
        None,
        [],
        "x",
        {},
        {"count": 4},
        {"persona": "ceo"},
        {"limit_s": 10**9},
        {"limit_s": "nan"},
        {"extra": 1},
    ],
)
def test_forged_plans(book: VisitorBook, plan: Any):
    if plan == {}:
        assert last(click(book, visitor(book), "open", plan=plan), "view")["total"] == 5
        return
    with pytest.raises(InputError):
        click(book, visitor(book), "open", plan=plan)


def test_a_full_house_is_told(book: VisitorBook):
    book.hall.lobby.cap = 1
    begun(book, visitor(book))
    with pytest.raises(UserError, match="면접을 보고 있어요"):
        click(book, visitor(book), "open", plan=PLAN)


def test_two_visitors_never_see_each_other(book: VisitorBook):
    one, two = visitor(book), visitor(book)
    finished(book, one)
    click(book, one, "keep")
    mine = last(click(book, one, "shelf"), "zones")["shelf"]
    assert one.interview.interview is not None
    assert one.interview.interview.id in mine
    theirs = last(click(book, two, "shelf", owner=OTHER), "zones")["shelf"]
    assert one.interview.interview.id not in theirs
    with pytest.raises(UserError):
        click(book, two, "kept-open", owner=OTHER, id=one.interview.interview.id)
    click(book, two, "kept-delete", owner=OTHER, id=one.interview.interview.id)
    assert one.interview.interview.id in last(click(book, one, "shelf"), "zones")["shelf"], (
        "it is still there"
    )


def test_kept_opened_compared_and_deleted(book: VisitorBook):
    who = visitor(book)
    finished(book, who)
    first = who.interview.interview
    click(book, who, "keep")
    click(book, who, "again")
    assert who.interview.interview is None
    finished(book, who)
    assert any(row.before for row in who.interview.progress), "compared with the one before"
    opened = click(book, who, "kept-open", id=first.id)
    assert who.interview.interview == first
    assert opened[-1]["lead"] == "report"
    click(book, who, "kept-erase")
    assert first.id not in last(click(book, who, "shelf"), "zones")["shelf"]


@pytest.mark.parametrize(("name", "ending"), [("save-md", ".md"), ("save-html", ".html")])
def test_the_report_as_a_file(book: VisitorBook, name: str, ending: str):
    who = visitor(book)
    finished(book, who)
    download = last(click(book, who, name), "download")
    file = Path(download["url"].removeprefix("gradio_api/file="))
    assert download["name"].endswith(ending)
    assert "재고 조회를 캐시로" in Path(str(file).replace("%20", " ")).read_text("utf-8")


def test_leaving_throws_everything_away(book: VisitorBook):
    who = visitor(book)
    token = begun(book, who)
    folder = book.hall.lobby.of(token).folder
    assert folder.exists()
    assert last(click(book, who, "leave", token=token), "view") is None
    assert not folder.exists()
    with pytest.raises(InputError):
        click(book, who, "start", token=token)


def test_without_a_browser_secret_nothing_is_kept(book: VisitorBook):
    who = visitor(book)
    finished(book, who)
    with pytest.raises(UserError):
        click(book, who, "keep", owner="")


def test_unknown_acts_are_refused(book: VisitorBook):
    with pytest.raises(InputError):
        click(book, visitor(book), "fly")
