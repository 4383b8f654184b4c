"""Where the starter packs and the table of phrases are: in a checkout and in an installed wheel."""

from __future__ import annotations

from pathlib import Path

from market.errors import Refused
from market.near import did_you_mean

__all__ = ["seed_names", "seed_path", "seeds_folder"]

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
