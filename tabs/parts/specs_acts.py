"""What each click on the specs tab does. Names of acts are what the buttons send as `do`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, get_args
from urllib.parse import quote

from metajob.errors import InputError
from metajob.settings import settings
from metajob.specs.model import HiredSpec, Spec
from tabs.parts import messages, specs_import, specs_read, specs_share
from tabs.parts.ask import Ask
from tabs.parts.review_shelf import owner_of
from tabs.parts.specs_page import this_year
from tabs.parts.specs_view import FIRST, Asked, View, chart_topics, look
from tabs.parts.visitor import VisitorBook
from tabs.parts.words import Lang, say
from tabs.parts.work import done

if TYPE_CHECKING:
    from metajob.specs.importing import Preview
    from metajob.store.specs import SpecBook
    from metajob.store.specs_rows import Rights

# Where the answer to an act is told when something is wrong.
ZONES = {
    "look": "said", "export": "said", "cert": "said", "register": "share", "withdraw": "back",
    "template": "import-said", "import-read": "import", "import-save": "import-said", "import-drop": "import",
    "batches": "batches", "batch-delete": "import-said",
}  # fmt: skip


@dataclass
class SpecsAsk(Ask):
    """answer: the value of the desk. here: this computer's own browser asks. view: what a look has found."""

    answer: dict[str, Any] = field(default_factory=dict)
    here: bool = True
    view: View | None = None

    def zone(self, name: str, html: str) -> None:
        """What a zone shows from now on."""
        self.answer.setdefault("zones", {})[name] = html

    def wrong(self, errors: dict[str, str], *within: str) -> None:
        """What is wrong, by field; fields of these parts of the page that are not named are fine."""
        self.answer |= {"errors": errors, "within": within}

    def part(self, name: str) -> dict[str, Any]:
        """A group of fields; {} for what is none."""
        value = self.data.get(name)
        return value if isinstance(value, dict) else {}


Method = Callable[[SpecsAsk], Awaitable[None]]


