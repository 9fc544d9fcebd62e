"""Files that a workbook names: they lie beside it, and are taken in once every row is right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dangan.env import Env
from dangan.errors import DanganError, Problem
from dangan.record import Link, Values
from dangan.values.text import visible
from forms_plugins.importers.gather import Entry, Gathering
from storage import attachments
from storage.archive import Archive


@dataclass(slots=True)
class Named:
    """A file that a cell names: where its value stands, and the place of the cell."""

    holder: Values
    field: str
    entry: Entry
    rows: str
    row: int


class Files:
    """The files that the cells of a workbook name, relative to its folder."""

    def __init__(self, archive: Archive, folder: Path, gathering: Gathering, env: Env) -> None:
        self._archive, self._folder, self._env = archive, folder.absolute(), env
        self._limits = attachments.Limits.on(archive.settings, env.today)
        self._gathering = gathering
        self._kept = _known(archive, gathering)
        self._named = list(_named(gathering))

    def __bool__(self) -> bool:
        return bool(self._named)

    def check(self) -> None:
        """Add a fault for each file that is not there or may not be attached; a name that the record has already means
        the file that it has."""
        for each in list(self._named):
            said = each.holder[each.field].text
            if (known := self._kept.get((each.entry.id, each.rows, each.field, said))) is not None:
                each.holder[each.field] = known
                self._named.remove(each)
                continue
            try:
                attachments.inspect(self._path(said), self._limits)
            except DanganError as reason:
                each.entry.bad.add((each.rows, each.row, each.field))
                p = Problem(each.field, reason.code, "refuse", reason.zh, reason.en, reason.mend_zh, reason.mend_en)
                self._gathering.faults.append(self._gathering.fault(p, each.rows, each.row, each.field, said))

    def take_in(self) -> None:
        """Copy them into the store, where they wait for their records' save, and put them into the values."""
        at, by = self._env.now, self._env.login or self._env.user.text
        paths = [self._path(each.holder[each.field].text) for each in self._named]
        kept = {path: attachments.keep(self._archive.store, path, self._limits) for path in dict.fromkeys(paths)}
        with self._archive.store.write() as cursor:
            for each, path in zip(self._named, paths, strict=True):
                number = attachments.add_row(cursor, self._archive.store, None, kept[path], at=at, by=by)
                each.holder[each.field] = Link(kept[path].name, number, "attachment")

    def _path(self, said: str) -> Path:
        """The file that a cell names, in the workbook's folder or one below it and nowhere else."""
        path = self._folder / said.replace("\\", "/")
        if not path.resolve().is_relative_to(self._folder.resolve()) or not path.is_file():
            raise attachments.FileRefused(
                f"工作簿旁边没有文件“{visible(said)}”。", f"There is no file {visible(said)} beside the workbook.",
                "请把文件放在工作簿所在的文件夹或其下级文件夹。", "Put it into the workbook's folder or one below it.", "IMPORT_FILE",
            )  # fmt: skip
        return path


def _named(gathering: Gathering) -> Iterator[Named]:
    for rows, page in gathering.pages.items():
        fields = [target.field.id for _, _, _, target in page.plan if target.field.type == "file" and not target.code]
        for entry in gathering.entries if fields else ():
            homes = [(entry.row, entry.values)] if not rows else [(x.row, x.values) for x in entry.lines.get(rows, ())]
            for row, holder in homes:
                for field in fields:
                    if isinstance(holder.get(field), Link):
                        yield Named(holder, field, entry, rows, row)


def _known(archive: Archive, gathering: Gathering) -> dict[tuple[int | None, str, str, str], Link]:
    """(record, rows table, field, name) -> the file that a record to be changed has already."""
    ids = [entry.id for entry in gathering.entries if entry.id is not None]
    if not any(target.field.type == "file" for page in gathering.pages.values() for *_, target in page.plan):
        return {}
    found: dict[tuple[int | None, str, str, str], Link] = {}
    for record in archive.read_many(gathering.spec.id, ids):
        for rows in ("", *gathering.spec.rows):
            for holder in [record] if not rows else record[rows]:
                for field, value in holder.items():
                    if isinstance(value, Link) and value.form == "attachment":
                        found[record["_id"], rows, field, value.text] = value
    return found
