"""Sizes, docstrings, and what no file of the project may name."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
from statistics import median

import pytest
from sources import FLOORS, ROOT, modules

PUBLIC = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
MODULES = modules(*FLOORS)
LONGEST_MODULE = 400
LONGEST_FUNCTION = 50

REGISTRIES = re.compile(r"pypi\.(?:org|python)|pythonhosted\.|conda-forge\.|anaconda\.(?:org|com)")
MACHINE_PATHS = re.compile(r"(?<![\w.~])/(?:Users|builds|home|mnt|root|tmp|work|workspace)/")


def code_lines(function):
    """Lines of a function without its docstring."""
    first = function.body[0]
    told = first.end_lineno - first.lineno + 1 if ast.get_docstring(function) is not None else 0
    return function.end_lineno - function.lineno + 1 - told


def public(body, prefix=""):
    """Public functions and classes, and the public methods of these classes."""
    for node in body:
        if isinstance(node, PUBLIC) and not node.name.startswith("_"):
            yield prefix + node.name, node
            if isinstance(node, ast.ClassDef):
                yield from public(node.body, f"{node.name}.")


@pytest.fixture(scope="module")
def files():
    """The text of every file that is under version control or about to be."""
    if not (ROOT / ".git").exists() or not shutil.which("git"):
        pytest.skip("not a checkout")
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    paths = [ROOT / name for name in listed.split("\0") if name]
    return {path: path.read_text("utf-8", errors="replace") for path in paths if path.is_file()}


def test_no_module_is_long_and_most_are_short():
    lengths = {module.name: len(module.text.splitlines()) for module in MODULES}
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_MODULE} == {}
    assert median(lengths.values()) < LONGEST_MODULE / 2


def test_no_function_is_long():
    lengths = {
        (module.name, node.name): code_lines(node)
        for module in MODULES
        for node in ast.walk(module.tree)
        if isinstance(node, FUNCTIONS)
    }
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FUNCTION} == {}


def test_whatever_is_public_says_what_it_is():
    silent = [
        f"{module.name}.{name}".rstrip(".")
        for module in MODULES
        for name, node in [("", module.tree), *public(module.tree.body)]
        if not ast.get_docstring(node)
    ]
    assert silent == []


@pytest.mark.parametrize("pattern", [REGISTRIES, MACHINE_PATHS], ids=["registry", "path"])
def test_no_file_names_a_package_registry_or_a_path_of_one_machine(files, pattern):
    found = {
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path, text in files.items()
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    }
    assert found == set()


def test_no_file_names_the_folder_of_this_checkout(files):
    assert [path.name for path, text in files.items() if str(ROOT) in text] == []


@pytest.mark.parametrize("start", ["", "see ", '"', "sqlite://"])
@pytest.mark.parametrize("folder", ["home", "tmp", "Users"])
def test_a_path_of_one_machine_is_recognised(start, folder):
    assert MACHINE_PATHS.search(f"{start}/{folder}/ana/ledger.db")


@pytest.mark.parametrize(
    "path", ["https://example.org/home/ana", "~/tmp/x", "tests/tmp/x", "/home"]
)
def test_other_paths_are_let_be(path):
    assert not MACHINE_PATHS.search(path)
