"""Texts that would rule a terminal, a page or a spreadsheet, and are shown as texts."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest

from market.ledger.engine import open_ledger
from market.ledger.names import fold
from market.ledger.tables import Evidence, Forecaster, Report, Ruling, Wording

DAY = 86_400_000_000
HARMFUL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")

TEXTS = [  # as it is stored, on a screen, in a cell of CSV
    ("\x1b[31mred", "[31mred", "[31mred"),
    ("\x1b[2J\x1b[Hgone", "[2J[Hgone", "[2J[Hgone"),
    ("\x1b]0;title\x07", "]0;title", "]0;title"),
    ("\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\", "]8;;http://x\\link]8;;\\", None),
    ("\x1b]52;c;cm0=\x07", "]52;c;cm0=", "]52;c;cm0="),
    ("\x1bP$q\x1b\\", "P$q\\", "P$q\\"),
    ("\x9b31mC1", "31mC1", "31mC1"),
    ("\x90q\x9c", "q", "q"),
    ("bell\x07", "bell", "bell"),
    ("over\x08\x08\x08\x08write", "overwrite", "overwrite"),
    ("del\x7fete", "delete", "delete"),
    ("shift\x0e\x0fed", "shifted", "shifted"),
    ("line\nfeed", "line feed", "line\nfeed"),
    ("carriage\rreturn", "carriage return", "carriage\nreturn"),
    ("both\r\nof them", "both of them", "both\nof them"),
    ("next\x85line", "next line", "nextline"),
    ("form\x0cfeed", "form feed", "formfeed"),
    ("a\ttab", "a tab", "a\ttab"),
    ("two\u2028lines", "two lines", "two\u2028lines"),
    ("\u202egnirts", "gnirts", "gnirts"),
    ("\u202dforced\u202c", "forced", "forced"),
    ("\u2066isolated\u2069", "isolated", "isolated"),
    ("mark\u200eed\u200f", "marked", "marked"),
    ("arabic\u061c", "arabic", "arabic"),
    ("[red]markup[/red]", "[red]markup[/red]", "[red]markup[/red]"),
    ("[link=http://x]y[/link]", "[link=http://x]y[/link]", "[link=http://x]y[/link]"),
    ("<script>1</script>", "<script>1</script>", "<script>1</script>"),
    ("%s %d {0} {x}", "%s %d {0} {x}", "%s %d {0} {x}"),
    ("$(reboot) `reboot`", "$(reboot) `reboot`", "$(reboot) `reboot`"),
    ("=1+1", "=1+1", "'=1+1"),
    ("=HYPERLINK(1)", "=HYPERLINK(1)", "'=HYPERLINK(1)"),
    ("+1", "+1", "'+1"),
    ("-1+1", "-1+1", "'-1+1"),
    ("@SUM(A1)", "@SUM(A1)", "'@SUM(A1)"),
    ("\t=1+1", "=1+1", "'\t=1+1"),
    ("\x1b=1+1", "=1+1", "'=1+1"),
    ("\u202e@SUM(A1)", "@SUM(A1)", "'@SUM(A1)"),
    ('"quoted", and so on', '"quoted", and so on', '"quoted", and so on'),
]

SCREENS = [
    "show mayor --full",
    "show mayor --history",
    "questions --all",
    "status",
    "due --within 52w",
    "leaderboard",
    "scores bo",
    "explain bo mayor",
    "log",
    "user list",
    "close --due",
]


@pytest.fixture
def hostile(club, clock):
    """Write a text into every place of the ledger, past the acts that might refuse it."""

    def write(*texts):
        ledger = open_ledger(str(club), clock=clock)
        with ledger.writing("ana", "hostile") as writing:
            numbers = writing.connection.exec_driver_sql("SELECT slug, id FROM question").all()
            ids = dict(map(tuple, numbers))
            for text in texts:
                for slug, closes in (("mayor", 1), ("rain", 400)):
                    writing.insert(Wording, [_wording(ids[slug], text, clock.now, closes)])
                name = {"name": f"~{text}", "folded": fold(f"~{text}"), "kind": "pundit"}
                (who,) = writing.insert(Forecaster, [name])
                said = {"question": ids["mayor"], "at": clock.now - 10 * DAY, "probability": 0.4}
                said |= {"rationale": text, "source": text, "quote": text}
                writing.insert(Report, [{**said, "forecaster": who}])
                writing.insert(Report, [{**said, "forecaster": who, "question": ids["rain"]}])
                again = [{"verdict": "unresolve"}, {"verdict": "resolve", "outcome": 1}]
                shared = {"question": ids["mayor"], "at": clock.now - DAY, "note": text}
                *_, ruling = writing.insert(Ruling, [{**shared, **one} for one in again])
                found = {"publisher": text, "published": text, "address": text, "summary": text}
                writing.insert(Evidence, [{"ruling": ruling, **found}])
        ledger.close()

    return write


def _wording(question, text, now, closes):
    words = dict.fromkeys(("title", "background", "criteria", "fine_print", "source"), text)
    times = {"opens": now - 90 * DAY, "closes": now + closes * DAY}
    return {"question": question, **words, **times, "family": text, "tags": text.replace(",", "")}


@pytest.mark.parametrize(("text", "shown", "cell"), TEXTS)
def test_a_text_is_shown_as_a_text(foretell, hostile, text, shown, cell):
    hostile(text)
    page = foretell("show", "mayor", "--full")
    assert page.code == 0, page.err
    assert shown in page.out
    document = foretell("show", "mayor", "--json").out
    assert json.loads(document)["title"] == text
    table = foretell("show", "mayor", "--csv").out
    (row,) = csv.DictReader(io.StringIO(table, newline=""))
    assert row["title"] == (shown if cell is None else cell)
    assert [HARMFUL.search(out) for out in (page.out, document, table)] == [None] * 3


@pytest.mark.parametrize("form", ["table", "json", "csv"])
@pytest.mark.parametrize("screen", SCREENS)
def test_no_screen_obeys_a_text(foretell, hostile, screen, form):
    hostile(*(text for text, *_ in TEXTS))
    ended = foretell(*screen.split(), "--format", form)
    assert ended.code == 0, ended.err
    assert HARMFUL.search(ended.out + ended.err) is None


@pytest.mark.parametrize(
    "words",
    ["export -o out", "export --csv out", "due --within 52w --ics out", "questions --csv -o out"],
)
def test_no_file_holds_a_control(foretell, hostile, home, words):
    hostile(*(text for text, *_ in TEXTS))
    ended = foretell(*words.split())
    assert ended.code == 0, ended.err
    written = [home / "out"] if (home / "out").is_file() else list((home / "out").iterdir())
    for file in written:
        content = file.read_bytes().decode("utf-8").replace("\r\n", "\n")
        assert HARMFUL.search(content) is None, file


def test_a_forecaster_with_a_harmful_name_is_found_and_shown_as_harmless(foretell, hostile):
    hostile("\x1b[31mmallory")
    name = "~\x1b[31mmallory"
    for words in (["scores", name], ["explain", name, "mayor"], ["user", "show", name]):
        ended = foretell(*words)
        assert HARMFUL.search(ended.out + ended.err) is None
