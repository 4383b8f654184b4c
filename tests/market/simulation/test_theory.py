"""Theory, derived again: it holds, its page tells all of it, and it would notice what is wrong."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from market.makers.lmsr import LMSR
from market.makers.registry import MAKERS
from market.simulation.theory import propriety
from market.simulation.theory.check import Check, averages
from market.simulation.theory.effort import Effort
from market.simulation.theory.registry import LAWS, derive
from scoring.rules import IMPROPER, RULES

PAGE = (Path(__file__).parents[3] / "docs" / "verification.md").read_text("utf-8")
QUICK = Effort(quick=True)


@pytest.fixture(scope="module")
def derived():
    """All checks in their quick form, by law."""
    return {name: derive((name, QUICK)) for name in LAWS}


def test_every_statement_of_theory_holds(derived):
    assert [check for checks in derived.values() for check in checks if not check.passed] == []


def test_the_page_has_every_law_and_every_statement(derived):
    for name, checks in derived.items():
        assert f"| `{name}` |" in PAGE
        assert f"\n{name} · {LAWS[name].says} ({LAWS[name].source})\n" in PAGE
        for check in checks:
            assert f"\n  {check.statement}  " in PAGE, check.statement


def test_no_two_statements_of_a_law_are_worded_alike(derived):
    for checks in derived.values():
        statements = [check.statement for check in checks]
        assert len(set(statements)) == len(statements)
        assert max(map(len, statements)) <= 50


def test_json_can_tell_every_check(derived):
    told = [(*check, check.passed) for checks in derived.values() for check in checks]
    assert json.loads(json.dumps(told)) == list(map(list, told))


def test_the_same_seed_finds_the_same_and_another_seed_draws_anew(derived):
    again, other = (derive(("evidence", Effort(seed, quick=True))) for seed in (7, 8))
    assert again == derived["evidence"] != other


@pytest.mark.parametrize(
    ("found", "sense", "passed"),
    [
        (1.1, "=", True),
        (1.3, "=", False),
        (0.7, "=", False),
        (0.7, "≤", True),
        (1.3, "≤", False),
        (0.7, "≥", False),
        (1.3, "≥", True),
        (math.nan, "=", False),
        (math.nan, "≤", False),
        (math.nan, "≥", False),
    ],
)
def test_a_check_holds_within_its_tolerance_on_its_side(found, sense, passed):
    assert Check("", found, 1.0, 0.2, sense).passed is passed


def test_a_mean_may_miss_by_four_standard_errors_of_its_own_and_of_what_is_expected():
    values = [0.0, 2.0] * 50
    exact, drawn = (averages("", values, 1.0, draws=draws) for draws in (math.inf, 100))
    assert exact.tolerance == pytest.approx(4 * math.sqrt(100 / 99 / 100))
    assert drawn.tolerance == pytest.approx(math.sqrt(2) * exact.tolerance)


def test_a_rule_that_rewards_exaggeration_would_be_noticed(monkeypatch):
    monkeypatch.setattr(propriety, "RULES", RULES | IMPROPER)
    failed = [check.statement for check in derive(("propriety", QUICK)) if not check.passed]
    assert failed == ["absolute_error: cost of another report"]


def test_a_market_maker_that_gives_money_away_would_be_noticed(monkeypatch):
    class Generous(LMSR):
        def cost(self, side, shares):
            return 0.999 * LMSR.cost(self, side, shares)

    monkeypatch.setitem(MAKERS, "lmsr", MAKERS["lmsr"]._replace(opened=Generous.opened))
    failed = [check.statement for check in derive(("makers", QUICK)) if not check.passed]
    assert failed == [
        "7 shares of both sides: cost less 7 credits",
        "loss of a rule's maker less b times gain in score",
    ]
