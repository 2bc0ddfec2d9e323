"""One spoken sentence for all tests of the interviewer: synthesised once a session by the default voice."""

from __future__ import annotations

import pytest

from metajob.speech.model import Speech

SENTENCE = "비가 오네요. 우산을 먼저 펴 보세요."  # four closures, a pause in the middle


@pytest.fixture(scope="session")
def spoken() -> Speech:
    """SENTENCE by Kokoro, with phones, 24 000 Hz. Read only."""
    from metajob.speech.kokoro import Kokoro

    speech = Kokoro().speak(SENTENCE, "jf_alpha")
    speech.pcm.flags.writeable = False
    return speech
