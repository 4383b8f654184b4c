"""What is inferred holds in every possible world: all of them are tried."""

from __future__ import annotations

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from market.logic.inference import Answer, Fact, Inference
from market.logic.links import PAIRED, Link, LinkKind

SLUGS = ("a", "b", "c", "d")
ANNULLED = None


def is_possible(world, links):
    """Whether the answers, none where a question is annulled, fit the links as they are defined."""
    unmet = set()
    for link in links:
        answers = [world[slug] for slug in link.questions]
        match link.kind:
            case LinkKind.IMPLIES if answers[0] == 1 and answers[1] != 1:
                return False
            case LinkKind.EXCLUDES if answers.count(1) > 1:
                return False
            case LinkKind.EXHAUSTIVE if 1 not in answers:
                return False
            case LinkKind.CONDITIONAL if answers[1] != 1:
                unmet.add(link.questions[0])
    return {slug for slug, answer in world.items() if answer is ANNULLED} == unmet


@st.composite
def linked(draw):
    """Some links, conditions without a cycle, and all worlds that they allow."""
    links = []
    for kind in draw(st.lists(st.sampled_from(LinkKind), max_size=5)):
        few = 2 if kind in PAIRED else 3
        slugs = draw(st.lists(st.sampled_from(SLUGS), min_size=2, max_size=few, unique=True))
        if kind is LinkKind.CONDITIONAL:
            slugs.sort()
        links.append(Link(kind, tuple(slugs)))
    worlds = (dict(zip(SLUGS, each, strict=True)) for each in product((0, 1, None), repeat=4))
    return links, [world for world in worlds if is_possible(world, links)]


@given(linked(), st.data())
def test_what_is_inferred_holds_in_every_world_that_fits_what_is_known(worlds_of, data):
    links, worlds = worlds_of
    if not worlds:
        return
    actual = data.draw(st.sampled_from(worlds))
    shown = data.draw(st.lists(st.sampled_from(SLUGS), unique=True))
    known = {slug: actual[slug] for slug in shown if actual[slug] is not ANNULLED}
    fitting = [world for world in worlds if known.items() <= world.items()]
    inferred = Inference(known, links)
    assert inferred.contradicted() == []
    for fact, roots in inferred.rests_on.items():
        assert roots
        assert set(roots) <= known.keys()
        for world in fitting:
            is_yes = world[fact.slug] == 1
            assert is_yes is (fact.answer is Answer.YES)
            assert fact.answer is not Answer.NO or world[fact.slug] == 0


@given(linked(), st.data())
def test_a_pair_of_answers_that_one_link_forbids_contradicts_itself(worlds_of, data):
    links, _ = worlds_of
    known = {slug: data.draw(st.sampled_from([0, 1])) for slug in SLUGS}
    broken = any(not is_possible(known, [link]) for link in links)
    assert bool(Inference(known, links).contradicted()) is broken


def test_a_ring_of_conditions_comes_to_an_end():
    ring = [Link(LinkKind.CONDITIONAL, pair) for pair in (("a", "b"), ("b", "a"))]
    assert set(Inference({"a": 1}, ring).rests_on) == {Fact("a", Answer.YES), Fact("b", Answer.YES)}


def test_nothing_follows_for_what_is_void_nor_beyond_it():
    chain = [Link(LinkKind.IMPLIES, pair) for pair in (("a", "b"), ("b", "c"))]
    assert Inference({"a": 1}, chain, void=["b"]).following("a") == []
    assert [fact.slug for fact in Inference({"a": 1}, chain).following("a")] == ["b", "c"]
