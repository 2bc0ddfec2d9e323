"""The camera's part and its scripts fit together: every sentence the script says, every file the page names."""

from __future__ import annotations

import re

import pytest

import app
from metajob.interview.signals import Row
from tabs.parts import live, page, vision_files
from tabs.parts.camera import camera

JS = page.ASSETS / "js"
SCRIPT = (JS / "camera.js").read_text("utf-8") + (JS / "camera_watch.js").read_text("utf-8")


def test_the_script_finds_its_parts_and_its_words():
    part = camera()
    for name in set(re.findall(r'\$\("([a-z-]+)"\)', SCRIPT)):
        assert f'data-part="{name}"' in str(part.html_template), name
    known = part.props["words"]["ko"].keys()
    said = set(re.findall(r'"(cam_[a-z_]+)"', SCRIPT))
    said |= {f"cam_{problem}" for problem in ("denied", "none", "busy", "failed")}
    assert len(said) > 20
    assert said == known


def test_everything_the_page_links_to_is_there():
    links = re.findall(rf'(?:href|src)="{page.MOUNT}/([^"]+)"', page.HEAD)
    assert {"css/camera.css", "js/camera.js", "js/camera_watch.js"} <= set(links)
    ours = [link for link in links if "camera" in link]
    assert [link for link in ours if not (page.ASSETS / link).is_file()] == []
    assert links.index("js/camera_watch.js") < links.index("js/camera.js")


def test_the_browser_sends_the_values_of_a_row_in_its_order():
    told = re.search(r"\[t, .*?\]", (JS / "vision.js").read_text("utf-8"))
    assert told
    assert tuple(told[0].strip("[]").split(", ")) == live.FIELDS == Row.__slots__


def test_only_files_of_ours_are_asked_for():
    asked = set(re.findall(r'"([a-z_]+\.(?:mjs|js|wasm|task))"', (JS / "vision.js").read_text("utf-8")))
    assert asked == vision_files.FILES.keys()
    everything = SCRIPT + (JS / "vision.js").read_text("utf-8")
    assert re.findall(r"https?://(?!localhost\$\{port\}|\$\{location)[^\s\"']+", everything) == []


def test_https_and_share_are_one_or_the_other(capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as ended:
        app.main(["--https", "--share"])
    assert ended.value.code == 2
    assert "하나만" in capsys.readouterr().err
