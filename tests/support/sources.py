"""The project's own files: its modules with their syntax trees, and what each refers to."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["FLOORS", "ROOT", "Module", "imports", "modules", "referred"]

ROOT = Path(__file__).parents[2]
FLOORS = ("scoring", "market", "cli")
"""The import packages, from the bottom upwards."""


@dataclass(frozen=True)
class Module:
    """One module by its dotted name, as text and as a tree."""

    name: str
    text: str
    tree: ast.Module


@cache
def modules(*floors: str) -> tuple[Module, ...]:
    """The modules of some floors, tests of them not among them."""
    return tuple(_module(path) for floor in floors for path in sorted((ROOT / floor).rglob("*.py")))


def _module(path: Path) -> Module:
    name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    text = path.read_text("utf-8")
    return Module(name, text, ast.parse(text))


def imports(tree: ast.AST) -> set[tuple[str, str]]:
    """Each name that an import binds, anywhere in the tree, with the dotted name it stands for.

    Examples:
        >>> sorted(imports(ast.parse("import os.path, numpy as np; from time import time as now")))
        [('now', 'time.time'), ('np', 'numpy'), ('os', 'os')]
    """
    return {pair for node in ast.walk(tree) for pair in _bound(node)}


def _bound(node: ast.AST) -> Iterator[tuple[str, str]]:
    if isinstance(node, ast.Import):
        for one in node.names:
            head = one.name.partition(".")[0]
            yield (one.asname, one.name) if one.asname else (head, head)
    elif isinstance(node, ast.ImportFrom):
        for one in node.names:
            yield one.asname or one.name, f"{node.module}.{one.name}"


def referred(tree: ast.AST) -> set[str]:
    """Every dotted name that is imported or read, with the aliases of imports undone.

    Examples:
        >>> sorted(referred(ast.parse("from datetime import datetime as d; d.now()")))
        ['datetime.datetime', 'datetime.datetime.now']
    """
    found = imports(tree)
    known = dict(found)
    read = {_dotted(node, known) for node in ast.walk(tree)}
    return (read | {name for _, name in found}) - {""}


def _dotted(node: ast.AST, known: dict[str, str]) -> str:
    """A chain of names as text, empty where something else is in it."""
    if isinstance(node, ast.Name):
        return known.get(node.id, node.id)
    if isinstance(node, ast.Attribute) and (base := _dotted(node.value, known)):
        return f"{base}.{node.attr}"
    return ""
