"""Metric names without an adapter."""

from __future__ import annotations

__all__ = ["NOT_OURS"]

NOT_OURS = {
    "bell_taker_fee": "no market here charges a fee",
    "competition_rank_with_exclusions": "who holds no rank here is shown without one",
    "complete_set_redemption_multi": "questions are binary",
    "decimal_h_index": "no prizes for comments",
    "geometric_mean_timeline": "a rival's intermediate: not renormalised, one told as none",
    "mc_baseline": "questions are binary",
    "medal_cutoff_ranks": "no medals",
    "ordered_categorical_brier": "questions are binary",
    "prize_share": "no prizes",
    "single_aggregation_weights": "a rival's reputation formula, tied to its prize divisor",
}
"""Why these figures are nobody's business here."""
