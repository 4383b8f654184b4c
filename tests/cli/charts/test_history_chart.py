"""The history of a question: everything where the figures say, inside the picture, in words."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import numpy as np
import pytest

from cli.charts.frame import text_width
from cli.charts.history import History, Said, history_chart
from cli.charts.labels import pushed_apart
from cli.charts.picture import CARD, FILE_SIZE
from cli.charts.steps import Steps

OPENS, DAY = 1_767_225_600.0, 86_400.0
CLOSES = OPENS + 100 * DAY
HARD = ("דנה כהן", "山田太郎", "<script>alert(1)</script>", "Wolfeschlegelsteinhausenbergerdorff")


def steps(*values, until=CLOSES):
    start = np.linspace(OPENS, until, len(values), endpoint=False)
    return Steps(start, np.append(start[1:], until), np.array(values))


def history(*said, **others):
    spread = (steps(0.1, 0.2), steps(0.5, 0.6)) if said else None
    plain = {"question": "mayor-wins", "title": "Will she win?", "people": 4, "spread": spread}
    plain |= {"opens": OPENS, "closes": CLOSES, "moment": CLOSES + DAY, "outcome": None}
    return History(**(plain | others), said=tuple(Said(*one) for one in said))


def drawn(told, size=CARD):
    """The picture as a tree, in which every text lies inside it and none on another."""
    tree = ET.fromstring(history_chart(told, size).inline())
    boxes = [box(text) for text in tree.iter("text")]
    for k, (left, right, y) in enumerate(boxes):
        assert left >= 0
        assert right <= size.width
        assert 10 < y < size.height - 3
        for other_left, other_right, other_y in boxes[:k]:
            assert abs(y - other_y) > 11 or right < other_left or other_right < left
    return tree


def box(text):
    pixels = 15 if text.get("class") == "title" else 12
    x, room = float(text.get("x")), text_width(text.text, pixels)
    left = x - {"end": 1, "middle": 0.5}.get(text.get("text-anchor"), 0) * room
    return left, left + room, float(text.get("y"))


def of_class(tree, word):
    return [one for one in tree.iter() if word in one.get("class", "").split()]


def words_of(tree):
    return [text.text for text in tree.iter("text")]


def test_reports_are_marked_where_they_were_given_and_the_outcome_where_it_came():
    tree = drawn(history(("@median", steps(0.4, 0.3)), ("ana", steps(0.2, 0.8)), outcome=1.0))
    first, second = of_class(tree, "point")
    (outcome,) = of_class(tree, "outcome")
    left, top = float(first.get("cx")), float(outcome.get("cy"))
    right = float(outcome.get("cx"))
    assert float(second.get("cx")) == pytest.approx((left + right) / 2, abs=0.1)
    bottom = top + (float(first.get("cy")) - top) / 0.8
    assert float(second.get("cy")) == pytest.approx(top + 0.2 * (bottom - top), abs=0.2)
    assert outcome.get("class") == "outcome yes"
    assert {"YES", "crowd 30%", "ana 80%"} <= {*words_of(tree)}


def test_an_open_question_shows_the_present_moment_and_ends_there():
    now = OPENS + 60 * DAY
    tree = drawn(history(("@market", steps(0.4, until=now)), moment=now, spread=None))
    (guide,), (end,) = of_class(tree, "guide"), of_class(tree, "end")
    assert float(guide.get("x1")) == float(end.get("cx"))
    assert {"now", "market 40%"} <= {*words_of(tree)}


def test_its_words_tell_all_that_can_be_read_off():
    picture = history_chart(history(("@median", steps(0.4, 0.1, 0.3)), outcome=0.0))
    told = "Will she win? From 1 Jan 2026 to 11 Apr 2026. "
    told += "The crowd: from 40% at first to 30% at last, between 10% and 40%. "
    told += "In the end, 4 people stood, the middle half from 20% to 60%. Resolved NO."
    assert picture.description == told


@pytest.mark.parametrize(
    "note", ["Annulled", "No forecast", "The crowd is hidden until you forecast"]
)
def test_what_is_not_drawn_is_said(note):
    tree = drawn(history(notes=(note,)))
    assert note in words_of(tree)
    assert not of_class(tree, "line")
    assert note in tree.get("aria-label")


@pytest.mark.parametrize("size", [CARD, FILE_SIZE])
@pytest.mark.parametrize(
    "told",
    [
        history(*((name, steps(0.5, 0.5)) for name in HARD), title="a" * 500, question="q" * 120),
        history(*((f"forecaster {n}", steps(n / 300)) for n in range(300))),
        history(("ana", steps(0.5, until=OPENS + 1)), closes=OPENS + 1, outcome=1.0),
        history(("ana", steps(0.0, until=OPENS)), closes=OPENS - DAY, spread=None),
        history(opens=CLOSES, closes=CLOSES + DAY, moment=OPENS, notes=("Opens 11 Apr 2026",)),
        history(("ana", steps(1.0)), opens=-62e9, closes=253_402_300_799.0),
        history(("ana", steps(*np.linspace(0, 1, 200)))),
    ],
    ids=["names", "300", "second", "closed-before", "future", "ages", "reports"],
)
def test_nothing_leaves_the_picture_or_lies_on_another(told, size):
    tree = drawn(told, size)
    right = max(float(line.get("x2")) for line in of_class(tree, "grid"))
    assert all(float(one.get("cx", right)) <= right + 0.1 for one in of_class(tree, "point"))
    assert not list(tree.iter("script"))


def test_labels_keep_their_distance_and_go_no_farther_than_they_must():
    assert pushed_apart([10.0, 100.0], 15.0, 0.0, 200.0) == [10.0, 100.0]
    assert pushed_apart([0.0] * 3, 15.0, 0.0, 200.0) == [0.0, 15.0, 30.0]
    assert pushed_apart([199.0, 200.0], 15.0, 0.0, 200.0) == [185.0, 200.0]
