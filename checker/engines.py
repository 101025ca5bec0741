"""The engines by name: one signature, one answer."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from attrs import frozen

from checker import reference
from checker.errors import WrongUsage
from checker.protocol import Property, System
from checker.verdict import Limits, Progress, Result, Verdict

if TYPE_CHECKING:  # to load it takes longer than all the rest
    from checker.liveness.graph import Graph

COMPILED, REFERENCE = "compiled", "reference"

NAMES = (COMPILED, REFERENCE)

COMPILING = "compiling the engine's kernels: this takes some seconds, once on this machine"


@frozen
class Engine:
    """Which engine searches, and how: `workers` threads, and whether renamed worlds count as one."""

    name: str = COMPILED
    workers: int = 1
    symmetric: bool = False

    def __attrs_post_init__(self) -> None:
        if self.name == REFERENCE and (self.workers != 1 or self.symmetric):
            raise WrongUsage(
                "--engine reference has one worker and no symmetry: it is the plain search that the "
                "compiled engine is held against; expected --engine compiled with --workers or --symmetry"
            )

    def search(
        self,
        system: System,
        properties: Sequence[Property],
        limits: Limits = Limits(),  # noqa: B008  # frozen
        tell: Callable[[Progress], None] = lambda _: None,
        *,
        until: str | None = None,
        notice: Callable[[str], None] = lambda _: None,
    ) -> Result:
        """Explore every reachable world, or as many as the limits allow: see `checker.reference.search`.

        `notice` is told, in a sentence, of what takes long and has nothing to do with the search. What
        has a quotient is for the plain search, whatever engine was asked for.
        """
        if self.name == REFERENCE or system.quotient is not None:
            return reference.search(system, properties, limits, tell, until)
        # Loading the kernels takes longer than all the rest: only where they are used.
        from checker.compiled.search import search  # noqa: PLC0415
        from checker.compiled.symmetry import MANY, how_many  # noqa: PLC0415

        if self.symmetric and how_many(system) > MANY:
            notice(
                f"--symmetry has {how_many(system):,} renamings here, and each value is renamed by each: "
                f"that saves memory, but above {MANY} rarely time"
            )
        _warm(notice, system, properties)
        return search(system, properties, limits, tell, until, symmetric=self.symmetric, workers=self.workers)

    def explore(
        self,
        system: System,
        properties: Sequence[Property],
        limits: Limits = Limits(),  # noqa: B008  # frozen
        tell: Callable[[Progress], None] = lambda _: None,
        *,
        notice: Callable[[str], None] = lambda _: None,
    ) -> "tuple[Result, Graph | None]":
        """Search as `search` does; return the graph, too, if everything was visited and holds.

        Raises WrongUsage if renamed worlds count as one: what a run owes has a name.
        """
        if self.symmetric:
            raise WrongUsage(
                "--symmetry makes no sense for a promise: who owes what would be lost in the renaming; "
                "expected no --symmetry, or the --property that is to be searched with it"
            )
        if self.name == REFERENCE or system.quotient is not None:
            from checker.liveness.explore import explore  # noqa: PLC0415  # only where it is used

            result = reference.search(system, properties, limits, tell)
            return result, explore(system) if result.verdict is Verdict.HOLDS else None
        from checker.compiled.graph import explored  # noqa: PLC0415

        _warm(notice, system, properties)
        return explored(system, properties, limits, tell, workers=self.workers)


def _warm(notice: Callable[[str], None], system: System, properties: Sequence[Property]) -> None:
    """Have the kernels compiled, where they are not yet, before a search reckons its time."""
    from checker.compiled.kernels import are_compiled  # noqa: PLC0415
    from checker.compiled.search import search  # noqa: PLC0415

    if not are_compiled():
        notice(COMPILING)
        search(system, properties, Limits(depth=1))
