"""Where the starter packs and the table of phrases are: in a checkout and in an installed wheel."""

from __future__ import annotations

from pathlib import Path

from market.errors import Refused
from market.near import did_you_mean

__all__ = ["pack_path", "seed_names", "seed_path", "seeds_folder"]

_PACKAGE = Path(__file__).parent


def seeds_folder(package: Path = _PACKAGE) -> Path:
    """Return the folder of seeds.

    Args:
        package: The folder of the package `market`. A wheel carries the seeds inside it; in a
            checkout they lie beside it.
    """
    installed = package / "_seeds"
    return installed if installed.is_dir() else package.parent / "seeds"


def seed_names() -> list[str]:
    """Return the names of the starter packs, in alphabetical order.

    Examples:
        >>> seed_names()
        ['anchorage']
    """
    return sorted(head.parent.name for head in seeds_folder().glob("*/pack.toml"))


def seed_path(name: str) -> Path:
    """Return the folder of one starter pack.

    Raises:
        Refused: There is no pack of that name.
    """
    names = seed_names()
    if name not in names:
        hint = did_you_mean(name, names, f"There is: {', '.join(names)}")
        raise Refused(f"There is no starter pack {name}.", hint)
    return seeds_folder() / name


def pack_path(word: str) -> Path:
    """Return the place of a pack: that of a starter pack by its name, else a file or folder.

    Raises:
        Refused: There is neither.
    """
    own = Path(word)
    if word in seed_names() or not (own.exists() or _is_of_files(word)):
        return seed_path(word)
    if not own.exists():
        raise Refused(
            f"There is no pack at {word}.", "A pack is a .toml file, or a folder of four."
        )
    return own.resolve() if own.is_dir() else own


def _is_of_files(word: str) -> bool:
    """Whether a word is meant for a file or folder, and not for the name of a starter pack.

    >>> _is_of_files("mine.toml"), _is_of_files("anchorage")
    (True, False)
    """
    return word.endswith(".toml") or "/" in word
