"""Whisper weights of CTranslate2 (model.bin) → the .pt file of openai-whisper, the same numbers under other names.

    python -m metajob.speech.whisper_format MODEL_DIR OUT.pt

model.bin, version 6, little endian: u32 version, text kind, u32 revision, u32 count; then for each variable text name,
u8 rank, u32 sizes, u8 type, u32 bytes, raw data; then u32 count of aliases, text and text. A text is u16 length with
the closing zero. Float models only; one that was stored quantised has lost what the other format needs.
"""

from __future__ import annotations

import struct
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from metajob.errors import InputError, StorageError, UserError

_TYPES: dict[int, type[np.generic]] = {0: np.float32, 1: np.int8, 2: np.int16, 3: np.int32, 4: np.float16}
_MOST_BYTES = 2**32
_MOST_VARIABLES = 20_000
_TEXT_CONTEXT = 448

Variables = dict[str, NDArray[Any]]


def read(path: Path) -> Variables:
    """All variables of a model.bin by their CTranslate2 names. Raises InputError when it is no Whisper model.bin."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            variables = dict(_variables(file, size))
    except OSError as error:
        raise InputError(
            f"파일을 읽을 수 없어요: {path.name}", "model.bin이 있는 폴더를 적어 주세요."
        ) from error
    except (struct.error, ValueError, UnicodeDecodeError) as error:
        raise _unreadable(path, str(error)) from error
    if "encoder/conv1/weight" not in variables or "decoder/embeddings/weight" not in variables:
        raise _unreadable(path, "not a float Whisper model")
    return variables


def _unreadable(path: Path, why: str) -> InputError:
    return InputError(
        f"Whisper 모델 파일로 읽을 수 없어요: {path.name} ({why})",
        "float16이나 float32로 저장된 faster-whisper 모델 폴더를 적어 주세요.",
    )


def _variables(file: IO[bytes], size: int) -> Iterator[tuple[str, NDArray[Any]]]:
    def take(form: str) -> tuple[Any, ...]:
        return struct.unpack("<" + form, file.read(struct.calcsize("<" + form)))

    def text() -> str:
        (length,) = take("H")
        return file.read(length).rstrip(b"\0").decode()

    (version,) = take("I")
    kind = text() if 5 <= version <= 6 else ""
    if kind != "WhisperSpec":
        raise ValueError(f"version {version}, kind {kind!r}")
    _revision, count = take("II")
    if count > _MOST_VARIABLES:
        raise ValueError(f"{count} variables")
    for _ in range(count):
        name = text()
        (rank,) = take("B")
        shape = take(f"{rank}I")
        code, length = take("BI")
        if code not in _TYPES or length > min(size, _MOST_BYTES):
            raise ValueError(f"{name}: type {code}, {length} bytes")
        yield name, np.frombuffer(file.read(length), _TYPES[code]).reshape(shape)


def names(variables: Variables) -> Iterator[tuple[str, NDArray[Any]]]:
    """(openai-whisper name, values) of every weight that openai-whisper has."""
    width = variables["encoder/conv1/weight"].shape[0]
    for number in (1, 2):
        yield from _both(variables, f"encoder/conv{number}", f"encoder.conv{number}")
    yield "decoder.token_embedding.weight", variables["decoder/embeddings/weight"]
    for side, last in (("encoder", "ln_post"), ("decoder", "ln")):
        yield f"{side}.positional_embedding", variables[f"{side}/position_encodings/encodings"]
        yield from _norm(variables, f"{side}/layer_norm", f"{side}.{last}")
        for layer in range(_layers(variables, side)):
            theirs, ours = f"{side}/layer_{layer}", f"{side}.blocks.{layer}"
            yield from _norm(variables, f"{theirs}/self_attention/layer_norm", f"{ours}.attn_ln")
            yield from _split(variables, f"{theirs}/self_attention/linear_0", f"{ours}.attn", width, 0)
            yield from _both(variables, f"{theirs}/self_attention/linear_1", f"{ours}.attn.out")
            if side == "decoder":
                cross = f"{theirs}/attention"
                yield from _norm(variables, f"{cross}/layer_norm", f"{ours}.cross_attn_ln")
                yield from _both(variables, f"{cross}/linear_0", f"{ours}.cross_attn.query")
                yield from _split(variables, f"{cross}/linear_1", f"{ours}.cross_attn", width, 1)
                yield from _both(variables, f"{cross}/linear_2", f"{ours}.cross_attn.out")
            yield from _norm(variables, f"{theirs}/ffn/layer_norm", f"{ours}.mlp_ln")
            yield from _both(variables, f"{theirs}/ffn/linear_0", f"{ours}.mlp.0")
            yield from _both(variables, f"{theirs}/ffn/linear_1", f"{ours}.mlp.2")


def _both(variables: Variables, theirs: str, ours: str) -> Iterator[tuple[str, NDArray[Any]]]:
    for part in ("weight", "bias"):
        yield f"{ours}.{part}", variables[f"{theirs}/{part}"]


def _norm(variables: Variables, theirs: str, ours: str) -> Iterator[tuple[str, NDArray[Any]]]:
    yield f"{ours}.weight", variables[f"{theirs}/gamma"]
    yield f"{ours}.bias", variables[f"{theirs}/beta"]


def _split(
    variables: Variables, theirs: str, ours: str, width: int, first: int
) -> Iterator[tuple[str, NDArray[Any]]]:
    """CTranslate2 lays query, key and value (from `first` on) under each other; Whisper's key has no bias."""
    weight, bias = variables[f"{theirs}/weight"], variables[f"{theirs}/bias"]
    for number, role in enumerate(("query", "key", "value")[first:]):
        rows = slice(number * width, (number + 1) * width)
        yield f"{ours}.{role}.weight", weight[rows]
        if role != "key":
            yield f"{ours}.{role}.bias", bias[rows]


