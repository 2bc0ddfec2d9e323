"""What the clicks do: pointing, guessing, splitting, keeping; and what a forged click cannot do."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from metajob.errors import InputError, StorageError, UserError
from metajob.review.model import Review
from metajob.review.pipeline import Options
from metajob.settings import Settings, settings
from tabs.parts import review_model, review_shelf, review_work, review_zones
from tabs.parts.review_acts import Acts, Method
from tabs.parts.review_ask import Ask
from tabs.parts.review_desk import Version
from tabs.parts.visitor import Visitor, VisitorBook
from tests.tabs.reviews import SECOND, TEXT, deepened, found, quote, review

TOKEN, OTHER = "a" * 64, "b" * 64


def again(old: Review, options: Options, **_: Any) -> Review:
    """Instead of the engine: what was asked for can be read from the answer."""
    known = {one.span.id: one for one in old.projects}
    projects = []
    for span in options.spans or ():
        one = known.get(span.id, old.projects[0]).model_copy(update={"span": span})
        for pointer in options.pointers:
            if pointer.project == span.id:
                own = quote(old.text[pointer.start : pointer.end], "user")
                given = found(pointer.criterion, 2, own, engine="user")
                findings = [given if f.criterion == pointer.criterion else f for f in one.findings]
                one = one.model_copy(update={"findings": tuple(findings)})
        projects.append(one)
    return old.model_copy(
        update={
            "engine": "rules",
            "projects": tuple(projects),
            "pointed": options.pointers,
            "role": options.role,
            "posting_text": options.posting,
        }
    )


@pytest.fixture
def acts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Acts]:
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path / "gradio"))
    monkeypatch.setenv("METAJOB_DATA_DIR", str(tmp_path / "data"))
    settings.cache_clear()
    monkeypatch.setattr(review_work, "again", again)
    monkeypatch.setattr(review_work, "first", lambda source, *_a, **_k: review(name=str(source)[:9]))
    yield Acts(VisitorBook(tmp_path / "visitors"), shared=False)
    monkeypatch.undo()
    settings.cache_clear()


@pytest.fixture
def visitor(tmp_path: Path) -> Visitor:
    visitor = Visitor(tmp_path / "me")
    visitor.review.begin(review())
    return visitor


def complete(method: Method, ask: Ask) -> None:
    """In a thread of its own: the browser tests keep a loop running in this one."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, method(ask)).result(30)


def click(acts: Acts, who: Visitor, do: str, **data: Any) -> Ask:
    """One click, as the browser would send it."""
    ask = Ask("ko", who, {"do": do, "owner": TOKEN, **data})
    complete(acts.start if do == "start" else acts.named(do), ask)
    return ask


def level(who: Visitor, id: str, criterion: str) -> int:
    assert who.review.review is not None
    one = next(one for one in who.review.review.projects if one.span.id == id)
    return one.finding(criterion).level  # type: ignore[arg-type]


def test_pointing_at_a_sentence_and_taking_it_back(acts: Acts, visitor: Visitor):
    start = TEXT.index("알림 서버를")
    click(acts, visitor, "point", project="p2", criterion="why", start=start, end=start + 6)
    assert level(visitor, "p2", "why") == 2
    click(acts, visitor, "undo")
    assert level(visitor, "p2", "why") == 0


def test_yes_makes_a_guess_the_persons_own_word(acts: Acts, visitor: Visitor):
    click(acts, visitor, "yes", project="p2", criterion="result")
    desk = visitor.review
    assert desk.review is not None
    assert desk.review.projects[1].finding("result").quotes[0].source == "user"
    assert [(one.project, one.criterion) for one in desk.review.pointed] == [("p2", "result")]


def test_no_makes_it_not_found(acts: Acts, visitor: Visitor):
    click(acts, visitor, "no", project="p2", criterion="result")
    assert level(visitor, "p2", "result") == 0


