"""Times that are none, and times at which what is asked for cannot be."""

from __future__ import annotations

import pytest

FORMS = "Write it as 2026-12-31, 2026-12-31T18:00Z, tomorrow or +7d."
HOURS = "Hours run from 00 to 23, minutes and seconds from 00 to 59."
YEARS = "Years run from 0001 to 9999."
ZONE = "Write the zone as Z, which is UTC, or as in +01:00."
UNITS = "Spans count hours, days or weeks: +12h, +7d, +2w."

UNREADABLE = [
    ("", FORMS),
    (" ", FORMS),
    ("yore", FORMS),
    ("next week", FORMS),
    ("tommorow", FORMS),
    ("now()", FORMS),
    ("nan", FORMS),
    ("1765000000", FORMS),
    ("1.5d", FORMS),
    ("--", FORMS),
    ("-0001-01-01", FORMS),
    ("noon", "Give the day too: 2025-12-06T12:00Z"),
    ("31.12.2026", "Write it as 2026-12-31."),
    ("12/31/2026", "Write it as 2026-12-31."),
    ("01/02/2026", "Write it as 2026-02-01 or 2026-01-02."),
    ("31 Dec 2026", "Write it as 2026-12-31."),
    ("Dec 31 2026", "Write it as 2026-12-31."),
    ("20261231T", "Write the time as in 2026-12-31T18:00Z."),
    ("20261331", "Months run from 01 to 12."),
    ("2026-1-1", "Write it as 2026-01-01."),
    ("2026", "Give the day too: 2026-12-31"),
    ("2026-12", "Give the day too: 2026-12-31"),
    ("2026-02-30", "Feb 2026 has 28 days."),
    ("2026-13-01", "Months run from 01 to 12."),
    ("0000-01-01", YEARS),
    ("99999-01-01", YEARS),
    ("+999999w", YEARS),
    ("-999999w", YEARS),
    ("+9999999d", YEARS),
    ("2026-12-31T25:00", HOURS),
    ("2026-12-31T18:60", HOURS),
    ("2026-12-31 18:00 CET", ZONE),
    ("2026-12-31T18:00+25:00", ZONE),
    ("2026-12-31Z", "Write the time as in 2026-12-31T18:00Z."),
    ("7d", "Write +7d for what lies ahead, -7d for what is past."),
    ("+7", "Say of what: +7h, +7d or +7w."),
    ("+7m", UNITS),
    ("+7days", UNITS),
    ("+7 d", "Write it as +7d."),
    ("٢٠٢٦-12-31", "Only the digits 0 to 9 are read."),
    ("\x1b]0;x\x07", FORMS),
    ("\u202e2026-12-31", FORMS),
]

WHEREVER = [
    "show rain --as-of yore",
    "leaderboard --since yore",
    "leaderboard --until yore",
    "leaderboard --as-of yore",
    "leaderboard --known-at yore",
    "forecast rain 70% --at yore",
    "withdraw rain --at yore",
    "resolve bridge yes --happened yore",
    "ask X --closes +1d --opens yore",
    "edit rain --closes yore",
    "log --since yore",
    "scores bo --until yore",
    "compare bo cy --as-of yore",
    "explain bo mayor --as-of yore",
]

OUT_OF_PLACE = [
    ("ask X --closes yesterday", 1, "is not in the future", "Give a later close."),
    ("ask X --closes 2020-01-01", 1, "is not in the future", "Give a later close."),
    ("ask X --closes +1d --opens +2d", 1, "is not after it opens", "Give a later close."),
    ("edit rain --closes yesterday", 1, "is not in the future", "Give a later close."),
    ("edit comet --closes +10d", 1, "is not after it opens", "Give a later close."),
    ("forecast rain 70% --at +1d", 1, "is in the future", "Leave --at out"),
    ("forecast rain 70% --at tomorrow", 1, "is in the future", "Leave --at out"),
    ("forecast bridge 70% --at -2d", 1, "bridge closed at", "What was said before then counts"),
    ("resolve bridge yes --happened +1d", 1, "is in the future", "on what has happened"),
    (
        "resolve bridge yes --happened 2020-01-01",
        1,
        "before bridge opened",
        "foretell annul bridge",
    ),
    ("leaderboard --since 2026-01-01 --until 2025-01-01", 2, "lies before --since", "Exchange"),
    ("leaderboard --until 0%", 2, "0% is no share", "at most 100%"),
    ("leaderboard --until 150%", 2, "150% is no share", "at most 100%"),
    ("due --within soon", 2, "soon is not a span", "36h, 14d or 2w"),
    ("due --within -3d", 2, "-3d is not a span", "36h, 14d or 2w"),
]


@pytest.mark.parametrize(("text", "hint"), UNREADABLE)
def test_what_is_no_time_is_not_guessed_at(refused, text, hint):
    refused(["ask", "Does it?", "--closes", text], 2, "is not a time.", hint)


@pytest.mark.parametrize("words", WHEREVER)
def test_a_time_is_read_alike_wherever_it_stands(refused, words):
    refused(words, 2, "yore is not a time.", FORMS)


@pytest.mark.parametrize(("words", "code", "message", "hint"), OUT_OF_PLACE)
def test_a_time_that_cannot_be_is_refused(refused, words, code, message, hint):
    refused(words, code, message, hint)
