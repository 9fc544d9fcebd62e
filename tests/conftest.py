"""What all tests share."""

from __future__ import annotations

from hypothesis import settings

# how long one example takes says nothing on a busy machine
settings.register_profile("dangan", deadline=None)
settings.load_profile("dangan")
