"""Seeds are found beside the packages in a checkout and inside one in a wheel."""

from __future__ import annotations

import subprocess
import sys

import pytest

from market.errors import Refused
from market.seeds import seed_names, seed_path, seeds_folder


def test_the_pack_that_ships_is_found_by_name():
    assert "anchorage" in seed_names()
    assert (seed_path("anchorage") / "pack.toml").is_file()


def test_an_unknown_pack_is_refused_with_near_names():
    with pytest.raises(Refused) as refusal:
        seed_path("anchorge")
    assert refusal.value.hint == "Did you mean anchorage?"


def test_a_name_does_not_lead_out_of_the_folder():
    with pytest.raises(Refused):
        seed_path("../seeds/anchorage")


def test_an_installed_package_has_its_seeds_inside(tmp_path):
    package = tmp_path / "market"
    (package / "_seeds").mkdir(parents=True)
    assert seeds_folder(package) == package / "_seeds"


def test_a_checkout_has_its_seeds_beside_the_package(tmp_path):
    (tmp_path / "market").mkdir()
    assert seeds_folder(tmp_path / "market") == tmp_path / "seeds"


def test_reading_a_pack_loads_neither_numpy_nor_a_database():
    code = (
        "import sys, market.seeds, market.articles.packfiles, market.articles.validation;"
        "print({'numpy', 'scipy', 'sqlalchemy', 'sqlmodel'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
