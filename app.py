"""META-JOB: composes the tabs and launches. `python app.py [--host H] [--port P] [--https] [--share] [--inbrowser]`."""

from __future__ import annotations

import argparse
import atexit
import logging
import os
import signal
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")

if TYPE_CHECKING:
    import gradio as gr

    from tabs.parts.visitor import VisitorBook

TITLE = "META-JOB"
_HOST = "기본값은 이 컴퓨터에서만 열리는 127.0.0.1, --https와 함께면 0.0.0.0(같은 네트워크의 모든 기기)"
_HTTPS = "https로 켜요. 같은 네트워크의 다른 기기에서도 카메라와 마이크를 쓸 수 있어요"
_SHARE = "잠시 쓸 공개 주소를 함께 만들어요. 인터넷이 필요하고, 안 되면 --https를 써 보세요"


def build(book: VisitorBook | None = None, shared: bool = True) -> gr.Blocks:
    """The whole app, not launched. `book` keeps the visitors; who gives one closes it at the end.

    shared: other machines may reach it; then a review is kept only when its visitor asks for it.
    """
    import gradio as gr

    from tabs import api, home, interview, photo, review, specs
    from tabs.parts.visitor import VisitorBook
    from tabs.parts.words import both, label

    if book is None:
        book = VisitorBook()
    with gr.Blocks(title=TITLE, analytics_enabled=False, delete_cache=(600, 3600)) as blocks:
        gr.HTML(
            f'<header class="mj-head"><h1>{TITLE}</h1>{both("tagline")}</header>', apply_default_css=False
        )
        with gr.Tabs(elem_id="tabs") as tabs:
            with gr.Tab(label("tab_home"), id="home"):
                start, start_review, start_interview, start_specs, table = home.build()
            with gr.Tab(label("tab_photo"), id="photo"):
                photo.build(book)
            with gr.Tab(label("tab_review"), id="review"):
                review.build(book, shared)
            with gr.Tab(label("tab_interview"), id="interview"):
                interview.build(book)
            with gr.Tab(label("tab_specs"), id="specs"):
                specs.build(book, shared)
        private: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden", "queue": False}
        start.click(lambda: gr.Tabs(selected="photo"), None, tabs, **private)
        start_review.click(lambda: gr.Tabs(selected="review"), None, tabs, **private)
        start_interview.click(lambda: gr.Tabs(selected="interview"), None, tabs, **private)
        start_specs.click(lambda: gr.Tabs(selected="specs"), None, tabs, **private)
        blocks.load(home.engine_table, None, table, **private)
        blocks.unload(book.leave)
        api.build(book)
    whole: gr.Blocks = blocks.queue(max_size=64, default_concurrency_limit=None)
    return whole


def launch(blocks: gr.Blocks, book: VisitorBook, **options: Any) -> str:
    """Start the server without blocking; returns its address. book: of `build`. `options` go to Gradio's launch."""
    from metajob.settings import settings
    from tabs.parts.page import server_parts
    from tabs.parts.theme import PaperTheme
    from tabs.parts.words import i18n

    _, local, shared = blocks.launch(
        **options,
        prevent_thread_lock=True,
        quiet=True,
        theme=PaperTheme(),
        i18n=i18n(),
        footer_links=[],
        run_history=False,
        show_error=False,
        max_file_size=settings().max_upload_mb * 1024 * 1024,
        app_kwargs=server_parts(book.hall.lobby),
        enable_monitoring=False,
        pwa=False,
        ssr_mode=False,
    )
    return str(shared or local)


def _encrypted() -> dict[str, Any]:
    """Options of `launch` for https with a certificate of our own. Raises StorageError."""
    from metajob.certificate import certificate
    from metajob.settings import settings

    made = certificate(settings().data_dir / "tls")
    return {"ssl_certfile": str(made.cert), "ssl_keyfile": str(made.key), "ssl_verify": False}


def main(arguments: list[str] | None = None) -> None:
    """Parse the command line, launch, print the address, stay until Ctrl+C."""
    parser = argparse.ArgumentParser(prog="python app.py", description="META-JOB을 켜요.")
    parser.add_argument("--host", default=os.environ.get("GRADIO_SERVER_NAME"), help=_HOST)
    parser.add_argument("--port", type=int, default=None, help="기본값은 7860부터 비어 있는 포트")
    parser.add_argument("--https", action="store_true", help=_HTTPS)
    parser.add_argument("--share", action="store_true", help=_SHARE)
    parser.add_argument("--inbrowser", action="store_true", help="브라우저를 바로 열어요")
    chosen = parser.parse_args(arguments)
    if chosen.https and chosen.share:
        parser.error("--share 주소는 이미 https예요. --https와 --share 가운데 하나만 골라 주세요.")
    host = chosen.host or ("0.0.0.0" if chosen.https else "127.0.0.1")
    from metajob import preflight
    from metajob.addresses import LOOPBACK, announcement
    from metajob.errors import UserError
    from metajob.settings import settings

    try:
        settings()
        preflight.require_libraries()
        encrypted = _encrypted() if chosen.https else {}
    except UserError as error:
        parser.exit(1, f"\n  {error.message}\n  {error.hint}\n\n")
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("httpx").setLevel(logging.WARNING)

    from gradio.utils import get_upload_folder

    from tabs.parts import interview_keeping, interviewer_work, review_work, specs_view, studio, visitor

    visitor.sweep(Path(get_upload_folder()))
    interview_keeping.recordings().sweep()
    book = visitor.VisitorBook()
    atexit.register(book.close)
    blocks = build(book, shared=chosen.share or host not in LOOPBACK)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # a stopped service cleans up as after Ctrl+C
    try:
        launch(
            blocks,
            book,
            server_name=host,
            server_port=chosen.port,
            share=chosen.share,
            inbrowser=chosen.inbrowser,
            **encrypted,
        )
    except OSError:
        parser.error("그 포트는 다른 프로그램이 쓰고 있어요. --port로 다른 번호를 정해 주세요.")
    sys.stdout.write(announcement(host, blocks.server_port, chosen.https, chosen.share, blocks.share_url))
    sys.stdout.flush()
    if settings().warm:  # a daemon: nobody waits for it, and Ctrl+C does not either
        steps = (studio.warm_up, review_work.warm_up, interviewer_work.warm_up, specs_view.warm_up)
        threading.Thread(target=lambda: [step() for step in steps], name="warm-up", daemon=True).start()
    try:
        blocks.block_thread()
    finally:
        studio.cool_down()


if __name__ == "__main__":
    main()
