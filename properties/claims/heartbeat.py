"""The claim on heartbeats."""

from collections.abc import Callable

from properties.claim import Claim, Section, Summaries, Trials, Words, always, some_run
from properties.claims import group_sayings as sayings
from properties.claims.groups import LED, TIMELY, TIMELY_PREVOTE
from properties.heartbeats import NONE_SENT, NOTHING, STUDY
from properties.timed import MS

SECTION = Section.ELECTION

EVERY = 100
"""Milliseconds between two heartbeats, where one that is lost can be one too many."""


def _stood(rows: Summaries, wrong: str) -> tuple[int, int]:
    row = next(row for row in rows if row["wrong"] == wrong)
    return row["stood"], row["trials"]


def _nobody_stands(rows: Summaries) -> str | None:
    stood, trials = _stood(rows, NOTHING)
    return f"a follower stood in {stood} of {trials} trials in which nothing was lost" if stood else None


def _somebody_stands(rows: Summaries) -> str | None:
    stood, trials = _stood(rows, NONE_SENT)
    if stood == trials:
        return None
    return f"nobody stood in {trials - stood} of {trials} trials in which there were no heartbeats"


def _one_lost_suffices(rows: Summaries) -> str | None:
    stood, trials = _stood(rows, "1 is lost")
    return None if stood else f"a follower stood in none of {trials} trials in which a heartbeat was lost"


def _how_many_stood(wrong: str) -> Callable[[Summaries], Words]:
    def measured(rows: Summaries) -> Words:
        stood, trials = _stood(rows, wrong)
        return Words(f"a follower stood in {stood} of {trials}", f"{trials} 次中有 {stood} 次參選")

    return measured


HEARTBEATS = Claim(
    "heartbeats",
    SECTION,
    statement=Words(
        "The heartbeats of the leader keep followers from becoming candidates.",
        "Leader 會定期發送「心跳訊息」給所有 Follower，以免 Follower 重新變成 Candidate。",
    ),
    correct=Words(
        "As long as they arrive in time, nobody stands. One that comes too late can be enough: the follower "
        "stands in a newer term, and in plain Raft the leader gives way as soon as it hears of that term, "
        "though nothing is wrong with it. With PreVote and CheckQuorum a follower that alone was cut off "
        "unseats no leader.",
        "只要心跳訊息及時送達，就沒有人會成為 Candidate。但有時只要一次沒有及時送達，Follower "
        "就會在新的任期參選；在原始的 RAFT 中，Leader 即使完全正常，一得知新的任期就必須讓位。採用 "
        "PreVote 與 CheckQuorum 時，單獨斷線的 Follower 無法迫使 Leader 讓位。",
    ),
    reasons={
        "true": Words(
            "While they arrive in time, nobody stands, and without them somebody always does; a single one "
            "that comes too late can be enough for an election.",
            "只要及時送達，就沒有人參選；沒有心跳訊息，則每次都有人參選。但只要漏了一次，就可能引發選舉。",
        ),
        "false": Words(
            "A follower stands though every heartbeat arrives in time, or none does without them.",
            "即使每個心跳訊息都及時送達，仍有 Follower 參選；或是沒有心跳訊息，也沒有人參選。",
        ),
    },
    as_said=(
        Trials(
            Words(
                "in time: for 2 s none is lost, one every 100 ms, time-outs of 150 to 300, and nobody stands",
                "計時模擬：2 秒內沒有遺失任何心跳訊息，就沒有 Follower 參選"
                "（心跳每 100 毫秒，逾時 150 到 300 毫秒）",
            ),
            STUDY,
            {"every": (EVERY * MS,)},
            200,
            _nobody_stands,
            _how_many_stood(NOTHING),
        ),
        Trials(
            Words(
                "in time: for 2 s the leader lives and sends none, and a follower always stands",
                "計時模擬：2 秒內 Leader 正常但不發送心跳訊息，每次都有 Follower 參選",
            ),
            STUDY,
            {"every": (EVERY * MS,)},
            200,
            _somebody_stands,
            _how_many_stood(NONE_SENT),
        ),
    ),
    as_corrected=(
        Trials(
            Words(
                "in time: with one lost, some do, heartbeats every 100 ms and time-outs of 150 to 300",
                "計時模擬：遺失一次心跳訊息，就有人參選（心跳每 100 毫秒，逾時 150 到 300 毫秒）",
            ),
            STUDY,
            {"every": (EVERY * MS,)},
            200,
            _one_lost_suffices,
            _how_many_stood("1 is lost"),
        ),
        some_run(
            "one that does not come in time, and a follower stands",
            "只要一次沒有及時送達，就有 Follower 參選",
            LED,
            sayings.nobody_stands_beside_a_leader,
        ),
        some_run(
            "a follower is cut off, and stands",
            "有 Follower 斷線，於是參選",
            TIMELY,
            sayings.nobody_stands_beside_a_leader,
            cuts=1,
        ),
        always(
            "in plain Raft, a leader that hears of a later term leads no longer",
            "在原始的 RAFT 中，得知更新任期的 Leader 都會讓位",
            LED,
            sayings.a_leader_gives_way,
        ),
        some_run(
            "a leader gives way, though neither it nor anybody else has crashed",
            "沒有任何成員當機，Leader 卻讓位了",
            LED,
            sayings.no_leader_is_unseated,
        ),
        some_run(
            "it gives way to a follower that was cut off and is back, too",
            "斷線的 Follower 恢復連線後，Leader 也會讓位",
            TIMELY,
            sayings.no_leader_is_unseated,
            cuts=1,
        ),
        always(
            "with PreVote and CheckQuorum, it gives way to none that was cut off",
            "採用 PreVote 與 CheckQuorum 時，Leader 不會因此讓位",
            TIMELY_PREVOTE,
            sayings.no_leader_is_unseated,
            cuts=1,
        ),
    ),
    repeats=True,
)

CLAIMS = (HEARTBEATS,)
