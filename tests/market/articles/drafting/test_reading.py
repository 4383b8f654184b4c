"""Any text becomes paragraphs that know their places, whatever it was written in."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from market.articles.drafting.reading.formats import LARGEST, read_document
from market.articles.drafting.reading.sentences import sentences
from market.errors import Refused

ITALICS = "The *dam* will hold until [spring](https://example.org/a_(b)). Then it will not."


def paragraphs(text, name="-"):
    content = text if isinstance(text, bytes) else text.encode()
    return [paragraph.text for paragraph in read_document(content, name=name).paragraphs]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("Café prices “will” rise.".encode(), id="UTF-8"),
        pytest.param("\ufeffCafé prices “will” rise.".encode(), id="UTF-8 with its mark"),
        pytest.param("Café prices “will” rise.".encode("utf-16"), id="UTF-16"),
        pytest.param("\ufeffCafé prices “will” rise.".encode("utf-16-be"), id="UTF-16 big-endian"),
        pytest.param("Café prices “will” rise.".encode("utf-32"), id="UTF-32"),
        pytest.param("Café prices “will” rise.".encode("cp1252"), id="Windows-1252"),
        pytest.param("Café prices ".encode() + "“will” rise.".encode("cp1252"), id="both at once"),
    ],
)
def test_a_text_reads_the_same_in_every_encoding(content):
    assert paragraphs(content) == ["Café prices “will” rise."]


def test_a_page_is_read_in_the_encoding_that_it_declares():
    page = '<meta charset="koi8-r"><p>Скоро будет мир.'
    assert paragraphs(page.encode("koi8-r"), "page.html") == ["Скоро будет мир."]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "no text"),
        (b" \n\t\n", "no text"),
        (b"<html><script>var a = 1</script></html>", "no text"),
        (b"\x89PNG\0\0", "is no text"),
        (b"a" * (LARGEST + 1), "larger than 5 MB"),
    ],
)
def test_what_is_no_text_is_refused(content, words):
    with pytest.raises(Refused, match=words):
        read_document(content, name="-")


@pytest.mark.parametrize("name", ["x.txt", "x.md", "x.html"])
@given(content=st.one_of(st.binary(max_size=300), st.text(max_size=300).map(str.encode)))
def test_no_content_is_a_traceback_and_every_place_is_in_the_source(name, content):
    try:
        document = read_document(content, name=name)
    except Refused:
        return
    for paragraph in document.paragraphs:
        assert len(paragraph.places) == len(paragraph.text)
        assert list(paragraph.places) == sorted(paragraph.places)
        for sentence in sentences(paragraph):
            assert 0 <= sentence.span.start < sentence.span.end <= len(content)
            assert document.line(sentence.span.start) >= 1


@given(st.lists(st.text("abcE .!?\n“”,é\u00ad\u202e\t", max_size=60), max_size=5).map("\n\n".join))
def test_a_span_of_plain_text_holds_the_sentence_as_it_stands(source):
    try:
        document = read_document(source.encode(), name="x.txt")
    except Refused:
        return
    for paragraph in document.paragraphs:
        for sentence in sentences(paragraph):
            stands = source[sentence.span.start : sentence.span.end]
            unseen = stands.replace("\u00ad", "").replace("\u202e", "")
            assert " ".join(unseen.split()) == sentence.text


MARKER = "The dam will hold."


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("x.txt", f"A title\n\nFirst words.\r\n\r\n{MARKER} It may not.\n"),
        ("x.md", f"---\ntitle: T\n---\n# H\n\n* item\n* [x](y): {MARKER}\n"),
        (
            "x.html",
            f"<p>one\n<!-- a\n > b --><p>a > b &amp; c\n<div title='a>b'\n>{MARKER} So.</div>",
        ),
    ],
)
def test_a_sentence_is_found_on_its_line_in_every_format(name, source):
    document = read_document(source.encode(), name=name)
    [sentence] = [
        sentence
        for paragraph in document.paragraphs
        for sentence in sentences(paragraph)
        if MARKER in sentence.text
    ]
    at = source.index(MARKER)
    assert sentence.span.end == at + len(MARKER)
    assert document.line(sentence.span.end) == source.count("\n", 0, at) + 1


def test_the_beginning_tells_a_format_that_no_suffix_names():
    assert paragraphs("<!DOCTYPE html><p>It will <b>rain</b>.") == ["It will rain."]
    assert paragraphs("# Weather\n\nIt will *rain*.") == ["It will rain."]
    assert paragraphs("It will *rain*.") == ["It will *rain*."]


def test_plain_lines_that_somebody_broke_are_joined():
    source = (
        "Water and votes\n\nKOSTRAVA, 9 November 2026 - The third round of\ntalks ended\nhere.\n"
    )
    document = read_document(source.encode(), name="x.txt")
    assert document.title == "Water and votes"
    assert document.published == date(2026, 11, 9)
    (paragraph,) = document.paragraphs
    assert paragraph.text.endswith("- The third round of talks ended here.")


def test_plain_lines_that_are_paragraphs_stay_apart_under_their_headings():
    long = "Growth will slow, and with it the appetite of those who built the dam. " * 3
    source = f"What comes next\n{long}\nMoney and water\n{long}\n- It will rain.\n- It will not.\n"
    document = read_document(source.encode(), name="x.txt")
    headings = [paragraph.heading for paragraph in document.paragraphs]
    assert document.title == "What comes next"
    assert headings == [None, *["Money and water"] * 3]
    assert [paragraph.text for paragraph in document.paragraphs[2:]] == [
        "It will rain.",
        "It will not.",
    ]


def test_a_byline_and_a_date_are_no_paragraphs():
    source = "The dam\n\nBy Ada Quill and Bo Wren\n12 March 2026\n\nIt will hold, we think.\n"
    document = read_document(source.encode(), name="x.txt")
    assert document.authors == ("Ada Quill", "Bo Wren")
    assert document.published == date(2026, 3, 12)
    assert [paragraph.text for paragraph in document.paragraphs] == ["It will hold, we think."]


@pytest.mark.parametrize(
    "line",
    [
        "By Ada Quill, Bo van der Wren, and Cy Lark, 12 March 2026",
        "*By Ada Quill, Bo van der Wren & Cy Lark · March 12, 2026*",
    ],
)
def test_a_byline_may_name_several_and_the_date(line):
    document = read_document(f"# The dam\n\n{line}\n\nIt will hold.\n".encode(), name="x.md")
    assert document.authors == ("Ada Quill", "Bo van der Wren", "Cy Lark")
    assert document.published == date(2026, 3, 12)


def test_the_words_of_markdown_stay_and_its_markup_goes():
    source = f"""---
