"""What each observable is called, how it is measured and what research says about it, with how sure that is.

The grade is about how interviews were *rated*, never about job skill or the person. Only sources that the project has
read are named. Numbers here are the literature's; how well we measure is in docs/behaviour.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from metajob.interview.model import ObservableKey

Grade = Literal["strong", "moderate", "weak"]

GRADES: dict[Grade, str] = {
    "strong": "근거가 여러 연구를 모은 결과예요",
    "moderate": "근거가 있지만 연구가 적거나 조건에 따라 달라요",
    "weak": "근거가 약하거나 뚜렷한 관계가 없어요",
}


@dataclass(frozen=True, slots=True)
class About:
    """One observable for the screen. name, name_en: what it is called. unit, unit_en: behind the value. how: how it is
    measured, research: what is known;
    Korean sentences. grade: a key of `GRADES`."""

    name: str
    name_en: str
    unit: str
    unit_en: str
    how: str
    research: str
    grade: Grade


_GAZE = (
    "63개 연구, 4,868명을 모은 분석(Martín-Raugh 외)에서 시선 맞춤은 면접 평가와 함께 움직였어요(상관 .45). "
    "화상 면접에서는 카메라를 볼 때 평가가 더 좋았지만(Shinya, 2024) 12명만 본 작은 연구예요. "
    "일을 잘하는지와는 다른 이야기예요."
)
_HEAD = (
    "63개 연구를 모은 분석(Martín-Raugh 외)에서 머리 움직임은 면접 평가와 함께 움직였어요(상관 .43). "
    "얼마나 움직이면 좋은지 정해진 값은 없어요."
)
_TICS = (
    "긴장해 보인다는 평가는 잔 동작보다 느린 말과 더 관계가 있었어요(Feiler·Powell, 125명). "
    "횟수만 알려 드리고 감점하지 않아요."
)
_AGAINST = "처음 3초의 자세를 기준으로, 고개와 눈이 향한 쪽이 좌우 18도·위아래 12도 넘게 벗어난 때를 세요."

OBSERVABLES: dict[ObservableKey, About] = {
    "away": About(
        name="다른 곳을 본 시간",
        name_en="Time looking away",
        unit="%",
        unit_en="%",
        how=_AGAINST + " 0.4초보다 짧은 움직임과 눈 깜빡임은 빼요.",
        research=_GAZE,
        grade="strong",
    ),
    "away_longest": About(
        name="가장 오래 다른 곳을 본 시간",
        name_en="Longest look away",
        unit="초",
        unit_en="s",
        how=_AGAINST + " 그중 가장 긴 한 번이에요.",
        research="시선 맞춤 전체를 본 연구는 있지만, 한 번의 길이만 따로 본 연구는 확인하지 못했어요.",
        grade="weak",
    ),
    "away_times": About(
        name="다른 곳을 본 횟수",
        name_en="Looks away",
        unit="번",
        unit_en="times",
        how=_AGAINST + " 0.4초 안에 돌아왔다 다시 벗어나면 한 번으로 세요.",
        research=(
            "시선 맞춤 전체를 본 연구는 있지만, 횟수만 따로 본 연구는 확인하지 못했어요. "
            "생각할 때 잠깐 눈을 돌리는 건 자연스러워요."
        ),
        grade="weak",
    ),
    "head_movement": About(
        name="머리 움직임",
        name_en="Head movement",
        unit="도/초",
        unit_en="deg/s",
        how="고개를 돌리고 숙이고 기울인 각도를 더해 1초 평균으로 나타내요. 아주 빠른 움직임은 실제보다 작게 나와요.",
        research=_HEAD,
        grade="moderate",
    ),
    "nods": About(
        name="고개 끄덕임",
        name_en="Nods",
        unit="번/분",
        unit_en="per minute",
        how="고개가 3.5도 넘게 내려갔다가 1.2초 안에 올라온 횟수예요. 얼굴이 90% 이상 보일 때만 세요.",
        research=_HEAD + " 끄덕임만 따로 본 값은 아니에요.",
        grade="moderate",
    ),
    "smile": About(
        name="입꼬리가 올라간 시간",
        name_en="Mouth corners raised",
        unit="%",
        unit_en="%",
        how="처음 3초보다 입꼬리가 뚜렷하게 올라간 시간이에요. 입 모양의 움직임일 뿐 기분을 뜻하지 않아요.",
        research=(
            "모의 면접 138개를 본 연구(Naim 외)는 더 자주 미소 짓기를 권했어요. 다만 문화에 따라 달라요. "
            "Barrett 외(2019)에 따르면 얼굴 움직임만으로 감정을 알 수는 없어요."
        ),
        grade="moderate",
    ),
    "blinks": About(
        name="눈 깜빡임",
        name_en="Blinks",
        unit="번/분",
        unit_en="per minute",
        how=(
            "두 눈꺼풀이 0.6초 안에 닫혔다 열린 횟수예요. 1초에 10장은 볼 때만 세고, "
            "그보다 느리면 놓치는 게 많아 세지 않아요."
        ),
        research=_TICS + " 깜빡임만 따로 본 연구는 확인하지 못했어요.",
        grade="weak",
    ),
    "touches": About(
        name="손이 얼굴에 간 횟수",
        name_en="Hand at the face",
        unit="번",
        unit_en="times",
        how="화면에서 손이 얼굴에 겹치거나 닿을 만큼 가까웠던 횟수예요. 앞뒤 거리는 알 수 없어요.",
        research=_TICS,
        grade="weak",
    ),
    "out_of_frame": About(
        name="얼굴이 보이지 않은 시간",
        name_en="Face not in sight",
        unit="초",
        unit_en="s",
        how="카메라는 켜져 있는데 얼굴을 찾지 못한 시간이에요. 고개를 깊이 숙이거나 손으로 가린 때도 들어가요.",
        research="이 값을 따로 본 연구는 확인하지 못했어요. 나머지 값이 얼마나 믿을 만한지 보는 데 쓰세요.",
        grade="weak",
    ),
    "sway": About(
        name="좌우 흔들림",
        name_en="Sway",
        unit="얼굴 너비/초",
        unit_en="face widths/s",
        how="얼굴의 가운데가 좌우로 움직인 거리를 얼굴 너비로 나눈 1초 평균이에요. 고개를 돌려도 조금 늘어나요.",
        research=_TICS,
        grade="weak",
    ),
}
