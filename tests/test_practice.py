"""What more masters bring and cost: held against counting, other prices, and the model in time."""

from fractions import Fraction
from itertools import product
from pathlib import Path
from random import Random
from xml.etree import ElementTree as ET

import pytest
from console import assert_refused, typed

from checker.catalogue import find_study
from checker.study import conduct
from model.kubernetes.topology import Topology, external, stacked
from model.raft.quorum import majority
from properties import practice, topology
from properties.availability_lemmas import available
from properties.timed import MS
from properties.writes import mean_of_order

PROBABILITIES = [Fraction(9, 10), Fraction(99, 100), Fraction(1, 3)]

SHAPES = [*map(stacked, range(1, 10)), external(1, 1), external(2, 3), external(3, 3), external(3, 5)]


def by_counting(shape: Topology, up: Fraction) -> Fraction:
    """Return the availability by looking at every set of hosts, and asking the model of each."""
    total = Fraction(0)
    for states in product((True, False), repeat=len(shape.hosts)):
        dead = frozenset(host for host, is_up in zip(shape.hosts, states, strict=True) if not is_up)
        likely = Fraction(1)
        for is_up in states:
            likely *= up if is_up else 1 - up
        total += likely * shape.is_manageable(dead)
    return total


@pytest.mark.parametrize("up", PROBABILITIES, ids=str)
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_availability_is_what_counting_says(shape: Topology, up: Fraction) -> None:
    """The availability is the probability of all sets of hosts with which the model is manageable."""
    assert by_counting(shape, up) == practice.availability(shape, up)


@pytest.mark.parametrize("up", PROBABILITIES, ids=str)
def test_availability_is_that_of_the_lemmas_and_of_the_survey(up: Fraction) -> None:
    """The lemmas on even members, and the survey of topologies, speak of the same number."""
    for members in range(1, 10):
        assert available(members, up) == practice.availability(stacked(members), up)
    for shape in (stacked(3), external(2, 3)):
        assert topology.availability(shape, up) == practice.availability(shape, up)


def test_groups_at_ninety_nine_percent() -> None:
    """Three masters of 99 % are without a quorum for 2.61 hours a year: 8760 times 0.000298."""
    row = practice.groups(Fraction(99, 100))[2]
    assert row["downtime_hours"] == 8760 * Fraction(298, 10**6)
    assert row["saved_hours_a_host"] == (Fraction(876, 10) - row["downtime_hours"]) / 2


@pytest.mark.parametrize("up", [Fraction(6, 10), Fraction(9, 10), Fraction(999, 1000)], ids=str)
def test_each_further_pair_saves_less(up: Fraction) -> None:
    """An even master saves nothing, and of the odd ones each saves less than the one before."""
    rows = practice.groups(up)
    saved = [row["saved_hours_a_host"] for row in rows[2::2]]
    assert saved == sorted(saved, reverse=True)
    assert all(row["saved_hours_a_host"] < 0 for row in rows[1::2])
    assert all(value > 0 for value in saved)


def test_external_costs_twice_only_as_three_and_three() -> None:
    """At equal tolerance it is (f + 1) + (2f + 1) hosts against 2f + 1; 3 + 3 bears no more than 2 + 3."""
    *equal, threes = practice.placements(Fraction(99, 100))
    for bears, row in enumerate(equal):
        assert row["tolerated"] == bears
        assert (row["stacked_hosts"], row["external_hosts"]) == (2 * bears + 1, (bears + 1) + (2 * bears + 1))
    assert [row["times_the_hosts"] for row in (equal[0], equal[1], threes)] == [2, Fraction(5, 3), 2]
    assert threes["tolerated"] == equal[1]["tolerated"] == 1


@pytest.mark.parametrize("up", [*PROBABILITIES, Fraction(999, 1000)], ids=str)
def test_prices_are_those_at_which_a_size_is_cheapest(up: Fraction) -> None:
    """At any price, the size that the table names costs no more than any other."""
    rows, chance = practice.prices(up), Random(0)  # noqa: S311  # a sample
    for row in rows:
        low = row["from_host_years"]
        high = row["to_host_years"] if row["to_host_years"] is not None else 2 * low + 1
        for price in (low, high, low + (high - low) * Fraction(chance.random())):
            costs = {n: n + price * practice.downtime(stacked(n), up) for n in range(1, 10)}
            assert costs[row["masters"]] == min(costs.values())
    assert [row["to_host_years"] for row in rows[:-1]] == [row["from_host_years"] for row in rows[1:]]


def test_three_to_five_are_best_only_between_two_prices() -> None:
    """With hosts of 99 %, 3 or 5 masters are the cheapest from 8.6 host-days an hour to 24 host-years."""
    rows = {row["masters"]: row for row in practice.prices(Fraction(99, 100))}
    assert list(rows) == [1, 3, 5, 7, 9]
    assert 365 * rows[3]["from_host_years"] == pytest.approx(8.59, rel=0.001)
    assert rows[5]["to_host_years"] == pytest.approx(24.0, rel=0.01)


def test_where_hosts_are_down_more_often_than_up_one_master_is_best() -> None:
    """More masters help only if a host is up more often than not."""
    assert [row["masters"] for row in practice.prices(Fraction(1, 3))] == [1]
    assert len(practice.prices(Fraction(1, 2))) == 1


