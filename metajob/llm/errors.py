"""What can go wrong with a language model, each with its Korean sentence and what to do."""

from __future__ import annotations

from typing import Literal

from metajob.errors import UserError
from metajob.llm.cost import Tokens

Kind = Literal[
    "auth", "model", "quota", "timeout", "network", "server",
    "truncated", "refusal", "filtered", "invalid", "context", "rejected", "address",
]  # fmt: skip

WORDS: dict[Kind, tuple[str, str]] = {
    "auth": (
        "모델 서버가 API 키를 받아 주지 않았어요.",
        "키가 맞는지, 이 모델을 쓸 권한이 있는지 확인해 주세요.",
    ),
    "model": ("모델이나 주소를 찾지 못했어요.", "모델 이름과 주소(끝의 /v1까지)를 확인해 주세요."),
    "quota": ("모델의 사용 한도를 넘었어요.", "잠시 뒤에 다시 하거나 남은 한도와 결제를 확인해 주세요."),
    "timeout": ("모델이 제시간에 답하지 못했어요.", "잠시 뒤에 다시 하거나 기다리는 시간을 늘려 주세요."),
    "network": ("모델 서버에 연결하지 못했어요.", "주소와 인터넷 연결, 서버가 켜져 있는지 확인해 주세요."),
    "server": ("모델 서버에서 알맞은 답을 받지 못했어요.", "잠시 뒤에 다시 하거나 주소를 확인해 주세요."),
    "truncated": ("모델의 답이 길어서 중간에 끊겼어요.", "답의 최대 길이(토큰)를 늘려 주세요."),
    "refusal": ("모델이 답하기를 거절했어요.", "다른 모델로 다시 해 보세요."),
    "filtered": ("모델 서버의 안전 필터가 답을 막았어요.", "다른 모델로 다시 해 보세요."),
    "invalid": ("모델의 답이 정해진 형식에 맞지 않았어요.", "다시 하거나 더 큰 모델을 써 보세요."),
    "context": (
        "글이 모델이 한 번에 읽을 수 있는 길이를 넘었어요.",
        "프로젝트를 나누거나 더 긴 글을 읽는 모델을 써 주세요.",
    ),
    "rejected": (
        "모델 서버가 요청을 받아 주지 않았어요.",
        "모델 이름과 답의 최대 길이(토큰) 설정을 확인해 주세요.",
    ),
    "address": ("이 주소의 모델은 쓸 수 없어요.", "https로 시작하는 공개 주소를 적어 주세요."),
}


class LLMError(UserError):
    """The model gave no usable answer. kind: why; tokens: what was spent all the same.

    detail: what the server said, shortened and without the key. For the log, never for the screen.
    """

    def __init__(self, kind: Kind, detail: str = "") -> None:
        super().__init__(*WORDS[kind])
        self.kind: Kind = kind
        self.detail = detail
        self.tokens = Tokens()
        self.attempts = 0
