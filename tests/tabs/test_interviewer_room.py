"""What the interviewer's tab offers: a choice only where there is one, and consent where something is sent."""

from __future__ import annotations

import re

from metajob.engines import Ready, Unavailable
from tabs.parts.dictation import dictation
from tabs.parts.interviewer_room import room
from tabs.parts.interviewer_work import Offer

KOKORO = Offer("kokoro", "기본 <목소리>", Ready())
SERVER = Offer("endpoint", "서버", Ready(), host="voice.example")
XTTS = Offer("xtts", "내 목소리", Unavailable("폴더가 없어요.", "적어 주세요."), commercial=False)
DRAWN = Offer("drawn", "그림", Ready())
WHISPER = Offer("faster-whisper", "기본", Ready())


def shown(html: str, part: str) -> bool:
    """Whether the list of this part can be seen."""
    found = re.search(rf'<label class="mj-field"( hidden)?><span>(?:(?!</label>).)*data-part="{part}"', html)
    assert found
    return not found.group(1)


def test_nothing_to_choose_shows_no_list_and_what_is_missing_says_why():
    html = room([KOKORO, XTTS], [DRAWN], XTTS.probe).html_template
    assert not shown(html, "voice") and not shown(html, "video")
    assert "폴더가 없어요." in html and 'value="xtts"' not in html
    assert "기본 &lt;목소리&gt;" in html


def test_two_voices_are_a_choice_and_a_server_is_named_before_anything_is_sent():
    html = room([KOKORO, XTTS, SERVER], [DRAWN], XTTS.probe).html_template
    assert shown(html, "voice") and not shown(html, "video")
    assert 'value="endpoint" data-host="voice.example"' in html
    assert re.search(r'data-part="sending" hidden>.*voice\.example', html)


def test_a_voice_of_ones_own_waits_for_its_sample():
    html = room([KOKORO, XTTS], [DRAWN], Ready()).html_template
    assert re.search(r'<option value="xtts"[^>]* hidden disabled>내 목소리 · 비상업용', html)
    assert not shown(html, "voice") and "폴더가 없어요." not in html


def test_a_transcription_server_is_named_before_a_recording_is_sent():
    html = dictation([WHISPER, Offer("endpoint", "서버", Ready(), host="text.example")]).html_template
    assert shown(html, "engine") and "text.example" in html
    html = dictation([WHISPER, Offer("endpoint", "서버", Unavailable("없어요.", ""))]).html_template
    assert not shown(html, "engine") and 'data-host="text' not in html
