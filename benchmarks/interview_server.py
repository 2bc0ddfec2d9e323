"""The child process of benchmarks.interview: the real app with interviews that are being answered.

    python -m benchmarks.interview_server ROOMS

Prints one JSON line {"url", "tokens", "pid"}; then answers each line on standard input: "memory" with the resident
megabytes, "rooms N" with N fresh rooms' tokens, "leave" closes all rooms and tells what is left of them.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any

FOLDER = tempfile.TemporaryDirectory(prefix="metajob-bench-")
os.environ.update(GRADIO_TEMP_DIR=f"{FOLDER.name}/gradio", METAJOB_DATA_DIR=f"{FOLDER.name}/data")


def resident_mb() -> float:
    """Memory of this process now (VmRSS)."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) / 1024


def answered(room: Any) -> None:
    """Bring a room to the moment at which its first question is answered, without clips or voices."""
    room._asked_for.update(question.id for question in room.order.questions)
    room.act("start")
    room.act("asked", room.session.current.id)


def main() -> None:
    """Serve until standard input ends."""
    import app
    from metajob.interview.answering import Order
    from metajob.interview.model import Material, Plan
    from metajob.interview.questions.planner import plan_questions
    from tabs.parts.visitor import VisitorBook

    book = VisitorBook()
    url = app.launch(app.build(book), book, server_name="127.0.0.1")
    plan = Plan(limit_s=600)

    def enter(count: int) -> list[dict[str, str]]:
        made = []
        for number in range(count):
            room = book.hall.enter(Order(plan, plan_questions(plan, Material(), str(number))))
            answered(room)
            made.append({"token": room.token, "turn": room.session.current.id})
        return made

    def say(what: object) -> None:
        print(json.dumps(what), flush=True)

    say({"url": url, "tokens": enter(int(sys.argv[1])), "pid": os.getpid()})
    for line in sys.stdin:
        order = line.split()
        if order[0] == "memory":
            say(resident_mb())
        elif order[0] == "rooms":
            say(enter(int(order[1])))
        elif order[0] == "leave":
            for token in list(book.hall.lobby._entries):
                book.hall.lobby.leave(token)
            files = [path for path in book.hall.lobby.root.rglob("*") if path.is_file()]
            names = sorted({thread.name.rstrip("-_0123456789") for thread in threading.enumerate()})
            say(
                {
                    "rooms": len(book.hall.lobby),
                    "files": len(files),
                    "threads": threading.active_count(),
                    "names": names,
                }
            )
    book.close()


if __name__ == "__main__":
    main()
