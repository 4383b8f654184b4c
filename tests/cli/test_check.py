"""`foretell db check` on files that were spoilt: one line, whatever was done to them."""

from __future__ import annotations

import random
from pathlib import Path

import pytest


def spoil(path, good, seed):
    """Write a file with a few of its bytes changed."""
    drawn, spoilt = random.Random(seed), bytearray(good)
    for _ in range(drawn.choice([1, 1, 2, 8, 100])):
        # Half of the pages are empty, and the header is what a careless program spoils.
        where = drawn.randrange(drawn.choice([100, len(spoilt), len(spoilt)]))
        spoilt[where] = drawn.choice([0, 255, drawn.randrange(256), spoilt[where] ^ 1])
    path.write_bytes(spoilt)


def find_damage(foretell, ledger, seeds):
    """Every file is sound with the same head, or it is said in one line that it is not."""
    ledger.close()
    path, good = Path(ledger.address), Path(ledger.address).read_bytes()
    sound = foretell("db", "check", "--db", str(path)).out
    for seed in seeds:
        for beside in ("-wal", "-shm"):
            path.with_name(path.name + beside).unlink(missing_ok=True)
        spoil(path, good, seed)
        ended = foretell("db", "check", "--db", str(path))
        assert ended.code in {0, 3, 4}, seed
        assert ended.out == ("" if ended.code else sound), seed
        assert len(ended.err.splitlines()) == (2 if ended.code else 0), (seed, ended.err)


def test_changed_bytes_crash_nothing(foretell, club):
    find_damage(foretell, club, range(40))


@pytest.mark.slow
def test_many_changed_bytes_crash_nothing(foretell, club):
    find_damage(foretell, club, range(40, 200))
