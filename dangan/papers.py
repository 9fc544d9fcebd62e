"""Paper, ledgers and uniqueness as a declaration writes them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dangan.frozen import frozen
from dangan.spec import Condition, LedgerSpec, PaperSpec, UniqueSpec

if TYPE_CHECKING:
    from dangan.form import Copy


@frozen
class Unique:
    """Fields (blank-separated; `items.customer` of a rows table) that are unique together, `only` while a condition holds."""

    fields: str
    only: Condition | None = None
    code: str = ""

    @property
    def spec(self) -> UniqueSpec:
        """The frozen description."""
        return UniqueSpec(tuple(self.fields.split()), self.only, self.code)


@frozen
class Ledger:
    """A ledger by its name: its columns, one line a record, or one a line of the rows table `per`; `heads` names
    columns whose heading is not the label of the field: (column, zh, en). `upto=("due_on", 0)` leaves what is due: only
    where the day in that field lies at most so many days after today (-1: what is overdue)."""

    zh: str
    columns: str = ""
    en: str = ""
    per: str = ""
    only: Condition | None = None
    heads: Sequence[tuple[str, str, str]] = ()
    upto: tuple[str, int] | tuple[()] = ()

    @property
    def spec(self) -> LedgerSpec:
        """The frozen description."""
        return LedgerSpec(
            self.zh, self.en, tuple(self.columns.split()), self.per, self.only, tuple(self.heads), self.upto
        )


@frozen
class Sheet:
    """A further paper of one record (cover, closing note), or a label: its name and the fields on it, blank-separated. A
    label with a field `down`, which is written downwards, is narrow and tall, as it stands on a spine."""

    zh: str
    en: str
    fields: str
    down: str = ""

    @property
    def plain(self) -> tuple[str, str, tuple[str, ...]]:
        """Names and fields as data."""
        return self.zh, self.en, tuple(self.fields.split())


@frozen
class Letter:
    """A form written as a letter: the setting that holds its text, the field of the addressee, that of the day which the
    text names as `{field}`. The foot signs it."""

    setting: str
    to: str
    by: str = ""


@frozen
class Paper:
    """How a form is printed beyond what its blocks say; A4, upright unless `landscape`. `copies` are printed by name,
    `per_sheet` of them on one page where they fit; a `stub` stands below a cutting line. Of `labels` there are several records' on a page."""

    landscape: bool = False
    heading: str = ""
    cover: Sheet | None = None
    labels: Sequence[Sheet] = ()
    sheets: Sequence[Sheet] = ()
    copies: Sequence[str] = ()
    per_sheet: int = 1
    letter: Letter | None = None
    stub: type[Copy] | None = None

    @property
    def spec(self) -> PaperSpec:
        """The frozen description."""
        return PaperSpec(
            self.landscape,
            self.heading,
            self.cover.plain if self.cover else None,
            tuple(s.plain for s in self.labels),
            tuple(s.plain for s in self.sheets),
            tuple(self.copies),
            self.per_sheet,
            (self.letter.setting, self.letter.to, self.letter.by) if self.letter else None,
            self.stub.form_type.spec if self.stub else None,
            down=tuple((s.zh, s.down) for s in self.labels if s.down),
        )
