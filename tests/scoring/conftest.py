"""How hard the property tests look: the same worlds on every run, unless told to explore."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("steady", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None, max_examples=2_000)
if settings.get_current_profile_name() == "default":
    # `pytest --hypothesis-profile=explore` needs the profile before this file is read.
    settings.load_profile("steady")
