"""Slugs, names of forecasters, and texts that nothing may be called or say."""

from __future__ import annotations

import pytest

SLUG = "Use letters, digits, and . _ : - (not first); at most 80 characters."
ANEW = "Type it anew"
COMPUTED = "@ is kept for computed ones"

BAD_SLUGS = [
    "",
    " ",
    "no such",
    "../etc/passwd",
    "a/b",
    "a,b",
    "a\tb",
    "a\nb",
    "-x",
    "_x",
    ".x",
    ":x",
    "é",
    "\u0440\u0430",  # letters that look like Latin ones
    "日本",
    "x\u202e",
    "x\u200b",
    "\x1b[2J",
    "=1+1",
    "@rain",
    "$(id)",
    "rain'--",
    "x" * 81,
    "x" * 100_000,
    "\udcff",
]

UNKNOWN_SLUGS = [*BAD_SLUGS[:8], *BAD_SLUGS[9:], "%s", "{0}", "*", "rain;drop table", "RAINN"]

BAD_NAMES = [
    ("@x", 1, COMPUTED, "Drop the @."),
    ("@median", 1, COMPUTED, "Drop the @."),
    ("@", 1, COMPUTED, "Drop the @."),
    ("  @x", 1, COMPUTED, "Drop the @."),
    ("", 2, "is empty", "Give it a value"),
    (" \t ", 2, "is empty", "Give it a value"),
    ("x" * 65, 1, "A name of 65 characters is too long.", "Use 64."),
    ("x" * 100_000, 1, "is too long", "Use 64."),
    ("a\tb", 1, "'a\\tb' holds invisible characters", ANEW),
    ("a\nb", 1, "'a\\nb' holds invisible characters", ANEW),
    ("a\rb", 1, "holds invisible characters", ANEW),
    ("a\x01b", 1, "holds invisible characters", ANEW),
    ("a\x7fb", 1, "holds invisible characters", ANEW),
    ("a\x85b", 1, "holds invisible characters", ANEW),
    ("\x1b[31mana", 1, "holds invisible characters", ANEW),
    ("\x1b]8;;http://x\x07ana", 1, "holds invisible characters", ANEW),
    ("ana\u202e", 1, "holds invisible characters", ANEW),
    ("\u2066ana", 1, "holds invisible characters", ANEW),
    ("\u200fana", 1, "holds invisible characters", ANEW),
    ("a\u061cna", 1, "holds invisible characters", ANEW),
    ("a\u2028na", 1, "holds invisible characters", ANEW),
    ("ana\u200b", 1, "holds invisible characters", ANEW),
    ("\ufeffana", 1, "holds invisible characters", ANEW),
    ("a\u00adna", 1, "holds invisible characters", ANEW),
    ("\u2060", 1, "holds invisible characters", ANEW),
    ("\udcff", 1, "bytes that are not Unicode", "UTF-8"),
    ("sim-otter", 1, "another kind: simulated", "Choose another."),
    ("SIM-OTTER", 1, "another kind: simulated", "Choose another."),
    ("Times", 1, "another kind: article", "Choose another."),
]

NAMED = [case for case in BAD_NAMES if case[0].strip()]  # an empty variable is no variable

ONE_LINE = "holds line breaks or invisible characters"
TEXTS = [
    (["--title", ""], "needs a title", "in one sentence"),
    (["--title", " \t"], "needs a title", "in one sentence"),
    (["--title", "a\nb"], f"title {ONE_LINE}", ANEW),
    (["--title", "a\x1b[31mb"], f"title {ONE_LINE}", ANEW),
    (["--title", "a\u202eb"], f"title {ONE_LINE}", ANEW),
    (["--title", "x" * 501], "title has 501 characters", "Use 500"),
    (["--title", "\udcff"], "not Unicode", "UTF-8"),
    (["--criteria", "x" * 100_001], "has 100,001 characters", "Use 100,000"),
    (["--criteria", "\udcff"], "not Unicode", "UTF-8"),
    (["--tag", "a,b"], "A tag cannot hold a comma.", "one by one"),
    (["--tag", "a\tb"], f"tag {ONE_LINE}", ANEW),
    (["--tag", "\u202eb"], f"tag {ONE_LINE}", ANEW),
    (["--family", "a\nb"], f"family {ONE_LINE}", ANEW),
]

KEYS = [
    ("x" * 201, "The key has 201 characters: that is too long.", "Use 200 at most."),
    ("two\nlines", f"The key {ONE_LINE}", ANEW),
    ("\x1b[31mx", f"The key {ONE_LINE}", ANEW),
    ("\u202ex", f"The key {ONE_LINE}", ANEW),
    ("\udcff", "not Unicode", "UTF-8"),
]

REMARKS = [
    ("x" * 10_001, "has 10,001 characters", "Use 10,000"),
    ("two\nlines", "has line breaks", "one line"),
]
REMARKED = [
    "forecast rain 70% --why",
    "forecast rain 70% --source",
    "forecast rain 70% --quote",
    "resolve bridge no --why",
    "close rain --why",
]


@pytest.mark.parametrize("slug", BAD_SLUGS)
def test_a_question_cannot_be_called_anything(refused, slug):
    refused(["ask", "X", "--closes", "+9d", f"--slug={slug}"], 1, "question's slug", SLUG)


@pytest.mark.parametrize("slug", UNKNOWN_SLUGS)
def test_what_no_question_is_called_is_not_found(refused, slug):
    refused(["show", slug], 1, "There is no question", "")


@pytest.mark.parametrize(("name", "code", "message", "hint"), BAD_NAMES)
def test_a_forecaster_cannot_be_called_anything(refused, name, code, message, hint):
    refused(["forecast", "rain", "70%", "--as", name], code, message, hint)


@pytest.mark.parametrize(("name", "code", "message", "hint"), NAMED)
def test_the_environment_names_nobody_else(refused, monkeypatch, name, code, message, hint):
    monkeypatch.setenv("FORETELL_USER", name)
    refused(["withdraw", "rain"], code, message, hint)


@pytest.mark.parametrize(("words", "message", "hint"), TEXTS)
def test_a_question_cannot_say_anything(refused, words, message, hint):
    refused(["edit", "rain", *words], 1, message, hint)


@pytest.mark.parametrize(("words", "message", "hint"), TEXTS[2:])
def test_nor_can_a_new_one(refused, words, message, hint):
    title = [words[1]] if words[0] == "--title" else ["X", *words]
    refused(["ask", "--closes", "+9d", *title], 1, message, hint)


@pytest.mark.parametrize(("key", "message", "hint"), KEYS)
def test_a_key_is_a_short_line(refused, key, message, hint):
    refused(["forecast", "rain", "70%", "--key", key], 1, message, hint)


@pytest.mark.parametrize("words", REMARKED)
@pytest.mark.parametrize(("text", "message", "hint"), REMARKS)
def test_a_remark_is_one_line_and_not_endless(refused, words, text, message, hint):
    refused([*words.split(), text], 1, message, hint)


@pytest.mark.parametrize("option", ["--why", "--source", "--quote"])
def test_what_is_not_unicode_is_not_recorded(refused, option):
    refused(["forecast", "rain", "70%", option, "x\udcff"], 1, "not Unicode", "UTF-8")
