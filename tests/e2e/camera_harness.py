"""The camera's part alone in the real app, started as `python app.py --https`, with a room that only takes notes.

Run as a program: `camera_harness.py HTTPS_PORT HTTP_PORT`. The same page is served by plain http on the second port.
GET /notes tells what arrived; POST /notes {"delay": s, "gone": bool} changes the room and begins a new page of notes.
"""

from __future__ import annotations

import sys
import threading
import time
from pathlib import Path
from typing import Any

import cv2
import gradio as gr
import numpy as np
import uvicorn
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import app
from metajob.errors import InputError
from metajob.interview.signals import Row
from tabs.parts import live, page
from tabs.parts.camera import camera

TOKEN = "token-of-the-test"


class Notes:
    """Room and lobby in one."""

    def __init__(self) -> None:
        self.frames: list[dict[str, Any]] = []
        self.kept: list[list[Any]] = []
        self.delay, self.gone, self.inside, self.most_inside = 0.0, False, 0, 0

    def of(self, token: object) -> Notes:
        if token != TOKEN or self.gone:
            raise InputError("이 면접을 찾지 못했어요.")
        return self

    def frame(self, jpeg: bytes, t: float, turn: str) -> dict[str, Any]:
        self.inside += 1
        self.most_inside = max(self.most_inside, self.inside)
        picture = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
        self.frames.append({"t": t, "turn": turn, "bytes": len(jpeg), "shape": picture.shape})
        time.sleep(self.delay)
        self.inside -= 1
        return {"n": len(self.frames), "face": 1, "cue": "look"}

    def rows(self, rows: list[Row], turn: str) -> dict[str, Any]:
        assert turn == "q1"
        values = [[getattr(row, name) for name in live.FIELDS] for row in rows]
        self.kept += [[None if value != value else value for value in row] for row in values]
        return {"n": len(self.kept), "face": 1, "cue": ""}

    async def tell(self, request: Request) -> JSONResponse:
        if request.method == "POST":
            changed = await request.json()
            self.__init__()  # type: ignore[misc]
            self.delay, self.gone = changed.get("delay", 0.0), changed.get("gone", False)
        return JSONResponse({"frames": self.frames, "rows": self.kept, "most_inside": self.most_inside})


def build(*_: object, **__: object) -> gr.Blocks:
    with gr.Blocks(title="camera") as blocks, gr.Tabs():
        with gr.Tab("one"):
            camera()
        with gr.Tab("two"):
            gr.Markdown("elsewhere")
    return blocks


def main(https_port: str, http_port: str) -> None:
    notes, parts, launch = Notes(), page.server_parts, app.launch

    def more_parts(_lobby: object) -> dict[str, Any]:
        made = parts(notes)
        made["routes"] = [*made["routes"], Route("/notes", notes.tell, methods=["GET", "POST"])]
        return made

    def launch_twice(blocks: gr.Blocks, *given: Any, **named: Any) -> str:
        address = launch(blocks, *given, **named)
        plain = uvicorn.Server(uvicorn.Config(blocks.app, "127.0.0.1", int(http_port), log_level="warning"))
        threading.Thread(target=plain.run, daemon=True).start()
        return address

    page.server_parts, app.launch, app.build = more_parts, launch_twice, build
    app.main(["--https", "--port", https_port])


if __name__ == "__main__":
    main(*sys.argv[1:])
