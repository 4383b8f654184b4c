"""Makes the pictures in ``docs/pictures`` anew: the demonstration's, by a clock that stands still.

Run it when a page or a chart has changed, with Chromium and the extra ``png``:

    python tests/support/make_pictures.py
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from browsers import chromium, visiting

__all__ = ["make"]

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "docs" / "pictures"
NOW = 1_795_348_800_000_000_000  # 2026-11-22 12:00 UTC
SCRIPT = f"""
import sys, time
time.time_ns = lambda: {NOW}
from cli.entry import run
sys.exit(run())
"""
CHARTS = {
    "history": ("--demo", "show", "second-summit-by-2026-06"),
    "calibration": ("--demo", "calibration", "sim-heron"),
    "leaderboard": ("--demo", "leaderboard"),
    "compare": ("--demo", "compare", "sim-heron", "sim-otter"),
    "simulate": ("simulate", "run", "extremizing", "--quick"),
}
"""Commands that draw with ``--plot``, by the picture's name."""

DESKTOP, PHONE = (1200, 1500), (390, 1200)
SCREENS = {
    "report-light": (DESKTOP, "light"),
    "report-dark": (DESKTOP, "dark"),
    "report-phone": (PHONE, "light"),
}
"""Windows on the report, by the picture's name."""


def make(folder):
    """Draw all of them.

    Args:
        folder: Where the demonstration's ledger and its report may lie.
    """
    _foretell(folder, "demo")
    for name, words in CHARTS.items():
        _foretell(folder, *words, "--plot", str(PICTURES / f"{name}.png"), "--force")
    _foretell(folder, "--demo", "report", "-o", "report.html")
    _photograph((Path(folder) / "report.html").as_uri())


def _foretell(folder, *words):
    environment = {"PATH": os.environ["PATH"], "HOME": folder, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", SCRIPT, *words]
    subprocess.run(command, env=environment, cwd=folder, check=True, stdout=subprocess.DEVNULL)


def _photograph(report):
    with chromium() as browser:
        for name, (size, scheme) in SCREENS.items():
            with visiting(browser, report, size=size, scheme=scheme) as visit:
                visit.page.screenshot(path=PICTURES / f"{name}.png")
        with visiting(browser, report) as visit:
            chart = visit.page.locator("#decomposition svg.chart").first
            chart.screenshot(path=PICTURES / "decomposition.png")


if __name__ == "__main__":
    PICTURES.mkdir(exist_ok=True)
    with TemporaryDirectory() as scratch:
        make(scratch)
