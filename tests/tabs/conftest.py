"""The real app, served in this process once for all tests of this folder."""

from __future__ import annotations

import warnings
from collections.abc import Iterator

import gradio as gr
import pytest

import app
from tabs.parts.visitor import VisitorBook


@pytest.fixture(scope="session")
def book() -> Iterator[VisitorBook]:
    book = VisitorBook()
    yield book
    book.close()


@pytest.fixture(scope="session")
def blocks(book: VisitorBook) -> gr.Blocks:
    return app.build(book)


@pytest.fixture(scope="session")
def server(blocks: gr.Blocks, book: VisitorBook) -> Iterator[str]:
    """Address without a slash at the end."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Gradio and its web server, not ours
        address = app.launch(blocks, book, server_name="127.0.0.1")
        yield address.rstrip("/")
        blocks.close(verbose=False)
