"""What hostile texts are made of: pieces that, a million times over, have stopped some parser."""

from __future__ import annotations

__all__ = ["HTML", "MARKDOWN", "PLAIN", "RUNS"]

PLAIN = [
    *"aZ7 \n\r\t\f\xa0\u2028\u200b\ufeff\x00\x1b",
    *".…!?,;:-—%$/\\\"'“”\u2018\u2019«()[]{}",
    *("...", "?!", "\n\n", ". ", '" ', ".” "),
    *"é\u0301\u202eא漢。😀ﷺ",
    *("שלום ", "مرحبا. ", "👩\u200d👩\u200d👧 "),
    *("will ", "will likely ", "will not ", "If ", "rather than ", "and ", "may. ", "by 2030 "),
    *("1. ", "Mr. ", "U.S. ", "e.g. ", "No. ", "A. ", "12/", "in 2 ", "1,", "50 % ", "the next "),
    *("Rain will fall by May. ", "Rain will fall, ", "(Will it? ", "“It will.” "),
]
MARKDOWN = [
    *"#*_~`|<&",
    *("# ", "#\n", "**", "*a", "_a_", "```\n", "|a", "|-", "\\*", "> ", "- ", "- a\n", "  - a\n"),
    *("=\n", "a\n=\n", "---\n", "+++\n", "---\ntitle: ", "a: b\n", "&amp;", "<b>", "<!--"),
    *("[a](", "![", "[]()", "]: "),
]
HTML = [
    *"<>&",
    *("<a", "<a ", "<a b ", "<a b='", "<a b=c ", "</", "</a", "</a>", "<!", "<!--", "-->", "<?"),
    *("&#", "&#x", "&#38;", "&amp", "&amp;", "&notin", "&zwj;", "<![CDATA["),
    *("<div>", "</div>", "<p>", "<p>a", "<b>", "<i><b>", "<b><p>", "<a>", "<font>", "<nobr>"),
    *("<br>", "<ul><li>", "<table>", "<tr>", "<td>", "<table><tr><td>", "<table><b>", "<dd>"),
    *("<select>", "<option>", "<svg>", "<svg><p>", "<math>", "<template>", "<object>", "<form>"),
    *("<script>", "<style>", "<title>", "<textarea>", "<plaintext>", "<button>", "<h1>", "<nav>"),
    *("<html>", "<body>", "<frameset>", "<p hidden>", "<time datetime=2026>", "<meta name=date>"),
]
RUNS = [
    *((run, "run.txt") for run in PLAIN),
    *((run, "run.md") for run in MARKDOWN),
    *((run, "run.html") for run in HTML),
]
"""Each piece, with the name of a file in whose format it means something."""
