"""What the classes of charts look like: in a file by day, on a page by day and by night.

A page sets variables, so that one switch changes all of it; a file holds plain colours, which
every program that shows SVG understands.
"""

from __future__ import annotations

from cli.charts.palette import DAY, Theme

__all__ = ["FONT", "chart_css", "page_chart_css", "variables"]

FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', 'Liberation Sans', sans-serif"

# Class by class: which property takes which colour, and what else is fixed.
_RULES = """\
.chart text{{font-family:{font};font-size:12px;fill:{ink}}}
.chart .title{{font-size:15px;font-weight:600}}
.chart .label{{fill:{muted}}}
.chart .grid{{stroke:{grid};stroke-width:1;fill:none}}
.chart .axis{{stroke:{muted};stroke-width:1;fill:none}}
.chart .guide{{stroke:{muted};stroke-width:1;stroke-dasharray:4 4;fill:none}}
.chart .band{{fill:{band};stroke:none}}
.chart .line{{fill:none;stroke-width:2;stroke-linejoin:round}}
.chart .whisker{{fill:none;stroke-width:2}}
.chart .bar{{stroke:none}}
.chart .yes{{fill:{good};stroke:{good}}}
.chart .no{{fill:{bad};stroke:{bad}}}
.chart .point.hollow{{fill:{surface};stroke-width:2}}
.chart .better{{fill:{hue0}}}
.chart .worse{{fill:{hue1}}}
.chart text.yes,.chart text.no{{stroke:none}}
"""
_PEOPLE = """\
.chart .{style}{{fill:{colour};stroke:{colour}}}
.chart .line.{style},.chart .whisker.{style}{{fill:none}}
.chart text.{style}{{stroke:none}}
"""
# The last word: a label keeps clear of the lines that it crosses, whoever's it is.
_HALO = (
    ".chart text.halo{{stroke:{surface};stroke-width:3;paint-order:stroke;stroke-linejoin:round}}\n"
)


def chart_css(theme: Theme = DAY) -> str:
    """The rules of the charts in plain colours, for a file that stands alone.

    Args:
        theme: The colours.
    """
    return _rules(theme._asdict() | {f"hue{k}": hue for k, hue in enumerate(theme.hues)})


def page_chart_css() -> str:
    """The same rules in terms of the variables of a page."""
    names = [*Theme._fields[:-1], *(f"hue{k}" for k in range(len(DAY.hues)))]
    return _rules({name: f"var(--{name})" for name in names})


def variables(theme: Theme) -> str:
    """The colours of a theme as the variables of a page."""
    plain = theme._asdict() | {f"hue{k}": hue for k, hue in enumerate(theme.hues)}
    del plain["hues"]
    return ";".join(f"--{name}:{colour}" for name, colour in plain.items())


def _rules(colours: dict[str, str]) -> str:
    people = {"crowd": colours["ink"], "market": colours["market"]}
    people |= {name: colour for name, colour in colours.items() if name.startswith("hue")}
    people.pop("hues", None)
    told = [_RULES.format(font=FONT, **colours)]
    told += [_PEOPLE.format(style=style, colour=colour) for style, colour in people.items()]
    told.append(_HALO.format(**colours))
    return "".join(told)
