"""The engines by name: one signature, one answer."""

from collections.abc import Callable, Sequence

from attrs import frozen

from checker import reference
from checker.errors import WrongUsage
from checker.protocol import Property, System
from checker.verdict import Limits, Progress, Result

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

        `notice` is told, in a sentence, of what takes long and has nothing to do with the search.
        """
        if self.name == REFERENCE:
            return reference.search(system, properties, limits, tell, until)
        # Loading the kernels takes longer than all the rest: only where they are used.
        from checker.compiled.kernels import are_compiled  # noqa: PLC0415
        from checker.compiled.search import search  # noqa: PLC0415

        if not are_compiled():
            notice(COMPILING)
            search(system, properties, Limits(depth=1))

        return search(system, properties, limits, tell, until, symmetric=self.symmetric, workers=self.workers)
