"""The laboratory: crowds and markets in worlds whose truth is known, scored on the common path.

``worlds`` are what is true and what can be known of it, ``people`` what each makes of that;
together they are a ``scene``, in which ``mechanisms`` play: polls, market makers, order books,
wagers, with what ``traders`` want. ``emission`` turns what was said into panels, ``measures``
lets `scoring` judge them, ``experiments`` repeats that over the grid of a scenario, and ``theory``
checks that what must hold does.
"""
