"""The topics that are compared: what surveys publish about each, which column of the own rows it is, its words."""

from __future__ import annotations

from dataclasses import dataclass

from metajob.specs.model import Metric, Topic


@dataclass(frozen=True)
class TopicInfo:
    """mean, share: published metrics, None where surveys of hired people have none. own: the main column of the own
    rows, more: further ones. unit: of mean and own. noun: for sentences about holders ("자격증을 갖고 있었어요")."""

    label: str
    mean: str | None
    share: str | None
    own: Metric | None
    more: tuple[Metric, ...]
    unit: str
    noun: str


# Not here: toeic_speaking_mean_level and _score (two scales of one test, no mean of grades), language_study_* (an
# overseas course is not every stay), extracurricular_pct and major_certificate_holder_pct (applicants only).
TOPICS: dict[Topic, TopicInfo] = {
    "gpa": TopicInfo("학점", "gpa_mean", None, "gpa", (), "점", "학점"),
    "toeic": TopicInfo("토익", "toeic_mean", "toeic_holder_pct", "toeic", (), "점", "토익 점수"),
    "speaking": TopicInfo(
        "영어 말하기", None, "english_speaking_holder_pct", "speaking", (), "등급", "영어 말하기 성적"
    ),
    "teps": TopicInfo("텝스", None, None, "teps", (), "점", "텝스 점수"),
    "jlpt": TopicInfo("JLPT", None, None, "jlpt", (), "급", "JLPT 급수"),
    "hsk": TopicInfo("HSK", None, None, "hsk", (), "급", "HSK 급수"),
    "second_language": TopicInfo(
        "제2외국어", None, "second_language_holder_pct", None, (), "", "제2외국어 성적"
    ),
    "certificate": TopicInfo(
        "자격증", "certificate_mean_count", "certificate_holder_pct", "cert_count", (), "개", "자격증"
    ),
    "intern": TopicInfo(
        "인턴", "intern_mean_count", "intern_pct", "intern_count", ("intern_months",), "회", "인턴 경험"
    ),
    "award": TopicInfo("수상", "award_mean_count", "award_pct", "award_count", (), "회", "수상 경험"),
    "overseas": TopicInfo(
        "해외 경험", None, "overseas_pct", "overseas_count", ("overseas_months",), "회", "해외 체류 경험"
    ),
    "volunteer": TopicInfo(
        *("봉사", "volunteer_mean_count", "volunteer_pct", "volunteer_count", ("volunteer_hours",), "회"),
        noun="봉사 경험",
    ),
    "activity": TopicInfo("대외활동", None, None, "activity_count", (), "회", "대외활동 경험"),
    "club": TopicInfo("동아리", None, None, "club_count", (), "회", "동아리 경험"),
}

METRIC_KO: dict[Metric, tuple[str, str]] = {
    "gpa": ("학점(4.5 기준)", "점"),
    "toeic": ("토익", "점"),
    "teps": ("텝스", "점"),
    "speaking": ("영어 말하기", "등급"),
    "jlpt": ("JLPT", "급"),
    "hsk": ("HSK", "급"),
    "cert_count": ("자격증", "개"),
    "intern_count": ("인턴", "회"),
    "intern_months": ("인턴 기간", "개월"),
    "overseas_count": ("해외 경험", "회"),
    "overseas_months": ("해외 기간", "개월"),
    "award_count": ("수상", "회"),
    "volunteer_count": ("봉사", "회"),
    "volunteer_hours": ("봉사 시간", "시간"),
    "club_count": ("동아리", "회"),
    "activity_count": ("대외활동", "회"),
}
