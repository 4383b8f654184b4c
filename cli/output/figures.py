"""Figures as people read them: percentages, signed figures, missing ones."""

from __future__ import annotations

from math import isinf, isnan

__all__ = [
    "MISSING",
    "counted",
    "fixed",
    "p_value",
    "percent",
    "precise_percent",
    "share",
    "signed",
]

MISSING = "·"
MINUS = "\N{MINUS SIGN}"

_DOUBLE_DIGITS = 15
_LEAST_P = 0.001


def percent(probability: float | None, decimals: int = 0) -> str:
    """A probability in percent; 0% and 100% only where it is exactly that.

    >>> percent(0.324), percent(0.004), percent(0.9996), percent(1.0)
    ('32%', '0.4%', '99.96%', '100%')
    """
    if probability is None or isnan(probability):
        return MISSING
    hundredfold = 100 * probability
    if probability in (0, 1):
        return f"{hundredfold:.0f}%"
    for digits in range(decimals, _DOUBLE_DIGITS):
        text = f"{hundredfold:.{digits}f}"
        if float(text) not in (0, 100):
            return text + "%"
    return f"{hundredfold:.0e}%"


def counted(number: int, thing: str, things: str | None = None) -> str:
    """A number of things, whose plural is only given where it is irregular.

    >>> counted(1, "question"), counted(1200, "question"), counted(2, "entry", "entries")
    ('1 question', '1,200 questions', '2 entries')
    """
    return f"{number:,} {thing if number == 1 else things or thing + 's'}"


def share(part: float) -> str:
    """A share of time in whole percent.

    >>> share(0.5), share(0.002), share(0.998), share(1.0)
    ('50%', '<1%', '>99%', '100%')
    """
    if 0 < part < 0.005:  # noqa: PLR2004 - would round to 0
        return "<1%"
    if 0.995 <= part < 1:  # noqa: PLR2004 - would round to 100
        return ">99%"
    return f"{part:.0%}"


def precise_percent(probability: float | None) -> str:
    """A probability in percent with the digits that were given, four after the point at most.

    >>> precise_percent(0.7), precise_percent(0.455), precise_percent(1 / 3)
    ('70%', '45.5%', '33.3333%')
    """
    text = percent(probability, 4)
    number, dot, rest = text.removesuffix("%").partition(".")
    return number + (dot + rest).rstrip("0").rstrip(".") + "%" if dot else text


def fixed(figure: float | None, decimals: int = 3) -> str:
    """A figure with so many decimals.

    >>> fixed(0.1352), fixed(None), fixed(float("inf"))
    ('0.135', '·', '∞')
    """
    if figure is None or isnan(figure):
        return MISSING
    text = "∞" if isinf(figure) else f"{abs(figure):.{decimals}f}"
    return (MINUS if figure < 0 and text.strip("0.") else "") + text


def signed(figure: float | None, decimals: int = 1) -> str:
    r"""A figure with its sign: a true minus, and none on a zero.

    >>> signed(32.51), signed(-0.01), signed(None)
    ('+32.5', '0.0', '·')
    >>> signed(-1.26) == "\N{MINUS SIGN}1.3"
    True
    """
    text = fixed(figure, decimals)
    unsigned = text.startswith(MINUS) or text == MISSING or not text.strip("0.")
    return text if unsigned else "+" + text


def p_value(p: float) -> str:
    """A p-value, never 0.

    >>> p_value(0.0004), p_value(0.25), p_value(float("nan"))
    ('<0.001', '0.250', '·')
    """
    return f"<{_LEAST_P}" if p < _LEAST_P else fixed(p)
