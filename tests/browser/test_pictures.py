"""Pictures in files, as a browser shows them."""

from __future__ import annotations

import pytest
from many_sided import PEOPLE

pytestmark = pytest.mark.slow

COMMANDS = {
    "calibration": ("calibration", "sim-heron"),
    "compare": ("compare", "sim-heron", "sim-otter"),
    "hebrew": ("show", "hebrew"),
    "endless": ("show", "endless"),
    "market": ("show", "traded"),
    "leaderboard": ("leaderboard",),
    "person": ("calibration", PEOPLE[0]),
}


@pytest.fixture(scope="module")
def drawn(foretell, folder):
    """Draw one picture."""

    def draw(name):
        foretell(*COMMANDS[name], "--plot", f"{name}.svg")
        return (folder / f"{name}.svg").as_uri()

    return draw


@pytest.mark.parametrize(
    "name",
    [
        name if name == "leaderboard" else pytest.param(name, marks=pytest.mark.slow)
        for name in COMMANDS
    ],
)
def test_a_picture_in_a_file_stands_alone_with_nothing_cut_off(visit, drawn, name):
    address = drawn(name)
    with visit(address, size=(800, 500)) as shown:
        assert shown.layout() == []
        assert (shown.complaints, shown.fetched) == ([], [address])
