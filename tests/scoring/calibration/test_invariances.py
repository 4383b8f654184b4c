"""What may not matter to any figure of calibration: the order of rows, the scale of weights."""

from __future__ import annotations

from dataclasses import fields, is_dataclass

import numpy as np
import pytest

from scoring.bins import Bins
from scoring.calibration.assessment import assess
from scoring.sample import Sample

TEN = Bins.equal_width(10)


def figures(value, name=""):
    """Every number of an assessment, by its path; the sample itself and its bins left out."""
    if isinstance(value, Sample | Bins):
        return
    if is_dataclass(value):
        for field in fields(value):
            yield from figures(getattr(value, field.name), f"{name}.{field.name}")
    elif isinstance(value, np.ndarray | float | int):
        yield name, np.atleast_1d(np.asarray(value, float))


@pytest.fixture(scope="module")
def columns():
    """Ties, several weights, several forecasts a cluster."""
    rng = np.random.default_rng(8)
    p = np.round(rng.beta(0.8, 0.8, 90), 1).clip(0.05, 0.95)
    return p, rng.random(90) < p, rng.integers(1, 5, 90) / 2, rng.integers(0, 30, 90)


@pytest.fixture(scope="module", params=[TEN, "corp"], ids=["ten", "corp"])
def assessed(request, columns):
    """The bins, and every figure of the columns by them."""
    return request.param, dict(figures(assess(Sample.of(*columns), bins=request.param)))


@pytest.mark.parametrize("change", ["order", "scale", "zero weights", "missing rows"])
def test_no_figure_depends_on_it(columns, assessed, change):
    bins, before = assessed
    p, y, w, cluster = columns
    match change:
        case "order":
            turned = np.random.default_rng(1).permutation(p.size)
            sample = Sample.of(p[turned], y[turned], w[turned], cluster[turned])
        case "scale":
            sample = Sample.of(p, y, 4 * w, cluster)
            before = {**before, ".curve.weight": 4 * before[".curve.weight"]}
        case "zero weights":
            sample = Sample.of([*p, 0], [*y, 1], [*w, 0], [*cluster, 0])
        case _:
            sample = Sample.of([*p, np.nan], [*y, 1], [*w, 1], [*cluster, 0], missing="omit")
    after = dict(figures(assess(sample, bins=bins)))
    assert before.keys() == after.keys()
    assert len(before) > 30
    for name, found in after.items():
        assert found == pytest.approx(before[name], nan_ok=True, rel=1e-6, abs=1e-9), name


@pytest.mark.parametrize(("p", "y"), [([], []), ([0.3], [1]), ([0.0], [1]), ([1, 1], [1, 1])])
@pytest.mark.parametrize("bins", [TEN, "corp"], ids=["ten", "corp"])
def test_everything_is_known_or_missing_of_the_smallest_samples(p, y, bins):
    found = dict(figures(assess(Sample.of(p, y), bins=bins)))
    assert np.isnan(found[".errors.expected"]).all() == (not p)
