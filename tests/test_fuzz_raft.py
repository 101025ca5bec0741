"""Raft, fuzzed: groups too large to exhaust, under crashes, losses, duplicates and cuts."""

from collections.abc import Mapping

from checker.stateful import Fuzz
from properties.catalogue import RAFT


def storm(servers: int) -> Mapping[str, int | None]:
    """Return bounds far beyond what can be exhausted."""
    return {
        "servers": servers,
        "terms": 6,
        "entries": 4,
        "batch": 2,
        "requests": 6,
        "crashes": 3,
        "losses": 5,
        "duplicates": 5,
        "cuts": 3,
        "in-flight": None,
        "copies": 1,
    }


class TestThreeServers(Fuzz):
    """Three servers keep what Raft promises, whatever goes wrong."""

    scenario = RAFT
    parameters = storm(servers=3)


class TestFourServers(Fuzz):
    """Four servers keep what Raft promises, whatever goes wrong: half of them is no majority."""

    scenario = RAFT
    parameters = storm(servers=4)


class TestFiveServers(Fuzz):
    """Five servers keep what Raft promises, whatever goes wrong."""

    scenario = RAFT
    parameters = storm(servers=5)
