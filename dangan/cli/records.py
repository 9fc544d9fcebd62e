"""Commands that look at records and move them on: forms, list, show, search, submit, void."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

import click

from dangan.cli.context import Session, as_json, pass_session, print_json, print_table

if TYPE_CHECKING:
    from dangan.record import Values
    from dangan.spec import FieldSpec, FormSpec
    from storage.archive import Archive
    from storage.pages import Key, View

PAGE = 500
HIDDEN = ("_lines", "_reasons", "_master", "_key")  # of the program's own use


@click.command()
@click.option("--json", "json_", is_flag=True, help="Print the declarations in the words of the catalogue.")
@pass_session
def forms(session: Session, json_: bool) -> None:
    """List the form types, with the number of their records."""
    archive = session.archive()
    if json_:
        from dangan.catalogue import printed_form

        office = session.env().office
        print_json([printed_form(spec, office) for spec in archive.registry.specs()])
        return
    counts = dict(archive.store.rows("SELECT form, count(*) FROM record WHERE voided = 0 GROUP BY form"))
    print_table(
        [
            (head.no, head.id, head.label(session.lang), *_counted(head, counts), _standing(session, archive, head))
            for head in archive.registry.heads()
        ],
        right=[3],
    )


def _counted(head: Any, counts: dict[str, int]) -> tuple[str]:
    return (str(counts.get(head.id, 0)) if head.kept else "-",)


def _standing(session: Session, archive: Archive, head: Any) -> str:
    if not head.alive:
        return session.word("插件停用", "plugin off")
    return session.word("待升级", "wants upgrade") if head.id in archive.registry.read_only else ""


@click.command("list")
@click.argument("form", required=False)
@click.option("--json", "json_", is_flag=True, help="Print one JSON document.")
@click.option("--columns", help="Fields to print, parted by commas; the form's own list where not given.")
@click.option("--text", default="", help="Only records in which this text is found.")
@click.option("--limit", type=click.IntRange(1), help="At most so many, the newest.")
@click.option("--lacking", is_flag=True, help="Only old paper that was taken in and lacks what is required.")
@click.option("--view", "named", help="As the saved view of this name shows them: its filters, sort and columns.")
@click.option("--views", is_flag=True, help="List the saved views instead, of FORM or of all forms.")
@pass_session
def list_(
    session: Session,
    form: str | None,
    json_: bool,
    columns: str | None,
    text: str,
    limit: int | None,
    lacking: bool,
    named: str | None,
    views: bool,
) -> None:
    """List the records of FORM, the newest first."""
    archive = session.archive()
    if views:
        from dangan.cli.views import print_views

        print_views(session, form, json_)
        return
    if form is None:
        raise click.MissingParameter(ctx=click.get_current_context(), param_hint="FORM", param_type="argument")
    view: View | None = None
    if named is not None:
        from dangan.cli.views import view_of

        view = view_of(session, form, named)
    spec = archive.registry.spec(form)
    if spec.kind == "report" and not spec.kept:
        columns, form = columns or (None if view else ",".join(spec.list_columns)), spec.of
        spec = archive.registry.spec(form)
    if not spec.kept:
        from dangan.copies import refuse

        refuse(spec)
    if lacking:
        if columns or text or view:
            raise click.UsageError("--lacking takes none of --columns, --text and --view.")
        _lacking(session, form, limit, json_)
        return
    from storage.pages import View

    fields = _viewed(spec, view) if view and not columns else _columns(session, spec, columns)
    found = _rows(archive, form, replace(view or View(), columns=tuple(fields), text=text), limit)
    if json_:
        _stream(
            {"form": form, "record_no": row["record_no"], "title": row["_title"], **_named(row, fields)}
            for row in found
        )
        return
    options = _Shown(session, spec, fields)
    print_table([[f.label(session.lang) for f in fields.values()], *(options.row(row) for row in found)])


def _lacking(session: Session, form: str, limit: int | None, json_: bool) -> None:
    """Records of old paper with the fields that are still to be supplied."""
    from itertools import islice

    from storage.lacking import lacking

    archive = session.archive()
    found = islice(lacking(archive.store, archive.registry, form, session.env()), limit)
    rows = [(values["record_no"], values["_title"], paths) for values, paths in found]
    if json_:
        print_json([{"form": form, "record_no": no, "title": title, "lacking": paths} for no, title, paths in rows])
        return
    spec = archive.registry.spec(form)

    def label(path: str) -> str:
        rows_, _, rest = path.partition(".")
        return (
            spec.rows[rows_].label(session.lang) if rows_ in spec.rows and not rest else _path(spec, path, session.lang)
        )

    mark = session.word("、", ", ")
    print_table([(number, title, mark.join(dict.fromkeys(map(label, paths)))) for number, title, paths in rows])
    if not rows:
        click.echo(session.word("没有待补的旧件。", "No old paper lacks anything."), err=True)


def _path(spec: FormSpec, path: str, lang: str) -> str:
    """The label of the field at `name` or `rows.N.name`."""
    parts = path.split(".")
    return spec.find(f"{parts[0]}.{parts[-1]}" if len(parts) > 1 else path).label(lang)


def _columns(session: Session, spec: FormSpec, asked: str | None) -> dict[str, FieldSpec]:
    from dangan.system import stored_fields

    known = stored_fields(spec)
    names = [name.strip() for name in asked.split(",")] if asked else [*spec.list_columns] or ["record_no", "status"]
    if "record_no" not in names and not asked:
        names.insert(0, "record_no")
    for name in names:
        if name not in known:
            raise _no_column(session, spec, name, list(known))
    return {name: known[name] for name in names}


def _viewed(spec: FormSpec, view: View) -> dict[str, FieldSpec]:
    """The columns of a saved view, those of the program's own and those that are gone left out."""
    from dangan.system import stored_fields

    known = stored_fields(spec)
    names = [name for name in view.columns if name in known] or ["record_no", "status"]
    return {name: known[name] for name in names}


