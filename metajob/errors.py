"""What a person may be told, as exceptions.

::

    MetaJobError
    ├── UserError              message + hint, safe to show on screen, in Korean
    │   ├── InputError         the file or the value cannot be used (not an image, too large, …)
    │   ├── PhotoRefused       the photo was read but the checks refuse it
    │   ├── EngineUnavailable  an engine lacks its files or packages; hint says how to get them
    │   ├── WeightsError       a model file could not be fetched or verified
    │   ├── StorageError       disk full or not writable; nothing half-written was kept
    │   └── Cancelled          the person pressed cancel
    └── (everything else is a bug and is shown as one fixed sentence, with details in the log only)
"""

from __future__ import annotations


class MetaJobError(Exception):
    """Root of everything raised on purpose."""


class UserError(MetaJobError):
    """A sentence for the person (`message`) and what to do next (`hint`, may be empty). Polite Korean."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(f"{message} {hint}".strip())
        self.message = message
        self.hint = hint


class InputError(UserError):
    """The upload or a typed value cannot be used."""


class PhotoRefused(UserError):
    """The photo was decoded but fails a check that may not be overridden."""


class EngineUnavailable(UserError):
    """An engine lacks weights or packages."""


class WeightsError(UserError):
    """A model file is missing, could not be downloaded, or has the wrong checksum."""


class StorageError(UserError):
    """A file could not be written (disk full, no permission)."""


class Cancelled(UserError):
    """The person cancelled the work; not a failure."""

    def __init__(self) -> None:
        super().__init__("작업을 취소했어요.")
