"""Korean words for specs: where a figure comes from, how it was found, what it is called. Never a cause or a chance."""

from __future__ import annotations

import math
import re

from metajob.specs.grades import HSK_ORDER, JLPT_ORDER, grade_name
from metajob.specs.ladder import OLD
from metajob.specs.model import Figure, Found, Metric, Where
from metajob.specs.published import dated
from metajob.specs.topics import METRIC_KO, TOPICS
from metajob.text.particles import attach

BANNER = (
    "합격한 사람이나 기업이 밝힌 값이고 합격 확률이 아닙니다. 공개된 학점과 토익 평균은 지원자와 합격자가 비슷해요. "
    "공개 통계는 평균을 알려 줄 뿐이라 그 안에서 몇 번째인지는 알 수 없어요."
)

POPULATION_KO: dict[str, str] = {
    "final_hire": "합격자",
    "final_hire(기업응답)": "기업이 답한 신입사원",
    "final_hire(HR응답)": "인사담당자가 답한 신입사원",
    "document_pass": "서류전형 합격자",
    "applicant": "지원자",
    "jobseeker": "구직자",
    "graduating": "졸업 예정자",
    "employed_graduates": "대졸자",
    "test_taker": "응시자",
    "youth_15_29": "청년(15~29세)",
}

# Metrics that topics and bands do not show, for lists of figures.
_METRIC_KO: dict[str, str] = {
    "opic_grade_pct": "OPIc 등급",
    "toeic_speaking_level_pct": "토익스피킹 레벨(2022년 6월 이전)",
    "toeic_speaking_grade_pct": "토익스피킹 등급",
    "toeic_speaking_mean_level": "토익스피킹 평균 레벨(2022년 6월 이전)",
    "toeic_speaking_mean_score": "토익스피킹 평균",
    "opic_holder_pct": "OPIc 보유율",
    "toeic_speaking_holder_pct": "토익스피킹 보유율",
    "gpa_band_pct": "학점 분포",
    "toeic_band_pct": "토익 분포",
    "certificate_count_pct": "자격증 수 분포",
}


def metric_name(metric: str) -> str:
    """What a published metric is called: "학점 평균", "자격증 보유율", the metric itself when it has no name."""
    for info in TOPICS.values():
        if metric == info.mean:
            return f"{info.label} 평균"
        if metric == info.share:
            return (
                f"{info.label} {'비율' if metric.endswith('_pct') and '_holder' not in metric else '보유율'}"
            )
    return _METRIC_KO.get(metric, metric)


def cohort_name(cohort: str) -> str:
    """ "2023H1" → "2023년 상반기", "2017-08" → "2017년 8월", "2021-2024" → "2021~2024년", "미표시" → "연도 미표시"."""
    year, period = dated(cohort)
    guessed = "(추정)" if "추정" in cohort or "미표시(" in cohort else ""
    if year is None:
        return "연도 미표시"
    if period == "years":
        return "{}~{}년".format(*re.findall(r"\d{4}", cohort)[:2]) + guessed
    month = re.search(r"\d{4}-(\d{2})", cohort)
    if month:
        return f"{int(year)}년 {int(month[1])}월"
    half = "" if period == "year" else " 하반기" if year % 1 else " 상반기"
    return f"{int(year)}년{half}{guessed}"


def people_line(figure: Figure) -> str:
    """Whom the figure is about and how many were counted: "대기업 합격자 470건", "기업 276개사가 답한 신입사원"."""
    limits = [figure.size if figure.size != "전체" and not figure.company else "", figure.company]
    limits += [figure.industry, figure.role, *map(_limit, figure.other.items())]
    place = " ".join(one for one in limits if one)
    if figure.population in ("final_hire(기업응답)", "final_hire(HR응답)"):
        by = "기업" if "기업" in figure.population else "인사담당자"
        counted = f"{by} {figure.n:,}{_unit(figure)}" if figure.n else by
        line = f"{place} {attach(counted, '이')} 답한 신입사원"
        return (line if figure.n else f"{line}(표본 수 미공개)").strip()
    who = POPULATION_KO.get(figure.population, figure.population)
    if figure.n is None:
        return f"{place} {who}(표본 수 미공개)".strip()
    return f"{place} {who} {figure.n:,}{_unit(figure)}".strip()


def source_line(figure: Figure) -> str:
    """Publisher, cohort, people: "잡코리아·알바몬 · 2023년 상반기 · 대기업 합격자 470건"."""
    doubt = " · 확인이 필요한 값" if figure.suspect else ""
    publisher = figure.publisher.replace("(발췌에 기관명 없음)", "(기관명은 추정)")
    return f"{publisher} · {cohort_name(figure.cohort)} · {people_line(figure)}{doubt}"


