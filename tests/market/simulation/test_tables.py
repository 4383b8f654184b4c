"""Monte Carlo errors of figures, differences and gains."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from small_scenario import small_scenario

from market.simulation.experiments.table import rows
from market.simulation.measures.tally import Key, Tally

LANES = 78
PANELS = 64 * LANES


@pytest.fixture(scope="module")
def drawn():
    """Sums of three voices over lanes, of which each has a luck that all share."""
    rng = np.random.default_rng(5)
    luck, size = rng.normal(size=LANES), rng.integers(50, 80, LANES).astype(float)
    losses = {"people": 0.22, "@mean": 0.20, "@ideal": 0.15}
    total = {
        Key(who, "brier"): size * (loss + 0.02 * luck + 0.005 * rng.normal(size=LANES))
        for who, loss in losses.items()
    }
    return Tally(total, dict.fromkeys(total, size))


def table(tally, *, reference="@mean"):
    scenario = small_scenario()
    scenario = replace(scenario, points=scenario.points[:1], reference=reference)
    return {(row.who, row.figure): row for row in rows(scenario, [tally], PANELS)}


def jackknifed(tally, figure):
    """Value of a figure, and its standard error by leaving out each cluster in turn."""

    def without(keep):
        means = {
            key.who: tally.total[key][keep].sum() / tally.count[key][keep].sum()
            for key in tally.total
        }
        return figure(means)

    every = np.arange(LANES)
    left = np.array([without(every != lane) for lane in every])
    return without(every), np.sqrt(np.sum((left - left.mean()) ** 2) * (LANES - 1) / LANES)


@pytest.mark.parametrize(
    ("who", "name", "figure"),
    [
        ("people", "brier", lambda mean: mean["people"]),
        ("people", "brier_difference", lambda mean: mean["people"] - mean["@mean"]),
        (
            "@mean",
            "gain",
            lambda mean: (mean["people"] - mean["@mean"]) / (mean["people"] - mean["@ideal"]),
        ),
    ],
)
def test_errors_are_those_of_the_jackknife(drawn, who, name, figure):
    value, error = jackknifed(drawn, figure)
    row = table(drawn)[who, name]
    assert row.value == pytest.approx(value, rel=1e-12)
    assert row.error == pytest.approx(error, rel=0.02)


def test_what_two_figures_have_in_common_is_not_in_the_error_of_their_difference(drawn):
    found = table(drawn)
    assert found["people", "brier_difference"].error < found["people", "brier"].error / 2


def test_the_gain_is_nothing_for_the_first_group_and_all_for_the_ideal(drawn):
    found = table(drawn)
    assert [found[who, "gain"][4:6] for who in ("people", "@ideal")] == [(0.0, 0.0), (1.0, 0.0)]


def test_without_a_reference_there_are_no_differences(drawn):
    assert {figure for _, figure in table(drawn, reference="")} == {"brier", "gain"}


def test_a_figure_of_nobody_is_missing_and_an_infinite_one_has_no_error():
    nobody, wrong = Key("people", "brier"), Key("people", "log")
    total = {nobody: np.zeros(3), wrong: np.array([1.0, np.inf, 1.0])}
    found = table(Tally(total, {nobody: np.zeros(3), wrong: np.ones(3)}), reference="")
    assert np.isnan(found["people", "brier"].value)
    assert found["people", "log"].value == np.inf
    assert np.isnan(found["people", "log"].error)


def test_one_cluster_tells_no_error():
    keys = Key("people", "brier"), Key("@ideal", "brier")
    tally = Tally({key: np.ones(1) for key in keys}, {key: np.full(1, 8.0) for key in keys})
    assert np.isnan(table(tally)["people", "brier"].error)
