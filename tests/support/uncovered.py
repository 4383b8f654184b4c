"""Metric names without an adapter: for good, or until a later part."""

from __future__ import annotations

__all__ = ["NOT_OURS", "NOT_YET"]

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

_MARKET = "The market: play money on the same questions"
_LABORATORY = "The laboratory: simulate crowds and markets"

_WAITING = {
    _MARKET: """
        cpmm_add_liquidity cpmm_amount_for_shares_p05 cpmm_amount_to_prob cpmm_buy cpmm_buy_no_fee
        cpmm_prob cpmm_probability dpm_share lmsr_b_for_cap lmsr_buy_yes_for_budget lmsr_cost
        lmsr_move_binary lmsr_price_after_budget lmsr_prices lmsr_trade_cost lmsr_worst_loss
        lmsr_worst_loss_uniform lslmsr_alpha_for_vig lslmsr_cost lslmsr_loss_bound
        lslmsr_price_sum_max lslmsr_prices pmamm_reserves qmsr_move_binary spherical_move_binary
        weighted_score_wagering_net
        """,
    _LABORATORY: """
        bin_expected_brier_mu0 bmm_update_buy cara_equilibrium cara_lmsr_equilibrium
        cara_trade_lmsr crra_equilibrium crra_trade_lmsr fractional_kelly_belief kelly_fraction
        kelly_trade_cpmm kelly_wealth_update llr_expected_brier manski_mean_bounds
        """,
}

NOT_YET = {name: part for part, names in _WAITING.items() for name in names.split()}
"""The part that brings each of the rest."""
