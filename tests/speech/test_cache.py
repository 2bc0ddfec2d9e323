"""Spoken sentences on disk: found again, bounded, and never an obstacle when damaged or when the disk is full."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from metajob.speech import cache
from metajob.speech.cache import SpeechCache
from metajob.speech.kokoro import Kokoro
from metajob.speech.model import Phone, Speech

SPEECH = Speech(
    np.linspace(-0.5, 0.5, 2_400, dtype=np.float32),
    24_000,
    (Phone("", "pause", 0.0, 0.02), Phone("ㅏ", "vowel", 0.02, 0.1)),
    "kokoro",
)


def test_an_entry_comes_back_whole(tmp_path: Path) -> None:
    store = SpeechCache(tmp_path)
    assert store.get("a") is None
    assert store.put("a", SPEECH)
    found = store.get("a")
    assert found is not None
    assert (found.phones, found.rate, found.engine) == (SPEECH.phones, SPEECH.rate, SPEECH.engine)
    np.testing.assert_allclose(found.pcm, SPEECH.pcm, atol=1e-4)


def test_unknown_times_stay_unknown(tmp_path: Path) -> None:
    store = SpeechCache(tmp_path)
    store.put("a", replace(SPEECH, phones=None))
    found = store.get("a")
    assert found is not None
    assert found.phones is None


def test_everything_that_changes_the_sound_changes_the_name() -> None:
    engine, other = Kokoro(), Kokoro()
    other.version = "another"
    names = {
        cache.key(engine, "a", 1.0, "네"),
        cache.key(other, "a", 1.0, "네"),
        cache.key(engine, "b", 1.0, "네"),
        cache.key(engine, "a", 1.1, "네"),
        cache.key(engine, "a", 1.0, "아니요"),
    }
    assert len(names) == 5
    assert cache.key(Kokoro(), "a", 1.0, "네") in names


@pytest.mark.parametrize("suffix", [".wav", ".json"])
@pytest.mark.parametrize("damage", [b"", b"{}", b"RIFFxxxx"])
def test_a_damaged_entry_is_dropped(tmp_path: Path, suffix: str, damage: bytes) -> None:
    store = SpeechCache(tmp_path)
    store.put("a", SPEECH)
    (tmp_path / f"a{suffix}").write_bytes(damage)
    assert store.get("a") is None
    assert not list(tmp_path.iterdir())


def test_the_longest_unused_go_first(tmp_path: Path) -> None:
    store = SpeechCache(tmp_path, most_bytes=3 * 4_900)
    for age, name in enumerate("abc"):
        store.put(name, SPEECH)
        os.utime(tmp_path / f"{name}.wav", (1_000 + age, 1_000 + age))
    assert store.get("a") is not None  # now it is the one used last
    store.put("d", SPEECH)
    assert sorted(path.stem for path in tmp_path.glob("*.wav")) == ["a", "c", "d"]
    assert not (tmp_path / "b.json").exists()


def test_a_full_disk_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_path: Path, _data: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(cache, "write_whole", full)
    assert not SpeechCache(tmp_path).put("a", SPEECH)
    assert not list(tmp_path.iterdir())