def short_source(figure: Figure) -> str:
    """For the end of a sentence that names the people itself: "잡코리아·알바몬, 2023년 상반기, 대기업, 470건"."""
    publisher, cohort = source_line(figure).split(" · ")[:2]
    size = figure.size if figure.size != "전체" and not figure.company else ""
    place = " ".join(one for one in (size, figure.company, figure.industry, figure.role) if one)
    counted = f"{figure.n:,}{_unit(figure)}" if figure.n else "표본 수 미공개"
    doubt = "확인이 필요한 값" if figure.suspect else ""
    return ", ".join(one for one in (publisher, cohort, place, counted, doubt) if one)


def ladder_line(found: Found) -> str:
    """How the figure was come by: which places have none, which one is shown, how old it is. "" when nothing to say."""
    tried = [step.label for step in found.steps if not step.found]
    shown = found.steps[-1].label
    parts: list[str] = []
    if tried:
        places = ", ".join(f"‘{one}’" for one in tried)
        parts.append(f"{places}의 공개 통계가 없어 ‘{shown}’ 통계를 보여 드려요.")
    figure, newer = found.figure, found.newer
    cohort = cohort_name(figure.cohort)
    if figure.year is None:
        parts.append("언제의 통계인지 표시돼 있지 않아요.")
    elif found.gap and found.gap > OLD:
        parts.append(f"고른 해와 {number(found.gap)}년 떨어진 {cohort} 통계라 지금과 다를 수 있어요.")
    elif found.gap:
        parts.append(f"고른 해에 가장 가까운 {cohort} 통계예요.")
    elif newer is not None:
        parts.append(f"{cohort} 통계라 지금과 다를 수 있어요.")
    if newer is not None:
        kind = "더 최근 통계" if found.gap is None else "고른 해에 더 가까운 통계"
        kind = "때가 알려진 통계" if figure.year is None else kind
        parts.append(f"{kind}: {value(newer)} ({source_line(newer)})")
    return " ".join(parts)


def nothing_line(where: Where) -> str:
    """When no rung has a figure."""
    return "이 조건의 공개 통계가 없어요." if _limited(where) else "공개 통계가 없어요."


def number(amount: float) -> str:
    """As it is printed: 839.0 → "839", 3.8 → "3.8", 1234 → "1,234"."""
    return f"{round(amount, 2):,.2f}".rstrip("0").rstrip(".")


def value(figure: Figure) -> str:
    """The value with its unit: "3.8점", "72.1%", "2개"."""
    return number(figure.value) + figure.unit.split("/")[0]


def amount(metric: Metric, value: float) -> str:
    """A value of an own metric for the screen: "839점", "2개", "IH", "N2", "5급"; "IM2~IM3" between two grades."""
    if metric not in ("speaking", "jlpt", "hsk"):
        return number(value) + METRIC_KO[metric][1]
    names = [_grade(metric, one) for one in sorted({math.floor(value), math.ceil(value)})]
    return "~".join(names)


def mean_name(figure: Figure) -> str:
    """Whose mean it is: "공개 평균" for people who were hired, else named as what it is."""
    return {
        "final_hire": "공개 평균",
        "final_hire(기업응답)": "기업이 답한 신입사원 평균",
        "final_hire(HR응답)": "인사담당자가 답한 신입사원 평균",
        "document_pass": "서류전형 합격자 평균",
    }.get(figure.population, f"{POPULATION_KO.get(figure.population, '')} 평균".strip())


def who(figure: Figure) -> str:
    """The people of a share: "합격자", "서류전형 합격자", "신입사원(기업 응답)"."""
    answered = {
        "final_hire(기업응답)": "신입사원(기업 응답)",
        "final_hire(HR응답)": "신입사원(인사담당자 응답)",
    }
    return answered.get(figure.population) or POPULATION_KO.get(figure.population, figure.population)


def _grade(metric: Metric, ordinal: int) -> str:
    if metric == "speaking":
        return grade_name(ordinal)
    order = JLPT_ORDER if metric == "jlpt" else tuple(f"{one}급" for one in HSK_ORDER)
    return order[ordinal - 1] if ordinal else "없음"


def _unit(figure: Figure) -> str:
    """What n counts: 개사 (firms), 건 (résumés), 명 (people)."""
    return next((one for one in ("개사", "건", "명") if f"({one}" in figure.n_unit), "명")


def _limit(limit: tuple[str, str]) -> str:
    key, told = limit
    return {"denominator": f"{told} 가운데", "major": f"{told} 전공"}.get(key, told)


def _limited(where: Where) -> bool:
    return bool(where.year or where.size or where.industry or where.company or where.role)
