"""Chromium as tests and the makers of pictures drive it, and what it says of a page."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from functools import cache
from pathlib import Path

__all__ = ["Visit", "chromium", "chromium_path", "visiting"]

_PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
_QUIET = (
    "--no-sandbox",  # it has none where root runs it
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_PATIENCE = 5_000
"""Milliseconds until something that does not appear on a page is missing."""


def chromium_path():
    """Where the machine's own browser is, if it has one."""
    return next(filter(None, map(shutil.which, _PROGRAMS)), None)


@contextmanager
def chromium():
    """A browser that runs for a while."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium_path(), args=[*_QUIET])
        yield browser
        browser.close()


@contextmanager
def visiting(browser, address, *, size=(1280, 900), scheme="light", **settings):
    """A page that is open for a while.

    Args:
        browser: That of ``chromium``.
        address: What to open.
        size: Of the window, in pixels.
        scheme: ``light`` or ``dark``, as the reader prefers.
        **settings: More of the browser's, such as ``java_script_enabled``.
    """
    width, height = size
    window = {"width": width, "height": height}
    context = browser.new_context(viewport=window, color_scheme=scheme, **settings)
    context.set_default_timeout(_PATIENCE)
    visit = Visit(context.new_page())
    visit.page.goto(address)
    yield visit
    context.close()


class Visit:
    """An open page, with all that it complained of and fetched."""

    def __init__(self, page):
        self.page, self.complaints, self.fetched = page, [], []
        page.on("console", self._note)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self.fetched.append(request.url))

    def _note(self, message):
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)

    def unfold(self):
        """Open all that is folded."""
        self.page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")

    def violations(self):
        """What axe objects to: the rule, and the first elements that break it."""
        from axe_playwright_python.sync_playwright import Axe

        found = Axe().run(self.page).response["violations"]
        return {one["id"]: [node["html"][:200] for node in one["nodes"][:5]] for one in found}

    def layout(self):
        """What is wrong with the lie of things: the document's width, charts and their texts."""
        return self.page.evaluate(_layout())


@cache
def _layout():
    return Path(__file__).with_name("layout.js").read_text()
