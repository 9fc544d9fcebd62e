"""Backup from the screen, and the upgrade that an install left behind with the backup before it, as long work."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from dangan.errors import DanganError
from tui.work import Work, start

if TYPE_CHECKING:
    from storage.backup import Told
    from tui.app import DanganApp


def back_up(app: DanganApp) -> None:
    """Copy the store into the office's backup folder while the clerk goes on; a screen with `backed_up` is told."""
    if _running(app):
        return
    from storage.backup import backup, folder_of

    archive, env = app.archive, app.env()

    def run(work: Work) -> str:
        folder = folder_of(archive.store, archive.settings, env.today)
        path = backup(archive.store, folder, env.now, env.login, told=_told(work))
        return app.tr("Backed up to {path}", path=path)

    start(app, Work(app.tr("Backup"), percent=True, kind="backup"), run, lambda: _tell(app))


def upgrade(app: DanganApp) -> None:
    """Bring the forms that changed with the program up to date, after a backup beside the store; its path is told."""
    if _running(app):
        return
    from storage.backup import before_change

    archive, at = app.archive, app.env().now
    made: list[Path] = []

    def run(work: Work) -> str:
        made.append(before_change(archive.store, at, _told(work)))
        return app.tr("Backed up to {path}", path=made[0])

    def go_on() -> None:
        count = len(archive.registry.behind())
        try:
            report = archive.upgrade(made[0])
        except DanganError as error:
            app.say(error.text(app.lang), "error")
            return
        archive.registry.reread()
        _tell(app)
        if report.refused:
            app.say(next(iter(report.refused.values())).text(app.lang), "error")
        else:
            app.say(
                app.tr("{count} forms are up to date. Backed up before to {path}", count=count, path=made[0]), "done"
            )

    start(app, Work(app.tr("Backup before the upgrade"), percent=True, kind="backup"), run, go_on)


def _tell(app: DanganApp) -> None:
    """Tell the screen in hand, where it shows when the last backup was made."""
    hear = getattr(app.screen, "backed_up", None)
    if hear is not None:
        hear()


def _running(app: DanganApp) -> bool:
    """Whether a backup runs already: how far it is, is said."""
    found = next((w for w in app.works if w.running and w.kind == "backup"), None)
    if found is not None:
        app.say(found.line(app.lang))
    return found is not None


def _told(work: Work) -> Told:
    from storage.backup import BackupStopped

    def told(done: int, total: int) -> None:
        if work.cancelled():
            raise BackupStopped
        work.total = total
        work.progress(done)

    return told


def last_backup(store: object) -> datetime | None:
    """When the last backup was made that the audit knows."""
    found = store.value("SELECT at FROM audit WHERE event = 'backup' ORDER BY _id DESC LIMIT 1")  # type: ignore[attr-defined]
    return datetime.fromisoformat(str(found)) if found else None
