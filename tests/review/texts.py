"""Six small résumés of six jobs, two projects each, and what is done to them. All of it is fictional."""

from __future__ import annotations

from dataclasses import dataclass

from metajob.documents.intake import from_text
from metajob.review.model import CRITERIA, Criterion, Review, Role
from metajob.review.pipeline import Options, review_document

BACKEND = """# 한도윤 · 백엔드 개발자

## 프로젝트

### 도서관 좌석 예약 서버
- 개강 첫 주마다 예약이 한꺼번에 몰려 서버가 하루 세 번씩 멈췄습니다.
- Spring Boot로 예약 API를 다시 만들고 Redis에 빈자리를 올려 두었습니다.
- Kafka 대신 Redis를 고른 이유는 혼자 운영해야 해서 관리할 서버를 늘릴 수 없었기 때문입니다.
- 응답 시간이 2.4초에서 0.3초로 줄었고 이후로는 한 번도 멈추지 않았습니다.
- 다만 대기 순서가 서버를 다시 켜면 사라지는 문제는 아직 해결하지 못했습니다.

### 분실물 알림 봇
- 분실물 게시판을 아무도 보지 않아 물건의 절반이 주인을 못 찾고 버려졌습니다.
- Python으로 게시글을 모아 Slack에 알림을 보내는 봇을 만들었습니다.
- 결과적으로 찾아간 물건이 한 달 12건에서 31건으로 늘었습니다.
"""

MARKETING = """이서윤 | 마케터

프로젝트

1. 동네 빵집 구독 캠페인
[배경] 평일 오후에 빵이 남아 매일 서른 개씩 버렸고, 단골도 점점 줄고 있었습니다.
[실행] 인스타그램 광고를 집행하고 Google Analytics로 방문 경로를 나눠 보았습니다.
[선택 이유] 전단보다 인스타그램 광고를 고른 까닭은 하루 만 원으로도 시작할 수 있고 반응을 바로 볼 수 있었기 때문입니다.
[성과] 구독자가 3주 만에 0명에서 84명으로 늘었고 버리는 빵은 하루 4개로 줄었습니다.
[한계] 광고를 멈추자 신규 가입이 끊겨, 입소문으로 이어지는 장치를 만들지 못했습니다.

2. 지역 축제 뉴스레터
[배경] 축제 소식을 전할 곳이 없어 지난해에는 참가 신청이 40명에 그쳤습니다.
[실행] 스티비로 매주 뉴스레터를 보내고 제목을 두 가지로 나눠 시험했습니다.
[성과] 참가 신청이 40명에서 132명으로 늘었습니다.
"""

DESIGN = """정하린
UX 디자이너

프로젝트

■ 병원 접수 키오스크 화면 개편

어르신들이 접수 화면에서 어느 단추를 눌러야 할지 몰라 창구로 되돌아오는 일이 잦았습니다.
그래서 Figma로 화면을 다시 그리고 환자 여덟 분과 사용성 테스트를 두 차례 진행했습니다.
메뉴를 접는 방식도 검토했지만, 어르신은 접힌 메뉴를 열지 않아 큰 단추 네 개만 남기기로 했습니다.
그 결과 접수를 끝까지 마친 비율이 51%에서 83%로 올랐습니다.
아쉬운 점은 휠체어를 탄 분의 눈높이를 확인하지 못한 것입니다.

■ 동아리 신청 폼 정리

신청서 문항이 스물다섯 개라 절반이 쓰다가 그만두었습니다.
Notion과 Figma로 문항을 묶어 다섯 단계로 나눴습니다.
끝까지 쓴 지원자가 48%에서 77%로 늘었습니다.
"""

