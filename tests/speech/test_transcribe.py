"""A recording becomes its words with times; what nobody said is not written; engines fall back; work can be ended."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metajob.engines import Probe, Ready, Unavailable
from metajob.errors import Cancelled, EngineUnavailable, InputError
from metajob.settings import Settings
from metajob.speech import biasing, faster, transcribe
from metajob.speech.audio import Recording
from metajob.speech.faster import FasterWhisper
from metajob.speech.invented import Doubt, believable, cut_loops, is_echo, without_stock
from metajob.speech.model import Hints, Pcm, Word
from metajob.speech.windows import Window, is_foreign, joined, settled, written
from tests.speech.recordings import SENTENCE, encoded, error_rate, music, noise, spoken

SURE = Doubt(0.05, -0.2, 5.0)


def words(text: str, probability: float = 0.9) -> tuple[Word, ...]:
    return tuple(Word(one, n * 0.3, n * 0.3 + 0.25, probability) for n, one in enumerate(text.split()))


def text_of(found: tuple[Word, ...]) -> str:
    return " ".join(word.text for word in found)


@pytest.mark.parametrize("form", ["webm", "m4a", "mp3", "wav"])
def test_an_answer_is_written_down(form: str) -> None:
    told: list[float] = []
    data = encoded(spoken(), 16_000, form)
    transcript = transcribe.transcribe(
        data, f"답변.{form}", progress=lambda share, _phrase: told.append(share)
    )
    assert error_rate(SENTENCE, transcript.text) < 0.15, transcript.text
    assert transcript.text == text_of(transcript.words)
    assert transcript.engine == "faster-whisper"
    assert transcript.warnings == ()
    assert transcript.seconds == pytest.approx(len(spoken()) / 16_000, abs=0.1)
    starts = [word.start for word in transcript.words]
    assert starts == sorted(starts)
    assert 0.25 < starts[0] < 1.2, "the recording begins with half a second of silence"
    assert all(
        0 <= w.start <= w.end <= transcript.seconds and 0 <= w.probability <= 1 for w in transcript.words
    )
    assert transcript.speech[0][0] <= transcript.words[-1].end - 1.0
    assert told == sorted(told)
    assert told[-1] == 1.0


def test_words_keep_their_place_in_a_long_recording() -> None:
    silence = np.zeros(40 * 16_000, np.float32)
    pcm = np.concatenate([silence, spoken(), silence, spoken()])
    transcript = transcribe.write_down(Recording(pcm))
    assert error_rate(f"{SENTENCE} {SENTENCE}", transcript.text) < 0.15
    second = 80 + len(spoken()) / 16_000
    starts = [word.start for word in transcript.words]
    assert 40.2 < starts[0] < 41.2
    half = [start for start in starts if start > 60]
    assert second + 0.2 < half[0] < second + 1.2
    assert len(half) == pytest.approx(len(starts) / 2, abs=1)


@pytest.mark.parametrize(
    "sound", [np.zeros(48_000, np.float32), noise(4), music(4)], ids=["silence", "noise", "music"]
)
def test_nothing_is_written_where_nobody_speaks(sound: np.ndarray) -> None:
    hints = Hints("최근 프로젝트에서 성능을 어떻게 개선하셨나요?", ("쿠버네티스", "카프카"))
    transcript = transcribe.transcribe(encoded(sound, 16_000, "wav"), "a.wav", hints=hints)
    assert transcript.text == ""
    assert transcript.words == ()
    assert transcript.warnings == (transcribe.NO_SPEECH,)


def test_over_silence_the_model_itself_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The network finds no speech in it; were it wrong, the prompt may still not come through."""
    monkeypatch.setattr("metajob.speech.windows.speech_spans", lambda _pcm: ((0.0, 4.0),))
    hints = Hints("최근 프로젝트에서 성능을 어떻게 개선하셨나요?", ("쿠버네티스", "카프카"))
    assert FasterWhisper().transcribe(np.zeros(64_000, np.float32), hints=hints) == ()


class Broken:
    """Cannot write a word."""

    id = "broken"
    title = "고장 난 엔진"

    def __init__(self, state: Probe | None = None) -> None:
        self.state = state or Ready()

    def probe(self) -> Probe:
        return self.state

    def transcribe(self, *_args: object) -> tuple[Word, ...]:
        raise EngineUnavailable("엔진이 멈췄어요.")


class Fixed(Broken):
    """Writes one word for each window."""

    id = title = "faster-whisper"

    def transcribe(self, *args: Any) -> tuple[Word, ...]:
        pcm, _language, _hints, progress = args
        assert len(pcm) <= 30 * 16_000
        progress(0.5, "")
        return (Word("네.", 0.2, 0.4, 0.9),)


