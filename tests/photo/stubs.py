"""Writers of small networks with the signatures of Inswapper 128, a buffalo_l-like pack and GFPGAN 1.4.

They check wiring, colour order, geometry and error handling; they say nothing about picture quality.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

# Eyes, nose tip and mouth corners of skimage.data.astronaut() (x, y in pixels of the 512x512 picture), read
# from the MediaPipe landmarks 468, 473, 4, 61, 291.
ASTRONAUT_POINTS = np.array(
    [[203.5, 101.1], [246.0, 103.5], [223.7, 127.0], [202.3, 139.2], [244.5, 140.6]], np.float32
)
ASTRONAUT_BOX = (181.0, 62.0, 270.0, 177.0)

_DETECTOR_SIDE = 640
_STRIDES = (8, 16, 32)
_ANCHORS = 2

StubFace = tuple[
    tuple[float, float, float, float], NDArray[np.float32]
]  # box, five points: 640-pixel detector units


def _save(
    path: Path, name: str, nodes: list[onnx.NodeProto], inputs: list[onnx.ValueInfoProto],
    outputs: list[onnx.ValueInfoProto], constants: list[onnx.TensorProto],
) -> Path:  # fmt: skip
    graph = helper.make_graph(nodes, name, inputs, outputs, initializer=constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    onnx.checker.check_model(model)
    path.parent.mkdir(parents=True, exist_ok=True)
    onnx.save(model, str(path))
    return path


def _float(name: str, shape: Sequence[int | str]) -> onnx.ValueInfoProto:
    return helper.make_tensor_value_info(name, TensorProto.FLOAT, list(shape))


def _const(name: str, value: object, dtype: type = np.float32) -> onnx.TensorProto:
    return numpy_helper.from_array(np.asarray(value, dtype), name)


def write_inswapper(
    path: Path, shift: tuple[float, float, float] = (0.0, 0.0, 0.0), from_source: float = 0.0
) -> Path:
    """Inswapper's inputs, output and emap (last initializer) around clip(target + shift + from_source · s).

    shift: added to R, G, B (0..1). s: the first three numbers of the latent, so that `from_source` > 0 lets
    the source's embedding colour the face.
    """
    pick = np.zeros((512, 3), np.float32)
    pick[[0, 1, 2], [0, 1, 2]] = from_source
    nodes = [
        helper.make_node("MatMul", ["source", "pick"], ["picked"]),
        helper.make_node("Reshape", ["picked", "nchw"], ["tint"]),
        helper.make_node("Add", ["target", "tint"], ["tinted"]),
        helper.make_node("Add", ["tinted", "shift"], ["shifted"]),
        helper.make_node("Clip", ["shifted", "low", "high"], ["output"]),
    ]
    constants = [
        _const("pick", pick),
        _const("nchw", [1, 3, 1, 1], np.int64),
        _const("shift", np.reshape(shift, (1, 3, 1, 1))),
        _const("low", 0.0),
        _const("high", 1.0),
        _const("emap", np.eye(512)),
    ]
    inputs = [_float("target", (1, 3, 128, 128)), _float("source", (1, 512))]
    return _save(path, "inswapper", nodes, inputs, [_float("output", (1, 3, 128, 128))], constants)


def astronaut_face() -> StubFace:
    """The astronaut's face in detector units: the 512-pixel picture is enlarged to 640 pixels."""
    return scaled_face(_DETECTOR_SIDE / 512)


def scaled_face(scale: float, dx: float = 0.0, dy: float = 0.0) -> StubFace:
    """The astronaut's face at another size and place of the detector's 640x640 input."""
    x0, y0, x1, y1 = ASTRONAUT_BOX
    box = (x0 * scale + dx, y0 * scale + dy, x1 * scale + dx, y1 * scale + dy)
    return box, (ASTRONAUT_POINTS * scale + (dx, dy)).astype(np.float32)


def write_detector(path: Path, faces: Sequence[StubFace]) -> Path:
    """An SCRFD-like detector (9 outputs, strides 8/16/32, 2 anchors) that always reports `faces`.

    On a wholly black picture it reports nothing, so that one pack can play both parts.
    """
    scores, boxes, points = {}, {}, {}
    for stride in _STRIDES:
        rows = (_DETECTOR_SIDE // stride) ** 2 * _ANCHORS
        scores[stride] = np.zeros((rows, 1), np.float32)
        boxes[stride] = np.zeros((rows, 4), np.float32)
        points[stride] = np.zeros((rows, 10), np.float32)
    stride = _STRIDES[0]
    side = _DETECTOR_SIDE // stride
    for index, (box, marks) in enumerate(faces):
        column, row = int((box[0] + box[2]) / 2 / stride), int((box[1] + box[3]) / 2 / stride)
        cell = (row * side + column) * _ANCHORS
        centre = np.array([column, row], np.float32) * stride
        scores[stride][cell] = 0.95 - 0.01 * index
        boxes[stride][cell] = np.concatenate([centre - box[:2], np.array(box[2:]) - centre]) / stride
        points[stride][cell] = ((marks - centre) / stride).ravel()

    nodes = [
        helper.make_node("ReduceMax", ["input"], ["brightest"], keepdims=0),  # -1 for a black picture
        helper.make_node("Greater", ["brightest", "dark"], ["lit"]),
        helper.make_node("Cast", ["lit"], ["present"], to=TensorProto.FLOAT),
    ]
    constants, outputs = [_const("dark", -0.9)], []
    for kind, table, width in (("score", scores, 1), ("box", boxes, 4), ("points", points, 10)):
        for level in _STRIDES:
            name = f"{kind}_{level}"
            constants.append(_const(f"{name}_value", table[level]))
            nodes.append(helper.make_node("Mul", [f"{name}_value", "present"], [name]))
            outputs.append(_float(name, (f"rows_{level}", width)))
    return _save(path, "detector", nodes, [_float("input", (1, 3, "?", "?"))], outputs, constants)


def write_recogniser(path: Path) -> Path:
    """An ArcFace-like network whose embedding starts with the mean R, G, B of the aligned face (-1..1)."""
    spread = np.zeros((3, 512), np.float32)
    spread[[0, 1, 2], [0, 1, 2]] = 1.0
    spread[:, 3:] = 1e-3
    nodes = [
        helper.make_node("ReduceMean", ["data"], ["colour"], axes=[2, 3], keepdims=0),
        helper.make_node("MatMul", ["colour", "spread"], ["embedding"]),
    ]
    inputs = [_float("data", ("None", 3, 112, 112))]
    return _save(
        path, "recogniser", nodes, inputs, [_float("embedding", ("None", 512))], [_const("spread", spread)]
    )


def write_pack(folder: Path, faces: Sequence[StubFace] | None = None) -> Path:
    """buffalo_l/ with the two files the engine needs; `faces` defaults to the astronaut's one."""
    write_detector(folder / "det_10g.onnx", [astronaut_face()] if faces is None else faces)
    write_recogniser(folder / "w600k_r50.onnx")
    return folder


def write_gfpgan(path: Path, seed: int = 0) -> Path:
    """GFPGANv1.4-shaped weights (86 M random parameters, 349 MB) in the official {'params_ema': …} layout."""
    import torch
    from spandrel.architectures.GFPGAN import GFPGAN

    torch.manual_seed(seed)
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.save({"params_ema": GFPGAN().state_dict()}, path)
    return path
