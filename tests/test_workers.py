"""The worker pool: bounded, cancellable at stage borders, and open about being full."""

from __future__ import annotations

import contextvars
import threading
from collections.abc import Iterator

import pytest

from metajob import workers
from metajob.engines import Progress, silent
from metajob.errors import Cancelled, InputError, UserError
from metajob.workers import Pool


@pytest.fixture
def gate() -> Iterator[threading.Event]:
    """Work that waits for it ends when the test opens it, at the latest when the test is over."""
    event = threading.Event()
    yield event
    event.set()


@pytest.fixture
def pool(gate: threading.Event) -> Iterator[Pool]:
    pool = Pool(workers=1, queue=1)
    yield pool
    gate.set()
    pool.close()


def double(number: int, *, plus: int = 0) -> int:
    return 2 * number + plus


def test_result_and_arguments(pool: Pool) -> None:
    job = pool.run(double, 20, plus=2)
    assert job.result(5) == 42
    assert job.done


def test_error_of_the_work_arrives(pool: Pool) -> None:
    def refuse() -> None:
        raise InputError("사진을 열 수 없어요.")

    with pytest.raises(InputError, match="사진을 열 수 없어요"):
        pool.run(refuse).result(5)
    assert pool.run(double, 1).result(5) == 2, "the worker goes on after a failure"


def test_progress_is_heard_and_remembered(pool: Pool) -> None:
    heard: list[tuple[float, str]] = []

    def staged(progress: Progress = silent) -> str:
        progress(0.25, "배경을 지우고 있어요")
        progress(1.0, "다 됐어요")
        return "picture"

    job = pool.run(staged, progress=lambda share, phrase: heard.append((share, phrase)))
    assert job.result(5) == "picture"
    assert heard == [(0.25, "배경을 지우고 있어요"), (1.0, "다 됐어요")]
    assert job.progress == (1.0, "다 됐어요")


def test_running_work_stops_at_the_next_border(pool: Pool, gate: threading.Event) -> None:
    begun = threading.Event()
    reached: list[str] = []

    def staged(progress: Progress) -> None:
        progress(0.1, "하나")
        begun.set()
        gate.wait(5)
        progress(0.5, "둘")
        reached.append("after the border")

    job = pool.run(staged)
    assert begun.wait(5)
    job.cancel()
    gate.set()
    with pytest.raises(Cancelled):
        job.result(5)
    assert reached == []
    assert job.progress == (0.1, "하나")


def test_waiting_work_never_starts_after_cancel(pool: Pool, gate: threading.Event) -> None:
    started: list[str] = []
    running = pool.run(gate.wait, 5)
    waiting = pool.run(started.append, "started")
    waiting.cancel()
    gate.set()
    assert running.result(5)
    with pytest.raises(Cancelled):
        waiting.result(5)
    assert started == []


def test_cancel_after_the_end_keeps_the_result(pool: Pool) -> None:
    job = pool.run(double, 4)
    assert job.result(5) == 8
    job.cancel()
    assert job.result(5) == 8


def test_full_pool_says_so_and_recovers(pool: Pool, gate: threading.Event) -> None:
    jobs = [pool.run(gate.wait, 5), pool.run(gate.wait, 5)]
    with pytest.raises(UserError, match="지금 이용자가 많아요"):
        pool.run(double, 1)
    jobs[1].cancel()
    replacement = pool.run(double, 21)
    gate.set()
    assert replacement.result(5) == 42


def test_only_so_many_run_at_once(gate: threading.Event) -> None:
    pool = Pool(workers=2, queue=10)
    lock = threading.Lock()
    running, most = 0, 0

    def count() -> None:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        gate.wait(0.02)
        with lock:
            running -= 1

    for job in [pool.run(count) for _ in range(8)]:
        job.result(5)
    pool.close()
    assert most == 2


def test_timeout_leaves_the_work_running(pool: Pool, gate: threading.Event) -> None:
    job = pool.run(gate.wait, 5)
    with pytest.raises(TimeoutError):
        job.result(0.01)
    gate.set()
    assert job.result(5)


def test_context_of_the_caller_is_there(pool: Pool) -> None:
    """Gradio keeps the current event in context variables; its progress bar needs them in the worker."""
    visitor: contextvars.ContextVar[str] = contextvars.ContextVar("visitor", default="nobody")
    visitor.set("me")
    assert pool.run(visitor.get).result(5) == "me"


def test_process_wide_pool() -> None:
    assert workers.run(double, 3).result(5) == 6
