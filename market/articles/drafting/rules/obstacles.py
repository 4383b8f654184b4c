"""Why nobody could resolve a claim as it stands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from market.articles.drafting.claim import Obstacle

if TYPE_CHECKING:
    from market.articles.drafting.claim import Time

__all__ = ["obstacle_of"]

_ALWAYS_TRUE = re.compile(
    r"\b(?:unexpected|unforeseen|surprises?|anything can happen|the unexpected|ups and downs|"
    r"uncertainty will (?:remain|persist|continue)|could go either way|opinions will differ|"
    r"challenges (?:will|lie)|nothing is certain|twists and turns|winners and losers)\b",
)
_ABSTRACT = re.compile(
    r"\b(?:shift\w*|landscapes?|implications|redefin\w+|reshap\w+|dynamics?|critical|crucial|matter|"
    r"important|importance|roles?|defining|paths?|paradigm|order|era|realit\w+|challeng\w+|"
    r"opportunit\w+|transform\w*|evolv\w+|significan\w+|complex|uncertain|narrative|culture|influence|"
    r"impacts?|rethink\w*|reassess\w*|pivotal|central|key|difference|questions?|trust|mindset|"
    r"momentum|legacy|harbinger|bottleneck|mind|looks? (?:much )?like|tight|struggl\w+|"
    r"change that)\b",
)
_TO_JUDGE = re.compile(
    r"\b(?:redefin|reshap|redraw|transform|rewrit|alter|chang|shift|shap|determin|influenc|affect)"
    r"\w* (?:the|its|his|her|their|our|how) (?:[\w-]+ ){0,3}?(?:landscape|order|balance|dynamics?|"
    r"calculus|face|narrative|map|course|future|game|paradigm|nature|world|outcome|debate|"
    r"relationship|way)\b"
    r"|\b(?:be|becomes?|proves?|remains?|plays?)(?: \w+){0,2}? "
    r"(?:critical|crucial|decisive|central|key|pivotal|vital|instrumental|important|significant) "
    r"(?:in|to|for|factors?|roles?|tests?|moments?|parts?)\b",
)
"""What is for historians to say, whatever events it names besides."""

_COVERING = re.compile(
    r"\b(?:agreement|deal|treaty|accord|settlement|resolution|solution|compromise|plan|package|"
    r"proposal|budget|bill|law|contract|pact|truce|ceasefire|draft|talks|negotiation|report)s?\b"
    r"[^,;:]{0,40} (?:involve|include|contain|cover|provide|require|exclude)s?\b",
)
"""What an agreement or a plan says can be read in it."""

_EVENT = re.compile(
    r"\b(?:sign|meet|win|won|lose|cut|raise|pass|approve|reject|launch|open|close|resign|announce|"
    r"publish|release|elect|vote|ban|adopt|ratif|withdraw|join|enter|exit|buy|acquire|merge|sell|"
    r"sold|fire|hire|build|built|complete|beat|host|held|hold|visit|invade|attack|strike|agree|ship|"
    r"deliver|file|cancel|retract|suspend|summit|election|treaty|ceasefire|exchange|deal|agreement|"
    r"settle|decide|start|finish|score|promot|relegat|licens|charge|default|collapse|overtake)\w*\b",
)
_CHANGE = re.compile(
    r"\b(?:ris(?:e|es|ing)|grow\w*|increas\w+|fall(?:s|ing)?|drop\w*|declin\w+|decreas\w+|weaken\w*|"
    r"strengthen\w*|slow\w*|accelerat\w+|improv\w+|worsen\w*|eas(?:e|es|ing)|tighten\w*|recover\w*|"
    r"expand\w*|shrink\w*|widen\w*|narrow\w*|climb\w*|surg\w+|slid\w+|soar\w*|pick up|higher|lower|"
    r"more|fewer|less|better|worse|larger|smaller|significantly|substantially|sharply|considerably|"
    r"undershoot|overshoot|hammered|dry|wet|pressure)\b",
)
_THRESHOLD = re.compile(
    r"\d|\bthan (?:the|an?)\b|\b(?:half|double|triple|halve|zero|record|one|two|three|four|five|"
    r"six|seven|eight|nine|ten|dozen|hundred|thousand|million|billion|"
    r"a (?:third|quarter|fifth|tenth))\b",
)


def obstacle_of(text: str, time: Time | None) -> Obstacle | None:
    """Name the first thing that stands in the way of a ruling.

    Examples:
        >>> str(obstacle_of("Surprises are to be expected.", None))
        'It is true of any period.'
        >>> str(obstacle_of("Unemployment will rise.", None))
        'It sets no threshold.'
    """
    said = text.lower()
    if _ALWAYS_TRUE.search(said):
        return Obstacle.ALWAYS_TRUE
    bare = said.replace(time.words.lower(), "") if time else said
    has_threshold = _THRESHOLD.search(bare) is not None
    if not has_threshold and _is_no_event(bare):
        return Obstacle.NO_EVENT
    if _CHANGE.search(bare) and not has_threshold:
        return Obstacle.NO_THRESHOLD
    return Obstacle.NO_TIME if time is None or time.last is None else None


def _is_no_event(said: str) -> bool:
    if _TO_JUDGE.search(said):
        return True
    is_event = _EVENT.search(said) or _COVERING.search(said)
    return _ABSTRACT.search(said) is not None and not is_event
