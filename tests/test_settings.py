"""The settings: read from METAJOB_* and .env, forgiving about empty values, clear about wrong ones."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from metajob.errors import UserError
from metajob.settings import Settings

Change = Callable[..., Settings]


def test_environment_wins_over_env_file(fresh_settings: Change, tmp_path: Path) -> None:
    file = tmp_path / "settings.env"
    file.write_text("METAJOB_THREADS=5\nMETAJOB_WORKERS=6\nSOMETHING_ELSE=1\n")
    fresh_settings(threads="7")
    read = Settings(_env_file=file)
    assert (read.threads, read.workers) == (7, 6)


def test_empty_value_means_default(fresh_settings: Change) -> None:
    assert fresh_settings(max_upload_mb="", offline="").max_upload_mb == 30


def test_home_folder_and_relative_path(
    fresh_settings: Change, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    changed = fresh_settings(cache_dir="~/models-here", data_dir="data-here")
    assert changed.models_dir == tmp_path / "models-here" / "models"
    assert changed.user_templates_dir == tmp_path / "data-here" / "templates"


@pytest.mark.parametrize(
    ("name", "value"), [("threads", "many"), ("workers", "0"), ("max_megapixels", "9999")]
)
def test_wrong_value_names_the_variable(fresh_settings: Change, name: str, value: str) -> None:
    with pytest.raises(UserError, match=rf"METAJOB_{name.upper()}={value}.*docs/settings.md"):
        fresh_settings(**{name: value})
