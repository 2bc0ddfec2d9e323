"""The original Whisper with converted weights writes what faster-whisper writes; hostile model files are told."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest

from metajob import weights
from metajob.engines import Ready, Unavailable
from metajob.errors import EngineUnavailable, InputError
from metajob.speech import whisper_format
from metajob.speech.faster import FasterWhisper
from metajob.speech.openai_whisper import OpenAIWhisper
from tests.conftest import Need
from tests.speech.recordings import SENTENCE, error_rate, spoken


def text(name: str) -> bytes:
    return struct.pack("<H", len(name) + 1) + name.encode() + b"\0"


def model_file(*variables: tuple[str, np.ndarray], kind: str = "WhisperSpec", version: int = 6) -> bytes:
    codes = {"float32": 0, "int8": 1, "float16": 4}
    data = struct.pack("<I", version) + text(kind) + struct.pack("<II", 3, len(variables))
    for name, values in variables:
        shape = struct.pack(f"<B{values.ndim}I", values.ndim, *values.shape)
        data += (
            text(name)
            + shape
            + struct.pack("<BI", codes[str(values.dtype)], values.nbytes)
            + values.tobytes()
        )
    return data + struct.pack("<I", 0)


def test_variables_are_read_as_they_were_written(tmp_path: Path) -> None:
    conv = np.arange(24, dtype=np.float16).reshape(2, 4, 3)
    file = tmp_path / "model.bin"
    file.write_bytes(model_file(("encoder/conv1/weight", conv), ("decoder/embeddings/weight", conv[0])))
    read = whisper_format.read(file)
    assert (read["encoder/conv1/weight"] == conv).all()
    assert read["decoder/embeddings/weight"].dtype == np.float16


GOOD = model_file(("encoder/conv1/weight", np.zeros((2, 2), np.float32)))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        GOOD[:40],
        GOOD,  # no decoder
        model_file(kind="TransformerSpec"),
        model_file(version=99),
        GOOD.replace(struct.pack("<BI", 0, 16), struct.pack("<BI", 0, 2**31)),
        GOOD.replace(struct.pack("<BI", 0, 16), struct.pack("<BI", 77, 16)),
    ],
)
def test_what_is_no_whisper_model_is_told(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "model.bin").write_bytes(data)
    with pytest.raises(InputError, match="읽을 수 없어요"):
        whisper_format.read(tmp_path / "model.bin")


def test_the_converter_tells_what_it_wants(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert whisper_format.main([]) == 2
    assert "MODEL_DIR" in capsys.readouterr().err
    assert whisper_format.main([str(tmp_path), str(tmp_path / "out.pt")]) == 2
    assert "model.bin" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_without_a_file_the_engine_is_not_offered(fresh_settings: object, tmp_path: Path) -> None:
    assert isinstance(OpenAIWhisper().probe(), Unavailable)
    fresh_settings(whisper_pt=str(tmp_path / "none.pt"))  # type: ignore[operator]
    assert isinstance(OpenAIWhisper().probe(), Unavailable)
    with pytest.raises(EngineUnavailable):
        OpenAIWhisper().transcribe(spoken())


# openai-whisper leaves its list of tokens open for the garbage collector to close
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning")
def test_both_engines_write_the_same(
    need: Need, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    need("torch")
    pytest.importorskip("whisper", reason="no openai-whisper: pip install -r requirements-gpu.txt")
    from metajob.settings import settings

    file = tmp_path_factory.mktemp("whisper") / "base.pt"
    whisper_format.convert(weights.path("whisper_base_model").parent, file)
    theirs = FasterWhisper().transcribe(spoken())
    monkeypatch.setenv("METAJOB_WHISPER_PT", str(file))
    settings.cache_clear()
    try:
        engine = OpenAIWhisper()
        assert engine.probe() == Ready("base")
        ours = engine.transcribe(spoken())
        file.write_bytes(b"no weights at all")
        from metajob.speech import openai_whisper

        openai_whisper._model.cache_clear()
        with pytest.raises(EngineUnavailable, match="열지 못했어요"):
            engine.transcribe(spoken())
    finally:
        monkeypatch.undo()
        settings.cache_clear()
        file.unlink()
    written = " ".join(word.text for word in ours)
    assert error_rate(SENTENCE, written) < 0.15, written
    assert error_rate(written, " ".join(word.text for word in theirs)) < 0.08, "int8 rounds a little"
    starts = [word.start for word in ours]
    assert starts == sorted(starts)
    assert abs(ours[-1].end - theirs[-1].end) < 0.5
