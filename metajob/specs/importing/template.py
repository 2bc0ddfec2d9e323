"""The file to fill in: its bytes, and the Korean words its columns take (shown on its second sheet)."""

from __future__ import annotations

from metajob.specs.certificates import certificates
from metajob.specs.importing.choices import AGES
from metajob.specs.importing.header import TITLES, Field
from metajob.specs.taxonomy import (
    ASSETS,
    EDUCATION_KO,
    HIRE_KO,
    MAJOR_KO,
    SIZE_KO,
    STAGE_KO,
    industries,
    roles,
)

HALF_KO: dict[int, str] = {1: "상반기", 2: "하반기"}
# A made-up line; the importer leaves it out because of its first word.
EXAMPLE_ROW = (
    "예시) 가나다전자", "제조업: 전기·전자·반도체", "SW 개발", "2025", "상반기", "신입", "최종합격", "대졸", "공학",
    "3.8", "4.5", "850", "140", "", "IH", "컴활 1급, SQLD", "1", "2", "0", "0", "1", "3", "24", "1", "2", "25-26", "예",
)  # fmt: skip

_COUNT = "숫자만 적어 주세요. 없으면 0, 모르면 비워 주세요."


def template_csv() -> bytes:
    """The header, UTF-8 with a mark, as Excel opens it."""
    return (ASSETS / "import_template.csv").read_bytes()


def template_xlsx() -> bytes:
    """Header and example on the first sheet, what each column takes on the second."""
    return (ASSETS / "import_template.xlsx").read_bytes()


def explanations() -> tuple[tuple[str, str], ...]:
    """(title, what the column takes) for every column that is understood; those of the template first."""
    return tuple((title, _takes(field)) for field, title in TITLES.items())


def _takes(field: Field) -> str:
    words: dict[Field, str] = {
        "company": "합격한 기업 이름이에요. 밝히지 않으려면 비워 주세요.",
        "industry": "다음 가운데 하나: " + ", ".join(one.name_ko for one in industries().values()),
        "role": "다음 가운데 하나: " + ", ".join(one.name_ko for one in roles().values()),
        "year": "꼭 적어 주세요. 2025처럼 네 자리 숫자예요.",
        "half": "상반기나 하반기. 모르면 비워 주세요.",
        "hire_type": f"{', '.join(HIRE_KO.values())} 가운데 하나. 비우면 신입으로 봐요.",
        "stage": f"{', '.join(STAGE_KO.values())} 가운데 하나. 비우면 최종합격으로 봐요.",
        "education": f"{', '.join(EDUCATION_KO.values())} 가운데 하나. 학교 이름은 적지 마세요.",
        "major": f"{', '.join(MAJOR_KO.values())} 가운데 하나.",
        "gpa": "3.8처럼 적어 주세요. 3.8/4.5처럼 만점과 함께 적어도 돼요.",
        "gpa_scale": "학점을 적었다면 꼭 적어 주세요. 4.5, 4.3, 4.0, 100 가운데 하나예요.",
        "toeic": "10~990. 없으면 없음, 모르면 비워 주세요.",
        "toeic_speaking": "10~200. 없으면 없음, 모르면 비워 주세요.",
        "toeic_speaking_level": "점수를 모를 때만 적어 주세요. IH 같은 등급이나 2022년 6월 전 레벨(1~8)이에요.",
        "opic": "NL, NM, NH, IL, IM1, IM2, IM3, IH, AL. 세부 등급을 모르면 IM, 없으면 없음.",
        "certificates": "쉼표로 나누어 적어 주세요. 없으면 없음, 모르면 비워 주세요. 어학과 운전면허는 세지 않아요. "
        "아는 이름: " + ", ".join(one.name for one in certificates().values()),
        "age_band": f"{', '.join(AGES)} 가운데 하나.",
        "consent": "통계에 쓰는 데 동의했으면 예. 동의하지 않은 사람의 줄은 넣을 수 없어요.",
        "size": f"(더 적어도 되는 칸) {', '.join(SIZE_KO.values())} 가운데 하나.",
        "teps": "(더 적어도 되는 칸) 새 텝스 점수, 1~600. 옛 텝스(990점)는 바꾸어 적지 말고 비워 주세요.",
        "jlpt": "(더 적어도 되는 칸) N1~N5. 없으면 없음.",
        "hsk": "(더 적어도 되는 칸) 1~6급. 없으면 없음.",
        "cert_count": "(더 적어도 되는 칸) 자격증 개수예요. 비우면 자격증 칸의 이름을 세요.",
    }  # fmt: skip
    return words.get(field, _COUNT)
