"""Verify an exported ledger: written from docs/journal.md and docs/export.md, without foretell.

python verify_export.py LEDGER.jsonl [HEAD]
"""

import hashlib
import json
import struct
import sys
from pathlib import Path

COLUMNS = {
    "entry": "number recorded_at actor command key previous rows role",
    "forecaster": "id entry name folded kind",
    "question": "id entry slug",
    "wording": "id entry question title background criteria fine_print source opens closes"
    " family tags crowd_hidden",
    "report": "id entry question forecaster at probability rationale source quote",
    "ruling": "id entry question verdict outcome at status note",
    "evidence": "id entry ruling publisher published address summary",
    "article": "id entry slug title digest published forecaster note authors",
    "claim": "id entry article slug text places unresolvable",
    "relation": "id entry claim question relation polarity phrase probability low high proxy",
    "link": "id entry question implies",
    "member": "id entry role forecaster rights",
    "market": "id entry question liquidity start",
    "account": "id entry forecaster market",
    "trade": "id entry market forecaster shares cost",
    "posting": "id entry payer payee amount trade ruling",
    "clause": "id entry kind stands",
    "term": "id entry clause question",
}
DOUBLES = {"probability", "low", "high"}


def demand(what, holds):
    """Stop where something is not as it must be."""
    if not holds:
        raise ValueError(what)


def canonical(table, row):
    """The canonical line of a row."""
    cells = [row.pop(name, None) for name in COLUMNS[table].split()]
    places = [place for place, name in enumerate(COLUMNS[table].split()) if name in DOUBLES]
    for place in places:
        if cells[place] is not None:
            cells[place] = struct.pack(">d", cells[place]).hex()
    while cells[-1] is None:
        cells.pop()
    demand("a column that there is not", not row)
    return (json.dumps([table, *cells], ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def verify(lines, heads):
    """Check line after line, and note the digest of each entry; gives the number of rows."""
    json.loads(next(lines))
    tables, last = list(COLUMNS), dict.fromkeys(COLUMNS, 0)
    recorded_at, rows, place, digest = 0, 0, 0, hashlib.sha256()
    for row in map(json.loads, lines):
        if "head" in row:
            demand("something after the last entry", place == 0 and not list(lines))
            demand("its sum", row == {"head": heads[-1], "entries": len(heads) - 1, "rows": rows})
            return rows
        table = row.pop("table")
        if table != "entry":
            demand("a row of another entry", row["entry"] == len(heads))
            demand("a row missing or out of its place", row["id"] == last[table] + 1)
            demand("a row out of its place", tables.index(table) >= place > -1)
            place, last[table], rows = tables.index(table), row["id"], rows + 1
            digest.update(canonical(table, row))
            continue
        demand("another number", row["number"] == len(heads))
        demand("another entry before it", row["previous"] == heads[-1])
        demand("an earlier time than the one before it", row["recorded_at"] >= recorded_at)
        demand("other rows than it recorded", row["rows"] == digest.hexdigest() and place)
        recorded_at, place, digest = row["recorded_at"], 0, hashlib.sha256()
        heads.append(hashlib.sha256(canonical(table, row)).hexdigest())
    raise ValueError("nothing after it: the file was cut off")


def main(path, noted=None):
    """Say what was found."""
    heads = ["0" * 64]
    try:
        with Path(path).open(encoding="ascii") as lines:
            rows = verify(lines, heads)
    except (LookupError, StopIteration, TypeError, ValueError, struct.error) as error:
        sys.exit(f"Entry {len(heads)} fails: {error}")
    if noted is not None and noted not in heads:
        sys.exit(f"None of {len(heads) - 1} entries has the digest {noted}")
    print(f"Sound: {len(heads) - 1} entries, {rows} rows. Head: {heads[-1]}")  # noqa: T201 - what it is for


if __name__ == "__main__":
    main(*sys.argv[1:])
