"""Long work beside the screens: an import, export or backup runs in a thread, tells how far it is, and can be stopped."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING

from dangan.errors import DanganError
from dangan.i18n import _
from tui import disk

if TYPE_CHECKING:
    from tui.app import DanganApp

EVERY = 0.25  # seconds between two lines of progress


@dataclass
class Work:
    """One piece of long work: its name, how much there is to do (0 = not known), and how it ended."""

    name: str
    total: int = 0
    done: int = 0
    ended: str = ""
    failed: bool = False
    percent: bool = False  # how far it is stands in parts of a hundred
    kind: str = ""  # "backup": one at a time
    batch: int | None = None  # of an import: what is taken back
    undone: int | None = None  # of an import that was taken back
    stop: threading.Event = field(default_factory=threading.Event)
    started: float = field(default_factory=monotonic)

    @property
    def running(self) -> bool:
        """Whether it goes on."""
        return not self.ended

    def progress(self, done: int) -> None:
        """Called by the work: so many are done."""
        self.done = done

    def cancelled(self) -> bool:
        """Asked by the work: whether to stop."""
        return self.stop.is_set()

    def line(self, lang: str) -> str:
        """Name, how far, seconds left."""
        if self.ended:
            return self.ended
        how_far = (
            f"{self.done * 100 // self.total}%"
            if self.total and self.percent
            else f"{self.done}/{self.total}"
            if self.total
            else f"{self.done}"
        )
        left = ""
        if self.total and 0 < self.done < self.total:
            seconds = int((monotonic() - self.started) * (self.total - self.done) / self.done) + 1
            left = _("{seconds} s left", lang, seconds=seconds)
        return _("{name} {done}  {left}  Ctrl+C stops it", lang, name=self.name, done=how_far, left=left)


def start(app: DanganApp, work: Work, run: Callable[[Work], str], then: Callable[[], None] | None = None) -> None:
    """Run `run(work)` in a thread; its sentence, or that of the error it raises, ends the work on the message line.

    `then` is called in the app's thread when it has ended well.
    """
    app.works.append(work)

    def body() -> None:
        try:
            with app.archive.store.connection_context():
                ended, failed = run(work), False
        except DanganError as error:
            ended, failed = error.text(app.lang), True
        except OSError as error:
            ended, failed = (
                _("{name}: {reason}", app.lang, name=work.name, reason=disk.reason(error, app.lang)),
                True,
            )
        app.call_from_thread(_finish, app, work, ended, failed, then)

    app.run_worker(body, thread=True, exit_on_error=True, group="work")
    app.work_timer()


def _finish(app: DanganApp, work: Work, ended: str, failed: bool, then: Callable[[], None] | None) -> None:
    work.ended, work.failed = ended, failed
    app.work_told()
    if then is not None and not failed:
        then()
