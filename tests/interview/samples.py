"""Sample interviews for the tests of the report, the page and the keeping: one full, one typed only. All fictional."""

from __future__ import annotations

from metajob.interview.model import Behaviour, Feedback, Interview, Measure, Observable, Plan, Said, Turn
from tests.interview.sample_parts import ask, behaviour, better, remark, said, star, voice

INTRO = (
    "안녕하세요. 데이터로 고객의 불편을 줄이는 백엔드 개발자 김하늘입니다. 어 저는 하늘택배에서 이 년 "
    "동안 배송 추적 서비스를 만들었습니다. 문의 전화를 월 천이백 건에서 삼백십 건으로 줄인 일이 가장 "
    "기억에 남습니다. 음 앞으로는 더 큰 규모의 시스템을 다뤄 보고 싶습니다."
)
TRACKING = (
    "배송 위치를 묻는 전화가 고객 문의의 절반이었습니다. 그래서 저희 팀은 위치 이벤트를 모으는 서비스를 "
    "새로 만들었고, 저는 카프카 소비자를 맡아 중복 이벤트를 거르는 부분을 짰습니다. 결과적으로 조회 "
    "시간이 많이 줄었고 고객들도 아마 만족했던 것 같습니다."
)
OWN_PART = "네, 저는 소비자 쪽을 혼자 맡았습니다. 이벤트 열쇠로 중복을 거르는 방법을 제안했습니다."
OFF_TOPIC = (
    "저는 평소에 등산을 좋아해서 주말마다 산에 갑니다. 산에 오르면 끈기가 생기고 동료와 함께 걷는 법을 "
    "배웁니다. 작년에는 지리산을 종주했고 올해는 설악산에 다녀왔습니다."
)
TYPED = (
    "신입 간호사 때 투약 시간이 겹쳐 늦어지는 일이 하루 다섯 번쯤 있었습니다. 제가 병실별 투약표를 다시 "
    "짜고 교대 때 읽어 주는 방식을 제안했습니다. 한 달 뒤 늦는 일이 하루 한 번으로 줄었습니다."
)
TYPED_BETTER = (
    "신입 간호사 때 투약 시간이 겹쳐 늦어지는 일이 하루 다섯 번쯤 있었습니다. 제 목표는 [  ]까지 이를 [  "
    "] 이하로 줄이는 것이었습니다. 제가 병실별 투약표를 다시 짜고 교대 때 읽어 주는 방식을 제안했습니다. "
    "한 달 뒤 늦는 일이 하루 한 번으로 줄었습니다."
)
TRACKING_BETTER = (
    "배송 위치를 묻는 전화가 고객 문의의 절반이었습니다. 제 목표는 문의를 [  ]건까지 줄이는 "
    "것이었습니다. 팀에서 위치 이벤트를 모으는 서비스를 새로 만들 때 저는 카프카 소비자를 맡아 중복 "
    "이벤트를 거르는 부분을 짰습니다. 그 결과 조회 시간이 [  ]초에서 [  ]초로 줄었습니다."
)


