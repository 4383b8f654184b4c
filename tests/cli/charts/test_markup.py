"""No text becomes markup, in HTML or in SVG."""

from __future__ import annotations

from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.charts.markup import Markup, joined, tag, words
from cli.output.text import harmless

TEXTS = st.text(alphabet=st.one_of(st.sampled_from("<>&\"'/;!-[] \n\t"), st.characters()))


class Reader(HTMLParser):
    """What a browser would find."""

    def __init__(self):
        super().__init__()
        self.opened, self.text = [], ""

    def handle_starttag(self, name, attributes):
        self.opened.append((name, dict(attributes)))

    def handle_data(self, data):
        self.text += data


def plain(text):
    """What of a text a document may hold."""
    return "".join(
        sign
        for sign in harmless(text)
        if not "\ud800" <= sign <= "\udfff" and sign not in "\ufffe\uffff"
    )


@pytest.mark.hypothesis
@given(TEXTS, TEXTS)
def test_a_text_is_read_back_as_it_was_and_opens_no_element(text, value):
    source = tag("g", text, tag("title", value), id=value)
    root = ET.fromstring(source)
    assert (root.text or "", root[0].text or "") == (plain(text), plain(value))
    assert [element.tag for element in root.iter()] == ["g", "title"]
    reader = Reader()
    reader.feed(tag("p", text, title=value))
    reader.close()
    assert reader.opened == [("p", {"title": plain(value)})]
    assert reader.text == plain(text)


def test_what_is_markup_stays_and_what_is_nothing_leaves_nothing():
    inner = joined([words("a < b"), None, Markup("<br>"), 1.5])
    assert tag("p", inner, hidden=False, id=None) == "<p>a &lt; b<br>1.5</p>"


def test_two_pieces_of_markup_joined_as_texts_are_a_text_again():
    assert tag("p", words("a") + "<i>") == "<p>a&lt;i&gt;</p>"
