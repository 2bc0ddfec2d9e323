"""What each click on the review tab does to the visitor's desk. Names of acts are what the buttons send as `do`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from urllib.parse import quote

from metajob.errors import InputError, UserError
from metajob.review.model import Criterion, Finding, Pointer, Review
from metajob.review.pipeline import Options
from tabs.parts import messages, review_files, review_shelf, review_work
from tabs.parts.review_ask import Ask
from tabs.parts.review_desk import Version
from tabs.parts.review_model_acts import ModelActs
from tabs.parts.review_split_acts import SplitActs
from tabs.parts.visitor import VisitorBook
from tabs.parts.words import say
from tabs.parts.work import done

Method = Callable[[Ask], Awaitable[None]]

# Where the answer to an act is told when there is something to tell; everything else above the cards.
ZONES = {
    "posting": "posting", "save": "save", "keep": "save", "shelf": "shelf", "open": "shelf", "delete": "shelf",
    "erase": "shelf", "compare": "shelf", "split-rename": "split", "split-drop": "split", "split-merge": "split",
    "split-at": "split", "split-add": "split", "split-undo": "split", "split-apply": "split",
    "model-connect": "model", "model-forget": "model", "model-preview": "model", "model-run": "model",
}  # fmt: skip


class Acts(SplitActs, ModelActs):
    """Methods that change `ask.desk`; they raise UserError with the sentence for the person."""

    def __init__(self, book: VisitorBook, shared: bool) -> None:
        self.book = book
        self.shared = shared

    def named(self, name: str) -> Method:
        """The method of an act, serialised with the visitor's other acts."""
        table: dict[str, Method] = {
            "point": self.point, "yes": self.agree, "no": self.refuse, "undo": self.undo, "role": self.role,
            "posting": self.posting, "save": self.save, "keep": self.keep, "shelf": self.shelf, "open": self.open,
            "compare": self.compare, "uncompare": self.uncompare, "delete": self.delete, "erase": self.erase,
            "offline": self.offline, **self.split_acts(), **self.model_acts(),
        }  # fmt: skip
        method = table.get(name)

        async def run(ask: Ask) -> None:
            if method is None:
                raise InputError("무엇을 해야 할지 알 수 없어요.", "화면을 새로 고친 뒤 다시 해 주세요.")
            if ask.desk.running:
                raise InputError(
                    "모델이 리뷰하고 있어요.", "끝나기를 기다리거나 취소한 뒤에 다시 눌러 주세요."
                )
            ask.desk.owner = review_shelf.owner_of(ask.data.get("owner")) or ask.desk.owner
            async with ask.desk.lock:
                await method(ask)

        return run

    # ---- a document ----

    async def start(self, ask: Ask) -> None:
        """Read and review what the intake has sent."""
        desk = ask.desk
        desk.owner = review_shelf.owner_of(ask.data.get("owner")) or desk.owner
        options = Options(role=ask.role(), company=ask.text("company", 80).strip())
        file, posting_file = (
            self._upload(ask, "path", "name"),
            self._upload(ask, "posting_path", "posting_name"),
        )
        source: review_work.Upload | str = file or ask.text("text")
        if ask.flag("sample"):
            source, options = review_work.sample(), Options(role="backend")
        if isinstance(source, str) and not source.strip():
            raise InputError("리뷰할 글이 없어요.", "파일을 고르거나 글을 붙여 넣어 주세요.")
        posting = posting_file or ask.text("posting")
        ask.visitor.cancel()  # a model at work on the document before
        async with desk.lock:
            review: Review = await ask.work(review_work.first, source, posting, options)
            desk.company, desk.keep = options.company, ask.flag("keep") and not ask.flag("sample")
            desk.begin(review)
            await self._kept(ask)

    def _upload(self, ask: Ask, path: str, name: str) -> review_work.Upload | None:
        where = ask.text(path, 2000)
        return review_work.Upload(self.book.take_upload(where), ask.text(name, 300)) if where else None

    # ---- corrections ----

    async def redo(self, ask: Ask, options: Options, version: Version | None = None) -> None:
        """Review the same text again and show it; the step before can be had back."""
        base = version or ask.desk.need()
        review: Review = await ask.work(review_work.again, base.offline, options)
        ask.desk.change(ask.desk.redone(review))
        await self._kept(ask)

    async def point(self, ask: Ask) -> None:
        """'여기 있어요' with the passage that was chosen."""
        start, end = ask.range()
        pointer = Pointer(start=start, end=end, project=ask.project(), criterion=ask.criterion())
        await self.redo(ask, ask.desk.options(pointers=ask.desk.pointing(pointer)))
        ask.extra = {"lead": f"{pointer.project}:{pointer.criterion}"}

    async def agree(self, ask: Ask) -> None:
        """'맞아요': the guess becomes the person's own word."""
        project, criterion = ask.project(), ask.criterion()
        finding = _finding(ask.desk.need().shown(ask.desk.only_offline), project, criterion)
        if not finding.quotes:
            raise InputError("고를 문장이 없어요.", "‘여기 있어요’로 문장을 직접 골라 주세요.")
        one = finding.quotes[0]
        pointer = Pointer(start=one.start, end=one.end, project=project, criterion=criterion)
        await self.redo(ask, ask.desk.options(pointers=ask.desk.pointing(pointer)))

    async def refuse(self, ask: Ask) -> None:
        """'아니에요': the guess goes and the criterion was not found."""
        now, project, criterion = ask.desk.need(), ask.project(), ask.criterion()
        finding = _finding(now.shown(ask.desk.only_offline), project, criterion)
        guesses = {(project, criterion, one.start, one.end) for one in finding.quotes}
        ask.desk.change(Version(now.offline, now.deep, now.rejected | guesses))
        await self._kept(ask)

    async def undo(self, ask: Ask) -> None:
        """One correction back."""
        ask.desk.back()
        await self._kept(ask)

    async def role(self, ask: Ask) -> None:
        """Another job family: the weights of the gaps change."""
        await self.redo(ask, ask.desk.options(role=ask.role()))

    async def posting(self, ask: Ask) -> None:
        """A posting is given later, or another one."""
        text = ask.text("posting", review_work.POSTING_LIMIT).strip()
        if not text:
            raise InputError("채용 공고를 붙여 넣어 주세요.")
        ask.desk.company = ask.text("company", 80).strip()
        await self.redo(ask, ask.desk.options(posting=text))
        ask.extra = {"lead": "posting"}

    async def offline(self, ask: Ask) -> None:
        """Show only what the rule engine said, or the model's findings again."""
        ask.desk.only_offline = ask.flag("on")

    # ---- files and keeping ----

    async def save(self, ask: Ask) -> None:
        """A download."""
        review = ask.desk.need().shown(ask.desk.only_offline)
        name, data = await done(review_files.make, review, ask.text("kind", 10), ask.desk.previous)
        path = ask.visitor.save(name, data)
        ask.download = {"url": f"gradio_api/file={quote(str(path))}", "name": name}
        told = say("saved", ask.lang, name=name, kb=f"{max(1, round(len(data) / 1024)):,}")
        ask.desk.said = {"save": messages.box(told)}

    async def keep(self, ask: Ask) -> None:
        """Keep the review that is on the screen, and its corrections from now on."""
        ask.desk.need()
        ask.desk.keep = True
        await self._kept(ask, quiet=False)
        await self._list(ask)

    async def _kept(self, ask: Ask, quiet: bool = True) -> None:
        """Store the present state when the person wants it kept. quiet: a failure is told, the review stays."""
        desk = ask.desk
        review = desk.need().shown(only_offline=False)
        if not (desk.keep and desk.owner):
            return  # the list stays as it was when the page was opened
        try:
            desk.stored = await done(review_shelf.keep, desk.owner, review, desk.stored, desk.previous_id)
            await self._list(ask)
        except UserError as error:
            if not quiet:
                raise
            desk.said = {"save": messages.trouble(error, ask.lang)}

    async def _list(self, ask: Ask) -> None:
        ask.desk.rows = await done(review_shelf.listing, ask.desk.owner) if ask.desk.owner else ()

    async def shelf(self, ask: Ask) -> None:
        """The list, when the page is opened."""
        await self._list(ask)

    async def open(self, ask: Ask) -> None:
        """A kept review comes back."""
        desk, id = ask.desk, ask.text("id", 64)
        review, earlier = await done(review_shelf.fetch, desk.owner, id)
        before = None
        if earlier:
            try:
                before, _ = await done(review_shelf.fetch, desk.owner, earlier)
            except UserError:
                before = None  # deleted meanwhile
        offline = review
        if review.engine == "model":
            spans = tuple(project.span for project in review.projects)
            options = Options(review.role, review.posting_text, "", spans, review.pointed)
            offline = await ask.work(review_work.again, review, options)
        desk.reopen(
            offline, review if offline is not review else None, id, before, earlier if before else None
        )
        desk.keep = True
        ask.extra = {"lead": "bar", "fresh": True}

    async def compare(self, ask: Ask) -> None:
        """Compare what is on the screen with a kept review."""
        ask.desk.need()
        id = ask.text("id", 64)
        ask.desk.previous, _ = await done(review_shelf.fetch, ask.desk.owner, id)
        ask.desk.previous_id = id
        ask.extra = {"lead": "changes"}

    async def uncompare(self, ask: Ask) -> None:
        """No comparison any more."""
        ask.desk.previous = ask.desk.previous_id = None

    async def delete(self, ask: Ask) -> None:
        """One kept review goes for good; the one on the screen stays there."""
        id = ask.text("id", 64)
        await done(lambda: review_shelf.book().delete(ask.desk.owner, id))
        self._forgotten(ask, id)
        await self._list(ask)
        ask.desk.said = {"shelf": messages.box(say("shelf_deleted", ask.lang))}

    async def erase(self, ask: Ask) -> None:
        """All that this browser has kept goes for good."""
        count = await done(review_shelf.erase, ask.desk.owner)
        self._forgotten(ask, ask.desk.stored)
        await self._list(ask)
        ask.desk.said = {"shelf": messages.box(say("shelf_erased", ask.lang, count=count))}

    @staticmethod
    def _forgotten(ask: Ask, id: str) -> None:
        if ask.desk.stored == id:
            ask.desk.stored, ask.desk.keep = "", False


def _finding(review: Review, project: str, criterion: Criterion) -> Finding:
    """The finding of one criterion of one project."""
    return next(one for one in review.projects if one.span.id == project).finding(criterion)
