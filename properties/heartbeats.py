"""What heartbeats are for: the leader lives, and a follower stands for election all the same, or does not.

A heartbeat is lost, or late, or each is lost with some probability; measured is in how many of the trials a
follower stood (§5.2). Beside it stands the probability, exact: the network takes the same time for every
message here, so that nothing is random but the timers, and the losses where there are some.
"""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cache
from typing import Any

from model.process import Message
from model.raft.events import ElectionTimeout, SendHeartbeat
from model.raft.rules import Raft
from model.raft.state import Role, ServerId
from model.world import World
from properties.raft_clock import RaftClock
from properties.timed import MS, Due, Experiment, Moments, Span, Study
from properties.timed_group import TimedGroup, object_to_servers, timed_group

LOST = (1, 2)
"""Heartbeats to one follower that are lost in a row."""

LATE = (Fraction(1, 2), Fraction(1))
"""How late one is, in shortest time-outs."""

RATES = (Fraction(1, 100), Fraction(1, 20))
"""How many of all messages are lost, and never arrive."""

ROUNDS = 20
"""Heartbeats that each follower is sent in a trial in which none is lost, or any can be."""

NOTHING, NONE_SENT = "nothing", "none is sent"
"""What a row says of itself in which all heartbeats arrive, and in which there are none."""


def rows(settings: Mapping[str, Any], protocol: type | None = None) -> tuple[Experiment, ...]:
    """Return the experiments for each interval between heartbeats, on a protocol: Raft's if none is given.

    The settings: `servers`; `timeouts`, one span in microseconds; `every`, intervals in microseconds; and
    `request`, how long a heartbeat is on its way.
    """
    objection = object_to_servers(settings["servers"]) or _object_to_times(settings)
    if objection is not None:
        raise ValueError(objection)
    group = timed_group(settings["servers"], logs_differ=False, protocol=protocol)
    (timeouts,) = settings["timeouts"]
    trials = Trials(group, timeouts, settings["request"])
    return tuple(row for every in settings["every"] for row in trials.rows(every))


def _object_to_times(settings: Mapping[str, Any]) -> str | None:
    if len(settings["timeouts"]) != 1:
        return "--timeouts was given several times; expected one with --what heartbeats"
    ((low, _),) = settings["timeouts"]
    for every in settings["every"]:
        if not settings["request"] < every < low:
            return (
                f"--every {every / MS:g} makes no sense; expected more than what a heartbeat takes "
                f"({settings['request'] / MS:g} ms), and less than the shortest time-out ({low / MS:g} ms)"
            )
    return None


