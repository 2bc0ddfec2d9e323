"""Any recording becomes 16 kHz mono; what is broken, hostile or too long gets one clear answer in bounded memory."""

from __future__ import annotations

import random
import struct
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metajob.errors import Cancelled, InputError
from metajob.speech import audio
from metajob.speech.audio_kind import demuxer
from tests.speech.recordings import FORMATS, encoded, silent_video, tone


def refusal(data: bytes | Path) -> str:
    with pytest.raises(InputError) as caught:
        audio.load(data)
    assert caught.value.hint, "says what to do"
    return caught.value.message


def pitch(pcm: np.ndarray) -> float:
    return float(np.abs(np.fft.rfft(pcm[:16_000])).argmax())


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_gives_the_same_sound(form: str) -> None:
    recording = audio.load(encoded(tone(2.0, 48_000), 48_000, form))
    assert recording.pcm.dtype == np.float32
    assert recording.seconds == pytest.approx(2.0, abs=0.08)
    assert pitch(recording.pcm[8_000:]) == pytest.approx(220, abs=2)
    assert 0.2 < np.abs(recording.pcm[8_000:24_000]).max() < 0.42
    assert recording.warnings == ()


def test_stereo_is_mixed_and_a_file_is_read_from_disk(tmp_path: Path) -> None:
    path = tmp_path / "녹음.이름"  # the name says nothing
    path.write_bytes(encoded(tone(1.0), 16_000, "webm", layout="stereo"))
    assert audio.decode(path).shape == pytest.approx((16_000,), abs=800)


def test_empty_missing_and_header_only(tmp_path: Path) -> None:
    assert "빈 파일" in refusal(b"")
    assert "찾을 수 없어요" in refusal(tmp_path / "none.webm")
    assert "열 수 없어요" in refusal(tmp_path)
    assert "짧아서" in refusal(wav_header(16_000, 1, 0))
    assert "깨졌거나" in refusal(encoded(tone(1.0), 16_000, "wav")[:44])


@pytest.mark.parametrize(
    "data",
    [
        b"hello, this is text and not sound\n" * 50,
        b"%PDF-1.7 something",
        b"\x89PNG\r\n\x1a\n" + bytes(100),
        b"PK\x03\x04" + bytes(100),
        b"\x00" * 5000,
        b"\xff",
    ],
)
def test_what_is_no_recording(data: bytes) -> None:
    assert "녹음이나 영상 파일이 아니에요" in refusal(data)


@pytest.mark.parametrize(
    "playlist",
    [
        "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n{target}\n#EXT-X-ENDLIST\n",
        "ffconcat version 1.0\nfile '{target}'\n",
        "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nm=audio 5004 RTP/AVP 0\n",
        "[playlist]\nFile1={target}\n",
    ],
)
def test_a_playlist_opens_no_other_file(playlist: str, tmp_path: Path) -> None:
    target = tmp_path / "secret.wav"
    target.write_bytes(encoded(tone(1.0), 16_000, "wav"))
    path = tmp_path / "answer.m3u8"
    path.write_text(playlist.format(target=target))
    assert "녹음이나 영상 파일이 아니에요" in refusal(path)


def test_a_video_without_sound() -> None:
    assert "소리가 없는 영상" in refusal(silent_video())


