"""From an HTTP error of a model server to what it means for the person."""

from __future__ import annotations

import re
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from time import time
from typing import TYPE_CHECKING

from metajob.llm.errors import Kind, LLMError
from metajob.llm.schema import one_line

if TYPE_CHECKING:
    import openai

_CONTEXT = re.compile(
    r"context[ _-]?(length|size|window|limit)|maximum context|exceed_context|n_ctx"
    r"|(prompt|input|message|request)s?[^.]{0,30}too (long|many|large)|too many (input )?tokens"
    r"|reduce the length",
    re.IGNORECASE,
)
_FORMAT = re.compile(r"response_format|json_schema|json_object|grammar|schema|structured", re.IGNORECASE)
_NO_MONEY = re.compile(r"insufficient_quota|insufficient (credit|balance|fund)|billing", re.IGNORECASE)
_NO_MODEL = re.compile(r"model[^.]{0,80}(not found|not exist|unknown|not available)|model_not_found", re.I)
_NO_KEY = re.compile(
    r"(invalid|incorrect|missing|not valid)[^.]{0,20}api[ _-]?key|api[ _-]?key[^.]{0,20}(invalid|not valid)",
    re.I,
)
_FILTER = re.compile(r"content[ _](filter|management|policy)", re.IGNORECASE)

_BY_STATUS: dict[int, Kind] = {
    401: "auth", 402: "quota", 403: "auth", 404: "model", 405: "model", 408: "timeout", 413: "context",
    429: "quota", 504: "timeout",
}  # fmt: skip
RETRIED = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
MOST_WAIT_S = 20.0  # a longer Retry-After is told to the person instead of waited for


def said(error: openai.APIStatusError) -> str:
    """What the server wrote, on one line."""
    body = error.body if error.body is not None else error.message
    return one_line(str(body), 600)


def of_form(error: openai.APIStatusError) -> bool:
    """Whether the refusal may be about how we asked, so that another form may work."""
    if meaning(error) != "rejected":
        return False
    return error.status_code in {400, 422} or _FORMAT.search(said(error)) is not None


def meaning(error: openai.APIStatusError) -> Kind:
    """The kind of LLMError for an HTTP status and what the server wrote."""
    status, words = error.status_code, said(error)
    if status in {400, 422} or (status >= 500 and (_FORMAT.search(words) or _CONTEXT.search(words))):
        patterns: tuple[tuple[re.Pattern[str], Kind], ...] = (
            (_CONTEXT, "context"),
            (_FILTER, "filtered"),
            (_NO_KEY, "auth"),
            (_NO_MODEL, "model"),
            (_NO_MONEY, "quota"),
        )
        return next((kind for pattern, kind in patterns if pattern.search(words)), "rejected")
    return _BY_STATUS.get(status, "server")


def wait_before_retry(error: openai.APIStatusError, tried: int) -> float | None:
    """Seconds until a further try is sensible; None when it is not (no money left, or too long to wait)."""
    if error.status_code not in RETRIED or meaning(error) in {"rejected", "context"}:
        return None
    if error.status_code == 429 and _NO_MONEY.search(said(error)):
        return None
    asked = _retry_after(error.response.headers)
    if asked is None:
        return backoff(tried)
    return asked if asked <= MOST_WAIT_S else None


def backoff(tried: int) -> float:
    """0.5 s, 1 s, 2 s … at most 8 s."""
    return min(0.5 * 2.0**tried, 8.0)


def _retry_after(headers: Mapping[str, str]) -> float | None:
    value = headers.get("retry-after", "").strip()
    if re.fullmatch(r"\d{1,9}(\.\d+)?", value):
        return float(value)
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time()) if value else None
    except (ValueError, TypeError, OverflowError):
        return None


def inner(error: BaseException) -> LLMError | None:
    """The LLMError that our own transport raised and the SDK wrapped, if any."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, LLMError):
            return cause
        cause = cause.__cause__ or cause.__context__
    return None
