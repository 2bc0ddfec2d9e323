"""Korean and English are read, other languages and next to nothing are refused with a sentence."""

from __future__ import annotations

import pytest

from metajob.errors import InputError
from metajob.review.language import language
from tests.review.texts import RESUMES

JAPANESE = (
    "私は三年間、物流会社で在庫管理の担当者として働いていました。棚卸しにかかる時間を半分に減らしました。"
)
CHINESE = "我在一家物流公司担任仓库管理员三年，负责库存盘点，并把盘点时间从三天缩短到一天。"
RUSSIAN = "Я три года работал на складе и отвечал за учёт товаров, время инвентаризации сократилось вдвое."
FRENCH = (
    "Pendant trois ans, j'ai travaillé comme responsable des stocks dans une entreprise de logistique. "
    "Les inventaires prenaient trois jours et les erreurs étaient fréquentes. J'ai proposé une nouvelle "
    "méthode de comptage avec des lecteurs de codes, et la durée est passée de trois jours à un seul jour. "
    "Il reste cependant des écarts dans les rayons du fond."
)
GERMAN = (
    "Drei Jahre lang habe ich im Lager eines Versandhauses gearbeitet und die Bestände verwaltet. Die Inventur "
    "dauerte immer drei Tage, weil jede Kiste einzeln gezählt wurde. Deshalb habe ich vorgeschlagen, die Regale "
    "mit Strichcodes zu versehen und die Zählung auf zwei Gruppen zu verteilen. Seitdem dauert sie nur noch "
    "einen Tag, aber im hinteren Bereich stimmen die Zahlen noch nicht."
)


@pytest.mark.parametrize("name", RESUMES)
def test_a_resume_is_read_in_its_language(name: str) -> None:
    assert language(RESUMES[name].text) == ("en" if name == "english" else "ko")


@pytest.mark.parametrize("text", [JAPANESE, CHINESE, RUSSIAN, FRENCH, GERMAN])
def test_another_language_is_refused_with_a_way_on(text: str) -> None:
    with pytest.raises(InputError) as refused:
        language(text)
    assert "한국어나 영어" in refused.value.message
    assert "넣어 주세요" in refused.value.hint


@pytest.mark.parametrize("text", ["", "   \n\n", "1234 5678 / 99%", "이력서", "안녕하세요.", "https://"])
def test_almost_no_text_is_told_apart_from_a_foreign_one(text: str) -> None:
    with pytest.raises(InputError, match="거의 없어요"):
        language(text)


@pytest.mark.parametrize(
    "text",
    [
        "Spring Boot, MySQL, Redis, Docker, Kubernetes, AWS EC2, S3, GitHub Actions, Grafana를 사용했습니다.",
        "서버를 고쳤습니다. 그래서 빨라졌습니다. 下田 팀장님과 함께했습니다.",
        "Aéro 프로젝트에서 재고를 세는 앱을 만들었습니다.",
    ],
)
def test_korean_among_foreign_words_is_korean(text: str) -> None:
    assert language(text) == "ko"


def test_terse_english_bullets_are_english() -> None:
    bullets = (
        "Built order API, Spring Boot, Redis. Cut response time 2.4 s to 0.3 s. Led team of four. "
        "Migrated MySQL to Aurora, zero downtime. Automated deploys with GitHub Actions. "
        "Wrote load tests, found slow queries, added indexes on three tables. Reduced cloud bill by 40%."
    )
    assert language(bullets) == "en"
    assert language("Python, Django, PostgreSQL, Docker") == "en"  # too short to tell: not refused
