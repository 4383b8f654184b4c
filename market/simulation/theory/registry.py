"""Every law by its name, and what checks it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from market.simulation.theory.budgets import budgets
from market.simulation.theory.convergence import convergence, liquidity_bias, sampling
from market.simulation.theory.early import early
from market.simulation.theory.engine import engine
from market.simulation.theory.information import bin_model, evidence
from market.simulation.theory.kelly import fractional_kelly, kelly
from market.simulation.theory.liquidity import depth, ls_lmsr
from market.simulation.theory.makers import makers
from market.simulation.theory.martingale import calibration, martingale
from market.simulation.theory.overlap import overlap
from market.simulation.theory.propriety import propriety
from market.simulation.theory.reports import peers, reports
from market.simulation.theory.risk import crra, gjerstad, manski
from market.simulation.theory.wagering import wagering

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from market.simulation.theory.check import Check
    from market.simulation.theory.effort import Effort

    Task = tuple[str, Effort]

__all__ = ["LAWS", "Law", "derive"]


class Law(NamedTuple):
    """A law of the theory.

    Attributes:
        says: What it says, in one line.
        source: Who found it, and when; ``exact`` for what follows from definitions.
        check: What derives it again.
    """

    says: str
    source: str
    check: Callable[[Effort], Iterable[Check]]


LAWS: dict[str, Law] = {
    "propriety": Law("Honesty pays best.", "Gneiting & Raftery 2007", propriety),
    "peers": Law("What one gains on his peers, they lose.", "exact", peers),
    "early": Law("Exaggeration pays over questions, not over time.", "exact", early),
    "makers": Law("No free money and no unbounded loss.", "Hanson 2003", makers),
    "reports": Law("A report is a trade.", "Hanson 2003", reports),
    "depth": Law("No maker is the deepest everywhere.", "Chen & Pennock 2007", depth),
    "ls-lmsr": Law("A maker that may profit.", "Othman et al. 2013", ls_lmsr),
    "wagering": Law("Wagers that balance.", "Lambert et al. 2008, Chen et al. 2014", wagering),
    "kelly": Law("Log traders are a Bayesian.", "Beygelzimer et al. 2012", kelly),
    "fractional": Law("Cautious log traders forget.", "Beygelzimer et al. 2012", fractional_kelly),
    "crra": Law(
        "A price is nearly the mean belief.",
        "Wolfers & Zitzewitz 2006, He & Treich 2017",
        crra,
    ),
    "gjerstad": Law("Aversion to risk moves the price outwards.", "Gjerstad 2005", gjerstad),
    "manski": Law("A price only bounds the mean belief.", "Manski 2006", manski),
    "budgets": Law("The maker is one trader more.", "Sethi & Vaughan 2016", budgets),
    "bias": Law("A maker pulls the price by its depth.", "Dudík et al. 2017", liquidity_bias),
    "sampling": Law(
        "The error of a crowd falls with the root of its size.", "Dudík et al. 2017", sampling
    ),
    "convergence": Law("Depth brings traders together.", "Dudík et al. 2017", convergence),
    "engine": Law("Simulated markets keep their books.", "exact", engine),
    "bin": Law("What information and noise score.", "Satopää et al. 2021", bin_model),
    "evidence": Law("What evidence scores.", "exact", evidence),
    "martingale": Law("Beliefs move by what they learn.", "Augenblick & Rabin 2021", martingale),
    "calibration": Law("Beliefs come true as often as they say.", "exact", calibration),
    "overlap": Law(
        "Extremize what people know apart.",
        "Satopää et al. 2014, Neyman & Roughgarden 2022",
        overlap,
    ),
}
"""The laws in the order in which they are told: rules, makers, traders, worlds."""


def derive(task: Task) -> list[Check]:
    """Check a law.

    Args:
        task: A key of `LAWS`, and how thoroughly.
    """
    name, effort = task
    return list(LAWS[name].check(effort))
