"""What is installed from a wheel works far away from the checkout, and brings nothing astray."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import tomllib
import venv
import zipfile
from pathlib import Path
from typing import NamedTuple

import pytest
from sources import FLOORS, ROOT

VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]


class Installed(NamedTuple):
    """An environment into which the wheel was installed."""

    interpreter: Path
    packages: Path


def python(*words):
    """Run a module of this environment without a network."""
    command = [sys.executable, "-m", *words]
    quiet = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INDEX": "1"}
    done = subprocess.run(command, cwd=ROOT, env=quiet, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel, built with the tools of the `test` extra."""
    folder = tmp_path_factory.mktemp("dist")
    python("build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT))
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def names(wheel):
    """The files in the wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """A fresh environment with the wheel, and with this environment's other distributions."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder)
    here = {"base": str(folder), "platbase": str(folder)}
    packages = Path(sysconfig.get_path("purelib", "venv", vars=here))
    interpreter = Path(sysconfig.get_path("scripts", "venv", vars=here)) / "python"
    python("pip", "--python", str(interpreter), "install", "--quiet", "--no-deps", str(wheel))
    # Last, for pip takes what it can import for installed. The path files in that folder, an
    # editable foretell's among them, are not followed: only those beside this one are.
    others = {sysconfig.get_path(kind) for kind in ("purelib", "platlib")}
    (packages / "others.pth").write_text("\n".join(others))
    return Installed(interpreter, packages)


@pytest.fixture
def run(installed, tmp_path):
    """Run a program of that environment in an empty home, and with no other variable set."""

    def call(program, *words):
        command = [installed.interpreter.with_name(program), *words]
        settings = {"HOME": str(tmp_path), "PATH": os.defpath, "PYTHONUTF8": "1"}
        done = subprocess.run(
            command, cwd=tmp_path, env=settings, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return call


def test_the_wheel_holds_the_three_floors_and_its_metadata(names):
    assert {name.partition("/")[0] for name in names} == {*FLOORS, f"foretell-{VERSION}.dist-info"}


def test_the_wheel_holds_every_module_and_says_that_it_is_typed(names):
    modules = {
        str(path.relative_to(ROOT)) for floor in FLOORS for path in (ROOT / floor).rglob("*.py")
    }
    assert {name for name in names if name.endswith(".py")} == modules
    assert {f"{floor}/py.typed" for floor in FLOORS} <= names


def test_the_wheel_holds_what_a_team_installs_in_its_database(names):
    statements = {str(path.relative_to(ROOT)) for path in (ROOT / "market").rglob("*.sql")}
    assert {name for name in names if name.endswith(".sql")} == statements != set()


def test_the_wheel_holds_the_seeds_inside_market(names):
    seeds = {path.relative_to(ROOT / "seeds") for path in (ROOT / "seeds").rglob("*.*")}
    assert {f"market/_seeds/{path}" for path in seeds} <= names


def test_installing_adds_no_package_but_the_three_floors(installed):
    added = {path.name for path in installed.packages.iterdir()}
    assert added - {"others.pth"} == {*FLOORS, f"foretell-{VERSION}.dist-info"}


def test_what_is_imported_is_the_wheel_and_not_the_checkout(installed, run):
    code = "import cli, market, scoring; print(cli.__file__, market.__file__, scoring.__file__)"
    files = [Path(word) for word in run("python", "-c", code).split()]
    assert [file.parents[1] for file in files] == [installed.packages] * 3


def test_the_installed_command_knows_its_version(run):
    assert run("foretell", "--version").startswith(f"foretell {VERSION} ")


def test_a_pack_is_found_and_loaded_into_a_sound_ledger(run):
    assert "anchorage" in run("foretell", "seed", "list")
    run("foretell", "seed", "load", "anchorage")
    assert run("foretell", "db", "check").startswith("Sound: ")
    assert "second-summit-by-2027" in run("foretell", "questions", "--all")


@pytest.mark.slow
def test_the_demonstration_runs_to_its_leaderboard(run):
    shown = run("foretell", "demo")
    assert "SIMULATED" in shown
    assert "@median" in shown
