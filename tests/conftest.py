"""What all tests share: a private settings environment, what a machine may lack, and the pictures to work on.

A machine may lack a browser, PyTorch or the shared data: such tests are skipped with a reason. With
METAJOB_REQUIRE=browser,torch,xtts,whisper,shared,ocr,mysql (CI) the lack is a failure instead.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from metajob.documents import ocr
from metajob.settings import Settings, settings
from tests import mariadb as mariadb_module
from tests.databases import (  # noqa: F401
    _shared_mysql,
    database,
    empty_mysql,
    mariadb,
    mysql_database,
    sqlite_database,
)

ROOT = Path(__file__).resolve().parent.parent
SHARED_DATA = ROOT.parent / "shared" / "data"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC_BROWSERS = ("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",)

Need = Callable[[str], None]


def _isolate() -> tempfile.TemporaryDirectory[str]:
    """No .env, no METAJOB_* of the developer, an empty data folder, a cache with nothing but the models."""
    models = settings().models_dir
    models.mkdir(parents=True, exist_ok=True)
    folder = tempfile.TemporaryDirectory(prefix="metajob-tests-")
    cache = Path(folder.name) / "cache"
    cache.mkdir()
    (cache / "models").symlink_to(models)
    for name in [name for name in os.environ if name.startswith("METAJOB_") and name != "METAJOB_REQUIRE"]:
        del os.environ[name]
    os.environ["METAJOB_CACHE_DIR"] = str(cache)
    os.environ["METAJOB_DATA_DIR"] = str(Path(folder.name) / "data")
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ["GRADIO_TEMP_DIR"] = str(Path(folder.name) / "gradio")
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ["NO_PROXY"] = "127.0.0.1,localhost"
    Settings.model_config["env_file"] = None
    settings.cache_clear()
    return folder


_folder = _isolate()


# Warnings of other people's code that pytest would turn into errors, each with who gives it.
THIRD_PARTY_WARNINGS = (
    # Gradio leaves the event loops it makes for Blocks() and launch() to the garbage collector
    r"ignore:unclosed event loop:ResourceWarning",
    r"ignore:unclosed <socket.socket fd=\d+, family=1:ResourceWarning",
)


def pytest_configure(config: pytest.Config) -> None:
    for warning in THIRD_PARTY_WARNINGS:
        config.addinivalue_line("filterwarnings", warning)


def pytest_unconfigure() -> None:
    _folder.cleanup()


def _browser() -> str | None:
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    return found or next((path for path in MAC_BROWSERS if Path(path).exists()), None)


# thing → (is it here, what to do about it)
THINGS: dict[str, tuple[Callable[[], bool], str]] = {
    "browser": (lambda: _browser() is not None, "no Chromium: apt-get install chromium"),
    "shared": (SHARED_DATA.is_dir, "no ../shared/data beside the repository"),
    "torch": (
        lambda: bool(importlib.util.find_spec("torch") and importlib.util.find_spec("spandrel")),
        "no PyTorch: pip install -r requirements-gpu.txt",
    ),
    "xtts": (
        lambda: bool(importlib.util.find_spec("TTS") and importlib.util.find_spec("torchaudio")),
        "no coqui-tts: pip install -r requirements-gpu.txt",
    ),
    "whisper": (
        lambda: importlib.util.find_spec("whisper") is not None,
        "no openai-whisper: pip install -r requirements-gpu.txt",
    ),
    "ocr": (
        lambda: ocr.program() is not None,
        "no tesseract with Korean: apt-get install tesseract-ocr tesseract-ocr-kor",
    ),
    "mysql": (
        mariadb_module.present,
        "no MariaDB server: apt-get install mariadb-server-core mariadb-client-core",
    ),
}


def require(thing: str) -> None:
    """Skip the test when `thing` (a key of THINGS) is absent; fail when METAJOB_REQUIRE names it."""
    present, reason = THINGS[thing]
    if present():
        return
    if thing in os.environ.get("METAJOB_REQUIRE", "").split(","):
        pytest.fail(f"METAJOB_REQUIRE asks for {thing}, but there is {reason}", pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def need() -> Need:
    """`need("torch")` as the first line of a test that cannot run without PyTorch."""
    return require


@pytest.fixture(scope="session")
def shared_data(need: Need) -> Path:
    """The folder of example portraits, videos and texts beside the repository. Read only."""
    need("shared")
    return SHARED_DATA


@pytest.fixture(scope="session")
def chromium(need: Need) -> str:
    """Path of an installed Chromium for Playwright's `executable_path`; as root it needs `--no-sandbox`."""
    need("browser")
    path = _browser()
    assert path
    return path


@pytest.fixture(scope="session")
def _astronaut() -> NDArray[np.uint8]:
    from skimage import data

    return np.ascontiguousarray(data.astronaut())


@pytest.fixture
def astronaut(_astronaut: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """(512, 512, 3) uint8 RGB: a NASA portrait in the public domain, one face. A fresh copy."""
    return _astronaut.copy()


@pytest.fixture
def fresh_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Callable[..., Settings]]:
    """`fresh_settings(offline="1")` sets METAJOB_OFFLINE for this test; cache and data lie in tmp_path."""

    def change(**variables: str) -> Settings:
        for name, value in variables.items():
            monkeypatch.setenv(f"METAJOB_{name.upper()}", value)
        settings.cache_clear()
        return settings()

    monkeypatch.setenv("METAJOB_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("METAJOB_DATA_DIR", str(tmp_path / "data"))
    settings.cache_clear()
    yield change
    monkeypatch.undo()
    settings.cache_clear()
