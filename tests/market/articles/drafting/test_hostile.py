"""No text stops the reading of it: no hang, no traceback, time and room in proportion."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from odd_texts import HTML, MARKDOWN, PLAIN, RUNS

from market.articles.drafting.reading.formats import read_document
from market.articles.drafting.rules.claims import find_claims
from market.errors import Refused

ARTICLES = Path(__file__).parents[3] / "fixtures/articles"
DAY = date(2026, 11, 23)
MEGABYTE = 2**20


def repeated(run, size):
    return (run * (size // len(run.encode()) + 1)).encode()[:size]


def claims_in(content, name="-"):
    """The claims of a text; none of one that is refused, which is an answer too."""
    try:
        document = read_document(content, name=name)
    except Refused:
        return []
    claims = find_claims(document, DAY)
    for claim in claims:
        assert 0 <= claim.span.start < claim.span.end
        assert claim.text.strip()
    return claims


def seconds(content, name):
    begun = process_time()
    claims_in(content, name)
    return process_time() - begun


def test_a_run_of_anything_is_read_or_refused():
    for run, name in RUNS:
        claims_in(repeated(run, 200), name)


@pytest.mark.slow
@pytest.mark.parametrize(("run", "name"), RUNS, ids=ascii)
def test_time_grows_with_the_size_of_a_run_and_no_faster(run, name):
    small, large = (seconds(repeated(run, size), name) for size in (MEGABYTE // 32, MEGABYTE // 8))
    assert large < 6 * small + 0.1  # linear is 4 times, quadratic 16


@pytest.fixture(scope="module")
def prose():
    """Seconds that a megabyte of ordinary sentences takes."""
    return seconds(repeated((ARTICLES / "night-shift.txt").read_text("utf-8"), MEGABYTE), "-")


@pytest.mark.slow
@pytest.mark.parametrize("run", [*'a.\n"(“<*&|\u0301\u202e😀', "will likely ", "<div>", "<a "])
def test_a_megabyte_of_anything_takes_little_longer_than_one_of_prose(run, prose):
    name = "run.html" if run.startswith("<") else "run.txt"
    assert seconds(repeated(run, MEGABYTE), name) < 3 * prose


@given(st.text(), st.sampled_from(["a.txt", "a.md", "a.html", "-"]))
def test_any_characters_are_read_or_refused(text, name):
    claims_in(text.encode("utf-8", "surrogatepass"), name)


@given(
    st.lists(st.sampled_from(PLAIN + MARKDOWN + HTML)),
    st.sampled_from(["a.txt", "a.md", "a.html"]),
)
def test_any_mixture_of_words_and_markup_is_read_or_refused(pieces, name):
    claims_in("".join(pieces).encode(), name)


def test_broken_utf_8_hides_no_other_sentence():
    content = (
        b"Rain will fall by 2028. \xff\xc3( \xed\xa0\x80 \xf0\x9f. The dam will break by 2029."
    )
    texts = " ".join(claim.text for claim in claims_in(content))
    assert "Rain will fall" in texts
    assert "dam will break" in texts


def test_words_written_from_right_to_left_leave_the_others_their_places():
    text = "שלום עולם. Rain will fall by 2028. \u202eאב\u202c"
    (claim,) = claims_in(text.encode())
    assert text[claim.span.start : claim.span.end] == "Rain will fall by 2028."


TAGS = ["div", "p", "b", "a", "span", "q", "ul", "ul><li", "blockquote", "table", "unheard-of"]


def under(tag, deep):
    return f"{f'<{tag}>' * deep}Rain will fall by 2028.{f'</{tag}>' * deep}".encode()


@pytest.mark.parametrize("deep", [100, pytest.param(100_000, marks=pytest.mark.slow)])
@pytest.mark.parametrize("tag", TAGS)
def test_a_sentence_is_found_under_any_number_of_tags(tag, deep):
    assert [claim.text for claim in claims_in(under(tag, deep), "deep.html")]


@pytest.mark.slow
@pytest.mark.parametrize("tag", TAGS)
def test_time_grows_with_the_depth_of_tags_and_no_faster(tag):
    small, large = (seconds(under(tag, deep), "deep.html") for deep in (10_000, 40_000))
    assert large < 6 * small + 0.1


@pytest.mark.slow
def test_a_text_of_300_pages_makes_the_claims_of_its_pages():
    chapter = (ARTICLES / "night-shift.txt").read_text(encoding="utf-8")
    body = chapter.split("\n\n", maxsplit=2)[2]
    once, often = claims_in(f"{body}\n".encode()), claims_in((f"{body}\n" * 275).encode())
    assert [claim.text for claim in often] == [claim.text for claim in once] * 275


STATUS = Path("/proc/self/status")
LARGEST = f"""
import re, sys
from datetime import date
from pathlib import Path
from market.articles.drafting.reading.formats import read_document
from market.articles.drafting.rules.claims import find_claims
find_claims(read_document(sys.stdin.buffer.read(), name=sys.argv[1]), date(2026, 11, 23))
print(re.search(r"VmHWM:\\s*(\\d+)", Path("{STATUS}").read_text())[1])
"""


@pytest.mark.slow
@pytest.mark.skipif(not STATUS.exists(), reason="this system does not say what a process needed")
@pytest.mark.parametrize("name", ["night-shift.txt", "ten-for-2027.md", "soft-landing.html"])
def test_a_book_needs_little_memory(name):
    content = (ARTICLES / name).read_bytes()
    content *= 2 * MEGABYTE // len(content)
    done = subprocess.run(
        [sys.executable, "-c", LARGEST, name], input=content, capture_output=True, check=True
    )
    assert int(done.stdout) < 200 * 1024  # kilobytes
