"""Clips: a real one from text to mp4, what replaces an engine that fails, and a cache that can be trusted."""

from __future__ import annotations

import json
import re
import threading
import time
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import av
import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from metajob.engines import Probe, Progress, Ready, Unavailable, silent
from metajob.errors import Cancelled, EngineUnavailable, InputError, StorageError
from metajob.interviewer import clips, drawn, engines, face_video
from metajob.interviewer.encode import encode
from metajob.interviewer.model import FPS, PAD, SIZE, Clip, Job
from metajob.interviewer.store import Entry, Store
from metajob.speech import say
from metajob.speech.model import Phone, Speech, Voice, VoiceEngine

TEXT = "지원한 이유를 말씀해 주세요."


# ---- one real clip: Kokoro, the drawn figure, H.264


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("clips")


@pytest.fixture(scope="module")
def clip(folder: Path) -> Clip:
    heard: list[float] = []
    made = clips.make(TEXT, "lead", folder=folder, progress=lambda share, _: heard.append(share))
    assert heard == sorted(heard)
    assert heard[-1] == 1
    return made


def read(path: Path) -> tuple[list[NDArray[np.uint8]], NDArray[np.float32]]:
    with av.open(str(path)) as film:
        frames = [frame.to_ndarray(format="bgr24") for frame in film.decode(video=0)]
    with av.open(str(path)) as film:
        sound = np.concatenate([block.to_ndarray()[0] for block in film.decode(audio=0)])
    return frames, sound


