"""The page around the app: language, own font and styles in the very first answer, no link to anyone else's
server.

Gradio writes `<html lang="en">`, adds `head=` only after its scripts have run and shows English to a
Vietnamese or Japanese browser. `OwnPage` edits the first HTML answer on its way out instead; `static_routes`
serves `assets/`.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tabs.parts import live, vision_files

ASSETS = Path(__file__).resolve().parents[2] / "assets"
MOUNT = "meta-job-assets"  # relative to the page, so it also works behind a root path or a share link
SERVED = ("css", "fonts", "js", "photo/previews", "interviewer")

HEAD = f"""
<script>
(() => {{
  const lang = /^en\\b/i.test(navigator.language || "") ? "en" : "ko";
  document.documentElement.lang = lang;
  for (const [name, value] of [["language", lang], ["languages", [lang]]])
    Object.defineProperty(navigator, name, {{ get: () => value, configurable: true }});
}})();
</script>
<meta name="referrer" content="no-referrer">
<meta name="theme-color" content="#23467f">
<link rel="stylesheet" href="{MOUNT}/fonts/pretendard.css">
<link rel="stylesheet" href="{MOUNT}/css/app.css">
<link rel="stylesheet" href="{MOUNT}/css/review.css">
<link rel="stylesheet" href="{MOUNT}/css/interviewer.css">
<link rel="stylesheet" href="{MOUNT}/css/camera.css">
<link rel="stylesheet" href="{MOUNT}/css/interview.css">
<link rel="stylesheet" href="{MOUNT}/css/specs.css">
<script src="{MOUNT}/js/parts.js"></script>
<script src="{MOUNT}/js/review.js"></script>
<script src="{MOUNT}/js/desk.js"></script>
<script src="{MOUNT}/js/interviewer.js"></script>
<script src="{MOUNT}/js/camera_watch.js"></script>
<script src="{MOUNT}/js/camera.js"></script>
<script src="{MOUNT}/js/interview_live.js"></script>
<script src="{MOUNT}/js/interview_report.js"></script>
<script src="{MOUNT}/js/interview.js"></script>
<script src="{MOUNT}/js/specs.js"></script>
"""
_FOREIGN_META = re.compile(r'<meta\s+(?:property|name)="(?:og|twitter):[^>]*>\s*', re.S)


def own_page(page: str) -> str:
    """The served HTML in Korean, with our head and without Gradio's advertising tags."""
    page = _FOREIGN_META.sub("", page.replace('lang="en"', 'lang="ko"', 1))
    return re.sub(r"(<base [^>]*>)", lambda base: base.group(1) + HEAD, page, count=1)


class OwnPage:
    """ASGI middleware that rewrites text/html answers of the root page; everything else passes untouched."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope.get("method") != "GET" or scope.get("path") not in ("/", ""):
            await self.app(scope, receive, send)
            return
        start: Message = {}
        body = bytearray()

        async def rewrite(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                start = message
                return
            body.extend(message.get("body", b""))
            if message.get("more_body"):
                return
            headers = [(name, value) for name, value in start["headers"] if name.lower() != b"content-length"]
            is_page = any(
                name.lower() == b"content-type" and b"text/html" in value for name, value in headers
            )
            data = own_page(body.decode("utf-8")).encode("utf-8") if is_page else bytes(body)
            headers.append((b"content-length", str(len(data)).encode()))
            await send({**start, "headers": headers})
            await send({"type": "http.response.body", "body": data})

        await self.app(scope, receive, rewrite)


def server_parts(lobby: live.Rooms) -> dict[str, Any]:
    """`app_kwargs` for `launch()`: our static folders, the browser's analysis, live interviews, the page rewrite."""
    routes: list[BaseRoute] = [
        Mount(f"/{MOUNT}/{name}", StaticFiles(directory=ASSETS / name, check_dir=False)) for name in SERVED
    ]
    routes += [vision_files.route(), *live.routes(lobby)]
    return {"routes": routes, "middleware": [Middleware(OwnPage)]}
