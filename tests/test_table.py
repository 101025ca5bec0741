"""Tables: a row is confirmed by its lemma and its searches, and a wrong one is found out."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from console import assert_refused, typed

from checker import cli, screen
from checker.errors import WrongUsage
from checker.table import Confirmation, _mismatch, confirm
from checker.verdict import Result, Verdict
from model.raft.mutants.votes import QuorumHalf
from model.world import System
from properties import tolerance
from properties.raft import RAFT
from properties.raft_parameters import build_raft
from properties.statement import Row, Scenario, Table

TABLE = tolerance.table(RAFT)


def confirmed(*rows: Row) -> list[Confirmation]:
    return list(confirm(Table("a-table", "A sentence.", (), rows)))


def with_search(scenario: Scenario, given: Mapping[str, int | None], sought: str) -> Row:
    """Return a row that is right, but for a search that must never reach what it looks for."""
    return evolve(TABLE.rows[0], searches=((scenario, given, sought, False),))


def test_cells() -> None:
    """One member to nine: the quorum, the failures tolerated, and those that stop writes."""
    expected = [
        (1, 1, 0, 1),
        (2, 2, 0, 1),
        (3, 2, 1, 2),
        (4, 3, 1, 2),
        (5, 3, 2, 3),
        (6, 4, 2, 3),
        (7, 4, 3, 4),
        (8, 5, 3, 4),
        (9, 5, 4, 5),
    ]
    assert expected == [tuple(int(cell) for cell in row.cells) for row in TABLE.rows]
    assert {len(TABLE.columns)} == {len(row.cells) for row in TABLE.rows}


def test_confirmed() -> None:
    """Every row of the table is proved; groups of up to five are searched as well."""
    outcomes = list(confirm(TABLE))
    assert [outcome.mismatches for outcome in outcomes] == [()] * 9
    assert [outcome.how for outcome in outcomes] == ["proved, searched"] * 5 + ["proved"] * 4
    assert TABLE.rows == tuple(outcome.row for outcome in outcomes)


def test_exhausted_beyond_tolerance() -> None:
    """With one failure too many, the search is not stopped early: the space holds no committed entry."""
    for outcome in confirm(TABLE):
        assert [Verdict.INCOMPLETE, Verdict.HOLDS][: len(outcome.results)] == [
            result.verdict for result in outcome.results
        ]


def test_one_by_one() -> None:
    """A row's confirmation is there before the next row is looked at."""
    impossible = evolve(TABLE.rows[1], searches=((RAFT, {"servers": 0}, "entry-committed", True),))
    rows = confirm(Table("a-table", "A sentence.", (), (TABLE.rows[0], impossible)))
    assert next(rows).is_confirmed
    with pytest.raises(WrongUsage, match="--servers 0 makes no sense"):
        next(rows)


def test_too_many_tolerated() -> None:
    """That four members tolerate two failures is refuted, and no search sees an entry committed."""
    (outcome,) = confirmed(tolerance.row(RAFT, members=4, enough=3, failures=2))
    refuted, never_reached = outcome.mismatches
    assert refuted == (
        "tolerance-of-4 is refuted: with 2 of 4 members down, 2 remain, and the quorum is 3, "
        "but 2 are said to be tolerated; expected it to be proved"
    )
    assert never_reached == (
        "in raft --servers 4 --down 2 --terms 1 --entries 1 --requests 1 "
        "entry-committed is never reached in 7 states, expected it to be"
    )
    assert (outcome.how, outcome.is_confirmed) == ("mismatch", False)


def test_too_few_tolerated() -> None:
    """That three members tolerate no failure is refuted, and a search sees an entry committed."""
    (outcome,) = confirmed(tolerance.row(RAFT, members=3, enough=2, failures=0))
    assert len(outcome.mismatches) == 2
    assert "entry-committed is reached, expected never: n" in outcome.mismatches[1]


