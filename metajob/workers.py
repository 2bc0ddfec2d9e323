"""The app's own worker pool: heavy plain functions run here, a bounded number at once, and can be cancelled.

A function is cancelled at its stage borders: it calls its `progress` callback there, which raises Cancelled
once `Job.cancel()` was called. A function without a `progress` parameter is only cancelled before it starts.
"""

from __future__ import annotations

import contextvars
import inspect
import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from functools import cache
from typing import Any, Generic, TypeVar

from metajob.engines import Progress, silent
from metajob.errors import Cancelled, UserError
from metajob.settings import settings

T = TypeVar("T")


class Job(Generic[T]):
    """One piece of work in the pool, waiting, running or done."""

    def __init__(self, watcher: Progress) -> None:
        self._watcher = watcher
        self._stop = threading.Event()
        self._state = (0.0, "")
        self._future: Future[T]

    @property
    def progress(self) -> tuple[float, str]:
        """The last thing the work said: share done 0..1 and a Korean phrase; (0.0, "") before it starts."""
        return self._state

    @property
    def done(self) -> bool:
        """Whether it has ended, in whichever way."""
        return self._future.done()

    def cancel(self) -> None:
        """Ask the work to end at its next stage border; a waiting job never starts. Safe at any time."""
        self._stop.set()
        self._future.cancel()

    def result(self, timeout: float | None = None) -> T:
        """The function's result, or what it raised; Cancelled after `cancel()`.

        Raises TimeoutError when it is not done after `timeout` seconds.
        """
        try:
            return self._future.result(timeout)
        except CancelledError:
            raise Cancelled from None

    def report(self, share: float, phrase: str) -> None:
        """The Progress given to the work: remembers, passes on, and raises Cancelled when it should end."""
        if self._stop.is_set():
            raise Cancelled
        self._state = (share, phrase)
        self._watcher(share, phrase)


def _takes_progress(fn: Callable[..., object]) -> bool:
    try:
        return "progress" in inspect.signature(fn).parameters
    except (TypeError, ValueError):  # some built-in functions have no signature
        return False


class Pool:
    """At most `workers` jobs run at once and `queue` more wait; a further one is refused with a UserError."""

    def __init__(self, workers: int, queue: int) -> None:
        self._executor = ThreadPoolExecutor(workers, thread_name_prefix="metajob")
        self._places = threading.BoundedSemaphore(workers + queue)

    def run(self, fn: Callable[..., T], /, *args: Any, progress: Progress = silent, **kwargs: Any) -> Job[T]:
        """Start `fn(*args, **kwargs)`, with `progress=` added when it takes one, in the caller's contextvars.

        `progress` hears in the worker's thread all that the work reports. Raises UserError when full.
        """
        if not self._places.acquire(blocking=False):
            raise UserError("지금 이용자가 많아요.", "잠시 뒤에 다시 시도해 주세요.")
        try:
            job: Job[T] = Job(progress)
            if _takes_progress(fn):
                kwargs["progress"] = job.report

            def work() -> T:
                if job._stop.is_set():
                    raise Cancelled
                return fn(*args, **kwargs)

            job._future = self._executor.submit(contextvars.copy_context().run, work)
        except BaseException:
            self._places.release()
            raise
        job._future.add_done_callback(lambda _: self._places.release())
        return job

    def close(self) -> None:
        """Drop what waits and let what runs end."""
        self._executor.shutdown(wait=True, cancel_futures=True)


@cache
def _pool() -> Pool:
    return Pool(settings().workers, settings().queue)


def run(fn: Callable[..., T], /, *args: Any, progress: Progress = silent, **kwargs: Any) -> Job[T]:
    """Start `fn` in the process-wide pool; see `Pool.run`."""
    return _pool().run(fn, *args, progress=progress, **kwargs)
