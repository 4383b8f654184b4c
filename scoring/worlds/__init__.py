"""Possible worlds: the answers that linked questions can have together, and their hull.

A world answers every question and breaks no constraint. A vector of probabilities is coherent
if and only if it lies in the convex hull of the worlds (de Finetti 1937, Ann. Inst. H. Poincaré
7:1). There are far too many worlds to list, and nearly always far fewer inequalities.

================== ======================================================================
module             what it holds
================== ======================================================================
``constraints``    what can be known of answers, checked
``closure``        which answer follows from which
``echoes``         exclusive sets that say nothing new
``inequalities``   the inequalities that the constraints are at sight
``hull``           the hull: those inequalities, and cuts where they are not enough
``blocks``         parts of the questions that can be looked at alone
``listing``        the worlds of such a part
``corners``        all of them, or those that are sought where they are too many
``facets``         inequalities between some worlds and a point outside their hull
``linear``         linear programs
``interior``       a point well within inequalities, and those that are equations
``program``        inequalities ready for a solver
``divergence``     squares and Kullback-Leibler
``newton``         Newton's equations
``nearest``        the point of least divergence, by an interior point method
``polishing``      the same to the last digit
``wagers``         the bets that win in every world
``breaches``       which inequalities are broken, in terms of what was forecast
================== ======================================================================
"""
