"""The wordings of what is no prediction: norms, intentions, facts, and what only looks like one."""

from __future__ import annotations

from market.articles.drafting.rules.wordings import SAID, Role, rows

__all__ = ["OTHER_KINDS"]

_DONE = (
    r"have (?:\w+ly |also |long )?(?:been|had|to have|\w+ed|\w+en|made|done|gone|won|lost|come|"
    r"held|led|built|bought|left|put|cut)\b"
)
_MODAL = r"(?:will|would|could|may|might)"
_ANYBODY = (
    r"(?:who|anybody|anyone|either (?:side|party)|both sides|everyone|everybody|members?|visitors|"
    r"guests|residents|children|players|applicants|shareholders|tenants|clubs|users|you|i)"
)
_PAST = rows(
    Role.NOTHING,
    "past",
    r"(?:was|were|been|had|wasn't|weren't)(?: \w+){0,2}? (?:expected|supposed|due|set|going|likely|"
    r"unlikely|meant|bound|poised|forecast|predicted|projected|scheduled|slated|tipped|about|certain|"
    r"sure|possible|expecting|planning|hoping) ?(?:to\b|that\b)?",
    r"(?:was|were)(?:n't| not)? to\b",
    rf"(?:would|could|might|may|should|must)(?:n't| not)? (?:\w+ ){{0,2}}?{_DONE}",
    r"(?:could not|couldn't|could (?:no longer|hardly|barely|only|once|always))\b",
    r"once (?:\w+ ){0,3}?could\b",
    r"(?:neither|nor|so) (?:could|would|will|may|might)\b",
    r"(?:thought|believed|feared|hoped|knew|assumed|imagined|concluded|wondered|expected|predicted|"
    r"foresaw|assessed|estimated)(?: that| whether| if)?(?: [\w'-]+){0,8}? (?:would|could|might)\b",
    r"(?:he|she|it|they|we|i|who|had|have|has|economists|analysts|experts|markets|investors|few|many|"
    r"most|some|everyone|nobody) (?:had |have |has )?(?:expected|predicted|foreseen|anticipated)\b",
    r"(?:than|as|the|of|an?) (?:was |were |had )?(?:\w+ly )?"
    r"(?:expected|predicted|forecast|projected)\b(?! (?:to|that)\b)",
    r"would(?:-be| later| go on to| rather| say| argue| add| suggest| like| love| prefer| think)\b",
    r"(?:used to|would always|would often|would sometimes)\b",
    r"(?:as|be|being) (?:likely|unlikely) as\b",
    r"must (?:surely |by now |already )+be\b",
)
_NOUNS = rows(
    Role.NOTHING,
    "noun",
    r"(?:the|a|free|political|good|ill|its|his|her|their|own|at|of) will\b|'s will\b",
    r"will (?:to|of|is|was|has|and|or)\b|will(?=[-.,;:!?)\]\"”])",
    r"(?:the|its|our|their|my) (?:forecasts|projects|might)\b|'s (?:forecasts|projects)\b",
    r"might of\b",
    r"to (?:expect|anticipate|foresee|predict|forecast|project|bet on)\b",
)
_ADDRESSED = rows(
    Role.NOTHING,
    "address",
    r"(?:only )?time will tell\b",
    r"we(?:'ll| will| shall) (?:have to wait and )?see\b(?! (?:the|an?|more|fewer|another|some)\b)",
    r"as (?:i|we)(?:'ll| will| shall)\b",
    r"(?:you|readers|visitors|subscribers)(?:'ll| will| may| might)(?: also| already| have){0,2} "
    r"(?:find|see|noticed?|recall|remember|receive|know|guess|think|ask|say|object|wonder)\b",
    r"(?:may|might) as well\b|\bcome what may\b|\bif i may\b",
)
_ALLOWED = rows(
    Role.NOTHING,
    "permission",
    r"(?:may|can) (?:only|not be (?:used|reproduced|copied))\b",
    rf"{_ANYBODY}(?: [\w']+){{0,4}}? may\b(?! (?:be|become|well|have|never|yet|see|find|lose)\b)",
    r"(?:text|article|quotation|excerpts?) may be\b",
)
_INDIRECT = rows(
    Role.NOTHING,
    "indirect",
    rf"so (?:that )?(?:\w+ ){{1,4}}?{_MODAL}\b",
    r"(?:as|so) \w+ as (?:\w+ )?(?:could|would|possible)\b",
    r"(?:this|that|it|there|these|those|what) (?:may|might|could) (?:well )?be\b"
    r"(?! (?:\w+ed|\w+en|one|two|three|as|\d+)\b)",
    rf"(?:whether|how|why|what) (?:[\w']+ ){{0,6}}?{_MODAL}\b",
    r"(?:knows?|asks?|asked|see|tell|decides?|unclear|wonders?|guess|idea|or) "
    rf"(?:who|when|where|which) (?:[\w']+ ){{0,6}}?{_MODAL}\b",
)
_NORMS = rows(
    Role.NORM,
    "norm",
    r"should\b(?<!^should)|shouldn't\b",
    r"(?:must|mustn't|ought to|had better|needs? to|need not|needn't|has to|have to)\b",
    r"(?:will|would|may|might) need to\b|\bwe(?: will|'ll| shall) have to\b",
    r"(?:it|that|badly|urgently|desperately|still|country|economy|government|sector|city|world) "
    r"needs\b(?! to\b)",
    r"the (?:key|task|challenge|priority|trick|point|answer|imperative)(?: now| here| then)? "
    r"(?:will be|would be|is|must be)\b(?: to\b)?",
    r"BE (?:crucial|essential|vital|imperative|urgent|necessary|needed|overdue|required|"
    r"indispensable|high time|time to)\b",
    r"(?:it is time|it's time|high time|it is up to)\b",
    r"(?:increasingly|becoming(?: increasingly| ever more)?) (?:crucial|essential|vital|urgent)\b",
    r"(?:would|will) (?:do well|be wise|be well advised) to\b",
    r"(?:deserves|calls for|urges|demands|recommends?(?= that\b)) ",
)
_DOER = r"(?:he|she|it|they|we|i)"
_INTENTIONS = rows(
    Role.INTENTION,
    "intention",
    rf"{SAID} (?:[\w']+ ){{0,5}}?(?:that )?{_DOER}"
    r"(?:'ll| will| would|'d| won't| could| may| might| can)\b(?: not\b)?",
    rf"{SAID} (?:[\w']+ ){{0,9}}?would\b",
    r"(?:told|promised|pledged|vowed|announced|assured) (?:[\w']+ ){0,5}?that (?:[\w']+ ){1,5}?"
    r"(?:will|would)\b",
    r"(?:(?:plan|intend|aim|hope|want|seek|propose)s?|promises|pledges|vows|refuses|declines) to\b",
    r"(?:vowed|pledged|promised|promising|planning|hoping|preparing|aiming|vowing) to\b",
    r"(?:has|have) (?:agreed|decided|committed) to\b",
    r"(?:is|are) (?:considering|weighing|mulling|(?:determined|committed|keen|eager|ready|willing|"
    r"prepared|reluctant) to)\b",
    r"(?:the (?:plan|intention|aim|goal|ambition|idea) is to|plans? for|has plans|ambitions? to)\b",
    r"i(?:'ll| will| shall| won't)\b(?: not\b)?|[\u201c\"]we(?:'ll| will| shall| won't)\b",
    r"we(?:'ll| will| shall) (?:publish|return|report|update|keep|discuss|explain|examine|write)\b",
    r"(?:its|their|his|her) (?:target|goal|aim|plan|ambition) (?:is|of)\b",
    r"expects to\b",
)
_CHANGING = (
    r"(?:accelerat|grow|ris|fall|shrink|declin|spread|weaken|slow|widen|narrow|expand|erod|fuell?|driv|"
    r"shift|chang|turn|becom|gain|los|mov|set|get|increas|decreas|tighten|cool|mount|emerg|seek|climb|"
    r"drift|doubl|tripl|halv|converg|diverg|soar|plung|deepen|fad|collaps|improv|worsen|recover|warm|"
    r"melt|retreat|advanc|heat|dry|runn|near|push|struggl|reshap|transform|redraw|rewrit|prompt|catch|"
    r"displac|replac|creep|dwindl|swell)t?ing"
)
_TRENDS = rows(
    Role.FACT,
    "trend",
    r"(?:is|are|keeps?|has been|have been|'s|'re) "
    rf"(?:(?:now|still|also|not|already|actively|\w+ly) ){{0,2}}{_CHANGING}\b",
    r"(?:is|are) (?:\w+ly |now |still )?being \w+ed\b",
    r"(?:increasingly|ever more|more and more|fewer and fewer|less and less|faster and faster)\b",
    r"(?:continues?|keeps?|tends?) (?:to|\w+ing)\b",
    r"(?:accelerates|deepens|widens|intensifies)\b",
)
_STATES = rows(
    Role.FACT,
    "state",
    r"remains? (?:to be seen|\w+)",
    r"BE (?:far from|intractable|uncertain|unclear|unresolved|in doubt|at stake|fluid|profound|"
    r"wary|reluctant|opposed|fragile|in limbo|at an impasse|under threat|under pressure|stalled|"
    r"deadlocked)\b",
    r"(?:looms?|hangs? over)\b",
    r"(?:is|are) (?:the|a|its) (?:\w+ )?(?:main |biggest |greatest )?"
    r"(?:risk|threat|danger|wild card|unknown|obstacle|question mark)\b",
    r"(?:implications|consequences|effects)(?= (?:\w+ ){0,5}?(?:extend|reach|are|go)\b)",
    r"(?:rejects?|opposes?|resists?) ",
)
_DEPENDENCES = rows(
    Role.FACT,
    "dependence",
    r"(?:depend|hinge|hang|rest|turn|rel(?:y|ie))s? (?:\w+ly )?(?:on|upon)\b",
    r"(?:linked|tied|intertwined|bound up|entangled|hostage) (?:to|with)\b",
    r"(?:(?:reliance|dependence) on|vulnerab\w+|contingent on|dependent on|at the mercy of)\b",
)
_SIGNS = rows(
    Role.FACT,
    "sign",
    r"(?:suggests|signals|reflects|heralds|marks|foreshadows|portends|points to) "
    r"(?=(?:an?|the|that|this)\b)",
    r"(?:harbinger|omen) of\b|\bthe (?:beginning of the end|end of an era)\b",
)

OTHER_KINDS = (
    *_PAST,
    *_NOUNS,
    *_ADDRESSED,
    *_ALLOWED,
    *_INDIRECT,
    *_NORMS,
    *_INTENTIONS,
    *_TRENDS,
    *_STATES,
    *_DEPENDENCES,
    *_SIGNS,
)
