"""Elections in time: the shape of the paper's Figure 16, who wins, what heartbeats are for."""

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from console import assert_refused, typed

from checker.catalogue import find_study
from checker.errors import WrongUsage
from checker.study import Conducted, conduct
from properties.timed import MS

TRIALS = 200


@cache
def crashes(
    *spans: tuple[float, float], trials: int = TRIALS, seed: int = 0, logs_differ: bool = True
) -> Any:
    """Return the rows of the study of crashes, by their time-outs in milliseconds."""
    timeouts = tuple((round(low * MS), round(high * MS)) for low, high in spans)
    settings = {"timeouts": timeouts, "logs_differ": logs_differ}
    conducted = conduct(find_study("election"), settings, trials, seed)
    return {span: row.summary for span, row in zip(spans, conducted.rows, strict=True)}


def test_without_randomness_there_is_no_leader_for_very_long() -> None:
    """In the absence of randomness, leader election consistently took longer than 10 seconds (§9.3)."""
    row = crashes((150, 150), trials=20)[150, 150]
    assert (row["without_leader"], row["median_ms"], row["worst_ms"]) == (20, None, None)
    assert row["split_votes"] == row["elections"], "every vote is split"


def test_randomness_helps() -> None:
    """A small amount of randomization avoids split votes: more of it, and they are rarer (§9.3)."""
    spans = ((150, 151), (150, 155), (150, 175), (150, 200))
    rows = crashes(*spans, trials=150)
    for name in ("p99_ms", "split_votes", "elections", "trials_with_split_vote"):
        values = [float("inf") if rows[span][name] is None else rows[span][name] for span in spans]
        assert values == sorted(values, reverse=True), name
        assert values[0] > values[-1], name


def test_five_milliseconds_of_randomness() -> None:
    """Adding just 5ms of randomness helps significantly, resulting in a median downtime of 287ms (§9.3)."""
    assert crashes((150, 155))[150, 155]["median_ms"] == pytest.approx(287, rel=0.15)


def test_fifty_milliseconds_of_randomness() -> None:
    """With 50ms of randomness the worst-case completion time (over 1000 trials) was 513ms (§9.3)."""
    row = crashes((150, 200), trials=1000)[150, 200]
    assert row["worst_ms"] == pytest.approx(513, rel=0.35)
    assert row["p99_ms"] < 513


def test_short_time_outs() -> None:
    """With 12 to 24ms it takes 35ms on average to elect a leader; the longest trial took 152ms (§9.3)."""
    row = crashes((12, 24), trials=1000)[12, 24]
    assert row["mean_ms"] == pytest.approx(35, rel=0.15)
    assert row["worst_ms"] == pytest.approx(152, rel=0.35)


def test_time_outs_below_the_broadcast_time_elect_nobody() -> None:
    """Lowering timeouts beyond this point violates Raft's timing requirement (§9.3)."""
    assert crashes((5, 10), trials=1)[5, 10]["without_leader"] == 1


def test_shorter_time_outs_mean_less_downtime() -> None:
    """Downtime can be reduced by reducing the election timeout (§9.3)."""
    spans = ((25, 50), (50, 100), (100, 200), (150, 300))
    rows = crashes(*spans)
    medians = [rows[span]["median_ms"] for span in spans]
    assert medians == sorted(medians)
    assert medians[0] < medians[-1] / 3


def test_downtime_is_at_least_half_the_shortest_time_out() -> None:
    """The smallest possible downtime was about half of the minimum election timeout (§9.3)."""
    conducted = conduct(find_study("election"), {"timeouts": ((150 * MS, 300 * MS),)}, TRIALS)
    downtimes = [one.downtime for one in conducted.rows[0].observed]
    assert 75 * MS <= min(downtimes) <= 120 * MS


