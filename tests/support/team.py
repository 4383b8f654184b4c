"""A team on a real PostgreSQL: a ledger, roles with passwords, and what is seen of their acts."""

from __future__ import annotations

import hashlib
import json
import struct
import time
import uuid
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import make_url

from market.exchange.credits import UNIT
from market.exchange.orders import Order
from market.ledger.acts.asking import ask
from market.ledger.acts.markets import open_market
from market.ledger.acts.reports import report
from market.ledger.acts.rulings import Source, rule
from market.ledger.acts.trading import Trading
from market.ledger.engine import open_ledger
from market.ledger.schema import ORDER
from market.ledger.team.installation import install
from market.ledger.team.members import add_member, revoke_rights
from market.ledger.team.passwords import scram_verifier
from market.ledger.team.rights import Right
from market.logic.links import LinkKind
from market.logic.recording import record_link

__all__ = [
    "DAY",
    "MEMBERS",
    "PLAYERS",
    "Team",
    "assert_complete",
    "drop_roles",
    "enrol",
    "found_team",
    "make_owner",
    "password",
    "refused",
    "wall_clock",
]

DAY = 86_400_000_000

MEMBERS = {
    "member": (),
    "editor": (Right.EDITOR,),
    "resolver": (Right.RESOLVER,),
    "both": (Right.EDITOR, Right.RESOLVER),
}
"""The members, each forecasting under this name, with their rights beside forecasting."""

PLAYERS = ("nobody", "revoked", *MEMBERS, "owner", "superuser")
"""Everybody who may log in: two without any right, the members, and two above all rights."""

_LOCKS = "-csearch_path=foretell -clock_timeout=5s"

_ROWS = "".join(
    f" UNION ALL SELECT concat('{table}', r) FROM foretell.{table} r" for table in ("entry", *ORDER)
)
_STATE = f"""
    SELECT md5(string_agg(state, '|' ORDER BY state)) FROM (
        SELECT concat(tableoid::regclass, row_to_json(x)) FROM pg_namespace x
        UNION ALL SELECT concat(relname, relnamespace, relowner, relkind, relacl, relrowsecurity,
            relforcerowsecurity, relhastriggers, relhasrules, reloptions, relpersistence)
            FROM pg_class WHERE relpersistence <> 't' AND relnamespace <> 'pg_toast'::regnamespace
        UNION ALL SELECT concat(attrelid, attname, atttypid, attnotnull, attacl, attisdropped)
            FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
            WHERE relnamespace = 'foretell'::regnamespace
        UNION ALL SELECT concat(p.oid, p) FROM pg_proc p
            WHERE pronamespace = 'foretell'::regnamespace OR p.oid >= 16384
        UNION ALL SELECT concat('t', t) FROM pg_trigger t
        UNION ALL SELECT concat('p', p) FROM pg_policy p
        UNION ALL SELECT concat('r', r.oid, ev_class, ev_enabled) FROM pg_rewrite r
            JOIN pg_class c ON c.oid = ev_class WHERE relpersistence <> 't'
        UNION ALL SELECT concat('c', c) FROM pg_constraint c
            WHERE connamespace = 'foretell'::regnamespace
        UNION ALL SELECT concat('e', e) FROM pg_extension e
        UNION ALL SELECT concat('v', v) FROM pg_event_trigger v
        UNION ALL SELECT concat('d', d) FROM pg_default_acl d
        UNION ALL SELECT concat('l', l) FROM pg_largeobject_metadata l
        UNION ALL SELECT concat('b', datdba, datacl) FROM pg_database
            WHERE datname = current_database()
        UNION ALL SELECT concat('a', a) FROM pg_authid a WHERE rolname = ANY(%(roles)s)
        UNION ALL SELECT concat('m', m) FROM pg_auth_members m
            WHERE m.member::regrole::text = ANY(%(roles)s)
        UNION ALL SELECT concat('s', s) FROM pg_db_role_setting s
            WHERE setrole = 0 OR setrole::regrole::text = ANY(%(roles)s)
        UNION ALL SELECT version_num FROM foretell.alembic_version
        {_ROWS}
    ) AS states(state)
"""
"""All that a role could leave behind: rows, and every sort of object and privilege around them."""

