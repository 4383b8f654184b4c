"""What importing the library costs: numpy, and nothing else that is not Python's own."""

from __future__ import annotations

import subprocess
import sys

import pytest
from sources import ROOT

FOREIGN = """
import sys
before = set(sys.modules)
import {module}
names = {{name.partition(".")[0] for name in sys.modules.keys() - before}}
print(*sorted(names - sys.stdlib_module_names - {{"scoring"}}))
"""


@pytest.mark.parametrize(
    ("module", "needed"),
    [("scoring", ""), ("scoring.rules", "numpy"), ("scoring.murphy_diagram", "numpy")],
)
def test_a_module_loads_only_what_it_needs(module, needed):
    done = subprocess.run(
        [sys.executable, "-c", FOREIGN.format(module=module)],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    loaded = set(done.stdout.split())
    assert {name for name in loaded if not name.startswith("_")} == set(needed.split())
