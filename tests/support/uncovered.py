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

_SCORING = "scoring: the most complete and exact library for binary forecasts"
_MARKET = "The market: play money on the same questions"
_LABORATORY = "The laboratory: simulate crowds and markets"

_WAITING = {
    _SCORING: """
        accuracy_relative_to_median aggregate ambiguity_decomposition auc auc_delong_se
        bayes_independent benjamini_hochberg benjamini_yekutieli beta_calibration_unconstrained_mle
        beta_loss_each betting_e_process_fixed_lambda brier_index brier_peer_score
        brier_skill_score_percent brier_skill_vs_climatology calibration_consistency_band
        clip_limits consistency_band_continuous consistency_band_discrete corp_brier
        corp_brier_weighted corp_log cox_calibration cox_lr_test daily_brier_0_2 diebold_mariano_h1
        diebold_mariano_hln e_bh_rejections early_resolution_truncation ecce_mad_and_range
        ece_equal_mass ece_equal_width ece_l2_squared ece_l2_squared_debiased elementary_mean
        elementary_mean_left_limit empirical_bayes_dl empirical_bernstein_cs_last
        empirical_bernstein_running entropy_bits_each extremize folded_calibration
        gamma_exponential_log_mixture gamma_exponential_mixture_bound geo_mean_odds
        geo_mean_prob_unnormalised geometric_mean_of_odds henzi_ziegel_kappa_brier
        henzi_ziegel_kappa_log holm hosmer_lemeshow jeffreys_divergence_bits karmarkar linear_pool
        llo logit_extremized mce_equal_width median metaculus_recency_weights monte_carlo_pvalue
        murphy_bias_corrected murphy_binned murphy_by_unique_forecast murphy_integral_brier
        murphy_integral_log neyman_d neyman_extremized neyman_roughgarden
        neyman_roughgarden_baseline neyman_roughgarden_factor normal_mixture_bound_two_sided
        pav_fit peer_from_log_scores platt_targets poly_stitching_bound pools power_reward_each
        pseudospherical_reward_each rank_metrics recency_weighted_gmo recency_weighted_mean
        recency_weights relative_brier_daily_median rescale_always_half_to_quarter
        semi_standard_deviation sharpness sign_flip_permutation_exact skill_score_and_sd
        spiegelhalter_z threshold_weighted_brier_mean time_average_brier_step trimmed_mean
        two_way_fixed_effects weighted_linear weighted_log_pool weighted_percentile
        winkler_quadratic_each yates_covariance_decomposition
        """,
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
