"""What is shown of one question, and its form for programs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from cli.output.dates import iso
from cli.output.history import report_row
from cli.output.links import sides
from cli.output.wording import plain
from market.exchange.credits import UNIT
from market.logic.links import LinkKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cli.charts.history import History
    from market.articles.mentions import Mention
    from market.ledger.acts.editing import Edit
    from market.ledger.views.history import Said, Seen
    from market.ledger.views.markets import MarketState
    from market.ledger.views.questions import QuestionState
    from market.ledger.views.standings import Crowd
    from market.logic.links import Link

__all__ = ["FIELDS", "Page", "Traded", "document"]

FIELDS = (
    "question",
    "title",
    "status",
    "outcome",
    "opens",
    "closes",
    "actual_close",
    "resolved_at",
    "family",
    "crowd",
    "people",
    "you",
    "forecasts",
    "crowd_hidden",
    "price",
)
MARKET_FIELDS = ("price", "price_hidden", "liquidity", "trades", "position")


class Traded(NamedTuple):
    """The market on a question.

    Attributes:
        state: The market at the moment of the page, or at the close if that is past.
        position: The user's YES shares then, or NO shares below 0; in units.
        hidden: Whether its price is hidden from the user.
    """

    state: MarketState
    position: int
    hidden: bool

    @property
    def price(self) -> float | None:
        """The price; none where it is hidden."""
        return None if self.hidden else self.state.price

    def document(self) -> dict[str, Any]:
        """The market for programs: a value for each of `MARKET_FIELDS`."""
        values = (self.price, self.hidden, self.state.liquidity / UNIT, self.state.trades)
        return dict(zip(MARKET_FIELDS, (*values, self.position / UNIT), strict=True))


@dataclass(frozen=True, slots=True)
class Page:
    """A question at a moment, with all that is shown of it.

    Attributes:
        state: The question.
        moment: When it is looked at, in microseconds.
        hidden: Whether what others say is hidden from the user; it is left out here already.
        crowd: The people standing then, or at the close if that is past.
        before: The people standing thirty days earlier.
        people: How many people stand.
        forecasts: How many reports there are until then, withdrawals among them.
        reports: These reports.
        late: The numbers of the late ones.
        mine: Those of the user.
        traded: The market on it, if there is one.
        edits: What has been changed in the question's words and dates.
        family: The slugs of the family's questions by deadline, this one's among them.
        mentions: What articles say.
        links: Those on record that it is in.
        evidence: What the ruling rests on.
        scores: Everybody's scores, once it is resolved.
        history: What was said over time, where it is to be drawn.
    """

    state: QuestionState
    moment: int
    hidden: bool
    crowd: Crowd
    before: Crowd
    people: int
    forecasts: int
    reports: Sequence[Said]
    late: set[int]
    mine: Sequence[Said]
    traded: Traded | None
    edits: Sequence[Edit]
    family: Sequence[str]
    mentions: Sequence[Mention]
    links: list[Link]
    evidence: Sequence[Seen]
    scores: Sequence[dict[str, Any]]
    history: History | None = None


def document(page: Page, *, full: bool = False) -> dict[str, Any]:
    """The page for programs.

    Args:
        page: What is known.
        full: Whether every report is listed.
    """
    state = page.state
    shown: dict[str, Any] = {
        "question": state.slug,
        "title": state.title,
        "status": state.status,
        "outcome": state.outcome,
        "opens": iso(state.opens),
        "closes": iso(state.closes),
        "actual_close": iso(state.actual_close),
        "resolved_at": iso(state.resolved_at),
        "as_of": iso(page.moment),
        "background": state.background,
        "criteria": state.criteria,
        "fine_print": state.fine_print,
        "source": state.source,
        "family": state.family,
        "tags": state.tags,
        "crowd": page.crowd.median,
        "people": page.people,
        "you": page.mine[-1].probability if page.mine else None,
        "forecasts": page.forecasts,
        "crowd_hidden": page.hidden,
        **_links(page),
        "claims": [mention._asdict() for mention in page.mentions],
        "ruling_status": state.ruling_status,
        "ruling_note": state.ruling_note,
        "evidence": [seen._asdict() for seen in page.evidence],
        "scores": page.scores,
        "edits": [_edit(edit) for edit in page.edits],
        **(page.traded.document() if page.traded else dict.fromkeys(MARKET_FIELDS)),
    }
    if full:
        shown["reports"] = [report_row(one, page.late) for one in page.reports]
    return shown


def _links(page: Page) -> dict[str, Any]:
    """All links, and beside them what this question implies and what implies it."""
    implied, implying = sides(page.state.slug, page.links, LinkKind.IMPLIES)
    rows = [{"kind": link.kind.value, "questions": link.questions} for link in page.links]
    return {"implies": implied, "implied_by": implying, "links": rows}


def _edit(edit: Edit) -> dict[str, Any]:
    return {
        "at": iso(edit.at),
        "by": edit.by,
        "field": edit.change.field,
        "before": plain(edit.change.field, edit.change.before),
        "after_forecasts": edit.after_forecasts,
    }
