"""Acts that a test breaks off at any moment, and what must be there then and after a repetition."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from older_ledgers import released

from market.errors import DatabaseError
from market.ledger.acts.asking import ask
from market.ledger.acts.markets import open_market
from market.ledger.address import Address
from market.ledger.engine import Ledger, open_ledger, upgrade_ledger
from market.ledger.keeping.archive import archive
from market.ledger.keeping.audit import check, vouched_for
from market.ledger.keeping.backup import back_up
from market.ledger.keeping.chain import Chain
from market.ledger.schema import REVISION

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["ACTS", "COMMANDS", "Act", "Scene"]

QUESTIONS, LINES = 30, 600
NOW = 1_765_000_000_000_000
OLDER = "foretell_0002"
STREAM = """
import sys, time
from market.ledger.engine import open_ledger
from market.ledger.acts.reports import report
ledger = open_ledger(sys.argv[1], clock=lambda: time.time_ns() // 1000)
for number in range(20):
    with ledger.writing("stream", "forecast") as w:
        recorded = report(w, f"q{number}", "stream", 0.25 + number / 100)
    print(recorded.entry, flush=True)
"""
"""Twenty forecasts in a row; each is acknowledged by its entry on a line."""


@dataclass
class Scene:
    """A club's ledger on one engine, copies of it, and files to import.

    Attributes:
        folder: Where files are written and commands run.
        new_place: Gives an address at which there is no ledger yet, each time another.
        club: The address of the club's ledger.
        questions: A file of questions to import.
        backup, exported: Copies of it as it was at first.
        kept: What is in them.
        upgraded: What is in an older ledger once it is brought up to date.
    """

    folder: Path
    new_place: object
    club: str = field(init=False)

    def __post_init__(self):
        self.club = self.new_place()
        with (
            closing(open_ledger(self.club, create=True, clock=lambda: NOW)) as ledger,
            ledger.writing("ana", "ask") as w,
        ):
            for number in range(QUESTIONS):
                ask(w, f"q{number}", "Will it rain?", NOW, NOW + 10**16)
                open_market(w, f"q{number}")
        opened, closed = "2020-01-01T00:00:00Z", "2021-01-01T00:00:00Z"
        asked = [f"i{n},Title {n},{opened},{closed},{closed},1" for n in range(QUESTIONS)]
        columns = "question_id,title,open_time,close_time,resolve_time,outcome"
        self.questions = self._write("questions.csv", columns, asked)
        self._keep()

    def _keep(self):
        """Copy the club's ledger in both forms, and find out what becomes of an older one."""
        self.backup, self.exported = self.folder / "kept.backup", self.folder / "kept.jsonl"
        with closing(open_ledger(self.club, clock=lambda: NOW)) as ledger:
            self.kept = back_up(ledger, self.backup)
            with ledger.reading() as connection:
                self.exported.write_text("".join(archive(connection, Chain(), version="0")))
        older = self.new_place()
        released(OLDER, older)
        upgrade_ledger(older, clock=lambda: NOW)
        self.upgraded = found(older)

    def batch(self, name):
        """Write a file of one's own forecasts, other ones than in the file before."""
        said = 5 + sum(map(ord, name)) % 90
        rows = [f"q{number},{said}%" for number in range(QUESTIONS)]
        return self._write(f"{name}.csv", "question,probability", rows)

    def forecasts(self, name):
        """Write a file of forecasts by people whom no other file names."""
        rows = [
            f"{name} {n % 7},i{n % QUESTIONS},2020-02-01T00:{n // 60:02}:{n % 60:02}Z,0.25"
            for n in range(LINES)
        ]
        return self._write(f"{name}.csv", "forecaster,question_id,time,probability", rows)

    def _write(self, name, header, rows):
        path = self.folder / name
        path.write_text("\n".join([header, *rows, ""]))
        return str(path)


def found(address):
    """What is at an address: a sound ledger's extent and head; none where there is no ledger."""
    try:
        ledger = open_ledger(address, clock=lambda: NOW)
    except DatabaseError as error:
        assert "no ledger" in error.message, error.message  # noqa: PT017 - what else may it be
        return None
    with closing(ledger):
        return check(ledger)


class Act:
    """One act, ready to be done.

    Attributes:
        words: The words of the command.
        settings: What the launcher is told besides.
    """

    settings: ClassVar = {}

    def __init__(self, scene, name):
        self.scene, self.name = scene, name
        self.words = [*self.prepare(), "--as", "ana"]

    def prepare(self):
        """Make what the act needs, and give its words."""
        raise NotImplementedError

    def judge(self, ended):
        """Check what is there after the act was broken off: all of it or nothing."""
        raise NotImplementedError

    def judge_again(self, ended):
        """Check what is there after the same words were said again."""
        raise NotImplementedError


class Recording(Act):
    """An act that adds one entry to the club's ledger."""

    rows = 1

    def prepare(self):
        self.before = found(self.scene.club)
        return [*self.record(), "--key", self.name, "--db", self.scene.club]

    def judge(self, ended):
        after = self._after()
        if ended.code == 0 or ended.out.endswith("\n"):  # it was acknowledged
            assert after.entries == self.before.entries + 1, ended
        if after != self.before:
            self._judge_whole(after)

    def judge_again(self, ended):
        assert ended.code == 0, ended
        self._judge_whole(self._after())

    def _judge_whole(self, after):
        assert after.entries == self.before.entries + 1
        assert after.rows - self.before.rows >= self.rows

    def _after(self):
        after = found(self.scene.club)
        with closing(open_ledger(self.scene.club, clock=lambda: NOW)) as ledger:
            assert vouched_for(ledger, self.before.head, after) == self.before.entries
        return after


class Forecast(Recording):
    def record(self):
        return ["forecast", f"q{len(self.name) % QUESTIONS}", "30%"]


class Trade(Recording):
    rows = 2

    def record(self):
        return ["market", "trade", f"q{len(self.name) % QUESTIONS}", "yes", "--shares", "1"]


class Ask(Recording):
    rows = 2

    def record(self):
        return ["ask", "Will it snow?", "--slug", self.name, "--closes", "2200-01-01"]


class Batch(Recording):
    rows = QUESTIONS

    def record(self):
        return ["forecast", "--from", self.scene.batch(self.name)]


class Import(Recording):
    rows = LINES

    def record(self):
        return ["import", self.scene.questions, self.scene.forecasts(self.name)]


class Stream(Act):
    """Forecast upon forecast by the writer itself, in one process."""

    settings: ClassVar = {"program": STREAM}

    def prepare(self):
        self.before = found(self.scene.club).entries
        return [self.scene.club]

    def judge(self, ended):
        whole = [int(line) for line in ended.out.splitlines(keepends=True) if line.endswith("\n")]
        recorded = found(self.scene.club).entries - self.before
        assert whole == list(range(self.before + 1, self.before + 1 + len(whole)))
        assert len(whole) <= recorded <= len(whole) + 1

    def judge_again(self, ended):
        assert ended.code == 0, ended


class Making(Act):
    """An act that makes a whole ledger, where there is none."""

    def prepare(self):
        self.place = self.scene.new_place()
        self.made = None
        return [*self.make(), "--db", self.place]

    def judge(self, ended):
        self.made = found(self.place)
        if ended.code == 0:
            assert self.made.entries
        if self.made is not None and self.made.entries:
            self.judge_whole(self.made)

    def judge_again(self, ended):
        if ended.code:  # nothing is ever made where there is something
            assert self.made is not None, ended
            assert self.made.entries, ended
            assert ended.code == 1, ended
        self.judge_whole(found(self.place))

    def judge_whole(self, made):
        raise NotImplementedError


class ImportIntoNew(Making):
    def make(self):
        files = [self.scene.questions, self.scene.forecasts(self.name)]
        return ["import", *files, "--key", self.name]

    def judge_whole(self, made):
        assert made.entries == 1
        assert made.rows > LINES

    def judge_again(self, ended):
        assert ended.code == 0, ended
        super().judge_again(ended)


class Rebuild(Making):
    """A whole ledger imported."""

    def make(self):
        return ["import", self.scene.exported]

    def judge_whole(self, made):
        assert made == self.scene.kept


class Restore(Rebuild):
    def make(self):
        return ["db", "restore", self.scene.backup]


class Upgrade(Act):
    """An older ledger brought up to date."""

    def prepare(self):
        self.place = self.scene.new_place()
        released(OLDER, self.place)
        return ["db", "upgrade", "--db", self.place]

    def judge(self, _ended):
        with closing(Ledger(Address.parse(self.place), lambda: NOW)) as ledger:
            assert ledger.revision() in {OLDER, REVISION}

    def judge_again(self, ended):
        assert ended.code == 0, ended
        assert found(self.place) == self.scene.upgraded


class Backup(Act):
    """A copy of the club's ledger, in a file."""

    def prepare(self):
        self.head = found(self.scene.club).head
        self.file = self.scene.folder / f"{self.name}.copy"
        return [*self.copy(str(self.file)), "--db", self.scene.club]

    def copy(self, file):
        return ["db", "backup", file]

    def head_of_copy(self):
        return found(str(self.file)).head

    def judge(self, ended):
        self.made = self.file.exists()
        assert self.made or ended.code, ended
        assert not self.made or self.head_of_copy() == self.head

    def judge_again(self, ended):
        assert ended.code == (1 if self.made else 0), ended
        assert self.head_of_copy() == self.head


class Export(Backup):
    def copy(self, file):
        return ["export", "-o", file]

    def head_of_copy(self):
        return json.loads(self.file.read_text().splitlines()[-1])["head"]


COMMANDS = (
    *(Forecast, Trade, Batch, Import, Backup, Upgrade),
    *(Ask, ImportIntoNew, Rebuild, Restore, Export),
)
ACTS = (*COMMANDS[:6], Stream, *COMMANDS[6:])
"""The acts of the command line, and with them those of the writer by itself."""
