"""A tiny portfolio with hand-written offline findings, so that the model's part is tested alone."""

from __future__ import annotations

from metajob.review.model import CRITERIA, Criterion, Finding, ProjectReview, ProjectSpan, Quote

WHY = "피크 시간에 응답이 3.2초까지 늘어 고객 문의가 많았습니다."
TECH = "Kafka로 배송 이벤트를 모으도록 바꿨습니다."
CHOICE = "RabbitMQ 대신 Kafka를 고른 이유는 순서대로 다시 처리해야 했기 때문입니다."
RESULT = "그 결과 응답이 280ms로 줄었습니다."
LIMITS = "다만 지연이 최대 2초 남아 있습니다."
FIRST = f"## 배송 추적 개편\n{WHY}\n{TECH}\n{CHOICE}\n{RESULT}\n{LIMITS}\n\n"
SECOND = "## 사내 도구\n김하늘이 혼자 만들었습니다. Slack 알림을 붙였습니다.\n"
HEADER = "# 김하늘 | 백엔드 개발자\nsky@example.com | 010-1234-5678\n\n"
TEXT = HEADER + FIRST + SECOND

SPANS = (
    ProjectSpan(id="p1", title="배송 추적 개편", start=len(HEADER), end=len(HEADER + FIRST)),
    ProjectSpan(id="p2", title="사내 도구", start=len(HEADER + FIRST), end=len(TEXT)),
)


def quote(text: str) -> Quote:
    """An offline quote of TEXT."""
    start = TEXT.index(text)
    return Quote(start=start, end=start + len(text), text=text)


def finding(criterion: Criterion, text: str = "", level: int = 2) -> Finding:
    """An offline finding; without text, level 0 with its question and template."""
    if text:
        return Finding(
            criterion=criterion, level=level, quotes=(quote(text),), reason="기본 검토의 이유예요."
        )
    return Finding(
        criterion=criterion,
        level=0,
        reason="이 내용을 못 찾았어요.",
        missing="무엇이 궁금한지.",
        question="어떤 점이 있었나요?",
        suggestion="[  ] 때문에 [  ] 했습니다.",
        severity="must",
    )


# The rules miss the choice and the limits of the first project, and all but the technology of the second.
OFFLINE = (
    ProjectReview(
        span=SPANS[0],
        findings=(
            finding("why", WHY),
            finding("tech", TECH),
            finding("choice"),
            finding("result", RESULT, level=3),
            finding("limits"),
        ),
    ),
    ProjectReview(
        span=SPANS[1],
        findings=tuple(
            finding(name, "Slack 알림을 붙였습니다." if name == "tech" else "") for name in CRITERIA
        ),
    ),
)
