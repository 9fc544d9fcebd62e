"""Exports from lists and records: which layout, which file, and the work in the background."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dangan.record import Values
from dangan.types import show
from storage import attachments, audit
from storage.pages import View
from tui.frame import Command
from tui.screens.attaching import typed_path
from tui.screens.dialogs import Ask
from tui.screens.pick import Choice, PickScreen
from tui.screens.preview import preview_command
from tui.work import Work, start

if TYPE_CHECKING:
    from dangan.exporting import Exporter
    from dangan.spec import FormSpec

BLOCK = 200  # records read at once


def export_commands(screen: Any) -> list[Command]:
    """What a list or a record offers. `screen` has `form_id` and `marked()`; a list also `view`."""
    out = [
        preview_command(screen, lambda: _seen(screen)),
        Command("print", screen.tr("Print the papers (Excel)"), partial(print_paper, screen)),
    ]
    if hasattr(screen, "view") and isinstance(screen.view, View):
        out.append(
            Command("export", screen.tr("Export the list, a ledger or papers (Excel)"), partial(choose_layout, screen))
        )
    return out


def _seen(screen: Any) -> list[Values]:
    """The records to preview: the marked ones, else the one in hand, at most a block of them."""
    archive, marked = screen.dangan.archive, screen.marked()
    if not marked and screen.records.current:
        marked = [screen.records.current["_id"]]
    return list(_marked(archive, screen.form_id, marked[:BLOCK]))


async def print_paper(screen: Any) -> None:
    """The paper form of the marked records, else of the record in hand or of all in the view. Of a single record with
    dated copies of its blocks one is picked."""
    marked = screen.marked()
    copies = _copies(screen, marked[0]) if len(marked) == 1 else []
    if len(copies) < 2:
        _ask_path(screen, "form_a4")
        return

    def picked(chosen: int | None) -> None:
        if chosen is not None:
            _ask_path(screen, "form_a4", {"snapshot": chosen} if chosen else {})

    said = screen.tr("Which of the dated copies stands on the paper?")
    await screen.dangan.show(PickScreen([*screen.path(), screen.tr("Print")], copies, said=said), picked)


def _copies(screen: Any, record: int) -> list[Choice]:
    """The record as it stands (0), then its dated copies, the latest first."""
    archive = screen.dangan.archive
    blocks = [b for b in archive.registry.spec(screen.form_id).rows.values() if b.copies]
    if not blocks:
        return []
    values = archive.read(screen.form_id, record)
    out = [Choice(screen.tr("The first one, on the form itself"), "", 0)]
    for block in blocks:
        own = [f for f in block.fields if f.type in ("date", "person")][:2]
        for line in reversed(values[block.id]):
            words = [show(f, line[f.id], screen.lang, style="list") for f in own if line.get(f.id) is not None]
            out.append(Choice(" ".join(words) or block.label(screen.lang), block.label(screen.lang), line["_id"]))
    return out


async def choose_layout(screen: Any) -> None:
    """Pick a layout, then the file."""
    from dangan.exporting import offered

    spec = screen.dangan.archive.registry.spec(screen.form_id)
    named = offered(screen.dangan.archive.registry.exporters(), spec)
    choices = [Choice(called(spec, e, options, screen.lang), "", name) for name, (e, options) in named.items()]
    said = screen.tr("Layout of the export: {what}", what=_what(screen))
    picker = PickScreen([*screen.path(), screen.tr("Export")], choices, said=said)
    await screen.dangan.show(picker, lambda name: _ask_path(screen, name) if name else None)


def called(spec: FormSpec, exporter: Exporter, options: Mapping[str, Any], lang: str) -> str:
    """What a layout is called: the ledger or paper that the options select, else the exporter."""
    if lang != "zh" and "ledger" in options:
        known = (*spec.ledgers, *(spec.paper.stub.ledgers if spec.paper.stub else ()))
        return str(next((ledger.en for ledger in known if ledger.zh == options["ledger"]), options["ledger"]))
    name = str(options.get("ledger") or options.get("paper") or "")
    papers = {zh: en for zh, en, _fields in (*spec.paper.sheets, *spec.paper.labels)}
    return (name if lang == "zh" else papers.get(name, name)) or exporter.label(lang)


def _what(screen: Any) -> str:
    marked = screen.marked()
    return str(
        screen.tr("{count} marked records", count=len(marked)) if marked else screen.tr("all records of the view")
    )


def _ask_path(screen: Any, name: str, more: Mapping[str, Any] | None = None) -> None:
    spec = screen.dangan.archive.registry.spec(screen.form_id)
    day = screen.dangan.env().today
    default = free_name(f"{spec.label(screen.lang).replace(' ', '_').replace('/', '_')}-{day:%Y%m%d}")
    said = screen.tr("File (Enter: {name}):", name=default)
    screen.ask(
        Ask(said, lambda typed: _write(screen, name, typed, default, more or {}), lang=screen.lang, needed=False)
    )


def workbook_path(typed: str, default: str) -> Path:
    """The workbook that was meant: `default` where nothing was typed, or inside the folder that was typed."""
    path = typed_path(typed) if typed else Path(default)
    if path.is_dir():
        path /= default
    if path.suffix.lower() != ".xlsx":
        path = path.with_name(path.name + ".xlsx")
    return path.absolute()


def free_name(stem: str) -> str:
    """A name of a workbook that is not there yet: `stem.xlsx`, `stem-2.xlsx` ..."""
    names = (f"{stem}.xlsx" if n == 1 else f"{stem}-{n}.xlsx" for n in count(1))
    return next(name for name in names if not Path(name).exists())


def _write(screen: Any, name: str, typed: Any, default: str, more: Mapping[str, Any]) -> None:
    from dangan.exporting import Job, layout

    if typed is False:
        return
    app = screen.dangan
    path = workbook_path(str(typed), default)
    if path.exists():
        screen.message(screen.tr("{path} is there already: give another name", path=path), "error")
        return
    form = app.archive.registry.form(screen.form_id)
    exporter, options = layout(app.archive.registry.exporters(), form.spec, name)
    marked = screen.marked()
    view = getattr(screen, "view", None)
    of_list = isinstance(view, View)
    total = len(marked) or (app.archive.count(screen.form_id, view, 1_000_000)[0] if of_list else 0)
    env = app.env()
    work = Work(screen.tr("Export {form}", form=form.spec.label(app.lang)), total)

    def run(work: Work) -> str:
        records = _marked(app.archive, screen.form_id, marked) if marked else _all(app.archive, screen.form_id, view)
        columns = tuple(c for c in view.columns) if of_list and view is not None else ()
        store = app.archive.store
        told = {**options, **more, "audit": audit.mark(store), "file": partial(attachments.picture, store)}
        ids: list[int] = []
        exporter.write(Job(form, _noted(records, ids), env, path, columns, told, work.progress, work.cancelled))
        said = {"layout": name, "count": work.done, "file": path.name}
        app.archive.note("export", env, form=form.spec.id, detail=said, records=ids)
        return str(screen.tr("Written: {path} ({count} records)", path=path, count=work.done or total))

    start(app, work, run)


def _noted(records: Iterator[Values], ids: list[int]) -> Iterator[Values]:
    for values in records:
        ids.append(values["_id"])
        yield values


def _marked(archive: Any, form_id: str, ids: list[int]) -> Iterator[Values]:
    for n in range(0, len(ids), BLOCK):
        yield from archive.read_many(form_id, ids[n : n + BLOCK])


def _all(archive: Any, form_id: str, view: View | None) -> Iterator[Values]:
    wanted = replace(view or View(), columns=())
    after = None
    while True:
        page = archive.page(form_id, wanted, after, None, BLOCK)
        yield from archive.read_many(form_id, [r["_id"] for r in page.rows])
        if not page.more:
            return
        after = page.last