def test_shortest_timer_usually_wins() -> None:
    """Where logs are alike, the server whose timer ends first wins nearly always, if timers differ enough."""
    rows = crashes((150, 155), (150, 300), logs_differ=False)
    shares = [row["first_can_win_and_wins"] / row["first_can_win"] for row in rows.values()]
    assert [row["first_can_win"] for row in rows.values()] == [TRIALS, TRIALS]
    assert shares[0] < 0.6
    assert shares[1] > 0.85


def test_shortest_timer_does_not_win_with_a_log_that_is_behind() -> None:
    """Where its log is behind that of a majority, it never wins; half of them are so here (§5.4.1)."""
    row = crashes((150, 300))[150, 300]
    assert row["first_is_behind_and_wins"] == 0
    assert row["first_is_behind"] + row["first_can_win"] == TRIALS
    assert 0.35 < row["first_is_behind"] / TRIALS < 0.65


def test_first_trials_of_many_are_those_of_few() -> None:
    """A trial depends on the seed, its row and its number: not on how many there are, or which others."""
    study = find_study("election")
    span, other = (150 * MS, 200 * MS), (150 * MS, 300 * MS)
    few = conduct(study, {"timeouts": (span,)}, 10).rows[0].observed
    many = conduct(study, {"timeouts": (other, span)}, 30).rows[1].observed
    assert few == many[:10]
    assert few != conduct(study, {"timeouts": (span,)}, 10, seed=1).rows[0].observed


@cache
def heartbeats() -> Conducted:
    return conduct(find_study("heartbeats"), {}, 400)


def stood(every: float, wrong: str) -> Any:
    """Return in which share of the trials a follower stood, by the interval and what befell heartbeats."""
    (row,) = [
        row.summary
        for row in heartbeats().rows
        if (row.summary["every_ms"], row.summary["wrong"]) == (every, wrong)
    ]
    return row["share"]


@pytest.mark.parametrize("every", [75, 100, 140])
def test_nobody_stands_while_heartbeats_arrive(every: float) -> None:
    """Followers that hear heartbeats in time do not stand (§5.2), for many time-outs on end."""
    assert stood(every, "nothing") == 0
    (row,) = [
        one.summary for one in heartbeats().rows if one.experiment.name == f"every {every:g} ms, nothing"
    ]
    assert row["for_ms"] > 4 * 300


@pytest.mark.parametrize("every", [75, 100, 140])
def test_somebody_stands_where_there_are_no_heartbeats(every: float) -> None:
    """It is heartbeats that keep followers from standing: without any, one always does."""
    assert stood(every, "none is sent") == 1


def test_fixed_time_outs_that_differ_elect_a_leader() -> None:
    """Without randomness, time-outs that end apart elect a leader, too."""
    settings = {"timeouts": ((150 * MS, 150 * MS),), "apart": 10 * MS}
    for logs_differ in (True, False):
        row = conduct(find_study("election"), {**settings, "logs_differ": logs_differ}, 50).rows[0].summary
        assert (row["trials"], row["without_leader"]) == (50, 0)


def test_one_lost_heartbeat_is_enough_for_timers_shorter_than_two_intervals() -> None:
    """With two intervals in the shortest time-out one loss does no harm; with fewer, it can."""
    assert stood(75, "1 is lost") == 0
    assert 0.2 < stood(100, "1 is lost") < 0.5
    assert 0.75 < stood(140, "1 is lost") < 0.95
    assert stood(140, "2 in a row are lost") == 1


def test_heartbeats_agree_with_the_exact_probability() -> None:
    """What is measured is what was expected, up to four standard errors; where that is 0 or 1, exactly."""
    rows = [row.summary for row in heartbeats().rows]
    assert any(0.2 < row["expected"] < 0.8 for row in rows)
    for row in rows:
        error = (row["expected"] * (1 - row["expected"]) / row["trials"]) ** 0.5
        assert abs(row["share"] - row["expected"]) <= 4 * error + 1e-4, row


