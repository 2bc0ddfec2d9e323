"""Particles: the sound of the last syllable, whatever the name is written in."""

from __future__ import annotations

import pytest

from metajob.text.particles import attach


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("프로젝트", "프로젝트를"),
        ("개편", "개편을"),
        ("메일", "메일을"),
        ("MySQL", "MySQL을"),
        ("Redis", "Redis를"),
        ("Docker", "Docker를"),
        ("Spring", "Spring을"),
        ("Spring Boot", "Spring Boot를"),
        ("Git", "Git을"),
        ("GitHub", "GitHub를"),
        ("GitLab", "GitLab을"),
        ("Oracle", "Oracle을"),
        ("Slack", "Slack을"),
        ("Spark", "Spark를"),
        ("Hadoop", "Hadoop을"),
        ("Python", "Python을"),
        ("Java 17", "Java 17을"),
        ("Next.js", "Next.js를"),
        ("C++", "C++를"),
        ("C#", "C#을"),
        ("R", "R을"),
        ("dbt", "dbt를"),
        ("EC2", "EC2를"),
        ("S3", "S3를"),
        ("GPT-4", "GPT-4를"),
        ("OAuth 2.0", "OAuth 2.0을"),
        ("SBAR", "SBAR를"),
        ("DMAIC", "DMAIC을"),
        ("A/B 테스트", "A/B 테스트를"),
        ("280ms", "280ms를"),
        ("40kg", "40kg을"),
        ("64%", "64%를"),
        ("1,500", "1,500을"),
        ("2023", "2023을"),
        ("2024", "2024를"),
    ],
)
def test_object(name: str, read: str) -> None:
    assert attach(name, "을") == read == attach(name, "를")


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("서울", "서울로"),
        ("화면", "화면으로"),
        ("메모", "메모로"),
        ("MySQL", "MySQL로"),
        ("Kotlin", "Kotlin으로"),
        ("Kafka", "Kafka로"),
        ("Excel", "Excel로"),
        ("7", "7로"),
        ("10", "10으로"),
    ],
)
def test_ro_after_an_open_syllable_and_after_rieul(name: str, read: str) -> None:
    assert attach(name, "으로") == read


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("‘환불 자동화’", "‘환불 자동화’는"),
        ("“5,000장”", "“5,000장”은"),
        ("웹 리뉴얼)", "웹 리뉴얼)은"),
        ("Redis(캐시 서버)", "Redis(캐시 서버)는"),
        ("매출 파이프라인 '하루치' (3인)", "매출 파이프라인 '하루치' (3인)는"),
        ("『빛』", "『빛』은"),
        ("개선 [팀]", "개선 [팀]은"),
        ("(3인)", "(3인)은"),
    ],
)
def test_quotes_and_remarks_are_not_read(name: str, read: str) -> None:
    assert attach(name, "은") == read


@pytest.mark.parametrize(
    ("particle", "closed", "opened"),
    [
        ("이", "값이", "수가"),
        ("과", "값과", "수와"),
        ("이나", "값이나", "수나"),
        ("이라는", "값이라는", "수라는"),
    ],
)
def test_every_pair(particle: str, closed: str, opened: str) -> None:
    assert attach("값", particle) == closed
    assert attach("수", particle) == opened


@pytest.mark.parametrize("name", ["", "…", "🚀", "漢字", "()", "’"])
def test_what_cannot_be_read_still_gets_a_particle(name: str) -> None:
    assert attach(name, "을") in (f"{name}을", f"{name}를")


def test_a_particle_without_two_forms_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(KeyError):
        attach("값", "에서")