@pytest.mark.parametrize("masters", range(2, 10))
def test_waits_agree_with_drawing(masters: int) -> None:
    """The mean of the last answer that a quorum needs is what drawing many answers gives, up to its error."""
    chance, draws, needed = Random(masters), 4000, majority(masters) - 1  # noqa: S311  # a sample
    for law, exact in (
        (lambda: chance.expovariate(1), practice.exponential_wait(masters)),
        (lambda: 2 * chance.random(), practice.uniform_wait(masters)),
    ):
        waits = [sorted(law() for _ in range(masters - 1))[needed - 1] for _ in range(draws)]
        mean = sum(waits) / draws
        error = (sum((wait - mean) ** 2 for wait in waits) / draws / draws) ** 0.5
        assert abs(mean - exact) < 4 * error


def test_writes_wait_longer_in_larger_groups() -> None:
    """From each odd group to the next a write waits longer; in an even one longer than in the odd above."""
    for wait in (practice.exponential_wait, practice.uniform_wait):
        odd = [wait(masters) for masters in (1, 3, 5, 7, 9)]
        assert odd == sorted(odd)
        assert all(wait(masters) > wait(masters + 1) for masters in (2, 4, 6, 8))


@pytest.mark.parametrize(("order", "of"), [(1, 1), (1, 3), (2, 3), (3, 3), (2, 4)])
def test_mean_of_order_is_what_counting_says(order: int, of: int) -> None:
    """The k-th smallest of n whole numbers, averaged over all ways to draw them."""
    drawn = [sorted(values)[order - 1] for values in product(range(3, 9), repeat=of)]
    assert mean_of_order(order, of, (3, 8)) == Fraction(sum(drawn), len(drawn))


def test_writes_on_the_model_take_what_was_computed() -> None:
    """In time, on the model, a write is committed after the mean that was computed, up to four errors."""
    conducted = conduct(find_study("writes"), {}, 1000)
    assert [row.summary["masters"] for row in conducted.rows] == [3, 4, 5, 6, 7]
    for row in conducted.rows:
        told = row.summary
        assert abs(told["mean_ms"] - told["expected_ms"]) < 4 * told["error_ms"]
        in_answers = told["expected_ms"] / 10
        assert in_answers == pytest.approx(float(practice.uniform_wait(told["masters"])), abs=0.001)
        assert all(0 <= time <= 20 * MS for time in row.observed)


def test_command_prints_tables(capsys: pytest.CaptureFixture[str]) -> None:
    """Each table with what is assumed, and what was measured beside it."""
    ran = typed(capsys, "practice", "--host-availability", "0.999", "--trials", 20)
    assert ran.code == 0
    assert "Each host is up with probability 999/1000." in ran.out
    lines = [line.split() for line in ran.out.splitlines()]
    assert ["1", "3", "2", "+", "3", "5", "1.67", "1.58", "min", "2.1", "min"] in lines
    assert ["3", "83.6", "host-days", "76.4", "host-years"] in lines
    assert ran.out.count("Assumed:") == 5


def test_command_is_the_same_every_time(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """The same seed prints and draws the same, byte for byte."""
    outputs = []
    for path in (tmp_path / "a.svg", tmp_path / "b.svg"):
        ran = typed(capsys, "practice", "--trials", 10, "--format", "json", "--plot", path)
        outputs.append((ran.out, path.read_bytes()))
    assert outputs[0] == outputs[1]


def test_json_is_exact(capsys: pytest.CaptureFixture[str]) -> None:
    """Each fraction stands there as a number, and exact as text."""
    told = typed(capsys, "practice", "--trials", 10, "--format", "json").json
    three = told["groups"][2]
    assert Fraction(three["downtime_hours_exact"]) == 8760 * Fraction(298, 10**6)
    assert three["downtime_hours"] == 2.61048
    assert {"groups", "placements", "prices", "waits", "measured"} <= set(told)
    assert told["prices"][-1]["to_host_years"] is None


@pytest.mark.parametrize("up", ["0.5", "0.9", "0.99999"])
def test_plot_is_drawn(capsys: pytest.CaptureFixture[str], tmp_path: Path, up: str) -> None:
    """Whatever the probability, no curve leaves its panel."""
    path = tmp_path / "plot.svg"
    typed(capsys, "practice", "--host-availability", up, "--trials", 1, "--plot", path)
    root = ET.parse(path).getroot()  # noqa: S314  # it was written here
    circles = list(root.iter("{http://www.w3.org/2000/svg}circle"))
    assert len(circles) == 9 + 5 + 9 + 9
    assert all(
        72 <= float(one.attrib["cx"]) <= 624 and 40 <= float(one.attrib["cy"]) <= 280 for one in circles
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--host-availability", "1"), "leaves nothing to weigh; expected a number above 0 and below 1"),
        (("--host-availability", "0"), "leaves nothing to weigh"),
        (("--host-availability", "often"), "is no probability; expected 0.99 or 99/100"),
        (("--trials", "none"), "--trials none makes no sense"),
        (("--plot", "/no/such/folder/x.svg"), "--plot /no/such/folder/x.svg: there is no folder"),
        (("--plot", "x.png"), "--plot x.png: a plot is drawn as SVG; expected a file that ends in .svg"),
    ],
)
def test_what_makes_no_sense_is_refused(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    """Each option that makes no sense is answered with one sentence."""
    assert_refused(typed(capsys, "practice", *words), said)
