"""The files of the browser's own analysis: right types, kept for long, an honest 503 when they cannot be had."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from metajob import weights
from metajob.settings import Settings
from tabs.parts import vision_files


@pytest.fixture
def client() -> TestClient:
    return TestClient(Starlette(routes=[vision_files.route()]))


@pytest.mark.parametrize(
    ("name", "kind"),
    [("vision_bundle.mjs", "text/javascript"), ("vision_wasm_internal.wasm", "application/wasm")],
)
def test_a_file_comes_with_its_type(
    name: str, kind: str, client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    asked: list[str] = []
    (tmp_path / "file").write_bytes(b"what it is made of")
    monkeypatch.setattr(weights, "path", lambda name: asked.append(name) or tmp_path / "file")
    answer = client.get(f"/meta-job-vision/{name}?v=1")
    assert (answer.status_code, answer.content) == (200, b"what it is made of")
    assert answer.headers["content-type"].partition(";")[0] == kind
    assert "max-age=31536000" in answer.headers["cache-control"]
    assert asked == [vision_files.FILES[name][0]]


def test_every_file_is_a_known_weight():
    assert {name for name, _ in vision_files.FILES.values()} <= weights.TABLE.keys()


@pytest.mark.parametrize("name", ["kokoro-82m.int8.onnx", "..%2fface_landmarker.task", "%2e%2e/app.py", ""])
def test_nothing_else_is_given(name: str, client: TestClient, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(weights, "path", lambda _name: pytest.fail("asked for a file"))
    assert client.get(f"/meta-job-vision/{name}").status_code == 404


def test_without_the_files_it_says_so(client: TestClient, fresh_settings: Callable[..., Settings]):
    fresh_settings(offline="1")
    answer = client.get("/meta-job-vision/vision_bundle.mjs")
    assert (answer.status_code, answer.json()) == (503, {"error": "unavailable"})
    assert answer.headers["cache-control"] == "no-store"
