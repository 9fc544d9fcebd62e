"""The plugins: what each brings, its state and why; one is switched off or on by F4 and confirmed by F6."""

from __future__ import annotations

from typing import Any

from dangan.errors import DanganError
from dangan.i18n import N_
from storage import deciding
from tui import theme
from tui.screens.dialogs import Question
from tui.screens.keyed import RowsScreen
from tui.widgets.rows import Column, Entry, note

STATES = {"on": N_("on"), "off": N_("off"), "broken": N_("broken"), "gone": N_("gone")}
ORIGINS = {"builtin": N_("built in"), "package": N_("installed"), "file": N_("file")}


class PluginsScreen(RowsScreen[None]):
    """All plugins, those that are not on first."""

    DOES = N_("OK")

    def path(self) -> list[str]:
        """The plugins."""
        return [self.tr("Plugins")]

    def told(self) -> None:
        """How it is used."""
        self.message(self.tr("F4 switches the marked plugin off or on; its records stay readable"))

    def part(self) -> str:
        """How many are on."""
        plugins = self.dangan.archive.registry.plugins()
        on = sum(p.state == "on" for p in plugins)
        return " " + self.tr("{on} on, {off} not", on=on, off=len(plugins) - on)

    def fill(self) -> None:
        """One line a plugin, its reason below."""
        entries: list[Entry] = []
        for p in sorted(self.dangan.archive.registry.plugins(), key=lambda p: (p.state == "on", p.origin, p.name)):
            brings = " ".join(str(f["zh" if self.lang == "zh" else "en"]) for f in p.forms)
            others = [str(x["zh" if self.lang == "zh" else "en"]) for x in (*p.screens, *p.exporters)] + list(p.fields)
            texts = (p.name, self.tr(STATES[p.state]), self.tr(ORIGINS[p.origin]), " ".join([brings, *others]).strip())
            entries.append(Entry(texts, p, theme.PLAIN if p.state == "on" else theme.WARNING))
            if p.state != "on" and p.reason(self.lang):
                entries.append(note("    " + p.reason(self.lang), theme.WARNING))
        columns = [
            Column(self.tr("Plugin"), 28),
            Column(self.tr("State"), 6),
            Column(self.tr("Origin"), 9),
            Column(self.tr("Brings")),
        ]
        self.rows.show(columns, entries)

    def action_pick(self) -> None:
        """Switch the marked plugin off or on."""
        plugin = self.rows.current
        if plugin is None:
            return
        if plugin.state == "on":
            answers = [("no", self.tr("Leave it on")), ("off", self.tr("Switch off"))]
            said = self.tr("Switch {name} off? Its records can then only be read.", name=plugin.name)
            self.ask(
                Question(
                    said,
                    answers,
                    lambda a: self._switch(plugin, False) if a == "off" else None,
                    lang=self.lang,
                    safe="no",
                    no="no",
                    destroying=("off",),
                )
            )
        else:
            self._switch(plugin, True)

    def _switch(self, plugin: Any, on: bool) -> None:
        env = self.dangan.env()
        try:
            now = self.dangan.archive.registry.switch(plugin.name, on, env.now, env.login)
            self.dangan.archive.take_in()
            deciding.count_anew(self.dangan.archive, env)
        except DanganError as error:
            self.message(error.text(self.lang), "error")
            return
        self.dangan.plugins_changed()
        self.dangan.count_due()
        self.fill()
        self.draw_frame()
        level = "done" if (now.state == "on") == on else "warn"
        self.message(self.tr("{name}: {state}", name=now.name, state=self.tr(STATES[now.state])), level)
