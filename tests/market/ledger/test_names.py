"""What forecasters and questions may be called."""

from __future__ import annotations

import pytest

from market.errors import Refused
from market.ledger.names import forecaster_name, valid_slug


@pytest.mark.parametrize("slug", ["r", "R2", "a.b_c:d-e", "9", "r" * 80])
def test_a_slug_is_made_of_few_characters(slug):
    assert valid_slug(slug) == slug


@pytest.mark.parametrize("slug", ["", "-rain", "rain?", "r\u00e4in", "r" * 81, "rain\n", "a b"])
def test_a_slug_that_is_none_is_refused(slug):
    with pytest.raises(Refused, match="slug"):
        valid_slug(slug)


@pytest.mark.parametrize(
    "name", ["NA", "null", "\u5c71\u7530", "O'Brien; DROP TABLE report", "a@b", "a" * 64]
)
def test_a_name_may_be_almost_any_text(name):
    assert forecaster_name(name) == name


@pytest.mark.parametrize(
    "name", ["", " ", "@market", " @market", "a" * 65, "a\nb", "a\x1bb", "a\u202eb", "a\u2066b"]
)
def test_a_name_that_would_mislead_is_refused(name):
    with pytest.raises(Refused):
        forecaster_name(name)


def test_the_length_of_a_name_is_that_of_its_normal_form():
    assert len(forecaster_name("e\u0301" * 64)) == 64