@pytest.mark.parametrize("form", ["webm", "mp3", "ogg", "wav", "flac"])
def test_a_truncated_recording_gives_what_is_there(form: str) -> None:
    data = encoded(tone(6.0, 48_000), 48_000, form)
    recording = audio.load(data[: len(data) // 2])
    assert 1.0 < recording.seconds < 5.5
    if form in ("wav", "flac", "webm"):  # the others do not say how long they were meant to be
        assert any("손상" in warning for warning in recording.warnings)


def test_a_recording_cut_before_its_index_or_its_sound() -> None:
    data = encoded(tone(3.0, 48_000), 48_000, "m4a")
    assert "깨졌거나" in refusal(data[: len(data) // 2])  # the index (moov) stands at the end
    assert "깨졌거나" in refusal(encoded(tone(3.0), 16_000, "webm")[:200])


def wav_header(rate: int, channels: int, data_bytes: int, bits: int = 16) -> bytes:
    block = channels * bits // 8
    form = struct.pack("<HHIIHH", 1, channels, rate, min(rate * block, 2**32 - 1), block & 0xFFFF, bits)
    sizes = min(36 + data_bytes, 2**32 - 1), min(data_bytes, 2**32 - 1)
    return (
        b"RIFF"
        + struct.pack("<I", sizes[0])
        + b"WAVEfmt \x10\0\0\0"
        + form
        + b"data"
        + struct.pack("<I", sizes[1])
    )


def test_three_hours_are_refused_early_in_little_memory(tmp_path: Path) -> None:
    size = 3 * 3600 * 8_000
    path = tmp_path / "long.wav"
    with path.open("wb") as file:  # sparse: takes no room on the disk
        file.write(wav_header(8_000, 1, size, bits=8))
        file.truncate(44 + size)
    tracemalloc.start()
    message = refusal(path)
    assert tracemalloc.get_traced_memory()[1] < 70e6  # the untouched buffer of 15 minutes counts here as well
    tracemalloc.stop()
    assert "15분까지" in message
    assert "180분" in message


def test_a_long_recording_that_does_not_say_so_is_stopped_on_the_way() -> None:
    short = encoded(tone(60.0, 8_000, level=0.001), 8_000, "mp3")
    begins = short.find(b"\xff\xfb") if b"\xff\xfb" in short else short.find(b"\xff\xf3")
    endless = short[begins:][2_000:] * 20  # without the frame that states the length
    given = 0
    with pytest.raises(InputError, match="15분까지"):
        for block in audio.blocks(endless[endless.find(short[begins : begins + 2]) :]):
            given += len(block)
            assert len(block) < 2_000_000
    assert given <= audio.LONGEST_S * audio.RATE


@pytest.mark.parametrize(
    ("rate", "channels"), [(1, 1), (16_000, 0), (16_000, 255), (4_000_000_000, 2), (0, 1)]
)
def test_odd_headers_do_not_blow_up(rate: int, channels: int) -> None:
    refusal(wav_header(rate, channels, 400_000) + bytes(400_000))


def test_floats_beyond_full_scale_and_nan_are_mended() -> None:
    values = np.full(16_000, np.nan, np.float32)
    values[::2] = 7.0
    form = struct.pack("<HHIIHH", 3, 1, 16_000, 64_000, 4, 32)
    data = (
        b"RIFF\x24\xfa\0\0WAVEfmt \x10\0\0\0" + form + b"data" + struct.pack("<I", 64_000) + values.tobytes()
    )
    pcm = audio.decode(data)
    assert np.isfinite(pcm).all()
    assert np.abs(pcm).max() <= 1.0


def test_cancel_is_heard_while_reading() -> None:
    def cancel(_share: float, _phrase: str) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        audio.load(encoded(tone(25.0), 16_000, "flac"), cancel)


BASES = {form: encoded(tone(1.5), 16_000, form) for form in ("webm", "m4a", "mp3", "wav", "ogg", "flac")}


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(sorted(BASES)), st.integers(0, 2**32), st.integers(1, 60))
def test_damage_of_any_kind_ends_in_sound_or_a_sentence(form: str, seed: int, hits: int) -> None:
    dice, data = random.Random(seed), bytearray(BASES[form])
    for _ in range(hits):
        data[dice.randrange(len(data))] = dice.randrange(256)
    try:
        recording = audio.load(bytes(data))
    except InputError as error:
        assert error.message and error.hint
    else:
        assert np.isfinite(recording.pcm).all()
        assert recording.seconds <= audio.LONGEST_S


@given(st.binary(max_size=200))
@settings(max_examples=50, deadline=None)
def test_sniffing_takes_any_bytes(head: bytes) -> None:
    assert demuxer(head) in {None, "matroska", "mov", "wav", "ogg", "flac", "mp3", "aac"}
