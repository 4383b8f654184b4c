"""Real data: the ten-bin decomposition of PredictionBook as others have computed it."""

from __future__ import annotations

import csv
import json
import os
from collections import Counter
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from scoring.bins import Bins
from scoring.decomposition import murphy
from scoring.sample import Sample

FOLDER = os.environ.get("FORETELL_DATA")
COUNTS = [11672, 5050, 3941, 3313, 3696, 4495, 4597, 4248, 3927, 6162]
FREQUENCIES = [0.0427, 0.1129, 0.2071, 0.2590, 0.3079, 0.4403, 0.5051, 0.6121, 0.7153, 0.8413]
KNOWN = {
    "reliability": 0.006652,
    "resolution": 0.077019,
    "brier_uncertainty": 0.232415,
    "brier": 0.161430,
}
TICK = timedelta(microseconds=1)

pytestmark = pytest.mark.skipif(not FOLDER, reason="FORETELL_DATA names no folder of real data")


def rows_of(name):
    with (Path(FOLDER) / "predictionbook" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(path, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return str(path)


def later(time, ticks):
    return (datetime.fromisoformat(time) + ticks * TICK).isoformat()


def assert_known(found):
    """The published figures, each to the digits it was published with."""
    assert {name: found[name] for name in KNOWN} == pytest.approx(KNOWN, abs=5e-7)


def test_every_forecast_before_its_resolution_gives_the_known_figures():
    asked = {row["question_id"]: row for row in rows_of("questions.csv")}
    said = [
        (float(row["probability"]), int(asked[row["question_id"]]["outcome"]))
        for row in rows_of("forecasts.csv")
        if asked[row["question_id"]]["outcome"] in {"0", "1"}
        and row["time"] < asked[row["question_id"]]["resolve_time"]
    ]
    sample, bins = Sample.of(*zip(*said, strict=True)), Bins.equal_width(10)
    parts = murphy(sample, bins=bins)
    code = bins.assign(sample.probability)
    assert np.bincount(code).tolist() == COUNTS
    came = np.bincount(code, sample.outcome) / COUNTS
    assert came == pytest.approx(FREQUENCIES, abs=5e-5)
    renamed = {"brier": parts.score, "brier_uncertainty": parts.uncertainty}
    assert_known(asdict(parts) | renamed)
    three = parts.reliability - parts.resolution + parts.uncertainty
    assert three == pytest.approx(0.162047, abs=5e-7)
    five = three + parts.within_variance - parts.within_covariance
    assert five == pytest.approx(parts.score, abs=1e-12)


def test_the_command_gives_the_same_of_files_that_close_just_before_the_resolution(
    foretell, tmp_path
):
    """Of two forecasts in one second, the site has told no order: they come a moment apart."""
    questions, forecasts = rows_of("questions.csv"), rows_of("forecasts.csv")
    for row in questions:
        if row["resolve_time"]:
            row["close_time"] = later(row["resolve_time"], -1)
    seen = Counter()
    for row in forecasts:
        key = (row["forecaster"], row["question_id"], row["time"])
        row["time"] = later(row["time"], seen[key])
        seen[key] += 1
    files = (
        "--questions",
        write(tmp_path / "questions.csv", questions),
        "--forecasts",
        write(tmp_path / "forecasts.csv", forecasts),
    )
    ended = foretell("decompose", "@everybody", "--unit", "forecast", *files, "--json")
    assert ended.code == 0, ended.err
    (found,) = json.loads(ended.out)["rows"]
    assert (found["forecasts"], found["weight"]) == (51_101, 51_101.0)
    assert_known(found)


def test_the_command_counts_by_the_rule_of_the_house_otherwise(foretell):
    place = Path(FOLDER) / "predictionbook"
    files = ("--questions", place / "questions.csv", "--forecasts", place / "forecasts.csv")
    words = [str(word) for word in files]
    ended = foretell("decompose", "@everybody", "--unit", "last", *words, "--json")
    (found,) = json.loads(ended.out)["rows"]
    assert found["forecasts"] == 39_955
    assert found["brier"] == pytest.approx(0.156063, abs=5e-7)
