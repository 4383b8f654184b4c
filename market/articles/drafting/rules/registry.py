"""The rules by name, each with the line that explains it to people."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["RULES", "Rule"]


class Rule(NamedTuple):
    """One rule: its name, and what it takes words for."""

    name: str
    explanation: str


RULES = (
    # What gives a prediction its strength
    Rule("modal", "will, could, may, might or would before a verb speaks of what is to come"),
    Rule("outlook", "likely to, set to, bound to, due to and the like foretell"),
    Rule("expectation", "somebody expects, forecasts, predicts or foresees"),
    Rule("chance", "a chance, possibility or risk is named in words"),
    Rule("number", "a chance is named in figures: they are taken as they stand"),
    Rule("bet", "the author bets"),
    Rule("certainty", "inevitable, guaranteed, on the cards, ruled out: a verdict on an event"),
    Rule("adverb", "a modal with an adverb takes the strength of the adverb"),
    Rule("opinion", "a plain will after I think, we assess or I doubt is as strong as the opinion"),
    Rule("negation", "the event is denied: its probability is one minus that of the words"),
    # What makes it another kind of claim
    Rule("condition", "it holds only if something else comes about"),
    Rule("norm", "it says what ought to be done, not what will be"),
    Rule("intention", "somebody says what they themselves mean to do"),
    Rule("trend", "something is changing now"),
    Rule("state", "something remains, or is still open"),
    Rule("dependence", "one thing hangs on another"),
    Rule("sign", "something is read as a sign of something else"),
    # What only looks like a prediction
    Rule("past", "had been expected to, would have, could not: a thing of the past"),
    Rule("noun", "the will to act, the forecasts of the bank: nouns"),
    Rule("permission", "who may do something is a rule, not a forecast"),
    Rule("indirect", "whether it will, so that it could, this may be: nothing is foretold"),
    Rule("address", "you will find, as we shall see, time will tell: words to the reader"),
    # How one sentence makes several claims
    Rule("clause", "two clauses that each claim something are two claims"),
    Rule("list", "events joined by and, or listed as examples, are claims of their own"),
    Rule("contrast", "what stands after rather than or instead of is foretold not to happen"),
    Rule("aside", "an aside such as possibly with her needs both events: chances multiply"),
    # Where the time comes from
    Rule("time", "the time stands in the claim's own sentence"),
    Rule("time of the paragraph", "the only year to come that the paragraph has named so far"),
    Rule("time of the heading", "the only year to come that the heading names, else the title"),
)
