"""Reads addresses of the net, file names, mentions and hashtags briefly, as a person would."""

from __future__ import annotations

import re

from metajob.speech.korean import latin, numbers
from metajob.speech.korean.symbols import table

_MAIL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._%+\-]{0,63}@([A-Za-z0-9\-]{1,63}(?:\.[A-Za-z0-9\-]{1,63}){1,4})")
_URL = re.compile(
    r"(?:https?|ftp)://(?:www\.)?([A-Za-z0-9\-.]{1,120})(?::\d{1,5})?([/?#][!-~]{0,2000})?", re.I
)
_DOMAIN = re.compile(
    r"(?:www\.)?((?:[A-Za-z0-9\-]{1,63}\.){1,4}(?:com|net|org|io|kr|ai|dev|app|edu|gov|me|gg|tv|site))"
    r"(?![A-Za-z0-9])(/[!-~]{0,2000})?"
)
_EXTENSIONS = (
    "pdf docx? xlsx? pptx? hwpx? txt md csv tsv json ya?ml xml html? css scss jsx? tsx? py ipynb java kt go "
    "rs rb php c cpp h sh sql zip tar gz png jpe?g gif svg webp psd ai fig mp[34] mov avi wav webm exe env log ini toml"
).replace(" ", "|")
_SAID_EXTENSIONS = frozenset(("json", "yaml", "log", "gif", "env", "zip", "go", "fig", "jpeg"))
_FILE = re.compile(rf"([A-Za-z0-9][A-Za-z0-9_\-]{{0,80}})\.({_EXTENSIONS})(?![A-Za-z0-9.])")


def read(plain: str, i: int) -> tuple[str, int] | None:
    """A URL, domain, e-mail address, file name, mention or hashtag at i → reading and end."""
    if plain[i] == "#":
        return " ", i + 1
    if plain[i] == "@":
        return None
    found = _URL.match(plain, i)
    if found:
        trailing = len(found.group()) - len(found.group().rstrip(".,)!?\"'"))
        path = (found[2] or "").rstrip(".,)!?\"'")
        return _domain(found[1].rstrip(".")) + (" 링크" if len(path) > 1 else ""), found.end() - trailing
    found = _MAIL.match(plain, i)
    if found:
        name = found.group().split("@")[0]
        return f"{_words(name)} 골뱅이 {_domain(found[1])}", found.end()
    if latin.special(plain, i):
        return None
    found = _DOMAIN.match(plain, i)
    if found and not found[1][0].isdigit():
        path = (found[2] or "").rstrip(".,)!?")
        trailing = len(found[2] or "") - len(path)
        return _domain(found[1]) + (" 링크" if len(path) > 1 else ""), found.end() - trailing
    found = _FILE.match(plain, i)
    if found and not found[1].isdigit():
        said = latin.word(found[2]) if found[2] in _SAID_EXTENSIONS else latin.letters(found[2])
        return f"{_words(found[1])} 점 {said}", found.end()
    return None


def _words(name: str) -> str:
    pieces = re.findall(r"[A-Za-z]+|\d+", name)
    said = []
    for piece in pieces[:12]:
        digit = numbers.english if len(piece) == 1 else numbers.digits
        said.append(latin.word(piece) if piece.isalpha() else digit(piece))
    return " ".join(said)


def _domain(name: str) -> str:
    labels = [label for label in name.split(".") if label]
    said = []
    for k, label in enumerate(labels):
        top = table("domains").get(label.lower()) if k else None
        said.append(top or ("닷 " if k else "") + _words(label))
    return " ".join(said)
