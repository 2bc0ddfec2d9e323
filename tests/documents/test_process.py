"""The reading process: its limits, its surroundings, cancelling it, and what is left behind."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

import pytest

from benchmarks.review_files import ASKED, cpu_of, korean_pdf
from metajob.documents import child, process
from metajob.documents.intake import read
from metajob.documents.process import in_child
from metajob.documents.refusals import SENTENCES, Refused
from metajob.engines import silent
from metajob.errors import Cancelled, InputError
from tests.documents.raw_pdf import Page, pdf

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no resource limits")


@pytest.fixture
def task(monkeypatch: pytest.MonkeyPatch) -> object:
    """`task(code)` makes the child run this code after it limited itself; `say(x)` writes its answer."""

    def change(code: str) -> None:
        said = "import sys, os; say = lambda x: (sys.stdout.write(str(x)), sys.stdout.flush())\n"
        limits = "sys.path.insert(0, sys.argv[1]); from metajob.documents.child import limit; limit(int(sys.argv[4]))\n"
        monkeypatch.setattr(process, "_CODE", said + limits + code)

    return change


def run(seconds: float = 20) -> str:
    return in_child("read", b"data", silent, 0.0, "", seconds=seconds).decode()


@posix
def test_memory_is_limited(task) -> None:  # type: ignore[no-untyped-def]
    task("try:\n  bytearray(1200 << 20)\nexcept MemoryError:\n  say('refused')")
    assert run() == "refused"


@posix
def test_cpu_is_limited(task) -> None:  # type: ignore[no-untyped-def]
    task("while True: pass")
    start = time.monotonic()
    with pytest.raises(Refused) as caught:
        in_child("read", b"", silent, 0.0, "", seconds=1)
    assert caught.value.code == "too_slow"
    assert time.monotonic() - start < 10


def test_wall_clock_is_limited(task) -> None:  # type: ignore[no-untyped-def]
    task("import time; time.sleep(60)")
    with pytest.raises(Refused) as caught:
        run(seconds=1)
    assert caught.value.code == "too_slow"


@posix
def test_files_are_limited(task) -> None:  # type: ignore[no-untyped-def]
    task(
        "import signal\nsignal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "try:\n  open('big', 'wb').write(bytes(80 << 20))\nexcept OSError:\n  say('size ')\n"
        "kept = []\ntry:\n  for n in range(200): kept.append(open(os.devnull))\nexcept OSError:\n  say('count')"
    )
    assert run() == "size count"


def test_surroundings_are_bare(task, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setenv("OPENAI_API_KEY", "secret")
    monkeypatch.setenv("PYTHONPATH", "/nowhere")
    task("say(sorted(os.environ))")
    assert not {"OPENAI_API_KEY", "PYTHONPATH", "HOME", "PATH"} & set(eval(run()))


@posix
@pytest.mark.parametrize("death", ["os.abort()", "os.kill(os.getpid(), 11)", "os._exit(3)", "say('{')"])
def test_death_is_a_sentence(task, death: str) -> None:  # type: ignore[no-untyped-def]
    task(death)
    with pytest.raises(InputError, match="손상됐거나 너무 복잡해서"):
        read(b"data", "a.txt")


def test_child_imports_little() -> None:
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); import metajob.documents.child, metajob.documents.pdf, "
        "metajob.documents.plain, metajob.documents.sniff; import pypdfium2.raw; "
        "say = {'pydantic', 'numpy', 'gradio', 'PIL', 'lxml', 'olefile'} & set(sys.modules); print(sorted(say))"
    )
    import subprocess

    done = subprocess.run(
        [sys.executable, "-I", "-c", code, str(process._ROOT)], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_cancel_ends_the_process(task) -> None:  # type: ignore[no-untyped-def]
    task("open('pid', 'w').write(str(os.getpid()))\nimport time; time.sleep(60)")
    calls: list[float] = []

    def cancel(share: float, _phrase: str) -> None:
        calls.append(share)
        if len(calls) == 5:
            raise Cancelled

    start = time.monotonic()
    with pytest.raises(Cancelled):
        read(b"data", "a.txt", cancel)
    assert time.monotonic() - start < 8
    assert len(calls) == 5


def test_cancel_before_the_start() -> None:
    def cancel(_share: float, _phrase: str) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        read(b"data", "a.txt", cancel)


def test_nothing_is_left_behind(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    read(pdf(Page().text(60, 700, "멀쩡한 글")), "a.pdf")
    with pytest.raises(InputError):
        read(b"%PDF-1.7\n", "a.pdf")
    assert list(tmp_path.iterdir()) == []


def test_progress_goes_up() -> None:
    shares: list[float] = []
    read(korean_pdf(2), "a.pdf", lambda share, phrase: shares.append(share) if phrase else None)
    assert shares == sorted(shares)
    assert 0 <= shares[0] < shares[-1] <= 1


def test_larger_file_than_a_pipe_holds_is_handed_over_while_the_child_is_slow(task) -> None:  # type: ignore[no-untyped-def]
    task("import time; time.sleep(0.7); say(len(sys.stdin.buffer.read()))")
    assert in_child("read", bytes(3_000_000), silent, 0.0, "") == b"3000000"


def test_every_code_has_a_different_sentence() -> None:
    messages = [message for message, _hint in SENTENCES.values()]
    assert len(set(messages)) == len(messages)
    assert all(hint.endswith("요.") for _message, hint in SENTENCES.values())


def test_limits_are_the_promised_ones() -> None:
    assert (child.MEMORY, process.SECONDS) == (1 << 30, 20.0)


@pytest.mark.slow
@pytest.mark.parametrize("pages", ASKED)
@pytest.mark.skipif(os.name == "nt", reason="no CPU seconds of children")
def test_reading_is_quick(pages: int) -> None:
    """CPU seconds with the start of the process; twice the promise, since other work may share the machine."""
    data = korean_pdf(pages)
    assert cpu_of(lambda: read(data, "a.pdf")) < 2 * ASKED[pages]
