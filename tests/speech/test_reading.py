"""Written text is read with the standard pronunciation, and every syllable knows what it was read from."""

from __future__ import annotations

from pathlib import Path

from metajob.speech.korean import reading


def test_the_shared_list_of_pronunciations(shared_data: Path) -> None:
    lines = (shared_data / "g2p_examples.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("# ")]
    wrong = [
        (row[0], reading.hangul(row[0]), row[1])
        for row in rows
        if reading.hangul(row[0]) not in row[1].split("|")
    ]
    assert len(wrong) <= 0.03 * len(rows), wrong


def test_numbers_and_their_counters_sound_as_one() -> None:
    said = {
        "10년": "심년",
        "16명": "열려선명",
        "6월": "유월",
        "8시": "여덜씨",
        "10개": "열깨",
        "5.6": "오쩜뉵",
    }
    assert {written: reading.hangul(written) for written in said} == said


def test_syllables_point_at_the_written_text() -> None:
    written = "SQL, 12명이요."
    spans = [written[s.start : s.end] for s in reading.syllables(written)]
    assert spans == ["SQL"] * 4 + ["12명"] * 3 + ["이", "요"]
    assert reading.syllables("🎉 ...") == ()