SHORT = ("--trials", 30, "--timeouts", "150-155", "--timeouts", "150-300")


@pytest.mark.parametrize("form", ["text", "json"])
def test_same_seed_prints_the_same_bytes(capsys: pytest.CaptureFixture[str], form: str) -> None:
    """Two runs with one seed print the same, byte for byte; with another, something else."""
    first, again, other = (
        typed(capsys, "election", *SHORT, "--format", form, "--seed", seed) for seed in (7, 7, 8)
    )
    assert (first.code, first.out) == (0, again.out)
    assert first.out != other.out


def test_command_prints_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    """A row for each span of time-outs, then what the columns mean, and what is assumed."""
    told = typed(capsys, "election", *SHORT)
    rows = [line.split()[0] for line in told.out.splitlines() if line.lstrip().startswith("150-")]
    assert rows == ["150-155", "150-300"]
    assert "Up to 30 trials a row, seed 0." in told.out
    assert "Where this departs from the source:" in told.out


def test_json_says_what_was_measured(capsys: pytest.CaptureFixture[str]) -> None:
    """The JSON has what it takes to make the table again, and counts that add up."""
    told = typed(capsys, "election", *SHORT, "--servers", 3, "--logs", "equal", "--format", "json").json
    assert told["settings"] == {
        "servers": 3,
        "timeouts": [[150_000, 155_000], [150_000, 300_000]],
        "apart": 0,
        "broadcast": 15_000,
        "request": 2_500,
        "vary": [1, 3],
        "logs_differ": False,
    }
    assert (told["study"], told["trials"], told["seed"]) == ("election", 30, 0)
    for row in told["rows"]:
        assert row["first_can_win"] + row["first_is_behind"] == row["trials"] == 30
        assert row["median_ms"] <= row["p99_ms"] <= row["worst_ms"]


def test_options_are_heeded(capsys: pytest.CaptureFixture[str]) -> None:
    """A spread is a row, the broadcast time is divided, and heartbeats take their interval."""
    told = typed(capsys, "election", "--spread", 12.5, "--broadcast", 10, "--trials", 1, "--format", "json")
    assert told.json["settings"]["timeouts"] == [[150_000, 162_500]]
    assert (told.json["settings"]["broadcast"], told.json["settings"]["request"]) == (10_000, 1_666)
    told = typed(
        capsys, "election", "--what", "heartbeats", "--every", 60, "--timeouts", "100-200", "--trials", 1
    )
    assert ["60", "1,200", "nothing", "0", "of", "1", "0.0", "%", "0.0", "%"] in map(
        str.split, told.out.splitlines()
    )


def test_messages_vary_as_they_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    """A third is what messages vary by if nothing is said; where they do not vary, other times come out."""
    words = ("election", "--timeouts", "150-155", "--trials", 30, "--format", "json")
    silent, third, none = (
        typed(capsys, *words, *more).json for more in ((), ("--vary", "1/3"), ("--vary", "0"))
    )
    assert silent == third
    assert (none["settings"]["vary"], none["rows"] == third["rows"]) == ([0, 1], False)


def test_a_mutant_is_timed(capsys: pytest.CaptureFixture[str]) -> None:
    """With no look at logs, who stands first wins though its log is behind; the table names the mistake."""
    words = ("election", "--timeouts", "150-300", "--trials", 30, "--mutant", "no-log-check-in-vote")
    told = typed(capsys, *words, "--format", "json").json
    assert told["mutant"] == "model.raft.mutants.votes:NoLogCheckInVote"
    (row,) = told["rows"]
    assert row["first_is_behind_and_wins"] > row["first_is_behind"] / 2 > 0
    assert "seed 0, with the mistake NoLogCheckInVote." in typed(capsys, *words).out


