"""Market makers as pure functions of their state: arrays in, arrays out.

======================== ============================================================
module                   what it holds
======================== ============================================================
``maker``                what every maker offers
``registry``             makers by name, their laws, and markets of one worst loss
``lmsr``                 the logarithmic market scoring rule
``quadratic``            the quadratic one: the Brier score as a market
``spherical``            the spherical one
``msr``                  any proper scoring rule as a market
``moves``                what moving a price wins: a report is a trade
``ls_lmsr``              the LMSR that becomes deeper as it sells
``cpmm``                 the constant-product pool
``dpm``                  the dynamic parimutuel market
``lmsr_outcomes``        the LMSR over any number of outcomes; ``ls_lmsr_outcomes`` alike
``pm_amm``               the reserves of a pm-AMM
``wagering``             wagers on forecasts, without a price
``bayesian``             what a Bayesian maker believes after a trade
======================== ============================================================

``sides``, ``pairs``, ``logarithms`` and ``root`` are what they share.
"""
