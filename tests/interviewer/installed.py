"""Makes folders that look like an installation of an external video engine, with a stand-in for its program."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import Any

from metajob.interviewer.checkout import Checkout
from metajob.interviewer.installation import POINTER, Needs

HERE = Path(__file__).parent / "checkouts"


def install(folder: Path, program: str, needs: Needs) -> tuple[Path, Path]:
    """A checkout below `folder` with all it must have; its path and that of its Python."""
    checkout, python = folder / "checkout", folder / "env" / "bin" / "python"
    script = checkout / needs.script[0]
    script.parent.mkdir(parents=True)
    shutil.copy(HERE / program, script)
    shutil.copy(HERE / "acting.py", script.parent)
    for name in needs.weights:
        file = checkout / name if "." in name else checkout / name / "model.mat"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(bytes(POINTER + 1))
    weights = folder / "env" / "lib" / "python3.11" / "site-packages" / "facexlib" / "weights"
    weights.mkdir(parents=True)
    for name in needs.cached:
        (weights / name.replace("*", "a.zip")).write_bytes(bytes(POINTER + 1))
    python.parent.mkdir()
    for tool, does in {
        **dict.fromkeys(needs.tools, "exit 0"),
        "python": f'exec {sys.executable} "$@"',
    }.items():
        (python.parent / tool).write_text(f"#!/bin/sh\n{does}\n")
        (python.parent / tool).chmod(0o755)
    return checkout, python


def calls(engine: Checkout) -> list[dict[str, Any]]:
    """What the stand-in noted of each run that came to its end."""
    assert engine.folder
    file = engine.folder / "calls.jsonl"
    return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []


def next_runs(engine: Checkout, *modes: str) -> None:
    """How the next runs go, see checkouts/acting.py."""
    assert engine.folder
    (engine.folder / "mode").write_text("\n".join(modes))