def _no_column(session: Session, spec: FormSpec, name: str, known: list[str]) -> click.UsageError:
    near = get_close_matches(name, known, 1)
    said = session.word(f"“{spec.zh}”没有 {name} 这一栏。", f"{spec.en} has no column {name}.")
    if near:
        said += session.word(f"是不是 {near[0]}？", f" Did you mean {near[0]}?")
    return click.UsageError(said, click.get_current_context())


def _rows(archive: Archive, form: str, view: View, limit: int | None) -> Iterator[Values]:
    after: Key | None = None
    left = limit
    while True:
        page = archive.page(form, view, after, limit=PAGE if left is None else min(left, PAGE))
        # what an edition shares with its master is kept there
        lacking = [name for name in view.columns if page.rows and name not in page.rows[0]]
        whole = archive.read_many(form, [row["_id"] for row in page.rows]) if lacking else []
        for row, values in zip(page.rows, whole, strict=False):
            row.update({name: values.get(name) for name in lacking})
        yield from page.rows
        left = None if left is None else left - len(page.rows)
        if not page.more or left == 0:
            return
        after = page.last


def _named(row: Values, fields: Iterable[str]) -> Values:
    return {name: row.get(name) for name in fields}


def _stream(rows: Iterator[Values]) -> None:
    """One document, printed as the pages come: a list may be longer than the memory."""
    click.echo("[", nl=False)
    mark = "\n"
    for row in rows:
        click.echo(mark + as_json(row, indent=None), nl=False)
        mark = ",\n"
    click.echo("\n]")


