"""How the scores are defined: short, and exact enough to compute them anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.charts.markup import joined, tag
from cli.report.section import Section

if TYPE_CHECKING:
    from cli.charts.markup import Markup
    from cli.report.contents import Contents

__all__ = ["definitions"]

_MINUS = "\N{MINUS SIGN}"

# What the letters stand for; then each term: its name, its formula, what it means. Every hyphen is
# a minus.
_TEXT = """\
Throughout, p is the probability given to YES, y is 1 if the outcome was YES and 0 if it was NO,
and p* is the probability given to what happened. A forecast stands from its time until the
forecaster's next one on the question, a withdrawal, or the close. Time is measured in
lifetimes: from the opening of a question to its scheduled close is 1. Lower is better for a
loss, higher for a gain. Questions that are unresolved or annulled are not scored.

Brier score
∫ (p - y)² dt / ∫ dt
A loss, 0 to 1; always saying 50% costs 0.25. On the leaderboard both integrals are summed over
all of a forecaster's questions before they are divided.

Log score
∫ -ln p* dt / ∫ dt
A loss in nats, 0 to ∞; always saying 50% costs 0.693. A certainty that was wrong costs
infinity.

Baseline
100 ∫ (1 + log₂ p*) dt
A gain in hundredths of a bit, averaged over the questions stood on: 0 for 50%, at most 100.

Peer
100 ∫ (ln p* - mean of the others' ln p*) dt
A gain in hundredths of a nat, averaged over the questions stood on. The others are all other
people who stand at the same moment; at every moment the scores of the people sum to 0.

Skill
(p - y)² = d(question, moment) + a(forecaster);  skill = -a · D / (D + 5)
A gain in Brier points: how much better somebody was than those who stood on the same questions
at the same moments, allowing for how good those are. Fitted by least squares over standing
time; the mean of a, weighted by D / (D + 5), is 0. D is the exposure, the time that was shared
with others: ∫ (1 - 1/N) dt, with N people standing. Short records are held near 0.

Interval of skill
skill ± t · standard error
Where the skill lies with the stated level, 95% unless another was asked for. Questions of one
family, which share their fate, count as one piece of evidence.

Range of ranks
1 + how many are surely better, to all but how many are surely worse
"Surely" holds for all comparisons of one forecaster together. Whose range begins at 1 cannot be
told from the best.

Coverage
time stood / time the question was open
Summed over the questions that a forecaster took up; those left out do not count.

Calibration and its band
share that came true, against what was said
Of all that was said to be 70% likely, about 70% should come true. The band around the diagonal
is where the curve of a calibrated forecaster with these very forecasts would lie by chance;
outside of it, the curve tells something.

MCB, DSC, UNC
Brier score = MCB - DSC + UNC
The score taken apart: miscalibration (MCB, what the best monotone relabelling of the
probabilities would have saved), discrimination (DSC, what telling the questions apart gained)
and uncertainty (UNC, the score of always saying the share that came true).

Price of the market: @market
p = 1 / (1 + e^(-q/b))
What the next share of YES costs, of the credit that it pays if YES comes; q is how many more
shares of YES than of NO were sold, b the liquidity. It is scored as a forecast.

The crowd: @median
the median of what the people standing say
Taken anew at every moment. Computed forecasters and articles are scored, but never ranked, and
change nobody's score.
"""


def definitions(contents: Contents) -> Section | None:
    """What each figure of the report is."""
    if not contents.states:
        return None
    letters, *terms = _TEXT.replace("-", _MINUS).split("\n\n")
    listed = tag("dl", joined(map(_term, terms)), class_="defs")
    told = joined([tag("p", letters, class_="note"), listed])
    return Section("definitions", "How the scores are defined", told)


def _term(said: str) -> Markup:
    name, formula, meaning = said.split("\n", 2)
    told = tag("dd", tag("code", formula), tag("p", meaning))
    return tag("div", tag("dt", name), told)
