"""The one public endpoint: a photo in, a suit photo out, for programs (`gradio_client`, curl)."""

from __future__ import annotations

import gradio as gr
from gradio import FileData
from gradio.events import api

from metajob.errors import UserError
from tabs.parts import choices, messages
from tabs.parts.visitor import VisitorBook
from tabs.parts.work import done

API_NAME = "suit_photo"


def build(book: VisitorBook) -> None:
    """Register `/suit_photo` in the current Blocks."""

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

    api(suit_photo, api_name=API_NAME, concurrency_limit=None)
