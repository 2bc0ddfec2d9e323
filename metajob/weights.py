"""The model files: where each comes from, under which licence, and that what lies in the cache is really it.

`path(name)` is what the engines call. A file appears in the cache only whole and with the right sha256: it is
written under a temporary name beside its place and renamed, so several processes may fetch at once. On the
command line: `python -m metajob.weights list|pull|verify`.
"""

from __future__ import annotations

import hashlib
import importlib.util
import logging
import os
import tempfile
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from metajob.engines import Progress, silent
from metajob.errors import StorageError, WeightsError
from metajob.fetch import Report, SourceError, fetch
from metajob.files import sweep
from metajob.settings import settings, shown
from metajob.weights_table import TABLE as TABLE
from metajob.weights_table import Weight as Weight

Status = Literal["ok", "missing", "broken"]

_log = logging.getLogger(__name__)

_lock = threading.Lock()  # one fetch at a time in this process
_verified: dict[Path, tuple[int, int, str]] = {}  # file → (size, mtime_ns, sha256) of what was hashed


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _place(weight: Weight) -> Path:
    return settings().models_dir / weight.file


def status(name: str, rehash: bool = False) -> Status:
    """Whether the file is in the cache with the right checksum; hashed once a process unless it changed."""
    weight = TABLE[name]
    place = _place(weight)
    try:
        stat = place.stat()
        known = _verified.get(place)
        if rehash or known is None or known[:2] != (stat.st_size, stat.st_mtime_ns):
            known = (stat.st_size, stat.st_mtime_ns, _sha256(place))
            _verified[place] = known
    except OSError:
        return "missing"
    return "ok" if known[2] == weight.sha256 else "broken"


def path(name: str, progress: Progress = silent) -> Path:
    """Where the verified file is; fetches it first when it is missing or broken.

    Raises WeightsError when no source gives it or METAJOB_OFFLINE is set, StorageError when the disk does not
    take it.
    """
    ensure([name], progress)
    return _place(TABLE[name])


def ensure(names: Iterable[str], progress: Progress = silent) -> None:
    """Make sure that these files are in the cache. `progress` runs from 0 to 1 over all that is fetched."""
    if not (absent := [TABLE[name] for name in names if status(name) != "ok"]):
        return
    total = sum(weight.size for weight in absent)
    before = 0
    with _lock:
        for weight in absent:
            start, share = before / total, weight.size / total
            phrase = f"모델 파일을 받고 있어요: {weight.file}"

            def report(done: float, start: float = start, share: float = share, phrase: str = phrase) -> None:
                progress(start + done * share, phrase)

            if status(weight.name) != "ok":  # another thread may have fetched it meanwhile
                _fetch(weight, report)
            before += weight.size
            report(1.0)


def _fetch(weight: Weight, report: Report) -> None:
    place = _place(weight)
    if settings().offline:
        raise WeightsError(
            f"모델 파일({weight.file})이 없고, 오프라인으로 쓰도록 설정되어 있어요.",
            f"METAJOB_OFFLINE을 끄거나 파일을 {shown(place.parent)} 폴더에 넣어 주세요.",
        )
    failures = []
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        sweep(place.parent, ".fetch-*")
        for source in weight.sources:
            with tempfile.TemporaryDirectory(prefix=".fetch-", dir=place.parent) as folder:
                temporary = Path(folder) / Path(weight.file).name
                try:
                    fetch(source, temporary, weight.size, report)
                except SourceError as failure:
                    failures.append(str(failure))
                    continue
                if _sha256(temporary) != weight.sha256:
                    failures.append(f"{source}: the checksum does not match")
                    continue
                _install(temporary, place)
                _log.info("%s came from %s", weight.file, source)
                return
    except OSError as error:
        raise StorageError(
            f"모델 파일({weight.file})을 저장하지 못했어요. ({error.strerror or error})",
            f"디스크 공간과 {shown(place.parent)} 폴더의 쓰기 권한을 확인해 주세요.",
        ) from error
    _log.warning("%s: no source worked: %s", weight.file, "; ".join(failures))
    raise WeightsError(
        f"모델 파일({weight.file})을 받지 못했어요.",
        "인터넷 연결을 확인하고 다시 시도해 주세요. 파일이 이미 있다면 "
        f"{shown(place.parent)} 폴더에 넣고 python -m metajob.weights verify로 확인할 수 있어요.",
    )


def _install(temporary: Path, place: Path) -> None:
    with temporary.open("rb+") as file:
        os.fsync(file.fileno())
    temporary.replace(place)


def built_features() -> tuple[str, ...]:
    """The features whose package exists in this checkout."""
    named = dict.fromkeys(feature for weight in TABLE.values() for feature in weight.needed_by)
    return tuple(feature for feature in named if importlib.util.find_spec(f"metajob.{feature}"))


def needed() -> list[str]:
    """Names of the files that the built features cannot work without."""
    built = set(built_features())
    return [weight.name for weight in TABLE.values() if built & set(weight.needed_by)]


if __name__ == "__main__":
    from metajob.weights_cli import main

    raise SystemExit(main())
