"""A plugin by somebody else: built as a wheel, installed into a fresh environment, used, uninstalled; its records stay."""

import json
import os
import subprocess
import sys
import sysconfig
from pathlib import Path
from textwrap import dedent

import pytest

ROOT = Path(__file__).parents[2]
pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

PROJECT = """
    [build-system]
    requires = ["setuptools"]
    build-backend = "setuptools.build_meta"

    [project]
    name = "dangan-vehicles"
    version = "1.2"

    [project.entry-points.dangan]
    vehicles = "dangan_vehicles"

    [tool.setuptools]
    py-modules = ["dangan_vehicles", "dangan_vehicles_screen"]
"""
PLUGIN = '''
    """Vehicles of the office: a form, the field type plate, a screen and a text export."""

    from __future__ import annotations

    import re
    from typing import Any

    from dangan import Custom, Env, FieldSpec, FieldType, Form, Head, Int, Text, hookimpl
    from dangan.exporting import Exporter, Job
    from dangan.plugins import ScreenEntry
    from dangan.types import show


    class PlateType(FieldType):
        """Licence plates: one sign for the province, a letter, five or six letters and digits."""

        word = "plate"
        example = "湘A12345"

        def parse(self, spec: FieldSpec, typed: str, env: Env) -> str:
            plate = typed.strip().upper()
            if not re.fullmatch("[\\u4e00-\\u9fff][A-Z][A-Z0-9]{5,6}", plate):
                raise ValueError(plate)
            return plate

        def show(self, spec: FieldSpec, value: Any, lang: str, style: str, options: Any) -> str:
            return value if style == "edit" else f"{value[:2]} {value[2:]}"


    class Plate(Custom[str]):
        word = "plate"


    class Vehicle(Form, id="vehicle", zh="车辆档案", en="Vehicle file", title="{plate}", prefix="CL", unique=["plate"], columns="record_no plate seats"):
        """One vehicle."""

        with Head() as head:
            plate = Plate("车牌号", "Plate", required=True)
            model = Text("型号", "Model", required=True)
            seats = Int("座位数", "Seats", at_least=1)


    @Vehicle.seats.must("座位数不能超过 60。", "A vehicle has at most 60 seats.")
    def at_most_sixty(seats: int) -> bool:
        return seats <= 60


    def write(job: Job) -> None:
        spec = job.spec.find("plate")
        job.path.write_text("".join(f"{r['record_no']} {show(spec, r['plate'], job.lang)}\\n" for r in job.each()), "utf-8")


    @hookimpl
    def register_forms() -> list[type[Form]]:
        return [Vehicle]


    @hookimpl
    def register_fields() -> list[FieldType]:
        return [PlateType()]


    @hookimpl
    def register_exporters() -> list[Exporter]:
        return [Exporter("plates", "车牌清单", "List of plates", write)]


    @hookimpl
    def register_screens() -> list[ScreenEntry]:
        return [ScreenEntry("garage", "车库", "Garage", "vehicle", "dangan_vehicles_screen:GarageScreen")]
'''
SCREEN = """
    from textual.screen import Screen


    class GarageScreen(Screen[None]):
        pass
"""
SAVE = """
import sys
from dangan import types
from dangan.errors import DanganError, Refused
from storage.archive import Archive

archive = Archive.open(sys.argv[1])
env = archive.env("admin", "zh")
spec = archive.registry.spec("vehicle")
try:
    for typed in sys.argv[2:]:
        plate = types.parse(spec.fields["plate"], typed, env)
        print(archive.save("vehicle", {"plate": plate, "model": "面包车", "seats": 9}, env)["record_no"])
except DanganError as error:
    print(error.text("en"))
"""


