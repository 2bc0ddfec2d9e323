"""What clicks on the specs tab do: looking, comparing, adding, taking back, files; and what forged ones cannot."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import gradio as gr
import pytest

from metajob.errors import InputError
from metajob.settings import settings
from metajob.specs.model import Bin, Spec, Where
from tabs.parts import specs_charts, specs_form, specs_read, specs_share, specs_view
from tabs.parts.specs_acts import Acts, SpecsAsk
from tabs.parts.visitor import Visitor, VisitorBook
from tabs.specs import Events

TOKEN, OTHER = "a" * 64, "b" * 64
HEAD = "기업명,입사연도,학점,학점만점,토익,동의여부\n"
FORM = {
    "gpa": "3.9", "gpa_scale": "4.5", "toeic_has": "have", "toeic": "870", "intern_has": "none",
    "award_has": "", "speaking_has": "have", "opic": "IM2",
}  # fmt: skip


@pytest.fixture
def acts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Acts]:
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path / "gradio"))
    monkeypatch.setenv("METAJOB_DATA_DIR", str(tmp_path / "data"))
    settings.cache_clear()
    yield Acts(VisitorBook(tmp_path / "visitors"), shared=False)
    monkeypatch.undo()
    settings.cache_clear()


@pytest.fixture
def visitor(tmp_path: Path) -> Visitor:
    return Visitor(tmp_path / "me")


def click(acts: Acts, visitor: Visitor, name: str, /, **data: Any) -> SpecsAsk:
    """In a thread of its own: the browser tests keep a loop running in this one."""
    ask = SpecsAsk("ko", visitor, {"owner": TOKEN, "draw": True, **data})
    method = acts.look if name == "look" else acts.named(name)
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, method(ask)).result(60)
    return ask


def sent(text: str, tmp_path: Path, name: str = "a.csv") -> str:
    """A file as Gradio's upload route leaves it."""
    file = tmp_path / "gradio" / name / name
    file.parent.mkdir(parents=True)
    file.write_text(text, "utf-8")
    return str(file)


def people(count: int) -> str:
    return HEAD + "".join(f"가람전자,2025,3.{n % 10},4.5,{700 + 10 * (n % 20)},예\n" for n in range(count))


def saved(acts: Acts, visitor: Visitor, tmp_path: Path, count: int = 24) -> SpecsAsk:
    click(acts, visitor, "import-read", path=sent(people(count), tmp_path), name="a.csv")
    return click(acts, visitor, "import-save", origin="우리 설문", rights="own")


# ---- looking and comparing


def test_a_look_shows_figures_with_their_source_and_charts_with_a_table(acts: Acts, visitor: Visitor):
    ask = click(acts, visitor, "look", where={"year": "2022", "size": "large"})
    zones = ask.answer["zones"]
    assert "잡코리아" in zones["results"] and 'rel="noopener noreferrer"' in zones["results"]
    assert "<table" in zones["trend-table"] and "<table" in zones["bands-table"]
    assert ask.view is not None and set(ask.view.plots) == {"trend", "bands"}
    assert "아직 보여 드릴 만큼" in zones["own"]
    later = click(acts, visitor, "look", where={"year": "2022", "size": "large"}, draw=False)
    assert (
        later.view is not None and later.view.plots == {} and "<table" in later.answer["zones"]["trend-table"]
    )


def test_what_has_no_figure_says_what_is_shown_instead(acts: Acts, visitor: Visitor):
    zones = click(acts, visitor, "look", where={"company": "하늘테크"}).answer["zones"]
    assert "이 조건의 공개 통계가 없어요" in zones["results"]
    assert "‘하늘테크’" in zones["results"] and "‘전체’" in zones["results"]


def test_flagged_figures_only_when_asked_for(acts: Acts, visitor: Visitor):
    where = {"year": "2018", "size": "large"}
    assert "확인이 필요한" not in click(acts, visitor, "look", where=where).answer["zones"]["results"]
    flagged = click(acts, visitor, "look", where=where, flagged=True).answer["zones"]["results"]
    assert "확인이 필요한 수치" in flagged


def test_the_comparison_speaks_only_of_what_was_told(acts: Acts, visitor: Visitor):
    mine = click(acts, visitor, "look", compared=True, form=FORM).answer["zones"]["mine"]
    rows = re.findall(r'<li data-topic="(\w+)"', mine)
    assert rows == ["gpa", "toeic", "speaking", "intern"]
    assert "평균보다 높아요" in mine and "합격 확률" not in mine
    assert "내게 없는 것" in mine and "인턴" in mine[mine.index("내게 없는 것") :]