@pytest.mark.parametrize(
    "data",
    [
        {"project": "p9", "criterion": "why", "start": 0, "end": 3},
        {"project": "p1", "criterion": "money", "start": 0, "end": 3},
        {"project": "p1", "criterion": "why", "start": 3, "end": 3},
        {"project": "p1", "criterion": "why", "start": -5, "end": 3},
        {"project": "p1", "criterion": "why", "start": 0, "end": 10_000_000},
        {"project": "p1", "criterion": "why", "start": True, "end": 3},
        {"project": ["p1"], "criterion": "why", "start": "0", "end": None},
        {},
    ],
)
def test_a_forged_place_is_refused(acts: Acts, visitor: Visitor, data: dict[str, Any]):
    with pytest.raises(InputError):
        click(acts, visitor, "point", **data)
    assert visitor.review.steps == []


@pytest.mark.parametrize("do", ["", "begin", "__init__", "redo", "_kept", "start"])
def test_only_known_clicks_do_something(acts: Acts, visitor: Visitor, do: str):
    with pytest.raises(InputError):
        complete(acts.named(do), Ask("ko", visitor, {"do": do}))


@pytest.mark.parametrize(
    "do", ["point", "role", "posting", "save", "keep", "split-drop", "model-run", "compare"]
)
def test_before_the_first_review_it_says_so(acts: Acts, tmp_path: Path, do: str):
    with pytest.raises(UserError):
        click(acts, Visitor(tmp_path / "new"), do, posting="공고", project="p1", start=0, end=1)


def test_correcting_the_split(acts: Acts, visitor: Visitor):
    click(acts, visitor, "split-rename", project="p1", title="도서관")
    click(acts, visitor, "split-merge", project="p1")
    assert [span.title for span in visitor.review.spans] == ["도서관"]
    click(acts, visitor, "split-undo")
    click(acts, visitor, "split-drop", project="p2")
    assert visitor.review.review is not None
    assert len(visitor.review.review.projects) == 2, "a draft changes nothing yet"
    click(acts, visitor, "split-apply")
    assert [one.span.title for one in visitor.review.review.projects] == ["도서관"]
    click(acts, visitor, "undo")
    assert len(visitor.review.review.projects) == 2


def test_splitting_and_adding(acts: Acts, visitor: Visitor):
    click(acts, visitor, "split-at", project="p1", start=TEXT.index("응답이"))
    assert len(visitor.review.spans) == 3
    click(acts, visitor, "split-undo")
    click(acts, visitor, "split-drop", project="p2")
    click(acts, visitor, "split-add", start=SECOND, end=len(TEXT) - 1)
    assert [span.start for span in visitor.review.spans] == [visitor.review.spans[0].start, SECOND]
    with pytest.raises(InputError):
        click(acts, visitor, "split-add", start=SECOND, end=len(TEXT) - 1)


def test_a_posting_and_a_role_can_come_later(acts: Acts, visitor: Visitor):
    click(acts, visitor, "posting", posting="  Kafka 필수 ", company="다온")
    click(acts, visitor, "role", role="backend")
    assert visitor.review.review is not None
    assert (visitor.review.review.posting_text, visitor.review.review.role) == ("Kafka 필수", "backend")
    with pytest.raises(InputError):
        click(acts, visitor, "posting", posting="   ")


def begun(acts: Acts, who: Visitor, text: str = "글", **data: Any) -> Ask:
    return click(acts, who, "start", text=text, role="backend", **data)


def test_nothing_is_kept_unless_it_was_asked_for(acts: Acts, visitor: Visitor, tmp_path: Path):
    begun(acts, visitor, keep=False)
    click(acts, visitor, "no", project="p2", criterion="result")
    click(acts, visitor, "shelf")
    assert visitor.review.rows == () and not (tmp_path / "data").exists()


def test_keeping_reopening_and_deleting(acts: Acts, visitor: Visitor, tmp_path: Path):
    begun(acts, visitor, "첫 글", keep=True)
    click(acts, visitor, "no", project="p2", criterion="result")
    assert len(visitor.review.rows) == 1, "a correction takes the place of what was kept"
    id = visitor.review.rows[0].id
    later = Visitor(tmp_path / "later")
    click(acts, later, "shelf")
    assert [row.name for row in later.review.rows] == ["첫 글"]
    click(acts, later, "open", id=id)
    assert level(later, "p2", "result") == 0
    click(acts, later, "delete", id=id)
    assert later.review.rows == () and later.review.review is not None
    with pytest.raises(StorageError):
        click(acts, later, "open", id=id)


