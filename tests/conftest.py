"""How hard Hypothesis tries: three profiles, by ``--hypothesis-profile`` or ``HYPOTHESIS_PROFILE``.

Where nobody says, it is `ci` under continuous integration, else `dev`. A test that says how many
examples it wants keeps to that under each of them.
"""

import os
import signal
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from checker.claims import Court

COMMON = {
    # How long one example takes depends on what else the machine does; no test is about that.
    "deadline": None,
    # The same goes for drawing it, which for a fuzz takes steps of the model.
    "suppress_health_check": [HealthCheck.too_slow],
}

# Hypothesis's own default is derandomized where it sees CI: what differs is said here.
settings.register_profile("dev", max_examples=50, stateful_step_count=60, derandomize=False, **COMMON)
# The same examples every time, whatever was found before: what fails here fails everywhere.
settings.register_profile(
    "ci", max_examples=100, stateful_step_count=80, derandomize=True, database=None, print_blob=True, **COMMON
)
settings.register_profile("deep", max_examples=2000, stateful_step_count=100, derandomize=False, **COMMON)

settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "dev"))


@pytest.fixture(scope="session")
def court() -> Court:
    """Return a court of the healthy protocols: what it has settled once, it knows."""
    return Court()


@pytest.fixture
def ctrl_c() -> Iterator[None]:
    """Let Ctrl-C be raised: what a shell starts in the background ignores it, and so would the test."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)
