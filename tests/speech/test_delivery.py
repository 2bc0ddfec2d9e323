"""Delivery measures of sounds whose values are known: rate, pauses, loudness, flags, and what is not measured."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metajob.errors import InputError
from metajob.speech import loudness, stretches, vad
from metajob.speech.delivery import Delivery, Measured, measure
from metajob.speech.kokoro import Kokoro
from metajob.speech.model import Pcm, Transcript, Word
from tests.speech.sounds import RATE, at_level, joined, noise, silence, voiced

Spans = list[tuple[float, float]]
PAD = 0.1  # voice detection is that generous


def written(text: str, pcm: Pcm, speech: Spans, **changes: object) -> Transcript:
    tokens = text.split()
    words = tuple(Word(token, float(at), at + 0.5, 0.9) for at, token in enumerate(tokens))
    values = {"language": "ko", "engine": "faster-whisper", "words": words, **changes}
    return Transcript(text=text, seconds=len(pcm) / RATE, speech=tuple(speech), **values)  # type: ignore[arg-type]


def answer(
    lead: float, lengths: list[float], pauses: list[float], **sound: float
) -> tuple[Pcm, Spans, Spans]:
    """(sound, padded spans as voice detection gives them, true spans)."""
    parts, true, at = [silence(lead)], [], lead
    for length, pause in itertools.zip_longest(lengths, pauses, fillvalue=0.5):
        parts += [voiced(length, **sound), silence(pause)]
        true.append((at, at + length))
        at += length + pause
    return joined(*parts), [(start - PAD, end + PAD) for start, end in true], true


def close(found: object, expected: Spans, abs: float = 0.02) -> bool:
    """Whether two lists of spans agree to `abs` seconds."""
    there, here = np.array(found, float), np.array(expected, float)
    return there.shape == here.shape and bool(np.all(np.abs(there - here) <= abs))


def measured(text: str = "가" * 20, **sound: float) -> Delivery:
    pcm, padded, _true = answer(1.0, [2.0, 3.0, 1.0], [0.5, 3.0], **sound)
    return measure(pcm, RATE, written(text, pcm, padded))


def test_pauses_delay_and_silence_of_a_known_answer() -> None:
    found = measured()
    assert found.start_delay.value == pytest.approx(1.0, abs=0.02)
    assert close(found.pauses.value, [(3.0, 3.5), (6.5, 9.5)])
    assert close(found.long_pauses.value, [(6.5, 9.5)])
    assert found.silence_share.value == pytest.approx(3.5 / 9.5, abs=0.01)
    assert found.seconds == 11.0


def test_pause_begins_at_three_tenths_and_a_long_one_at_two_and_a_half_seconds() -> None:
    pcm, padded, _true = answer(1.0, [1.0] * 5, [0.26, 0.34, 2.45, 2.55])
    found = measure(pcm, RATE, written("가" * 20, pcm, padded))
    assert found.pauses.value is not None
    assert found.long_pauses.value is not None
    assert [end - start for start, end in found.pauses.value] == pytest.approx([0.34, 2.45, 2.55], abs=0.03)
    assert len(found.long_pauses.value) == 1


def test_rates_of_a_known_answer() -> None:
    """20 syllables in 9.5 s, of which 6 s are spoken."""
    found = measured()
    assert found.syllables == 20
    assert found.speaking_rate.value == pytest.approx(60 * 20 / 9.5, rel=0.01)
    assert found.articulation_rate.value == pytest.approx(60 * 20 / 6.0, rel=0.01)


def test_numbers_and_latin_count_as_they_are_read() -> None:
    """이천이십사 년, 에이피아이: 6 + 5 syllables, no Hangul letter but one."""
    assert measured("2024년 API").syllables == 11


@settings(max_examples=10, deadline=None)
@given(
    lead=st.floats(0.2, 2),
    lengths=st.lists(st.floats(0.4, 1.5), min_size=3, max_size=5),
    pauses=st.lists(st.floats(0.35, 3), min_size=2, max_size=2),
    hiss=st.sampled_from([None, -70.0, -55.0]),
)
def test_any_pauses_are_found(
    lead: float, lengths: list[float], pauses: list[float], hiss: float | None
) -> None:
    pauses = (pauses * 3)[: len(lengths) - 1]
    pcm, padded, true = answer(lead, lengths, pauses)
    if hiss is not None:
        pcm = pcm + noise(len(pcm) / RATE + 1, hiss)[: len(pcm)]
    assert close(stretches.refine(pcm, RATE, padded), true, 0.03)


def test_voice_detection_that_swallows_pauses_is_split() -> None:
    pcm, _padded, true = answer(1.0, [2.0, 3.0, 1.0], [0.5, 3.0])
    assert close(stretches.refine(pcm, RATE, [(0.2, 10.9)]), true)


def test_sounds_outside_voice_detection_are_no_speech() -> None:
    """A door, a keyboard: as loud as speech, but voice detection did not hear a voice."""
    pcm = joined(noise(0.5, -20), silence(1), voiced(3), silence(1))
    found = measure(pcm, RATE, written("가나다라마바사", pcm, [(1.4, 4.6)]))
    assert found.start_delay.value == pytest.approx(1.5, abs=0.02)


def test_gap_of_a_stop_consonant_is_no_pause() -> None:
    pcm = joined(silence(1), voiced(1), silence(0.15), voiced(1), silence(1))
    assert close(stretches.refine(pcm, RATE, [(0.9, 3.3)]), [(1, 3.15)])


def test_in_loud_noise_voice_detection_is_kept() -> None:
    pcm = voiced(4, db=-20) + noise(4, db=-26)
    assert stretches.refine(pcm, RATE, [(1, 2), (2.5, 3)]) == ((1, 2), (2.5, 3))


def test_spans_out_of_order_and_out_of_the_recording() -> None:
    pcm = voiced(3)
    assert stretches.refine(pcm, RATE, [(2, 9), (-1, 1), (0.5, 1.5), (5, 6)]) == ((0, 1.5), (2, 3))


def test_full_scale_sine_has_the_loudness_of_the_standard() -> None:
    """ITU-R BS.1770: 997 Hz at 0 dBFS reads −3.01 LKFS; 10 dB less is 10 dB less."""
    sine = np.sin(2 * np.pi * 997 * np.arange(2 * RATE) / RATE).astype(np.float32)
    assert loudness.loudness(sine, RATE) == pytest.approx(-3.01, abs=0.05)
    assert loudness.momentary(sine * 10**-0.5, RATE) == pytest.approx(np.full(17, -13.01), abs=0.05)
    low = np.sin(2 * np.pi * 30 * np.arange(2 * RATE) / RATE).astype(np.float32)
    assert loudness.loudness(low, RATE) < -8, "rumble counts less"


def test_loudness_range_of_a_known_step() -> None:
    """15 % at -32 dB, 75 % at -20, 10 % at -14: the 10th percentile lies in the first, the 95th in the last."""
    pcm = joined(silence(1), voiced(3, db=-32), voiced(15, db=-20), voiced(2, db=-14), silence(1))
    found = measure(pcm, RATE, written("가" * 20, pcm, [(1, 21)]))
    assert found.loudness_range.value == pytest.approx(18, abs=0.2)
    flat = measured()
    assert flat.loudness_range.value == pytest.approx(0, abs=0.2)
    assert flat.level.value is not None
    assert measured(db=-30.0).level.value == pytest.approx(flat.level.value - 10, abs=0.1)


def test_pitch_of_a_known_voice() -> None:
    found = measured(hz=210.0)
    assert found.pitch_median.value == pytest.approx(210, rel=0.01)
    assert found.pitch_spread.value == pytest.approx(0, abs=0.1)


def test_recording_flags_fire_and_keep_quiet() -> None:
    good = measured()
    assert (good.clipped, good.too_quiet) == (False, False)
    pcm, padded, _true = answer(1.0, [3.0], [])
    loud = np.clip(at_level(pcm, -2), -1, 1)
    assert measure(loud, RATE, written("가" * 9, pcm, padded)).clipped
    assert measured(db=-60.0).too_quiet
    assert measure(silence(3), RATE, written("", silence(3), [])).too_quiet


@pytest.mark.parametrize("sound", [silence(5), noise(5, -30), voiced(5)])
def test_nothing_is_claimed_without_speech(sound: Pcm) -> None:
    found = measure(sound, RATE, written("", sound, []))
    values = [value for value in vars(found).values() if isinstance(value, Measured)]
    assert len(values) == 10
    assert all(value.value is None and value.why.endswith("요.") for value in values)
    assert found.long_pauses.value is None
    assert (found.speech, found.fillers) == ((), ())


def test_too_short_to_say() -> None:
    pcm = joined(silence(1), voiced(1.2), silence(1))
    found = measure(pcm, RATE, written("네 그렇습니다", pcm, [(1, 2.2)]))
    assert "짧아요" in found.speaking_rate.why
    assert found.loudness_range.value is None
    assert found.start_delay.value == pytest.approx(1, abs=0.02)
    assert found.pauses.value == ()


def test_english_has_no_syllable_rate_but_pauses() -> None:
    pcm, padded, _true = answer(1.0, [2.0, 3.0], [0.5])
    found = measure(pcm, RATE, written("I worked on it for two years", pcm, padded, language="en"))
    assert "영어" in found.speaking_rate.why
    assert found.pauses.value is not None
    assert len(found.pauses.value) == 1


def test_text_that_cannot_be_what_was_said() -> None:
    """Whisper in a loop: 300 syllables in six seconds."""
    assert "맞지 않아요" in measured("감사합니다 " * 60).articulation_rate.why
    assert "받아쓴 글" in measured("네").speaking_rate.why


def test_hesitations_are_not_counted_where_the_engine_drops_them() -> None:
    pcm, padded, _true = answer(1.0, [2.0, 3.0], [0.5])
    dropped = measure(pcm, RATE, written("음 저는 개발자입니다", pcm, padded))
    assert dropped.fillers_per_minute.value is None
    assert "빠뜨려서" in dropped.fillers_per_minute.why
    assert [filler.text for filler in dropped.fillers] == ["음"], "what was heard is still shown"
    kept = measure(pcm, RATE, written("음 저는 개발자입니다", pcm, padded, engine="verbatim"))
    assert kept.fillers_per_minute.value == pytest.approx(60 / 5.5, rel=0.01)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.sampled_from(["voice", "noise", "silence"]), min_size=1, max_size=4),
    st.lists(st.tuples(st.floats(-1, 6), st.floats(-1, 6)), max_size=5),
    st.lists(st.sampled_from(["음", "그", "2024년", "API", "저는", "🙂"]), max_size=6),
    st.sampled_from([8_000, 16_000, 44_100]),
)
def test_any_input_gives_values_that_make_sense(
    kinds: list[str], spans: Spans, tokens: list[str], rate: int
) -> None:
    parts = {"voice": voiced(0.9, rate=rate), "noise": noise(0.9, -30, rate), "silence": silence(0.9, rate)}
    pcm = joined(*[parts[kind] for kind in kinds])
    found = measure(pcm, rate, written(" ".join(tokens), pcm, spans, engine="verbatim"))
    assert all(0 <= start < end <= found.seconds + 0.01 for start, end in found.speech)
    shares = (found.silence_share.value, found.start_delay.value, found.loudness_range.value)
    assert all(value is None or value >= 0 for value in shares)
    assert found.silence_share.value is None or found.silence_share.value <= 1
    assert found.pitch_median.value is None or 65 <= found.pitch_median.value <= 500
    assert all(0 < filler.confidence < 1 for filler in found.fillers)


@pytest.mark.parametrize(
    "pcm", [np.zeros(0, np.float32), np.full(16_000, np.nan, np.float32), np.zeros((100, 2), np.float32)]
)
def test_what_is_no_recording_is_refused(pcm: Pcm) -> None:
    with pytest.raises(InputError):
        measure(pcm, RATE, written("가나다", silence(1), [(0, 1)]))


@pytest.fixture(scope="module")
def spoken_answer() -> tuple[Pcm, Spans]:
    """Real voice and real voice detection: a sentence, 1.0 s, 음, 0.8 s, the sentence, 2.8 s, the sentence."""
    kokoro, sounds = Kokoro(), []
    for text in ("저는 삼 년 동안 서버를 개발했습니다", "음"):
        speech = kokoro.speak(text, "jm_kumo")
        assert speech.phones
        said = [phone for phone in speech.phones if phone.jamo]
        sounds.append(speech.pcm[round(said[0].start * speech.rate) : round(said[-1].end * speech.rate)])
    (sentence, hesitation), rate = sounds, 24_000
    parts = [(1.5, sentence), (1.0, hesitation), (0.8, sentence), (2.8, sentence), (1.0, silence(0))]
    pcm = joined(*[joined(noise(gap, -75, rate), sound) for gap, sound in parts])
    thin = np.interp(np.arange(0, len(pcm) / rate, 1 / RATE), np.arange(len(pcm)) / rate, pcm).astype(
        np.float32
    )
    true, at = [], 0.0
    for gap, sound in parts[:-1]:
        true.append((at + gap, at + gap + len(sound) / rate))
        at = true[-1][1]
    return thin, true


def test_real_voice(spoken_answer: tuple[Pcm, Spans]) -> None:
    """Beginnings to 0.1 s (ㅈ begins with a silent closure); the last vowel of Kokoro fades for up to 0.5 s."""
    pcm, true = spoken_answer
    found = measure(
        pcm, RATE, written("저는 3년 동안 서버를 개발했습니다 " * 3, pcm, list(vad.speech_spans(pcm)))
    )
    assert [start for start, _end in found.speech] == pytest.approx([start for start, _end in true], abs=0.1)
    early = [ours[1] - end for ours, (_start, end) in zip(true, found.speech, strict=True)]
    assert -0.05 <= min(early) <= max(early) <= 0.5
    assert found.pauses.value is not None
    assert found.long_pauses.value is not None
    assert (len(found.pauses.value), len(found.long_pauses.value)) == (3, 1)
    assert found.syllables == 45
    assert found.speaking_rate.value == pytest.approx(60 * 45 / (true[-1][1] - true[0][0]), rel=0.05)
    assert found.pitch_median.value == pytest.approx(130, abs=15)
    sounds = [filler for filler in found.fillers if filler.kind == "sound"]
    assert [filler.start for filler in sounds] == pytest.approx([true[1][0]], abs=0.1)
