"""What a ledger must come to, act by act, in plain dictionaries and lists."""

from __future__ import annotations

from histories import Act, Asked, History
from play_money import PlayMoney

from scoring.kinds import Kind

__all__ = ["Model"]

LOWEST, HIGHEST = 0.001, 0.999


class Model:
    """Everything that was recorded, and whether another act may be.

    Each act says why it is refused, in words of which the refusal holds at least one; no words
    mean that it was recorded. Times are microseconds.
    """

    def __init__(self):
        self.entries, self.questions, self.history = [], {}, History([], {})
        self.money = PlayMoney()

    def moment(self, clock):
        """When a writer writes: never before the last entry, whatever the clock says."""
        return max([clock, *(entry[3] for entry in self.entries[-1:])])

    def ask(self, actor, slug, opens, closes, now):
        why = {"There is a question"} if slug.lower() in self.questions else set()
        why |= {"not after it opens"} if closes <= opens else set()
        if not why:
            asked = {"slug": slug, "opens": opens, "closes": closes, "early": None, "final": None}
            self.questions[slug.lower()] = asked
            self.history.asked.append(Asked(slug, opens, closes, None))
            self._enter(actor, "ask", now)
        return why

    def edit(self, actor, slug, closes, now):
        question = self.questions.get(slug.lower())
        if question is None:
            return {"There is no question"}
        why = {f"is {question['final'][0]}"} if question["final"] else set()
        why |= {"not after it opens"} if closes <= question["opens"] else set()
        why |= {"nothing was changed"} if closes == question["closes"] else set()
        why |= {"not in the future"} if closes <= now else set()
        if not why:
            question["closes"] = closes
            self._enter(actor, "edit", now, Act("edit", question["slug"], now, now, said=closes))
        return why

    def report(self, name, slug, said, now, *, at=None, kind=Kind.PERSON, keyed=False):
        question = self.questions.get(slug.lower())
        if question is None:
            return {"There is no question"}
        why = self._untimely(question, at, now)
        who = self._known(name)
        person = self.history.kinds.get(who, kind) is Kind.PERSON
        if said is None:
            stands = self.standing(question, now if at is None else at).get(who)
            why |= set() if stands is not None else {"Nothing of yours stands"}
        elif not 0 <= said <= 1:
            why.add("is not a probability")
        elif (at is None or person) and not LOWEST <= said <= HIGHEST:
            why.add("more certain")
        if not why:
            self.history.kinds.setdefault(who, kind)
            moment = now if at is None else at
            act = Act("report", question["slug"], moment, now, who, said)
            self._enter(who if keyed else name, "forecast", now, act)
        return why

    def open_market(self, actor, slug, prior, now):
        question = self.questions.get(slug.lower())
        if question is None:
            return {"There is no question"}
        why = self._untimely(question, None, now)
        why |= {"has a market already"} if question["slug"] in self.money.markets else set()
        if not why:
            self.money.open(question["slug"], prior)
            self._enter(actor, "market open", now)
        return why

    def trade(self, name, slug, shares, now, *, yes, sells):
        question = self.questions.get(slug.lower())
        if question is None:
            return {"There is no question"}
        who = self._known(name)
        why, bought, cost = self.money.order(who, question["slug"], shares, yes=yes, sells=sells)
        why |= self._untimely(question, None, now)
        if not why:
            self.history.kinds.setdefault(who, Kind.PERSON)
            self.money.trade(who, question["slug"], bought, cost, now)
            self._enter(name, "market trade", now)
        return why

    def rule(self, actor, slug, verdict, now, *, outcome=None, at=None):
        question = self.questions.get(slug.lower())
        if question is None:
            return {"There is no question"}
        at = now if at is None else at
        if verdict == "unresolve":
            why = set() if question["final"] else {"nothing to take back"}
        else:
            why = {"already"} if question["final"] else set()
        if verdict == "reopen" and question["early"] is None:
            why.add("was not closed before its time")
        if verdict == "close" and now >= self.close(question):
            why.add("closed at")
        why |= {"in the future"} if at > now else set()
        why |= (
            {"is before"} if at < question["opens"] and verdict in {"resolve", "close"} else set()
        )
        if not why:
            close = min(at, self.close(question))
            self.money.settle(question["slug"], verdict, outcome, close)
            self._hold(question, verdict, outcome, at)
            act = Act(verdict, question["slug"], at, now, said=outcome)
            self._enter(actor, verdict, now, act)
        return why

    def bring(self, actor, rows, now):
        """Import the forecasts that no earlier entry has; an unknown question is bad."""
        if any(slug.lower() not in self.questions for _, slug, _, _ in rows):
            return {"bad"}
        acts = []
        for name, slug, at, said in rows:
            question, who = self.questions[slug.lower()]["slug"], self._known(name)
            heard = {(a.who, a.question, a.at, a.said) for a in self.history.acts}
            if (who, question, at, said) not in heard:
                self.history.kinds.setdefault(who, Kind.IMPORTED)
                acts.append(Act("report", question, at, now, who, said))
        if acts:
            self._enter(actor, "import", now, *acts)
        return set()

    def close(self, question):
        """The earliest of scheduled close, early close and resolution."""
        final = question["final"] or (None, None, None)
        ends = (question["closes"], question["early"], final[2])
        return min(end for end in ends if end is not None)

    def status(self, question, now):
        if question["final"]:
            return question["final"][0]
        return "open" if now < self.close(question) else "closed"

    def standing(self, question, moment):
        """What each forecaster has standing; of those said at one time, the later row counts."""
        says = {}
        for act in sorted(self.history.acts, key=lambda act: act.at):
            if act.verb == "report" and act.question == question["slug"] and act.at <= moment:
                says[act.who] = act.said
        return {who: said for who, said in says.items() if said is not None}

    def _untimely(self, question, at, now):
        status, close = self.status(question, now), self.close(question)
        why = {"was annulled"} if status == "annulled" else set()
        if at is None:
            why |= {"closed at", "was resolved"} if status in {"closed", "resolved"} else set()
            why |= {"opens at"} if now < question["opens"] else set()
        else:
            why |= {"in the future"} if at > now else set()
            why |= {"is later"} if at > close else set()
        return why

    def _hold(self, question, verdict, outcome, at):
        if verdict == "resolve":
            question["final"] = ("resolved", outcome, at)
        elif verdict == "annul":
            question["final"] = ("annulled", None, None)
        elif verdict == "unresolve":
            question["final"] = None
        else:
            question["early"] = at if verdict == "close" else None

    def _known(self, name):
        """The name under which a forecaster was first recorded, whatever the case."""
        same = [who for who in self.history.kinds if who.casefold() == name.casefold()]
        return same[0] if same else name

    def _enter(self, actor, command, now, *acts):
        self.entries.append((len(self.entries) + 1, actor, command, now))
        self.history.acts += acts