NURSING = """간호사 오지안

프로젝트 경험

[낙상 예방 활동]
- 상황: 야간에 화장실을 가다 넘어지는 환자가 분기마다 아홉 명씩 나왔습니다.
- 활동: 모스 낙상 위험 척도로 매일 점수를 매기고 고위험 침상에 노란 표지를 걸었습니다.
- 선택 이유: 침상 알람보다 표지를 먼저 고른 것은 예산이 없고 소리 때문에 다른 환자가 깨기 때문이었습니다.
- 결과: 낙상이 분기 9건에서 2건으로 줄었습니다.
- 한계: 보호자가 바뀔 때마다 표지의 뜻을 다시 설명해야 하는 불편이 남았습니다.

[투약 오류 줄이기]
- 상황: 교대 시간에 이름이 비슷한 약이 섞여 한 해 여섯 번 잘못 나갔습니다.
- 활동: 체크리스트를 만들어 두 사람이 함께 확인하도록 했습니다.
- 결과: 여섯 달 동안 잘못 나간 약이 한 건도 없었습니다.
"""

OFFICE = """이력서
이름: 문채원

경력
가람상사 총무팀 (2021.03 - 2024.02)

프로젝트: 비품 신청 엑셀 양식 자동화
부서마다 신청서 양식이 달라 월말이면 사흘 동안 손으로 다시 옮겨 적어야 했습니다.
Excel VBA로 신청서를 한 장에 모으는 양식을 만들었습니다.
새 프로그램을 사지 않고 Excel을 택한 것은 전 직원이 이미 쓰고 있어 따로 교육할 필요가 없었기 때문입니다.
월말 집계가 사흘에서 두 시간으로 줄었습니다.
하지만 파일을 동시에 열면 충돌하는 문제는 그대로 남아 있습니다.

프로젝트: 회의실 예약 정리
회의실이 겹쳐 잡히는 일이 한 주에 대여섯 번 있었습니다.
Google Calendar로 예약을 옮기고 사용 규칙을 적어 돌렸습니다.
겹치는 일이 한 달에 한 번으로 줄었습니다.
"""

ENGLISH = """# Robin Vale, data analyst

## Projects

### Delivery delay forecast
- Drivers learned about late parcels only after customers called, and the desk took 120 complaints a week.
- I built a forecast with Python and scikit-learn on three years of route logs.
- I chose gradient boosting over a neural network because the team had to explain every warning to the drivers.
- Complaints fell from 120 to 45 a week and the warnings came 40 minutes earlier.
- The model still fails on holidays, because there were too few of them in the logs.

### Warehouse dashboard
- Managers could not see which shelf was empty until somebody walked there.
- I built a dashboard in Tableau on top of PostgreSQL.
- Stock checks went down from 3 hours to 20 minutes a day.
"""


@dataclass(frozen=True)
class Resume:
    """text: the résumé; its two project titles in order; the first project answers everything, the second gaps."""

    text: str
    role: Role
    titles: tuple[str, str]


RESUMES: dict[str, Resume] = {
    "backend": Resume(BACKEND, "backend", ("도서관 좌석 예약 서버", "분실물 알림 봇")),
    "marketing": Resume(MARKETING, "marketing", ("동네 빵집 구독 캠페인", "지역 축제 뉴스레터")),
    "design": Resume(DESIGN, "design_ux", ("병원 접수 키오스크 화면 개편", "동아리 신청 폼 정리")),
    "nursing": Resume(NURSING, "nursing_medical", ("낙상 예방 활동", "투약 오류 줄이기")),
    "office": Resume(OFFICE, "office_finance_hr", ("비품 신청 엑셀 양식 자동화", "회의실 예약 정리")),
    "english": Resume(ENGLISH, "data_ai", ("Delivery delay forecast", "Warehouse dashboard")),
}
Levels = dict[str, dict[Criterion, int]]


def reviewed(text: str, role: Role = "other") -> Review:
    """The review of pasted text."""
    return review_document(from_text(text), Options(role=role))


def levels(review: Review) -> Levels:
    """Level of each criterion by project title."""
    return {
        project.span.title: {criterion: project.finding(criterion).level for criterion in CRITERIA}
        for project in review.projects
    }