def _layers(variables: Variables, side: str) -> int:
    count = 0
    while f"{side}/layer_{count}/ffn/linear_0/weight" in variables:
        count += 1
    return count


def dimensions(variables: Variables) -> dict[str, int]:
    """`ModelDimensions` of openai-whisper."""
    vocabulary, text_width = variables["decoder/embeddings/weight"].shape
    width, mels = variables["encoder/conv1/weight"].shape[:2]
    return {
        "n_mels": int(mels),
        "n_audio_ctx": int(variables["encoder/position_encodings/encodings"].shape[0]),
        "n_audio_state": int(width),
        "n_audio_head": int(variables["encoder/num_heads"]),
        "n_audio_layer": _layers(variables, "encoder"),
        "n_vocab": int(vocabulary),
        "n_text_ctx": _TEXT_CONTEXT,
        "n_text_state": int(text_width),
        "n_text_head": int(variables["decoder/num_heads"]),
        "n_text_layer": _layers(variables, "decoder"),
    }


def convert(folder: Path, out: Path) -> None:
    """Write `out` (.pt) from `folder`/model.bin. Raises InputError, StorageError, UserError without PyTorch."""
    try:
        import torch
    except ImportError as error:
        raise UserError("PyTorch가 없어요.", "pip install -r requirements-gpu.txt 를 해 주세요.") from error
    variables = read(folder / "model.bin")
    try:
        weights = {name: torch.from_numpy(np.array(values)) for name, values in names(variables)}
        dims = dimensions(variables)
    except (KeyError, ValueError) as error:
        raise _unreadable(folder / "model.bin", str(error)) from error
    temporary = out.with_name(f".{out.name}.part")
    try:
        torch.save({"dims": dims, "model_state_dict": weights}, str(temporary))
        temporary.replace(out)
    except (OSError, RuntimeError) as error:
        temporary.unlink(missing_ok=True)
        raise StorageError(
            f"파일을 저장하지 못했어요: {out.name}", "저장 공간과 쓰기 권한을 확인해 주세요."
        ) from error


def main(arguments: list[str]) -> int:
    """Exit status 0, or 2 with a Korean sentence on stderr."""
    if len(arguments) != 2:
        sys.stderr.write("쓰는 법: python -m metajob.speech.whisper_format MODEL_DIR OUT.pt\n")
        return 2
    try:
        convert(Path(arguments[0]), Path(arguments[1]))
    except UserError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
