"""What a heading says: an excluded section, a section that holds projects, a part inside a project, or a name."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from metajob.review.split.layout import DATE, RANGE

# list: contact, education, skills …; essay: growth, motive …; career: employers; project: holds projects;
# facet: a part of one project; both: a facet inside a project, else excluded; document: title of the whole; name: else.
Class = Literal["list", "essay", "career", "project", "facet", "both", "document", "name"]

_QUALIFIERS = (
    "주요|핵심|보유|기본|개인|나의|내|저의|기타|관련|추가|사용|활용|상세|최종|전문|직무|업무|팀|대표|"
    "수행|사내|현장|실무|사이드|"
    "토이|외부|교내|교외|세부|진행|담당|한줄|간단|문제해결|개선|수강|이수|프로젝트|연구|"
    "my|key|main|selected|core|other|additional|personal|side|professional|relevant|technical|recent|"
    "work|team|project"
)
_WORDS: dict[Class, str] = {
    "list": (
        "인적사항|개인정보|신상|신상정보|기본사항|기본정보|정보|프로필|연락처|학력|학력사항|학업|학교|"
        "자격|자격증|자격사항|"
        "면허|어학|외국어|어학능력|어학성적|언어|수상|수상경력|수상내역|수상이력|상훈|교육|교육사항|"
        "교육이수|이수교육|이수|"
        "수료|훈련|병역|병역사항|취미|특기|관심사|기타|기타사항|그밖에|그외|발표|강연|논문|출판|저서|"
        "링크|참고|봉사|봉사활동|"
        "자원봉사|사회봉사|핵심역량|역량|보유역량|스킬|능력|컴퓨터활용능력|자격면허|contacts?|education|"
        "certificates?|"
        "certifications?|licenses?|languages?|awards?|honou?rs?|courses?|coursework|training|talks?|"
        "publications?|"
        "presentations?|references?|hobbies|interests?|others?|misc|links?|volunteering|volunteer|"
        "volunteerwork|skills?|"
        "skillset|competenc(?:y|ies)|personalinformation|personaldetails|extracurriculars?"
    ),
    "essay": (
        "자기소개|인사말|성장과정|성장배경|성장|성격|성격의장단점|장단점|장점|단점|강점|약점|가치관|"
        "인생관|좌우명|생활신조|"
        "신조|지원동기|동기|지원이유|지원배경|입사동기|입사후포부|입사후계획|포부|장래희망|비전|각오|"
        "맺음말|마치며|맺으며|끝인사|"
        "aboutme|about|profile|objectives?|motivations?|whyme|statement|strengths?|weaknesses|closing|bio"
    ),
    "career": (
        "일한곳|근무처|경력|경력사항|경력기술|경력내용|경력요약|근무이력|근무경력|근무경험|이전경력|이력|직무경력|"
        "직장경력|인턴|인턴경험|"
        "인턴십|활동|대외활동|동아리|동아리활동|학내외활동|교내외활동|학생활동|사회경험|사회활동|"
        "아르바이트|경험|업무경험|학창시절|학창생활|학교생활|대학생활|대학시절|사회생활|직장생활|"
        "experiences?|employment|workhistory|employmenthistory|careers?|careerhistory|history|"
        "internships?|activities"
    ),
    "project": (
        "프로젝트|프로젝트경험|프로젝트경력|프로젝트수행경험|프로젝트이력|수행과제|연구과제|연구경험|"
        "사례|개선사례|성공사례|"
        "개선활동|문제해결사례|문제해결경험|직무경험|경험및성과|실적|업무실적|업적|작업물|작업|작품|"
        "주요성과|핵심성과|"
        "업무성과|경력기술|경력상세|수행업무|projects?|casestudies|casestudy|selectedwork|works|achievements|"
        "accomplishments|highlights"
    ),
    "both": (
        "요약|개요|기술|기술스택|스택|사용기술|보유기술|개발환경|환경|도구|툴|tools?|techstack|stack|"
        "technologies|tech|기술역량|"
        "주요업무|담당업무|업무|업무내용|담당직무|직무|수행내용|주요내용|duties|responsibilities|목표|"
        "목적|계획|향후계획|비고|"
        "소개|introduction|introduce|서비스소개|summary|overview|goals?|소감|느낀점|배운점|계기"
    ),
    "facet": (
        "배경|도입|문제|문제점|문제상황|문제정의|문제의식|문제인식|상황|현황|과제|원인|원인분석|분석|"
        "가설|해결|해결책|해결방안|"
        "해결과정|해결방법|접근|방법|방안|과정|진행과정|구현|개발|설계|아키텍처|구조|기능|기획|디자인|"
        "리서치|조사|실행|실험|"
        "검증|선택|선정|이유|근거|선택이유|결정|결과|성과|효과|개선|개선점|보완점|한계|한계점|아쉬움|"
        "아쉬운점|회고|반성|교훈|"
        "배움|성장점|역할|기여|기여도|기간|인원|팀구성|구성|참여인원|참여|내용|상세내용|트러블슈팅|행동|"
        "조치|대책|시도|고민|"
        "어려움|의의|산출물|데이터|평가|다음|다음단계|남은과제|남은문제|남은일|시사점|적용|적용기술|활동|"
        "situation|tasks?|actions?|results?|problems?|challenges?|solutions?|approach|impact|outcomes?|"
        "learnings?|learned|"
        "lessons?|lessonslearned|limitations?|limits|background|context|roles?|myrole|research|"
        "decisions?|designdecision|"
        "process|implementation|evaluation|retrospective|reflections?|nextsteps|next|period|why|what|how|"
        "methods?|"
        "method|analysis|findings|troubleshooting|architecture|features?|contribution|as-is|to-be|asis|"
        "tobe|before|after"
    ),
}  # fmt: skip
_SUFFIX = "(?:(?:수행|진행|활동|취득|보유)?(?:내역|이력|목록|현황|사항|상세|요약|list))?"
_PATTERNS = {
    name: re.compile(rf"(?:(?:{_QUALIFIERS})(?:의|와|과)?)*(?:{words}){_SUFFIX}", re.I)
    for name, words in _WORDS.items()
}
_QUALIFIER = re.compile(_QUALIFIERS, re.I)
_SLOGAN = re.compile(r"(?<=\S)\s*[-–—:：|/,]?\s*[\"“‘「『<'][^\"”<>]{4,}[\"”’」』>']$")
_EXACT = {name: re.compile(rf"(?:{words})", re.I) for name, words in _WORDS.items()}
_DOCUMENT = re.compile(
    r"이력서|자기소개서|자소서|경력기술서|경력기술|지원서|포트폴리오|portfolio|r[eé]sum[eé]|"
    r"curriculumvitae|coverletter|\bcv\b",
    re.I,
)
# A project may be about such documents: "포트폴리오 사이트 개발", "지원서 폼 정리".
_ABOUT_DOCUMENTS = re.compile(
    r"(?:이력서|자기소개서|지원서|포트폴리오|portfolio|r[eé]sum[eé]|cv).{0,24}"
    r"(?:개발|제작|구축|구현|개편|개선|정리|자동화|서비스|사이트|웹|앱|시스템|리뉴얼|설계|운영|"
    r"site|app|service|builder|parser|redesign)",
    re.I,
)
_ASKED = re.compile(
    r"(?:기술|서술|작성|설명|소개|말씀|제시|기재|적어|써)\s?(?:하시오|하여|해|한|바랍니다|주|하십시오|"
    r"하라)|무엇(?:입|인)|"
    r"입니까|인가요|주세요|주십시오|\(?\d{3,4}\s?자|describe|tell us"
)
_EXPERIENCE = re.compile(
    r"경험|사례|성과|역량|노력|프로젝트|문제|갈등|도전|실패|협업|협력|성취|극복|활동|직무|experience|"
    r"project|challenge|time"
)
_MOTIVE = re.compile(
    r"지원\s?동기|지원(?:하게|한|하신)|동기|장점|단점|포부|성장\s?(?:과정|배경)|성격|장[·\s]?단점|가치관|"
    r"입사\s?후|비전|이유|좌우명"
)
_QUESTION_HEAD = re.compile(
    r"(?:왜|무엇|어떻게|어떤|어디|why|what|how)(?:['’]s)?(?![가-힣]*(?:만들기|서비스))", re.I
)
_PARTS = re.compile(
    r"(?:아쉬웠?[던은]|아쉬움|부족했던|힘들었던|어려웠던|배운|느낀|남은|잘된|잘한|나의|내가|제가|맡은|"
    r"고른|선택한|택한|도입한|겪은)\s?"
)
_LONGEST = 160  # letters of the longest essay question
_LAST = re.compile(
    r"(?:이유|한계|배경|역할|기여도?|교훈|회고|결과|성과|효과|배운 ?점|아쉬운 ?점|느낀 ?점|문제점|개선점|"
    r"해결 ?과정|해결 ?방법|선정 ?기준)$"
)
_EARLY = re.compile(
    r"배경|문제|상황|현황|개요|기간|역할|why|background|problem|situation|context|overview|^s$", re.I
)
_LATE = re.compile(
    r"결과|성과|효과|한계|회고|배운|느낀|아쉬|반성|교훈|개선점|result|outcome|impact|limit|left|learn|"
    r"lesson|next|^r$",
    re.I,
)
_ORG = re.compile(
    r"㈜|\(주\)|주식회사|\((?:재|사|유|학|의)\)|[가-힣]{2,}(?:팀|부서|본부|사업부|센터|병동|사업소|지점|"
    r"연구소|연구실|병원|학교|은행|공단|시청|구청|군청|유치원|"
    r"어린이집|학원|호텔|식당|레스토랑|스튜디오|물류|그룹|전자|산업|기업)(?=[\s·|,/()—–\-]|$)|\b(?:Inc|"
    r"Ltd|LLC|Corp|Co|GmbH|Labs|Studio|School|University|Hospital|Team)\b|"
    r"(?<![가-힣])(?:사원|주임|대리|과장|차장|부장|인턴|선임|책임|점장)(?=[\s·|,/()—–\-→]|$)|"
    r"(?:매니저|연구원|팀장|파트장|강사|교사|간호사|조리사|개발자|디자이너|"
    r"엔지니어|바리스타|계약직|정규직|아르바이트)(?=[\s·|,/()—–\-→]|$)|"
    r"\b(?:engineer|developer|designer|manager|intern|lead|analyst|assistant|teacher|nurse|cook|chef|"
    r"researcher|barista|"
    r"consultant|coordinator|specialist|administrator|officer|associate|clerk|supervisor|scientist|writer|"
    r"editor)\b",
    re.I,
)  # fmt: skip
_UNDERTAKING = re.compile(
    r"[가-힣]\s?(?:공사|구축|개발|개선|개편|정비|도입|프로젝트|사업|용역|캠페인|행사|축제|이전|재구성|만들기|리뉴얼)$"
)


def _words(title: str) -> list[str]:
    text = re.sub(r"\*\*|__|`|['’‘\"“”]", "", DATE.sub("", RANGE.sub("", title)))
    text = re.sub(r"\((?:[^()]*)\)", " ", text)
    if re.fullmatch(r"(?:[가-힣]\s+)+[가-힣]", text.strip()):  # 이 력 서
        text = text.replace(" ", "")
    parts = re.split(r"[^\w가-힣\-]+", text)
    return [
        part
        for part in parts
        if part.strip("-_") and part.lower() not in ("및", "와", "과", "and", "의", "the")
    ]


def _known(name: Class, words: list[str]) -> bool:
    joined = "".join(words)
    if _PATTERNS[name].fullmatch(joined):
        return True
    exact = [bool(_EXACT[name].fullmatch(word)) for word in words]
    return any(exact) and all(
        known or re.fullmatch(_QUALIFIERS, word, re.I) for known, word in zip(exact, words, strict=True)
    )


@lru_cache(maxsize=2048)
def classify(title: str) -> Class:
    """What a heading's text (without its mark) says. Unknown titles are names of projects or employers."""
    title = re.sub(r"\s(?:한|두|세|네|다섯|\d)\s?가지$", "", title.strip())
    bare = re.sub(r"^\W*(?:\d{1,2}(?=[.)\s])|[①-⑳Ⅰ-Ⅻ]|[가-하](?=[.)]))[.)]?\s*", "", title.strip())
    bare = _SLOGAN.sub("", bare)  # 성장과정 - "약속은 작은 것부터"
    words = _words(bare) if len(bare) <= _LONGEST else []
    if not words:
        return "name"
    joined = "".join(words).lower()
    if len(joined) > 14 and _ASKED.search(bare):
        motive = _MOTIVE.search(bare) and not _EXPERIENCE.search(_MOTIVE.sub("", bare))
        return "essay" if motive else "project"
    order: tuple[Class, ...] = ("facet", "both", "list", "essay", "project", "career")
    if joined in ("s", "t", "a", "r"):
        return "facet"
    exact = next((name for name in order if _EXACT[name].fullmatch(joined)), None)
    if exact:
        return exact
    mixed = [
        next((name for name in order if _EXACT[name].fullmatch(word)), None)
        or next((name for name in order if _PATTERNS[name].fullmatch(word)), None)
        for word in words
        if len(words) == 1
        or not _QUALIFIER.fullmatch(word)
        or any(p.fullmatch(word) for p in _EXACT.values())
    ]
    if mixed and all(mixed):
        for name in ("project", "career", "list", "essay", "both", "facet"):
            if name in mixed and not (name == "list" and "facet" in mixed):
                return name
    for name in order:
        if _known(name, words):
            return name
    parts = [part for part in re.split(r"\s?[·,/&|]\s?|\s(?:및|and)\s", bare) if part.strip()]
    if len(parts) > 1 and all(len(_words(part)) <= 2 for part in parts):
        outside: tuple[Class, ...] = ("list", "essay")
        for name in outside:
            if any(_EXACT[name].fullmatch("".join(_words(part))) for part in parts):
                return name
    if _DOCUMENT.search(joined) and not _ABOUT_DOCUMENTS.search(joined):
        return "document"
    if _QUESTION_HEAD.match(bare) and len(words) <= 6:
        return "facet"
    if len(words) <= 5 and (_PARTS.match(bare) or (_LAST.search(bare.strip(" ?:")) and len(words) <= 4)):
        return "facet"
    if re.search(r"직무와?\s?관련|관련(?:된|한)?\s?경험|경험과\s?(?:성과|역량)", bare) and len(words) <= 6:
        return "project"
    return (
        "essay"
        if len(joined) <= 24 and _MOTIVE.search(bare) and not _EXPERIENCE.search(_MOTIVE.sub("", bare))
        else "name"
    )


def is_organisation(title: str) -> bool:
    """The title names an employer, a department or a position, and not a work done there ("초등학교 증축공사")."""
    bare = RANGE.sub("", re.sub(r"\([^()]*\)", "", title)).strip()
    return bool(_ORG.search(title)) and not _UNDERTAKING.search(bare)


def is_competence(title: str) -> bool:
    """An essay item that asks what the person can do ("직무수행능력", "핵심 역량")."""
    return bool(re.search(r"(?:역량|능력|경험|노력|팀워크|리더십|도전|협업|소통)\W*$", title))


def is_duties(title: str) -> bool:
    """A list of duties, which may hold achievements as well."""
    return bool(re.search(r"업무|duties|responsibilities", title, re.I))


def is_early(title: str) -> bool:
    """A part that stands at the beginning of a project."""
    return bool(_EARLY.search(title))


def is_late(title: str) -> bool:
    """A part that stands at the end of a project."""
    return bool(_LATE.search(title))
