"""What a diagram is made of: a run or the end of one, which of its flights are drawn, who has a lane."""

from collections.abc import Iterator, Sequence

from attrs import frozen

from checker.story import Flight, Moment, Process


@frozen
class Run:
    """What is laid out: moments in a row, flights, where the run loops, and where a property breaks."""

    processes: Sequence[Process]
    moments: Sequence[Moment]
    flights: Sequence[Flight]
    loop: int | None = None
    breaks: int | None = None
    keeps_all: bool = False
    """Whether each of the processes has a lane, whatever it does."""


def lanes_of(*runs: Run) -> tuple[Process, ...]:
    """Return the processes that have a lane beside each other's runs, or in one.

    They are those that do something, or that a message is from or for; of none, all.
    """
    busy = {
        name
        for run in runs
        for one in run.moments[1:]
        for name in (*one.acts, *one.assents, *(n for cut in one.cuts for n in cut))
    }
    busy |= {name for run in runs for one in flights_of(run) for name in (one.source, one.destination)}
    processes = runs[0].processes
    seen = tuple(one for one in processes if one.id in busy and not one.background)
    return seen or tuple(processes)


def flights_of(run: Run) -> Iterator[Flight]:
    """Yield the flights that are drawn: not those that ended before, or were in flight all the while."""
    first, last = run.moments[0].number, run.moments[-1].number
    read = {moment.read for moment in run.moments} | {moment.duplicated for moment in run.moments}
    for one in run.flights:
        ends = one.ended_at is not None and one.ended_at >= first
        if one.sent_after <= last and (ends or one.sent_after >= first or one.id in read):
            yield one
