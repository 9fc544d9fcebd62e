"""What the operating system says about files, in the reader's language."""

from __future__ import annotations

import errno

from dangan.i18n import N_, _

WORDS = {
    errno.EEXIST: N_("something of that name is there already"),
    errno.ENOENT: N_("there is no such file or folder"),
    errno.ENOTDIR: N_("a part of the path is no folder"),
    errno.EISDIR: N_("it is a folder"),
    errno.EACCES: N_("this account may not read or write there"),
    errno.EPERM: N_("this account may not read or write there"),
    errno.EROFS: N_("the disk cannot be written to"),
    errno.ENOSPC: N_("the disk is full"),
    errno.EDQUOT: N_("the disk is full"),
    errno.EIO: N_("the disk failed"),
    errno.ENAMETOOLONG: N_("the name is too long"),
}


def reason(error: OSError, lang: str) -> str:
    """Why a file could not be read or written."""
    known = WORDS.get(error.errno or 0)
    return _(known, lang) if known else error.strerror or type(error).__name__