def test_plot_is_drawn(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """The rows of the paper's panels are drawn in theirs, others in one of their own."""
    path = tmp_path / "plot.svg"
    typed(capsys, "election", "--trials", 5, "--timeouts", "150-300", "--timeouts", "20-30", "--plot", path)
    picture = path.read_text(encoding="utf-8")
    assert picture.count('class="head"') == 3
    assert ">20-30<" in picture
    assert "half within" in picture


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--timeouts", "300-150"), "--timeouts 300-150 makes no sense; expected LOW-HIGH"),
        (("--timeouts", "150"), "--timeouts 150 makes no sense"),
        (("--timeouts", "a-b"), "--timeouts a-b makes no sense"),
        (("--timeouts", "150-9000"), "--timeouts 150-9000 makes no sense"),
        (("--timeouts", "0-9"), "--timeouts 0-9 makes no sense"),
        (("--spread", "much"), "--spread much makes no sense"),
        (("--broadcast", "0"), "--broadcast 0 makes no sense"),
        (("--broadcast", "1e9"), "--broadcast 1e9 makes no sense"),
        (("--request", "16"), "--request 16 makes no sense; expected a part of --broadcast"),
        (("--vary", "4/3"), "--vary 4/3 makes no sense; expected a part of the mean, from 0 to 1"),
        (("--vary", "0/0"), "--vary 0/0 makes no sense"),
        (("--vary", "1/"), "--vary 1/ makes no sense"),
        (("--vary", "-1"), "--vary -1 makes no sense"),
        (("--what", "heartbeats", "--vary", "1/2"), "--vary goes with --what crash"),
        (("--servers", "2"), "--servers 2 makes no sense; expected a whole number from 3 to 7"),
        (("--servers", "8"), "--servers 8 makes no sense; expected a whole number from 3 to 7"),
        (("--trials", "0"), "--trials 0 makes no sense"),
        (("--every", "75"), "--every goes with --what heartbeats"),
        (("--what", "heartbeats", "--logs", "equal"), "--logs goes with --what crash"),
        (("--what", "heartbeats", "--plot", "x.svg"), "--plot goes with --what crash"),
        (("--what", "heartbeats", "--every", "150"), "--every 150 makes no sense"),
        (("--what", "heartbeats", "--timeouts", "1-2", "--timeouts", "3-4"), "expected one"),
        (("--plot", "/no/such/folder/x.svg"), "--plot /no/such/folder/x.svg: there is no folder"),
        (("--plot", "x.png"), "--plot x.png: a plot is drawn as SVG; expected a file that ends in .svg"),
        (("--plot", "x"), "--plot x: a plot is drawn as SVG; expected a file that ends in .svg"),
        (("--broadcast", ""), "--broadcast  makes no sense; expected milliseconds"),
        (("--servers", "five"), "--servers five makes no sense; expected a whole number from 3 to 7"),
        (("--apart", "-1"), "--apart -1 makes no sense; expected milliseconds"),
        (("--mutant", "vote-thrice"), "there is no mutant 'vote-thrice'"),
        (("--mutant", "no-authoriser"), "NoAuthoriser is no mutant of election; expected a subclass of"),
    ],
)
def test_what_makes_no_sense_is_refused(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    """Each option that makes no sense is answered with one sentence that says what was expected."""
    assert_refused(typed(capsys, "election", *words), said)


def test_a_study_refuses_what_makes_no_sense() -> None:
    """Whoever conducts a study without the command line is told the same."""
    with pytest.raises(WrongUsage, match="--servers 9 makes no sense"):
        conduct(find_study("heartbeats"), {"servers": 9}, 1)
    with pytest.raises(WrongUsage, match="there is no study 'elections'; did you mean election"):
        find_study("elections")


@pytest.mark.parametrize("command", ["election", "practice"])
def test_no_form_of_a_trace(capsys: pytest.CaptureFixture[str], command: str) -> None:
    """What has no trace is not offered in the forms of one."""
    assert_refused(typed(capsys, command, "--format", "html"), "'html' is not one of 'text', 'json'")
