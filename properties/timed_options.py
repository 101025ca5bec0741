"""What a study can be told on the command line, and the command that conducts some of them.

An option reads what was typed, and returns the settings that it stands for; what makes no sense it refuses
with what it expected. Times are typed in milliseconds.
"""

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from attrs import field, frozen

from properties import elections, heartbeats
from properties.timed import MS, Study

LEAST, MOST = 1, 5_000
"""Milliseconds that a time-out can have."""

SHARE = 6
"""A request is on its way for this part of the broadcast time, if nothing else is said."""


@frozen
class Option:
    """An option of studies: its name and what it means; `values` are all that it takes, if they are few.

    `read` returns the settings that a text stands for, and raises ValueError, with what was expected, for
    one that makes no sense. One of `several` can be given again: its settings, tuples, are put together.
    """

    name: str
    metavar: str
    sentence: str
    read: Callable[[str], Mapping[str, Any]] = field(eq=False)
    several: bool = False
    values: tuple[str, ...] = ()


@frozen
class StudyCommand:
    """A command that conducts studies: its name and words, the `--what` of each, and its options.

    The first of the studies is conducted if nothing is said. `what` tells what each is.
    """

    name: str
    short: str
    sentence: str
    what: str
    studies: Mapping[str, tuple[Study, tuple[Option, ...]]]


def _servers(said: str) -> Mapping[str, Any]:
    if not (said.isascii() and said.isdecimal()):
        raise ValueError("expected a whole number from 3 to 7")
    return {"servers": int(said)}


def _span(said: str) -> Mapping[str, Any]:
    low, _, high = said.partition("-")
    try:
        span = _microseconds(low), _microseconds(high)
    except ValueError:
        span = 0, 0
    if LEAST * MS <= span[0] <= span[1] <= MOST * MS:
        return {"timeouts": (span,)}
    raise ValueError(
        f"expected LOW-HIGH in milliseconds, from {LEAST} to {MOST:,}, the lower one first, such as 150-300"
    )


def _spread(said: str) -> Mapping[str, Any]:
    try:
        more = _microseconds(said)
    except ValueError:
        more = MOST * MS
    if more <= (MOST - 150) * MS:
        return {"timeouts": ((150 * MS, 150 * MS + more),)}
    raise ValueError(f"expected milliseconds, up to {MOST - 150:,}, such as 50")


def _broadcast(said: str) -> Mapping[str, Any]:
    broadcast = _time(said)
    return {"broadcast": broadcast, "request": max(broadcast // SHARE, 1)}


def _part(said: str) -> Mapping[str, Any]:
    part, slash, of = said.partition("/")
    if part.isascii() and part.isdecimal() and ((of.isascii() and of.isdecimal()) or not slash):
        whole = int(of) if slash else 1
        if int(part) <= whole <= MOST and whole:
            return {"vary": (int(part), whole)}
    raise ValueError("expected a part of the mean, from 0 to 1, such as 1/2")


def _logs(said: str) -> Mapping[str, Any]:
    return {"logs_differ": said == "different"}


def _time(said: str) -> int:
    try:
        time = _microseconds(said)
    except ValueError:
        time = 0
    if 0 < time <= MOST * MS:
        return time
    raise ValueError(f"expected milliseconds, more than 0 and up to {MOST:,}, such as 15")


def _microseconds(said: str) -> int:
    """Return a time that was typed in milliseconds. Raises ValueError for what is none."""
    whole, _, part = said.partition(".")
    if not (whole.isascii() and whole.isdecimal() and ((part.isascii() and part.isdecimal()) or part == "")):
        raise ValueError(said)
    return int(Fraction(said) * MS)


SERVERS = Option("servers", "N", "servers in the group, 3 to 7 [5]", _servers)

TIMEOUTS = Option(
    "timeouts",
    "LOW-HIGH",
    "election time-outs in milliseconds, a row each; can be given several times [those of Figure 16; "
    "heartbeats: 150-300]",
    _span,
    several=True,
)

SPREAD = Option(
    "spread", "MS", "the same as --timeouts 150-X, with X MS more; can be given, too", _spread, several=True
)

APART = Option(
    "apart",
    "MS",
    "each server's time-outs are so much longer than those of the one before [0]",
    lambda said: {"apart": _time(said)},
)

BROADCAST = Option(
    "broadcast", "MS", "from requests to all others until all have answered, on average [15]", _broadcast
)

REQUEST = Option(
    "request",
    "MS",
    "how long a request is on its way, of that [a sixth of it; heartbeats: 3]",
    lambda said: {"request": _time(said)},
)

VARY = Option(
    "vary",
    "PART",
    "by which part of its mean a request, or an answer, takes more or less, 0 to 1 [1/3]",
    _part,
)

LOGS = Option(
    "logs",
    "",
    "each server's log is shorter than that of the one before, or all are alike [different]",
    _logs,
    values=("different", "equal"),
)

EVERY = Option(
    "every",
    "MS",
    "between two heartbeats; can be given several times [75, 100 and 140]",
    lambda said: {"every": (_time(said),)},
    several=True,
)

ELECTION = StudyCommand(
    name="election",
    short="Time elections: how long a group is without a leader.",
    sentence="""Crash a leader again and again, on the rules of the model; time how long there is no other.

    The times are drawn from the seed: the same seed prints the same, byte for byte. With --what
    heartbeats the leader lives, and heartbeats are lost or late.""",
    what="crash: how long there is no leader once the leader has crashed [default]; heartbeats: how often a "
    "follower stands though the leader lives, as heartbeats are lost or late",
    studies={
        "crash": (elections.STUDY, (SERVERS, TIMEOUTS, SPREAD, APART, BROADCAST, REQUEST, VARY, LOGS)),
        "heartbeats": (heartbeats.STUDY, (SERVERS, TIMEOUTS, REQUEST, EVERY)),
    },
)
