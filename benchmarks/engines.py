"""How fast the engines are, against each other: transitions and distinct states a second, memory, start-up.

Run it with ``make bench``, or ``python benchmarks/engines.py [--quick]``. Every search runs in a process
of its own, the ones to be compared in turns, and what is compared is the median of the turns: single
times say little on a machine that does other things, too. Prints Markdown.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from statistics import median
from time import monotonic
from typing import Any

from attrs import Factory, evolve, frozen

ONGARO = {"servers": 3, "terms": 2, "entries": 1, "in-flight": 1, "copies": 1, "restarts": 1}
RAFT = {"servers": 3, "terms": 2, "entries": 1, "requests": 1, "crashes": 1}


@frozen
class Search:
    """One search to be timed: a scenario, its parameters, and how it is searched."""

    scenario: str
    parameters: dict[str, int | None]
    engine: str = "compiled"
    workers: int = 1
    symmetric: bool = False
    states: int | None = None
    options: dict[str, Any] = Factory(dict)


def run_here(wanted: dict[str, Any]) -> dict[str, Any]:
    """Search in this process, and return the figures."""
    from checker.case import make_case  # noqa: PLC0415  # loading it is part of what is measured
    from checker.engines import Engine  # noqa: PLC0415
    from checker.memory import peak_bytes  # noqa: PLC0415
    from checker.verdict import Limits  # noqa: PLC0415

    case = make_case(wanted["scenario"], wanted["parameters"])
    engine = Engine(wanted["engine"], wanted["workers"], wanted["symmetric"])
    engine.search(case.system, case.checked, Limits(depth=1))  # load the kernels
    result = engine.search(case.system, case.checked, Limits(states=wanted["states"]))
    return {
        "states": result.states,
        "transitions": result.transitions,
        "seconds": result.seconds,
        "peak": peak_bytes(),
        "stands_for": result.stands_for,
    }


def measure(search: Search) -> dict[str, Any]:
    """Search in a process of its own, and return the figures."""
    wanted = json.dumps({name: getattr(search, name) for name in Search.__slots__ if name != "__weakref__"})
    ran = subprocess.run(
        [sys.executable, __file__, "--one", wanted], capture_output=True, text=True, check=True
    )
    return dict(json.loads(ran.stdout))


def compare(searches: Sequence[Search], turns: int) -> list[dict[str, Any]]:
    """Measure searches in turns; return for each the medians of transitions and states a second."""
    runs: list[list[dict[str, Any]]] = [[] for _ in searches]
    for _ in range(turns):
        for search, results in zip(searches, runs, strict=True):
            results.append(measure(search))
    return [
        {
            **results[0],
            "seconds": median(result["seconds"] for result in results),
            "transitions/s": median(result["transitions"] / result["seconds"] for result in results),
            "states/s": median(result["states"] / result["seconds"] for result in results),
            "peak": max(result["peak"] for result in results),
        }
        for results in runs
    ]


def table(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table."""
    print(f"\n### {title}\n")
    print("| " + " | ".join(head) + " |")
    print("|" + "---|" * len(head))
    for row in rows:
        print("| " + " | ".join(row) + " |")


def against_the_reference(turns: int) -> None:
    """Compare the compiled engine with the reference search on spaces that both exhaust."""
    rows = []
    for name, search in {
        "raft": Search("raft", dict(RAFT)),
        "ongaro, no restarts": Search("ongaro", {**ONGARO, "restarts": 0}, states=300_000),
        "ongaro": Search("ongaro", dict(ONGARO), states=300_000),
    }.items():
        plain, fast = compare([evolve(search, engine="reference"), evolve(search, states=None)], turns)
        rows.append(
            (
                name,
                f"{fast['states']:,}",
                f"{plain['transitions/s']:,.0f}",
                f"{fast['transitions/s']:,.0f}",
                f"{fast['transitions/s'] / plain['transitions/s']:.0f}",
                f"{fast['states/s'] / plain['states/s']:.0f}",
            )
        )
    table(
        "Against the reference search (which stops at 300,000 states of ongaro)",
        (
            "scenario",
            "states",
            "reference, transitions/s",
            "compiled, transitions/s",
            "ratio",
            "ratio in states/s",
        ),
        rows,
    )


def workers_and_symmetry(turns: int) -> None:
    """Compare two workers with one, and symmetry with none."""
    rows = []
    searches = {
        "raft, in flight 3": Search("raft", {**RAFT, "in-flight": 3}),
        "ongaro": Search("ongaro", dict(ONGARO)),
        "ongaro, in flight 2, to 10 million": Search(
            "ongaro", {**ONGARO, "in-flight": 2, "restarts": 0}, states=10_000_000
        ),
    }
    for name, search in searches.items():
        variants = [search, evolve(search, workers=2), evolve(search, symmetric=True, states=None)]
        if search.states is not None:
            variants.pop()
        one, two, *rest = compare(variants, turns)
        canonical = rest[0] if rest else None
        rows.append(
            (
                name,
                f"{one['states']:,}",
                f"{one['transitions/s']:,.0f}",
                f"{two['transitions/s'] / one['transitions/s']:.2f}",
                f"{one['states'] / canonical['states']:.2f}" if canonical else "-",
                f"{one['seconds'] / canonical['seconds']:.2f}" if canonical else "-",
                f"{one['peak'] / one['states']:.0f}",
            )
        )
    table(
        "Workers and symmetry",
        (
            "space", "states", "transitions/s, one worker", "two workers, ratio", "symmetry: states, ratio",
            "symmetry: time, ratio", "peak memory, bytes a state",
        ),
        rows,
    )  # fmt: skip


def growth(largest: float) -> None:
    """Show how the cost grows with the number of states."""
    rows = []
    states = 10_000
    while states <= largest:
        figures = measure(Search("ongaro", {**ONGARO, "in-flight": 2, "restarts": 0}, states=states))
        rows.append(
            (
                f"{figures['states']:,}",
                f"{figures['seconds']:.2f}",
                f"{figures['transitions'] / figures['seconds']:,.0f}",
                f"{figures['peak'] / 2**20:,.0f}",
                f"{figures['peak'] / figures['states']:,.0f}",
            )
        )
        states *= 10
    table(
        "How the cost grows (ongaro, two messages in flight, no restarts)",
        ("states", "seconds", "transitions/s", "peak memory, MiB", "bytes a state"),
        rows,
    )


def simulation_and_start() -> None:
    """Show the speed of walking, and how long a small check takes as a whole."""
    from checker.case import make_case  # noqa: PLC0415  # after what is measured in processes of their own
    from checker.compiled.simulate import Plan, simulate  # noqa: PLC0415

    case = make_case("raft", {})
    simulate(case.system, case.checked, Plan(runs=100))
    result = simulate(case.system, case.checked, Plan(runs=100_000))
    print(f"\nSimulation: {result.steps / result.seconds:,.0f} steps/s (raft, 100,000 runs of 200 steps)")
    command = [sys.executable, "-m", "checker", "check", "raft", "--servers", "1"]
    times = []
    for _ in range(5):
        began = monotonic()
        subprocess.run(command, check=True, capture_output=True)
        times.append(monotonic() - began)
    print(
        f"Start-up with kernels kept, a check of one server as a whole: {median(times):.2f} s (median of 5)"
    )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(run_here(json.loads(sys.argv[2]))))
    else:
        is_quick = "--quick" in sys.argv
        against_the_reference(1 if is_quick else 3)
        workers_and_symmetry(1 if is_quick else 3)
        growth(1e6 if is_quick else 1e7)
        simulation_and_start()
