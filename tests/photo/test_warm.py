"""Warming: the first photo finds everything compiled and drawn."""

from __future__ import annotations

import subprocess
import sys

import pytest

from metajob.errors import Cancelled
from metajob.photo import suits, warm


def test_warming_compiles_then_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    monkeypatch.setattr(warm, "compile_matting", lambda: order.append("matting"))
    monkeypatch.setattr(suits, "warm", lambda progress: (order.append("suits"), progress(1.0, "끝")))
    said: list[tuple[float, str]] = []
    warm.warm(lambda share, phrase: said.append((share, phrase)))
    assert order == ["matting", "suits"]
    assert [share for share, _ in said] == [0.0, 1.0]
    assert all(phrase for _, phrase in said)


def test_warming_can_be_cancelled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warm, "compile_matting", lambda: pytest.fail("not cancelled"))

    def stop(_share: float, _phrase: str) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        warm.warm(stop)


def test_compiling_leaves_both_steps_ready() -> None:
    code = (
        "import time; from metajob.photo.warm import compile_matting; compile_matting();"
        "start = time.process_time(); compile_matting(); assert time.process_time() - start < 1"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=300)
