"""The topologies: what the table says of each is searched for, set of dead hosts by set of dead hosts."""

import json
from fractions import Fraction
from math import comb
from pathlib import Path

import pytest
from console import assert_refused, typed

from checker.case import case_of
from checker.catalogue import complete, find_table
from checker.check import search_case
from checker.compiled.search import search as compiled
from checker.engines import Engine
from checker.reference import search
from checker.smt import Outcome, prove
from checker.table import confirm
from checker.trace import trace_id
from checker.verdict import Limits, Verdict
from model.kubernetes.topology import Kind, Topology, external, stacked
from model.raft.quorum import majority
from properties import topology_lemmas
from properties.kubernetes_scenarios import TOPOLOGY
from properties.kubernetes_sights import pod_runs
from properties.statement import lemmas_in
from properties.topology import TOPOLOGIES, availability, parameters_of, sets_of_dead, sorts_of_dead, survived

SEARCHED = [shape for shape in TOPOLOGIES if len(shape.hosts) <= 7 and shape.kind is not Kind.SINGLE]
"""Of these every set of dead hosts is settled by a search; of the largest every sort, by the table."""


@pytest.mark.parametrize("shape", SEARCHED, ids=str)
def test_manageable_is_what_a_search_says(shape: Topology) -> None:
    """A pod that is asked for gets running exactly when the topology is said to be manageable."""
    for dead in sets_of_dead(shape):
        system = TOPOLOGY.build(complete(TOPOLOGY, parameters_of(shape, dead)), None)
        engine = compiled if len(shape.hosts) > 4 else search  # the spaces become too large
        result = engine(system, [pod_runs], until=pod_runs.name)
        assert shape.is_manageable(dead) == (pod_runs.name in result.witnesses), sorted(dead)
        assert shape.is_manageable(dead) or result.verdict is Verdict.HOLDS


@pytest.mark.parametrize("shape", TOPOLOGIES, ids=str)
def test_tolerated_is_the_worst_case(shape: Topology) -> None:
    """As many as are tolerated may be dead whichever they are; of one more, some sets may not."""
    by_size: dict[int, list[bool]] = {}
    for dead in sets_of_dead(shape):
        by_size.setdefault(len(dead), []).append(shape.is_manageable(dead))
    assert all(by_size[shape.tolerated])
    assert not all(by_size[shape.tolerated + 1])


@pytest.mark.parametrize("shape", [one for one in SEARCHED if one.members < 4], ids=str)
def test_manageable_is_what_is_promised(shape: Topology) -> None:
    """Not only can the pod get running: exactly in a manageable topology it does, in every fair run."""
    for dead in sorts_of_dead(shape):
        case = case_of(TOPOLOGY, TOPOLOGY.name, parameters_of(shape, dead))
        result = search_case(case, Limits(), Engine(), lambda _: None, lambda _: None)
        expected = Verdict.HOLDS if shape.is_manageable(dead) else Verdict.VIOLATED
        assert expected is result.verdict, sorted(dead)


@pytest.mark.parametrize("shape", TOPOLOGIES, ids=str)
def test_sorts_of_dead_stand_for_all_sets(shape: Topology) -> None:
    """Each set of dead hosts has as many of either sort as exactly one of those that the table searches."""

    def numbers(dead: frozenset[str]) -> tuple[int, int]:
        return len(dead & set(shape.control_hosts)), len(dead & set(shape.member_hosts))

    sorts = list(map(numbers, sorts_of_dead(shape)))
    assert len(sorts) == len(set(sorts))
    assert set(sorts) == set(map(numbers, sets_of_dead(shape)))


@pytest.mark.parametrize("lemma", lemmas_in(topology_lemmas), ids=lambda lemma: lemma.name)
def test_lemma(lemma: object) -> None:
    """Each lemma is proved."""
    assert prove(lemma).outcome is Outcome.PROVED  # type: ignore[arg-type]


def test_table_is_confirmed() -> None:
    """Each row of the table is proved and searched."""
    rows = list(confirm(find_table("topology")))
    assert [row.how for row in rows] == ["proved, searched"] * 20


