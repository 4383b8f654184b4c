"""The wordings that foretell, by the surveyed phrases that they are read as.

A wording that contains the phrase it is read as was surveyed; every other one is a proxy. Surveyed
words of habit ("often", "usually", "rarely") foretell only beside a modal.
"""

from __future__ import annotations

from market.articles.drafting.rules.wordings import Role, readings

__all__ = ["STRENGTHS"]

_NO = r"(?P<no> not)?"
_MODALS = readings(
    Role.MODAL,
    "modal",
    {
        "will": (
            rf"will\b{_NO}",
            rf"'ll\b{_NO}",
            r"(?P<no>won't)\b",
            rf"shall\b{_NO}",
            (
                r"BE? going to (?!(?:an?|the|my|his|her|their|our|"
                r"school|bed|work|court|church|press|print|market|war)\b)"
            ),
        ),
        "could": (r"could\b",),
        "may": (rf"may\b(?! \d){_NO}",),
        "might": (r"might(?P<no>n't| not)?\b",),
        "better than even": (rf"(?:could|may|might) (?:very |yet |just )?well\b{_NO}",),
        "likely": (r"(?:could|may|might) easily\b",),
    },
)
_SUPPOSED = readings(
    Role.SUPPOSED,
    "modal",
    {
        "likely": (
            r"would(?P<no>n't| not)?\b",
            r"(?:he|she|it|they|that)'d (?=(?:be|have to|cut|take|mean|lead|make)\b)",
        )
    },
)
_OF_ITSELF = (
    r"(?:stand at|rise|fall|grow|ease|slow|recover|peak|climb|drop|arrive|pick up|come down|"
    r"go up|be (?:ready|complete|enough|over|back|open|done|able))"
)
_OUTLOOKS = readings(
    Role.STRENGTH,
    "outlook",
    {
        "almost certain": (
            r"BE (?:certain|sure|destined|doomed|guaranteed) to\b",
            r"BE? bound to (?!(?:the|an?|his|her|its|their)\b)",
            r"BE? (?:almost|virtually|all but|nearly) (?:certain|sure)(?: to| that)\b",
        ),
        "highly likely": (
            r"BE? (?:very|highly|extremely) likely(?: to| that)?\b",
            r"BE? set to (?!(?:music|zero|work|the)\b)",
            r"BE (?:slated|scheduled) (?:to|for)\b",
            (
                r"BE due (?:for\b|to (?=(?:be|begin|start|open|close|take|meet|vote|decide|end|"
                r"expire|come|publish|report|rule|return|leave|resume|launch|sign|go|reach|rise|"
                r"fall|join)\b))"
            ),
            r"BE due (?:in|on|by|next|this)\b",
            r"BE (?:expected|anticipated|foreseen) (?:to|in|on|by|before|within|this|next)\b",
            r"expected to\b",
            r"BE to be expected\b",
        ),
        "likely": (
            r"BE? (?:most |more )?likely (?:to|that)\b",
            r"BE (?:most )?likely\b(?! (?:cause|reason|culprit|candidate|source|the|an?|due)\b)",
            r"BE? (?:poised|primed|geared up|shaping up|tipped|favou?red|favourites?) to\b",
            r"BE? (?:on track|on course|on pace|well placed) (?:to|for|towards?)\b",
            r"BE? (?:head(?:ing|ed) (?:for|towards?)|in line to)\b",
            r"BE (?:forecast|forecasted|predicted|projected|seen) (?:(?:to|by|in)\b|(?=at\b))",
            r"projected (?:to\b|(?=at\b))",
            r"in all (?:likelihood|probability)\b",
            r"(?:stays? (?:where it is|put)|is here to stay)\b",
        ),
        "probable": (r"BE (?:highly )?probable\b",),
        "probably": (rf"should (?=(?:\w+ly |also |soon |then |now )?{_OF_ITSELF}\b)",),
        "better than even": (r"BE? more likely than not(?: to\b)?",),
        "possibly": (
            r"BE (?:possible|conceivable)\b(?: that\b)?(?! to\b)",
            r"(?:threatens|stands) to\b",
            r"(?:is|are) at risk of\b",
        ),
        "maybe": (
            r"BE far from (?:certain|sure|guaranteed)(?: to| that)?\b",
            r"no (?:guarantee|certainty|assurance) (?:that|of)\b",
        ),
        "we doubt": (r"BE doubtful(?: that| whether| if)?\b",),
        "unlikely": (r"BE? unlikely (?:to|that)\b", r"BE unlikely\b"),
        "highly unlikely": (r"BE? (?:very|highly|extremely|most) unlikely(?: to| that)?\b",),
        "improbable": (r"BE improbable\b",),
    },
)
_EXPECTATIONS = readings(
    Role.STRENGTH,
    "expectation",
    {
        "highly likely": (
            r"expects? (?:that )?(?!to\b)",
            (
                r"(?:i|we|economists|analysts|forecasters|observers|experts|investors|markets) "
                r"(?:now |still |also )?expect to\b"
            ),
            r"(?:can|should|may|might) expect (?:to )?",
            r"(?:anticipate|foresee)s? (?:that )?",
        ),
        "likely": (
            (
                r"(?:forecasts|projects)\b(?<!^forecasts)(?<!^projects) (?:that )?"
                r"(?=(?:an?|the|no|another|more|fewer|further|higher|lower|growth|inflation|"
                r"\d+|\w+ing)\b)"
            ),
            r"predicts (?:that )?",
            (
                r"(?:we|they|i|\w{2,20}s) (?:forecast|predict|project) (?:that )?"
                r"(?!(?:for|of|by|from|on|and|to)\b)"
            ),
            r"(?:outlook|forecast|expectation|prediction|consensus)s? (?:is|are) (?:for|that) ",
            (
                r"(?:most likely|likeliest|base|central|baseline) "
                r"(?:scenario|outcome|case|result|course)(?: \w+){0,2}? (?:is|remains|sees|has)\b"
                r"(?: (?:that|for)\b)?"
            ),
            (
                r"(?:sees|(?:i|we|analysts|economists) (?:now )?see) "
                r"(?=(?:\w+ ){1,4}?(?:at \d|\w+ing\b))"
            ),
            (
                r"(?:analysts|economists|forecasters|experts|observers|strategists|scientists|"
                r"researchers|pollsters) (?:have |had )?(?:say|said|warn|warned|believe|think)"
                r"(?: that)?(?: [\w'-]+){1,8}? would\b"
            ),
            r"look for (?=(?:\w+ ){1,5}?to\b)",
        ),
        "unlikely": (
            r"i (?:can't|cannot|don't) see (?=\w+ (?:\w+ ){0,4}?\w+ing\b)",
            r"(?:hard|difficult) to see (?:how|why)?",
            r"no (?:sign|indication|evidence|hint) (?:of|that)\b",
        ),
    },
)
_OF = r"(?: (?:of|that)\b)?"
_CHANCE_IS = (
    r"(?:chances?|likelihood|odds|prospects?|probability|risk) (?:[\w-]+ ){0,7}?"
    r"(?:is|are|looks?|remains?|appears?) (?:very )?"
)
_CHANCES = readings(
    Role.STRENGTH,
    "chance",
    {
        "almost no chance": (
            rf"(?:almost )?no (?:real |realistic )?(?:chance|way|prospect)\b(?! to\b){_OF}",
            rf"not a chance\b{_OF}",
        ),
        "remote chance": (
            rf"(?:an? )?(?:remote|outside) (?:chance|possibility)\b{_OF}",
            rf"{_CHANCE_IS}remote\b",
        ),
        "chances are slight": (
            rf"(?:a )?(?:slim|slight) chance\b{_OF}",
            rf"{_CHANCE_IS}(?:slim|slight|small|poor|low|dim)\b",
        ),
        "little chance": (
            rf"(?:a )?(?:little|small|low|poor) (?:chance|likelihood|prospect|hope)\b{_OF}",
        ),
        "with low probability": (rf"(?:a )?low probability\b{_OF}",),
        "possibly": (
            (
                r"there (?:is|'s|remains) (?:a|some|always a) (?:\w+ )?"
                rf"(?:chance|possibility|risk|danger)\b{_OF}"
            ),
            r"(?:cannot|can't) (?:be ruled out|be excluded|exclude|rule out)\b",
        ),
        "with moderate probability": (rf"(?:a )?moderate probability\b{_OF}",),
        "about even": (
            (
                r"(?:an? )?(?:roughly |about )?(?:even|50[-/\u2013]50|fifty-fifty) "
                rf"(?:chances?|odds|bet)\b{_OF}"
            ),
            r"(?:fifty-fifty|50[-/\u2013]50|coin[- ]toss|coin[- ]flip|toss-up)\b",
            rf"(?:a )?(?:fair|decent|reasonable|sporting) chance\b{_OF}",
        ),
        "better than even": (
            rf"(?:(?:odds|chances) are )?better[- ]than[- ]even\b(?: (?:chance|odds))?{_OF}",
        ),
        "real possibility": (rf"(?:a )?real (?:possibility|chance|prospect|danger|risk)\b{_OF}",),
        "realistic possibility": (rf"(?:a )?realistic (?:possibility|chance|prospect)\b{_OF}",),
        "serious possibility": (rf"(?:a )?(?:serious|distinct|strong) possibility\b{_OF}",),
        "likely": (
            rf"(?:a )?(?:good|high) (?:chance|likelihood)\b{_OF}",
            r"(?:the )?(?:odds|chances) are(?: (?:good|high|strong)\b)?(?: that\b)?(?! better)",
            r"the odds (?:favou?r|point to)\b",
            rf"{_CHANCE_IS}(?:high|great|strong)\b",
        ),
        "very good chance": (
            rf"(?:an? )?(?:very good|excellent|strong|every) (?:chance|likelihood)\b{_OF}",
        ),
        "with high probability": (rf"(?:a )?high probability\b{_OF}",),
    },
)
_BETS = readings(
    Role.STRENGTH,
    "bet",
    {
        "likely": (
            r"(?:i'd|i would|i'll|we'd|i'm|i am) (?:\w+ )?(?:bet|wager|betting)\b(?: that| on)?",
            r"(?:my|the smart|our) (?:money|bet|hunch|guess) is(?: on| that)?\b",
            (
                r"(?:don't be|wouldn't be|would not be|won't be|nobody should be) surprised "
                r"(?:if|to see|when)\b"
            ),
            r"bet on\b",
        ),
        "highly likely": (r"(?:a safe bet|a sure thing|mark my words)\b",),
        "unlikely": (r"(?:don't|do not|wouldn't|would not) (?:bet|count|bank) on\b",),
    },
)
_CERTAINTIES = readings(
    Role.STRENGTH,
    "certainty",
    {
        "almost certain": (
            r"BE (?:doomed|all but certain|inevitable|unavoidable|guaranteed)\b",
            r"BE a (?:certainty|given|done deal|foregone conclusion)\b",
        ),
        "slam dunk": (r"BE a slam dunk\b",),
        "highly likely": (
            r"BE (?:imminent|on the cards|in the cards|in the offing)\b",
            r"(?:it is|it's) (?:only |just )?a (?:matter|question) of time\b",
        ),
        "almost no chance": (
            r"BE (?:off the table|out of the question|unthinkable|impossible)\b(?! to\b)",
        ),
    },
)
_ADVERBS = readings(
    Role.ADVERB,
    "adverb",
    {
        "always": (r"always\b",),
        "certainly": (r"(?:certainly|definitely|undoubtedly)\b",),
        "almost certain": (
            r"(?:almost|virtually|nearly) certainly\b",
            r"(?:surely|inevitably|no doubt|without (?:a )?doubt|for sure|doubtless)\b",
        ),
        "highly likely": (r"(?:very|highly|extremely) (?:likely|probably)\b",),
        "almost always": (r"almost always\b",),
        "with high probability": (r"with high probability\b",),
        "likely": (r"(?:most )?likely\b",),
        "usually": (r"usually\b",),
        "probably": (r"(?:most )?probably\b",),
        "often": (r"often\b",),
        "frequently": (r"frequently\b",),
        "more often than not": (r"more (?:often|likely) than not\b",),
        "maybe": (r"(?:maybe|perhaps)\b",),
        "possibly": (r"(?:possibly|potentially|conceivably)\b",),
        "unlikely": (r"hardly\b",),
        "rarely": (r"(?:rarely|seldom|hardly ever)\b",),
        "never": (r"(?<!may )(?<!might )never\b",),
    },
)
_OPINIONS = readings(
    Role.OPINION,
    "opinion",
    {
        "highly likely": (r"(?:we|i)(?: am|'m| are|'re) (?:certain|sure|convinced|confident)\b",),
        "we believe": (
            r"(?:we|i) (?:firmly |still )?(?:believe|think|assess|judge|reckon|suspect|guess)\b",
        ),
        "we doubt": (
            r"(?:we|i)(?: seriously| very much)? doubt\b",
            r"(?:we|i) (?:do not|don't) (?:believe|think)\b",
        ),
    },
)

STRENGTHS = (
    *_MODALS,
    *_SUPPOSED,
    *_OUTLOOKS,
    *_EXPECTATIONS,
    *_CHANCES,
    *_BETS,
    *_CERTAINTIES,
    *_ADVERBS,
    *_OPINIONS,
)
