"""Tables that have to be earned: each row is proved, and where it says so, searched.

A row is confirmed, or there is a mismatch, told in a sentence that says what was expected and what came
out instead. A proof or a search that did not come to its end confirms nothing.
"""

from collections.abc import Callable, Iterator, Mapping

from attrs import frozen

from checker.catalogue import complete
from checker.engines import Engine
from checker.errors import unknown
from checker.naming import as_said
from checker.protocol import Row, Scenario, Table, is_witness
from checker.smt import Outcome, Proof, prove
from checker.verdict import Limits, Progress, Result, Verdict

Tell = Callable[[Progress], None]
About = Callable[[int, str], Tell]


def _untold(_number: int, _name: str) -> Tell:
    return lambda _: None


@frozen
class Confirmation:
    """What became of one row: its proof, the results of its searches in their order, and the mismatches.

    Each is a sentence; where there is none, the row is confirmed.
    """

    row: Row
    proof: Proof
    results: tuple[Result, ...]
    mismatches: tuple[str, ...]

    @property
    def is_confirmed(self) -> bool:
        return not self.mismatches

    @property
    def how(self) -> str:
        """How the row was confirmed, ``proved`` or ``proved, searched``; or ``mismatch``."""
        if self.mismatches:
            return "mismatch"
        return "proved, searched" if self.results else "proved"


def confirm(table: Table, seconds: float = 60.0, about: About = _untold) -> Iterator[Confirmation]:
    """Yield the confirmation of each row as soon as it is there; `seconds` is for each proof and search.

    `about` is told the number and the first cell of the row that is looked at, and returns whom to tell how
    far its searches are.

    Raises WrongUsage where a search has parameters that its scenario does not take, or looks for what
    is no *sometimes* property of it; and KeyboardInterrupt where it is interrupted.
    """
    for number, row in enumerate(table.rows, start=1):
        tell = about(number, row.cells[0])
        proof = prove(row.lemma, seconds)
        mismatches = [] if proof.outcome is Outcome.PROVED else [f"{proof}; expected it to be proved"]
        results = []
        for scenario, given, sought, reached in row.searches:
            result = _search(scenario, given, sought, seconds, tell)
            results.append(result)
            mismatch = _mismatch(result, sought, reached=reached)
            if mismatch is not None:
                mismatches.append(f"in {_searched(scenario, given)} {mismatch}")
        yield Confirmation(row, proof, tuple(results), tuple(mismatches))


def _search(
    scenario: Scenario, given: Mapping[str, int | None], sought: str, seconds: float, tell: Tell
) -> Result:
    can_be_seen = [stated.name for stated in scenario.properties if is_witness(stated)]
    if sought not in can_be_seen:
        raise unknown(f"sometimes property of {scenario.name}", sought, can_be_seen)
    system = scenario.build(complete(scenario, given), None)
    result = Engine().search(system, scenario.properties, Limits(seconds=seconds), tell, until=sought)
    if result.interrupted:
        raise KeyboardInterrupt
    return result


def _mismatch(result: Result, sought: str, *, reached: bool) -> str | None:
    """Say how a search did not come out as it should have, or return None."""
    if result.violation is not None:
        return f"{result.violation.property} is violated: {result.violation.finding}"
    if sought in result.witnesses:
        return None if reached else f"{sought} is reached, expected never: {result.witnesses[sought]}"
    if result.verdict is not Verdict.HOLDS:
        return f"{sought} is not settled: {result.stopped_by} stopped the search at {result.states:,} states"
    return f"{sought} is never reached in {result.states:,} states, expected it to be" if reached else None


def _searched(scenario: Scenario, given: Mapping[str, int | None]) -> str:
    values = as_said(scenario, {**complete(scenario, given), **given})
    said = (f"--{name} {'none' if values[name] is None else values[name]}" for name in given)
    return " ".join((scenario.name, *said))
