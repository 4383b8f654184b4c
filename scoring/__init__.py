"""Mathematics of binary forecasts on arrays: rules, time, crowds, skill, boards.

Nothing is imported here, so that a program pays only for the module it uses:
``from scoring.rules import BRIER``.
"""