class Acts:
    """Methods that fill `ask.answer`; they raise UserError with the sentence for the person."""

    def __init__(self, book: VisitorBook, shared: bool) -> None:
        self.book = book
        self.shared = shared

    def named(self, name: str) -> Method:
        """The method of an act, one after the other for a visitor."""
        table: dict[str, Method] = {
            "cert": self.certificate, "withdraw": self.withdraw, "export": self.export,
        }  # fmt: skip
        if settings().specs_sharing:
            table["register"] = self.register
        files: dict[str, Method] = {}
        if not self.shared:
            files = {
                "template": self.template, "import-read": self.read, "import-save": self.save,
                "import-drop": self.drop, "batches": self.batches, "batch-delete": self.delete,
            }  # fmt: skip
        method = table.get(name) or files.get(name)

        async def run(ask: SpecsAsk) -> None:
            if name in files and not ask.here:
                raise InputError(say("sp_import_not_here", ask.lang), say("sp_import_elsewhere", ask.lang))
            if method is None:
                raise InputError("무엇을 해야 할지 알 수 없어요.", "화면을 새로 고친 뒤 다시 해 주세요.")
            ask.zone(ZONES[name], "")  # what was told before
            async with ask.visitor.specs.lock:
                await method(ask)

        return run

    # ---- a look at a place, with or without the own spec ----

    async def look(self, ask: SpecsAsk) -> None:
        """Results, charts and, when asked for, the comparison."""
        asked, errors = self._asked(ask)
        ask.wrong(errors, "sp-form")
        ask.view = await done(look, asked)
        ask.answer["zones"] = {**_EMPTY, **ask.view.zones}
        if errors and ask.flag("compared"):
            ask.zone("mine", messages.box(say("sp_fix_fields", ask.lang), tone="bad"))

    def _asked(self, ask: SpecsAsk) -> tuple[Asked, dict[str, str]]:
        spec: Spec | None = None
        errors: dict[str, str] = {}
        if ask.flag("compared"):
            spec, errors = specs_read.spec_of(self._form(ask), ask.lang)
        chart = ask.text("chart", 60)
        return Asked(
            specs_read.where_of(ask.part("where")), ask.flag("flagged"),
            chart if chart in chart_topics() else FIRST, spec, ask.lang, settings().specs_demo, this_year(),
            ask.flag("draw"),
        ), errors  # fmt: skip

    @staticmethod
    def _form(ask: SpecsAsk) -> dict[str, Any]:
        return {**ask.part("form"), "certs": ask.data.get("certs")}

    async def certificate(self, ask: SpecsAsk) -> None:
        """A typed name of a certificate becomes one (or some) of the catalogue."""
        from metajob.specs.certificates import certificates, recognise

        text = ask.text("text", 200)
        codes, unknown = recognise(text)
        if not codes and not unknown:
            key = "sp_cert_language" if text.strip() else "sp_err_cert"
            ask.wrong({"certificate": say(key, ask.lang)}, "sp-form")
            return
        known = [{"code": code, "name": certificates()[code].name} for code in codes]
        ask.wrong({}, "sp-form")
        ask.answer["certs"] = [*known, *({"code": "", "name": name[:60]} for name in unknown)]

    async def export(self, ask: SpecsAsk) -> None:
        """What is shown of the place, as CSV."""
        asked, _ = self._asked(ask)
        ask.download = self._offer(ask, say("sp_export_file", ask.lang), await done(_summary_csv, asked))

    # ---- hired people ----

    async def register(self, ask: SpecsAsk) -> None:
        """Add the spec of the form as a hired person's; the delete code is shown this once."""
        from metajob.specs import sharing

        hire, errors = specs_read.hire_of(ask.part("hire"), ask.lang, this_year())
        spec, wrong = specs_read.spec_of(self._form(ask), ask.lang)
        errors = {**wrong, **errors}
        if not ask.flag("consent"):
            errors["agree"] = say("sp_err_agree", ask.lang)
        ask.wrong(errors, "sp-form", "sp-share")
        if hire is None or spec is None or errors:
            ask.zone("share", messages.box(say("sp_fix_fields", ask.lang), tone="bad"))
            return
        if not any(value not in (None, ()) for value in spec.model_dump().values()):
            raise InputError(say("sp_err_nothing", ask.lang), say("sp_err_nothing_hint", ask.lang))
        token = ask.text("owner", 100)
        if not owner_of(token):
            raise InputError(say("sp_err_owner", ask.lang), say("sp_err_owner_hint", ask.lang))
        hired = HiredSpec(hire=hire, spec=spec)
        code = await done(lambda: sharing.register(_book(), hired, sharing.contributor_of(token)))
        ask.zone("share", specs_share.registered(code, ask.lang))
        ask.answer |= {"registered": True, "focus": "sp-newcode"}

    async def withdraw(self, ask: SpecsAsk) -> None:
        """Delete for good what was added with this code."""
        from metajob.specs import sharing

        code = ask.text("code", 60)
        count = await done(lambda: sharing.withdraw(_book(), code))
        if not count:
            raise InputError(sharing.NOT_FOUND)
        ask.zone("back", messages.box(say("sp_back_done", ask.lang)))
        ask.answer["again"] = True

    # ---- files, on this computer only ----

    async def read(self, ask: SpecsAsk) -> None:
        """Read a file and show what would be saved; nothing is kept yet."""
        from metajob.specs.importing import read

        data, name = self.book.take_upload(ask.text("path", 2000)), ask.text("name", 200) or "file"
        desk = ask.visitor.specs
        desk.preview = None
        found: Preview = await ask.work(read, data, name)
        desk.preview, desk.name = found, name
        ask.zone("import", specs_import.preview(found, name, ask.lang))
        ask.answer["focus"] = "sp-preview"

    async def save(self, ask: SpecsAsk) -> None:
        """Keep the file that was read, whole or (only when asked for) without the lines that have problems."""
        from metajob.store.specs_rows import Rights

        desk = ask.visitor.specs
        errors: dict[str, str] = {}
        if desk.preview is None:
            raise InputError(say("sp_import_gone", ask.lang), say("sp_import_again", ask.lang))
        origin = ask.text("origin", 200).strip()
        rights: Rights | None = next((one for one in get_args(Rights) if one == ask.text("rights", 20)), None)
        if not origin:
            errors["origin"] = say("sp_err_origin", ask.lang)
        if rights is None:
            errors["rights"] = say("sp_err_rights", ask.lang)
        ask.wrong(errors, "sp-import")
        if rights is None or errors:
            return
        preview, leave = desk.preview, ask.flag("leave")
        await done(_save, preview, origin, rights, leave)
        desk.preview = None
        kept = say("sp_import_done", ask.lang, count=f"{len(preview.people):,}")
        ask.zone("import", messages.box(kept, say("sp_import_seen", ask.lang)))
        ask.answer["again"] = True
        await self.batches(ask)

    async def drop(self, ask: SpecsAsk) -> None:
        """Not this file."""
        ask.visitor.specs.preview = None
        ask.zone("import", "")

    async def batches(self, ask: SpecsAsk) -> None:
        """What was imported so far."""
        ask.zone("batches", specs_import.batches(await done(lambda: _book().batches()), ask.lang))

    async def delete(self, ask: SpecsAsk) -> None:
        """An import goes for good, with all its rows."""
        id = ask.text("id", 64)
        count = await done(lambda: _book().delete_batch(id))
        ask.zone("import-said", messages.box(say("sp_batch_gone", ask.lang, count=f"{count:,}")))
        ask.answer["again"] = True
        await self.batches(ask)

    async def template(self, ask: SpecsAsk) -> None:
        """An empty file with the headers."""
        from metajob.specs.importing import template_csv, template_xlsx

        kind = "xlsx" if ask.text("kind", 8) == "xlsx" else "csv"
        data = await done(template_xlsx if kind == "xlsx" else template_csv)
        ask.download = self._offer(ask, f"{say('sp_template_file', ask.lang)}.{kind}", data)

    @staticmethod
    def _offer(ask: SpecsAsk, name: str, data: bytes) -> dict[str, str]:
        return {"url": f"gradio_api/file={quote(str(ask.visitor.save(name, data)))}", "name": name}


# what a view does not name
_EMPTY = dict.fromkeys(("said", "trend-table", "bands-table", "own-table", "radar-table"), "")


def _book() -> SpecBook:
    """The specs of this installation; opens nothing yet."""
    from metajob.store.database import open_database
    from metajob.store.specs import SpecBook

    return SpecBook(open_database())


def _save(preview: Preview, origin: str, rights: Rights, leave: bool) -> None:
    """Keep the rows, and make what the next look would otherwise wait for."""
    from metajob.specs import release
    from metajob.specs.importing import save
    from metajob.store.database import open_database

    save(_book(), preview, origin, rights, skip_bad=leave)
    release.load(open_database())


def _summary_csv(asked: Asked) -> bytes:
    from metajob.specs import pipeline
    from metajob.specs.exporting import summary_csv
    from metajob.store.database import open_database

    text = summary_csv(pipeline.summary(asked.where, open_database(), asked.flagged, asked.demo))
    return text.encode()


def trouble(ask: SpecsAsk, name: str, error: Exception, lang: Lang) -> None:
    """What went wrong, told in the act's own zone."""
    ask.zone(ZONES.get(name, "said"), messages.trouble(error, lang))
