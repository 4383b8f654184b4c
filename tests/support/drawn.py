"""Reading a picture: its elements by class, its texts, and whether all of it lies within."""

from __future__ import annotations

from xml.etree import ElementTree as ET

__all__ = ["classed", "parsed", "points", "texts"]

_SVG = "{http://www.w3.org/2000/svg}"


def parsed(picture):
    """The root of a picture, which is well-formed and needs nothing from elsewhere."""
    source = picture.standalone()
    assert "style=" not in source
    return ET.fromstring(source)


def classed(root, *classes, name=None):
    """Elements that have all of some classes, in the order in which they are drawn."""
    return [
        element
        for element in root.iter()
        if {*classes} <= {*element.get("class", "").split()}
        and name in (None, element.tag.removeprefix(_SVG))
    ]


def points(root):
    """Centres of the marks, whatever their shape."""
    return [_centre(element) for element in classed(root, "point")]


def texts(root):
    """All texts that are drawn."""
    return [element.text or "" for element in root.iter(f"{_SVG}text")]


def _centre(element):
    if element.get("cx"):
        return float(element.get("cx")), float(element.get("cy"))
    corners = element.get("d").strip("MZ").split("L")
    x, y = zip(*([float(part) for part in corner.split()] for corner in corners), strict=True)
    return (min(x) + max(x)) / 2, sum(y) / len(y)
