"""What members do with plain SQL: their acts, and the forms that a statement can have."""

from __future__ import annotations

from typing import NamedTuple

__all__ = [
    "ACTS",
    "EVERYBODY",
    "FORECAST",
    "FORMS",
    "NOBODY",
    "OPEN",
    "OWNERS",
    "READERS",
    "SUPERUSER",
    "Attempt",
]

# The players:   n r m e r b o s
#                o e e d e o w u
#                b v m i s t n p
#                o o b t o h e e
#                d k e o l   r r
#                y e r r v
READERS = "--++++++"
MEMBERS_ONLY = "--++++nn"  # the owner's own row would need a number and an entry
EDITORS = "---+-+nn"
RESOLVERS = "----++nn"
OWNERS = "------++"
SUPERUSER = "-------+"
EVERYBODY = "++++++++"
NOBODY = "------kk"  # not even the owner


class Attempt(NamedTuple):
    """An attempt, and what comes of it for each player.

    Attributes:
        what: In words.
        marks: One mark for each of `PLAYERS`.
        statement: The attempt: SQL, with names of roles in braces and § for a fresh number.
        writes: Whether those of the team who succeed have recorded an entry.
    """

    what: str
    marks: str
    statement: str
    writes: bool = False


OPEN = "(SELECT id FROM question WHERE slug = 'rain')"
FORECAST = f"INSERT INTO report (question, probability) VALUES ({OPEN}, 0.4)"
WORDING = (
    "INSERT INTO wording (question, title, background, criteria, fine_print, source, opens, closes,"
    " family, tags, crowd_hidden) SELECT {}, 'Edited §?', background, criteria, fine_print, source,"
    " opens, closes, family, tags, 1 FROM wording WHERE id = 1"
)
QUESTION = "INSERT INTO question (slug) VALUES ('asked-§')"
ASK = f"{QUESTION}; {WORDING.format('(SELECT max(id) FROM question)')}"
RULE = f"INSERT INTO ruling (question, verdict, at) VALUES ({OPEN}, '{{}}', NULL)"
CLOSE, REOPEN = RULE.format("close"), RULE.format("reopen")
CITE = "INSERT INTO evidence (ruling, address) VALUES ((SELECT max(id) FROM ruling), 'https://x.y')"
HOUSE = "(SELECT id FROM account WHERE forecaster IS NULL AND market IS NULL)"
MARKET = (
    f"{ASK}; INSERT INTO market (question, liquidity, start) SELECT max(id), 100000000, 0"
    " FROM question; INSERT INTO account (market) SELECT max(id) FROM market"
)
SUBSIDY = (
    f"INSERT INTO posting (payer, payee, amount) SELECT {HOUSE}, max(id), 69314719 FROM account"
)
WIND = "(SELECT m.id FROM market m JOIN question q ON q.id = question WHERE slug = 'wind')"
OWN = "(SELECT id FROM account WHERE forecaster = foretell.me())"
JOIN = (
    f"INSERT INTO account (forecaster) SELECT foretell.me() WHERE NOT EXISTS {OWN};"
    f" INSERT INTO posting (payer, payee, amount) SELECT {HOUSE}, {OWN}, 1000000000"
    f" WHERE NOT EXISTS (SELECT FROM posting WHERE payee = {OWN})"
)
TRADE = f"""INSERT INTO trade (market, shares, cost)
    SELECT id, 1000000, ceil(1e8 * ln((1 + exp((q + 1000000) / 1e8)) / (1 + exp(q / 1e8))))
        + greatest(0, -held - 1000000) - greatest(0, -held)
    FROM (
        SELECT m.id, start + sum(shares) AS q,
            coalesce(sum(shares) FILTER (WHERE forecaster = foretell.me()), 0) AS held
        FROM market AS m JOIN trade AS t ON t.market = m.id
        WHERE m.id = {WIND} GROUP BY m.id
    ) AS state"""
PAY = f"""INSERT INTO posting (payer, payee, amount, trade)
    SELECT CASE WHEN cost > 0 THEN {OWN} ELSE a.id END, CASE WHEN cost > 0 THEN a.id ELSE {OWN} END,
        abs(cost), t.id
    FROM trade AS t JOIN account AS a ON a.market = t.market ORDER BY t.id DESC LIMIT 1"""
FORECASTS = f"SELECT {OPEN}, p FROM unnest(ARRAY[0.2, 0.3, 0.4]) p"

