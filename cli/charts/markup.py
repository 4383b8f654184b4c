"""Elements of HTML and SVG, in which no text can become markup.

What is not `Markup` is text: it is escaped, and what no document may hold is left out.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from cli.output.text import harmless

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Child", "Markup", "joined", "number", "tag", "words"]

# What XML forbids beside the controls that `harmless` takes out.
_FORBIDDEN = re.compile("[\ud800-\udfff\ufffe\uffff]")

_VOID = frozenset({"br", "col", "hr", "img", "input", "link", "meta", "wbr"})
_LEAVES = frozenset({"circle", "line", "path", "rect", "use"})


class Markup(str):
    """Text of a document that is whole and safe as it stands."""

    __slots__ = ()


Child = Markup | str | float | None
"""What an element can hold: markup, a text, a number, or nothing."""


def words(text: str) -> Markup:
    r"""A text as markup: escaped, without controls.

    >>> words('<script>"a" & b\u202e</script>')
    '&lt;script&gt;&quot;a&quot; &amp; b&lt;/script&gt;'
    """
    return Markup(escape(_FORBIDDEN.sub("", harmless(text))))


def joined(children: Iterable[Child]) -> Markup:
    """Several children one after the other."""
    return Markup("".join(map(_child, children)))


def number(value: float) -> str:
    """A coordinate to the tenth, as short as can be.

    >>> number(12.04), number(0.96), number(-0.01)
    ('12', '1', '0')
    """
    text = f"{value:.1f}"
    text = text.removesuffix(".0")
    return "0" if text == "-0" else text


def tag(name: str, /, *children: Child, **attributes: str | float | bool | None) -> Markup:
    """An element.

    Args:
        name: Its name.
        *children: What it holds.
        **attributes: Its attributes: an underscore becomes a hyphen, one at the end is dropped
            (``class_``); `None` and `False` leave an attribute out, `True` gives it no value.

    >>> tag("a", "x < y", href="#q", class_="slug", hidden=True)
    '<a href="#q" class="slug" hidden>x &lt; y</a>'
    >>> tag("line", x1=0, stroke_width=1.25)
    '<line x1="0" stroke-width="1.2"/>'
    """
    opening = name + "".join(_attribute(key, value) for key, value in attributes.items())
    if name in _VOID:
        return Markup(f"<{opening}>")
    if name in _LEAVES and not children:
        return Markup(f"<{opening}/>")
    return Markup(f"<{opening}>{joined(children)}</{name}>")


def _child(child: Child) -> str:
    if child is None:
        return ""
    return child if isinstance(child, Markup) else words(str(child))


def _attribute(key: str, value: str | float | bool | None) -> str:
    if value is None or value is False:
        return ""
    name = key.rstrip("_").replace("_", "-")
    if value is True:
        return f" {name}"
    said = number(value) if isinstance(value, int | float) else words(value)
    return f' {name}="{said}"'
