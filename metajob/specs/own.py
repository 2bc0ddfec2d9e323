"""A person's own spec, one topic at a time: as text, as a number where it is one, as "none" where that was told."""

from __future__ import annotations

from dataclasses import dataclass

from metajob.specs import scales
from metajob.specs.certificates import counted
from metajob.specs.model import Gpa, Spec, Topic
from metajob.specs.words import number


@dataclass(frozen=True)
class Own:
    """text: "" when not told. value: of the topic's own metric, None when not told or not one number. low, high: what
    it may be on the scale of the published mean, when it had to be converted; None without converting."""

    text: str = ""
    value: float | None = None
    low: float | None = None
    high: float | None = None

    @property
    def none(self) -> bool:
        """Told as none; never so for what was not told."""
        return self.value == 0


def of(topic: Topic, spec: Spec) -> Own:
    """What the spec tells of a topic. Raises InputError for a GPA higher than its scale."""
    if topic == "gpa":
        return _gpa(spec.gpa) if spec.gpa else Own()
    if topic == "speaking":
        return _speaking(spec)
    if topic == "certificate":
        return _count(_certificates(spec), "개")
    if topic == "second_language":
        told = [
            f"JLPT {spec.jlpt}" if scales.jlpt(spec) else "",
            f"HSK {spec.hsk}급" if scales.hsk(spec) else "",
        ]
        return Own(", ".join(one for one in told if one))
    if topic == "jlpt":
        return _graded(scales.jlpt(spec), str(spec.jlpt))
    if topic == "hsk":
        return _graded(scales.hsk(spec), f"{spec.hsk}급")
    if topic == "toeic":
        return _count(spec.toeic, "점")
    if topic == "teps":
        return _count(spec.teps, "점")
    return _counted_activity(topic, spec)


def _gpa(gpa: Gpa) -> Own:
    derived, spread = scales.gpa_45(gpa), scales.gpa_spread(gpa)
    text = f"{number(gpa.raw)}/{gpa.scale}"
    low, high = (spread[0] / 100, spread[1] / 100) if spread else (None, None)
    if derived is None:
        return Own(text, None, low, high)
    value = derived[0] / 100
    if gpa.scale == "4.5":
        return Own(text, value)
    return Own(f"{text} (4.5 기준 {number(value)})", value, low, high)


def _speaking(spec: Spec) -> Own:
    grades = scales.speaking(spec)
    if grades is None:
        return Own()
    if grades == (0, 0):
        return Own("없음", 0)
    low, high = (scales.grade_name(one) for one in grades)
    told = [f"OPIc {spec.opic}"] if spec.opic not in (None, "none") else []
    if spec.toeic_speaking:
        told.append(f"토익스피킹 {spec.toeic_speaking}점")
    elif spec.toeic_speaking_level:
        level = spec.toeic_speaking_level
        told.append(f"토익스피킹 레벨 {level}" if level.isdigit() else f"토익스피킹 {level}")
    exact = grades[0] == grades[1]
    text, grade = ", ".join(told), low if exact else f"{low}~{high}"
    plain = text in (f"OPIc {grade}", f"토익스피킹 {grade}")
    return Own(text if plain else f"{text} ({grade})", grades[0] if exact else None)


def _certificates(spec: Spec) -> int | None:
    if spec.cert_count is not None:
        return spec.cert_count
    return counted(spec.certificates, ()) if spec.certificates else None


def _counted_activity(topic: Topic, spec: Spec) -> Own:
    count, length, unit = {
        "intern": (spec.intern_count, spec.intern_months, "개월"),
        "award": (spec.award_count, None, ""),
        "overseas": (spec.overseas_count, spec.overseas_months, "개월"),
        "volunteer": (spec.volunteer_count, spec.volunteer_hours, "시간"),
        "activity": (spec.activity_count, None, ""),
        "club": (spec.club_count, None, ""),
    }[topic]
    own = _count(count, "회")
    if not length:
        return own
    return Own(f"{own.text} ({number(length)}{unit})" if own.value else f"{number(length)}{unit}", own.value)


def _count(count: int | None, unit: str) -> Own:
    if count is None:
        return Own()
    return Own(f"{count:,}{unit}" if count else "없음", count)


def _graded(grade: int | None, text: str) -> Own:
    if grade is None:
        return Own()
    return Own(text if grade else "없음", grade)
