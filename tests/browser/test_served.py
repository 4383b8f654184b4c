"""The server's pages in a browser: as quiet as the report in a file, and allowed no more."""

from __future__ import annotations

import re
import subprocess

import pytest

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def served(command):
    """The address of a server of this ledger, which runs for a while."""
    pytest.importorskip("uvicorn", reason="the extra serve is not installed")
    words = command("serve", "--port", "0")
    with subprocess.Popen(**words, stderr=subprocess.PIPE, text=True) as server:
        lines = iter(server.stderr.readline, "")
        found = filter(None, (re.search(r"http://\S+", line) for line in lines))
        yield next(found).group()
        server.terminate()


def test_what_is_served_is_as_quiet_as_the_file_and_sorts(visit, served):
    with visit(served) as open_page:
        page = open_page.page
        header = page.locator("#leaderboard thead th:nth-child(3)")
        header.locator("button").click()
        assert header.get_attribute("aria-sort") in {"ascending", "descending"}
        assert open_page.complaints == []
        assert {address.rstrip("/") for address in open_page.fetched} == {served.rstrip("/")}


def test_an_address_that_is_none_has_a_page_that_says_so(visit, served):
    with visit(f"{served.rstrip('/')}/question/nowhere") as open_page:
        assert "nowhere" in open_page.page.locator("main").inner_text()
        assert open_page.violations() == {}
        assert open_page.fetched == [open_page.page.url]
