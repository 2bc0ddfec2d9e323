"""Names of the job families on screen, in Korean and English, and the family that a reviewed document belongs to."""

from __future__ import annotations

from metajob.interview.model import JobFamily

FAMILY_KO: dict[JobFamily, str] = {
    "backend": "백엔드·인프라 개발",
    "frontend_mobile": "프론트엔드·모바일 개발",
    "data_ai": "데이터·AI",
    "design_ux": "디자인·UX",
    "marketing": "마케팅",
    "planning": "서비스·사업 기획",
    "finance": "재무·회계·금융",
    "office_hr": "사무·인사·총무",
    "sales": "영업",
    "production_quality": "생산·품질",
    "nursing_medical": "간호·의료",
    "service": "판매·서비스",
    "public": "공공·행정",
    "other": "그 밖의 직무",
}
FAMILY_EN: dict[JobFamily, str] = {
    "backend": "Backend, infrastructure",
    "frontend_mobile": "Frontend, mobile",
    "data_ai": "Data, AI",
    "design_ux": "Design, UX",
    "marketing": "Marketing",
    "planning": "Product and business planning",
    "finance": "Finance, accounting",
    "office_hr": "Office, HR, administration",
    "sales": "Sales",
    "production_quality": "Production, quality",
    "nursing_medical": "Nursing, medical",
    "service": "Retail, customer service",
    "public": "Public service",
    "other": "Another job",
}
# The review knows fewer families; where one of its roles covers several, the commonest is taken.
_OF_ROLE: dict[str, JobFamily] = {
    "backend": "backend",
    "frontend_mobile": "frontend_mobile",
    "data_ai": "data_ai",
    "design_ux": "design_ux",
    "marketing": "marketing",
    "office_finance_hr": "office_hr",
    "nursing_medical": "nursing_medical",
    "sales_production_quality": "sales",
}


def family_of(review_role: str) -> JobFamily:
    """The family to offer first for a document with this role of the review; "other" for an unknown one."""
    return _OF_ROLE.get(review_role, "other")
