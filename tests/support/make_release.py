"""Makes the fixtures of the schema that this checkout has, for ``older_ledgers`` to load later.

Run it once when a migration has been added, with a ``pg_dump`` no older than the server:

    python tests/support/make_release.py postgresql://postgres@localhost/an_empty_database
"""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from io import BytesIO
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from older_ledgers import EXPORT, POSTGRESQL, RELEASES, SQLITE

from market.articles.tables import Article, Claim, Relation
from market.exchange.credits import UNIT
from market.exchange.orders import Order
from market.ledger.acts.asking import ask
from market.ledger.acts.markets import open_market
from market.ledger.acts.reports import report
from market.ledger.acts.rulings import Source, rule
from market.ledger.acts.trading import Trading
from market.ledger.clauses import Implication
from market.ledger.engine import open_ledger
from market.ledger.keeping.archive import archive
from market.ledger.keeping.chain import Chain
from market.ledger.keeping.replay import import_ledger
from market.ledger.schema import REVISION
from market.ledger.tables import Member
from market.logic.links import LinkKind
from market.logic.recording import record_link, take_back
from scoring.kinds import Kind

__all__ = ["make", "tell"]

START = 1_765_000_000_000_000
DAY = 86_400_000_000
YEAR = 365 * DAY
DUMP = ("pg_dump", "--schema=foretell", "--inserts", "--no-owner", "--no-privileges", "--dbname")


def tell(ledger):
    """Write a row with and without each of its values into every table, in several entries."""
    with ledger.writing("ana", "ask", key="first") as w:
        words = {"background": "", "criteria": "A drop\nfalls.", "fine_print": "“wet” \\ 'dry'\t;"}
        ask(w, "rain", "Regnet's in Łódź? ☔", START, START + YEAR, tags=["sky", "été"], **words)
        ask(w, "Snow-2.0", "雪が降るか", START, START + YEAR, family="wetter", source="météo")
        ask(w, "hail", "Will it hail?", START - DAY, START + YEAR, crowd_hidden=True)
    with ledger.writing("ana", "forecast", key="monday") as w:
        report(w, "rain", "Ana", 0.7, rationale="clouds — “dark” \N{ZERO WIDTH JOINER}")
    with ledger.writing("Bo O'Neil", "forecast") as w:
        report(w, "rain", "Bo O'Neil", 0.1 + 0.2, source="https://example.org/?a=b&c", quote="ja")
        report(w, "Snow-2.0", "Bo O'Neil", 0.001)
    with ledger.writing("Bo O'Neil", "withdraw") as w:
        report(w, "rain", "Bo O'Neil", None)
    with ledger.writing("ana", "import") as w:
        for who, said in (("Łukasz", 5e-324), ("Zoë", 1e-300), ("王", 1.0), ("Ω", 0.0)):
            report(w, "Snow-2.0", who, said, at=START + DAY, kind=Kind.IMPORTED)
    with ledger.writing("ana", "seed load") as w:
        report(w, "Snow-2.0", "article:sky", 1 / 3, at=START, kind=Kind.ARTICLE)
        article = {"slug": "sky", "title": "The sky", "digest": "0123456789abcdef" * 4}
        said = {"published": START, "forecaster": 7, "note": "a note", "authors": "Zoë\nBo O'Neil"}
        w.insert(Article, [{**article, **said}])
        claims = [("wet", None), ("dry", "says no date")]
        w.insert(Claim, [claim(slug, why) for slug, why in claims])
        bare = {"claim": 1, "question": 2, "relation": "context", "polarity": "against"}
        whole = {"phrase": "likely", "probability": 1 / 3, "low": 0.25, "high": 0.5, "proxy": 1}
        w.insert(Relation, [bare, {**bare, **whole, "relation": "states", "polarity": "for"}])
        w.insert(Implication, [{"question": 1, "implies": 2}])
    with ledger.writing("ana", "link add") as w:
        record_link(w, LinkKind.EXCLUDES, ["hail", "rain", "Snow-2.0"])
        record_link(w, LinkKind.CONDITIONAL, ["hail", "rain"])
        take_back(w, LinkKind.IMPLIES, ["rain", "Snow-2.0"])
    with ledger.writing("ana", "market open") as w:
        open_market(w, "rain", prior=0.3)
        open_market(w, "hail", liquidity=7 * UNIT)
    for who, slug, order in (
        ("Ana", "rain", {"yes": True, "shares": 20 * UNIT}),
        ("Bo O'Neil", "rain", {"yes": False, "spend": 50 * UNIT}),
        ("Ana", "rain", {"yes": True, "sells": True}),
        ("Łucja", "hail", {"yes": True, "to": 0.999}),
    ):
        with ledger.writing(who, "market trade") as w:
            trade(w, who, slug, order)
    for slug, verdict in (("rain", "close"), ("rain", "reopen"), ("hail", "annul")):
        with ledger.writing("ana", verdict) as w:
            rule(w, slug, verdict, note="two\N{NO-BREAK SPACE}words")
    with ledger.writing("ana", "unresolve") as w:
        rule(w, "hail", "unresolve")
    with ledger.writing("ana", "resolve") as w:
        found = Source("https://example.org/rain", "Météo", "June 2026", "It rained.")
        rule(w, "rain", "resolve", 1, at=START + 4 * DAY, status="documented", evidence=[found])
        rule(w, "Snow-2.0", "resolve", 0, evidence=[Source("a newspaper")])
    with ledger.writing("ana", "team add") as w:
        w.insert(Member, [{"role": "bo", "forecaster": 2, "rights": "member,resolver"}])


def trade(w, who, slug, order):
    trading = Trading(w, who)
    trading.trade(Order(trading.market(slug), **order))
    trading.record()


def claim(slug, why):
    return {"article": 1, "slug": slug, "text": "Wet.", "places": "1,2", "unresolvable": why}


def make(address, folder):
    """Write the fixtures of a ledger made on PostgreSQL, whose roles are in its entries."""
    clock = (START + DAY * hour // 2 for hour in count())
    with closing(open_ledger(address, create=True, clock=lambda: next(clock))) as ledger:
        tell(ledger)
        with ledger.reading() as connection:
            exported = "".join(archive(connection, Chain(), version="0.1.0"))
    folder.mkdir(parents=True)
    write(folder / EXPORT, exported)
    dumped = subprocess.run([*DUMP, address], check=True, stdout=subprocess.PIPE, text=True).stdout
    # Without the commands of the program that usually reads a dump.
    write(folder / POSTGRESQL, re.sub(r"(?m)^\\(?:un)?restrict .*\n", "", dumped))
    with TemporaryDirectory() as scratch:
        file = Path(scratch) / "ledger.db"
        import_ledger(str(file), BytesIO(exported.encode()), name=EXPORT)
        with closing(sqlite3.connect(file)) as connection:
            write(folder / SQLITE, "".join(f"{line}\n" for line in connection.iterdump()))


def write(path, text):
    path.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    make(sys.argv[1], RELEASES / REVISION)
