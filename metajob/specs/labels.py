"""The publishers' words for sizes, industries, roles and companies, as our codes. "전체" stays out of the tables.

Every word of the published figures is here or in LEFT_OUT, with the reason (a test looks).
"""

from __future__ import annotations

from metajob.specs.model import Size
from metajob.store.companies import company_key as bare_key

# A word that covers two sizes comes after the words of one (metajob.specs.ladder).
SIZES: dict[str, tuple[Size, ...]] = {
    "대기업": ("large",),
    "대기업(1000대)": ("large",),
    "대기업(500대)": ("large",),
    "중견기업": ("mid",),
    "중소기업": ("sme",),
    "중소벤처": ("sme", "startup"),
    "공기업": ("public",),
    "대기업·공기업": ("large", "public"),
    "대기업·중견": ("large", "mid"),
}
WHOLE = {"", "전체"}  # not limited to a size

INDUSTRIES: dict[str, str] = {
    "조선·중공업": "C.SHIP",
    "석유·화학·가스": "C.CHEM",
    "건설": "F",
    "금융": "K",
    "전기·전자": "C.ELEC",
    "기계·철강": "C.METAL",
    "유통·무역": "G",
    "자동차": "C.AUTO",
    "정보통신": "J",
}

ROLES: dict[str, tuple[str, ...]] = {
    "사무직": ("BIZ", "BIZ.PLAN", "BIZ.HR", "BIZ.FIN"),
    "기술직": ("RND", "RND.ELEC", "RND.MECH", "RND.CHEM", "PROD", "CONST"),
}

LEFT_OUT: dict[str, str] = {
    "상장사": "listed companies are of every size; only ages are published for them",
    "제조 및 기타": "what remains after the named industries, not manufacturing as a whole",
    "선호 10개사 평균": "an average over ten companies, no company",
}

# Other names of the companies that have figures, former and present ones too. Keys as company_key makes them.
_ALIASES = {
    "에쓰오일": "soil",
    "에스오일": "soil",
    "sk건설": "sk에코플랜트",
    "posco": "포스코",
    "기아": "기아자동차",
    "기아차": "기아자동차",
    "현대차": "현대자동차",
    "hyundaimotor": "현대자동차",
    "엘지전자": "lg전자",
    "지에스칼텍스": "gs칼텍스",
    "에스케이네트웍스": "sk네트웍스",
    "두산에너빌리티": "두산중공업",
    "씨제이제일제당": "cj제일제당",
    "한전": "한국전력공사",
    "한국전력": "한국전력공사",
    "kepco": "한국전력공사",
    "samsungelectronics": "삼성전자",
    "삼전": "삼성전자",
}


def company_key(name: str) -> str:
    """A company's name for comparing: width, case, spaces, punctuation and legal form do not count; "" for none."""
    key = "".join(letter for letter in bare_key(name) if letter.isalnum())
    return _ALIASES.get(key, key)
