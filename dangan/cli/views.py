"""Saved views on the command line: which there are, and the one of a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dangan.cli.context import Failed, Session, print_json, print_table

if TYPE_CHECKING:
    from storage.pages import View


def view_of(session: Session, form: str, name: str) -> View:
    """The view of that name, the user's own before the shared one. Raises Failed where there is none that fits."""
    archive = session.archive()
    spec, login = archive.registry.spec(form), session.env().login
    found = archive.views.find(form, login, name)
    if found is None:
        known = "、".join(v.name for v in archive.views.listing(form, login))
        zh = f"“{spec.zh}”没有名为“{name}”的视图。" + (f"现有：{known}。" if known else "")
        raise Failed(zh, f"{spec.en} has no view {name}." + (f" There are: {known}." if known else ""))
    of = archive.registry.spec(spec.of) if not spec.kept and spec.of else spec
    known_fields = {*of.fields, *archive.registry.layout(of.id).main.by_id, *of.rows}
    for each in found.view.filters:
        if each.field.partition(".")[0] not in known_fields and not each.field.startswith("_"):
            raise Failed(
                f"视图“{name}”按“{each.field}”筛选，该栏已不存在。",
                f"View {name} filters by {each.field}, which is gone.",
            )
    return found.view


def print_views(session: Session, form: str | None, json_: bool) -> None:
    """The views that the user may choose among, of a form or of all forms."""
    archive, login = session.archive(), session.env().login
    if form is not None:
        archive.registry.spec(form)
    forms = [form] if form is not None else [head.id for head in archive.registry.heads()]
    found = [(each, view) for each in forms for view in archive.views.listing(each, login)]
    opens = {each: archive.views.default(each, login) for each in forms}
    if json_:
        print_json([
            {"form": each, "name": v.name, "shared": v.shared, "default": opens[each] == v} for each, v in found
        ])  # fmt: skip
        return
    print_table([
        (
            each, v.name, session.word("共用", "shared") if v.shared else session.word("自用", "own"),
            session.word("默认", "default") if opens[each] == v else "",
        )
        for each, v in found
    ])  # fmt: skip
