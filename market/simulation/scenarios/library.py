"""The scenarios that ship, by name, and scenarios of one's own, by file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from market.errors import Refused
from market.near import did_you_mean
from market.seeds import seeds_folder

if TYPE_CHECKING:
    from market.simulation.scenarios.scenario import Scenario

__all__ = ["is_file", "load_scenario", "scenario_names", "scenario_text"]

_LONGEST = 1 << 20
"""Bytes of a file; a device may have no end."""


def scenario_names() -> list[str]:
    """Names of the scenarios that ship, in alphabetical order.

    >>> "extremizing" in scenario_names()
    True
    """
    return sorted(file.stem for file in _folder().glob("*.toml"))


def scenario_text(word: str) -> str:
    """The text of a scenario.

    Args:
        word: A name of the library; or a file, if it ends in ``.toml`` or has a slash.

    Raises:
        Refused: There is none, or the file cannot be read.
    """
    if is_file(word):
        return _text(Path(word))
    names = scenario_names()
    if word not in names:
        hint = did_you_mean(word, names, "See them: foretell simulate list")
        raise Refused(f"There is no scenario {word}.", hint)
    return _text(_folder() / f"{word}.toml")


def load_scenario(word: str) -> Scenario:
    """Read a scenario of the library or of a file; see `scenario_text`.

    Raises:
        Refused: There is none, or something in it is wrong.
    """
    from market.simulation.scenarios.reading import read_scenario

    return read_scenario(scenario_text(word), Path(word).stem if is_file(word) else word)


def is_file(word: str) -> bool:
    """Whether a word names a file, and not a scenario of the library.

    >>> is_file("mine.toml"), is_file("extremizing")
    (True, False)
    """
    return word.endswith(".toml") or "/" in word


def _folder() -> Path:
    return seeds_folder() / "scenarios"


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            read = file.read(_LONGEST + 1)
        if len(read) > _LONGEST:
            raise Refused(f"{path} is longer than a scenario.", "The longest is 1 MiB.")
        return read.decode("utf-8-sig")
    except OSError as error:
        hint = "The scenarios that ship: foretell simulate list"
        raise Refused(f"{path} cannot be read: {error.strerror}.", hint) from error
    except ValueError as error:  # an embedded null in the name, or another encoding
        raise Refused(f"{path} is not UTF-8 text.", "Save it as UTF-8") from error