def apart(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> float:
    return float(cv2.absdiff(one, other).mean())


def test_the_interviewer_speaks(clip: Clip, folder: Path) -> None:
    frames, sound = read(clip.mp4)
    assert (clip.engine, clip.warnings) == ("drawn", ())
    assert clip.seconds == pytest.approx(len(frames) / FPS)
    assert 1.2 < clip.seconds < 5
    assert frames[0].shape == (SIZE, SIZE, 3)
    loud = np.abs(sound) > 0.02
    quiet = round((PAD - 0.02) * 48_000)
    assert loud.any()
    assert not loud[:quiet].any()
    assert not loud[-quiet:].any()
    portrait = cv2.imread(str(clips.still("lead", folder)))
    assert portrait is not None
    # clips join with each other and with the idle loop: they begin and end at rest; in between the face moves
    assert apart(frames[0], portrait) < 3 > apart(frames[-1], portrait)
    mouth = [frame[330:460, 230:410] for frame in frames]
    assert max(apart(mouth[0], one) for one in mouth) > 3 * apart(mouth[0], mouth[-1])


def test_what_it_was_made_from_lies_beside_it(clip: Clip) -> None:
    card = json.loads(clip.mp4.with_suffix(".json").read_text())
    assert (card["engine"], card["text"]) == ("drawn", TEXT)
    assert card["track"]["source"] == "tts"
    assert card["track"]["offset_ms"] == round(1000 * PAD)
    assert card["track"]["duration"] == pytest.approx(clip.seconds, abs=1 / FPS)


def test_the_second_time_it_is_there_at_once(clip: Clip, folder: Path) -> None:
    start = time.process_time()
    assert clips.make(TEXT, "lead", folder=folder) == clip
    assert clips.ready(f" {unicodedata.normalize('NFD', TEXT)}\n", "lead", folder) == clip
    assert time.process_time() - start < 0.2
    assert clips.ready(TEXT, "hr", folder) is None
    assert clips.ready(TEXT, "lead", folder, speed=1.2) is None
    assert clips.ready(TEXT, "lead", folder, video_engine="musetalk") is None


def test_idle_loop_is_silent_and_closes(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from metajob.interviewer.rig import motion

    whole = motion.idle(True)
    monkeypatch.setattr(motion, "idle", lambda _=True: [*whole[:10], *whole[-10:]])
    path = clips.idle("lead", folder)
    with av.open(str(path)) as film:
        assert [stream.type for stream in film.streams] == ["video"]
        frames = [frame.to_ndarray(format="bgr24") for frame in film.decode(video=0)]
    assert len(frames) == 20
    assert apart(frames[0], frames[-1]) < 3
    assert clips.idle("lead", folder) == path
    assert clips.idle("lead", folder, listening=False) != path


def test_a_film_of_a_face_becomes_a_loop_for_the_other_engines(
    clip: Clip, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the real search for a face; the drawn interviewer sits for the operator's recording."""
    monkeypatch.setattr(face_video, "LENGTHS", (1,))
    path = face_video.loop(clip.mp4, tmp_path, 1)
    frames = list(face_video.steady(path, 1))
    assert len(frames) == FPS
    assert apart(frames[0], frames[1]) < 5


# ---- the chain and the cache, with engines that take no time


class Beep:
    """A voice engine: a tone, one syllable."""

    id, title, version = "kokoro", "삐", "1"

    def probe(self) -> Probe:
        return Ready()

    def voices(self) -> tuple[Voice, ...]:
        return (Voice("one", "하나", "m"), Voice("jf_alpha", "둘", "f"))

    def speak(self, text: str, voice: str, speed: float = 1.0, progress: Progress = silent) -> Speech:
        raise AssertionError((text, voice, speed, progress))


class Other(Beep):
    id, title = "other", "다른 목소리"

    def voices(self) -> tuple[Voice, ...]:
        return (Voice("x", "엑스", "f"), Voice("y", "와이", "m"))


class Cinema:
    """A video engine that does what it is told."""

    id, title, version, commercial = "cinema", "극장", "1", True

    def __init__(self, does: Callable[[Job, Progress], object] = lambda *_: None) -> None:
        self.does = does
        self.state: Probe = Ready()
        self.jobs: list[Job] = []

    def probe(self) -> Probe:
        return self.state

    def render(self, job: Job, progress: Progress = silent) -> Clip:
        self.jobs.append(job)
        self.does(job, progress)
        encode([np.full((64, 64, 3), 90, np.uint8)], job.out, (np.zeros(2400, np.float32), 24_000))
        return Clip(job.out, 0.12, self.id, 0.0, ("극장 경고",))


@pytest.fixture
def spoken(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was said, by engines that beep; drawing takes no time either."""
    said: list[str] = []

    def speak(
        text: str, voice: str, speed: float, chosen: VoiceEngine | str, *, progress: Progress
    ) -> Speech:
        engine = chosen if isinstance(chosen, str) else chosen.id
        said.append(f"{text}/{voice}/{speed}/{engine}")
        progress(1.0, "")
        pcm = np.sin(np.arange(4800) * 0.2).astype(np.float32)
        return Speech(pcm, 24_000, (Phone("ㅏ", "vowel", 0.0, 0.2),), engine)

    def render(self: drawn.Drawn, job: Job, progress: Progress = silent) -> Clip:
        progress(0.5, "")
        encode([np.full((64, 64, 3), 200, np.uint8)], job.out, (np.zeros(2400, np.float32), 24_000))
        return Clip(job.out, 0.12, self.id, 0.0)

    monkeypatch.setattr(say, "engines", lambda: (Beep(), Other()))
    monkeypatch.setattr(say, "speak", speak)
    monkeypatch.setattr(drawn.Drawn, "render", render)
    return said


@pytest.fixture
def cinema(monkeypatch: pytest.MonkeyPatch, spoken: list[str]) -> Cinema:
    assert spoken == []
    engine = Cinema()
    monkeypatch.setattr(engines, "video_engines", lambda: (drawn.Drawn(), engine))
    return engine


def test_job_has_the_padded_sound_and_its_track(cinema: Cinema, tmp_path: Path) -> None:
    clip = clips.make("가", "hr", video_engine="cinema", folder=tmp_path)
    assert (clip.engine, clip.warnings) == ("cinema", ("극장 경고",))
    track = cinema.jobs[0].track
    assert track is not None
    assert track.duration == pytest.approx(0.2 + 2 * PAD)
    assert next(event.t for event in track.events if event.v != "sil") == pytest.approx(PAD)


@pytest.mark.parametrize("fault", ["probe", "render", "bug", "late"])
def test_the_drawn_one_steps_in(cinema: Cinema, spoken: list[str], tmp_path: Path, fault: str) -> None:
    def fail(_job: Job, progress: Progress) -> None:
        if fault == "late":
            time.sleep(0.05)
            progress(0.5, "")
        raise RuntimeError("secret path /home/x") if fault == "bug" else EngineUnavailable("GPU가 없어요.")

    cinema.does = fail
    if fault == "probe":
        cinema.state = Unavailable("GPU가 없어요.", "")
    clip = clips.make("가", "hr", video_engine="cinema", folder=tmp_path, deadline=0.01)
    assert clip.engine == "drawn"
    assert len(clip.warnings) == 1
    assert "극장" in clip.warnings[0]
    assert "그림 면접관" in clip.warnings[0]
    assert "secret" not in clip.warnings[0]
    assert ("GPU" in clip.warnings[0]) == (fault in {"probe", "render"})
    # it is the drawn one's clip, and the chosen engine gets its chance again
    assert clips.make("가", "hr", folder=tmp_path) == replace(clip, warnings=())
    assert len(spoken) == 1
    cinema.does, cinema.state = lambda *_: None, Ready()
    assert clips.make("가", "hr", video_engine="cinema", folder=tmp_path).engine == "cinema"


def test_portrait_and_sound_when_nothing_can_be_drawn(
    spoken: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("skia")

    with monkeypatch.context() as patch:
        patch.setattr(drawn.Drawn, "render", broken)
        patch.setattr(drawn, "portrait", broken)
        clip = clips.make("가", "hr", folder=tmp_path)
    frames, sound = read(clip.mp4)
    assert clip.engine == "still"
    assert "멈춘 그림" in clip.warnings[0]
    assert apart(frames[0], frames[-1]) < 1
    assert np.abs(sound).max() > 0.5
    assert clip.seconds == pytest.approx(0.2 + 2 * PAD, abs=1 / FPS)
    assert clips.make("가", "hr", folder=tmp_path).engine == "drawn"
    assert len(spoken) == 2


@pytest.mark.parametrize("error", [Cancelled(), StorageError("저장하지 못했어요.")])
def test_cancelling_and_a_full_disk_are_no_reason_to_go_on(
    cinema: Cinema, tmp_path: Path, error: Exception
) -> None:
    def fail(*_: object) -> None:
        raise error

    cinema.does = fail
    with pytest.raises(type(error)):
        clips.make("가", "hr", video_engine="cinema", folder=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_cancelling_while_drawing(spoken: list[str], tmp_path: Path) -> None:
    def cancel(share: float, _phrase: str) -> None:
        if share > 0.5:
            raise Cancelled

    with pytest.raises(Cancelled):
        clips.make("가", "hr", folder=tmp_path, progress=cancel)
    assert len(spoken) == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("spoil", ["cut", "gone", "card", "cardless"])
def test_a_spoilt_entry_is_made_again(spoken: list[str], tmp_path: Path, spoil: str) -> None:
    clip = clips.make("가", "hr", folder=tmp_path)
    data, card = clip.mp4.read_bytes(), clip.mp4.with_suffix(".json")
    if spoil == "cut":
        clip.mp4.write_bytes(data[:500])
    elif spoil == "gone":
        clip.mp4.unlink()
    elif spoil == "card":
        card.write_text('{"engine": "drawn", "seconds": ')
    else:
        card.unlink()
    assert clips.ready("가", "hr", tmp_path) is None
    again = clips.make("가", "hr", folder=tmp_path)
    assert again.mp4.read_bytes() == data
    assert len(spoken) == 2
    assert clips.ready("가", "hr", tmp_path)


def test_everything_that_is_seen_or_heard_is_part_of_the_key(
    spoken: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def make(text: str = "가", persona: str = "hr", **how: object) -> Path:
        return clips.make(text, persona, folder=tmp_path, **how).mp4  # type: ignore[arg-type]

    made = [
        make(),
        make("나"),
        make(persona="exec"),
        make(speed=1.1),
        make(voice="one"),
        make(voice_engine="other"),
    ]
    monkeypatch.setattr(Beep, "version", "2")
    made.append(make())
    monkeypatch.setattr(drawn, "_fingerprint", lambda: "another drawing")
    made.append(make())
    assert len(set(made)) == len(made) == len(spoken)


def test_a_change_of_any_file_that_the_picture_depends_on_draws_it_anew() -> None:
    here, wanted, seen = Path(drawn.__file__).parent, ["drawn.py", "visemes.py"], set[str]()
    while wanted:
        name = wanted.pop()
        if name not in seen:
            seen.add(name)
            used = re.findall(r"metajob\.interviewer(?: import |\.)(\w+)", (here / name).read_text("utf-8"))
            wanted += [f"{one}.py" for one in used if (here / f"{one}.py").is_file()]
    assert {file.name for one in drawn._SOURCES for file in here.glob(one)} >= seen
    assert any((here / "rig").glob("**/*.py"))


def test_voice_is_the_personas_or_one_of_the_same_sex(spoken: list[str], tmp_path: Path) -> None:
    for persona, engine in (("hr", "kokoro"), ("lead", "kokoro"), ("lead", "other"), ("exec", "other")):
        clips.make("가", persona, voice_engine=engine, folder=tmp_path)  # type: ignore[arg-type]
    assert [line.split("/")[1] for line in spoken] == ["jf_alpha", "one", "y", "x"]


def test_another_voice_that_stepped_in_is_the_personas_and_not_kept_as_the_chosen_one(
    spoken: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    speak = say.speak

    def instead(
        text: str, voice: str, speed: float, chosen: VoiceEngine | str, *, progress: Progress
    ) -> Speech:
        engine = chosen if isinstance(chosen, str) else chosen.id
        if engine == "kokoro":
            return speak(text, voice, speed, engine, progress=progress)
        said = speak(text, "one", speed, "kokoro", progress=progress)
        return replace(said, warnings=("기본 목소리로 대신 읽었어요.",))

    with monkeypatch.context() as patch:
        patch.setattr(say, "speak", instead)
        clip = clips.make("가", "hr", voice_engine="other", folder=tmp_path)
    assert clip.warnings == ("기본 목소리로 대신 읽었어요.",)
    assert spoken[-1] == "가/jf_alpha/1.0/kokoro"
    assert clips.ready("가", "hr", tmp_path, voice_engine="other") is None
    assert clips.make("가", "hr", voice_engine="other", folder=tmp_path).warnings == ()


def test_two_who_ask_at_once_wait_for_one_clip(
    spoken: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    speak = say.speak

    def slowly(*args: object, **how: object) -> Speech:
        time.sleep(0.2)
        return speak(*args, **how)  # type: ignore[arg-type]

    monkeypatch.setattr(say, "speak", slowly)
    made: list[Clip] = []
    threads = [
        threading.Thread(target=lambda: made.append(clips.make("가", "hr", folder=tmp_path))) for _ in "123"
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(spoken) == 1
    assert len({clip.mp4 for clip in made}) == 1


@pytest.mark.usefixtures("spoken")
def test_unknown_engines_are_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="음성 엔진"):
        clips.make("가", "hr", voice_engine="none", folder=tmp_path)
    with pytest.raises(InputError, match="영상 엔진"):
        clips.ready("가", "hr", tmp_path, video_engine="none")
    with pytest.raises(InputError, match="drawn, videoretalking, musetalk 가운데"):
        engines.video_engine("none")


def test_half_a_character_does_not_count(spoken: list[str], tmp_path: Path) -> None:
    """A terminal and JSON can both hand over half of a surrogate pair, which no file takes."""
    clip = clips.make("가\udcff", "hr", folder=tmp_path)
    assert clips.ready("가", "hr", tmp_path) == clip
    assert spoken == ["가/jf_alpha/1.0/kokoro"]


@pytest.mark.parametrize("text", ["", " \n", "!?", "🙂", "가" * 2001])
def test_what_cannot_be_said_is_told_at_once(spoken: list[str], tmp_path: Path, text: str) -> None:
    with pytest.raises(InputError):
        clips.make(text, "hr", folder=tmp_path)
    with pytest.raises(InputError):
        clips.ready(text, "hr", tmp_path)
    assert spoken == []


def test_what_was_not_asked_for_longest_goes_first(tmp_path: Path) -> None:
    store = Store(tmp_path, limit=3000)
    for number, name in enumerate("abc"):
        store.place(name).write_bytes(bytes([number]) * 1000)
        store.keep(name, Entry(engine="drawn"))
        time.sleep(0.01)
    assert store.find("a")
    store.place("d").write_bytes(bytes(1000))
    store.keep("d", Entry(engine="drawn"))
    assert [bool(store.find(name)) for name in "abcd"] == [True, False, True, True]
    assert len(list(tmp_path.iterdir())) == 6
    store.place("e").write_bytes(bytes(9000))
    store.keep("e", Entry(engine="drawn"))
    assert store.find("e")
    assert len(list(tmp_path.iterdir())) == 2