def test_another_browser_sees_and_deletes_nothing(acts: Acts, visitor: Visitor, tmp_path: Path):
    begun(acts, visitor, keep=True)
    id, thief = visitor.review.rows[0].id, Visitor(tmp_path / "thief")
    thief.review.begin(review())
    click(acts, thief, "shelf", owner=OTHER)
    assert thief.review.rows == ()
    for do in ("open", "compare"):
        with pytest.raises(StorageError):
            click(acts, thief, do, id=id, owner=OTHER)
    click(acts, thief, "delete", id=id, owner=OTHER)
    click(acts, thief, "erase", owner=OTHER)
    click(acts, visitor, "shelf")
    assert [row.id for row in visitor.review.rows] == [id]


def test_a_browser_without_a_token_keeps_nothing(acts: Acts, tmp_path: Path):
    for owner in ("", "short", None, ["a" * 64]):
        who = Visitor(tmp_path / "x")
        begun(acts, who, keep=True, owner=owner)
        assert who.review.stored == "" and who.review.rows == ()


def test_the_next_review_is_compared_with_the_kept_one(acts: Acts, visitor: Visitor, tmp_path: Path):
    begun(acts, visitor, "글 v1", keep=True)
    first = visitor.review.stored
    begun(acts, visitor, "글 v2", keep=True)
    assert visitor.review.previous is not None and visitor.review.previous.name == "글 v1"
    later = Visitor(tmp_path / "later")
    click(acts, later, "shelf")
    newest = next(row for row in later.review.rows if row.id != first)
    click(acts, later, "open", id=newest.id)
    assert later.review.previous is not None and later.review.previous.name == "글 v1"


def test_any_kept_review_can_be_compared_with(acts: Acts, visitor: Visitor, tmp_path: Path):
    begun(acts, visitor, "글 v1", keep=True)
    later = Visitor(tmp_path / "later")
    begun(acts, later, "글 v2", keep=False)
    click(acts, later, "compare", id=visitor.review.stored)
    assert later.review.previous is not None and later.review.previous.name == "글 v1"
    assert "지난 리뷰와 비교" in review_zones.zones(later.review, "ko")["changes"]
    click(acts, later, "save", kind="md")
    assert "미해결" in later.files[-1].read_text("utf-8")
    click(acts, later, "uncompare")
    assert review_zones.zones(later.review, "ko")["changes"] == ""


def test_a_broken_store_is_told_and_the_review_stays(acts: Acts, visitor: Visitor, tmp_path: Path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "meta-job.db").write_bytes(b"this is no database at all" * 50)
    begun(acts, visitor, keep=True)
    assert visitor.review.review is not None and visitor.review.stored == ""
    html = "".join(review_zones.zones(visitor.review, "ko").values())
    assert 'class="mj-say bad"' in html
    with pytest.raises(StorageError):
        click(acts, visitor, "keep")
    (tmp_path / "data" / "meta-job.db").unlink()
    click(acts, visitor, "keep")
    assert visitor.review.stored
    with sqlite3.connect(tmp_path / "data" / "meta-job.db") as database:
        assert TOKEN not in "\n".join(database.iterdump()), "only its hash is stored"
    database.close()


@pytest.mark.parametrize("kind", ["md", "html", "docx"])
def test_downloads(acts: Acts, visitor: Visitor, kind: str):
    ask = click(acts, visitor, "save", kind=kind)
    assert ask.download is not None and ask.download["name"] == f"portfolio-review.{kind}"
    data = visitor.files[-1].read_bytes()
    assert data[:2] == b"PK" if kind == "docx" else "예약이 열리면 12초나 걸렸습니다." in data.decode()
    with pytest.raises(InputError):
        click(acts, visitor, "save", kind="../../exe")