def test_official_thresholds_are_asked_of_the_tests_own_score(acts: Acts, visitor: Visitor):
    mine = click(acts, visitor, "look", compared=True, form={**FORM, "toeic": "695"}).answer["zones"]["mine"]
    assert "국가직 5·7급 공채 영어 대체 · 토익 700점: 아직 못 미쳐요" in mine
    assert "일반군무원 7급 · 토익 570점: 충족해요" in mine and "텝스 3" not in mine


def test_applicants_and_graduates_stand_in_a_fold(acts: Acts, visitor: Visitor):
    results = click(acts, visitor, "look").answer["zones"]["results"]
    fold = results[results.index("지원자와 견줘 보면") :]
    assert "지원자" in fold and "미취업 3.62점" in fold


def test_a_spec_that_cannot_be_is_told_beside_its_field(acts: Acts, visitor: Visitor):
    ask = click(acts, visitor, "look", compared=True, form={**FORM, "gpa": "4.7", "toeic": "873"})
    assert set(ask.answer["errors"]) == {"gpa", "toeic"} and "4.5 만점" in ask.answer["errors"]["gpa"]
    assert "sp-standings" not in ask.answer["zones"]["mine"]


def test_nothing_of_the_spec_stays_with_the_visitor_or_on_the_disk(
    acts: Acts, visitor: Visitor, tmp_path: Path
):
    before = repr(visitor)
    click(acts, visitor, "look", compared=True, form={**FORM, "gpa": "3.87"})
    assert repr(visitor) == before and not visitor.folder.exists()
    assert b"3.87" not in b"".join(one.read_bytes() for one in tmp_path.rglob("*") if one.is_file())


def test_two_visitors_get_their_own_comparison(acts: Acts, visitor: Visitor, tmp_path: Path):
    other = Visitor(tmp_path / "other")
    click(acts, visitor, "look", compared=True, form={**FORM, "gpa": "3.33"})
    theirs = click(acts, other, "look", compared=True, form={**FORM, "gpa": "4.21"}).answer["zones"]["mine"]
    assert "4.21" in theirs and "3.33" not in theirs


def test_typed_certificates_are_recognised(acts: Acts, visitor: Visitor):
    found = click(acts, visitor, "cert", text="컴활 1급, 정처기, 모르는증").answer["certs"]
    assert [one["code"] for one in found] == ["COMHWAL_1", "INFO_ENG", ""]
    assert click(acts, visitor, "cert", text="토익 900").answer["errors"]["certificate"]


# ---- what the browser sends


def test_none_and_not_told_are_two_things():
    told, _ = specs_read.spec_of(
        {"toeic_has": "none", "certificate_has": "none", "speaking_has": "none"}, "ko"
    )
    assert told == Spec(toeic=0, cert_count=0, toeic_speaking=0, opic="none")
    assert (
        specs_read.spec_of({"toeic": "900"}, "ko")[0] == Spec()
    )  # a number under "not told" counts as not told


@pytest.mark.parametrize(
    "form",
    [
        None, [], "x", {"gpa": ["4"]}, {"gpa": "nan"}, {"gpa": "1e3"}, {"toeic_has": "have", "toeic": "-5"},
        {"toeic_has": "have", "toeic": "٩٩٠"}, {"award_has": "have", "award_count": "9" * 90},
        {"certificate_has": "have", "certs": [{"code": "NOT"}, 5]}, {"certificate_has": "have", "certs": {"a": 1}},
        {"certificate_has": "have", "certs": [{"code": ["x"]}]}, {"gpa": "3\x00.9"}, {"opic": "\ud83d"},
        {"certificate_has": "have", "certs": [{"name": "x" * 9}] * 999 + [{"name": str(n)} for n in range(99)]},
    ],
)  # fmt: skip
def test_a_forged_form_is_an_empty_spec_or_an_error(form: object):
    spec, errors = specs_read.spec_of(form, "ko")
    assert (spec is None) == bool(errors)
    assert spec is None or spec.gpa is None or spec.gpa.raw == 3.9


