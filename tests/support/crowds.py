"""Simulated crowds with known skill, in worlds that mislead one board or another.

Everybody watches one Brownian motion a question, as in `simulated.py`: the question asks whether
mu + W(1) > 0, and the perfect probability at time t is Phi((mu + W(t)) / sqrt(1 - t)). Here a
forecaster hears with a lag, errs anew with every word, and says what follows from that.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import expit, ndtr
from simulated import STEPS, population

from scoring.panel import Panel

if TYPE_CHECKING:
    from collections.abc import Callable

    from simulated import Population

__all__ = ["WORLDS", "Crowd", "Setting", "play"]

TIME = np.arange(STEPS) / STEPS


@dataclass(frozen=True)
class Setting:
    """A kind of world.

    Attributes:
        words: What is special about it.
        people: How many take part.
        questions: How many questions there are.
        takes: Probability that each forecaster takes up each question, from the generator, the
            forecasters' skill ranks in [0, 1] and the questions' hardness ranks in [0, 1].
        joins: When each forecaster joins each question, in lifetimes, from the same two.
    """

    words: str
    people: int
    questions: int
    takes: Callable[[np.random.Generator, np.ndarray, np.ndarray], np.ndarray]
    joins: Callable[[np.random.Generator, np.ndarray, np.ndarray], np.ndarray]


@dataclass(frozen=True)
class Crowd:
    """A panel, and how good each of its forecasters truly is (higher is better)."""

    panel: Panel
    skill: np.ndarray


def _some(rng, skill, hardness):
    """Everybody takes up a share of his own of the questions, whichever they are."""
    return np.broadcast_to(rng.uniform(0.1, 0.7, skill.size)[:, None], (skill.size, hardness.size))


def _skilled_take_hard(rng, skill, hardness):
    """The better take up harder questions, as many as others do."""
    del rng
    return 0.4 * 2 * expit(8 * np.outer(2 * skill - 1, 2 * hardness - 1))


def _early(rng, skill, hardness):
    return rng.uniform(0, 0.2, (skill.size, hardness.size))


def _late(rng, late, hardness):
    """Some join in the second half of a question, the others early."""
    when = rng.uniform(0, 0.2, (late.size, hardness.size))
    return np.where(late[:, None], rng.uniform(0.5, 0.9, when.shape), when)


def _some_late(rng, skill, hardness):
    return _late(rng, rng.random(skill.size) < 0.5, hardness)


def _poor_late(rng, skill, hardness):
    return _late(rng, skill < 0.5, hardness)


WORLDS = {
    "random": Setting("random participation", 60, 100, _some, _early),
    "hard": Setting("the skilled choose hard questions", 60, 100, _skilled_take_hard, _early),
    "late": Setting("late joiners, independent of skill", 60, 100, _some, _some_late),
    "poor late": Setting("late joiners, the poor ones", 60, 100, _some, _poor_late),
    "small": Setting("a small group", 12, 60, _some, _early),
}
"""Worlds by their names."""


def play(rng: np.random.Generator, setting: Setting, panels: int) -> list[Crowd]:
    """Some panels of one population in a world."""
    people = population(rng, setting.people)
    skill = -_expected_brier(rng, people)
    return [Crowd(_panel(rng, people, skill, setting), skill) for _ in range(panels)]


def _told(rng, people: Population, questions: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Probabilities by forecaster, question and step; outcomes; and how hard each question is."""
    mu = rng.normal(0, 1, questions)
    path = np.cumsum(rng.normal(0, STEPS**-0.5, (questions, STEPS)), axis=1)
    seen_at = np.maximum(np.arange(STEPS) - np.rint(people.delay[:, None] * STEPS).astype(int), 0)
    known = np.concatenate([np.zeros((questions, 1)), path[:, :-1]], axis=1)
    heard = (mu[:, None] + known)[:, seen_at].transpose(1, 0, 2)
    probit = heard / np.sqrt(1 - seen_at / STEPS)[:, None]
    probit = people.confidence[:, None, None] * probit + people.bias[:, None, None]
    probit += people.noise[:, None, None] * rng.normal(0, 1, probit.shape)
    told = np.clip(ndtr(probit), 0.001, 0.999)
    return told, (mu + path[:, -1] > 0).astype(float), -np.abs(mu)


def _speaks(rng, people: Population, questions: int) -> np.ndarray:
    """When everybody thinks of speaking anew, by forecaster, question and step."""
    shape = (people.rate.size, questions, STEPS)
    return rng.random(shape) < people.rate[:, None, None]


def _expected_brier(rng, people: Population, questions: int = 1500) -> np.ndarray:
    """Expected time-averaged Brier score of who stands from open to close."""
    told, outcome, _ = _told(rng, people, questions)
    spoken = _speaks(rng, people, questions)
    spoken[:, :, 0] = True
    latest = np.maximum.accumulate(np.where(spoken, np.arange(STEPS), 0), axis=2)
    standing = np.take_along_axis(told, latest, axis=2)
    return np.square(standing - outcome[:, None]).mean(axis=(1, 2))


def _panel(rng, people: Population, skill: np.ndarray, setting: Setting) -> Panel:
    told, outcome, hardness = _told(rng, people, setting.questions)
    shares = [np.argsort(np.argsort(value)) / (value.size - 1) for value in (skill, hardness)]
    taken = rng.random((skill.size, hardness.size)) < setting.takes(rng, *shares)
    joins = np.ceil(setting.joins(rng, *shares) * STEPS)[:, :, None]
    step = np.arange(STEPS)
    spoken = (_speaks(rng, people, hardness.size) & (step > joins)) | (step == joins)
    who, question, moment = np.nonzero(spoken & taken[:, :, None])
    return Panel.from_reports(
        forecaster=who,
        question=question,
        time=TIME[moment],
        probability=told[who, question, moment],
        opens=np.zeros(hardness.size),
        closes=np.ones(hardness.size),
        scheduled=np.ones(hardness.size),
        outcome=outcome,
        kind=np.zeros(skill.size),
    )
