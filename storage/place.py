"""Where a store may lie: one owner, nobody else's rights, a local disk."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from dangan.errors import DanganError

MOUNTS = Path("/proc/mounts")
NETWORK = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "9p", "ceph", "lustre", "gfs2", "ocfs2", "davfs"}
NETWORK_FUSE = {
    "fuse.sshfs",
    "fuse.glusterfs",
    "fuse.rclone",
    "fuse.s3fs",
    "fuse.davfs2",
    "fuse.smbnetfs",
    "fuse.vmhgfs-fuse",
}
BESIDE = ("backups", "plugins", "dangan.log", "dangan.old.log")  # what else lies in the folder of a store


class UnsafePlace(DanganError):
    """The file or its folder can be touched by others, or lies on a file system whose locks do not hold."""


def make_place(path: Path) -> None:
    """Make the folder (0700) and an empty file (0600) where they are missing; an empty folder of ours is closed to others."""
    folder = path.parent
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
    elif folder.stat().st_uid == os.geteuid() and not any(folder.iterdir()):
        folder.chmod(0o700)
    check_folder(path)
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_NOFOLLOW, 0o600))
    except FileExistsError:
        return  # another session made it in this moment, or it was there: opened as it is


def check_place(path: Path) -> None:
    """Raise UnsafePlace unless folder and file are this account's alone and the disk is local."""
    check_folder(path)
    _check_rights(path, 0o600, own_folder(path))


def own_folder(path: Path) -> bool:
    """Whether the folder of the store at `path` holds nothing else, so that its rights are the store's to ask for."""
    mine = (path.name + "-", path.name + ".", f".{path.name}.", *BESIDE)
    try:
        return all(name == path.name or name.startswith(mine) for name in os.listdir(path.parent))
    except OSError:
        return False


def check_folder(path: Path) -> None:
    """Raise UnsafePlace unless the folder of the store at `path` is this account's alone and on a local disk."""
    folder = path.parent
    _check_rights(folder, 0o700, own_folder(path))
    kind = filesystem_of(folder.resolve(), _mounts())
    if kind in NETWORK or kind in NETWORK_FUSE:
        raise UnsafePlace(
            f"{folder} 在网络文件系统（{kind}）上，文件锁不可靠。",
            f"{folder} is on a network file system ({kind}), where file locks do not hold.",
            "请放在本机磁盘上，让大家用 SSH 登录本机。", "Keep it on a local disk and let people log in by SSH.",
            "STORE_NETWORK",
        )  # fmt: skip


def _check_rights(path: Path, mode: int, own: bool) -> None:
    found = path.stat()
    foreign = found.st_uid != os.geteuid()
    if not foreign and not stat.S_IMODE(found.st_mode) & 0o077:
        return
    if not own:
        mend = (
            "请把数据库放进它自己的文件夹，里面不要有别的文件。",
            "Keep the store in a folder of its own that holds nothing else.",
        )
    elif foreign:
        mend = "请用档案服务账户运行，或更改所有者。", "Run it as the service account, or change the owner."
    else:
        mend = f"请执行：chmod {mode:o} {path}", f"Run: chmod {mode:o} {path}"
    if foreign:
        raise UnsafePlace(f"{path} 属于另一个账户。", f"{path} belongs to another account.", *mend, "STORE_OWNER")
    raise UnsafePlace(f"{path} 其他账户也能访问。", f"Other accounts have access to {path}.", *mend, "STORE_MODE")


def _mounts() -> str:
    try:
        return MOUNTS.read_text("utf-8", "surrogateescape")
    except OSError:  # not Linux
        return ""


def filesystem_of(path: Path, mounts: str) -> str:
    """The type of the file system that holds `path`, by a text in the form of /proc/mounts; "" where unknown."""
    best, kind = -1, ""
    for line in mounts.splitlines():
        parts = line.split(" ")
        if len(parts) < 3:
            continue
        point = parts[1].replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\")
        if path.is_relative_to(point) and len(point) >= best:
            best, kind = len(point), parts[2]
    return kind
