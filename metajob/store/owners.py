"""Whose a kept thing is: the secret that a visitor's browser holds, and the owner made from it."""

from __future__ import annotations

import hashlib
import re
import secrets

_OWNER = re.compile(r"[0-9a-f]{64}")


def new_token() -> str:
    """A secret for a new visitor, 43 characters; only the browser keeps it."""
    return secrets.token_urlsafe(32)


def owner_of(token: str) -> str:
    """The owner under which a visitor's things are kept: sha256 of the token as 64 hex digits. Not reversible.

    Raises ValueError for a token that somebody could guess (shorter than 32 characters).
    """
    if not 32 <= len(token) <= 200:
        raise ValueError("a visitor's token has 32 to 200 characters")
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def checked(owner: str) -> str:
    """The owner itself. Raises ValueError when it is not one."""
    if not _OWNER.fullmatch(owner):
        raise ValueError("an owner is 64 hex digits; see owner_of")
    return owner
