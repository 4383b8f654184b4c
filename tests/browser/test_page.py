"""The report as a browser shows it: quiet, whole, readable on a phone, usable by keyboard."""

from __future__ import annotations

import pytest
from many_sided import MARKUP, TITLES

pytestmark = pytest.mark.slow

DESKTOP, PHONE = (1280, 900), (390, 844)
WINDOWS = {
    "desktop-light": (DESKTOP, "light"),
    "desktop-dark": (DESKTOP, "dark"),
    "phone-light": (PHONE, "light"),
    "phone-dark": (PHONE, "dark"),
}
SECTIONS = "main section"
BOARD = "#leaderboard table"
CONTROLS = "button, input, select"


def column(visit, number):
    """The cells of a column of the leaderboard, as they are read."""
    return visit.page.locator(f"{BOARD} tbody tr > :nth-child({number})").all_inner_texts()


def numbers(cells):
    """The figures among some cells."""
    read = [cell.strip().replace("\N{MINUS SIGN}", "-").rstrip("%") for cell in cells]
    return [float(cell) for cell in read if cell and cell[-1].isdigit()]


@pytest.mark.parametrize(
    ("size", "scheme"),
    [pytest.param(*window, id=name) for name, window in WINDOWS.items()],
)
def test_nothing_is_wrong_in_any_window_by_day_or_by_night(visit, report, size, scheme):
    with visit(report, size=size, scheme=scheme) as open_page:
        open_page.unfold()
        assert open_page.layout() == []
        assert open_page.violations() == {}
        assert (open_page.complaints, open_page.fetched) == ([], [report])
        assert open_page.page.locator("svg.chart").count() > len(TITLES)


def test_a_header_sorts_its_table_by_a_click_and_by_the_keyboard(visit, report):
    with visit(report) as open_page:
        page = open_page.page
        header = page.locator(f"{BOARD} thead th", has_text="Brier")
        at = header.evaluate("it => it.cellIndex") + 1
        header.locator("button").click()
        first = header.get_attribute("aria-sort")
        up = numbers(column(open_page, at))
        page.keyboard.press("Enter")
        second = header.get_attribute("aria-sort")
        down = numbers(column(open_page, at))
        assert {first, second} == {"ascending", "descending"}
        assert up == sorted(up, reverse=first == "descending")
        assert down == up[::-1] != up
        assert page.locator(f"{BOARD} thead [aria-sort]:not([aria-sort=none])").count() == 1


def test_a_filter_leaves_the_questions_that_have_its_words(visit, report):
    with visit(report) as open_page:
        page = open_page.page
        cards = page.locator("#questions article")
        everything = cards.count()
        page.locator("#questions input[type=search]").fill(TITLES["chinese"])
        assert cards.filter(visible=True).count() == 1
        assert "1 of" in page.locator("#questions [aria-live]").inner_text()
        page.locator("#questions input[type=search]").fill("")
        assert cards.filter(visible=True).count() == everything


def test_the_page_is_complete_without_a_script(visit, report):
    with visit(report, java_script_enabled=False) as silent, visit(report) as lively:
        assert (
            silent.page.locator("main section").count()
            == lively.page.locator("main section").count()
        )
        cards = silent.page.locator("#questions article")
        assert cards.count() == cards.filter(visible=True).count() > len(TITLES)
        assert silent.page.locator("button, input, select").filter(visible=True).count() == 0
        assert lively.page.locator("button, input, select").filter(visible=True).count() > 0


def test_in_print_it_is_light_and_complete(visit, report):
    with visit(report, scheme="dark") as open_page:
        page = open_page.page
        page.emulate_media(media="print", color_scheme="dark")
        ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert ground in {"rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"}
        assert not page.locator("nav").filter(visible=True).count()
        sections = page.locator(SECTIONS)
        assert sections.count() == sections.filter(visible=True).count()


def test_the_keyboard_reaches_the_contents_first_and_every_wide_table(visit, report):
    with visit(report) as open_page:
        page = open_page.page
        page.keyboard.press("Tab")
        link = page.locator(":focus")
        assert link.is_visible()
        assert link.get_attribute("href") == "#main"
        reached = set()
        for _ in range(60):
            page.keyboard.press("Tab")
            reached.add(page.evaluate("document.activeElement.closest('section')?.id"))
        assert "leaderboard" in reached
        assert page.locator("#leaderboard [role=region][tabindex='0']:has(table)").count() == 1


def test_markup_in_what_people_wrote_is_text(visit, report):
    with visit(report) as open_page:
        page = open_page.page
        titles = page.locator("#questions h3").all_inner_texts()
        assert {MARKUP, TITLES["hebrew"]} <= set(titles)
        assert page.locator("main script, main img, main a[href^=javascript]").count() == 0
