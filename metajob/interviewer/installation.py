"""What a user's installation of a video engine must have, and what of it is missing, in Korean; nothing is started."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, get_args

from metajob.interviewer import outside
from metajob.interviewer.model import PersonaId
from metajob.settings import shown

PERSONAS: Final[tuple[PersonaId, ...]] = get_args(PersonaId)
POINTER = 10_000  # bytes; a smaller weight file is a git-lfs pointer or a page of an error


@dataclass(frozen=True)
class Needs:
    """What an installation must have. All paths are relative to the checkout.

    script: the program and a word in it by which the right version is known. weights: files or filled folders.
    cached: patterns of weights that it would download at its first start, relative to one of `caches`. tools:
    programs in PATH. imports: modules of its Python.
    """

    script: tuple[str, str]
    weights: tuple[str, ...]
    cached: tuple[str, ...]
    tools: tuple[str, ...]
    imports: tuple[str, ...]


def missing(name: str, needs: Needs, folder: Path, python: Path, faces: Path) -> Iterator[str]:
    """One Korean sentence for each thing that is wrong. name: of the product. Raises OSError."""
    if os.name != "posix":
        yield f"{name}은 리눅스에서만 쓸 수 있어요."
        return
    if not outside.is_safe(folder):
        yield "설치한 폴더의 경로에는 영어, 숫자, -, _만 있어야 해요 (점, 빈칸, 한글은 안 돼요)."
    script = folder / needs.script[0]
    if not script.is_file():
        yield f"{name} 폴더에 {needs.script[0]} 파일이 없어요."
        return
    if needs.script[1] not in script.read_text("utf-8", "replace"):
        yield f"{needs.script[0]} 파일이 아는 버전이 아니에요."
    if not os.access(folder, os.W_OK):
        yield f"{name} 폴더에 쓸 권한이 없어요."
    if absent := [one for one in needs.weights if not _there(folder / one)]:
        yield f"모델 파일이 없거나 덜 받아졌어요: {_list(absent)}."
    if not os.access(python, os.X_OK) or not python.is_file():
        yield f"파이썬이 없어요: {shown(python)}."
    places = list(caches(folder, python))
    if absent := [one for one in needs.cached if not any(_cached(place, one) for place in places)]:
        yield f"처음 실행할 때 인터넷에서 받는 파일이 아직 없어요: {_list(absent)}."
    path = outside.scrubbed(python)["PATH"]
    if absent := [tool for tool in needs.tools if shutil.which(tool, path=path) is None]:
        yield f"프로그램이 설치되어 있지 않아요: {_list(absent)}."
    if not any((faces / f"{one}.mp4").is_file() for one in PERSONAS):
        yield f"면접관 얼굴 영상(hr.mp4, lead.mp4, exec.mp4)이 {shown(faces)}에 없어요."


def caches(folder: Path, python: Path) -> Iterator[Path]:
    """Where PyTorch's hub and facexlib keep what they download."""
    home = os.environ.get("TORCH_HOME")
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    yield (Path(home) if home else Path(cache) / "torch") / "hub" / "checkpoints"
    yield from python.parent.parent.glob("lib/python3*/site-packages/facexlib/weights")
    yield from (folder / "gfpgan" / "weights", folder / "facexlib" / "weights")


def _cached(place: Path, pattern: str) -> bool:
    return any(_there(file) for file in place.glob(pattern))


def _there(path: Path) -> bool:
    if path.is_dir():
        return any(file.stat().st_size > POINTER for file in path.iterdir() if file.is_file())
    return path.is_file() and (path.stat().st_size > POINTER or path.suffix in {".json", ".yaml"})


def _list(names: Sequence[str], most: int = 4) -> str:
    more = f" 외 {len(names) - most}개" if len(names) > most else ""
    return ", ".join(names[:most]) + more
