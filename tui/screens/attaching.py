"""The part of a record's screen that attaches files and takes them off."""

from __future__ import annotations

import os
import re
from functools import partial
from pathlib import Path
from typing import Any

from dangan.errors import DanganError
from dangan.record import Signature, Values
from dangan.values.text import normal
from storage import attachments, scans
from storage.signatures import Given
from tui import disk
from tui.frame import Command
from tui.screens.dialogs import Ask
from tui.screens.keyed import KeyedScreen
from tui.screens.record_tabs import Tab
from tui.widgets.rows import Rows

MOST_PAGES = 99_999


class Attaching(KeyedScreen[None]):
    """Adds and removes attachments of `record`."""

    record: int
    version: int | None
    tab: int
    tabs: list[Tab]
    rows: Rows
    files: list[attachments.Attachment]
    values: Values

    def again(self) -> None:
        """Read the record anew."""
        raise NotImplementedError

    def file_commands(self) -> list[Command]:
        """What can be done with files."""
        out = [Command("attach", self.tr("Attach a file"), self.attach)]
        if (signed := self._on_paper_sign()) is not None:
            out.insert(
                0, Command("scan", self.tr("A scan of the signature of {name}", name=signed[1]), self.attach_scan, "F5")
            )
        if self._on_file() is not None:
            out.append(Command("count_file", self.tr("Pages and copies of the file"), self.count_file, "F2"))
            out.append(Command("detach", self.tr("Take the file off, with a reason"), self.detach, "Delete"))
            out.append(Command("save_file", self.tr("Copy the file out"), self.copy_out))
        return out

    def _on_file(self) -> attachments.Attachment | None:
        """The file that is marked, on the tab of the signatures the scan of the one that is."""
        kind, value = self.tabs[self.tab].kind, self.rows.current
        if kind == "signs" and value is not None:
            beside = scans.of(self.files).get(value.id if isinstance(value, Given) else str(value))
            return beside[-1] if beside else None
        return value if kind == "files" and isinstance(value, attachments.Attachment) else None

    def _on_paper_sign(self) -> tuple[int | str, str] | None:
        """The signature on paper that is marked and stands, as `scans.of` knows it, and whose it is."""
        value = self.rows.current if self.tabs[self.tab].kind == "signs" else None
        if isinstance(value, Given):
            return (value.id, value.name) if value.paper and not value.withdrawn_at else None
        stands = self.values.get(str(value)) if value is not None else None
        return (str(value), stands.name) if isinstance(stands, Signature) and stands.paper else None

    async def pressed(self, key: str) -> bool:
        """Delete takes the marked file off, F2 counts its paper."""
        if key == "f2" and self._on_file() is not None:
            self.count_file()
            return True
        if key == "delete" and self._on_file() is not None:
            self.detach()
            return True
        return await super().pressed(key)

    def action_new(self) -> None:
        """Attach a file, on the tab of the signatures the scan of the one marked."""
        if self._on_paper_sign() is not None:
            self.attach_scan()
        else:
            self.attach()

    def attach_scan(self) -> None:
        """Ask for the scan of the signature that is marked."""
        signed = self._on_paper_sign()
        if signed is not None:
            said = self.tr("Scan of the signature of {name}:", name=signed[1])
            self.ask(Ask(said, lambda typed: self._attach_file(typed, signed[0]), lang=self.lang))

    def attach(self) -> None:
        """Ask for the file."""
        self.ask(Ask(self.tr("File to attach:"), self._attach_file, lang=self.lang))

    def _attach_file(self, typed: Any, beside: int | str = "") -> None:
        if not typed:
            return
        env, path = self.dangan.env(), typed_path(str(typed))
        if not path.is_file():
            self.message(self.tr("There is no file {path}", path=path), "error")
            return
        try:
            made = scans.add(self.dangan.archive.store, self.record, beside, path, at=env.now, by=env.login)
        except DanganError as error:
            self.message(error.text(self.lang), "error")
            return
        self.again()
        self.message(self.tr("Attached {name}", name=made.name), "done")

    def count_file(self) -> None:
        """Ask how many pages and copies its paper has."""
        found = self._on_file()
        if found is not None:
            typed = " ".join(str(n) for n in (found.pages, found.copies) if n is not None)
            said = self.tr("Pages and copies of {name}, such as 12 1:", name=found.name)
            then = partial(self._count_file, found)
            self.ask(Ask(said, then, lang=self.lang, needed=False, typed=typed))

    def _count_file(self, found: attachments.Attachment, typed: Any) -> None:
        if typed is False:
            return
        words = re.split(r"[\s,/、]+", normal(str(typed)).strip()) if str(typed).strip() else []
        if len(words) > 2 or not all(w.isdecimal() and 0 < int(w) <= MOST_PAGES for w in words):
            self.message(self.tr("Two whole numbers are meant: pages, then copies"), "error")
            return
        pages, copies = [*map(int, words), None, None][:2]
        env = self.dangan.env()
        try:
            attachments.count(self.dangan.archive.store, found.id, pages, copies, at=env.now, by=env.login)
        except DanganError as error:
            self.message(error.text(self.lang), "error")
            return
        self.again()
        self.message(self.tr("Pages and copies of {name} are kept", name=found.name), "done")

    def detach(self) -> None:
        """Ask for the reason."""
        found = self._on_file()
        if found is not None:
            said = self.tr("Take {name} off? Reason:", name=found.name)
            self.ask(Ask(said, lambda reason: self._detach_file(found, reason), lang=self.lang))

    def _detach_file(self, found: attachments.Attachment, reason: Any) -> None:
        if not reason:
            return
        env = self.dangan.env()
        try:
            attachments.remove(self.dangan.archive.store, found.id, at=env.now, by=env.login, reason=str(reason))
        except DanganError as error:
            self.message(error.text(self.lang), "error")
            return
        self.again()
        self.message(self.tr("{name} was taken off; its history stays", name=found.name), "done")

    def copy_out(self) -> None:
        """Ask where to."""
        found = self._on_file()
        if found is not None:
            self.ask(
                Ask(self.tr("Copy {name} to:", name=found.name), lambda to: self._copy_out(found, to), lang=self.lang)
            )

    def _copy_out(self, found: attachments.Attachment, to: Any) -> None:
        if not to:
            return
        target = typed_path(str(to))
        target = target / found.name if target.is_dir() else target
        try:
            source = attachments.contents(self.dangan.archive.store, found)
            with (
                source.open("rb") as inward,
                open(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as outward,
            ):
                while block := inward.read(1 << 20):
                    outward.write(block)
        except FileExistsError:
            self.message(self.tr("{path} is there already: give another name", path=target), "error")
            return
        except DanganError as error:
            self.message(error.text(self.lang), "error")
            return
        except OSError as error:
            self.message(f"{target}: {disk.reason(error, self.lang)}", "error")
            return
        self.message(self.tr("Written: {path}", path=target), "done")


def typed_path(text: str) -> Path:
    """A path as typed or pasted: quotes round it are left out, `~` is the home folder."""
    return Path(text.strip().strip("\"'")).expanduser()