_COLUMNS = """
    SELECT table_name, array_agg(column_name::text ORDER BY ordinal_position)
    FROM information_schema.columns WHERE table_schema = 'foretell' GROUP BY table_name
"""


def wall_clock():
    """The time in microseconds: the database's clock cannot be set."""
    return time.time_ns() // 1_000


@dataclass(frozen=True)
class Team:
    """A team's ledger and its players.

    Attributes:
        address: The URL of the database for the server's own superuser.
        roles: The name of each player's role.
    """

    address: str
    roles: dict

    @property
    def database(self):
        """The name of the database."""
        return make_url(self.address).database

    def at(self, address):
        """The same team in a copy of its database."""
        return replace(self, address=address)

    def url(self, player):
        """The address under which a player, or another role, logs in."""
        role = self.roles.get(player, player)
        url = make_url(self.address).set(username=role, password=password(role))
        return url.render_as_string(hide_password=False).replace(" ", "%20")

    @contextmanager
    def connect(self, player, **settings):
        """A player's own session, without the program; it commits at its end."""
        session = psycopg.connect(self.url(player), options=_LOCKS, **settings)
        with closing(session), session:  # it stays open by itself if its commit is refused
            yield session

    def administer(self):
        """A session of the server's own superuser."""
        return psycopg.connect(self.address, options=_LOCKS, autocommit=True)

    def ledger(self, player):
        """The ledger as the program opens it for a player."""
        return closing(open_ledger(self.url(player), clock=wall_clock))

    def entries(self):
        """How many entries its ledger has."""
        with self.administer() as connection:
            return connection.execute("SELECT count(*) FROM entry").fetchone()[0]

    def state(self):
        """A digest of all that a role could have changed."""
        with self.administer() as connection:
            known = {"roles": list(self.roles.values())}
            return connection.execute(_STATE, known).fetchone()[0]


def password(role):
    """The password of a role: not one that could be guessed from a message by chance."""
    return f"Pässword 'of' {role}"


def found_team(server, address):
    """Make roles, a ledger in an empty database, and its team.

    The ledger has questions that are open (``rain``, ``snow``), closed (``over``), resolved
    (``done``), annulled (``gone``), not open yet (``later``) and closed early (``shut``); on some
    there are forecasts. Two more have markets that ``member`` and ``editor`` traded on: one is open
    (``wind``), one resolved (``calm``).
    """
    suffix = uuid.uuid4().hex[:8]
    team = Team(address, {player: f"{player}_{suffix}" for player in PLAYERS})
    _make_roles(server, team)
    with closing(open_ledger(team.url("owner"), create=True, clock=wall_clock)) as ledger:
        with ledger.writing("owner", "team init") as w:
            install(w.connection)
        for name, rights in {**MEMBERS, "revoked": ()}.items():
            enrol(ledger, name, team.roles[name], rights)
        with ledger.writing("owner", "team revoke") as w:
            revoke_rights(w, "revoked", [Right.MEMBER])
        _fill(ledger)
    return team


def enrol(ledger, name, role, rights=()):
    """Make a member with a role that is there, or that is made."""
    with ledger.writing("owner", "team add") as w:
        there = w.connection.exec_driver_sql(
            "SELECT count(*) FROM pg_roles WHERE rolname = %s", (role,)
        )
        made = None
        if not there.scalar():
            made = scram_verifier(w.connection, role, password(role))
        add_member(w, name, role, rights, made)


def drop_roles(server, roles):
    """Drop roles that own nothing any more."""
    with psycopg.connect(server, autocommit=True) as connection:
        for role in roles:
            connection.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(sql.Identifier(role)))


