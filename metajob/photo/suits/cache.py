"""Keeps drawn suits: a few in memory, all on disk. A damaged file is drawn again; a full disk is no error."""

from __future__ import annotations

import hashlib
import io
import json
import logging
import threading
import zipfile
from collections import OrderedDict
from functools import cache
from pathlib import Path
from typing import Any, cast

import numpy as np

from metajob.engines import Progress, silent
from metajob.files import write_whole
from metajob.photo.look import Light
from metajob.photo.suits.draw import LIGHTS, UNIT, draw_lights
from metajob.photo.suits.layers import Layer, SuitLayers
from metajob.photo.templates import Template, templates
from metajob.settings import settings

log = logging.getLogger(__name__)
KEEP = 6  # suits in memory, one light each; 16 to 19 MB each
_memory: OrderedDict[tuple[str, Light], SuitLayers] = OrderedDict()
_lock = threading.Lock()
_drawing: dict[str, threading.Lock] = {}


def load(key: str, light: Light) -> SuitLayers:
    """The suit `key` lit from `light` at scale 1: from memory, from disk, or drawn now (a CPU-second)."""
    return load_template(templates()[key], light)


def load_template(template: Template, light: Light) -> SuitLayers:
    """`load` for a template that need not be in the gallery."""
    name = file_name(template, light)
    with _lock:
        if (name, light) in _memory:
            _memory.move_to_end((name, light))
            return _memory[name, light]
        drawing = _drawing.setdefault(template.key, threading.Lock())
    with drawing:
        suit = _read(folder() / name, template)
        if suit is None:
            drawn = draw_lights(template)
            for side, layers in drawn.items():
                _write(folder() / file_name(template, side), layers)
            suit = drawn[light]
    with _lock:
        _memory[name, light] = suit
        _memory.move_to_end((name, light))
        while len(_memory) > KEEP:
            _memory.popitem(last=False)
    return suit


def warm(progress: Progress = silent) -> None:
    """Draw every suit of the gallery that is not on disk yet. For set-up, in the background."""
    wanted = list(templates().values())
    for done, template in enumerate(wanted):
        progress(done / len(wanted), f"정장을 준비하고 있어요. ({template.ko})")
        if not all((folder() / file_name(template, side)).is_file() for side in LIGHTS):
            load_template(template, "left")
    progress(1.0, "정장 준비가 끝났어요.")


def forget() -> None:
    """Empty the memory; files stay."""
    with _lock:
        _memory.clear()


def folder() -> Path:
    """Where drawn suits lie."""
    return settings().cache_dir / "suits"


def file_name(template: Template, light: Light) -> str:
    """Names the template's data and the drawing code, so that a change of either is a new file."""
    what = f"{template.model_dump_json()}|{UNIT}|{_drawing_code()}"
    return f"{template.key}-{light}-{hashlib.sha256(what.encode()).hexdigest()[:16]}.npz"


@cache
def _drawing_code() -> str:
    """Fingerprint of the code that decides what a drawn suit looks like and how its file is laid out."""
    files = sorted(p for p in Path(__file__).parent.glob("*.py") if p.stem not in ("bust", "paint"))
    return hashlib.sha256(b"".join(p.read_bytes() for p in files)).hexdigest()


def _write(path: Path, suit: SuitLayers) -> None:
    """Whole or not at all. A disk that is full or not writable only costs the next start some time."""
    arrays: dict[str, np.ndarray[Any, Any]] = {}
    facts: dict[str, Any] = {
        "light": suit.light,
        "unit": suit.unit,
        "anchors": suit.anchors,
        "neck_half": suit.neck_half,
    }
    for layer in ("body", "back"):
        drawn: Layer = getattr(suit, layer)
        facts[layer] = drawn.boxes
        arrays[f"{layer}.alpha"] = drawn.alpha
        arrays |= {f"{layer}.{name}": plane for name, plane in drawn.planes.items()}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("facts.json", json.dumps(facts))
        for name, array in arrays.items():
            archive.writestr(name, array.tobytes())
        archive.writestr("shape.json", json.dumps(suit.body.alpha.shape))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, packed.getvalue())
        for old in path.parent.glob(f"{suit.key}-{suit.light}-*.npz"):
            if old != path:
                old.unlink(missing_ok=True)
    except OSError as error:
        log.warning("a drawn suit could not be kept on disk: %s", error)


def _read(path: Path, template: Template) -> SuitLayers | None:
    """A suit from disk, or None when there is none or it is damaged (zip keeps a checksum of every plane)."""
    try:
        with zipfile.ZipFile(path) as archive:
            facts = json.loads(archive.read("facts.json"))
            shape = tuple(json.loads(archive.read("shape.json")))
            planes = {
                name: np.frombuffer(archive.read(name), np.uint8).reshape(shape)
                for name in archive.namelist()
                if not name.endswith(".json")
            }
            layers = {}
            for layer in ("body", "back"):
                own = {n.partition(".")[2]: p for n, p in planes.items() if n.startswith(layer + ".")}
                boxes = {name: tuple(box) for name, box in facts[layer].items()}
                layers[layer] = Layer(own.pop("alpha"), own, boxes)
            return SuitLayers(
                key=template.key,
                light=cast(Light, facts["light"]),
                unit=facts["unit"],
                anchors={name: (p[0], p[1]) for name, p in facts["anchors"].items()},
                neck_half=facts["neck_half"],
                neckline=template.neckline,
                **layers,
            )
    except FileNotFoundError:
        return None
    except Exception as error:  # whatever is wrong with the file, the suit can be drawn again
        log.info("a cached suit is drawn again: %s", error)
        return None
