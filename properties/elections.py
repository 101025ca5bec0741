"""How long a group is without a leader: the study of the paper's Figure 16 (§9.3).

The leader sends a heartbeat to all, and crashes before the next is due. Measured is the time from the crash
to the moment at which another leads; and beside it, who stood first, and whether it won.
"""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from math import ceil
from typing import Any

from attrs import frozen

from model.environment import ENVIRONMENT, Spend
from model.raft.events import Crash, ElectionTimeout
from model.raft.rules import Raft
from model.raft.state import Server, ServerId
from model.world import Action, System, World
from properties.broadcast import THIRD, around, slowest, spans_of
from properties.raft_clock import RaftClock
from properties.timed import MS, SECOND, Distribution, Due, Experiment, Moments, Span, Study
from properties.timed_group import TimedGroup, object_to_servers, timed_group

CAP = 10 * SECOND
"""Where a trial ends that has no leader: the paper's elections without randomness took longer."""

FEW = 100
"""Trials without randomness, as in the paper."""

RANDOMNESS = ((150, 150), (150, 151), (150, 155), (150, 175), (150, 200), (150, 300))
"""The upper panel of Figure 16, in milliseconds."""

SCALE = ((12, 24), (25, 50), (50, 100), (100, 200), (150, 300))
"""The lower panel."""

PAPER = tuple((low * MS, high * MS) for low, high in dict.fromkeys((*RANDOMNESS[:-1], *SCALE)))
"""The time-outs of both panels; the last are in both."""

LONGEST = 5 * SECOND
"""The longest election time-out that a trial of this length can be given."""


@frozen
class Election:
    """What was observed in a trial; `downtime` is None where nobody led before its end.

    `first` is the server whose timer ended first after the crash, and `first_can_win` says whether its log
    is good enough for a quorum. An election is a term in which somebody stood; a vote was split if several
    did, and nobody won.
    """

    downtime: int | None
    first: ServerId | None
    first_can_win: bool
    winner: ServerId | None
    elections: int
    split_votes: int


def rows(settings: Mapping[str, Any], protocol: type | None = None) -> tuple[Experiment, ...]:
    """Return an experiment for each span of time-outs, on a protocol: Raft's if none is given.

    The settings: `servers`; `timeouts`, spans in microseconds; `apart`, how many more microseconds each
    server's are than those of the one before; `broadcast`, microseconds from sending requests to all others
    until they all have answered, and `request`, those that one is on its way, both on average;
    `vary`, a part and of how many, says how much of its mean a message takes more or less; `logs_differ`.
    """
    objection = object_to_servers(settings["servers"])
    if objection is not None:
        raise ValueError(objection)
    broadcast, request = settings["broadcast"], settings["request"]
    if slowest(around(request, settings["vary"]), (0, 0), settings["servers"] - 1) > broadcast:
        raise ValueError(
            f"--request {request / MS:g} makes no sense; expected a part of --broadcast, which is "
            f"{broadcast / MS:g} ms, so that all requests are heard by then"
        )
    group = timed_group(settings["servers"], logs_differ=settings["logs_differ"], protocol=protocol)
    return tuple(_experiment(group, span, settings) for span in settings["timeouts"])


