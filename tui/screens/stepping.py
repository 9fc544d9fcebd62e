"""Taking a step on the screen: what it needs is asked on the message line one after another, then it is taken."""

from __future__ import annotations

from typing import Any, Literal

from dangan import checking
from dangan.errors import DanganError, Refused
from dangan.form import FormType
from dangan.record import Link, Signature, Values
from dangan.spec import BlockSpec, FieldSpec
from dangan.steps import at, field_at
from storage.asking import proposed
from storage.stepping import Asked, Offer
from tui.frame import Command
from tui.screens.attaching import Attaching, typed_path
from tui.screens.dialogs import Ask, Question
from tui.screens.lines import LinesScreen
from tui.screens.prompts import FieldAsk
from tui.standing import EMPTY, lacking, state_label
from tui.widgets.form.walk import typable

Path = tuple[str, str]  # of what is asked: its own, and the rows table of which it fills a new line


class Taking(Attaching):
    """Offers the steps of the record on the screen and takes them."""

    form: FormType
    form_id: str
    values: Values
    offers: list[Offer]

    def read_offers(self) -> list[Offer]:
        """The steps of the record as it stands; none of one that is void, or whose plugin is away."""
        if not self.form.alive or self.version is not None or self.values.get("status") == "void":
            return []
        try:
            found: list[Offer] = self.dangan.archive.stepper.offers(self.form_id, self.record, self.dangan.env())
        except DanganError:
            return []
        return found

    def step_commands(self) -> list[Command]:
        """The steps for the menu: those that may be taken, then those that lack something, dimmed."""
        ready, dim = [], []
        for offer in self.offers:
            name = offer.step.label(self.lang)
            against = lacking(offer, self.values)
            if against:
                count = self.tr(" (lacks {count})", count=len(against)) if len(against) > 1 else ""
                text = f"{name}{count}: {against[0].zh if self.lang == 'zh' else against[0].en}"
                dim.append(Command(f"step_{offer.step.id}", text, lambda o=offer: self._refused(o), dim=True))  # type: ignore[misc]
            else:
                ready.append(Command(f"step_{offer.step.id}", name, lambda o=offer: Talk(self, o).begin()))  # type: ignore[misc]
            if offer.open and self._on_paper(offer) and all(p.code == "GEN_NOT_SIGNER" for p in against):
                text = self.tr("{step}: signed on paper", step=name)
                ready.append(Command(f"paper_{offer.step.id}", text, lambda o=offer: Talk(self, o, True).begin()))  # type: ignore[misc]
        return [*ready, *dim]

    def _on_paper(self, offer: Offer) -> bool:
        allowed = self.dangan.env().office.setting("paper_signatures") or ()
        return bool({"*", self.form_id, f"{self.form_id}.{offer.step.id}"} & set(allowed))

    async def _refused(self, offer: Offer) -> None:
        await self.show_problems(Refused(list(lacking(offer, self.values))))

    async def show_problems(self, refused: Refused) -> None:
        """Every reason of a refusal."""
        raise NotImplementedError