def full_interview() -> Interview:
    """Six answers: introduced, told (STAR, behaviour, voice), follow-up, off topic, skipped, silent."""
    intro = said(INTRO, silences=((7, 0.5), (15, 0.7), (23, 0.9)))
    told = said(TRACKING, begin=2.1, silences=((5, 0.8), (9, 3.1), (23, 0.6)))
    part = said(OWN_PART, begin=0.9)
    off = said(OFF_TOPIC, begin=1.6, rate=6.4, silences=((7, 0.6),))
    away = ((6.3, 9.8), (15.0, 16.4), (21.2, 22.0))
    dark = "화면이 너무 어두워 얼굴을 볼 수 없었어요."
    turns = (
        Turn(
            question=ask("q1", "먼저 간단히 자기소개를 부탁드립니다.", "intro", "intro", "opening"),
            said=intro,
            voice=voice(intro, ("어", "음")),
            behaviour=behaviour(intro.seconds, ((4.0, 5.1),), (), seed=1),
            feedback=Feedback(
                verdict="answered",
                remarks=(
                    remark(
                        "specificity",
                        "good",
                        "성과를 앞뒤 숫자로 말해서 바로 이해돼요.",
                        "문의 전화를 월 천이백 건에서 삼백십 건으로 줄인 일",
                    ),
                    remark("fillers", "fact", "‘어’, ‘음’이 2번 들렸어요.", "어", "음"),
                ),
                missing=("왜 이 회사인지가 아직 없어요.",),
                next_step="마지막 문장을 지원한 일과 이어 보세요.",
            ),
            recording="q1.webm",
        ),
        Turn(
            question=ask(
                "q2",
                "배송 추적 서비스에서 가장 어려웠던 문제와 그 결과를 말씀해 주시겠어요?",
                "result",
                "experience",
                "document",
                project="배송 추적 서비스",
                quote="조회 응답 시간이 1.8초에서 0.4초로 줄었고",
            ),
            said=told,
            voice=voice(
                told,
                range_db=Measure(value=None, why="말한 시간이 너무 짧아요."),
                per_minute=Measure(
                    value=None, why="이 받아쓰기 방식은 ‘음’, ‘어’ 같은 말을 자주 빠뜨려서 세지 않아요."
                ),
            ),
            behaviour=behaviour(told.seconds, away, ((17.0, 18.2), (19.5, 20.1))),
            feedback=Feedback(
                verdict="answered",
                star=star(
                    TRACKING,
                    situation="배송 위치를 묻는 전화가 고객 문의의 절반이었습니다.",
                    action="저는 카프카 소비자를 맡아 중복 이벤트를 거르는 부분을 짰습니다.",
                    result="조회 시간이 많이 줄었고",
                ),
                remarks=(
                    remark("relevance", "good", "묻는 일에 곧바로 답했어요."),
                    remark(
                        "specificity",
                        "gap",
                        "결과에 숫자가 없어서 얼마나 좋아졌는지 알기 어려워요.",
                        "조회 시간이 많이 줄었고",
                    ),
                    remark(
                        "hedges", "gap", "흐리는 말이 결과를 약하게 만들어요.", "아마", "만족했던 것 같습니다"
                    ),
                    remark(
                        "ownership",
                        "good",
                        "팀이 한 일과 본인이 한 일이 나뉘어 있어요.",
                        "저희 팀은",
                        "저는 카프카 소비자를 맡아",
                    ),
                ),
                missing=("맡은 목표가 무엇이었는지", "조회 시간이 몇 초에서 몇 초로 줄었는지"),
                next_step="결과를 숫자로 한 문장만 말해 보세요.",
                better=better(TRACKING, TRACKING_BETTER),
                notes=("고친 답변은 말한 내용 안에서만 만들었어요.",),
            ),
            recording="q2.webm",
        ),
        Turn(
            question=ask(
                "q3",
                "앞에서 ‘저희 팀은 위치 이벤트를 모으는 서비스를 새로 만들었고’라고 하셨는데, "
                "본인이 맡은 부분은 어디까지였나요?",
                "result",
                "experience",
                "follow_up",
                quote="저희 팀은 위치 이벤트를 모으는 서비스를 새로 만들었고",
                follow_up="own_part",
                parent="q2",
            ),
            said=part,
            voice=voice(part),
            behaviour=behaviour(part.seconds, (), (), seed=3),
            feedback=Feedback(
                verdict="short",
                star=star(OWN_PART, action="이벤트 열쇠로 중복을 거르는 방법을 제안했습니다."),
                remarks=(remark("length", "gap", "좋은 답인데 조금 짧아요."),),
                next_step="결과를 숫자로 한 문장만 말해 보세요.",
            ),
        ),
        Turn(
            question=ask("q4", "저희 회사에 지원하신 까닭은 무엇인가요?", "motive", "motive", "posting"),
            said=off,
            voice=voice(off),
            feedback=Feedback(
                verdict="off_topic",
                remarks=(
                    remark(
                        "relevance",
                        "gap",
                        "지원한 까닭이 아니라 취미를 말했어요.",
                        "저는 평소에 등산을 좋아해서 주말마다 산에 갑니다.",
                    ),
                ),
                missing=("이 회사와 이 일을 고른 까닭",),
                next_step="첫 문장에서 회사와 일을 고른 까닭부터 말해 보세요.",
            ),
        ),
        Turn(
            question=ask("q5", "동료와 의견이 달랐을 때 어떻게 하셨나요?", "team", "experience", "bank"),
            said=Said(text="", way="skipped"),
        ),
        Turn(
            question=ask(
                "q6", "캐시와 데이터베이스의 값이 다를 때 어떻게 하시겠어요?", "job", "knowledge", "bank"
            ),
            said=Said(
                text="",
                way="voice",
                seconds=21.4,
                engine="whisper-small",
                warnings=("말소리가 들리지 않았어요.",),
            ),
            behaviour=Behaviour(
                seconds=21.4,
                coverage=0.04,
                notes=(dark,),
                observables=(
                    Observable(key="away", value=None, unit="share", coverage=0.04, why=dark),
                    Observable(key="touches", value=None, unit="times", coverage=0.0, why=dark),
                ),
            ),
            feedback=Feedback(verdict="empty", next_step="모르는 질문이면 아는 데까지만 말해도 괜찮아요."),
        ),
    )
    return Interview(
        id="0123456789abcdef0123456789abcdef",
        created="2026-11-22T09:30:00+00:00",
        plan=Plan(family="backend", persona="lead", strictness="standard", count=5, limit_s=90),
        company="하늘택배",
        turns=turns,
        notes=("질문 하나는 시간이 모자라 묻지 못했어요.",),
    )