@pytest.mark.parametrize(("members", "enough"), [(9, 4), (9, 6), (8, 4), (8, 6), (1, 0), (2, 1)])
def test_wrong_quorum(members: int, enough: int) -> None:
    """A quorum that is one too small or one too large is refuted, where nothing is searched, too."""
    right = TABLE.rows[members - 1]
    (outcome,) = confirmed(tolerance.row(RAFT, members, enough, int(right.cells[2])))
    assert f"the quorum is said to be {enough}; expected it to be proved" in outcome.mismatches[0]


def test_violated() -> None:
    """A protocol that violates a property confirms nothing, whatever it reaches."""

    def build_mutant(parameters: Mapping[str, Any], _: type | None) -> System:
        return build_raft(parameters, QuorumHalf)

    mutant = evolve(RAFT, build=build_mutant)
    given = {"servers": 2, "terms": 1, "in-flight": None}
    (outcome,) = confirmed(with_search(mutant, given, "leader-replaced"))
    (violated,) = outcome.mismatches
    assert violated == (
        "in raft --servers 2 --terms 1 --in-flight none "
        "election-safety is violated: n1 and n2 were both elected in term 1"
    )


@pytest.mark.parametrize("reached", [True, False])
def test_not_settled(*, reached: bool) -> None:
    """A search that a limit stopped confirms nothing, neither that it is reached nor that it is not."""
    result = Result(Verdict.INCOMPLETE, "any", 1200, 5000, 9, 60.0, stopped_by="the limit of 60 seconds")
    assert (
        _mismatch(result, "entry-committed", reached=reached)
        == "entry-committed is not settled: the limit of 60 seconds stopped the search at 1,200 states"
    )


def test_unknown_property() -> None:
    """What no search can see is refused: it would never be reached for the wrong reason."""
    with pytest.raises(WrongUsage, match="did you mean entry-committed"):
        confirmed(with_search(RAFT, {}, "entry-comitted"))


def test_unknown_parameter() -> None:
    """A parameter that the scenario does not take is refused."""
    with pytest.raises(WrongUsage, match="no parameter of raft 'members'"):
        confirmed(with_search(RAFT, {"members": 3}, "entry-committed"))


# As a user meets it


def test_progress(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """How far the searches of a row are is told as they go: which row it is, and how many states."""
    monkeypatch.setattr(screen, "NARROW_EVERY", 0.0)
    small = evolve(TABLE, rows=TABLE.rows[:2])
    monkeypatch.setattr(cli, "find_table", lambda _: small)
    told = typed(capsys, "table", "tolerance")
    assert told.code == 0
    lines = told.err.splitlines()
    assert any(line.startswith("1 (1 of 2): depth 0: 1 states") for line in lines)
    assert any(line.startswith("2 (2 of 2): depth ") for line in lines)


def test_written_to_a_file(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """With -o the table stays on the screen, and the file is what JSON on the screen would be."""
    proved = evolve(TABLE, rows=tuple(evolve(row, searches=()) for row in TABLE.rows[:2]))
    monkeypatch.setattr(cli, "find_table", lambda _: proved)
    file = tmp_path / "table.json"
    told = typed(capsys, "table", "tolerance", "-o", file)
    assert f"The report is in {file}" in told.out
    assert "confirmed by" in told.out
    assert typed(capsys, "table", "tolerance", "--format", "json").json == json.loads(file.read_text())
    refused = typed(capsys, "table", "tolerance", "-o", tmp_path / "nowhere" / "table.json")
    assert_refused(refused, "nowhere")


def test_an_option_of_a_scenario_is_pointed_to(capsys: pytest.CaptureFixture[str]) -> None:
    """Who gives a command the option of a scenario is told where it belongs."""
    assert_refused(
        typed(capsys, "topology", "--dead", "cp1"),
        "seatrial topology has no option --dead; expected it as in seatrial check kubernetes-topology --",
    )
    assert_refused(
        typed(capsys, "prove", "--servers", 3),
        "seatrial prove has no option --servers; expected it as in seatrial check SCENARIO --servers\n",
    )
