"""Bytes into characters, whatever they were written in."""

from __future__ import annotations

import codecs
import re

from market.errors import Refused

__all__ = ["decode"]

_MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF32_LE: "utf-32-le",  # before UTF-16, whose mark it begins with
    codecs.BOM_UTF32_BE: "utf-32-be",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
_DECLARED = re.compile(
    rb"<(?:meta|\?xml)\s[^<>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?"
    rb"(iso-8859-\d{1,2}|windows-125\d|koi8-[ru]|big5|gbk|gb2312|gb18030|shift_jis|euc-jp|euc-kr)"
    rb"[\"'\s;/>]",
    re.IGNORECASE,
)
_HEAD = 4096
"""How far into a page browsers may look for what it declares."""

_STRAY = "stray bytes are Windows-1252"


def _as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    stray = error.object[error.start : error.end]
    return stray.decode("cp1252", errors="replace"), error.end


codecs.register_error(_STRAY, _as_windows_1252)


def decode(content: bytes, *, name: str, declares: bool = False) -> str:
    """Return the characters of a file, without the mark of its encoding.

    UTF-8, and UTF-16 and UTF-32 that bear their mark; what is none of these is read by what it
    declares, if it does, and else as UTF-8 whose stray bytes are Windows-1252: so are old western
    texts, and those that were pasted together of both.

    Args:
        content: The file.
        name: What messages call it.
        declares: It may say its encoding itself, as pages do.

    Raises:
        Refused: It is no text.
    """
    for mark, encoding in _MARKS.items():
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, errors="replace")
    if b"\0" in content:
        raise Refused(f"{name} is no text.", "Give plain text, Markdown or HTML.")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        found = _DECLARED.search(content, 0, _HEAD) if declares else None
        if found is None:
            return content.decode("utf-8", errors=_STRAY)
        return content.decode(found[1].decode("ascii"), errors="replace")