def line(table, columns, values):
    """A row's canonical line, written from docs/journal.md alone."""
    cells = [table]
    for column, value in zip(columns, values, strict=True):
        is_double = column in {"probability", "low", "high"} and value is not None
        cells.append(struct.pack(">d", value).hex() if is_double else value)
    while cells[-1] is None:
        del cells[-1]
    return (json.dumps(cells, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def refused(connection, statement, values=None):
    """The words in which a statement, or the commit after it, is refused."""
    with pytest.raises(psycopg.Error) as caught, connection.transaction():
        connection.execute(statement, values)
    return caught.value.diag.message_primary


def assert_complete(connection, first, role, name):
    """Check that all entries from one on are whole, chained and one member's, as documented."""
    columns = dict(connection.execute(_COLUMNS).fetchall())

    def rows(table, where):
        names = sql.SQL(", ").join(map(sql.Identifier, columns[table]))
        query = sql.SQL("SELECT {} FROM {} WHERE " + where)
        return connection.execute(query.format(names, sql.Identifier(table))).fetchall()

    def digest(lines):
        return hashlib.sha256(b"".join(lines)).hexdigest()

    for entry in rows("entry", f"number >= {first} ORDER BY number"):
        number, recorded_at, actor, _, _, previous, written, wrote = entry
        lines = [
            line(table, columns[table], row)
            for table in ORDER
            for row in rows(table, f"entry = {number} ORDER BY id")
        ]
        (before,) = rows("entry", f"number = {number} - 1")
        assert (actor, wrote) == (name, role)
        assert before[1] <= recorded_at <= wall_clock()
        assert previous == digest([line("entry", columns["entry"], before)])
        assert lines
        assert written == digest(lines)
        own = "(SELECT id FROM forecaster WHERE name = %s)"
        others = f"SELECT FROM report WHERE entry = %s AND (at <> %s OR forecaster <> {own})"
        assert connection.execute(others, (number, recorded_at, name)).fetchone() is None
    for table in ORDER:
        dense = f"SELECT count(*) = coalesce(max(id), 0) FROM {table}"
        assert connection.execute(dense).fetchone() == (True,)


def _make_roles(server, team):
    """Make those whom the owner cannot make, and the owner."""
    with psycopg.connect(server, autocommit=True) as connection:
        _make_role(connection, team.roles["nobody"])
        _make_role(connection, team.roles["superuser"], "SUPERUSER")
        make_owner(connection, team)


def make_owner(connection, team):
    """Make the role of the owner, who may make the ledger and roles, and is no superuser."""
    owner = team.roles["owner"]
    _make_role(connection, owner, "CREATEROLE")
    given = sql.SQL("GRANT CREATE ON DATABASE {} TO {}")
    connection.execute(given.format(sql.Identifier(team.database), sql.Identifier(owner)))


def _make_role(connection, role, power=""):
    made = sql.SQL("CREATE ROLE {} LOGIN PASSWORD {} " + power)
    connection.execute(made.format(sql.Identifier(role), sql.Literal(password(role))))


def _fill(ledger):
    now = wall_clock()
    with ledger.writing("owner", "ask") as w:
        for slug, opens, closes in (
            ("rain", -30, 300),
            ("snow", -30, 300),
            ("over", -30, -10),
            ("done", -30, 300),
            ("gone", -30, 300),
            ("later", 30, 300),
            ("shut", -30, 300),
            ("wind", -30, 300),
            ("calm", -30, 300),
        ):
            ask(w, slug, f"Is it {slug}?", now + opens * DAY, now + closes * DAY, tags=["sky"])
        record_link(w, LinkKind.IMPLIES, ("snow", "over"))
    for player, probability in (("member", 0.7), ("editor", 0.25), ("revoked", 0.5)):
        with ledger.writing("owner", "forecast") as w:
            for slug in ("rain", "done", "gone"):
                report(w, slug, player, probability, rationale="clouds — “dark”")
    with ledger.writing("owner", "resolve") as w:
        rule(w, "done", "resolve", 1, evidence=[Source("https://example.org/done")])
        rule(w, "gone", "annul", note="asked twice")
        rule(w, "shut", "close")
    _trade(ledger)


def _trade(ledger):
    with ledger.writing("owner", "market open") as w:
        open_market(w, "wind", prior=0.3)
        open_market(w, "calm")
    for player, yes in (("member", True), ("editor", False)):
        with ledger.writing("owner", "market trade") as w:
            trading = Trading(w, player)
            for slug in ("wind", "calm"):
                trading.trade(Order(trading.market(slug), yes=yes, shares=20 * UNIT))
            trading.record()
    with ledger.writing("owner", "resolve") as w:
        rule(w, "calm", "resolve", 1)
