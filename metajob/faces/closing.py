"""Lets go of a MediaPipe task quietly, also when the interpreter is already going down.

MediaPipe calls its library through a thread pool. Python stops all thread pools before `atexit` functions run, so a
task that is closed at exit, by us or by the garbage collector, prints a traceback. Its memory goes back to the
system by itself then; the task only has to forget that there is something to close.
"""

from __future__ import annotations

from typing import Any


def let_go(task: Any) -> None:
    """Close one task; at exit, keep it from trying."""
    try:
        task.close()
    except RuntimeError:  # "cannot schedule new futures after interpreter shutdown"
        task._handle = None  # what MediaPipe's close() and __del__ look at first
