"""Why a file cannot be read: a code that the child process sends, and the sentence for the person."""

from __future__ import annotations

from metajob.errors import InputError

MAX_MB = 10
MAX_PAGES = 30

_AS_PDF = "PDF로 저장해서 올려 주세요."

# code → (message, hint). {detail} is filled with what the reader found.
SENTENCES: dict[str, tuple[str, str]] = {
    "empty": ("빈 파일이에요.", "내용이 들어 있는 파일인지 확인해 주세요."),
    "no_text": (
        "파일에서 글자를 찾지 못했어요.",
        "글이 들어 있는 파일인지 확인하거나, 내용을 붙여 넣어 주세요.",
    ),
    "too_large": (
        f"파일이 너무 커요. {MAX_MB}MB까지 읽을 수 있어요.",
        "그림을 줄이거나 필요한 쪽만 저장해서 올려 주세요.",
    ),
    "too_many_pages": (
        f"{{detail}}쪽짜리 파일이에요. {MAX_PAGES}쪽까지 읽을 수 있어요.",
        "이력서나 포트폴리오에 해당하는 쪽만 저장해서 올려 주세요.",
    ),
    "encrypted": ("암호가 걸린 파일이에요.", "암호를 풀어서 저장한 뒤 올려 주세요."),
    "protected": (
        "배포용이나 보안 문서라서 내용을 읽을 수 없어요.",
        "일반 문서나 PDF로 저장해서 올려 주세요.",
    ),
    "broken_pdf": ("PDF 파일이 손상돼서 열 수 없어요.", "원본에서 PDF로 다시 저장해 주세요."),
    "broken_docx": ("DOCX 파일이 손상돼서 열 수 없어요.", "워드에서 열어 다시 저장해 주세요."),
    "broken_hwp": ("HWP 파일이 손상돼서 열 수 없어요.", "한글에서 열어 다시 저장해 주세요."),
    "broken_ole": ("문서 파일이 손상돼서 열 수 없어요.", "원본 프로그램에서 열어 다시 저장해 주세요."),
    "broken_hwpx": ("HWPX 파일이 손상돼서 열 수 없어요.", "한글에서 열어 다시 저장해 주세요."),
    "broken_zip": ("압축이 손상돼서 파일을 열 수 없어요.", "원본에서 다시 저장하거나 다시 받아 주세요."),
    "broken_image": ("그림 파일이 손상돼서 열 수 없어요.", "다시 저장하거나 다시 찍어서 올려 주세요."),
    "old_doc": ("옛 워드 파일(.doc)은 읽지 못해요.", "워드에서 DOCX나 PDF로 저장해서 올려 주세요."),
    "old_hwp": ("한글 97 이전의 HWP 파일은 읽지 못해요.", f"한글에서 열어 새 HWP나 {_AS_PDF}"),
    "office": ("엑셀이나 파워포인트 파일은 읽지 못해요.", _AS_PDF),
    "other_document": ("이 형식({detail})은 읽지 못해요.", _AS_PDF),
    "archive": ("압축 파일은 읽지 못해요.", "압축을 풀어 이력서나 포트폴리오 파일만 올려 주세요."),
    "program": (
        "문서가 아니라 실행 파일이에요.",
        "PDF, DOCX, HWP, HWPX, 마크다운, 텍스트 파일을 올려 주세요.",
    ),
    "zip_bomb": (
        "압축을 풀면 너무 커지는 파일이라 열지 않았어요.",
        "원본에서 다시 저장하거나 PDF로 올려 주세요.",
    ),
    "forbidden_xml": ("문서에 허용하지 않는 선언이 들어 있어 열지 않았어요.", "원본에서 다시 저장해 주세요."),
    "unknown": (
        "어떤 파일인지 알 수 없어요.",
        "PDF, DOCX, HWP, HWPX, 마크다운, 텍스트 파일을 올려 주세요.",
    ),
    "photo_no_ocr": (
        "그림 파일이라 글자를 읽을 수 없어요.",
        "글자를 선택할 수 있는 PDF나 DOCX를 올리거나 내용을 붙여 넣어 주세요. "
        "이 컴퓨터에 한국어 글자 인식(tesseract)을 설치하면 그림도 읽을 수 있어요.",
    ),
    "scan_no_ocr": (
        "스캔한 PDF라 글자를 읽을 수 없어요.",
        "글자를 선택할 수 있는 PDF나 DOCX를 올리거나 내용을 붙여 넣어 주세요. "
        "이 컴퓨터에 한국어 글자 인식(tesseract)을 설치하면 스캔본도 읽을 수 있어요.",
    ),
    "picture_too_large": ("그림이 너무 커서 열지 않았어요.", "크기를 줄여서 올려 주세요."),
    "too_slow": (
        "파일을 읽는 데 너무 오래 걸려서 멈췄어요.",
        "쪽을 나누거나 PDF로 다시 저장해서 올려 주세요.",
    ),
    "too_heavy": ("파일이 너무 복잡해서 읽지 못했어요.", "그림을 줄이거나 PDF로 다시 저장해서 올려 주세요."),
    "crashed": ("파일이 손상됐거나 너무 복잡해서 읽지 못했어요.", "원본에서 다시 저장해서 올려 주세요."),
}

# code → sentence in Document.warnings
WARNINGS: dict[str, str] = {
    "cut": "글이 길어서 앞부분 60,000자까지만 읽었어요.",
    "ocr": "글자를 그림에서 읽었어요. 틀린 글자가 없는지 확인해 주세요.",
    "pictures_skipped": "그림으로 된 쪽은 읽지 못했어요: {detail}쪽.",
    "letters_lost": "읽을 수 없는 글자가 있어서 빼거나 �로 바꿨어요.",
}


class Refused(Exception):
    """Raised by the readers; `code` is a key of SENTENCES. Never seen outside this package."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail


def as_error(code: str, detail: str = "") -> InputError:
    """The InputError for a code; an unknown code reads as a broken file."""
    message, hint = SENTENCES.get(code, SENTENCES["crashed"])
    return InputError(message.format(detail=detail), hint)


def as_warning(code: str, detail: str = "") -> str:
    """The sentence of a warning code."""
    return WARNINGS[code].format(detail=detail)
