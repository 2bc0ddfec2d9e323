"""The numbers the README promises for the mock interview: live behaviour, several visitors, memory, transcription.

    python -m benchmarks.interview [--video MP4] [--minutes 10] [--only live,many,soak,rooms,transcript]

MP4: a person before a camera; without it the astronaut of scikit-image, moved a little from frame to frame. The app
runs in a child process; frames (320x240, JPEG quality 70, five a second) are posted as the page posts them, the next
one after the answer. Memory is the child's (VmRSS): the app with trackers, before any voice or transcription model.
Starts in a real browser: benchmarks/interview_start.py; known motion: benchmarks/interview_motion.py.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import platform
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import cv2
import httpx
import numpy as np

EVERY_S = 0.2  # seconds between frames, as the page sends them
SIZE = (320, 240)
VIDEO = Path(__file__).resolve().parents[2] / "shared/data/videos/speaker_2.mp4"


@dataclass
class Seen:
    """One visitor's replies. waits: seconds from frame to reply. refused: replies other than 200."""

    waits: list[float] = field(default_factory=list)
    refused: int = 0
    seconds: float = 0.0

    @property
    def rate(self) -> float:
        """Updates a second."""
        return len(self.waits) / self.seconds if self.seconds else 0.0


class Server:
    """The child process."""

    def __init__(self, rooms: int) -> None:
        command = [sys.executable, "-m", "benchmarks.interview_server", str(rooms)]
        self._child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        told = self._line()
        self.url, self.rooms, self.pid = told["url"].rstrip("/"), told["tokens"], told["pid"]

    def ask(self, what: str) -> Any:
        """Its answer to one line."""
        assert self._child.stdin is not None
        self._child.stdin.write(what + "\n")
        self._child.stdin.flush()
        return self._line()

    def _line(self) -> Any:
        assert self._child.stdout is not None
        while line := self._child.stdout.readline():
            if line.startswith(("{", "[")) or line[:1].isdigit():
                return json.loads(line)
        raise SystemExit("the server ended")

    def cpu_s(self) -> float:
        """CPU seconds of the child so far."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / 100

    def close(self) -> None:
        """End it."""
        assert self._child.stdin is not None
        self._child.stdin.close()
        self._child.wait(30)


def frames(video: Path) -> list[bytes]:
    """JPEGs as the page makes them."""
    pictures = []
    if video.exists():
        film = cv2.VideoCapture(str(video))
        while len(pictures) < 300:
            good, picture = film.read()
            if not good:
                break
            pictures.append(picture)
        pictures = pictures[::6] or pictures
    else:
        from skimage import data

        whole = cv2.cvtColor(data.astronaut(), cv2.COLOR_RGB2BGR)
        pictures = [np.roll(whole, shift, 1) for shift in (*range(0, 24, 2), *range(24, 0, -2))]
    return [
        cv2.imencode(".jpg", _small(one), [cv2.IMWRITE_JPEG_QUALITY, 70])[1].tobytes() for one in pictures
    ]


def _small(picture: Any) -> Any:
    """The middle of the picture at 4:3, as a webcam frames a person."""
    height, width = picture.shape[:2]
    tall = min(height, int(width * SIZE[1] / SIZE[0]))
    wide = int(tall * SIZE[0] / SIZE[1])
    top, left = max(0, (height - tall) // 4), (width - wide) // 2
    return cv2.resize(picture[top : top + tall, left : left + wide], SIZE, interpolation=cv2.INTER_AREA)


async def visitor(
    client: httpx.AsyncClient, url: str, room: dict[str, str], film: list[bytes], seconds: float
) -> Seen:
    """Post frames for some seconds, as one page does."""
    seen, began, number = Seen(), time.perf_counter(), 0
    while (t := time.perf_counter() - began) < seconds:
        address = f"{url}/meta-job-live/{room['token']}/frame?t={t:.3f}&turn={room['turn']}"
        answer = await client.post(
            address, content=film[number % len(film)], headers={"content-type": "image/jpeg"}
        )
        now = time.perf_counter() - began
        if answer.status_code == 200:
            seen.waits.append(now - t)
        else:
            seen.refused += 1
        number += 1
        await asyncio.sleep(max(0.0, number * EVERY_S - now) if now < number * EVERY_S + 1 else 0)
        if now > number * EVERY_S:  # late: frames that were not sent are dropped, as in the page
            number = int(now / EVERY_S) + 1
    seen.seconds = time.perf_counter() - began
    return seen


def watched(server: Server, rooms: list[dict[str, str]], film: list[bytes], seconds: float) -> list[Seen]:
    """All rooms at once."""

    async def everybody() -> list[Seen]:
        async with httpx.AsyncClient(timeout=30) as client:
            return await asyncio.gather(*(visitor(client, server.url, room, film, seconds) for room in rooms))

    return asyncio.run(everybody())


def percentile(values: list[float], share: float) -> float:
    """Milliseconds."""
    return 1000 * float(np.percentile(values, share)) if values else float("nan")


def live(film: list[bytes], visitors: int, seconds: float, asked: str) -> None:
    """One row of the table."""
    server = Server(visitors)
    try:
        watched(server, server.rooms, film, 5)  # models load
        cpu = server.cpu_s()
        found = watched(server, server.rooms, film, seconds)
        cpu = (server.cpu_s() - cpu) / seconds
        waits = [wait for one in found for wait in one.waits]
        print(
            f"{visitors} visitor(s): {min(one.rate for one in found):.2f} updates/s (slowest), "
            f"{percentile(waits, 50):.0f} ms median, {percentile(waits, 95):.0f} ms p95, "
            f"{server.ask('memory'):.0f} MB, {100 * cpu:.0f} % of a core, {sum(one.refused for one in found)} refused "
            f"(asked {asked})"
        )
    finally:
        server.close()


def soak(film: list[bytes], minutes: float) -> None:
    """Four visitors for a long time: memory after the first minute and at the end."""
    server = Server(4)
    try:
        watched(server, server.rooms, film, 60)
        after = server.ask("memory")
        seen = watched(server, server.rooms, film, 60 * minutes - 60)
        end = server.ask("memory")
        rate = statistics.mean(one.rate for one in seen)
        print(
            f"soak {minutes:g} min, 4 visitors: {after:.0f} MB after a minute, {end:.0f} MB at the end "
            f"({100 * (end - after) / after:+.1f} %, asked <= 5 %), {rate:.2f} updates/s"
        )
    finally:
        server.close()


def opened_and_closed(film: list[bytes], count: int = 50) -> None:
    """Rooms that come and go: what is left of them."""
    server = Server(2)
    try:
        watched(server, server.rooms, film, 3)
        before = server.ask("leave")
        mb = server.ask("memory")
        for start in range(0, count, 5):
            watched(server, server.ask(f"rooms {min(5, count - start)}"), film, 1)
            after = server.ask("leave")
        print(
            f"{count} sessions: {after['rooms']} rooms, {after['files']} files, {after['threads'] - before['threads']} "
            f"more threads, {server.ask('memory') - mb:+.0f} MB (asked: nothing left)"
        )
    finally:
        server.close()


def transcript() -> None:
    """Wall seconds from the end of an answer to its transcript, our own voice as the answer."""
    from metajob.interview.analysis import analyse
    from metajob.interview.model import Question
    from metajob.speech import say, wav

    text = (
        "저는 주문 서비스의 지연을 줄이는 일을 맡았습니다. 먼저 요청을 단계별로 재어 보니 재고 조회가 가장 느렸습니다. "
        "그래서 조회 결과를 잠시 저장해 두도록 바꾸었고, 그 결과 응답 시간이 절반으로 줄었습니다."
    )
    question = Question(
        id="q", text="가장 어려웠던 일을 말씀해 주세요.", topic="result", shape="experience", origin="bank"
    )
    for repeat, name in ((1, "short"), (4, "long")):
        speech = say.speak(" ".join([text] * repeat), "jm_kumo")
        data = wav.to_bytes(speech.pcm, speech.rate)
        analyse(question, data=data[: len(data) // (4 * repeat)], way="voice")  # the model is loaded
        begun = time.perf_counter()
        turn = analyse(question, data=data, way="voice")
        wall = time.perf_counter() - begun
        assert turn.said is not None
        print(f"transcript and feedback of a {name} answer: {speech.seconds:.0f} s, {wall:.1f} s = "
              f"{wall / speech.seconds:.2f} x its length (asked <= 0.40)")  # fmt: skip


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.interview", description=__doc__)
    parser.add_argument("--video", type=Path, default=VIDEO)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--only", default="live,many,rooms,transcript,soak")
    chosen = parser.parse_args()
    film, parts = frames(chosen.video), chosen.only.split(",")
    print(f"{platform.machine()}, {platform.system()}; frames of {statistics.mean(map(len, film)) / 1000:.1f} kB, "
          f"{'a video' if chosen.video.exists() else 'the astronaut'}")  # fmt: skip
    if "live" in parts:
        live(film, 1, 20, ">= 4.5 updates/s, <= 150 ms median")
    if "many" in parts:
        live(film, 8, 30, ">= 4 updates/s each, <= 400 ms p95, <= 800 MB")
    if "rooms" in parts:
        opened_and_closed(film)
    if "transcript" in parts:
        transcript()
    if "soak" in parts:
        soak(film, chosen.minutes)


if __name__ == "__main__":
    main()