@pytest.mark.parametrize(
    "where",
    [None, 7, {"year": "9999"}, {"year": {}}, {"size": "giant"}, {"industry": "<b>"}, {"role": ["IT"]}],
)
def test_a_forged_place_is_all_of_them(where: object):
    assert specs_read.where_of(where) == Where()


def test_what_is_typed_is_never_html(acts: Acts, visitor: Visitor):
    zones = click(acts, visitor, "look", where={"company": "<img src=x onerror=1>"}).answer["zones"]
    assert "<img" not in "".join(zones.values())


@pytest.mark.parametrize("name", ["", "nobody", "__class__", "import-read", "batch-delete", "template"])
def test_unknown_acts_and_files_on_a_server_are_refused(acts: Acts, visitor: Visitor, name: str):
    shared = Acts(acts.book, shared=True)
    with pytest.raises(InputError):
        click(shared, visitor, name)


# ---- hired people


def test_adding_and_taking_back(acts: Acts, visitor: Visitor):
    hire = {"hire_year": "2025", "hire_company": "가람전자", "hire_type": "new"}
    ask = click(acts, visitor, "register", form=FORM, hire=hire, consent=True)
    code = re.search(r"([A-Z0-9]{5}-){3}[A-Z0-9]{5}", ask.answer["zones"]["share"])
    assert code is not None and "통계에 넣어요" in ask.answer["zones"]["share"]
    assert "이미" in str(_refused(acts, visitor, "register", form=FORM, hire=hire, consent=True))
    assert "지웠어요" in click(acts, visitor, "withdraw", code=code[0].lower()).answer["zones"]["back"]
    assert _refused(acts, visitor, "withdraw", code=code[0])


def _refused(acts: Acts, visitor: Visitor, name: str, /, **data: Any) -> InputError:
    with pytest.raises(InputError) as refused:
        click(acts, visitor, name, **data)
    return refused.value


def test_where_sharing_is_off_nothing_is_added_and_taking_back_goes_on(
    acts: Acts, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
):
    hire = {"hire_year": "2025"}
    ask = click(acts, visitor, "register", form=FORM, hire=hire, consent=True, owner=TOKEN)
    code = re.findall(r'id="sp-newcode"[^>]*>([^<]+)', ask.answer["zones"]["share"])[0]
    off = settings().model_copy(update={"specs_sharing": False})
    monkeypatch.setattr("tabs.parts.specs_acts.settings", lambda: off)
    _refused(acts, visitor, "register", form=FORM, hire={"hire_year": "2024"}, consent=True, owner=TOKEN)
    assert "지웠어요" in click(acts, visitor, "withdraw", code=code).answer["zones"]["back"]


@pytest.mark.parametrize(
    ("changed", "field"),
    [({"consent": False}, "agree"), ({"consent": "yes"}, "agree"), ({"hire": {}}, "hire_year"),
     ({"hire": {"hire_year": "2099"}}, "hire_year"), ({"form": {**FORM, "gpa": "9"}}, "gpa")],
)  # fmt: skip
def test_without_consent_or_with_a_slip_nothing_is_added(
    acts: Acts, visitor: Visitor, tmp_path: Path, changed: dict[str, Any], field: str
):
    data = {"form": FORM, "hire": {"hire_year": "2025"}, "consent": True, **changed}
    assert field in click(acts, visitor, "register", **data).answer["errors"]
    assert list(tmp_path.rglob("*.db")) == []


def test_an_empty_spec_or_no_secret_cannot_be_added(acts: Acts, visitor: Visitor):
    hire = {"hire_year": "2025"}
    _refused(acts, visitor, "register", form={}, hire=hire, consent=True)
    _refused(acts, visitor, "register", form=FORM, hire=hire, consent=True, owner="short")


# ---- files


def test_a_file_is_previewed_then_saved_then_shown_then_deleted(acts: Acts, visitor: Visitor, tmp_path: Path):
    preview = click(acts, visitor, "import-read", path=sent(people(24), tmp_path), name="a.csv")
    assert "모두 24줄" in preview.answer["zones"]["import"]
    assert "아직 보여 드릴 만큼" in click(acts, visitor, "look").answer["zones"]["own"]
    kept = click(acts, visitor, "import-save", origin="우리 설문", rights="own")
    id = re.search(r"sp-delete-(\w+)", kept.answer["zones"]["batches"])
    assert id is not None and visitor.specs.preview is None
    shown = click(acts, visitor, "look", where={"company": "가람전자"}, compared=True, form=FORM)
    assert "24명" in shown.answer["zones"]["own"] and shown.view and "own" in shown.view.plots
    assert (
        "내 위치" not in shown.answer["zones"]["own-table"] and "<table" in shown.answer["zones"]["own-table"]
    )
    click(acts, visitor, "batch-delete", id=id[1])
    assert "아직 보여 드릴 만큼" in click(acts, visitor, "look").answer["zones"]["own"]


