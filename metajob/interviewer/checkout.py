"""A video engine that a user installed as a checkout with its own Python: what it must have, and one clip by it.

It is never imported: its packages would not go with ours. Its traps and the answers to them are in the docstrings of
`outside` (names, secrets, hanging) and `face_video` (what it is given); here are its files, its memory and its result.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import re
import shutil
import time
import uuid
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np

from metajob.engines import Probe, Progress, Ready, Unavailable, silent
from metajob.errors import EngineUnavailable, InputError, UserError
from metajob.interviewer import outside
from metajob.interviewer.encode import Frame, encode, storing
from metajob.interviewer.installation import PERSONAS, Needs, missing
from metajob.interviewer.model import FPS, SIZE, Clip, Job
from metajob.settings import settings, shown

if TYPE_CHECKING:
    from metajob.interviewer.outside import Ended

VERSION = 1  # of what the adapters do
APART = 0.08  # seconds that the two streams of a result may differ in length (findings: adapter contract)
OFF = 0.3  # seconds that the result may be shorter or longer than the sound
CHECK_SECONDS = 60.0  # for the imports of its Python
_MEMORY = ("out of memory", "OutOfMemoryError", "CUBLAS_STATUS_ALLOC_FAILED")
_FACE = ("Face not detected", "No face detected", "cannot detect the landmarks")
_log = logging.getLogger(__name__)


class Checkout(ABC):
    """Base of the adapters. limit: seconds of a run, and seconds more for each second of sound."""

    id = ""
    title = ""
    commercial = False
    note = ""  # Korean: for what it may be used
    name = ""  # of the product
    variables = ("", "")  # the settings that say where it is
    needs: Needs
    steps = 0  # it announces as "[Step n]", after step 0

    def __init__(
        self,
        folder: Path | None,
        python: Path | None,
        faces: Path | None = None,
        limit: tuple[float, float] = (120.0, 60.0),
    ) -> None:
        self.folder, self.python = folder, python
        self.faces = faces or settings().interviewer_videos_dir
        self.limit = limit
        self.version = self._fingerprint()

    @abstractmethod
    def command(self, face: Path, sound: Path, result: Path, small: bool) -> Sequence[str]:
        """The program's arguments. small: in smaller batches, after it ran out of memory."""

    def face_seconds(self, seconds: float) -> float:
        """How long a face video a sound of so many seconds needs."""
        return seconds

    @abstractmethod
    def collect(self, face: Path, result: Path) -> None:
        """Bring what the program made to `result`, if it lies elsewhere."""

    @abstractmethod
    def tidy(self, face: Path, result: Path) -> None:
        """Remove what a run leaves in the checkout."""

    def probe(self) -> Probe:
        """What is missing, each thing by name; without starting anything."""
        if self.folder is None or self.python is None:
            return Unavailable(
                f"{self.name}이 연결되어 있지 않아요.",
                f"직접 설치한 다음 {', '.join(self.variables)} 설정으로 알려 주세요.",
            )
        try:
            reasons = list(missing(self.name, self.needs, self.folder, self.python, self.faces))
        except (OSError, RuntimeError) as error:  # RuntimeError: a user without a home folder
            _log.warning("%s: %s", self.name, error)
            reasons = [f"{self.name} 폴더를 살펴볼 수 없어요."]
        if reasons:
            return Unavailable(" ".join(reasons), f"{self.name}의 설치 안내대로 고쳐 주세요.")
        return Ready(self.note)

    def check(self, seconds: float = CHECK_SECONDS) -> Probe:
        """`probe`, and then whether its Python has all packages and sees a GPU. Takes up to a minute."""
        state = self.probe()
        if isinstance(state, Unavailable) or self.folder is None or self.python is None:
            return state
        how = f"{self.name}의 파이썬 환경을 설치 안내대로 고쳐 주세요."
        code = f"import {', '.join(self.needs.imports)}; print('gpu', torch.cuda.is_available())"
        try:
            ended = self._run([str(self.python), "-c", code], seconds, lambda _: None, lambda: None)
        except outside.TooLong:
            return Unavailable(f"{self.name}의 파이썬이 {seconds:.0f}초 안에 답하지 않아요.", how)
        except OSError:
            return Unavailable(f"{self.name}의 파이썬을 실행할 수 없어요.", how)
        absent = re.search(r"No module named '([\w.]+)'", "\n".join(ended.tail))
        if absent:
            return Unavailable(f"{self.name}의 파이썬에 {absent[1]} 패키지가 없어요.", how)
        if ended.status:
            _log.warning("%s does not start:\n%s", self.name, "\n".join(ended.tail))
            return Unavailable(f"{self.name}의 파이썬이 오류로 끝났어요.", how)
        if not ended.says("gpu True"):
            return Unavailable(
                f"{self.name}의 파이썬이 GPU를 찾지 못해요.", "그래픽 드라이버를 확인해 주세요."
            )
        return state

    def render(self, job: Job, progress: Progress = silent) -> Clip:
        """One clip, with the sound of `job` itself. Raises EngineUnavailable, InputError, StorageError, Cancelled."""
        from metajob.interviewer import face_video
        from metajob.speech import wav

        start = time.perf_counter()
        if isinstance(state := self.probe(), Unavailable):
            raise EngineUnavailable(state.reason, state.how_to_fix)
        source = self.faces / f"{job.persona}.mp4"
        if not source.is_file():
            raise InputError(f"{self.name}에 쓸 얼굴 영상이 없어요.", f"{shown(source)}에 넣어 주세요.")
        pcm, rate = wav.read(job.wav)
        seconds = len(pcm) / rate
        work = outside.safe_folder("work") / uuid.uuid4().hex
        with outside.turn("gpu-lock", lambda: progress(0.0, "앞의 영상이 끝나기를 기다리고 있어요.")):
            progress(0.0, "얼굴 영상을 준비하고 있어요.")
            length = self.face_seconds(seconds)
            face = face_video.loop(
                source, outside.safe_folder("faces"), length, progress=_still(0.0, progress)
            )
            result = work / "result.mp4"
            try:
                sound = work / "sound.wav"
                with storing():
                    work.mkdir(mode=0o700)
                    wav.write(sound, face_video.bearable(pcm, rate), face_video.SOUND_RATE)
                self._attempt(face, sound, result, seconds, progress)
                self._accept(result, max(seconds, face_video.SHORTEST_SOUND))
                number = -(-len(pcm) * FPS // rate)
                made = encode(_frames(result, number), job.out, (pcm, rate), progress=_still(0.95, progress))
            except InputError as error:  # a result that begins well and cannot be decoded to its end
                raise self._broken() from error
            finally:
                self.tidy(face, result)
                shutil.rmtree(work, ignore_errors=True)
        return Clip(job.out, made, self.id, time.perf_counter() - start)

    def _fingerprint(self) -> str:
        """Changes with the program and with the faces that the operator gives, without reading them."""
        files = [self.faces / f"{one}.mp4" for one in PERSONAS]
        files += [self.folder / self.needs.script[0]] if self.folder else []
        found = hashlib.sha256(str(VERSION).encode())
        for file in files:
            with contextlib.suppress(OSError):
                stat = file.stat()
                found.update(f"{file.name} {stat.st_size} {stat.st_mtime_ns}".encode())
        return found.hexdigest()[:16]

    def _attempt(self, face: Path, sound: Path, result: Path, seconds: float, progress: Progress) -> None:
        heard, report = outside.steps(self.steps, progress, f"{self.name}이 영상을 만들고 있어요.")
        limit = self.limit[0] + self.limit[1] * seconds
        for small in (False, True):
            with storing():
                command = self.command(face, sound, result, small)
            try:
                ended = self._run(command, limit, heard, report)
            except outside.TooLong as error:
                raise EngineUnavailable(f"{self.name}이 {limit:.0f}초 안에 끝나지 않았어요.") from error
            except OSError as error:
                raise EngineUnavailable(f"{self.name}의 파이썬을 실행할 수 없어요.") from error
            self.collect(face, result)
            if ended.status == 0 and result.is_file():
                return
            _log.warning("%s ended with %d:\n%s", self.name, ended.status, "\n".join(ended.tail))
            if not ended.says(*_MEMORY):
                break
        raise self._broken(ended)

    def _run(
        self, command: Sequence[str], limit: float, heard: Callable[[str], None], report: Callable[[], None]
    ) -> Ended:
        assert self.folder and self.python
        return outside.run(command, self.folder, outside.scrubbed(self.python), limit, heard, report)

    def _accept(self, result: Path, seconds: float) -> None:
        """Raise EngineUnavailable unless the result has two streams of the right length."""
        import av

        lengths: list[float] = []
        with contextlib.suppress(OSError, ValueError, av.FFmpegError), av.open(str(result)) as film:
            for stream in (*film.streams.video[:1], *film.streams.audio[:1]):
                if stream.duration and stream.time_base:
                    lengths.append(float(stream.duration * stream.time_base))
        apart = max(lengths, default=0) - min(lengths, default=0)
        if len(lengths) != 2 or apart > APART + 1e-3 or abs(lengths[0] - seconds) > OFF:
            _log.warning("%s made streams of %s s for %.2f s", self.name, lengths, seconds)
            raise self._broken()

    def _broken(self, ended: Ended | None = None) -> UserError:
        hint = "자세한 내용은 프로그램 기록에 남겼어요."
        if ended and ended.says(*_MEMORY):
            hint = "GPU 메모리가 부족해요. GPU를 쓰는 다른 프로그램을 꺼 주세요."
        elif ended and ended.says(*_FACE):
            hint = "얼굴 영상의 모든 장면에서 얼굴이 보여야 해요."
        what = "영상을 만들다가 멈췄어요." if ended else "만든 영상에 문제가 있어서 쓰지 않았어요."
        return EngineUnavailable(f"{self.name}이 {what}", hint)


def _frames(result: Path, number: int) -> Iterator[Frame]:
    from metajob.interviewer.face_video import steady

    for frame in steady(result, number / FPS):
        if frame.shape[:2] != (SIZE, SIZE):
            frame = np.asarray(cv2.resize(frame, (SIZE, SIZE), interpolation=cv2.INTER_AREA), np.uint8)
        yield frame


def _still(share: float, progress: Progress) -> Progress:
    """For what comes before and after the program: always the same share."""
    return lambda _share, phrase: progress(share, phrase)
