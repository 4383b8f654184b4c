"""What programs get is what the command line prints, byte for byte, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.main import get_command

from cli.main import app
from cli.serve.endpoints import ENDPOINTS

SAME = [
    ("questions?all=1&limit=2", "questions --all --limit 2"),
    ("show/q0?full=1", "show q0 --full"),
    ("show/q0?history=1&as_of=2025-11-20", "show q0 --history --as-of 2025-11-20"),
    ("leaderboard?by=log&tag=sky", "leaderboard --by log --tag sky"),
    ("leaderboard?pool=mean&pool=extremized", "leaderboard --pool mean --pool extremized"),
    ("scores/%40median", "scores @median"),
    ("explain/bo/q1", "explain bo q1"),
    ("compare/ana/bo?own_time=1", "compare ana bo --own-time"),
    ("compare/ana/bo/cy", "compare ana bo cy"),
    ("calibration?bins=5", "calibration --bins 5"),
    ("decompose/cy?rule=log", "decompose cy --rule log"),
    ("pool", "pool"),
    ("market/price", "market price"),
    ("market/board", "market board"),
    ("market/portfolio/bo", "market portfolio bo"),
]


def test_every_answer_is_what_the_command_prints(client, foretell):
    for address, words in SAME:
        printed = foretell(*words.split(), "--json")
        answer = client.get(f"/api/{address}")
        assert (answer.status, answer.text) == (200, printed.out), words
        assert answer.headers["content-type"] == "application/json"


@pytest.mark.parametrize(
    ("address", "words", "status"),
    [
        ("show/nothing", "show nothing", 404),
        ("show/--help", "show --json -- --help", 404),
        ("scores/nobody", "scores nobody", 404),
        ("show", "show", 400),
        ("show/q0/q1", "show q0 q1", 400),
        ("scores/ana?as_of=yore", "scores ana --as-of yore", 400),
        ("scores/ana?tag=--until", "scores ana --tag=--until", 400),
        ("scores/ana?tag=a&tag=b", "scores ana --tag a --tag b", 400),
        ("leaderboard?by=beauty", "leaderboard --by beauty", 400),
    ],
)
def test_what_the_command_refuses_is_refused_in_its_words(address, words, status, client, foretell):
    ended = foretell(*words.split())
    answer = client.get(f"/api/{address}")
    told = answer.json()
    assert answer.status == status
    assert ended.err.splitlines() == [f"Error: {told['error']}", f"Hint:  {told['hint']}"]
    assert "etag" not in answer.headers


@pytest.mark.parametrize(
    "address",
    [
        "leaderboard?output=x.json",
        "leaderboard?cells=x.csv",
        "leaderboard?db=other.db",
        "scores/ana?as=bo",
        "scores/ana?questions=/etc/passwd",
        "calibration?plot=x.svg",
        "questions?mine=maybe",
        "scores/ana?tag=%07",
    ],
)
def test_no_parameter_names_a_file_a_ledger_or_a_user(address, client, home):
    before = sorted(home.iterdir())
    assert client.get(f"/api/{address}").status == 400
    assert sorted(home.iterdir()) == before


@pytest.mark.parametrize("address", ["forecast/q3/50%25", "db/check", "serve", "market/trade", "x"])
def test_no_other_command_is_run(address, client):
    answer = client.get(f"/api/{address}")
    assert answer.status == 404
    assert answer.json()["hint"] == "See what there is: /api/"


def test_every_command_that_is_served_prints_and_has_the_options_that_are_offered():
    top = get_command(app)
    for name, endpoint in ENDPOINTS.items():
        command = top
        for word in name.split():
            command = command.get_command(None, word)
        options = {option: word for word in command.params for option in word.opts}
        options |= {option: word for word in command.params for option in word.secondary_opts}
        assert "--json" in options, name
        assert "--key" not in options, name
        for key in (*endpoint.options, *endpoint.switches):
            option = options[f"--{key.replace('_', '-')}"]
            assert option.is_flag == (key in endpoint.switches), (name, key)
            assert "FILE" not in str(option.metavar), (name, key)


def test_the_index_lists_every_address(client):
    listed = client.get("/api/").json()["addresses"]
    assert [one["command"] for one in listed] == [f"foretell {name} --json" for name in ENDPOINTS]
    assert listed[1]["address"] == "/api/show/QUESTION"


def test_the_documents_tell_every_address_with_its_parameters():
    page = (Path(__file__).parents[3] / "docs" / "serve.md").read_text(encoding="utf-8")
    poll = re.search(r"\*poll\* stands for (.*?)\.", page)[1]
    told = dict(re.findall(r"\| `foretell ([a-z ]+)` \| (.*) \|", page))
    assert list(told) == list(ENDPOINTS)
    for name, endpoint in ENDPOINTS.items():
        parameters = re.findall(r"`(\w+)`", told[name].replace("*poll*", poll))
        assert parameters == [*endpoint.options, *endpoint.switches], name
