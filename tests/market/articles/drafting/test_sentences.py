"""Where sentences begin and end."""

import pytest

from market.articles.drafting.document import Paragraph
from market.articles.drafting.reading.sentences import sentences


def split(text):
    paragraph = Paragraph(1, None, text, range(len(text)))
    return [sentence.text for sentence in sentences(paragraph)]


@pytest.mark.parametrize(
    "text",
    [
        "It will rain. | It will not.",
        "Will it? | Yes! | No.",
        "Mr. Roe of No. 10 met Gen. Wren on Jan. 5, e.g. in St. Ives. | Then he left.",
        "We live in the U.S. | The talks will fail.",
        "The U.S. Senate will vote at 5 p.m. | It may pass.",
        "The answer is No. | The talks will fail.",
        "It may end… | The rest is known.",
        "It rose by 3.5 %. | It fell.[1] | (It may rise again.) | And so on.",
        "“It will fall,” he said. | “We will see. | Then we act.” | He left.",
        "He asked “Why?” and left.",
        "1. It will rain. | 2. It will not.",
        "J. R. Smith will win (probably). | So will A. Roe.",
        "مرحبا. | كيف حالك؟ | نعم.",
    ],
)
def test_a_sentence_ends_where_readers_end_it(text):
    parts = text.split(" | ")
    assert split(" ".join(parts)) == parts


def test_a_very_long_sentence_is_cut_between_words_and_nothing_is_lost():
    text = "word " * 3000 + "end."
    parts = split(text)
    assert max(map(len, parts)) <= 3000
    assert " ".join(parts) == text


def test_a_text_without_any_white_space_is_cut_all_the_same():
    assert "".join(split("“" * 10_000)) == "“" * 10_000


def test_a_paragraph_longer_than_what_is_split_at_once_has_the_same_sentences():
    sentence = "The dam on the upper river will hold until the spring."
    assert split(" ".join([sentence] * 200)) == [sentence] * 200
