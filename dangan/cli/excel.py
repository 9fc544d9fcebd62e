"""Commands that write and read workbooks: template, import, export."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dangan.cli.context import Failed, Session, pass_session, print_json, print_table, progress

if TYPE_CHECKING:
    from dangan.env import Env
    from dangan.form import FormType
    from dangan.record import Values
    from dangan.spec import FormSpec
    from forms_plugins.importers.mapping import Wanted
    from storage.archive import Archive

BLOCK = 200  # records read at a time
WORKBOOK = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("form")
@click.argument("file", type=WORKBOOK)
@click.option("--intake", is_flag=True, help="For old paper: with a column for the state.")
@pass_session
def template(session: Session, form: str, file: Path, intake: bool) -> None:
    """Write an empty workbook for the import of FORM."""
    from dangan.copies import refuse
    from forms_plugins.importers.template import template as write

    _refuse_existing(file)
    kind = session.archive().registry.form(form)
    refuse(kind.spec)
    write(kind, file, session.lang, session.env().office, intake=intake)
    click.echo(str(file))


@click.command("import")
@click.argument("form", required=False)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=False)
@click.option("--dry-run", is_flag=True, help="Check everything, write nothing.")
@click.option(
    "--report", type=WORKBOOK, metavar="FILE", help="Write the workbook again with the reasons beside its rows."
)
@click.option("--update-by", default="", metavar="FIELD", help="Change the records that agree in this field.")
@click.option("--add-missing", is_flag=True, help="Make unknown departments, companies and options of open lists.")
@click.option("--confirm", is_flag=True, help="Confirm the warnings; what refuses still does.")
@click.option("--intake", metavar="BOOK", help="Take in old paper out of this book, where the setting allows it.")
@click.option(
    "--map",
    "mapped",
    multiple=True,
    metavar="HEADING=FIELD",
    help="The column fills this field; - leaves it out, + puts it into the remarks, *=- leaves out all that is not known.",
)
@click.option("--show-map", is_flag=True, help="Print which column fills which field, import nothing.")
@click.option("--json", "json_", is_flag=True, help="With --show-map: print one JSON document.")
@click.option("--no-map", is_flag=True, help="Ignore what is remembered of this heading line.")
@click.option("--sheet", default="", metavar="NAME", help="The sheet to take for the form.")
@click.option("--undo", type=int, metavar="ID", help="Take the whole import ID back.")
@pass_session
def import_(
    session: Session, form: str | None, file: Path | None, dry_run: bool, report: Path | None, update_by: str,
    add_missing: bool, confirm: bool, intake: str | None, mapped: tuple[str, ...], show_map: bool, json_: bool, no_map: bool,
    sheet: str, undo: int | None,
) -> None:  # fmt: skip
    """Import the workbook FILE into FORM: all of it or nothing.

    Headings of an office's own find their fields by label, further spelling, identifier or initials, or by --map; what
    went through is remembered by the heading line.
    """
    archive = session.archive()
    if undo is not None:
        if form or file:
            raise _usage(session, "--undo 不带表名和文件。", "--undo takes no FORM and no FILE.")
        archive.undo_batch(undo, session.env())
        click.echo(session.word(f"导入 {undo} 已撤销。", f"Import {undo} is undone."))
        return
    if form is None or file is None:
        raise _usage(session, "要写明表名和文件。", "FORM and FILE are needed.")
    if intake is not None and not intake.strip():
        raise _usage(session, "--intake 要写明簿册的名称。", "--intake needs the name of the book.")
    options = {"dry_run": dry_run, "report": report, "update_by": update_by, "add_missing": add_missing}
    wanted = _wanted(session, archive, form, mapped, no_map, sheet)
    if show_map:
        _show_map(session, archive, form, file, {"wanted": wanted, "intake": intake or ""}, json_)
        return
    _bring_in(session, archive, form, file, {**options, "confirm": confirm, "intake": intake or "", "wanted": wanted})


def _wanted(session: Session, archive: Archive, form: str, mapped: tuple[str, ...], no_map: bool, sheet: str) -> Wanted:
    from forms_plugins.importers.mapping import ANY, Wanted, recall

    given = {}
    for said in mapped:
        heading, _, name = said.rpartition("=")
        if not heading.strip() or not name.strip():
            raise _usage(session, f"--map 要写成 表头=字段：{said}", f"--map takes HEADING=FIELD: {said}")
        given[ANY, heading.strip()] = name.strip()
    return Wanted(given, sheet=sheet) if no_map else Wanted(given, recall(archive, form), sheet)


def _show_map(session: Session, archive: Archive, form: str, file: Path, options: dict[str, Any], json_: bool) -> None:
    from dataclasses import asdict

    from forms_plugins.importers.run import run

    columns = run(archive, form, file, session.env(), dry_run=True, **options).columns
    if json_:
        print_json([asdict(column) for column in columns])
        return
    how = {
        "exact": session.word("表头即字段", "label"), "program": session.word("由程序填写", "filled in by the program"),
        "given": session.word("指明", "given"), "remembered": session.word("记住的", "remembered"),
        "likely": session.word("推测，待确认", "likely, to be confirmed"), "unknown": session.word("请指明", "not known"),
    }  # fmt: skip
    to = {"-": session.word("不导入", "left out"), "+": session.word("备注", "into the remarks"), "": "?"}
    heads = [
        session.word(zh, en)
        for zh, en in (("工作表", "Sheet"), ("表头", "Heading"), ("示例", "Samples"), ("字段", "Field"), ("", ""))
    ]
    lines = []
    for c in columns:
        field = to.get(c.to) or f"{session.word(c.zh, c.en)} ({c.to})"
        misfit = session.word(f"；不合：{c.misfit}", f"; does not take {c.misfit}") if c.misfit else ""
        lines.append([c.sheet, c.heading, " | ".join(c.samples), field, how[c.how] + misfit])
    print_table([heads, *lines])


def _usage(session: Session, zh: str, en: str) -> click.UsageError:
    return click.UsageError(session.word(zh, en), click.get_current_context())


def _bring_in(session: Session, archive: Archive, form: str, file: Path, options: dict[str, Any]) -> None:
    from forms_plugins.importers.run import run

    counter = progress(session, "已处理", "Done")
    result = run(archive, form, file, session.env(), progress=lambda stage, done, total: counter(done), **options)
    for note in result.notes:
        click.echo(note.zh if session.lang == "zh" else note.en, err=True)
    for kind, name in result.added:
        click.echo(session.word(f"新增 {kind}：{name}", f"added {kind}: {name}"), err=True)
    for fault in result.faults:
        click.echo(fault.line(session.lang), err=True)
    for warned in result.warned:
        click.echo(session.word("提醒：", "warning: ") + warned.line(session.lang), err=True)
    if not result.ok:
        raise result.failure(str(options["report"] or ""))
    counts = (result.created, result.updated, result.unchanged)
    said = session.word("新建 {}，更新 {}，未变 {}。", "{} created, {} updated, {} unchanged.").format(*counts)
    if result.dry_run:
        if result.warned:
            said += session.word(f" 提醒 {len(result.warned)} 处，导入时用 --confirm 确认。", f" {len(result.warned)} warning(s): confirm them with --confirm.")  # fmt: skip
        click.echo(session.word("试运行：", "Dry run: ") + said)
    else:
        click.echo(said + session.word(f" 导入编号 {result.batch_id}。", f" Import {result.batch_id}."))


@click.command()
@click.argument("form")
@click.argument("file", type=WORKBOOK)
@click.option(
    "--layout",
    default="list",
    show_default=True,
    help="list, form_a4, form_blank, ledger, whole, or a name of the form's own.",
)
@click.option("--number", "numbers", multiple=True, metavar="N", help="Only this record; may be repeated.")
@click.option(
    "--option",
    "wishes",
    multiple=True,
    metavar="NAME=VALUE",
    help="For the layout: snapshot=ID prints that dated copy; may be repeated.",
)
@click.option("--copies/--no-copies", default=True, help="Print the copies that a form has by name.")
@pass_session
def export(
    session: Session,
    form: str,
    file: Path,
    layout: str,
    numbers: tuple[str, ...],
    wishes: tuple[str, ...],
    copies: bool,
) -> None:
    """Write records of FORM into the workbook FILE."""
    from dangan.exporting import Job
    from dangan.exporting import layout as find_layout
    from storage.attachments import picture
    from storage.audit import mark

    archive, env = session.archive(), session.env()
    kind = archive.registry.form(form)
    exporter, options = find_layout(archive.registry.exporters(), kind.spec, layout)
    columns: tuple[str, ...] = ()
    if kind.spec.kind == "report" and exporter.name == "list":  # its columns are those of the form that it is over
        columns, kind = kind.spec.list_columns, archive.registry.form(kind.spec.of)
    _refuse_existing(file)
    blank = exporter.name == "form_blank"
    found = _none() if blank else _asked(archive, kind, numbers, env)
    counted = _Counted(found, progress(session, "已导出", "Exported"))
    more = {
        **_wishes(session, wishes),
        "copies": copies,
        "audit": mark(archive.store),
        "file": partial(picture, archive.store),
    }
    shown = (
        counted
        if blank or kind.spec.kind != "report" or kind.spec.kept
        else _reported(kind.spec, counted, exporter.name == "form_a4")
    )
    exporter.write(Job(kind, shown, env, file, columns, options={**options, **more}))
    told = {"layout": layout, "count": counted.done, "file": file.name}
    archive.note("export", env, form=form, detail=told, records=counted.ids)
    if blank:
        click.echo(str(file))
        return
    click.echo(session.word(f"{file}  {counted.done} 条", f"{file}  {counted.done} records"))
    if not counted.done:
        from dangan.sentences import problem

        click.echo(problem("GEN_EXPORT_EMPTY", form=kind.spec).text(session.lang), err=True)


def _wishes(session: Session, given: tuple[str, ...]) -> dict[str, Any]:
    """Options of a layout; whole numbers as such."""
    parted = [each.partition("=") for each in given]
    if any(not (name and sign) for name, sign, _value in parted):
        raise _usage(session, "--option 要写成 NAME=VALUE。", "--option takes NAME=VALUE.")
    return {name: int(value) if value.isdecimal() else value for name, _sign, value in parted}


class _Counted:
    """Records as they pass, counted and noted."""

    def __init__(self, records: Iterator[Values], told: Callable[[int], None]) -> None:
        self._records, self._told, self.done = records, told, 0
        self.ids: list[int] = []

    def __iter__(self) -> Iterator[Values]:
        for record in self._records:
            self.done += 1
            self._told(self.done)
            self.ids.append(record["_id"])
            yield record


def _none() -> Iterator[Values]:
    return iter(())


def _reported(report: FormSpec, records: Iterable[Values], paper: bool) -> Iterator[Values]:
    """The report over these records: a line each, or all of it as one sheet of paper."""
    from dangan.copies import report_lines, whole_report

    return iter((whole_report(report, records),)) if paper else report_lines(report, records)


def _asked(archive: Archive, kind: FormType, numbers: tuple[str, ...], env: Env) -> Iterator[Values]:
    """The records to export; of a copy, the part that it shows of the records of its form; of a report those of its form."""
    if kind.spec.kept:
        return _records(archive, kind.spec.id, numbers)
    from dangan.copies import parts

    of = archive.registry.spec(kind.spec.of)
    if kind.spec.kind == "report":
        return _records(archive, of.id, numbers)
    return parts(kind, of, _records(archive, of.id, numbers), env)


def _records(archive: Archive, form: str, numbers: tuple[str, ...]) -> Iterator[Values]:
    """The records with these numbers in their order, or all of the form, the oldest first."""
    from storage.pages import View

    if numbers:
        from storage.reading import numbered

        ids = numbered(archive.store, form, numbers)
        for start in range(0, len(ids), BLOCK):
            yield from archive.read_many(form, ids[start : start + BLOCK])
        return
    after = None
    while True:
        page = archive.page(form, View(descending=False), after, limit=BLOCK)
        yield from archive.read_many(form, [row["_id"] for row in page.rows])
        if not page.more:
            return
        after = page.last


def _refuse_existing(file: Path) -> None:
    if file.exists():
        raise Failed(f"{file} 已经存在，请换一个文件名。", f"{file} is there already: give another name.")


COMMANDS = {"template": template, "import": import_, "export": export}
