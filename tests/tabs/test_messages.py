"""What the person reads when something is wrong: a sentence and a hint, never a trace, never live HTML."""

from __future__ import annotations

import logging
from types import SimpleNamespace

import pytest

from metajob.errors import Cancelled, InputError
from tabs.parts import messages


def finding(level: str, ko: str) -> SimpleNamespace:
    return SimpleNamespace(level=level, ko=ko, en=f"en {ko}", label_ko="항목", label_en="Item")


def report(*findings: SimpleNamespace) -> SimpleNamespace:
    refused = tuple(one for one in findings if one.level == "refuse")
    return SimpleNamespace(findings=findings, refused=refused)


def test_a_user_error_is_shown_with_its_hint():
    html = messages.trouble(InputError("사진이 아니에요.", "다시 올려 주세요."), "ko")
    assert "사진이 아니에요." in html and "다시 올려 주세요." in html and 'role="alert"' in html


def test_a_bug_is_one_fixed_sentence_and_the_details_are_in_the_log(caplog: pytest.LogCaptureFixture):
    with caplog.at_level(logging.ERROR):
        html = messages.trouble(ValueError("secret path /home/user"), "ko")
    assert "secret" not in html and "ValueError" not in html and "Traceback" not in html
    assert "문제가 생겨서" in html
    number = caplog.records[0].args[0]  # type: ignore[index]
    assert str(number) in html
    assert caplog.records[0].exc_info


def test_cancelling_is_no_alarm():
    assert "alert" not in messages.trouble(Cancelled(), "ko")


def test_text_is_escaped():
    assert "<script>" not in messages.box("<script>", "<script>")
    assert "<script>" not in messages.checks(report(finding("warn", "<script>")), "ko")  # type: ignore[arg-type]


def test_what_stands_in_the_way_comes_first_and_what_is_fine_is_folded():
    html = messages.checks(
        report(finding("ok", "좋음"), finding("warn", "주의"), finding("refuse", "거절")), "ko"
    )  # type: ignore[arg-type]
    assert html.index("거절") < html.index("주의") < html.index("<details") < html.index("좋음")
    assert "이 사진으로는 만들 수 없어요." in html
    assert "en 거절" in messages.checks(report(finding("refuse", "거절")), "en")  # type: ignore[arg-type]


def test_a_good_photo_is_said_to_be_good():
    assert "좋은 사진이에요" in messages.checks(report(finding("ok", "좋음")), "ko")  # type: ignore[arg-type]