ACTS = [
    Attempt("forecast", MEMBERS_ONLY, FORECAST, writes=True),
    Attempt(
        "forecast with reasons",
        MEMBERS_ONLY,
        "INSERT INTO report (question, probability, rationale, source, quote)"
        f" VALUES ({OPEN}, 0.1 + 0.2, 'a \"b\" \\ ü\u007f😀', E'\\u2027', 'said')",
        writes=True,
    ),
    Attempt(
        "withdraw", MEMBERS_ONLY, f"{FORECAST}; {FORECAST.replace('0.4', 'NULL')}", writes=True
    ),
    Attempt("forecast on no question", "--jjjjnn", "INSERT INTO report DEFAULT VALUES"),
    Attempt("ask", EDITORS, ASK, writes=True),
    Attempt("ask without words", "---q-qnn", QUESTION),
    Attempt("edit", EDITORS, WORDING.format(OPEN), writes=True),
    Attempt("close and reopen", RESOLVERS, f"{CLOSE}; {CITE}; {REOPEN}", writes=True),
    Attempt("cite for an older ruling", "----eenn", CITE),
    Attempt("open a market", EDITORS, f"{MARKET}; {SUBSIDY}", writes=True),
    Attempt("open a market without subsidy", "---p-pnn", MARKET),
    Attempt("trade", MEMBERS_ONLY, f"{JOIN}; {TRADE}; {PAY}", writes=True),
    Attempt("trade without paying", "--ppppnn", f"{JOIN}; {TRADE}"),
    Attempt(
        "take a grant",
        "--ppppnn",
        f"INSERT INTO posting (payer, payee, amount) SELECT {HOUSE}, max(id), 1 FROM account",
    ),
    Attempt(
        "resolve without settlement",
        "----ppnn",
        "INSERT INTO ruling (question, verdict, outcome, at)"
        f" SELECT question, 'resolve', 1, NULL FROM market WHERE id = {WIND}",
    ),
    Attempt("several at once", "-----+nn", f"{FORECAST}; {ASK}; {CLOSE}; {REOPEN}", writes=True),
]

FORMS = [
    Attempt(what, MEMBERS_ONLY, f"{before}{FORECAST.partition(' VALUES')[0]} {rest}", writes=True)
    for what, before, rest in [
        ("INSERT … SELECT", "", FORECASTS),
        ("several rows", "", f"VALUES ({OPEN}, 0.2), ({OPEN}, 0.3)"),
        ("RETURNING", "", f"{FORECASTS} RETURNING *"),
        ("OVERRIDING SYSTEM VALUE", "", f"OVERRIDING SYSTEM VALUE VALUES ({OPEN}, 0.2)"),
        ("OVERRIDING USER VALUE", "", f"OVERRIDING USER VALUE VALUES ({OPEN}, 0.2)"),
        ("ON CONFLICT DO NOTHING", "", f"{FORECASTS} ON CONFLICT DO NOTHING"),
        ("ON CONFLICT (id) DO NOTHING", "", f"{FORECASTS} ON CONFLICT (id) DO NOTHING"),
        ("EXPLAIN ANALYZE", "EXPLAIN ANALYZE ", FORECASTS),
        ("PREPARE", "PREPARE p AS ", f"{FORECASTS}; EXECUTE p; EXECUTE p"),
        ("a savepoint", "SAVEPOINT s; ", f"{FORECASTS}; RELEASE s"),
        ("constraints at once", "SET CONSTRAINTS ALL IMMEDIATE; ", FORECASTS),
        (
            "constraints in the middle",
            "",
            f"{FORECASTS}; SET CONSTRAINTS ALL IMMEDIATE; {FORECAST}",
        ),
    ]
]
FORMS += [
    Attempt(
        "WITH",
        MEMBERS_ONLY,
        f"WITH w AS ({FORECAST} RETURNING question) INSERT INTO report (question, probability)"
        " SELECT question, 0.3 FROM w",
        writes=True,
    ),
    Attempt("DO", MEMBERS_ONLY, f"DO $$ BEGIN {FORECAST}; END $$", writes=True),
    Attempt(
        "COPY of an INSERT", MEMBERS_ONLY, f"COPY ({FORECAST} RETURNING id) TO STDOUT", writes=True
    ),
    Attempt(
        "MERGE, inserting",
        MEMBERS_ONLY,
        f"MERGE INTO report USING {OPEN} AS q(id) ON false"
        " WHEN NOT MATCHED THEN INSERT (question, probability) VALUES (q.id, 0.4)",
        writes=True,
    ),
    Attempt(
        "through a temporary view",
        MEMBERS_ONLY,
        "CREATE TEMP VIEW v AS SELECT question, probability FROM report;"
        f" INSERT INTO v VALUES ({OPEN}, 0.4)",
        writes=True,
    ),
    Attempt("COPY FROM STDIN", "--ccccnn", "COPY report (question, probability) FROM STDIN"),
    Attempt("COPY with a chosen id", "------nn", "COPY report (id, question) FROM STDIN"),
    Attempt("COPY FROM a file", "-------f", "COPY report FROM '/nowhere'"),
    Attempt("COPY FROM PROGRAM", "-------n", "COPY report (question) FROM PROGRAM 'echo 1'"),
]