class Talk:
    """One step being taken from the screen of a record; with `paper` its signature was given on paper."""

    def __init__(self, screen: Taking, offer: Offer, paper: bool = False) -> None:
        self.screen, self.offer, self.paper = screen, offer, paper
        self.form, self.values, self.step = screen.form, screen.values, offer.step
        self.name = offer.step.label(screen.lang)
        self.chosen: tuple[int, ...] = ()
        self.given: Values = {}
        self.line: dict[str, Values] = {}  # the new line of a table that the step asks for
        self.paths: list[Path] = []
        self.reason, self.sign = "", ""
        self.signature: Signature | None = None
        self.scan: Link | Literal[False] | None = None  # False = there is none

    async def begin(self) -> None:
        """Ask for the lines first, where the step is of lines and there are any."""
        if not self.values.get(self.step.line):
            await self._with_lines(())
            return
        block, lines = self.form.spec.rows[self.step.line], self.values.get(self.step.line) or ()
        where = [*self.screen.path(), self.name]
        await self.screen.dangan.show(LinesScreen(where, block, lines, self._with_lines, self._passed(lines)))

    def _passed(self, lines: Any) -> list[int]:
        """The lines of which it was taken already: they are signed, or all that they must have stands there."""
        table, block = self.step.line + ".", self.form.spec.rows[self.step.line]
        signs = [p.removeprefix(table) for p in self.step.sign if p.startswith(table)]
        asks = [p.removeprefix(table) for p in self.step.asks if p.startswith(table)]
        must = signs or [name for name in asks if block.field(name).required is not False] or asks
        return [n for n, line in enumerate(lines) if must and all(line.get(name) not in EMPTY for name in must)]

    async def _with_lines(self, chosen: tuple[int, ...]) -> None:
        self.chosen = chosen
        seen = checking.visible(self.form, self.values)
        begun = any(self.values.get(name) for name in self.step.sign)  # who signed first has given the values, too
        for path in self.step.asks:
            if path in self.form.spec.rows:
                block = self.form.spec.rows[path]
                self.paths += [(f"{path}.{f.id}", path) for f in block.fields if self._typed(block, f)]
            elif "." in path:
                self.paths += [(path, "")] if chosen or path.partition(".")[0] != self.step.line else []
            elif path in seen and not (begun and self.values.get(path) not in EMPTY):
                self.paths.append((path, ""))
        await self._next()

    def _typed(self, block: BlockSpec, f: FieldSpec) -> bool:
        return typable(f, block) and f"{block.id}.{f.id}" not in self.form.spec.flow.signed and f.type != "file"

    async def _next(self) -> None:
        """Ask for what comes next, or take the step."""
        if self.paths:
            self._ask_value(self.paths.pop(0))
        elif self.step.reason and not self.reason:
            said = self.tr("{step}: reason:", step=self.name)
            self.screen.ask(Ask(said, self._reason, lang=self.screen.lang))
        elif self.paper and self.signature is None:
            self._ask_paper()
        elif self.paper and self.scan is None:
            self.screen.ask(
                Ask(self.tr("File of the scan, empty = none:"), self._scanned, lang=self.screen.lang, needed=False)
            )
        elif self._signs() and not self.paper:
            self._ask_sign()
        else:
            await self.take()

    def tr(self, msgid: str, /, **values: Any) -> str:
        """A word of the program in the reader's language."""
        return self.screen.tr(msgid, **values)

    def _ask_value(self, at_: Path) -> None:
        path, new_in = at_
        env = self.screen.dangan.env()
        f = field_at(self.form.spec, path)
        said = f"{self.name}: {f.label(self.screen.lang)}:"
        if new_in and new_in not in self.line:
            self.line[new_in] = {"_id": None, **checking.fresh_line(self.form, new_in, self.values, env)}
        value = self.line[new_in].get(f.id) if new_in else self._proposed(path, f)

        async def answered(answer: Any) -> None:
            if answer is False:
                self._left()
                return
            if new_in:
                self.line[new_in][f.id] = answer[0]
                self.given[new_in] = [*(self.values.get(new_in) or ()), self.line[new_in]]
            else:
                self.given[path] = answer[0]
            await self._next()

        needed = f.required is True and not f.computed
        self.screen.ask(FieldAsk(said, f, value, env, answered, needed=needed))

    def _proposed(self, path: str, f: FieldSpec) -> Any:
        """What stands there already, of lines in the first that is ticked; else what the step would fill in."""
        rows, _dot, name = path.rpartition(".")
        place = self.chosen[0] if rows and self.chosen else -1
        stands = at(self.values, f"{rows}.{place}.{name}") if rows and place >= 0 else self.values.get(path)
        if stands not in EMPTY:
            return stands
        return proposed(self.form, f, path, self._so_far(), self.screen.dangan.env(), place)

    def _so_far(self) -> Values:
        """The record with what was answered, of lines in those that are ticked: a later answer may follow from it."""
        out = {**self.values, **{path: value for path, value in self.given.items() if "." not in path}}
        if rows := self.step.line:
            answered = {path.rpartition(".")[2]: value for path, value in self.given.items() if "." in path}
            out[rows] = [
                {**line, **answered} if n in self.chosen else line for n, line in enumerate(self.values.get(rows) or ())
            ]
        return out

    async def _reason(self, answer: Any) -> None:
        if not answer:
            self._left()
            return
        self.reason = str(answer)
        await self._next()

    def _signs(self) -> bool:
        """Whether it is taken by signing, be it in a line that was just given."""
        return bool(self.offer.open) or any(name.partition(".")[0] in self.line for name in self.step.sign)

    def _ask_paper(self) -> None:
        """Name and day of a signature on paper, as in the form; of several that are open the one meant first."""
        lang = self.screen.lang
        if len(self.offer.open) > 1 and not self.step.ordered and not self.sign:
            answers = [(path, field_at(self.form.spec, path).label(lang)) for path in self.offer.open[:9]]
            said = self.tr("{step}: which signature?", step=self.name)
            self.screen.ask(Question(said, answers, self._which, lang=lang))
            return
        path = self.sign or self.offer.open[0]
        f = field_at(self.form.spec, path)
        said = self.tr("{field}, signed on paper, name and day:", field=f.label(lang))
        self.screen.ask(FieldAsk(said, f, None, self.screen.dangan.env(), self._signed_on_paper, needed=True))

    async def _which(self, answer: str) -> None:
        if not answer:
            self._left()
            return
        self.sign = answer
        await self._next()

    async def _signed_on_paper(self, answer: Any) -> None:
        if answer is False:
            self._left()
            return
        self.signature = answer[0]._replace(paper=True)
        await self._next()

    async def _scanned(self, typed: Any) -> None:
        """The scan beside the signature on paper; one that cannot be taken is asked for again."""
        if typed is False:
            self._left()
            return
        try:
            self.scan = (
                self.screen.dangan.archive.attach(typed_path(typed), self.screen.dangan.env()) if typed else False
            )
        except DanganError as error:
            said = f"{error.text(self.screen.lang)}\n" + self.tr("File of the scan, empty = none:")
            self.screen.ask(Ask(said, self._scanned, lang=self.screen.lang, needed=False, typed=str(typed)))
            return
        await self._next()

    def _ask_sign(self) -> None:
        """A signature is given after a digit."""
        lang = self.screen.lang
        state = state_label(self.form.spec, self.step.to or str(self.values.get("status")), lang)
        said = self.tr(
            "{step} ({state}), signed by {name}:", step=self.name, state=state, name=self.screen.dangan.env().user.text
        )
        answers = [("sign", self.tr("Sign")), ("no", self.tr("Do not sign"))]
        self.screen.ask(Question(said, answers, self._sign, lang=lang, safe="no", no="no"))

    async def _sign(self, answer: str) -> None:
        if answer == "sign":
            await self.take()
        else:
            self._left()

    def _left(self) -> None:
        self.screen.message(self.tr("{step}: not done", step=self.name))

    async def take(self, confirm: bool = False) -> None:
        """Take the step; warnings are asked about, refusals listed."""
        screen = self.screen
        if self._changed_meanwhile():
            screen.again()
            screen.message(
                self.tr("{step}: not done, the record was changed meanwhile: read it, then take it", step=self.name),
                "warn",
            )
            return
        asked = Asked(self.given, self.chosen, self.reason, self.sign, self.signature, self.scan or None)
        before = str(self.values.get("status"))
        try:
            made = screen.dangan.archive.stepper.take(
                screen.form_id, screen.record, self.step.id, screen.dangan.env(), asked, confirm=confirm
            )
        except Refused as refused:
            if not confirm and all(p.level == "warn" for p in refused.problems):
                self._warned(refused)
            else:
                await screen.show_problems(refused)
            return
        except DanganError as error:
            screen.message(error.text(screen.lang), "error")
            return
        screen.again()
        screen.dangan.count_due()
        screen.draw_frame()
        screen.message(self._done(before, made), "done")

    def _changed_meanwhile(self) -> bool:
        """Whether what would be signed is no longer what was read."""
        try:
            now = self.screen.dangan.archive.read(self.screen.form_id, self.screen.record)
        except DanganError:
            return False
        return bool(now["_lock"] != self.values["_lock"])

    def _done(self, before: str, made: Values) -> str:
        spec, lang, after = self.form.spec, self.screen.lang, str(made["status"])
        if after != before:
            states = {"before": state_label(spec, before, lang), "after": state_label(spec, after, lang)}
            return self.tr("{step}: done, {before} -> {after}", step=self.name, **states)
        still = next((o for o in self.screen.offers if o.step.id == self.step.id), None)
        open_ = (
            [field_at(spec, p).label(lang) for p in still.open if not at(made, p)] if still and self.offer.open else []
        )
        if open_:
            return self.tr(
                "{step}: signed, still open: {fields}", step=self.name, fields=", ".join(dict.fromkeys(open_))
            )
        return self.tr("{step}: done", step=self.name)

    def _warned(self, refused: Refused) -> None:
        lang = self.screen.lang
        said = " ".join(p.text(lang) for p in refused.problems)
        answers = [("no", self.tr("Leave it")), ("yes", self.tr("Do it all the same"))]

        async def answered(answer: str) -> None:
            if answer == "yes":
                await self.take(confirm=True)
            else:
                self._left()

        self.screen.ask(Question(said, answers, answered, lang=lang, safe="no", no="no"))