title: "The dam"
date: 2026-05-06
authors: [Ada Quill, Bo Wren]
---
## Outlook

{ITALICS}
> A quote of
> two lines.

1. One ~~two~~
   and three
- [ ] snake_case, 2*3, \\*stars\\*[^1] &amp; `code`

```
x will be 1
```

| Year | Growth |
|------|-------:|
| 2027 | it may rise |

Setext
------
After it. <!-- not
this -->

[^1]: A note.
[ref]: https://example.org
"""
    document = read_document(source.encode(), name="x.md")
    assert (document.title, document.published) == ("The dam", date(2026, 5, 6))
    assert document.authors == ("Ada Quill", "Bo Wren")
    assert [(paragraph.heading, paragraph.text) for paragraph in document.paragraphs] == [
        ("Outlook", "The dam will hold until spring. Then it will not."),
        ("Outlook", "A quote of two lines."),
        ("Outlook", "One two and three"),
        ("Outlook", "snake_case, 2*3, *stars* & code"),
        ("Outlook", "Year"),
        ("Outlook", "Growth"),
        ("Outlook", "2027"),
        ("Outlook", "it may rise"),
        ("Setext", "After it."),
        ("Setext", "A note."),
    ]


PAGE = """<!doctype html><html><head><title>The dam | The Daily Site</title>
<meta name="author" content="Ada &amp; Bo > Cy">
<script type="application/ld+json">{"@graph": [{"datePublished": "2026-03-04T05:00Z"}]}</script>
</head><body><header>The Daily Site <h1>The <i>dam</i></h1></header>
<nav><a>Home</a></nav>
<p>AT&amp;T will rise&nbsp;by &#8220;a lot&#8221;, 1 < 2 > 0<br>and more.<br><br>After a break.
<p hidden>Not this.<p>This.
<div style="x" hidden><div>Nor</div> that.</div>
<h2>Next</h2><ul><li>one<li>two <b title="a>b">bold</b></ul>
<table><tr><td>cell</table>
<aside>Adverts will follow.</aside><figure><figcaption>A dam will stand.</figcaption></figure>
<script>var a = "<p>no</p>"</script><footer>Rights will be reserved.</footer></body></html>"""


def test_what_people_read_of_a_page_stays_and_the_rest_goes():
    document = read_document(PAGE.encode(), name="x.html")
    assert (document.title, document.authors) == ("The dam", ("Ada & Bo > Cy",))
    assert document.published == date(2026, 3, 4)
    assert [(paragraph.heading, paragraph.text) for paragraph in document.paragraphs] == [
        (None, "AT&T will rise by “a lot”, 1 < 2 > 0 and more."),
        (None, "After a break."),
        (None, "This."),
        ("Next", "one"),
        ("Next", "two bold"),
        ("Next", "cell"),
    ]


def test_the_number_of_a_note_is_no_word_and_other_raised_text_is():
    page = "<p>It will hold.<sup>1</sup> It has 5 km<sup>2</sup> or so<sup><a>[2]</a></sup>."
    assert paragraphs(page, "x.html") == ["It will hold. It has 5 km2 or so."]


def test_of_a_page_with_an_article_only_that_is_read():
    article = "<article><header><h1>T</h1><p>By Jane Roe</p></header><p>It will rain.</p></article>"
    document = read_document(f"<div>Menu</div>{article}<div>More</div>".encode(), name="x.html")
    assert (document.title, document.authors) == ("T", ("Jane Roe",))
    assert [paragraph.text for paragraph in document.paragraphs] == ["It will rain."]


def test_marks_of_direction_and_soft_hyphens_are_not_words():
    assert paragraphs("\u202eIt is im\u00adpossible.\u200b So it is.\u202c") == [
        "It is impossible. So it is."
    ]