def _experiment(group: TimedGroup, timeouts: Span, settings: Mapping[str, Any]) -> Experiment:
    low, high = timeouts
    apart, peers = settings["apart"], settings["servers"] - 1
    request, answer = spans_of(settings["broadcast"], settings["request"], peers, settings["vary"])
    clock = RaftClock(group.system, timeouts, request, answer, apart=apart)
    crash = _crash(group.system, group.leader)
    heartbeats = tuple(clock.beat(group.leader, peer, (0, 0)) for peer in group.followers)
    said = f"{_said(low)}-{_said(high)}" + (f" + {_said(apart)}" if apart else "")
    return Experiment(
        name=f"{said} ms",
        system=group.system,
        clock=clock,
        opening=(*heartbeats, Due(crash, (1, max(1, low // 2)))),
        is_over=_leads_again(settings["servers"]),
        until=CAP + low // 2,
        observe=lambda moments: observe(group, moments),
        trials=FEW if low == high and not apart else None,
        facts={
            "timeouts": said,
            "panels": tuple(
                name
                for name, panel in (("randomness", RANDOMNESS), ("scale", SCALE))
                if timeouts in [(shortest * MS, longest * MS) for shortest, longest in panel] and not apart
            ),
        },
    )


def observe(group: TimedGroup, moments: Moments) -> Election:
    """Read a trial: when the leader crashed, who stood in which term, and who led."""
    crashed, first, first_can_win = 0, None, False
    stood: dict[int, list[ServerId]] = {}
    for time, action, world in moments:
        server, event = action.parts[-1]
        if isinstance(event, Crash):
            crashed = time
        elif isinstance(event, ElectionTimeout):
            candidate = ServerId(server)
            if first is None:
                first, first_can_win = candidate, group.can_win(world, candidate)
            stood.setdefault(group.server(world, candidate).durable.current_term, []).append(candidate)
    ended, _, last = moments[-1]
    winner = next((one for one in last.locals if isinstance(one, Server) and one.leads()), None)
    won_in = None if winner is None else winner.durable.current_term
    return Election(
        downtime=None if winner is None or ended - crashed > CAP else ended - crashed,
        first=first,
        first_can_win=first_can_win,
        winner=None if winner is None else winner.id,
        elections=len(stood),
        split_votes=sum(len(candidates) > 1 and term != won_in for term, candidates in stood.items()),
    )


def summary(experiment: Experiment, observed: Sequence[Election]) -> Mapping[str, Any]:
    """Return what the trials of a row say; a time that is above the cap is None."""
    downtimes = sorted(CAP + 1 if one.downtime is None else one.downtime for one in observed)
    without = sum(one.downtime is None for one in observed)
    able = [one for one in observed if one.first is not None and one.first_can_win]
    behind = [one for one in observed if one.first is not None and not one.first_can_win]
    return {
        **experiment.facts,
        "trials": len(observed),
        "mean_ms": None if without else round(sum(downtimes) / len(downtimes)) / MS,
        "median_ms": quantile(downtimes, Fraction(1, 2)),
        "p99_ms": quantile(downtimes, Fraction(99, 100)),
        "worst_ms": quantile(downtimes, Fraction(1)),
        "without_leader": without,
        "share_without_leader": without / len(observed),
        "elections": sum(one.elections for one in observed),
        "split_votes": sum(one.split_votes for one in observed),
        "trials_with_split_vote": sum(one.split_votes > 0 for one in observed),
        "first_can_win": len(able),
        "first_can_win_and_wins": sum(one.winner == one.first for one in able),
        "first_is_behind": len(behind),
        "first_is_behind_and_wins": sum(one.winner == one.first for one in behind),
        "others_win": _others_win(observed),
    }


def _others_win(observed: Sequence[Election]) -> Mapping[str, int]:
    """Return how often each server won though another's timer ended first, where any did."""
    winners = [one.winner for one in observed if one.winner is not None and one.winner != one.first]
    return {winner: winners.count(winner) for winner in sorted(set(winners))}


def quantile(downtimes: Sequence[int], share: Fraction) -> float | None:
    """Return the least downtime that this share of the trials does not exceed, in milliseconds.

    None if it is above the cap.
    """
    found = downtimes[max(ceil(share * len(downtimes)), 1) - 1]
    return found / MS if found <= CAP else None


def _leads_again(servers: int) -> Callable[[World], bool]:
    """Return the function that says whether there is a leader once the first one has crashed."""

    def leads(world: World) -> bool:
        first, *others = world.locals[:servers]
        return first.volatile is None and any(server.leads() for server in others)

    return leads


def _crash(system: System, server: ServerId) -> Action:
    parts = (ENVIRONMENT, Spend("crashes")), (server, Crash())
    return next(action for kind in system.kinds for action in kind.static if action.parts == parts)


def _said(time: int) -> str:
    """Return a time in milliseconds."""
    return f"{time / MS:g}"


def _time(name: str) -> Callable[[Mapping[str, Any]], str]:
    """Return how a column words a time."""
    return lambda row: f"> {CAP / MS:,.0f}" if row[name] is None else f"{row[name]:,.0f}"


def _of(name: str, whole: str) -> Callable[[Mapping[str, Any]], str]:
    """Return how a column words how many of how many."""
    return lambda row: f"{row[name]} of {row[whole]}" if row[whole] else "-"


def _panel(title: str, panel: str | None, *, is_log: bool) -> Distribution:
    """Return the panel of the plot that shows the rows of a panel of Figure 16; None: those of neither."""
    return Distribution(
        title=title,
        label="time without a leader, ms",
        share="trials with a leader, %",
        legend="time-outs, ms",
        picks=lambda row: panel in row["panels"] if panel else not row["panels"],
        names=lambda row: str(row["timeouts"]),
        of=lambda election: election.downtime,
        is_log=is_log,
    )


STUDY = Study(
    name="election",
    title="Time without a leader after a crash",
    sentence="How long a group is without a leader that has crashed, from the crash to the next leader.",
    cites="§9.3, Figure 16",
    protocol=Raft,
    defaults={
        "servers": 5,
        "timeouts": PAPER,
        "apart": 0,
        "broadcast": 15 * MS,
        "request": 15 * MS // 6,
        "vary": THIRD,
        "logs_differ": True,
    },
    assumptions=(
        (
            "The leader sends heartbeats to all, and crashes at any moment before the next are due, which is "
            "half the shortest time-out."
        ),
        "A time-out is drawn anew whenever a timer is set, each microsecond of its span as likely.",
        (
            "The broadcast time is that of the paper's §5.6: on average it takes so long until all others "
            "have answered. A request and an answer each take up to a third more or less than their mean, if "
            "nothing else is said, with equal chances; what is sent to a server that is down is lost."
        ),
    ),
    departures=(
        (
            "The paper gives the broadcast time only, about 15 ms. How much of it passes before a request is "
            "heard decides how many stand at once. Here it is a sixth, and a message takes up to a third "
            "more or less than its mean, if nothing else is said: chosen because with these the median comes "
            "near the paper's. They are fitted, not measured."
        ),
        (
            "The paper measured a program on a network, with clocks and disks of its own; here clocks run "
            "alike, and a disk is part of the time that an answer takes."
        ),
        "A trial ends 10 s after the crash.",
    ),
    notes=(
        "time-outs, mean, median, 99 % and worst: milliseconds, from the crash to the next leader.",
        "+ x after time-outs: each server's are x longer than those of the one before.",
        "no leader: trials without one 10 s after the crash.",
        (
            "elections: terms in which somebody stood, a trial. split votes: those in which several did, and "
            "nobody won, in all trials."
        ),
        (
            "first wins: the server whose timer ended first becomes the leader, of the trials in which its "
            "log is good enough for a majority; behind wins: of those in which it is not."
        ),
    ),
    columns=(
        ("time-outs", lambda row: row["timeouts"]),
        ("mean", _time("mean_ms")),
        ("median", _time("median_ms")),
        ("99 %", _time("p99_ms")),
        ("worst", _time("worst_ms")),
        ("no leader", _of("without_leader", "trials")),
        ("elections", lambda row: f"{row['elections'] / row['trials']:.1f}"),
        ("split votes", lambda row: str(row["split_votes"])),
        ("first wins", _of("first_can_win_and_wins", "first_can_win")),
        ("behind wins", _of("first_is_behind_and_wins", "first_is_behind")),
    ),
    rows=rows,
    summary=summary,
    plot=(
        _panel("How much randomness", "randomness", is_log=True),
        _panel("How long the shortest time-out", "scale", is_log=False),
        _panel("As asked", None, is_log=True),
    ),
)
