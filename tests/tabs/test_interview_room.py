"""The mock interview's page: every choice of a plan is there, one click starts, consent only where text is sent."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

from metajob.interview.model import Plan, Strictness
from metajob.interviewer.rig.personas import PERSONAS
from tabs.parts import interview_room
from tabs.parts.interview_room import model_row, review_row, room
from tabs.parts.words import words

JS = Path(__file__).resolve().parents[2] / "assets" / "js"
FAMILIES = [("backend", "백엔드 <개발>", "Backend"), ("other", "그 밖의 직무", "Another job")]
CUES = ("look", "nobody", "dark", "two", "closer", "still")


def chosen(html: str, name: str) -> list[str]:
    """Values of the radio buttons of this name; the chosen one first."""
    found = re.findall(rf'name="int-{name}" value="(\w+)"[^>]*?( checked)?>', html)
    return [value for value, _ in sorted(found, key=lambda one: not one[1])]


def test_the_first_click_sends_a_plan_that_the_interview_takes():
    html = room(FAMILIES).html_template
    limits, counts = chosen(html, "limit"), chosen(html, "count")
    first = Plan(
        family="other", persona=chosen(html, "persona")[0], strictness=chosen(html, "strictness")[0],
        count=int(counts[0]), limit_s=int(limits[0]),
    )  # fmt: skip
    assert (first.persona, first.strictness, first.count, first.limit_s) == ("hr", "standard", 5, 120)
    assert set(chosen(html, "persona")) == set(PERSONAS)
    assert set(chosen(html, "strictness")) == set(get_args(Strictness))
    assert set(counts) == {"3", "5", "7"} and set(limits) == {"60", "90", "120", "180"}
    assert set(chosen(html, "way")) == {"camera", "voice", "typed"}


def test_nothing_is_recorded_or_sent_unless_ticked():
    html = room(FAMILIES).html_template + model_row("ko", "llm.example")
    for part in ("film", "browser", "consent"):
        box = re.search(rf'<input type="checkbox" data-part="{part}"[^>]*>', html)
        assert box and "checked" not in box.group()


def test_the_setup_says_what_is_measured_what_not_and_where_it_goes():
    html = room(FAMILIES).html_template
    for said in (
        "감정, 성격, 진실함을 짐작하지 않아요",
        "점수나 합격 가능성",
        "영상은 재고 나면 바로 버리고",
        "이 컴퓨터 밖으로 나가지",
    ):
        assert said in html
    assert "백엔드 &lt;개발&gt;" in html


def test_a_model_is_named_before_text_goes_to_it():
    assert model_row("ko") == ""
    html = model_row("ko", '"><script>')
    assert "<script" not in html and 'data-part="consent"' in html


def test_the_weak_points_of_a_review_or_the_way_to_one():
    html = review_row("ko", "이력서<1>.pdf", ["결과", "이유", "결과"])
    assert (
        "이력서&lt;1&gt;.pdf" in html
        and "못 찾은 것: 결과, 이유<" in html
        and 'data-part="weak" checked' in html
    )
    assert 'data-go="review"' in review_row("ko") and "data-part" not in review_row("ko")
    assert "가장 얕았던" in review_row("ko", "이력서.pdf")


def test_each_screen_has_one_main_button_and_a_heading_to_go_to():
    html = room(FAMILIES).html_template
    for screen in ("setup", "check", "live"):
        assert re.search(rf'<h2 data-part="head-{screen}" tabindex="-1"', html)
    shown = re.findall(r'<button type="button" class="mj-btn main[^"]*" data-part="([\w-]+)"([^>]*)>', html)
    seen = [part for part, rest in shown if "hidden" not in rest]
    assert seen == ["open", "start", "resume", "finish"]  # of setup, check, a pause, an answer


def test_the_scripts_find_their_parts_and_words():
    made = room(FAMILIES)
    parts = set(
        re.findall(r'data-part="([\w-]+)"', made.html_template + review_row("ko", "x") + model_row("ko", "x"))
    )
    scripts = "\n".join((JS / f"interview{name}.js").read_text("utf-8") for name in ("", "_live", "_report"))
    assert set(re.findall(r'\$\("([\w-]+)"\)', scripts)) <= parts
    asked = set(re.findall(r'"(int_[a-z_0-9]+)"', scripts)) | {f"int_cue_{cue}" for cue in CUES}
    assert asked | {"int_lost", "int_slow"} <= set(made.props["words"]["ko"])
    assert set(made.props["words"]["ko"]) <= set(words()["ko"])


def test_the_parts_of_the_camera_in_here_are_not_taken_for_ours():
    from tabs.parts.camera import camera

    def parts(html: str) -> set[str]:
        return set(re.findall(r'data-part="([\w-]+)"', html))

    shared = parts(room(FAMILIES).html_template) & parts(camera().html_template)
    assert {"problem", "state"} <= shared
    look_up = re.search(
        r"const \$ = \(part\) => element\.querySelector\((.*)\);", (JS / "interview.js").read_text("utf-8")
    )
    assert look_up and ":not(#iv-camera *)" in look_up.group(1)


def test_a_file_can_be_handed_in_however_somebody_answers():
    html = room(FAMILIES).html_template
    assert html.index('data-part="type"') < html.index('data-part="shoot"') < html.index('data-part="upload"')
    assert re.search(r'<input type="file" data-part="file" hidden>', html)


def test_every_value_is_new():
    one, two = interview_room.value(problem=""), interview_room.value(problem="")
    assert one["n"] != two["n"] and one["problem"] == two["problem"]