@pytest.mark.parametrize("hosts", range(1, 6))
def test_availability_of_stacked_hosts(hosts: int) -> None:
    """Stacked hosts are manageable with the probability that a majority of them is up."""
    up = Fraction(9, 10)
    enough = range(majority(hosts), hosts + 1)
    expected = sum(comb(hosts, count) * up**count * (1 - up) ** (hosts - count) for count in enough)
    assert expected == availability(stacked(hosts), up)


@pytest.mark.parametrize(("control", "members"), [(1, 1), (2, 3), (3, 5)])
def test_availability_of_external(control: int, members: int) -> None:
    """Of an external topology the two parts are up independently of each other."""
    up = Fraction(99, 100)
    some = 1 - (1 - up) ** control
    assert some * availability(stacked(members), up) == availability(external(control, members), up)


def test_sets_survived() -> None:
    """Three stacked hosts survive four sets; 2 + 3 hosts three of apiservers times four of members."""
    assert (4, 12) == (survived(stacked(3)), survived(external(2, 3)))


def test_two_stacked_are_worse_than_one() -> None:
    """Two stacked masters are less available than one, and tolerate no more."""
    up = Fraction(99, 100)
    assert availability(stacked(2), up) < availability(stacked(1), up)
    assert stacked(2).tolerated == stacked(1).tolerated == 0


def test_two_and_three_bear_one_death() -> None:
    """Two masters beside three etcd hosts bear any one death, and a third master adds none."""
    assert [1, 1] == [external(control, 3).tolerated for control in (2, 3)]


def test_topology_that_makes_no_sense() -> None:
    """Where they share hosts, apiservers and members are as many."""
    with pytest.raises(ValueError, match="as many members as hosts, not 2 beside 3"):
        Topology(Kind.STACKED, 3, 2)


def test_dead_hosts_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    """The dead hosts are given by their names; the report names them, and so does the command in a trace."""
    words = (
        "check",
        "kubernetes-topology",
        "--control-planes",
        "1",
        "--members",
        "3",
        "--engine",
        "reference",
    )
    told = typed(capsys, *words, "--dead", "cp1,db2", "--property", "the-pod-runs")
    assert told.code == 13
    assert "parameters: control-planes 1, members 3, dead cp1,db2" in told.out
    page = typed(
        capsys, *words, "--dead", "cp1,db2", "--property", "the-pod-runs", "--format", "markdown"
    ).out
    assert "dead cp1,db2" in page
    assert "--control-planes 1 --members 3 --dead cp1,db2" in page


