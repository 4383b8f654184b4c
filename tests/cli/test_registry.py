"""The registry of commands says the same as the commands themselves."""

from __future__ import annotations

from importlib import import_module

import pytest
from commands import commands_in
from typer.main import get_command

from cli.main import COMMANDS, app


@pytest.mark.parametrize("name", COMMANDS)
def test_the_summary_is_the_first_line_of_the_commands_help(name):
    module, summary = COMMANDS[name]
    command = get_command(import_module(module).app)
    assert command.help.splitlines()[0] == summary


@pytest.mark.parametrize("name", COMMANDS)
def test_a_summary_fits_on_its_line(name):
    assert len(COMMANDS[name][1]) <= 62


def test_every_command_has_an_example_and_every_option_a_help():
    for path, command, context in commands_in(get_command(app), "foretell"):
        assert f"\n  {path}" in command.get_help(context), path
        for parameter in command.params:
            assert getattr(parameter, "hidden", False) or parameter.help, (path, parameter.name)


def test_a_mistyped_command_is_answered_with_its_neighbours(foretell):
    ended = foretell("forcast")
    assert ended.code == 2
    assert ended.err == "Error: There is no command 'forcast'.\nHint:  Did you mean forecast?\n"


@pytest.mark.usefixtures("club")
@pytest.mark.parametrize("form", [[], ["--json"], ["--csv"], ["--format", "json"]])
def test_bare_foretell_says_what_status_says(foretell, form):
    bare, status = foretell(*form), foretell("status", *form)
    assert (bare.code, bare) == (0, status)


def test_bare_foretell_without_a_ledger_is_not_an_error(foretell):
    assert foretell().code == 0
