"""The pack that ships, and a small sound one as files, for tests to break."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from market.articles.packfiles import read_pack
from market.seeds import seed_path

if TYPE_CHECKING:
    from pathlib import Path

    from market.articles.pack import Pack

SMALL = {
    "pack.toml": """
opens = 2025-01-01T00:00:00Z
note = "A small pack."
fine_print = "None."

[deadlines]
by-march = 2025-03-31
by-june = 2025-06-30

[article]
title = "Weather"
sha256 = "0000000000000000000000000000000000000000000000000000000000000000"
published = 2025-01-01T00:00:00Z
sections = [{ heading = "Skies", paragraphs = [3, 4] }]
""",
    "questions.toml": """
[rain]
title = "Will it rain by {deadline}?"
background = "It is dry."
criteria = "YES if rain falls by {deadline}."
source = "The gauge."
tags = ["weather"]
deadlines = ["by-march", "by-june"]

[storm]
title = "Will there be a storm by {deadline}?"
background = "It is calm."
criteria = "YES if a storm with rain passes by {deadline}."
source = "The gauge."
tags = ["weather"]
deadlines = ["by-june"]
implies = ["rain"]
""",
    "claims.toml": """
[wet]
text = "Rain is on its way."
places = [2, 3]

[[wet.relations]]
relation = "states"
family = "rain"
deadlines = ["by-june"]

[[wet.relations]]
relation = "states"
family = "rain"
deadlines = ["by-march"]
phrase = "is likely"
read_as = ["likely"]

[calm]
text = "There will be no storm."
places = [4]
relations = [{ relation = "states", polarity = "against", family = "storm" }]

[mood]
text = "The sky will look sad."
places = [4]
unresolvable = "Sadness of a sky is not observable."
""",
    "outcomes.toml": """
[outcomes.rain-by-march]
outcome = "no"
status = "absence"
evidence = ["gazette"]

[outcomes.rain-by-june]
outcome = "yes"
happened = 2025-05-02
status = "verified"
evidence = ["gazette"]

[outcomes.storm-by-june]
status = "waiting"

[reports.gazette]
publisher = "The Gazette"
published = "2025"
address = "https://example.org/rain"
summary = "It rained on 2 May."
""",
}


class Draft:
    """The files of the small pack in a folder of their own, open to alteration."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name, text in SMALL.items():
            (folder / name).write_text(text, encoding="utf-8")

    def alter(self, name: str, old: str, new: str) -> None:
        path = self.folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    def read(self) -> Pack:
        return read_pack(self.folder)


@pytest.fixture
def draft(tmp_path: Path) -> Draft:
    return Draft(tmp_path)


@pytest.fixture
def small(draft: Draft) -> Pack:
    return draft.read()


@pytest.fixture(scope="session")
def anchorage() -> Pack:
    return read_pack(seed_path("anchorage"))