def test_lines_with_problems_are_left_out_only_when_asked_for(acts: Acts, visitor: Visitor, tmp_path: Path):
    text = people(6) + "가람전자,2025,3.9,,800,예\n"
    shown = click(acts, visitor, "import-read", path=sent(text, tmp_path), name="a.csv").answer["zones"][
        "import"
    ]
    assert "<th scope='row'>8</th>" in shown and "만점" in shown and "disabled" in shown
    _refused(acts, visitor, "import-save", origin="우리 설문", rights="own")
    done = click(acts, visitor, "import-save", origin="우리 설문", rights="own", leave=True)
    assert "6줄을 저장" in done.answer["zones"]["import"]


def test_what_to_look_at_twice_is_told_with_its_column_and_the_rest_is_counted(
    acts: Acts, visitor: Visitor, tmp_path: Path
):
    text = "기업명,입사연도,봉사시간\n" + "".join(f"가람{n},2025,99\n" for n in range(120))
    shown = click(acts, visitor, "import-read", path=sent(text, tmp_path), name="a.csv").answer["zones"][
        "import"
    ]
    assert "<b>봉사시간</b>" in shown and "그 밖에 20가지가 더 있어요." in shown


def test_fields_have_room_for_the_highest_value_as_it_is_told():
    html = specs_form.form()
    for name, (_, high) in specs_read._RANGES.items():
        most = re.search(rf'data-field="{name}"[^>]*maxlength="(\d+)"', html)
        assert most and int(most[1]) >= len(f"{high:,}"), name
    assert 'data-part="cert" list="sp-certs" maxlength="200"' in html, "a list of names is not cut"


def test_every_field_is_described_by_something_that_is_there():
    html = specs_form.form() + specs_share.adding() + specs_share.taking_back()
    described, there = (set(re.findall(rf'{name}="([^"]+)"', html)) for name in ("aria-describedby", " id"))
    assert described <= there and {"sp-e-opic", "sp-e-hire_year"} <= described


def test_saving_needs_a_file_an_origin_and_rights(acts: Acts, visitor: Visitor, tmp_path: Path):
    _refused(acts, visitor, "import-save", origin="우리 설문", rights="own")
    click(acts, visitor, "import-read", path=sent(people(6), tmp_path), name="a.csv")
    ask = click(acts, visitor, "import-save", origin=" ", rights="stolen")
    assert set(ask.answer["errors"]) == {"origin", "rights"}


def test_another_visitor_cannot_save_what_one_has_read(acts: Acts, visitor: Visitor, tmp_path: Path):
    click(acts, visitor, "import-read", path=sent(people(6), tmp_path), name="a.csv")
    _refused(acts, Visitor(tmp_path / "other"), "import-save", origin="우리 설문", rights="own")


def test_a_path_outside_of_the_uploads_is_not_read(acts: Acts, visitor: Visitor, tmp_path: Path):
    secret = tmp_path / "secret.csv"
    secret.write_text(people(6), "utf-8")
    _refused(acts, visitor, "import-read", path=str(secret), name="a.csv")
    assert secret.exists()


@pytest.mark.parametrize(("name", "data", "start"), [
    ("template", {"kind": "csv"}, "\ufeff기업명".encode()), ("template", {"kind": "xlsx"}, b"PK"),
    ("export", {}, "\ufeff".encode()),
])  # fmt: skip
def test_downloads_lie_in_the_visitors_folder(
    acts: Acts, visitor: Visitor, name: str, data: dict[str, str], start: bytes
):
    ask = click(acts, visitor, name, **data)
    assert ask.download is not None and len(visitor.files) == 1
    assert visitor.files[0].is_relative_to(visitor.folder) and visitor.files[0].read_bytes().startswith(start)


# ---- charts and the demonstration


