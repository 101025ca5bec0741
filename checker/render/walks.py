"""Random walks for the mutants of the zoo: a table of what each took, and all of it as JSON."""

from collections.abc import Sequence

from rich.box import SIMPLE_HEAD
from rich.table import Table as Grid

from checker.encoding import Json
from checker.render.zoo import drawn
from checker.simulation import SimulationReport
from checker.zoo import Exhibit, told

Walks = Sequence[tuple[Exhibit, SimulationReport | None]]
"""With each mutant the walks for it, or None where it breaks a promise."""


def render_walks(walks: Walks) -> str:
    """Return for every mutant how many runs and steps at random it took; promises are found by none."""
    grid = Grid(box=SIMPLE_HEAD, pad_edge=False)
    grid.add_column("mutant")
    grid.add_column("violates")
    for name in ("runs", "steps in all", "failed after", "shrunk to", "told", "seconds"):
        grid.add_column(name, justify="right")
    for exhibit, walked in walks:
        cells = ["by liveness only", *["-"] * 5]
        if walked is not None:
            simulation, shortened = walked.simulation, walked.shortened
            cells = [f"{simulation.runs:,}", f"{simulation.steps:,}", "-", "-", "not found"]
            if shortened is not None and walked.trace is not None:
                told_in = f"{len(walked.trace.actions)}{'' if shortened.shortest else '*'}"
                cells[2:] = [str(shortened.found), str(shortened.shrunk), told_in]
            cells.append(f"{simulation.seconds:.2f}")
        grid.add_row(exhibit.name, exhibit.hunt.killed_by, *cells)
    seeds = sorted({walked.plan.seed for _, walked in walks if walked is not None})
    found, of = _found(walks)
    said = f"{found} of {of} mutants found by random walks (seed {', '.join(map(str, seeds))})."
    return "\n".join([*drawn(grid), "", said])


def walked_json(exhibit: Exhibit, walked: SimulationReport) -> Json:
    """Return the walks for one mutant as one JSON object."""
    return {
        **walked.as_json(),
        **told(exhibit),
        "found_by": "simulation",
        "steps": None if walked.trace is None else len(walked.trace.actions),
        "walked_steps": walked.simulation.steps,
    }


def walks_json(walks: Walks) -> Json:
    """Return walks as one JSON object; of a mutant that breaks a promise, nothing but what it is."""
    mutants = [
        {**told(exhibit), "found_by": "liveness"} if walked is None else walked_json(exhibit, walked)
        for exhibit, walked in walks
    ]
    found, of = _found(walks)
    return {"mutants": mutants, "score": {"killed": found, "of": of}}


def _found(walks: Walks) -> tuple[int, int]:
    """Return how many mutants were found, of how many that were looked for."""
    walked = [one for _, one in walks if one is not None]
    return sum(one.trace is not None for one in walked), len(walked)
