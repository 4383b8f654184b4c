"""The pages of the server, and what holds for each of its answers."""

from __future__ import annotations

import hashlib
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from team import password


def test_the_page_is_that_of_the_report(client, foretell, home):
    assert foretell("report", "-o", "page.html").code == 0
    answer = client.get("/")
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.text == (home / "page.html").read_text(encoding="utf-8")


def test_a_page_tells_of_one_question_or_one_forecaster(client, foretell, home):
    for address, words in (
        ("/question/q1", "--question q1"),
        ("/who/bo", "--who bo"),
        ("/?tag=sky&as_of=2025-12-01", "--tag sky --as-of 2025-12-01"),
    ):
        assert foretell("report", *words.split(), "-o", "page.html", "--force").code == 0
        assert client.get(address).text == (home / "page.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/question/nothing", 404, "There is no question"),
        ("/who/nobody", 404, "There is no forecaster"),
        ("/elsewhere", 404, "There is no address /elsewhere."),
        ("/?as_of=yore", 400, "yore is not a time."),
        ("/?beauty=1", 400, "There is no parameter"),
        ("/question/%3Cscript%3E", 404, "&lt;script&gt;"),
        ("/?tag=%00", 400, "holds what cannot be seen"),
    ],
)
def test_an_error_is_a_page_with_the_words_of_the_command_line(address, status, said, client):
    answer = client.get(address)
    assert answer.status == status
    assert said in answer.text
    assert "<script>" not in answer.text.partition("</main>")[0]
    assert answer.headers["cache-control"] == "no-store"


def test_every_answer_says_what_a_browser_may_do_with_it(client):
    for address in ("/", "/api/", "/nothing", "/api/nothing"):
        headers = client.get(address).headers
        policy = headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; ")
        assert policy.endswith("; frame-ancestors 'none'")
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert "server" not in headers


def test_only_reading_is_possible(client, season_ledger):
    before = hashlib.sha256(Path(season_ledger.address).read_bytes()).digest()
    for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS"):
        for address in ("/", "/api/leaderboard"):
            answer = client.ask(method, address)
            assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD")
    assert client.ask("HEAD", "/").headers["etag"] == client.get("/").headers["etag"]
    assert client.get("/api/leaderboard").status == 200
    assert hashlib.sha256(Path(season_ledger.address).read_bytes()).digest() == before


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example:8000", "10.0.0.1", ""])
def test_a_page_elsewhere_cannot_read_through_a_name_of_its_own(host, client):
    assert client.get("/api/leaderboard", host=host).status == 421


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:9", "127.0.0.1:8000", "[::1]:8000"])
def test_this_computer_has_its_usual_names(host, client):
    assert client.get("/api/", host=host).status == 200


def test_an_anonymous_server_gives_no_name_away(serving):
    client = serving(anonymous=True)
    assert not re.search(r"\b(ana|bo|pat)\b", client.get("/").text)
    assert client.get("/?anonymous=0").text == client.get("/").text
    for address in ("/who/ana", "/?who=bo"):
        assert client.get(address).status == 404
    for address in ("/api/", "/api/leaderboard", "/api/scores/nobody"):
        answer = client.get(address)
        assert (answer.status, answer.json()["hint"]) == (404, "Only pages are served here.")


def test_a_ledger_that_is_absent_or_none_is_an_error_until_it_is_back(client, season_ledger):
    path = Path(season_ledger.address)
    away = path.rename(path.with_name("away.db"))
    assert client.get("/").status == client.get("/api/pool").status == 503
    assert "There is no ledger at" in client.get("/").text
    path.write_text("no ledger")
    assert client.get("/api/pool").status == 503
    away.replace(path)
    assert client.get("/").status == client.get("/api/pool").status == 200


def test_a_locked_ledger_is_an_error_until_it_is_free(client, season_ledger, monkeypatch):
    monkeypatch.setattr("market.ledger.connections.PATIENCE", 0.1)
    season_ledger.close()
    with closing(sqlite3.connect(season_ledger.address, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        assert client.get("/api/pool").status == 503
        assert "another program" in client.get("/").text
    assert client.get("/api/pool").status == 200


def test_what_nobody_foresaw_is_an_answer_and_a_line_on_stderr(client, monkeypatch, capsys):
    monkeypatch.setattr("cli.serve.api.printed", lambda *_: 1 / 0)
    answer = client.get("/api/leaderboard")
    assert answer.status == 500
    assert "ZeroDivisionError" in answer.json()["error"]
    assert capsys.readouterr().err.count("\n") == 1


def test_a_ledger_on_postgresql_is_served_and_its_password_told_nobody(serving, founded):
    client = serving(founded.url("member"))
    answers = [client.get(address) for address in ("/", "/api/", "/api/questions", "/who/nobody")]
    assert [answer.status for answer in answers] == [200, 200, 200, 404]
    secret = password("member")
    assert not any(secret in answer.text for answer in answers)
