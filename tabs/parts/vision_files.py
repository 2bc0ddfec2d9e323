"""Serves what the browser's own analysis is made of; fetched to this computer when somebody first asks for it."""

from __future__ import annotations

import logging

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from metajob import weights
from metajob.errors import UserError
from metajob.weights_table import VISION_VERSION as VISION_VERSION

MOUNT = "meta-job-vision"  # relative to the page; the page adds ?v=<version>, so a copy may be kept for long
# file → (name of the weight, media type)
FILES = {
    "vision_bundle.mjs": ("vision_bundle", "text/javascript"),
    "vision_wasm_internal.js": ("vision_wasm_loader", "text/javascript"),
    "vision_wasm_internal.wasm": ("vision_wasm", "application/wasm"),
    "face_landmarker.task": ("face_landmarker", "application/octet-stream"),
    "hand_landmarker.task": ("hand_landmarker", "application/octet-stream"),
}
KEPT = "public, max-age=31536000, immutable"
_log = logging.getLogger(__name__)


async def _give(request: Request) -> Response:
    """200 with the file, 404 for any other name, 503 when it cannot be had here."""
    known = FILES.get(request.path_params["file"])
    if known is None:
        return JSONResponse({"error": "unknown"}, 404)
    try:
        path = await run_in_threadpool(weights.path, known[0])
    except UserError as error:
        _log.warning("no analysis in the browser: %s", error)
        return JSONResponse({"error": "unavailable"}, 503, {"cache-control": "no-store"})
    return FileResponse(path, media_type=known[1], headers={"cache-control": KEPT})


def route() -> Route:
    """GET and HEAD of every file below the mount."""
    return Route(f"/{MOUNT}/{{file}}", _give, methods=["GET"])
