"""The market in a report: as on the market board, and hidden from whom prices are hidden."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest

SLUG = "summit-by-2027"


@pytest.fixture
def market_of(club, foretell, tmp_path):
    """A function that writes a report and gives the rows of its tables of traders and markets."""
    assert club
    foretell("market", "open", SLUG, "--prior", "30%")
    traded = foretell("market", "trade", SLUG, "yes", "--spend", "10", "--as", "bo")
    assert traded.code == 0, traded.err

    def tables(*words):
        page = tmp_path / "report.html"
        assert foretell("report", "-o", str(page), "--force", *words).code == 0
        found = re.search(r'<section id="markets".*?</section>', page.read_text(), re.DOTALL)
        tree = ET.fromstring(re.sub(r"<(meta|br|hr|img|input)[^>]*>", "", found[0]))
        return [
            ["".join(cell.itertext()) for cell in row]
            for row in tree.iter("tr")
            if row.find("td") is not None
        ]

    return tables


def test_the_market_board_and_every_market_are_told(market_of):
    trader, market = market_of()
    assert trader[:4] == ["1", "bo", "1", "1"]
    assert market[0].startswith("Do the two presidents meet again")
    assert market[1:3] == ["open", "36.7%"]


def test_nobody_is_named_where_all_are_anonymous(market_of):
    assert market_of("--anonymous")[0][1].startswith("forecaster ")


def test_a_price_is_hidden_from_whom_the_crowd_is(market_of, monkeypatch):
    monkeypatch.setenv("FORETELL_BLIND", "1")
    assert market_of()[1][2:4] == ["hidden until you forecast or trade", "·"]
