"""Values as TOML, laid out for people who go on writing."""

from __future__ import annotations

import json
import re
from textwrap import wrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["commented", "folded", "inline", "key", "listed", "quoted"]

_WIDTH = 98
# What a basic string may not hold and JSON leaves as it is, and what would turn the direction of
# writing or break a line in an editor.
_UNSEEN = re.compile(r"[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def quoted(text: str) -> str:
    r"""A basic string: every escape of JSON is one of TOML.

    >>> print(quoted('a "b"\x7f\n'))
    "a \"b\"\u007f\n"
    """
    return _UNSEEN.sub(lambda sign: f"\\u{ord(sign[0]):04x}", json.dumps(text, ensure_ascii=False))


def key(slug: str) -> str:
    """A slug as a key, in quotes if a dot would divide it.

    >>> key("brent-above-100"), key("brent-above-100.50")
    ('brent-above-100', '"brent-above-100.50"')
    """
    return quoted(slug) if "." in slug else slug


def folded(text: str) -> str:
    """A string over several lines of a file, whose folds are no part of it.

    Args:
        text: Words with one space between them.

    >>> import tomllib
    >>> tomllib.loads("text = " + folded("many words " * 20 + "on"))["text"][-13:]
    'many words on'
    """
    lines = wrap(quoted(text)[1:-1], _WIDTH, break_long_words=False, break_on_hyphens=False)
    return '"""\n' + " \\\n".join(lines) + '"""'


def listed(values: Iterable[str | int]) -> str:
    """A list.

    >>> listed(["a", "b"]), listed([1])
    ('["a", "b"]', '[1]')
    """
    shown = (quoted(value) if isinstance(value, str) else str(value) for value in values)
    return f"[{', '.join(shown)}]"


def inline(fields: dict[str, str]) -> str:
    """A table on one line; its values are TOML already.

    >>> inline({"a": "1", "b": "[]"})
    '{ a = 1, b = [] }'
    """
    return f"{{ {', '.join(f'{name} = {value}' for name, value in fields.items())} }}"


def commented(text: str) -> list[str]:
    """A comment, folded; it holds nothing that an editor would not show.

    >>> commented("one")
    ['# one']
    """
    return [f"# {line}" for line in wrap(quoted(text)[1:-1].replace('\\"', '"'), _WIDTH)]
