"""Lets a CUDA-linked torchvision and torchaudio be imported beside a CPU build of torch. For tests only.

The torchvision wheels of the Python package index are linked to CUDA; beside a CPU torch their compiled part
does not load and `import torchvision` stops at the missing operators. Nothing that the tests run calls these
operators, so it is enough to declare them. torchaudio is alike: its compiled part (alignment, sox effects) is
replaced by a module that says that it is not there.
"""

from __future__ import annotations

import importlib.util
import sys
import types
import warnings
from typing import Any

_declared: list[Any] = []  # torch drops a Library's operators when the object dies


def install() -> None:
    """Make torchvision and, where it is installed, torchaudio importable; does nothing where the builds match."""
    import torch

    if not _declared and torch.version.cuda is None and not _loads():
        library = torch.library.Library("torchvision", "FRAGMENT")
        library.define("nms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
        library.define("qnms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
        _declared.append(library)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its image decoder is CUDA-linked too and says so
        import torchvision  # noqa: F401

        if importlib.util.find_spec("torchaudio") and torch.version.cuda is None:
            _import_torchaudio()


def _import_torchaudio() -> None:
    """Import it, without its compiled part where that does not load."""
    try:
        import torchaudio
    except OSError:
        absent = types.ModuleType("torchaudio._extension")
        for name in ("_IS_TORCHAUDIO_EXT_AVAILABLE", "_IS_ALIGN_AVAILABLE"):
            setattr(absent, name, False)
        absent.fail_if_no_align = lambda function: function  # type: ignore[attr-defined]
        sys.modules[absent.__name__] = absent
        import torchaudio  # noqa: F401


def _loads() -> bool:
    """Whether torchvision's compiled operators load as they are."""
    from pathlib import Path

    import torch

    spec = importlib.util.find_spec("torchvision")
    if spec is None or spec.origin is None:
        return False
    for library in Path(spec.origin).parent.glob("_C*.so"):
        try:
            torch.ops.load_library(str(library))
        except OSError:
            return False
    return True