@pytest.mark.parametrize(
    ("said", "shown"),
    [(who, who) for who in ("99", "1", "w1", "db1", "cp1,cp9")] + [("cp1;cp2", "'cp1;cp2'"), ("", "''")],
)
def test_who_is_no_host_is_refused(said: str, shown: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Who is no host of the topology is refused in a sentence that names those that are."""
    told = typed(capsys, "check", "kubernetes-topology", f"--dead={said}")
    assert_refused(told, f"--dead {shown} makes no sense; expected some of cp1, cp2, cp3, with commas")


def test_who_is_named_twice_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """A host that is there twice is named: it is a host, so nothing else would be wrong."""
    told = typed(capsys, "check", "kubernetes-topology", "--dead", "cp2,cp1,cp2")
    assert_refused(told, "--dead cp2,cp1,cp2 has cp2 twice; expected some of cp1, cp2, cp3, with commas")


def test_json_says_who_is_dead_as_the_option_does(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """A report names the dead hosts; its trace has their number; a trace replays with either."""
    words = ("check", "kubernetes-topology", "--engine", "reference", "--format", "json", "--dead")
    assert typed(capsys, *words, "none").json["parameters"]["dead"] == "none"
    report = typed(capsys, *words, "cp1,cp2").json
    assert report["parameters"] == {"control-planes": 3, "members": 0, "dead": "cp1,cp2"}
    assert report["trace"]["parameters"]["dead"] == 3
    file = tmp_path / "trace.json"
    for trace in (report, report["trace"], {**report["trace"], "parameters": report["parameters"]}):
        file.write_text(json.dumps(trace), encoding="utf-8")
        assert typed(capsys, "replay", file).code == 13
    wrong = {**report["trace"], "parameters": {**report["parameters"], "dead": "cp1,cp1"}}
    file.write_text(json.dumps(wrong), encoding="utf-8")
    assert_refused(typed(capsys, "replay", file), "is a damaged trace file", "dead", "has cp1 twice")


def test_trace_of_dead_hosts_replays(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """In a trace file the set is a number, as before it had names: such files replay, and keep their ids."""
    words = ("check", "kubernetes-topology", "--dead", "cp1,cp2", "--engine", "reference")
    file = tmp_path / "trace.json"
    typed(capsys, *words, "-o", file)
    trace = json.loads(file.read_text(encoding="utf-8"))["trace"]
    assert trace["parameters"] == {"control-planes": 3, "members": 0, "dead": 3}
    assert typed(capsys, "replay", file).code == 13
    beyond = {**trace, "parameters": {**trace["parameters"], "dead": 99}}
    beyond["id"] = trace_id(beyond["scenario"], beyond["parameters"], None, beyond["actions"])
    file.write_text(json.dumps(beyond), encoding="utf-8")
    assert_refused(typed(capsys, "replay", file), "--dead 99 makes no sense; expected some of cp1, cp2, cp3")


def test_command_in_json(capsys: pytest.CaptureFixture[str]) -> None:
    """The command prints each topology, as JSON with the exact probability beside the number."""
    told = typed(capsys, "topology", "--host-availability", "9/10", "--format", "json").json
    rows = {(row["kind"], row["control_planes"], row["etcd"]): row for row in told["topologies"]}
    assert len(rows) == 21
    assert rows["stacked", 3, 3] == {
        "kind": "stacked",
        "control_planes": 3,
        "etcd": 3,
        "hosts": 3,
        "tolerated": 1,
        "failure_sets_survived": 4,
        "failure_sets": 8,
        "availability": 0.972,
        "availability_exact": "243/250",
    }


@pytest.mark.parametrize("said", ["2", "x", "1/0", "-0.1"])
def test_command_refuses_what_is_no_probability(said: str, capsys: pytest.CaptureFixture[str]) -> None:
    """What is no probability is refused in a sentence."""
    assert_refused(typed(capsys, "topology", f"--host-availability={said}"), "is no probability; expected")


def test_command_prints_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    """Without more words it prints a table, for hosts that are up 99 times of 100."""
    told = typed(capsys, "topology").out
    assert "each host is up with probability 99/100" in told
    rows = [line.split() for line in told.splitlines()]
    assert ["external", "2", "3", "5", "1", "12", "32", "0.999602029"] in rows


def test_table_fits_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    """The table is no wider than 80 columns, and its head breaks between words."""
    told = typed(capsys, "topology").out
    table = told[told.index("\n\n") :].splitlines()
    assert max(map(len, table)) <= 80
    head = " ".join(table[: next(n for n, line in enumerate(table) if "──" in line)])
    words = ["control", "planes", "failure", "sets", "survived", "tolerated", "availability"]
    assert set(words) < set(head.split())


def test_command_writes_a_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """With -o the table stays on the screen, and the file is what JSON on the screen would be."""
    file = tmp_path / "topologies.json"
    told = typed(capsys, "topology", "-o", file)
    assert told.code == 0
    assert f"The report is in {file}" in told.out
    assert "external" in told.out
    as_json = typed(capsys, "topology", "--format", "json").json
    assert as_json == json.loads(file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("where", ["nowhere/topologies.json", "."])
def test_file_that_cannot_be_written(where: str, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """A path that cannot be written is refused in a sentence."""
    assert_refused(typed(capsys, "topology", "-o", tmp_path / where), f"--output {tmp_path / where}")


def test_file_is_not_lost(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """What was in the file stays if the command is refused."""
    file = tmp_path / "topologies.json"
    file.write_text("mine", encoding="utf-8")
    assert_refused(typed(capsys, "topology", "--host-availability", "2", "-o", file), "is no probability")
    assert file.read_text(encoding="utf-8") == "mine"


def test_what_is_not_certain_is_not_shown_as_certain(capsys: pytest.CaptureFixture[str]) -> None:
    """A probability is rounded down: only what is certain is shown as 1."""
    told = typed(capsys, "topology", "--host-availability", "0.9999").out
    assert "1.000000000" not in told
    assert "0.999999999" in told
    assert "1.000000000" in typed(capsys, "topology", "--host-availability", "1").out