class _Shown:
    """Values in the reader's words, the option lists looked up once."""

    def __init__(self, session: Session, spec: FormSpec, fields: dict[str, FieldSpec], style: str = "list") -> None:
        from dangan.types import options_of

        office = session.env().office
        self.lang, self.fields, self.style = session.lang, fields, style
        self.options = {name: spec.states if name == "status" else options_of(f, office) for name, f in fields.items()}

    def filled(self, values: Values) -> list[tuple[str, str]]:
        """Label and value of what is filled in."""
        names = [name for name in self.fields if values.get(name) not in (None, ())]
        return [(self.fields[name].label(self.lang), self.value(name, values[name])) for name in names]

    def row(self, values: Values) -> list[str]:
        """A line of a list."""
        return [self.value(name, values.get(name)) for name in self.fields]

    def value(self, name: str, value: Any) -> str:
        """One value."""
        from dangan.types import show

        if name == "status":
            return next((state.text(self.lang) for state in self.options[name] if state.code == value), str(value))
        return show(self.fields[name], value, self.lang, style=self.style, options=self.options[name])


@click.command()
@click.argument("form")
@click.argument("number")
@click.option("--json", "json_", is_flag=True, help="Print one JSON document.")
@pass_session
def show(session: Session, form: str, number: str, json_: bool) -> None:
    """Print the record of FORM with that NUMBER."""
    archive = session.archive()
    values = archive.read(form, number)
    if json_:
        print_json({key: value for key, value in values.items() if key not in HIDDEN})
        return
    spec = archive.registry.spec(form)
    for block in spec.blocks:
        shown = _Shown(session, spec, {f.id: f for f in block.fields}, "screen")
        if block.part == "rows":
            lines = [[f.label(session.lang) for f in block.fields], *map(shown.row, values.get(block.id) or ())]
            _block(block.label(session.lang), lines if len(lines) > 1 else [])
        else:
            _block(block.label(session.lang), shown.filled(values))
    from dangan.system import stored_fields

    rest = {name: f for name, f in stored_fields(spec).items() if name not in spec.fields}
    _block("", _Shown(session, spec, rest, "screen").filled(values))


def _block(heading: str, rows: Sequence[Sequence[str]]) -> None:
    if not rows:
        return
    click.echo(f"\n{heading}" if heading else "")
    print_table(rows)


@click.command()
@click.argument("text")
@click.option("--form", default="", help="Only in this form type.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=50, show_default=True, help="At most so many.")
@click.option("--json", "json_", is_flag=True, help="Print one JSON document.")
@pass_session
def search(session: Session, text: str, form: str, limit: int, json_: bool) -> None:
    """Search all records for TEXT: words, numbers, pinyin and its initials."""
    archive = session.archive()
    if form:
        archive.registry.spec(form)
    hits = archive.search(text, form=form, limit=limit)
    if json_:
        print_json([{"form": h.form, "record_no": h.record_no, "title": h.title, "where": h.where} for h in hits])
        return
    if not hits:
        click.echo(session.word(f"没有找到“{text}”。", f"Nothing was found for {text}."), err=True)
    names = {head.id: head.label(session.lang) for head in archive.registry.heads()}
    print_table([(names.get(h.form, h.form), h.record_no, h.title) for h in hits])


@click.command()
@click.argument("form")
@click.argument("number")
@click.option("--confirm", is_flag=True, help="Confirm the warnings; what refuses still does.")
@pass_session
def submit(session: Session, form: str, number: str, confirm: bool) -> None:
    """Submit a record: everything that is required is checked, then it enters its second state."""
    values = session.archive().submit(form, number, session.env(), confirm=confirm)
    spec = session.archive().registry.spec(form)
    state = next((s.text(session.lang) for s in spec.states if s.code == values["status"]), values["status"])
    click.echo(f"{values['record_no']} {state}")


@click.command()
@click.argument("form")
@click.argument("number")
@click.option("--reason", required=True, help="Why; kept with the record.")
@pass_session
def void(session: Session, form: str, number: str, reason: str) -> None:
    """Void a record: its number is never used again."""
    values = session.archive().void(form, number, reason, session.env())
    click.echo(session.word(f"{values['record_no']} 已作废。", f"{values['record_no']} is void."))


COMMANDS = {"forms": forms, "list": list_, "show": show, "search": search, "submit": submit, "void": void}
