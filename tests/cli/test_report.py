"""`foretell report`: what one page holds, and what it never does."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pytest

from market.ledger.acts.asking import ask
from market.ledger.acts.reports import report
from market.ledger.acts.rulings import Source, rule

DAY = 86_400_000_000
MARKUP = "<script>alert('x')</script><img src=x onerror=alert(1)>\"' & co"
SLUG = "summit-by-2027"

pytestmark = pytest.mark.usefixtures("club")


class Parsed(HTMLParser):
    """The elements, links and texts of a page."""

    def __init__(self, page):
        super().__init__()
        self.elements, self.texts, self._inside = [], {}, []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        self._inside.append(tag)

    def handle_data(self, data):
        self.texts.setdefault(self._inside[-1] if self._inside else "", []).append(data)

    def handle_endtag(self, tag):
        while self._inside and self._inside.pop() != tag:
            pass

    def all(self, name):
        return [attributes for tag, attributes in self.elements if tag == name]


@pytest.fixture
def page(foretell):
    """The page that some words make."""

    def made(*words):
        ended = foretell("report", "-o", "-", *words)
        assert (ended.code, ended.err) == (0, "")
        return ended.out

    return made


@pytest.fixture
def scored(club, clock):
    """The club, with scores, a reason, and a question full of markup."""
    now = clock.now
    with club.writing("ana", "ask") as writing:
        ask(writing, "settled", "Is it settled?", now - DAY, now + 20 * DAY)
    for name, probability in (("Bo", 0.2), ("Zoë", 0.9), ("Quentin", 0.6)):
        clock.advance(days=1)
        with club.writing(name, "forecast") as writing:
            why = f"{name} knows" if name == "Zoë" else None
            report(writing, "settled", name, probability, rationale=why)
    clock.advance(days=20)
    now = clock.now
    with club.writing("ana", "ask") as writing:
        ask(
            writing,
            "nasty",
            MARKUP,
            now - DAY,
            now + DAY,
            criteria=MARKUP,
            background="see javascript:alert(1)",
            fine_print=MARKUP,
            source="javascript:alert(2) or https://example.org/a?b=1&c=2.",
            tags=(MARKUP,),
        )
        report(writing, "nasty", "Mallory <b>&amp;", 0.3, rationale=MARKUP)
        source = Source("javascript:alert(3)", MARKUP, summary=MARKUP)
        rule(writing, "settled", "resolve", 0, at=now - 5 * DAY, evidence=[source])
    return club


@pytest.mark.usefixtures("scored")
def test_a_page_holds_all_it_needs_and_its_policy_knows_its_style_and_its_script(page):
    written = page("--question", "nasty", "--question", "settled")
    policy = next(
        meta["content"]
        for meta in Parsed(written).all("meta")
        if meta.get("http-equiv") == "Content-Security-Policy"
    )
    for element in ("style", "script"):
        (text,) = re.findall(rf"<{element}>(.*?)</{element}>", written, re.DOTALL)
        digest = b64encode(sha256(text.encode()).digest()).decode()
        assert f"{element}-src 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy
    assert not re.search(r"url\(|@import|<link|<iframe|<img", written)


@pytest.mark.usefixtures("scored")
@pytest.mark.parametrize("words", [(), ("--question", "nasty", "--who", "mallory <b>&amp;")])
def test_no_text_of_anybody_becomes_markup(page, words):
    parsed = Parsed(page(*words))
    assert len(parsed.all("script")) == 1
    names = {name for _, attributes in parsed.elements for name in attributes}
    assert not {name for name in names if name.startswith("on") or name == "style"}
    assert MARKUP in parsed.texts["h3"]
    links = [link for link in parsed.all("a") if not link["href"].startswith("#")]
    assert links
    assert {link["href"].partition(":")[0] for link in links} == {"https"}
    assert {link["rel"] for link in links} == {"noreferrer noopener"}
    assert "https://example.org/a?b=1&c=2" in {link["href"] for link in links}


@pytest.mark.usefixtures("scored")
@pytest.mark.parametrize("words", [(), ("--question", "settled"), ("--question", "nasty")])
def test_without_names_nobody_is_named_and_nobodys_reasons_are_told(page, words, monkeypatch):
    assert "Zoë" in page("--question", "settled")
    monkeypatch.setenv("FORETELL_USER", "Reader-Rita")
    written = page("--anonymous", *words).casefold()
    texts = written.replace("<b>", "")
    for name in ("bo", "zoë", "quentin", "mallory", "ana", "reader-rita", "knows"):
        assert not re.search(rf"(?<![\w-]){name}(?![\w-])", texts)
    assert "forecaster 1<" in written or "nasty" in words


@pytest.mark.usefixtures("scored")
def test_numbers_follow_the_board_and_not_the_order_of_the_ledger(page):
    board = r'<th scope="row"[^>]*>.*?<bdi>([^<@]+)</bdi>'
    named = re.findall(board, page().partition('id="questions"')[0])
    hidden = re.findall(board, page("--anonymous").partition('id="questions"')[0])
    assert sorted(name.casefold() for name in named) == ["bo", "quentin", "zoë"]
    assert hidden == ["forecaster 1", "forecaster 2", "forecaster 3"]


@pytest.mark.parametrize("how", ["question", "environment"])
def test_a_hidden_crowd_stays_hidden_also_where_somebody_is_named(foretell, page, monkeypatch, how):
    if how == "question":
        assert foretell("edit", SLUG, "--hide-crowd").code == 0
    else:
        monkeypatch.setenv("FORETELL_BLIND", "1")
    written = page("--question", SLUG, "--who", "bo", "--who", "@median")
    assert "hidden until you forecast" in written
    shown = re.sub(r"<(style|script)>.*?</\1>", "", written, flags=re.DOTALL)
    for figure in ("20%", "30%", "40%"):
        assert figure not in shown
    assert 'class="line' not in shown


@pytest.mark.usefixtures("scored")
def test_the_same_ledger_at_the_same_moment_gives_the_same_bytes(page):
    assert page() == page()
    assert page("--anonymous") == page("--anonymous")


@pytest.mark.usefixtures("scored")
def test_options_restrict_the_page_and_its_head_says_so(page):
    def cards(written):
        return re.findall(r'<article[^>]* id="question-([^"]*)"', written)

    assert set(cards(page())) >= {"nasty", "settled", SLUG}
    assert cards(page("--question", "NASTY")) == ["nasty"]
    assert set(cards(page("--tag", "TALKS"))) == {SLUG, "summit-by-2029"}
    assert "nasty" not in cards(page("--as-of", "2025-12-10"))
    head = page("--tag", "talks", "--who", "BO").partition("</header>")[0]
    assert "only questions with the tag talks" in head
    assert "with bo" in head


@pytest.mark.usefixtures("scored")
def test_reasons_and_scores_stand_where_a_question_is_asked_for_by_name(page):
    assert "Zoë knows" not in page()
    written = page("--question", "settled")
    assert "Zoë knows" in written
    assert 'aria-label="Scores on this question"' in written


def test_a_file_is_written_whole_and_never_replaced_unasked(foretell):
    ended = foretell("report")
    assert (ended.code, ended.out) == (0, "")
    assert ended.err.startswith("Wrote report.html\nNext: open report.html in a browser")
    before = Path("report.html").read_bytes()
    refused = foretell("report")
    assert (refused.code, Path("report.html").read_bytes()) == (1, before)
    assert foretell("report", "--force").code == 0


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--question", "summit-by-2028"), 1, "Did you mean summit-by-2029"),
        (("--who", "boo"), 1, "There is no forecaster “boo”."),
        (("--anonymous", "--who", "bo"), 2, "--anonymous hides whom --who names."),
        (("--as-of", "no time at all"), 2, "no time at all"),
    ],
)
def test_what_is_not_there_is_refused_and_nothing_is_written(foretell, words, code, said):
    ended = foretell("report", "-o", "page.html", *words)
    assert ended.code == code
    assert said in ended.err
    assert not Path("page.html").exists()


def test_a_page_without_scores_says_what_to_do_next(foretell, page):
    assert "No resolved question with a forecast." in page()
    ended = foretell("report", "--tag", "talk")
    assert "No question." in Path("report.html").read_text(encoding="utf-8")
    assert "Next: another --tag: no question has talk. Did you mean talks?" in ended.err


def test_an_empty_ledger_has_a_page_that_says_how_to_begin(page, sqlite_ledger, monkeypatch):
    monkeypatch.setenv("FORETELL_DB", sqlite_ledger.address)
    assert "foretell ask TITLE --closes DATE" in page()
