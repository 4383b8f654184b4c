"""Acts on questions that are in no state for them."""

from __future__ import annotations

import pytest

NEAR = "Did you mean rain?"
LATE = "Something said before then is recorded with --at."
CASES = [
    ("forecast rian 70%", "no question 'rian'", NEAR),
    ("forecast bridge 70%", "bridge closed at 2025-12-01", LATE),
    ("forecast summit 70%", "summit closed at 2025-12-05", LATE),
    ("forecast mayor 70%", "mayor was resolved yes", LATE),
    ("forecast strike 70%", "strike was annulled", "foretell unresolve strike"),
    ("forecast comet 70%", "comet opens at 2026-01-25", "Come back then."),
    ("forecast rain 70% --as sim-otter", "another kind: simulated", "Choose another."),
    ("withdraw rian", "no question 'rian'", NEAR),
    ("withdraw rain", "Nothing of yours stands on rain.", "foretell questions --mine"),
    ("withdraw bridge --as bo", "bridge closed at", LATE),
    ("withdraw mayor --as bo", "mayor was resolved yes", LATE),
    ("withdraw strike", "strike was annulled", "foretell unresolve strike"),
    ("close rian", "no question 'rian'", NEAR),
    ("close bridge", "bridge closed at", "foretell resolve bridge yes|no"),
    ("close summit", "before its time", "foretell resolve summit yes|no"),
    ("close mayor", "mayor is resolved already", "foretell unresolve mayor"),
    ("close strike", "strike is annulled already", "foretell unresolve strike"),
    ("close comet", "before comet opened", "foretell annul comet"),
    ("reopen rian", "no question 'rian'", NEAR),
    ("reopen rain", "was not closed before its time", "foretell show rain"),
    ("reopen bridge", "was not closed before its time", "foretell edit bridge --closes TIME"),
    ("reopen mayor", "mayor is resolved already", "foretell unresolve mayor"),
    ("reopen strike", "strike is annulled already", "foretell unresolve strike"),
    ("annul rian", "no question 'rian'", NEAR),
    ("annul mayor", "mayor is resolved already", "foretell unresolve mayor"),
    ("annul strike", "strike is annulled already", "foretell unresolve strike"),
    ("unresolve rian", "no question 'rian'", NEAR),
    ("unresolve rain", "rain is open: there is nothing to take back.", "foretell show rain"),
    ("unresolve bridge", "bridge is closed: there is nothing", "foretell show bridge"),
    ("unresolve summit", "summit is closed: there is nothing", "foretell reopen summit"),
    ("resolve rian yes", "no question 'rian'", NEAR),
    ("resolve mayor no", "mayor is resolved already: YES", "foretell unresolve mayor"),
    ("resolve strike yes", "strike is annulled already", "foretell unresolve strike"),
    ("resolve comet yes", "before comet opened", "foretell annul comet"),
    ("resolve rain --implied", "says how rain ends", "foretell resolve rain yes|no"),
    ("edit rian --title X", "no question 'rian'", NEAR),
    ("edit mayor --title X", "mayor is resolved.", "foretell unresolve mayor"),
    ("edit strike --title X", "strike is annulled.", "foretell unresolve strike"),
    ("edit rain --title 'Is it rain?'", "nothing was changed", "foretell show rain"),
    ("edit rain --untag city", "rain has no tag 'city'.", "It has none."),
    ("ask X --slug rain --closes +9d", "There is a question rain already.", "another slug"),
    ("ask X --slug RAIN --closes +9d", "There is a question rain already.", "another slug"),
    ("show rian", "no question 'rian'", NEAR),
    ("scores nobody", "no forecaster “nobody”", "foretell user list"),
    ("explain nobody mayor", "no forecaster “nobody”", "foretell user list"),
    ("explain bo myor", "no question 'myor'", "Did you mean mayor?"),
    ("explain bo rain", "rain is open: there is no score to explain", "foretell show rain"),
    ("explain bo bridge", "bridge is not resolved: there is no score", "foretell show bridge"),
    ("explain bo strike", "strike is annulled: there is no score", "foretell show strike"),
    ("explain sim-otter mayor", "sim-otter has no forecast on mayor", "foretell show mayor"),
    ("compare bo nobody", "no forecaster “nobody”", "foretell user list"),
    ("user show nobody", "no forecaster “nobody”", "foretell user list"),
    ("user show @median", "@median is computed", "foretell scores @median"),
    ("user add BO", "“bo” is there already: person.", "Choose another name."),
    ("user add X --kind simulated", "is added by hand", "foretell demo"),
    ("user add X --kind article", "is added by hand", "foretell seed load NAME"),
    ("user add X --kind computed", "is added by hand", "foretell leaderboard"),
    ("log --question rian", "no question 'rian'", NEAR),
    ("log --who nobody", "Nobody called 'nobody'", "foretell log"),
    ("seed load anchorag", "no starter pack anchorag", "Did you mean anchorage?"),
    ("seed load nowhere", "no starter pack nowhere", "There is: anchorage"),
]


@pytest.mark.parametrize(("words", "message", "hint"), CASES)
def test_what_cannot_be_done_now_is_refused(refused, words, message, hint):
    refused(words, 1, message, hint)
