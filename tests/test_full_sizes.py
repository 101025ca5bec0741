"""The engines against each other on scenarios in full: longer than `make test` may take; for `make deep`."""

import pytest
from test_compiled import built, comparable

from checker import reference
from checker.compiled import search as compiled
from checker.verdict import Verdict

pytestmark = pytest.mark.deep

FULL: list[tuple[str, dict[str, int | None]]] = [
    ("raft-faults", {}),
    ("raft-partition", {}),
    ("ongaro", {"entries": 0, "restarts": 0}),
]


@pytest.mark.parametrize(("name", "parameters"), FULL, ids=[name for name, _ in FULL])
def test_agrees_on_three_servers(name: str, parameters: dict[str, int | None]) -> None:
    """With three servers, too, the engines agree in everything, for any number of workers."""
    system, stated = built(name, **parameters)
    expected = comparable(reference.search(system, stated))
    assert Verdict.HOLDS == expected["verdict"]
    assert expected["states"] > 50_000
    for workers in (1, 2, 3):
        assert expected == comparable(compiled.search(system, stated, workers=workers))