def test_demonstration_rows_are_marked_wherever_they_are_shown(
    acts: Acts, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("METAJOB_SPECS_DEMO", "true")
    settings.cache_clear()
    ask = click(acts, visitor, "look", compared=True, form=FORM)
    for zone in ("own", "own-chart", "radar", "mine"):
        assert "실제 사람이 아니에요" in ask.answer["zones"][zone], zone
    assert ask.view and set(ask.view.plots) == {"trend", "bands", "own", "radar"}


def test_too_few_axes_are_no_radar():
    axes = [specs_charts.Axis(name, rank, 30) for name, rank in (("가", 0.4), ("나", 0.6), ("다", None))]
    assert specs_charts.radar(axes, "ko") is None
    drawn = specs_charts.radar([*axes, specs_charts.Axis("라", 0.5, 12)], "ko")
    assert drawn is not None
    names = json.loads(drawn.plot)["layout"]["polar"]["angularaxis"]["categoryarray"]
    assert [one for one in names if "10명 미만" in one] == [names[2]] and specs_charts.GREY in names[2]


def test_the_own_place_is_marked_in_the_right_bar():
    edge = float("inf")
    bins = (Bin(-edge, 700, 5, 0.25), Bin(700, 800, 10, 0.5), Bin(800, edge, 5, 0.25))
    for value, bar in ((650, 0), (700, 1), (990, 2), (None, None)):
        drawn = json.loads(specs_charts.own(bins, value, ["~699", "700~799", "800~"], "ko").plot)
        colours = drawn["data"][0]["marker"]["color"]
        assert [place for place, one in enumerate(colours) if one == specs_charts.MINE] == (
            [] if bar is None else [bar]
        )
        assert drawn["config"]["displayModeBar"] is False


def test_every_choice_of_a_chart_can_be_looked_at(acts: Acts, visitor: Visitor):
    for chart in specs_view.chart_topics():
        assert click(acts, visitor, "look", chart=chart).answer["zones"]["trend"]


def test_every_act_has_a_place_for_its_troubles():
    from tabs.parts import specs_acts, specs_import, specs_page, specs_share

    page = specs_page.choose() + specs_share.adding() + specs_share.taking_back() + specs_import.fold()
    assert all(f'data-sp="{zone}"' in page for zone in specs_acts.ZONES.values())


def test_the_events_answer_a_broken_payload_with_a_sentence(acts: Acts):
    events = Events(acts.book, shared=True)
    event, request = gr.EventData(None, {}), gr.Request(session_hash="s", headers={})
    with ThreadPoolExecutor(1) as pool:
        answer, *plots = pool.submit(asyncio.run, events.look(event, request)).result(60)
    assert "results" in answer["zones"] and len(plots) == 4


def test_published_figures_are_there_without_a_database(acts: Acts, visitor: Visitor, tmp_path: Path) -> None:
    (tmp_path / "data" / "meta-job.db").mkdir(parents=True)  # a folder in its place
    ask = click(acts, visitor, "look", where={"size": "large"}, compared=True, form=FORM)
    assert "잡코리아" in ask.answer["zones"]["results"] and "870점" in ask.answer["zones"]["mine"]
    assert "저장 파일" in ask.answer["zones"]["own"] and "mj-say bad" in ask.answer["zones"]["own"]


@pytest.mark.parametrize(
    ("headers", "here"),
    [
        ({"host": "127.0.0.1:7860"}, True),
        ({"host": "localhost"}, True),
        ({"host": "[::1]:7860"}, True),
        ({"host": "metajob.example.com"}, False),  # a proxy, or a page whose name points here
        ({"host": "localhost.example.com"}, False),
        ({"host": "[::1"}, False),
        ({}, False),
        ({"host": "127.0.0.1", "x-forwarded-for": "203.0.113.7"}, False),
    ],
)
def test_files_are_for_this_computers_own_browser(acts: Acts, headers: dict[str, str], here: bool) -> None:
    events, event = Events(acts.book, shared=False), gr.EventData(None, {})
    event.act = {"do": "batches"}  # type: ignore[attr-defined]

    async def all_of() -> list[Any]:
        return [one async for one in events.act(event, gr.Request(session_hash="s", headers=headers))]

    with ThreadPoolExecutor(1) as pool:
        said = pool.submit(asyncio.run, all_of()).result(60)[-1][0]["zones"]["batches"]
    assert ("이 컴퓨터에서 연 화면에서만" in said) is not here
