"""Three floors, arrows only downwards; time, identity and randomness come in as arguments."""

from __future__ import annotations

import ast
import subprocess
import sys

import pytest
from sources import FLOORS, ROOT, imports, modules, referred

LIBRARIES = {
    "scoring": {"numpy", "scipy"},
    "market": {
        "alembic",
        "dateutil",
        "distributed",
        "justhtml",
        "numpy",
        "pyarrow",
        "scipy",
        "sentencex",
        "sqlalchemy",
        "sqlmodel",
    },
    "cli": {"numpy", "resvg_py", "shellingham", "sqlalchemy", "starlette", "typer", "uvicorn"},
}
"""What each floor may import beside Python's own library and the floors up to itself."""

CLOCKS = {
    "datetime.date.today",
    "datetime.datetime.now",
    "datetime.datetime.today",
    "datetime.datetime.utcnow",
    "time.gmtime",
    "time.localtime",
    "time.monotonic",
    "time.monotonic_ns",
    "time.perf_counter",
    "time.perf_counter_ns",
    "time.time",
    "time.time_ns",
}
SURROUNDINGS = {
    "getpass",
    "input",
    "os.environ",
    "os.environb",
    "os.getcwd",
    "os.getenv",
    "os.getlogin",
    "pathlib.Path.cwd",
    "pathlib.Path.home",
    "print",
    "shutil.get_terminal_size",
    "sys.argv",
    "sys.stderr",
    "sys.stdin",
    "sys.stdout",
}
CHANCE = {"os.urandom", "random", "secrets", "uuid"}


def within(names, forbidden):
    """Those names that are forbidden ones or parts of them."""
    return {name for name in names if any(f"{name}.".startswith(f"{one}.") for one in forbidden)}


@pytest.mark.parametrize("floor", FLOORS)
def test_a_floor_imports_only_itself_what_is_below_it_and_its_own_libraries(floor):
    below = set(FLOORS[: FLOORS.index(floor) + 1])
    allowed = below | LIBRARIES[floor] | sys.stdlib_module_names
    found = {
        (module.name, name)
        for module in modules(floor)
        for _, name in imports(module.tree)
        if name.partition(".")[0] not in allowed
    }
    assert found == set()


def test_below_the_command_line_nothing_knows_the_time_the_user_or_chance():
    found = {
        (module.name, name)
        for module in modules("scoring", "market")
        for name in within(referred(module.tree), CLOCKS | SURROUNDINGS | CHANCE)
    }
    assert found == set()


def test_one_module_reads_the_clock():
    readers = {module.name for module in modules("cli") if within(referred(module.tree), CLOCKS)}
    assert readers == {"cli.context"}


def test_scoring_can_be_imported_without_scipy():
    names = ", ".join(module.name for module in modules("scoring"))
    code = f"import sys, {names}; print('scipy' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout == "False\n"


@pytest.mark.parametrize(
    "code",
    [
        "import os\nos.environ.get('HOME')",
        "from os import environ as e\ne['HOME']",
        "def now():\n    import time as t\n    return t.time_ns()",
        "import datetime\ndatetime.datetime.now(datetime.UTC)",
        "print('done')",
        "import random",
    ],
)
def test_the_check_sees_through_aliases_and_into_functions(code):
    assert within(referred(ast.parse(code)), CLOCKS | SURROUNDINGS | CHANCE)
