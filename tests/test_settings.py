"""The settings: read from METAJOB_* and .env, forgiving about empty values, clear about wrong ones."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from metajob.errors import UserError
from metajob.settings import Settings, shown

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


@pytest.mark.parametrize(("name", "value"), [("threads", "many"), ("workers", "0"), ("max_megapixels", "90")])
def test_wrong_value_names_the_variable(fresh_settings: Change, name: str, value: str) -> None:
    with pytest.raises(UserError, match=rf"METAJOB_{name.upper()}={value}.*docs/settings.md"):
        fresh_settings(**{name: value})


def test_the_home_of_an_unknown_user_is_a_wrong_value(fresh_settings: Change) -> None:
    with pytest.raises(UserError, match="METAJOB_CACHE_DIR=~nobody-of-this-name/x"):
        fresh_settings(cache_dir="~nobody-of-this-name/x")


def test_an_env_file_in_another_encoding_is_named(
    fresh_settings: Change, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / ".env"
    file.write_bytes("METAJOB_DATA_DIR=한글".encode("cp949"))
    monkeypatch.setitem(Settings.model_config, "env_file", file)
    with pytest.raises(UserError, match=r"\.env 파일을 읽을 수 없어요.*UTF-8"):
        fresh_settings()


def test_a_path_on_the_screen_does_not_name_the_account(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "someone"))
    assert shown(tmp_path / "someone" / "data" / "models") == "~/data/models"
    assert shown(tmp_path / "someone-else") == str(tmp_path / "someone-else")
    assert shown(Path("/srv/meta-job")) == "/srv/meta-job"
