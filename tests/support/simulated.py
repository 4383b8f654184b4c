"""Simulated panels with known skill: everybody watches one Brownian motion, more or less well.

A question asks whether mu + W(1) > 0; the perfect probability at time t is
Phi((mu + W(t)) / sqrt(1 - t)). A forecaster sees it late, with noise, bias and too much or too
little confidence, and updates now and then.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from scoring.panel import Panel

__all__ = ["Population", "population", "simulate"]

STEPS = 24
"""Moments in a question's life at which somebody may speak."""


@dataclass(frozen=True)
class Population:
    """How each forecaster sees and speaks, one entry a forecaster."""

    delay: np.ndarray
    noise: np.ndarray
    bias: np.ndarray
    confidence: np.ndarray
    rate: np.ndarray


def population(rng: np.random.Generator, size: int, *, alike: bool = False) -> Population:
    """Forecasters who differ in everything, or in nothing."""
    if alike:
        columns = (np.full(size, value) for value in (0.0, 0.4, 0.0, 1.0, 0.3))
        return Population(*columns)
    return Population(
        delay=np.where(rng.random(size) < 0.5, 0.0, rng.uniform(0, 0.5, size)),
        noise=rng.uniform(0.1, 0.8, size),
        bias=rng.normal(0, 0.2, size),
        confidence=np.exp(rng.normal(0, 0.3, size)),
        rate=10 ** rng.uniform(-2, 0, size),
    )


def simulate(
    rng: np.random.Generator,
    people: Population,
    questions: int,
    *,
    presence: float = 1.0,
    family: int = 1,
    clustered: bool = True,
) -> Panel:
    """One panel; each family of questions watches one path, and hears the same mistakes.

    Args:
        rng: Source of chance.
        people: Who forecasts.
        questions: How many questions, a multiple of ``family``.
        presence: Probability that somebody takes up a question.
        family: Questions in a family.
        clustered: Whether the panel knows of the families.
    """
    size, families = people.delay.size, questions // family
    of = np.repeat(np.arange(families), family)
    mu = rng.normal(0, 1, questions)
    path = np.cumsum(rng.normal(0, STEPS**-0.5, (families, STEPS)), axis=1)[of]
    time = np.arange(STEPS) / STEPS
    seen = (mu[:, None] + np.roll(path, 1, axis=1) * (time > 0)) / np.sqrt(1 - time)
    spoken = rng.random((families, size, STEPS)) < people.rate[:, None]
    spoken |= time == np.ceil(people.delay[:, None] * STEPS) / STEPS
    spoken &= (time >= people.delay[:, None]) & (rng.random((families, size, 1)) < presence)
    number, who, step = np.nonzero(spoken[of])
    mistake = (people.noise[:, None] * rng.normal(0, 1, (families, size, STEPS)))[of]
    probit = people.confidence[who] * seen[number, step] + people.bias[who]
    told = ndtr(probit + mistake[number, who, step])
    return Panel.from_reports(
        forecaster=who,
        question=number,
        time=time[step],
        probability=np.clip(told, 0.001, 0.999),
        opens=np.zeros(questions),
        closes=np.ones(questions),
        scheduled=np.ones(questions),
        outcome=(mu + path[:, -1] > 0).astype(float),
        cluster=of if clustered else np.arange(questions),
        kind=np.zeros(size),
    )
