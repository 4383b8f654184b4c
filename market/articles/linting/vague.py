"""Words that two people take differently."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from market.articles.linting.rule import Rule
from market.articles.linting.wording import asserted, place_of, propositions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from market.articles.pack import Pack
    from market.articles.validation import Check

__all__ = ["RULES", "VAGUE", "WORDS", "vague_words"]

# Words that are technical as often are left out: heavy water, the popular vote.
_AMOUNTS = (
    r"significant(?:ly)?|substantial(?:ly)?|considerabl[ey]|major|minor|large|big|huge|massive(?:ly)?"
    r"|dramatic(?:ally)?|drastic(?:ally)?|sharp(?:ly)?|notabl[ey]|meaningful(?:ly)?|serious(?:ly)?"
    r"|sever(?:e|ely)|strong(?:ly)?|heavily|wide(?:ly|spread)|moderate(?:ly)?|modest(?:ly)?|markedly"
    r"|extensive(?:ly)?|slight(?:ly)?|great(?:ly)?|materially"
)
_NUMBERS = (
    r"some|several|(?<!how )(?<!however )(?<!as )many|few|numerous|various|multiple"
    r"|a (?:lot|number|handful) of"
)
_TIMES = (
    r"(?<!as )soon|shortly|eventually|recently|imminent(?:ly)?|quickly|rapidly|before long"
    r"|in due course|in the (?:near|foreseeable) future|in the (?:long|short) run"
    r"|in the (?:coming|next few) (?:days|weeks|months|years)"
)
_HEDGES = (
    r"likely|unlikely|probably|possibly|perhaps|maybe|potentially|may|might|could"
    r"|(?:expected|set|poised|bound) to"
)
_JUDGEMENTS = (
    r"improv(?:e|es|ed|ement)|worsen(?:s|ed)?|deteriorat(?:e|es|ed)|better|worse|good(?! faith)|bad"
    r"|success(?:ful|fully)?|succeeds?|effective(?:ly)?(?! date| from| on| as of)|progress"
    r"|escalat(?:e|es|ed|ion)|deepen(?:s|ed)?|eas(?:e|es|ed)|strengthen(?:s|ed)?|weaken(?:s|ed)?|stabili[sz](?:e|es|ed)"
    r"|normali[sz](?:e|es|ed)|intensif(?:y|ies|ied)|important|reasonabl[ey]|appropriate(?:ly)?"
)

VAGUE = {
    "W01": ("an amount without a measure", "Put a number and its unit in its place.", _AMOUNTS),
    "W02": ("a number that is none", "Say how many, at least or at most.", _NUMBERS),
    "W03": ("a time that is none", "Name the day up to which it counts.", _TIMES),
    "W04": (
        "a hedge in a title",
        "Ask whether it happens; how likely that is, forecasters will say.",
        _HEDGES,
    ),
    "W05": (
        "a judgement in place of an event",
        "Name what can be observed, an act or a figure; or define the word, in quotes.",
        _JUDGEMENTS,
    ),
}
"""Of each rule what it looks for, the mend, and the words."""

_TITLE_ONLY = {"W04"}  # criteria rightly say what may be left open


def vague_words(text: str, words: re.Pattern[str]) -> list[str]:
    """The vague words of a text, each once, names and compounds left out.

    >>> vague_words("Will a major-party leader leave the Major League soon?", WORDS["W03"])
    ['soon']
    """
    return list(dict.fromkeys(words.findall(text)))


def _pattern(words: str) -> re.Pattern[str]:
    # Lower case only: a capital within a sentence makes a name of it. No quotation mark before.
    return re.compile(rf"(?<![\w“\"'\u2019-])(?:{words})(?![\w-])")


WORDS = {code: _pattern(words) for code, (_, _, words) in VAGUE.items()}
"""The words of each rule, as a regular expression."""


def _check(code: str) -> Check:
    words = WORDS[code]

    def check(pack: Pack) -> Iterator[tuple[str, str]]:
        for question in propositions(pack):
            defined = f"{question.criteria} {pack.fine_print}"
            criteria = "" if code in _TITLE_ONLY else asserted(question.criteria)
            for key, text in (("title", question.title), ("criteria", criteria)):
                for word in vague_words(text, words):
                    if not _is_quoted(word, defined):
                        yield place_of(question, key), f"says “{word}”"

    return check


def _is_quoted(word: str, text: str) -> bool:
    """Whether the text speaks of the word itself, as a definition does."""
    return any(f"{begin}{word}{end}" in text for begin, end in ("“”", '""'))


RULES = tuple(Rule(code, name, mend, _check(code)) for code, (name, mend, _) in VAGUE.items())
