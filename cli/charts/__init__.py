"""Pictures as SVG: the same charts for the report, the server and files.

=================  =============================================================
module             what it holds
=================  =============================================================
``markup``         elements with attributes, in which every text is escaped
``palette``        colours that colour-blind readers can tell apart
``theme``          what the classes of the charts look like, by day and by night
``scales``         from values to places, and where ticks stand
``picture``        a chart with its text alternative, inline or as a file
``frame``          the plot area: axes, grid, labels
``labels``         names beside what they tell of, none on top of another
``calendar``       the days below a plot over time
``steps``          what stays as it is until it changes, as a path
``marks``          points whose shape, too, tells whom they stand for
``interval``       a forecaster's figure with its interval, on a chart or in a cell
``trellis``        the same plot several times, with the same axes
=================  =============================================================

Each other module draws one kind of chart.
"""