class Place:
    """A fresh environment that shares this one's libraries and the source of the program, and a store."""

    def __init__(self, folder: Path) -> None:
        self.db = folder / "office" / "office.db"
        subprocess.run([sys.executable, "-m", "venv", str(folder / "env")], check=True, timeout=120)
        self.python = folder / "env" / "bin" / "python"
        site = self.said("-c", "import sysconfig; print(sysconfig.get_paths()['purelib'])").strip()
        Path(site, "shared.pth").write_text(f"{sysconfig.get_paths()['purelib']}\n{ROOT}\n")

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        env = {"PATH": os.environ["PATH"], "HOME": str(self.db.parent.parent)}
        return subprocess.run([str(self.python), *words], capture_output=True, encoding="utf-8", timeout=120, env=env)

    def said(self, *words: str) -> str:
        done = self.run(*words)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def dangan(self, *words: str) -> subprocess.CompletedProcess[str]:
        return self.run("-m", "dangan", "--db", str(self.db), "--as", "admin", *words)

    def ok(self, *words: str) -> str:
        done = self.dangan(*words)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def plugin(self) -> dict[str, object]:
        found: list[dict[str, object]] = json.loads(self.ok("plugins", "--json"))
        return next((p for p in found if p["name"] == "vehicles"), {})


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    source = tmp_path_factory.mktemp("dangan-vehicles")
    for name, text in (
        ("pyproject.toml", PROJECT),
        ("dangan_vehicles.py", PLUGIN),
        ("dangan_vehicles_screen.py", SCREEN),
    ):
        (source / name).write_text(dedent(text), "utf-8")
    call = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--no-deps",
        "--no-build-isolation",
        "--wheel-dir",
        str(source / "out"),
        str(source),
    ]
    subprocess.run(call, check=True, capture_output=True, timeout=120)
    return next((source / "out").glob("*.whl"))


def test_installed_used_uninstalled(wheel: Path, tmp_path: Path) -> None:
    place = Place(tmp_path)
    place.ok("demo", "--records", "20")
    assert place.plugin() == {}

    place.said("-m", "pip", "install", "--no-index", "--no-deps", str(wheel))
    plugin = place.plugin()
    assert (plugin["state"], plugin["version"]) == ("on", "dangan-vehicles 1.2")
    assert (plugin["forms"], plugin["fields"], plugin["screens"], plugin["exporters"]) == (
        ["vehicle"],
        ["plate"],
        ["garage"],
        ["plates"],
    )
    assert place.ok("list", "vehicle", "--json").split() == ["[", "]"]

    assert (
        place.said("-c", SAVE, str(place.db), "湘a12345", "粤B2C3D4").split()
        == place.ok("list", "vehicle", "--columns", "record_no").split()[:0:-1]
    )
    assert "not in the right form" in place.said("-c", SAVE, str(place.db), "12345")
    assert "already" in place.said("-c", SAVE, str(place.db), "湘A12345")
    number = json.loads(place.ok("list", "vehicle", "--json"))[-1]["record_no"]
    assert "湘A 12345" in place.ok("show", "vehicle", number)
    place.ok("submit", "vehicle", number)
    place.ok("export", "vehicle", str(tmp_path / "plates.txt"), "--layout", "plates")
    assert (tmp_path / "plates.txt").read_text("utf-8").splitlines()[0] == f"{number} 湘A 12345"
    opened = "import sys; from storage.archive import Archive; a = Archive.open(sys.argv[1]); s = next(x for x in a.registry.screens() if x.name == 'garage'); print(s.name, s.load().__mro__[1].__name__)"
    assert place.said("-c", opened, str(place.db)).split() == ["garage", "Screen"]

    place.said("-m", "pip", "uninstall", "-y", "dangan-vehicles")
    plugin = place.plugin()
    assert plugin["state"] == "gone"
    shown = json.loads(place.ok("show", "vehicle", number, "--json"))
    assert (shown["plate"], shown["seats"]) == ("湘A12345", 9)
    assert "湘A12345" in place.ok("show", "vehicle", number)
    assert "粤B2C3D4" in place.ok("list", "vehicle")
    assert number in place.ok("search", "湘A12345")
    place.ok("export", "vehicle", str(tmp_path / "gone.xlsx"))
    assert place.dangan("export", "vehicle", str(tmp_path / "x.txt"), "--layout", "plates").returncode == 1
    refused = place.dangan("void", "vehicle", number, "--reason", "试")
    assert refused.returncode == 1 and "插件" in refused.stderr
    assert place.dangan("submit", "customer", "KH-0000-00000").returncode == 1
    place.ok("check")

    place.said("-m", "pip", "install", "--no-index", "--no-deps", str(wheel))
    assert place.plugin()["state"] == "on"
    assert "湘A 12345" in place.ok("show", "vehicle", number)
    place.ok("void", "vehicle", number, "--reason", "报废")
