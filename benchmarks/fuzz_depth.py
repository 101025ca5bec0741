"""How deep does the fuzz get? Runs of the state machine on groups of 3, 4 and 5 servers, and what they reach.

Run it with ``python benchmarks/fuzz_depth.py [RUNS]``; the runs are the same each time. A run's depth is
the number of its actions. The line at the foot is what matters: a leader elected, an entry committed and a
fault in the same run.
"""

import sys
from statistics import median
from time import perf_counter

from checker.catalogue import complete
from checker.machine import Run, sample
from properties.catalogue import RAFT

STORM = {
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
FAULTS = {"crash", "lose", "duplicate", "cut"}
WITNESSES = [stated.name for stated in RAFT.properties if stated.kind.value == "sometimes"]
GROUPS = (3, 4, 5)
STEPS = 80
SEED = 1


def is_deep(run: Run) -> bool:
    """Say whether a leader was elected, an entry committed, and a fault suffered."""
    return run.witnesses >= {"leader-elected", "entry-committed"} and bool(FAULTS & run.kinds().keys())


def measure(servers: int, count: int) -> tuple[list[Run], float]:
    """Return runs of a group, and how many seconds they took."""
    system = RAFT.build(complete(RAFT, STORM | {"servers": servers}), None)
    began = perf_counter()
    runs = sample(system, RAFT.properties, runs=count, steps=STEPS, seed=SEED)
    return runs, perf_counter() - began


def main(count: int) -> None:
    """Print the table."""
    columns = [measure(servers, count) for servers in GROUPS]

    def row(name: str, *cells: str) -> None:
        print(f"{name:34}" + "".join(f"{cell:>10}" for cell in cells))

    def share(name: str, holds: "list[list[bool]]") -> None:
        row(name, *(f"{sum(each) / len(each):.0%}" for each in holds))

    row("servers", *map(str, GROUPS))
    row("runs", *(f"{len(runs):,}" for runs, _ in columns))
    row("seconds", *(f"{seconds:.1f}" for _, seconds in columns))
    row(
        "actions in a run, median",
        *(f"{median(len(run.actions) for run in runs):.0f}" for runs, _ in columns),
    )
    row("actions in a run, most", *(str(max(len(run.actions) for run in runs)) for runs, _ in columns))
    for witness in WITNESSES:
        share(f"reach {witness}", [[witness in run.witnesses for run in runs] for runs, _ in columns])
    for fault in sorted(FAULTS):
        share(f"suffer {fault}", [[fault in run.kinds() for run in runs] for runs, _ in columns])
    share("leader, commit and fault", [[is_deep(run) for run in runs] for runs, _ in columns])


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
