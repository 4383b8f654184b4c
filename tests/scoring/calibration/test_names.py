"""The names of the package."""

from __future__ import annotations

import re
from importlib import import_module

from scoring import calibration


def test_the_package_has_all_public_names_of_the_modules_that_it_lists():
    modules = re.findall(r"^``(\w+)``  ", calibration.__doc__, re.MULTILINE)
    names = {
        name
        for module in modules
        for name in import_module(f"scoring.calibration.{module}").__all__
    }
    assert names == set(calibration.__all__)
