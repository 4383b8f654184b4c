"""Mathematics of binary forecasts on arrays, for whoever has forecasts and outcomes.

Nothing is imported here, so that a program pays only for the room it enters:
``from scoring.rules import BRIER``. No room needs a clock, a file or a terminal. A tour:
``docs/library.md``; formulas and sources: ``docs/scores.md``.

What was said, what came true
    ==================== ================================================================
    ``sample``           forecasts, outcomes, weights, clusters: what most functions take
    ``distinct``         the same by what is said, ties collapsed
    ``bins``             bins of probabilities
    ``panel``            reports by forecaster, question and time: what boards are made from
    ``timeline``         a panel swept in time
    ``cells``            scores of each forecaster on each question
    ``crowd_path``       what the crowd said at every moment, resolved or not
    ``stands``           what somebody said, and for how long; leads back to ``sample``
    ``kinds``            kinds of forecaster
    ==================== ================================================================

Scores
    ==================== ================================================================
    ``rules``            scoring rules as objects
    ``skill_score``      the share of a reference's loss that was saved
    ``murphy_diagram``   the mean loss at every threshold
    ``explanation``      why a cell's scores are what they are
    ==================== ================================================================

One forecaster
    ==================== ================================================================
    ``calibration``      curves, bands, errors and tests; discrimination
    ``decomposition``    scores taken apart, and what recalibration saves
    ``recalibration``    from what is said to what it has come to mean
    ==================== ================================================================

Several
    ==================== ================================================================
    ``comparison``       who was better, and how sure that is, once or at any time
    ``pooling``          what they say together
    ``board``            ranks, figures and intervals of everybody
    ``skill``            losses that differ from those of whoever stood there too; ranks
    ``rivals``           scores of other platforms
    ``figures``          names and directions of a board's figures
    ``coherence``        whether probabilities of linked questions hold together
    ==================== ================================================================

What these are built on
    ==================== ================================================================
    ``isotonic``         isotonic regression
    ``logistic``         logistic regression
    ``grid``             moments of a few questions, and sums over who stands
    ``selection``        medians of a changing set
    ``folds``            parts of the evidence, by cluster
    ``sorting``          stable grouping
    ``students_t``       quantiles of Student's t
    ``worlds``           answers that are possible together, and their hull
    ``odds``, ``bounds`` log-odds; how certain a live forecast may be
    ==================== ================================================================
"""
