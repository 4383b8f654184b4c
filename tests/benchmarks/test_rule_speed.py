"""Speed of mean scores, beside the least that arrays cost and beside other libraries.

The dot product is numpy's on one core, as the mean's is: a library of linear algebra that shares
a product among cores is told not to, in a process of its own.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from time import perf_counter

import numpy as np
import pytest
from timing import say

from scoring.rules import BRIER, LOG

pytestmark = pytest.mark.benchmark

SIZES = [1_000_000, 10_000_000]
FEW = 5
MANY = 25
ONE_CORE = {"OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


def columns(size):
    dice = np.random.default_rng(8)
    p = dice.uniform(0.001, 0.999, size)
    return p, (dice.random(size) < p).astype(float)


def nanoseconds(size, works, rounds):
    """Least time a forecast of each work, in turns after a first run of each."""
    for work in works.values():
        work()
    times = dict.fromkeys(works, float("inf"))
    for _ in range(rounds):
        for name, work in works.items():
            begun = perf_counter()
            work()
            times[name] = min(times[name], (perf_counter() - begun) / size * 1e9)
    return times


def bare(size):
    """Our means beside what numpy needs for a dot product and for logarithms."""
    p, y = columns(size)
    happened = y.astype(bool)
    works = {
        "dot": lambda: np.dot(p, y),
        "np.log": lambda: np.log(p),
        "brier": lambda: BRIER.mean(p, y),
        "brier, bool": lambda: BRIER.mean(p, happened),
        "log": lambda: LOG.mean(p, y),
        "numpy": lambda: np.mean((p - y) ** 2),
    }
    return nanoseconds(size, works, MANY)


def on_one_core(size):
    """The times of ``bare``, measured in a process whose linear algebra keeps to one core."""
    here = Path(__file__)
    path = os.pathsep.join(
        [str(here.parents[2]), str(here.parent), str(here.parents[1] / "support")]
    )
    code = f"import json, test_rule_speed as t; print(json.dumps(t.bare({size})))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, **ONE_CORE, "PYTHONPATH": path},
    )
    return json.loads(done.stdout)


@pytest.mark.parametrize("size", SIZES)
def test_means_cost_little_beside_a_dot_product_and_logarithms(size):
    times = on_one_core(size)
    say(f"{size:,}: " + ", ".join(f"{name} {ns:.2f}" for name, ns in times.items()) + " ns")
    brier, boolean = times["brier"] / times["dot"], times["brier, bool"] / times["dot"]
    log = times["log"] / times["np.log"]
    say(f"Brier {brier:.2f} dot products (at most 3.2), of bool {boolean:.2f} (at most 2.5)")
    say(f"log {log:.2f} np.log (at most 6)")
    assert brier <= 3.2
    assert boolean <= 2.5
    assert log <= 6


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(("kind", "least", "most"), [("float64", 2, 20), ("bool", 5, 40)])
def test_a_mean_brier_score_is_much_faster_than_other_libraries(size, kind, least, most):
    peer, metrics = pytest.importorskip("scoringrules"), pytest.importorskip("sklearn.metrics")
    p, y = columns(size)
    y = y.astype(kind)
    works = {
        "ours": lambda: BRIER.mean(p, y),
        "scoringrules": lambda: np.mean(peer.brier_score(y, p)),
        "scikit-learn": lambda: metrics.brier_score_loss(y, p),
    }
    times = nanoseconds(size, works, FEW)
    told = ", ".join(f"{name} {ns:.2f}" for name, ns in times.items())
    say(f"Brier of {size:,}, outcomes {kind}: {told} ns")
    assert times["scoringrules"] >= least * times["ours"]
    assert times["scikit-learn"] >= most * times["ours"]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(("kind", "least"), [("float64", 1.2), ("bool", 2)])
def test_a_mean_log_score_is_faster_than_one_that_is_not_exact(size, kind, least):
    peer = pytest.importorskip("scoringrules")
    p, y = columns(size)
    y = y.astype(kind)
    works = {
        "ours": lambda: LOG.mean(p, y),
        "scoringrules": lambda: np.mean(peer.log_score(y, p)),
    }
    times = nanoseconds(size, works, FEW)
    told = ", ".join(f"{name} {ns:.2f}" for name, ns in times.items())
    say(f"log of {size:,}, outcomes {kind}: {told} ns")
    assert times["scoringrules"] >= least * times["ours"]