def typed_interview() -> Interview:
    """Three questions, typed answers only: no voice, no camera; the last question was never answered."""
    question = ask("q1", "환자의 불편을 줄인 경험을 말씀해 주세요.", "result", "experience", "bank")
    feedback = Feedback(
        verdict="answered",
        star=star(
            TYPED,
            situation="신입 간호사 때 투약 시간이 겹쳐 늦어지는 일이 하루 다섯 번쯤 있었습니다.",
            action="제가 병실별 투약표를 다시 짜고 교대 때 읽어 주는 방식을 제안했습니다.",
            result="한 달 뒤 늦는 일이 하루 한 번으로 줄었습니다.",
        ),
        remarks=(
            remark("specificity", "good", "결과를 앞뒤로 견주어 말했어요.", "하루 한 번으로 줄었습니다"),
        ),
        missing=("언제까지 무엇을 이루려 했는지",),
        next_step="맡은 목표를 한 문장 넣어 보세요.",
        better=better(TYPED, TYPED_BETTER),
        engine="model",
    )
    short = Feedback(
        verdict="short",
        remarks=(remark("length", "gap", "답이 한 문장뿐이에요."),),
        next_step="까닭을 한 가지만 더 말해 보세요.",
    )
    return Interview(
        id="fedcba9876543210fedcba9876543210",
        created="2026-11-20T01:05:00+00:00",
        plan=Plan(family="nursing_medical", persona="hr", strictness="mild", count=3, intro=False),
        turns=(
            Turn(question=question, said=Said(text=TYPED, way="typed"), feedback=feedback),
            Turn(
                question=ask("q2", "간호사가 되려는 까닭은 무엇인가요?", "motive", "motive", "bank"),
                said=Said(text="사람을 돕는 일이 좋습니다.", way="typed"),
                feedback=short,
            ),
            Turn(question=ask("q3", "마지막으로 하고 싶은 말씀이 있나요?", "growth", "opinion", "bank")),
        ),
    )
