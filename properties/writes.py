"""How long a write takes in a group: the study that holds `properties.practice.waits` against the model.

The leader stores a value and sends it to all; it is committed when a quorum has it (§5.3). Answers take a
time that is uniform, so the mean is exact: that of the last answer that the quorum needs.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import comb
from typing import Any

from model.environment import ENVIRONMENT, Ask
from model.raft.events import ClientRequest, SendAppendEntries
from model.raft.quorum import majority
from model.raft.rules import Raft
from model.raft.state import Value
from model.world import Action, World
from properties.raft_clock import RaftClock
from properties.timed import MS, SECOND, Due, Experiment, Moments, Span, Study
from properties.timed_group import TimedGroup, object_to_servers, timed_group


def rows(settings: Mapping[str, Any], protocol: type | None = None) -> tuple[Experiment, ...]:
    """Return an experiment for each number of servers, on a protocol: Raft's if none is given.

    The settings: `servers`, several numbers; and `answer`, the span of an answer with its request, in
    microseconds.
    """
    for servers in settings["servers"]:
        objection = object_to_servers(servers)
        if objection is not None:
            raise ValueError(objection)
    return tuple(_experiment(servers, settings["answer"], protocol) for servers in settings["servers"])


def _experiment(servers: int, answer: Span, protocol: type | None) -> Experiment:
    group = timed_group(servers, logs_differ=False, protocol=protocol)
    clock = RaftClock(group.system, (SECOND, SECOND), request=(0, 0), answer=answer)
    sends = (clock.action(group.leader, SendAppendEntries(peer)) for peer in group.followers)
    expected = mean_of_order(majority(servers) - 1, servers - 1, answer)
    return Experiment(
        name=f"{servers} servers",
        system=group.system,
        clock=clock,
        opening=(Due(_request(group), (0, 0)), *(Due(send, (0, 0)) for send in sends)),
        is_over=_is_committed,
        until=answer[1],
        observe=observe,
        facts={"masters": servers, "expected_ms": float(expected / MS)},
    )


def mean_of_order(order: int, of: int, span: Span) -> Fraction:
    """Return the mean of the k-th smallest of n numbers, each drawn from a span: exact.

    It is the sum, over all x, of the probability that fewer than k of them are x or less.
    """
    low, high = span
    width = high - low + 1
    fewer = sum(
        comb(of, count) * there**count * (width - there) ** (of - count)
        for there in range(width)
        for count in range(order)
    )
    return low - 1 + Fraction(fewer, width**of)


def observe(moments: Moments) -> int:
    """Return when the write was committed."""
    return moments[-1][0]


def summary(experiment: Experiment, observed: Sequence[int]) -> Mapping[str, Any]:
    """Return the mean, and its standard error, in milliseconds."""
    count, mean = len(observed), Fraction(sum(observed), len(observed))
    spread = sum((one - mean) ** 2 for one in observed) / count
    return {
        **experiment.facts,
        "trials": count,
        "mean_ms": float(mean / MS),
        "error_ms": float(spread / count) ** 0.5 / MS,
    }


def _is_committed(world: World) -> bool:
    return bool(world.locals[0].volatile.commit_index)


def _request(group: TimedGroup) -> Action:
    parts = (ENVIRONMENT, Ask(1)), (group.leader, ClientRequest(Value("v1")))
    return next(action for kind in group.system.kinds for action in kind.static if action.parts == parts)


STUDY = Study(
    name="writes",
    title="How long a write takes",
    sentence="How long a write takes until a quorum has it, on the model and by computing.",
    cites="§5.3",
    protocol=Raft,
    defaults={"servers": (3, 4, 5, 6, 7), "answer": (0, 20 * MS)},
    assumptions=("A follower's answer comes 0 to 20 ms after the write was sent, with equal chances.",),
    departures=(),
    notes=("measured: the mean of the trials in ms, and its standard error. expected: the mean, exact.",),
    rows=rows,
    summary=summary,
    columns=(
        ("masters", lambda row: str(row["masters"])),
        ("measured", lambda row: f"{row['mean_ms']:.2f} ± {row['error_ms']:.2f}"),
        ("expected", lambda row: f"{row['expected_ms']:.2f}"),
    ),
)
