"""What an exporter is and what it is given: exporters are registered by plugins and run by screens and commands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dangan.errors import DanganError
from dangan.frozen import frozen
from dangan.record import Values
from dangan.spec import FormSpec

if TYPE_CHECKING:
    from dangan.env import Env, Office
    from dangan.form import FormType


class Cancelled(DanganError):
    """The user stopped the export; no file is left behind."""

    def __init__(self) -> None:
        super().__init__(
            "导出已取消，未留下文件。", "Export stopped; no file was left behind.", code="EXPORT_CANCELLED"
        )


class UnknownExport(DanganError):
    """No exporter, ledger or further paper of the form bears the name that was asked for."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        listed = "、".join(known)
        super().__init__(
            f"没有名为“{name}”的导出格式。",
            f"No export layout is called {name!r}.",
            f"可用的有：{listed}。",
            f"There are: {', '.join(known)}.",
            code="EXPORT_UNKNOWN",
        )


@frozen
class Job:
    """One export: what, for whom, to which file.

    `records` are whole records (rows tables loaded) in the order of output, at most once iterated; only what the user
    may see is in them. `columns` are the paths of a list. `options` by exporter: `ledger` a ledger's name, `paper` a
    further paper's, `stub` True for a ledger of the stub, `copies` False to leave out the copies, `audit` the mark that is printed small at the foot of
    every page, `file` a function from a Link to the Path of an attachment (None: not at hand) for pictures, `snapshot` the `_id` of the dated copy to print. `progress` is told the number of records done,
    `cancelled` is asked before each.
    """

    form: FormType
    records: Iterable[Values]
    env: Env
    path: Path
    columns: tuple[str, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)
    progress: Callable[[int], None] = lambda done: None
    cancelled: Callable[[], bool] = lambda: False

    @property
    def spec(self) -> FormSpec:
        """The form's description."""
        return self.form.spec

    @property
    def lang(self) -> str:
        """Language of headings and labels."""
        return self.env.lang

    @property
    def office(self) -> Office:
        """The store, for option lists."""
        return self.env.office

    def each(self) -> Iterator[Values]:
        """The records one by one, with progress; raises Cancelled once the user has stopped the export."""
        for done, record in enumerate(self.records, 1):
            if self.cancelled():
                raise Cancelled()
            yield record
            self.progress(done)
        if self.cancelled():
            raise Cancelled()


@frozen
class Exporter:
    """A way out to a file: its name on the command line, its names for the reader, and what writes the file."""

    name: str
    zh: str
    en: str
    write: Callable[[Job], None]

    def label(self, lang: str) -> str:
        """Its name in `lang`."""
        return self.zh if lang == "zh" else self.en


def layouts(exporters: Iterable[Exporter], spec: FormSpec) -> dict[str, tuple[Exporter, Mapping[str, Any]]]:
    """Every name that a form can be exported by: the exporters, its named ledgers and its stub's, its further papers and
    labels.

    The value is the exporter with the options that select the ledger or paper.
    """
    by_name = {e.name: e for e in exporters}
    found: dict[str, tuple[Exporter, Mapping[str, Any]]] = {name: (e, {}) for name, e in by_name.items()}
    if "ledger" in by_name:
        for ledger in spec.ledgers:
            found.setdefault(ledger.zh, (by_name["ledger"], {"ledger": ledger.zh}))
        for ledger in spec.paper.stub.ledgers if spec.paper.stub else ():
            found.setdefault(ledger.zh, (by_name["ledger"], {"ledger": ledger.zh, "stub": True}))
    if "form_a4" in by_name:
        for zh, _, _ in (*spec.paper.sheets, *spec.paper.labels):
            found.setdefault(zh, (by_name["form_a4"], {"paper": zh}))
    return found


def offered(exporters: Iterable[Exporter], spec: FormSpec) -> dict[str, tuple[Exporter, Mapping[str, Any]]]:
    """Every layout once: a form's own ledgers stand for the ledger."""
    return {name: how for name, how in layouts(exporters, spec).items() if name != "ledger" or not spec.ledgers}


def layout(exporters: Iterable[Exporter], spec: FormSpec, name: str) -> tuple[Exporter, Mapping[str, Any]]:
    """The exporter and options that `name` stands for; raises UnknownExport, which lists the names there are."""
    known = layouts(exporters, spec)
    if name not in known:
        raise UnknownExport(name, tuple(known))
    return known[name]