class Trials:
    """The trials of a group whose time-outs are drawn from a span, and whose messages take `way`."""

    def __init__(self, group: TimedGroup, timeouts: Span, way: int) -> None:
        self.group, self.timeouts, self.way = group, timeouts, way

    def rows(self, every: int) -> Iterator[Experiment]:
        """Yield the experiments with a heartbeat so often.

        Nothing is wrong, or there are none; some are lost, one is late, any can be lost.
        """
        low, last = self.timeouts[0], ROUNDS * every
        yield self._any_lost(every, NOTHING, Fraction(0))
        clock, exact = self._clock(), 1 - (1 - self.stands_within(last)) ** len(self.group.followers)
        timers = tuple(self._timers(clock))
        yield self._experiment(every, NONE_SENT, clock, timers, last=last, exact=exact)
        for lost in LOST:
            said = "1 is lost" if lost == 1 else f"{lost} in a row are lost"
            yield self._one_follower(every, said, late=0, lost=lost)
        for share in LATE:
            late = round(share * low)
            yield self._one_follower(every, f"1 is {late / MS:g} ms late", late=late, lost=0)
        for rate in RATES:
            yield self._any_lost(every, f"of all, {float(100 * rate):g} % are lost", rate)

    def _any_lost(self, every: int, said: str, rate: Fraction) -> Experiment:
        """Return the experiment in which each message is lost at a rate, whatever becomes of others."""
        clock = self._clock(heartbeat=every, lost=rate)
        survives = self.survives(every, rate) ** len(self.group.followers)
        beats = (clock.beat(self.group.leader, peer, (every, every)) for peer in self.group.followers)
        opening = (*self._timers(clock), *beats)
        return self._experiment(every, said, clock, opening, last=ROUNDS * every, exact=1 - survives)

    def stands_within(self, gap: int) -> Fraction:
        """Return the probability that a timer ends in a gap of this length between two heartbeats."""
        low, high = self.timeouts
        return Fraction(min(max(gap - low + 1, 0), high - low + 1), high - low + 1)

    def survives(self, every: int, rate: Fraction) -> Fraction:
        """Return the probability that a follower stands in none of the rounds, each heartbeat lost at a rate.

        By how many are lost before the next arrives: then its timer begins anew, with fewer rounds to come.
        """

        @cache
        def survives(rounds: int) -> Fraction:
            outlasts = [1 - self.stands_within(gap * every) for gap in range(rounds + 1)]
            return rate**rounds * outlasts[rounds] + sum(
                rate ** (gap - 1) * (1 - rate) * outlasts[gap] * survives(rounds - gap)
                for gap in range(1, rounds + 1)
            )

        return survives(ROUNDS)

    def _one_follower(self, every: int, said: str, *, late: int, lost: int) -> Experiment:
        """Return the experiment in which something befalls the heartbeats to the first follower only."""
        clock = self._clock()
        first, *others = self.group.followers
        opening = list(self._timers(clock))
        for number in range(1, lost + 2):
            at = number * every
            opening.extend(self._beat(clock, peer, at) for peer in others)
            opening.append(self._beat(clock, first, at + late))
            if number <= lost:
                opening.append(Due(clock.about("lose", self._heartbeat(first)), (at + 1, at + 1)))
        gap = (lost + 1) * every + late
        return self._experiment(every, said, clock, tuple(opening), last=gap, exact=self.stands_within(gap))

    def _experiment(
        self, every: int, said: str, clock: RaftClock, opening: tuple[Due, ...], *, last: int, exact: Fraction
    ) -> Experiment:
        return Experiment(
            name=f"every {every / MS:g} ms, {said}",
            system=self.group.system,
            clock=clock,
            opening=opening,
            is_over=_stands,
            until=last + self.way,
            observe=observe,
            facts={"every_ms": every / MS, "wrong": said, "for_ms": last / MS, "expected": float(exact)},
        )

    def _clock(self, heartbeat: int | None = None, lost: Fraction = Fraction(0)) -> RaftClock:  # it is frozen
        way = self.way, self.way
        return RaftClock(self.group.system, self.timeouts, way, way, heartbeat, lost)

    def _timers(self, clock: RaftClock) -> Iterator[Due]:
        """Yield the timers of the followers, as if each had heard a heartbeat of the beginning."""
        low, high = self.timeouts
        for peer in self.group.followers:
            time_out = clock.action(peer, ElectionTimeout())
            yield Due(time_out, (low + self.way, high + self.way), name=("election", peer))

    def _beat(self, clock: RaftClock, peer: ServerId, at: int) -> Due:
        return Due(clock.action(self.group.leader, SendHeartbeat(peer)), (at, at))

    def _heartbeat(self, peer: ServerId) -> Message:
        """Return the heartbeat that the leader sends to a peer, as the model makes it."""
        system, leader = self.group.system, self.group.leader
        reaction = system.reaction(leader, self.group.server(system.initial(), leader), SendHeartbeat(peer))
        assert reaction is not None, "a leader sends heartbeats"
        (message,) = reaction[0].sends
        return message


def observe(moments: Moments) -> bool:
    """Say whether a follower stood, though the leader lives."""
    return any(isinstance(action.parts[-1][1], ElectionTimeout) for _, action, _ in moments)


def summary(experiment: Experiment, observed: Sequence[bool]) -> Mapping[str, Any]:
    """Return what the trials of a row say."""
    stood = sum(observed)
    return {**experiment.facts, "trials": len(observed), "stood": stood, "share": stood / len(observed)}


def _stands(world: World) -> bool:
    return any(
        local.volatile is not None and local.volatile.role is Role.CANDIDATE for local in world.locals[:-1]
    )


STUDY = Study(
    name="heartbeats",
    title="Followers that stand though the leader lives",
    sentence="How often a follower stands for election though the leader lives, by what befalls heartbeats.",
    cites="§5.2",
    protocol=Raft,
    defaults={
        "servers": 5,
        "timeouts": ((150 * MS, 300 * MS),),
        "every": (75 * MS, 100 * MS, 140 * MS),
        "request": 3 * MS,
    },
    assumptions=(
        (
            "A message takes the same time, always. Time-outs are drawn anew whenever a timer is set, each "
            "microsecond of their span as likely."
        ),
        "What is lost, or late, is so to one follower; or any message is lost, whatever becomes of others.",
    ),
    departures=(),
    notes=(
        (
            "for: how long a trial lasts. stood: trials in which a follower stood. expected: the probability "
            "of that, exact."
        ),
        "A heartbeat that arrives in the microsecond in which a timer ends comes too late.",
    ),
    rows=rows,
    summary=summary,
    columns=(
        ("heartbeat every, ms", lambda row: f"{row['every_ms']:g}"),
        ("for, ms", lambda row: f"{row['for_ms']:,g}"),
        ("what goes wrong", lambda row: str(row["wrong"])),
        ("stood", lambda row: f"{row['stood']} of {row['trials']}"),
        ("measured", lambda row: f"{100 * row['share']:.1f} %"),
        ("expected", lambda row: f"{100 * row['expected']:.1f} %"),
    ),
)
