"""Names of criteria, levels, job families and severities on screen and in exports, Korean and English."""

from __future__ import annotations

from metajob.review.model import Criterion, Role, Severity

CRITERION_KO: dict[Criterion, str] = {
    "why": "왜 했는가",
    "tech": "어떤 기술을 썼는가",
    "choice": "그 기술을 왜 골랐는가",
    "result": "결과는 어땠는가",
    "limits": "한계·문제는 무엇이었는가",
}
CRITERION_EN: dict[Criterion, str] = {
    "why": "Why it was done",
    "tech": "What was used",
    "choice": "Why that choice",
    "result": "What came of it",
    "limits": "Limits and problems",
}
LEVEL_KO = {0: "못 찾았어요", 1: "언급", 2: "구체", 3: "근거"}
LEVEL_EN = {0: "Not found", 1: "Mentioned", 2: "Concrete", 3: "Backed"}
ROLE_KO: dict[Role, str] = {
    "backend": "백엔드·인프라",
    "frontend_mobile": "프론트엔드·모바일",
    "data_ai": "데이터·AI",
    "design_ux": "디자인·UX",
    "marketing": "마케팅·기획",
    "office_finance_hr": "사무·재무·인사",
    "nursing_medical": "간호·의료",
    "sales_production_quality": "영업·생산·품질",
    "other": "그 밖의 직무",
}
ROLE_EN: dict[Role, str] = {
    "backend": "Backend, infrastructure",
    "frontend_mobile": "Frontend, mobile",
    "data_ai": "Data, AI",
    "design_ux": "Design, UX",
    "marketing": "Marketing, planning",
    "office_finance_hr": "Office, finance, HR",
    "nursing_medical": "Nursing, medical",
    "sales_production_quality": "Sales, production, quality",
    "other": "Another job",
}
SEVERITY_KO: dict[Severity, str] = {"must": "필수", "should": "권장", "may": "선택"}
SEVERITY_EN: dict[Severity, str] = {"must": "Must", "should": "Should", "may": "May"}
