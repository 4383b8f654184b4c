"""Entity tags, and how often an answer is made."""

from __future__ import annotations

import asyncio
import threading

import pytest

from cli.serve.cache import Cache
from cli.serve.source import Moment


@pytest.fixture
def runs(monkeypatch):
    """How often a command has been run for an answer."""
    from cli.serve import api

    done, printed = [], api.printed

    def counted(words, call):
        done.append(words)
        return printed(words, call)

    monkeypatch.setattr(api, "printed", counted)
    return done


def tag_of(client, address="/api/leaderboard"):
    answer = client.get(address)
    return answer.status, answer.headers["etag"]


def test_who_has_the_answer_is_told_so_without_making_it(serving, runs):
    _, tag = tag_of(serving())
    for given in (tag, f'"other", W/{tag}', tag):
        answer = serving().get("/api/leaderboard", if_none_match=given)
        assert (answer.status, answer.content) == (304, b"")
        assert answer.headers["etag"] == tag
        assert answer.headers["cache-control"] == "no-cache"
        assert "content-security-policy" in answer.headers
    assert len(runs) == 1


def test_an_address_that_nobody_can_ask_for_has_no_tag_that_could_match(client):
    answer = client.get("/api/scores/nobody", if_none_match="*")
    assert answer.status == 404


def test_a_tag_changes_with_the_journal_the_minute_and_the_address_only(client, clock, say, runs):
    _, first = tag_of(client)
    clock.advance(seconds=59)
    assert tag_of(client) == (200, first)
    clock.advance(seconds=1)
    _, later = tag_of(client)
    say("bo", 0.25)
    _, said = tag_of(client)
    _, other = tag_of(client, "/api/leaderboard?by=log")
    assert len({first, later, said, other}) == 4
    assert tag_of(client, "/api/leaderboard?by=log&tag=sky") == tag_of(
        client, "/api/leaderboard?tag=sky&by=log"
    )
    assert len(runs) == 5


def test_what_was_just_recorded_is_in_the_answer_and_not_in_the_future(client, clock, say):
    clock.advance(seconds=30)
    say("bo", 0.25)
    shown = client.get("/api/show/q3?history=1").json()
    assert [(one["forecaster"], one["probability"]) for one in shown][-1] == ("bo", 0.25)
    assert client.get("/api/market/board").json()["as_of"] == "2025-12-06T05:47:30Z"


def test_one_answer_is_made_for_all_who_ask_at_once(clock):
    made, at_once = [], threading.Event()

    def make():
        made.append(1)
        at_once.wait(5)
        return b"page", '"tag"', Moment("head", 0)

    async def everybody():
        cache = Cache(clock)
        asking = [asyncio.create_task(cache.get("/", Moment("head", 0), make)) for _ in range(20)]
        await asyncio.sleep(0.05)
        asking[0].cancel()  # who goes away does not take it from the others
        at_once.set()
        return await asyncio.gather(*asking[1:])

    assert {answer.body for answer in asyncio.run(everybody())} == {b"page"}
    assert len(made) == 1


def test_while_the_ledger_changes_an_answer_lasts_as_long_as_it_took(clock):
    made = []

    def make():
        made.append(1)
        clock.advance(seconds=3)
        return b"page", f'"{len(made)}"', Moment(str(len(made)), 0)

    async def read(cache, head, seconds):
        clock.advance(seconds=seconds)
        return (await cache.get("/", Moment(head, 0), make)).tag

    async def readers():
        cache = Cache(clock)
        waits = {"1": 0, "2": 2, "3": 1, "4": -9}  # at last the clock is set back
        return [await read(cache, head, seconds) for head, seconds in waits.items()]

    assert asyncio.run(readers()) == ['"1"', '"1"', '"2"', '"3"']


def test_answers_that_nobody_asks_for_give_way(monkeypatch, clock):
    monkeypatch.setattr("cli.serve.cache.ROOM", 25)
    made = []

    async def ask(cache, address):
        def make():
            made.append(address)
            return bytes(10), address, Moment("head", 0)

        await cache.get(address, Moment("head", 0), make)

    async def readers():
        cache = Cache(clock)
        for address in "abacab":
            await ask(cache, address)

    asyncio.run(readers())
    assert made == ["a", "b", "c", "b"]
