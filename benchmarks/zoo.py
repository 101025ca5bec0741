"""How long the zoo takes: each mutant where it is hunted, and all of them at one common bound.

Run it with ``python benchmarks/zoo.py [hunts|common]``, or for both without a word. One search at a time,
one worker, nothing beside it; one that takes more than a minute, or more than 6 GiB, is given up, and
that is told. Prints Markdown.
"""

import sys
from collections.abc import Iterator, Sequence

from checker.catalogue import complete
from checker.check import check
from checker.verdict import Limits, Result
from checker.zoo import Controls, Exhibit, exhibits, hunt

LIMITS = Limits(seconds=60.0, memory=6 * 2**30)

COMMON: dict[str, int | None] = {
    "servers": 3, "terms": 2, "entries": 2, "requests": 2, "crashes": 1, "losses": 1, "duplicates": 1,
}  # fmt: skip
"""Two requests for two entries; what is not said here is by default, messages in flight among it."""


def hunts() -> Iterator[tuple[str, ...]]:
    """Yield a row for each mutant under the bounds of its hunt, with its control."""
    controls = Controls(LIMITS)
    for exhibit in exhibits():
        found, control = hunt(exhibit, LIMITS), controls.of(exhibit)
        steps = "-" if found.trace is None else str(len(found.trace.actions))
        yield (_name(exhibit), found.verdict, steps, *_size(found.report.result), *_size(control))


def at_the_common_bound() -> Iterator[tuple[str, ...]]:
    """Yield a row for each mutant of Raft that breaks a safety property, and for each healthy group.

    Where servers come and go, a change would be one bound more: those mutants are left out.
    """
    healthy: dict[str, Result] = {}
    for exhibit in exhibits():
        names = {one.name for one in exhibit.scenario.parameters}
        if exhibit.promise is not None or not set(COMMON) <= names or "changes" in names:
            continue
        killer, parameters = exhibit.hunt.killed_by, complete(exhibit.scenario, COMMON)
        report = check(exhibit.found_as, parameters, mutant=exhibit.name, property=killer, limits=LIMITS)
        steps = "-" if report.trace is None else str(len(report.trace.actions))
        yield (_name(exhibit), exhibit.found_as, killer, _found(report.result), steps, *_size(report.result))
        if exhibit.found_as not in healthy:
            healthy[exhibit.found_as] = check(exhibit.found_as, parameters, limits=LIMITS).result
    for scenario, result in healthy.items():
        yield ("*healthy*", scenario, "all", _found(result), "-", *_size(result))


def _name(exhibit: Exhibit) -> str:
    return f"`{exhibit.name}`"


def _found(result: Result) -> str:
    return (
        "no: given up"
        if result.stopped_by
        else {"violated": "yes", "holds": "no: exhausted"}[result.verdict.value]
    )


def _size(result: Result) -> tuple[str, str]:
    return f"{result.states:,}", f"{result.seconds:.2f}"


def table(title: str, head: Sequence[str], rows: Iterator[tuple[str, ...]]) -> None:
    """Print a table, each row as soon as it is known."""
    print(f"\n### {title}\n\n| {' | '.join(head)} |\n|{'---|' * len(head)}", flush=True)
    for row in rows:
        print(f"| {' | '.join(row)} |", flush=True)


if __name__ == "__main__":
    check("raft", {"servers": 1})  # load the kernels
    if sys.argv[1:] != ["common"]:
        head = ("mutant", "verdict", "steps", "states", "seconds", "states of the control", "seconds")
        table("Each under the bounds of its hunt", head, hunts())
    if sys.argv[1:] != ["hunts"]:
        head = ("mutant", "scenario", "property", "found", "steps", "states", "seconds")
        table("At one common bound", head, at_the_common_bound())
