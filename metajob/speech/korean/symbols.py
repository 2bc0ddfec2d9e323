"""Folds written text into one plain form with offsets: full-width forms, decomposed jamo, dashes, accents, Hanja."""

from __future__ import annotations

import functools
import unicodedata
from dataclasses import dataclass
from pathlib import Path

DATA = Path(__file__).parent / "data"
MARKS = ",.?!"

# Replaced before the compatibility normalisation, which would lose what they mean.
_BEFORE = {
    **dict.fromkeys("~∼〜～˜", "~"),
    **dict.fromkeys("‐‑‒–−﹣－", "-"),
    **dict.fromkeys("—―", ", "),
    **dict.fromkeys("‘’‛′＇`´", "'"),
    **dict.fromkeys("“”„‟″＂«»「」『』《》〈〉≪≫", '"'),
    **dict.fromkeys("·‧ㆍ・∙•⋅･", "·"),
    **dict.fromkeys("→⇒➜➔⟶►▶➡", "→"),
    **dict.fromkeys("™®©℠", ""),
    **dict.fromkeys("…⋯", "..."),
    **dict.fromkeys("。｡", ". "),
    **dict.fromkeys("、､，", ", "),
    **dict.fromkeys("【〔［〖", "("),
    **dict.fromkeys("】〕］〗", ")"),
    **dict.fromkeys("×✕✖⨯", "×"),
    **dict.fromkeys("℃", "°C"),
    **dict.fromkeys("㈜", "주식회사 "),
    **dict.fromkeys("\u2028\u2029\u0085\x0b\x0c\r", "\n"),
    "²": " 제곱",
    "³": " 세제곱",
    "µ": "μ",
    "№": "No.",
    **{power: f"^{k}" for k, power in enumerate("⁰¹", 0)},
    **{power: f"^{k}" for k, power in enumerate("⁴⁵⁶⁷⁸⁹", 4)},
    **{circled: f"{said} " for circled, said in zip("①②③④⑤⑥⑦⑧⑨⑩", "일이삼사오육칠팔구십", strict=True)},
    **{roman: str(k) for k, roman in enumerate("ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ", 1)},
}
_AREA = {"²": "2", "³": "3"}  # behind m they belong to a unit of the table (m2, km2, cm3)
_VOWEL_OR_CODA = range(0x1160, 0x1200)  # conjoining jamo that belong to the character before


@dataclass(frozen=True)
class Folded:
    """Plain text; starts[i], ends[i]: the written characters that text[i] comes from."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]


@functools.cache
def table(name: str) -> dict[str, str]:
    """data/<name>.tsv: first column → second column. Lines that begin with "# " are comments."""
    return {row[0]: row[1] for row in rows(name)}


@functools.cache
def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """All columns of data/<name>.tsv; a missing file is an OSError, a package that is not whole."""
    lines = (DATA / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    return tuple(tuple(line.split("\t")) for line in lines if line.strip() and not line.startswith("# "))


def _plain(cluster: str) -> str:
    if len(cluster) == 1:
        if cluster.isascii():
            return cluster
        if cluster in _BEFORE:
            return _BEFORE[cluster]
        if "가" <= cluster <= "힣" or "\u3130" <= cluster <= "\u318f":
            return cluster
        hanja = table("hanja").get(cluster)
        if hanja:
            return hanja
    folded = unicodedata.normalize("NFKC", cluster)
    if folded in _BEFORE:
        return _BEFORE[folded]
    bare = unicodedata.normalize("NFD", folded)
    if bare and "a" <= bare[0].lower() <= "z":
        # café → cafe: the accents would only split the word
        return "".join(c for c in bare if not unicodedata.combining(c))
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in folded)


def fold(text: str) -> Folded:
    """Written text in plain form. Each cluster (a character with its marks or jamo) keeps its offsets."""
    out: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    position, length = 0, len(text)
    while position < length:
        end = position + 1
        # a cluster is at most 16 characters: thousands of stacked accents stay linear
        while end < length and end - position < 16 and not text[end].isascii() and _belongs(text[end]):
            end += 1
        squared = _AREA.get(text[position]) if out and out[-1] == "m" else None
        for c in squared or _plain(text[position:end]):
            out.append(c)
            starts.append(position)
            ends.append(end)
        position = end
    return Folded("".join(out), tuple(starts), tuple(ends))


def _belongs(c: str) -> bool:
    return ord(c) in _VOWEL_OR_CODA or unicodedata.combining(c) != 0 or c in "\ufe0e\ufe0f\u200d\u20e3"


def coda(c: str) -> int:
    """Number of the final consonant of a Hangul syllable (0: none, 8: ㄹ); 0 for anything else."""
    return (ord(c) - 0xAC00) % 28 if "가" <= c <= "힣" else 0


def is_hangul(c: str) -> bool:
    """Whether c is one precomposed Hangul syllable."""
    return "가" <= c <= "힣"