@pytest.mark.parametrize("state", [Ready(), Unavailable("파일이 없어요.", "받아 주세요.")])
def test_a_failing_engine_is_replaced_and_said_so(monkeypatch: pytest.MonkeyPatch, state: Probe) -> None:
    monkeypatch.setattr(transcribe, "engines", lambda: (Fixed(), Broken(state)))
    transcript = transcribe.write_down(Recording(spoken()), engine="broken")
    assert transcript.engine == "faster-whisper"
    assert transcript.text.startswith("네.")
    assert "고장 난 엔진 대신" in transcript.warnings[0]


def test_the_wrong_language_is_noticed() -> None:
    """Whisper translates Korean that it was told is English, fluently and with words that nobody said."""
    transcript = transcribe.write_down(Recording(spoken()), language="en")
    assert transcript.warnings == (transcribe.UNSURE,)


def test_the_default_engine_failing_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transcribe, "engines", lambda: (Broken(), Fixed(Unavailable("없어요.", "받아요."))))
    with pytest.raises(EngineUnavailable):
        transcribe.write_down(Recording(spoken()))


def test_a_model_that_runs_out_of_memory_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> tuple[Word, ...]:
        raise RuntimeError("std::bad_alloc")

    monkeypatch.setattr(faster, "written", full)
    with pytest.raises(EngineUnavailable, match="멈췄어요"):
        FasterWhisper().transcribe(spoken())


def test_an_unknown_engine_is_named() -> None:
    with pytest.raises(InputError, match="openai-whisper"):
        transcribe.write_down(Recording(spoken()), engine="nope")


def test_cancelling_ends_the_work_between_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transcribe, "engines", lambda: (Fixed(),))
    heard = []

    def stop(share: float, _phrase: str) -> None:
        heard.append(share)
        if share > 0.4:
            raise Cancelled

    with pytest.raises(Cancelled):
        transcribe.write_down(Recording(np.tile(spoken(), 12)), progress=stop)
    assert heard[-1] < 0.9


def test_a_broken_model_folder_is_told(
    fresh_settings: object, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("model")
    change: Settings = fresh_settings(whisper_dir=str(folder))  # type: ignore[operator]
    assert change.whisper_dir == folder
    state = FasterWhisper().probe()
    assert isinstance(state, Unavailable)
    assert "model.bin" in state.reason
    for name in ("model.bin", "config.json", "tokenizer.json"):
        (folder / name).write_bytes(b"{}")
    assert isinstance(FasterWhisper().probe(), Ready)
    with pytest.raises(EngineUnavailable, match="열지 못했어요"):
        FasterWhisper().transcribe(spoken())


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("저는 서버를 저는 서버를 저는 서버를 저는 서버를 만들었습니다", "저는 서버를 만들었습니다"),
        ("네 네 네 네 네 네 네 네", "네"),
        ("아주 아주 아주 중요합니다", "아주 아주 아주 중요합니다"),
        ("네 네 알겠습니다", "네 네 알겠습니다"),
        ("영상에서영상에서영상에서영상에서영상에서영상에서영상에서", "영상에서"),
        ("하하하하하", "하하하하하"),
    ],
)
def test_loops_are_cut_and_emphasis_stays(said: str, kept: str) -> None:
    assert text_of(cut_loops(words(said))) == kept


@given(st.lists(st.sampled_from(["가", "나", "다", "라"]), max_size=40))
@settings(max_examples=60, deadline=None)
def test_cutting_loops_only_takes_away_and_ends(said: list[str]) -> None:
    kept = cut_loops(words(" ".join(said)))
    assert len(kept) <= len(said)
    rest = iter(said)
    assert all(word.text in rest for word in kept), "a subsequence"
    assert bool(kept) == bool(said)


@pytest.mark.parametrize(
    "stock",
    [
        "시청해 주셔서 감사합니다.",
        "MBC 뉴스 김성현입니다.",
        "구독과 좋아요 부탁드립니다",
        "한글자막 by 한효정",
    ],
)
def test_broadcast_phrases_are_dropped_alone_and_at_an_unsure_end(stock: str) -> None:
    assert without_stock(words(stock), SURE) == ()
    ended = (*words("저는 데이터 분석을 담당했습니다."), *words(stock, probability=0.4))
    assert text_of(without_stock(ended, SURE)) == "저는 데이터 분석을 담당했습니다."


def test_an_answer_about_television_stays() -> None:
    said = words("저는 MBC 뉴스 제작팀에서 인턴으로 일하면서 자막 제작 도구를 만들었습니다")
    assert without_stock(said, SURE) == said
    assert believable("감사합니다", SURE)


