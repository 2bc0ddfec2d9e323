"""The public endpoints for programs (`gradio_client`, curl): a suit photo, a review of a document, the specs of
hired people."""

from __future__ import annotations

from typing import Any

import gradio as gr
from gradio import FileData
from gradio.events import api

from metajob.errors import InputError, UserError
from metajob.review.words import ROLE_KO
from metajob.settings import settings
from tabs.parts import choices, messages, review_work
from tabs.parts.visitor import VisitorBook
from tabs.parts.work import done


def build(book: VisitorBook) -> None:
    """Register `/suit_photo`, `/review_document` and `/specs_summary` in the current Blocks."""
    _suit_photo(book)
    _review_document(book)
    _specs_summary()


def _suit_photo(book: VisitorBook) -> None:

    async def suit_photo(
        request: gr.Request,
        photo: FileData,
        template: str = "m1_navy_stripe",
        size: str = "3.5x4.5",
        background: str = "#ffffff",
        format: str = "jpg",
        cloth: str = "",
        top: str = "",
        tie: str = "",
    ) -> FileData:
        """Put a suit on the person of a photo.

        photo: a portrait (JPEG, PNG, WebP, HEIC, …). template: key of a suit. size: "3x4", "3.5x4.5", "5x7",
        or your own such as "4x5cm" or "300x400px". background, cloth, top, tie: "#rrggbb"; an empty garment
        colour is the template's own. format: "jpg" or "png". Composited by AI; not for passports or ID cards.
        """
        from metajob.photo.export import parse_size, photo_file_name
        from metajob.photo.pipeline import make_photo

        visitor = book.of(request)
        try:
            data = book.take_upload(str(dict(photo)["path"]))
            suit = {"template": template, "cloth": cloth, "top": top, "tie": tie}
            look = choices.look(suit, background, 100, 0, 100, 0, "auto")
            wanted = parse_size(size)
            form = choices.file_format(format)
            made = await done(make_photo, data, look, wanted, form)
            file = visitor.save(photo_file_name(wanted, form), made.data)
        except UserError as error:
            raise gr.Error(str(error), print_exception=False) from None
        except Exception as error:
            raise gr.Error(" ".join(messages.told(error, "ko")), print_exception=False) from None
        return FileData(path=str(file), orig_name=file.name).model_dump()  # type: ignore[return-value]

    api(suit_photo, api_name="suit_photo", concurrency_limit=None)


def _review_document(book: VisitorBook) -> None:
    async def review_document(
        document: FileData | None = None,
        text: str = "",
        role: str = "other",
        posting: str = "",
        company: str = "",
    ) -> dict[str, Any]:
        """Review a résumé or portfolio with the rule engine; nothing is kept and no language model is asked.

        document: PDF, DOCX, HWP, HWPX, Markdown or text; or `text`. role: "backend", "frontend_mobile", "data_ai",
        "design_ux", "marketing", "office_finance_hr", "nursing_medical", "sales_production_quality" or "other".
        posting: text of a job posting. company: its name. Returns the Review of `metajob.review.model` as JSON:
        projects with five findings each: criterion, level 0..3, quotes with start and end in `text`, reason, …
        """
        from metajob.review.pipeline import Options

        try:
            # first of all, so that the upload is deleted whatever else is wrong
            given = book.take_upload(_path(document)) if document is not None else b""
            if not all(isinstance(one, str) for one in (text, posting, company)):
                raise InputError("글이 아닌 값이 있어요.", "text, posting, company에는 글을 보내 주세요.")
            known = next((one for one in ROLE_KO if one == role), None)
            if known is None:
                raise InputError(
                    "모르는 직무예요.", f"role에는 {', '.join(ROLE_KO)} 가운데 하나를 적어 주세요."
                )
            source: review_work.Upload | str = text
            if document is not None:
                source = review_work.Upload(given, str(dict(document).get("orig_name") or "document"))
            elif not text.strip():
                raise InputError("리뷰할 글이 없어요.", "document나 text를 보내 주세요.")
            options = Options(role=known, company=company[:80])
            review = await done(review_work.first, source, posting, options)
        except UserError as error:
            raise gr.Error(str(error), print_exception=False) from None
        except Exception as error:
            raise gr.Error(" ".join(messages.told(error, "ko")), print_exception=False) from None
        answer: dict[str, Any] = review.model_dump(mode="json")
        return answer

    api(review_document, api_name="review_document", concurrency_limit=None)


def _specs_summary() -> None:
    async def specs_summary(
        year: int | None = None,
        size: str = "",
        industry: str = "",
        company: str = "",
        role: str = "",
    ) -> dict[str, Any]:
        """What is known of people who were hired at a place: published figures and the app's own rows.

        year: of the hire, 1990 to 2100, or nothing. size: "large", "mid", "sme", "public", "foreign", "startup".
        industry, role: a code of assets/specs. Empty means all. Returns JSON: `topics` with mean and share, each a
        figure with publisher, cohort, n, url and the steps of the ladder; `cell`, the own rows as far as their number
        allows, or null; `note`. Nobody's chance of being hired.
        """
        from metajob.specs.model import Where
        from metajob.specs.pipeline import summary
        from metajob.specs.plain import plain_summary
        from metajob.store.database import open_database

        try:
            places = (size, industry, company, role)
            if not all(one is None or isinstance(one, str) for one in places):
                raise InputError(
                    "글이 아닌 값이 있어요.", "size, industry, company, role에는 글을 보내 주세요."
                )
            if year is not None and (isinstance(year, bool) or not isinstance(year, int)):
                raise InputError("연도를 읽을 수 없어요.", "year에는 2023 같은 정수를 보내 주세요.")
            asked = Where(year, size or None, industry or None, company or "", role or None)  # type: ignore[arg-type]
            found = await done(summary, asked, open_database(), demo=settings().specs_demo)
        except UserError as error:
            raise gr.Error(str(error), print_exception=False) from None
        except Exception as error:
            raise gr.Error(" ".join(messages.told(error, "ko")), print_exception=False) from None
        return plain_summary(found)

    api(specs_summary, api_name="specs_summary", concurrency_limit=None)


def _path(document: object) -> str:
    """Where Gradio has put an uploaded file. Raises InputError for what is no file."""
    path = document.get("path") if isinstance(document, dict) else getattr(document, "path", None)
    if not isinstance(path, str) or not path:
        raise InputError("document가 파일이 아니에요.", "gradio_client의 handle_file로 보내 주세요.")
    return path
