"""`foretell market replay`: the market that one would have had."""

from __future__ import annotations

from dataclasses import replace
from textwrap import wrap
from typing import TYPE_CHECKING, Annotated

import typer

from cli.commands.market.group import app
from cli.options import AsOf, Invocation, command
from cli.output.emit import emit
from cli.output.figures import counted
from cli.output.streams import WIDEST, say
from cli.shared.query import ForecastFiles, Query, QuestionFile, Since, Tag, Until
from cli.typed.units import parse_credits, parse_price
from market.errors import UsageError
from market.near import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cli.output.replayed import Replayed, Terms
    from cli.output.streams import Screen
    from cli.shared.polls import Asked
    from market.makers.maker import Maker

__all__ = ["replay"]

_LIQUIDITY = 100.0
_LEVEL = 0.95
_NOTHING = {
    True: "No question with a forecast.",
    False: "No resolved question with a forecast.",
}

MakerName = Annotated[
    str, typer.Option("--maker", metavar="MAKER", help="The mechanism: lmsr, quadratic, cpmm, …")
]
Liquidity = Annotated[
    str | None,
    typer.Option(
        "--liquidity", metavar="CREDITS", help="Its scale of money; of lmsr the b, 100 if absent."
    ),
]
Subsidy = Annotated[
    str | None,
    typer.Option(
        "--subsidy", metavar="CREDITS", help="In its place, what each market may lose at most."
    ),
]
Prior = Annotated[str, typer.Option("--prior", metavar="PRICE", help="The price to open at.")]
Everything = Annotated[
    bool, typer.Option("--all", help="Open questions, too: at what the last price would pay.")
]


@command(
    app,
    "foretell market replay",
    "foretell market replay --maker cpmm --subsidy 50 --prior 30%",
    "foretell market replay --questions questions.csv --forecasts forecasts.csv --json",
)
def replay(
    call: Invocation,
    *,
    maker: MakerName = "lmsr",
    liquidity: Liquidity = None,
    subsidy: Subsidy = None,
    prior: Prior = "50%",
    everything: Everything = False,
    tag: Tag = None,
    since: Since = None,
    until: Until = None,
    as_of: AsOf = None,
    questions: QuestionFile = None,
    forecasts: ForecastFiles = None,
) -> None:
    """Replay forecasts as trades: the market you would have had.

    Each forecast buys until the price is its probability, at most 99.9% and at least 0.1%. Nobody
    has a budget; ls-lmsr and dpm, which deepen as they are traded, so deepen beyond all measure
    where people disagree for long. Told are what each forecaster would have earned, and whether the
    price would have foreseen better than the crowd did.
    """
    terms, opens = _terms(maker, _credits(liquidity), _credits(subsidy), parse_price(prior))
    files = questions, forecasts
    query = Query.of(call.now, files, as_of=as_of, tag=tag, since=since, until=until)
    asked = query.read(call)
    made = _replayed(asked, terms, opens, everything=everything)
    from cli.output.replayed import FIELDS

    rows = made.rows()

    def text(screen: Screen) -> Iterator[str]:
        extent = f"{counted(made.questions, 'question')} · {counted(len(rows), 'forecaster')}"
        said = ("Market replayed", *query.words, terms.words, extent)
        yield from wrap(" · ".join(said), screen.width or WIDEST)
        yield ""
        yield from made.lines(screen) if rows else [_NOTHING[everything]]

    document = query.document() | made.document()
    emit(call.sink, fields=FIELDS, rows=rows, document=document, text=text)
    if made.replay.clipped:
        clipped = counted(made.replay.clipped, "forecast")
        say(f"More certain than a market may be, and taken for 0.1% or 99.9%: {clipped}.")
    onwards = "market board" if query.files is None else "pool   (with the same files)"
    say(f"Next: {f'foretell {onwards}' if rows else asked.advice}")


def _credits(text: str | None) -> float | None:
    from market.exchange.credits import UNIT

    return None if text is None else parse_credits(text) / UNIT


def _terms(
    name: str, liquidity: float | None, subsidy: float | None, prior: float
) -> tuple[Terms, Maker]:
    """How the markets open, and one of them.

    Raises:
        UsageError: There is no such mechanism, or both a liquidity and a subsidy.
    """
    from cli.output.replayed import Terms
    from market.makers.lmsr import LMSR
    from market.makers.registry import MAKERS, opened

    if name not in MAKERS:
        hint = did_you_mean(name, MAKERS, f"Choose one of {', '.join(MAKERS)}")
        raise UsageError(f"There is no market maker {name}.", hint)
    if liquidity is not None and subsidy is not None:
        raise UsageError("--liquidity and --subsidy exclude each other.", "Leave one of them out.")
    if liquidity is not None:
        made = MAKERS[name].opened(liquidity, prior)
    else:
        worst = subsidy or float(LMSR.opened(_LIQUIDITY, prior).worst_loss)
        made = opened(name, subsidy=worst, prior=prior)
    mechanism, worst = MAKERS[name], float(made.worst_loss)
    rule = None if mechanism.rule is None else mechanism.rule.name
    scale = worst / float(mechanism.opened(1.0, prior).worst_loss)
    return Terms(name, rule, scale, worst, prior), made


def _replayed(asked: Asked, terms: Terms, maker: Maker, *, everything: bool) -> Replayed:
    import numpy as np

    from cli.output.replayed import PRICE, Replayed
    from cli.shared.entrants import Entrants
    from market.exchange.replay import replay, with_price
    from market.makers.registry import MAKERS
    from scoring.board import board
    from scoring.comparison import Curves, paired

    poll = asked.poll
    wanted = ~np.isnan(poll.panel.outcome)
    if everything:
        annulled = [state.status == "annulled" for state in asked.states]
        wanted = ~np.array(annulled) if annulled else np.ones_like(wanted)
    replayed = replay(poll.panel, maker, wanted, rule=MAKERS[terms.maker].rule)
    panel = with_price(replayed)
    names = (*poll.forecasters, PRICE)
    entrants = Entrants(replace(poll, panel=panel, forecasters=names))
    both = [entrants.stands(entrants.code(who)) for who in (PRICE, "@median")]
    losses = Curves.of(both).shared(0, 1)
    first, second = losses.loss
    return Replayed(
        terms=terms,
        replay=replayed,
        names=poll.forecasters,
        board=board(panel),
        against=paired(first, second, losses.cluster, weights=losses.weight, level=_LEVEL),
        level=_LEVEL,
    )
