"""The table of fault tolerance: how many members, what quorum, how many failures.

Each row is confirmed twice over. Its lemma holds its numbers against the sets of members and against
the model's functions, for every number of failures. Its searches hold them against the protocol itself,
within bounds: with as many servers down as are tolerated an entry is committed; with one more down the
space is exhausted, and none ever is.
"""

from collections.abc import Mapping

from model.raft.quorum import majority, tolerated
from properties.quorum_lemmas import tolerance_of
from properties.reachability import entry_committed
from properties.statement import Row, Scenario, Table

LARGEST = 9

LARGEST_SEARCHED = 5

Parameters = Mapping[str, int | None]


def table(raft: Scenario) -> Table:
    """Return the table, its searches to be made in a scenario with the parameters of ``raft``."""
    return Table(
        name="tolerance",
        sentence="How many failures a group tolerates: with one more, nothing is committed.",
        columns=("members", "quorum", "failures tolerated", "failures that stop writes"),
        rows=tuple(
            row(raft, members, majority(members), tolerated(members)) for members in range(1, LARGEST + 1)
        ),
    )


def row(raft: Scenario, members: int, enough: int, failures: int) -> Row:
    """Return the row that says this of a group; cells, lemma and searches all come from these numbers."""
    searches = (
        (raft, _commits(members, failures), entry_committed.name, True),
        (raft, _never_commits(members, failures + 1), entry_committed.name, False),
    )
    return Row(
        cells=tuple(str(number) for number in (members, enough, failures, failures + 1)),
        lemma=tolerance_of(members, enough, failures),
        searches=searches if members <= LARGEST_SEARCHED else (),
    )


def _commits(members: int, down: int) -> Parameters:
    """One term, one request and what one election sends are enough to see an entry committed."""
    return {"servers": members, "down": down, "terms": 1, "entries": 1, "requests": 1}


def _never_commits(members: int, down: int) -> Parameters:
    """Two terms, and any number of messages in flight: a larger space, in which nothing is to be seen."""
    return {"servers": members, "down": down, "terms": 2, "entries": 1, "requests": 1, "in-flight": None}
