"""Recompute Brier scores from an exported ledger: written from docs/scores.md, without foretell.

python recompute_scores.py LEDGER.jsonl NAME

Prints, for each resolved question on which the forecaster had a report up to the close: its slug,
the share of the open time over which something stood, the Brier loss averaged over that time, and
the last word before the close, as JSON.
"""

import json
import sys
from collections import defaultdict
from pathlib import Path


def read(path):
    """Rows by table, in the order of recording."""
    tables = defaultdict(list)
    with Path(path).open(encoding="ascii") as lines:
        for row in map(json.loads, lines):
            tables[row.get("table")].append(row)
    return tables


def resolved(tables):
    """For each resolved question: its slug, open, actual close and outcome."""
    newest = {row["question"]: row for row in tables["wording"]}
    early, final = {}, {}
    for row in tables["ruling"]:
        if row["verdict"] in {"close", "reopen"}:
            early[row["question"]] = row["at"] if row["verdict"] == "close" else None
        else:
            final[row["question"]] = row
    for question in tables["question"]:
        number = question["id"]
        ruling, words = final.get(number), newest[number]
        if ruling and ruling["verdict"] == "resolve":
            ends = [words["closes"], ruling["at"], early.get(number)]
            close = min(end for end in ends if end is not None)
            yield number, (question["slug"], words["opens"], close, ruling["outcome"])


def is_late(report, kind, close, rulings, recorded_at):
    """Whether it was entered when its forecaster could know the outcome."""
    if kind in {"article", "pundit"}:
        return False
    before = [row["verdict"] for row in rulings if row["entry"] < report["entry"]]
    final = [verdict for verdict in before if verdict in {"resolve", "annul", "unresolve"}]
    recorded = recorded_at[report["entry"]]
    is_dated_back = kind == "person" and report["at"] < recorded and close < recorded
    return final[-1:] == ["resolve"] or is_dated_back


def cell(reports, opens, close, outcome):
    """Coverage, time-averaged Brier loss and last word of what one forecaster said."""
    said = {}
    for report in sorted(reports, key=lambda row: row["at"]):  # those of one time stay in order
        if report["at"] <= close:
            said[max(report["at"], opens)] = report.get("probability")
    if not said:
        return None
    stood = loss = 0
    for (start, p), end in zip(said.items(), [*list(said)[1:], close], strict=True):
        if p is not None:
            stood += end - start
            loss += (end - start) * (p - outcome) ** 2
    last = said[max(said)]
    return {
        "coverage": stood / (close - opens) if close > opens else 0,
        "brier": loss / stood if stood else None,
        "last": last,
    }


def scores(tables, name):
    """The forecaster's cells, by slug."""
    (who,) = (row for row in tables["forecaster"] if row["name"] == name)
    recorded_at = {row["number"]: row["recorded_at"] for row in tables["entry"]}
    rulings, reports = defaultdict(list), defaultdict(list)
    for row in tables["ruling"]:
        rulings[row["question"]].append(row)
    for row in tables["report"]:
        if row["forecaster"] == who["id"]:
            reports[row["question"]].append(row)
    for number, (slug, opens, close, outcome) in resolved(tables):
        timely = [
            report
            for report in reports[number]
            if not is_late(report, who["kind"], close, rulings[number], recorded_at)
        ]
        found = cell(timely, opens, close, outcome)
        if found is not None:
            yield slug, found


if __name__ == "__main__":
    json.dump(dict(scores(read(sys.argv[1]), sys.argv[2])), sys.stdout)