def test_a_model_is_asked_only_after_consent(acts: Acts, visitor: Visitor, monkeypatch: pytest.MonkeyPatch):
    sent: list[Any] = []
    monkeypatch.setattr(
        "metajob.review.pipeline.deepen", lambda old, *rest, **_: sent.append(rest) or deepened(old)
    )
    with pytest.raises(UserError, match="모델"):
        click(acts, visitor, "model-run", consent=True)
    click(acts, visitor, "model-connect", address="http://127.0.0.1:9/v1", key="sk-secret", model="tiny")
    for data in ({}, {"consent": False}, {"consent": "true"}):
        with pytest.raises(InputError):
            click(acts, visitor, "model-run", **data)
    assert sent == []
    click(acts, visitor, "answer", project="p1", criterion="choice", answer=" 싸서요 ")
    click(acts, visitor, "model-run", consent=True)
    assert len(sent) == 1 and sent[0][1] == {"p1": ["싸서요"]}
    assert level(visitor, "p1", "choice") == 2
    html = "".join(review_zones.zones(visitor.review, "ko").values())
    assert "sk-secret" not in html
    click(acts, visitor, "offline", on=True)
    assert level(visitor, "p1", "choice") == 1
    click(acts, visitor, "model-forget")
    assert visitor.review.typed is None and visitor.review.consent is False


def test_the_consent_is_kept_with_the_review_and_goes_with_it(acts: Acts, visitor: Visitor, monkeypatch: Any):
    monkeypatch.setattr("metajob.review.pipeline.deepen", lambda old, *_, **__: deepened(old))
    begun(acts, visitor, keep=True)
    owner, consents = visitor.review.owner, review_shelf.consents()
    assert consents.current(owner) == {}, "the offline review sends nothing"
    click(acts, visitor, "model-connect", address="http://127.0.0.1:9/v1", key="sk-secret", model="tiny")
    click(acts, visitor, "model-run", consent=True)
    assert [*consents.current(owner)] == ["review_model"]
    click(acts, visitor, "erase")
    assert consents.erase(owner) == 0


def test_what_is_shown_is_what_would_be_sent_and_is_masked(acts: Acts, visitor: Visitor):
    mine = TEXT.replace("한가람\n", "한가람\ngaram@example.com 010-1234-5678\n").replace(
        "좋아졌습니다.", "좋아졌습니다. 문의는 garam@example.com"
    )
    moved = len(mine.split("도서관")[0]) - len(TEXT.split("도서관")[0])
    one = review().projects[1]
    span = one.span.model_copy(update={"start": SECOND + moved, "end": len(mine) - 1})
    findings = tuple(finding.model_copy(update={"quotes": (), "level": 0}) for finding in one.findings)
    whole = review(text=mine, projects=(one.model_copy(update={"span": span, "findings": findings}),))
    visitor.review.now = Version(whole)
    click(acts, visitor, "model-connect", address="http://127.0.0.1:9/v1", key="", model="tiny")
    click(acts, visitor, "model-preview", on=True)
    html = review_model.panel(visitor.review, "ko")
    rules, *messages = review_model.outgoing(visitor.review)
    assert len(messages) == 1 and "FastAPI로 알림 서버를 만들었습니다." in messages[0]
    assert "garam@example.com" not in html and "010-1234-5678" not in html
    assert rules.splitlines()[0] in html


def test_a_shared_app_does_not_reach_into_the_operators_network(visitor: Visitor, acts: Acts):
    shared = Acts(acts.book, shared=True)
    with pytest.raises(InputError):
        click(shared, visitor, "model-connect", address="http://127.0.0.1:9/v1", key="", model="tiny")


def test_leaving_forgets_the_document_and_the_key(acts: Acts, visitor: Visitor):
    click(acts, visitor, "model-connect", address="http://127.0.0.1:9/v1", key="sk-secret", model="tiny")
    visitor.clear()
    assert visitor.review.review is None and visitor.review.typed is None


def test_the_sample_is_ours_and_can_be_read():
    text = review_work.sample().data.decode("utf-8")
    assert 30 <= len(text.splitlines()) <= 45
    assert "example.com" in text and "010-0000-0000" in text


def test_settings_are_private(fresh_settings: Callable[..., Settings]):
    """A key of the operator never comes to the screen."""
    fresh_settings(llm_api_key="sk-operator", llm_model="tiny")
    visitor = Visitor(Path("unused"))
    visitor.review.begin(review())
    assert "sk-operator" not in "".join(review_zones.zones(visitor.review, "ko").values())
