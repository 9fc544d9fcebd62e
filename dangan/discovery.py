"""Where plugins lie: the built-in packages, installed distributions, the plugins folder; found without importing them."""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from stat import S_ISDIR
from typing import Literal

from dangan.frozen import frozen

Origin = Literal["builtin", "package", "file"]
ORIGINS: tuple[Origin, ...] = ("builtin", "package", "file")
BUILT_IN = "forms_plugins"
SHARED = "shared"  # the folder of the built-ins that every form may import
GROUP = "dangan"  # entry points
HOOKS = (b"hookimpl", b"registering(")  # a module without either word is no plugin


@frozen
class Found:
    """A plugin that lies somewhere: how to import it (`target`: module, `module:object`, or a file), and its fingerprint.

    `place` is the file that is looked at for changes, "" where it is not known.
    """

    name: str
    origin: Origin
    target: str
    place: str
    fingerprint: str
    version: str = ""


def marks(folder: Path, places: Iterable[str] = ()) -> dict[Origin, str]:
    """For each origin a text that changes when plugins of it may have changed, from file times alone.

    `folder` is the plugins folder, `places` the files of the packages found last time.
    """
    below = ground()
    return {
        "builtin": _digest(below, *map(_stat, _sources(_built_in()))),
        "package": _digest(below, *_site_marks(), *map(_stat, places)),
        "file": _digest(below, *map(_stat, _dropped(folder))),
    }


def find(origin: Origin, folder: Path) -> list[Found]:
    """The plugins of one origin, by name."""
    if origin == "builtin":
        return sorted(_find_built_in(), key=lambda found: found.name)
    if origin == "package":
        return _find_packages()
    below = ground()
    return [Found(Path(path).name, "file", path, path, _digest(below, _stat(path))) for path in _dropped(folder)]


def ground() -> str:
    """The fingerprint of what every declaration stands on: the contract, and what the built-ins share."""
    contract = Path(__file__).parent
    files = [*_sources(contract, deep=False), *sorted(map(str, (contract / "data").glob("*.json")))]
    shared = [path for root in _built_in() for path in _sources([root / SHARED])]
    return _digest(*map(_stat, (*files, *shared)))


def _built_in() -> list[Path]:
    spec = importlib.util.find_spec(BUILT_IN)
    return [Path(place) for place in (spec.submodule_search_locations or ())] if spec else []


def _sources(roots: Path | Iterable[Path], deep: bool = True) -> list[str]:
    """Paths as text: a start looks at a hundred files and makes nothing else of them."""
    found: list[str] = []
    for root in [roots] if isinstance(roots, Path) else roots:
        for folder, below, names in os.walk(root):
            below[:] = sorted(name for name in below if not name.startswith(("_", "."))) if deep else []
            found += [os.path.join(folder, name) for name in sorted(names) if name.endswith(".py")]
    return found


def _find_built_in() -> Iterator[Found]:
    for root in _built_in():
        families: dict[Path, str] = {}
        for path in map(Path, _sources(root)):
            parts = path.relative_to(root).with_suffix("").parts
            if parts[0] == SHARED or not any(map(path.read_bytes().__contains__, HOOKS)):
                continue
            if path.parent not in families:
                families[path.parent] = _digest(ground(), *map(_stat, _sources(path.parent)))
            name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            yield Found(name, "builtin", f"{BUILT_IN}.{name}", str(path), families[path.parent])


def _find_packages() -> list[Found]:
    from importlib import metadata  # 20 ms that a warm start does not need

    found: dict[str, Found] = {}
    for point in sorted(metadata.entry_points(group=GROUP), key=lambda point: (point.name, point.value)):
        dist = point.dist.name if point.dist else ""
        version = point.dist.version if point.dist else ""
        name = point.name if point.name not in found else f"{dist}:{point.name}"
        place = _module_file(point.module)
        print_ = _digest(ground(), dist, version, point.value, _stat(place) if place else "")
        found[name] = Found(name, "package", point.value, place, print_, f"{dist} {version}".strip())
    return list(found.values())


def _module_file(module: str) -> str:
    """The file of a module, looked for without running the packages above it."""
    top, *rest = module.split(".")
    try:
        spec = importlib.util.find_spec(top)
    except (ImportError, ValueError):
        return ""
    if spec is None or not rest:
        return (spec.origin or "") if spec else ""
    for root in spec.submodule_search_locations or ():
        below = Path(root, *rest)
        for path in (below.with_suffix(".py"), below / "__init__.py"):
            if path.is_file():
                return str(path)
    return ""


def _site_marks() -> list[str]:
    """The times of the folders that packages are installed into."""
    return [_stat(entry) for entry in sys.path if os.path.basename(entry) in ("site-packages", "dist-packages")]


def _dropped(folder: Path) -> list[str]:
    if not folder.is_dir():
        return []
    with os.scandir(folder) as there:
        files = [each for each in there if each.name.endswith(".py") and not each.name.startswith(("_", "."))]
        return sorted(each.path for each in files if each.is_file())


def _stat(path: str) -> str:
    try:
        found = os.stat(path)
    except OSError:
        return f"{path} -"
    return f"{path} {0 if S_ISDIR(found.st_mode) else found.st_size} {found.st_mtime_ns}"


def _digest(*parts: str) -> str:
    return sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()[:16]