def test_what_cannot_have_been_said_in_the_time() -> None:
    assert not believable("이 영상은 유료 광고를 포함하고 있습니다", Doubt(0.2, -0.4, 0.4))
    assert not believable("감사합니다", Doubt(0.5, -0.9, 0.3))
    assert not believable("무엇이든", Doubt(0.8, -1.4, 3.0))
    assert believable("무엇이든 말씀드리겠습니다", Doubt(0.1, -0.4, 1.5))


def test_what_stands_in_the_prompt_is_asked_again_without_it() -> None:
    asked: list[str] = []

    def echoing(prompt: str, _no_repeat: int) -> Window:
        asked.append(prompt)
        return Window(words(prompt or "아니요 다릅니다"), SURE)

    assert text_of(settled(echoing, "성능을 어떻게 개선하셨나요?")) == "아니요 다릅니다"
    assert asked == ["성능을 어떻게 개선하셨나요?", ""]
    assert not is_echo("성능 개선은 캐시로 했습니다", "성능을 어떻게 개선하셨나요?")


def test_a_loop_is_asked_again_and_over_nothing_dropped() -> None:
    def looping(no_speech: float) -> tuple[Word, ...]:
        def ask(_prompt: str, no_repeat: int) -> Window:
            said = "이 영상은 참 좋습니다" if no_repeat else "영상이 " * 20
            return Window(words(said), Doubt(no_speech, -0.4, 5.0))

        return settled(ask, "")

    assert text_of(looping(0.1)) == "이 영상은 참 좋습니다"
    assert looping(0.78) == (), "what Whisper says of noise and music"


def test_speech_that_whisper_left_out_is_heard_as_a_window_of_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("metajob.speech.windows.speech_spans", lambda _pcm: ((0.0, 4.0), (5.0, 9.0)))
    heard: list[tuple[float, float]] = []

    def first_sentence_only(pcm: Pcm, speech: float, _prompt: str, _no_repeat: int) -> Window:
        heard.append((len(pcm) / 16_000, speech))
        return Window((Word(f"문장{len(heard)}.", 0.3, 4.0, 0.9),), SURE)

    found = written(first_sentence_only, np.zeros(160_000, np.float32), "")
    assert heard == [(10.0, 8.0), (pytest.approx(5.2), pytest.approx(4.0))]
    assert [word.text for word in found] == ["문장1.", "문장2."]
    assert (found[1].start, found[1].end) == pytest.approx((5.1, 8.8))
    with pytest.raises(ValueError, match="30 s"):
        written(first_sentence_only, np.zeros(31 * 16_000, np.float32), "")


def test_a_full_window_gets_more_room_without_the_prompt() -> None:
    def cramped(prompt: str, _no_repeat: int) -> Window:
        return Window(words("처음만") if prompt else words("처음부터 끝까지"), SURE, full=bool(prompt))

    assert text_of(settled(cramped, "질문")) == "처음부터 끝까지"


def test_pieces_of_whisper_become_words_between_spaces() -> None:
    class Piece:
        def __init__(self, word: str, start: float, end: float) -> None:
            self.word, self.start, self.end, self.probability = word, start, end, 0.5

    made = joined([Piece(" 3", 0, 0.4), Piece(".2초", 0.4, 0.9), Piece(" 입니다.", 0.9, 9.0)], 2.0)
    assert [(word.text, word.start, word.end) for word in made] == [("3.2초", 0, 0.9), ("입니다.", 0.9, 2.0)]


def test_letters_of_other_scripts() -> None:
    assert not any(map(is_foreign, "한글ㄱ Latin é 3.5% — “!?” �"))
    assert all(map(is_foreign, "さ検ツДع"))


@given(st.text(max_size=400), st.lists(st.text(max_size=60), max_size=30))
@settings(max_examples=60, deadline=None)
def test_prompts_stay_short_and_hold_no_commands(question: str, terms: list[str]) -> None:
    made = biasing.prompt(Hints(question, tuple(terms)))
    assert len(made) <= biasing.MOST_CHARACTERS
    assert "\n" not in made
    assert "<|" not in made


def test_prompts_keep_the_end_of_the_question_and_each_term_once() -> None:
    made = biasing.prompt(
        Hints("가나 " * 60 + "무엇을 하셨나요?", ("Redis", "Redis", "Kafka, Spark", "x", "<|endoftext|>"))
    )
    assert made.endswith("무엇을 하셨나요?")
    assert made.startswith("Redis, Kafka, Spark. ")
    assert biasing.prompt(biasing.NONE) == ""
