"""Reading a file that may be hostile: a bounded child process reads it, this side only takes JSON lines from a pipe."""

from __future__ import annotations

import json
import os
import selectors
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Any, BinaryIO

from dangan.errors import DanganError
from dangan.sentences import say

LARGEST = 64 << 20  # bytes of a file
SILENCE = 60.0  # seconds that the child may say nothing
LONGEST = 300.0  # seconds of waiting in all
MOST_SENT = 900 << 20  # bytes that the child may say
MOST_LINE = 64 << 20
_CHUNK = 1 << 20

# reason -> code of the specification, why in Chinese and English
REASONS: dict[str, tuple[str, str, str]] = {
    "damaged": ("GEN_FILE_UNREADABLE", "内容已损坏或不完整", "its content is damaged or cut short"),
    "password": ("GEN_FILE_UNREADABLE", "文件加了密码", "it is protected by a password"),
    "missing": ("GEN_FILE_UNREADABLE", "没有这个文件，或无权读取", "there is no such file, or it may not be read"),
    "entries": ("GEN_FILE_UNREADABLE", "压缩包内的文件太多", "it packs too many parts"),
    "unpacks": ("GEN_FILE_UNREADABLE", "展开后过大，不像正常的工作簿", "it unpacks to far more than a workbook does"),
    "large": ("GEN_FILE_UNREADABLE", "数据太多，或有内容写在很远的行、列", "it holds too much, or something stands in a far row or column"),
    "slow": ("GEN_FILE_UNREADABLE", "读取时间过长，已停止", "reading took too long and was stopped"),
    "old": ("GEN_FILE_TYPE", "这是旧的 .xls 格式", "it is of the old .xls kind"),
    "macros": ("GEN_FILE_TYPE", "文件带有宏", "it carries macros"),
    "type": ("GEN_FILE_TYPE", "不是 .xlsx 工作簿，也不是 .csv 文件", "it is neither an .xlsx workbook nor a .csv file"),
    "size": ("GEN_FILE_TOO_LARGE", "", ""),
}  # fmt: skip


class Unreadable(DanganError):
    """The file was not read; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet, one of `names`, begins; its rows follow. `bad` are cells without a value: (row, column) -> `error` or `formula`;
    `merged` the merged cells near its head: first row, first column, last row, last column."""

    name: str
    names: tuple[str, ...]
    bad: dict[tuple[int, int], str]
    merged: list[list[int]] = field(default_factory=list)


Rows = list[list[Any]]  # rows that hold something: number from 1, then the cells from the first column


def unreadable(path: Path, reason: str) -> Unreadable:
    """The error of a file that was not read, for a key of REASONS."""
    code, why, why_en = REASONS[reason]
    given: dict[str, Any] = {
        "file_name": path.name,
        "size": _size(path),
        "limit": f"{LARGEST >> 20} MB",
        "types": ".xlsx .csv",
    }
    zh, en, mend, mend_en = say(code, **given)
    zh, en = (f"{zh}原因：{why}。", f"{en} Reason: {why_en}.") if why else (zh, en)
    if reason in ("large", "unpacks"):
        mend, mend_en = (
            "请删去多余的行、列和空表，或分成几个文件。",
            "Delete needless rows, columns and sheets, or split the file.",
        )
    elif reason in ("old", "macros"):
        mend, mend_en = "请在 WPS 或 Excel 中另存为 .xlsx 后再试。", "Save it as .xlsx in WPS or Excel and try again."
    elif reason == "missing":
        mend, mend_en = "请核对文件名。", "Check its name."
    elif reason == "size":
        mend, mend_en = "请分成几个文件。", "Split it into several files."
    return Unreadable(zh, en, mend, mend_en, code)


def _size(path: Path) -> str:
    try:
        return f"{path.stat().st_size / (1 << 20):.1f} MB"
    except OSError:
        return "?"


def read(path: Path) -> Iterator[Sheet | Rows]:
    """The sheets of a workbook (or the one of a CSV file), each followed by its rows in batches. Raises Unreadable."""
    with _opened(path) as file:
        child = _spawn(path, file)
        try:
            yield from _told(path, child)
        finally:
            child.kill()
            child.wait()
            if child.stdout:
                child.stdout.close()


def _opened(path: Path) -> BinaryIO:
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        raise unreadable(path, "missing") from None
    known = os.fstat(handle)
    if not stat.S_ISREG(known.st_mode) or known.st_size > LARGEST:
        os.close(handle)
        raise unreadable(path, "size" if stat.S_ISREG(known.st_mode) else "type")
    return os.fdopen(handle, "rb")


def _spawn(path: Path, file: BinaryIO) -> subprocess.Popen[bytes]:
    root = Path(__file__).resolve().parents[2]
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    # Parts of a virtual environment that came by PYTHONPATH must be found by the child, too.
    seen = [str(root), *(p for p in sys.path if p and Path(p).is_dir())]
    return subprocess.Popen(
        [sys.executable, "-P", "-s", "-m", "forms_plugins.importers.child", path.name],
        stdin=file, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=0, close_fds=True, start_new_session=True,
        env={**kept, "PYTHONPATH": os.pathsep.join(dict.fromkeys(seen)), "PYTHONUTF8": "1"},
    )  # fmt: skip


def _told(path: Path, child: subprocess.Popen[bytes]) -> Iterator[Sheet | Rows]:
    pending: Sheet | None = None
    for line in _lines(path, child):
        match line:
            case ["sheet", str(name), list(names)]:
                if pending is not None:
                    yield pending
                pending = Sheet(name, tuple(map(str, names)), {})
            case ["merged", list(ranges)] if pending is not None:
                pending.merged.extend(ranges)
            case ["bad", list(cells)] if pending is not None:
                pending.bad.update({(row, column): why for row, column, why in cells})
            case ["rows", list(rows)]:
                if pending is not None:
                    yield pending
                    pending = None
                yield rows
            case ["end"]:
                if pending is not None:
                    yield pending
                return
            case ["fail", str(reason), _] if reason in REASONS:
                raise unreadable(path, reason)
            case _:
                raise unreadable(path, "damaged")
    raise unreadable(path, _died(child))


def _died(child: subprocess.Popen[bytes]) -> str:
    """Why a child ended without saying so: the reader aborts where memory ends, the kernel stops it where time does."""
    code = child.wait()
    if code in (-signal.SIGXCPU, -signal.SIGKILL):
        return "slow"
    return "large" if code in (-signal.SIGABRT, -signal.SIGSEGV, -signal.SIGBUS) else "damaged"


def _lines(path: Path, child: subprocess.Popen[bytes]) -> Iterator[Any]:
    assert child.stdout is not None
    waited, sent, kept = 0.0, 0, bytearray()
    with selectors.DefaultSelector() as selector:
        selector.register(child.stdout, selectors.EVENT_READ)
        while True:
            since = monotonic()
            if not selector.select(min(SILENCE, LONGEST - waited)):
                raise unreadable(path, "slow")
            waited += monotonic() - since
            chunk = os.read(child.stdout.fileno(), _CHUNK)
            if not chunk:
                return
            sent += len(chunk)
            kept += chunk
            if sent > MOST_SENT or len(kept) > MOST_LINE:
                raise unreadable(path, "large")
            *whole, rest = kept.split(b"\n")
            kept = rest
            for line in whole:
                try:
                    yield json.loads(line)
                except (ValueError, RecursionError):
                    raise unreadable(path, "damaged") from None
