"""The claims on timers: why they are random, and who wins whose ends first."""

from collections.abc import Mapping
from typing import Any

from properties import raft_progress, raft_safety
from properties.claim import Claim, Section, Summaries, Trials, Words, always, some_run
from properties.claims.groups import GROUP
from properties.elections import STUDY
from properties.raft_progress_scenarios import PROGRESS, SPLIT_VOTES
from properties.timed import MS

SECTION = Section.ELECTION

APART = 10 * MS
"""How much longer each server's time-out is than that of the one before, where none is random."""


def timeouts(*spans: tuple[int, int], **more: Any) -> Mapping[str, Any]:
    """Return the settings of the study of the paper's Figure 16 with time-outs of so many milliseconds."""
    return {**STUDY.defaults, "timeouts": tuple((low * MS, high * MS) for low, high in spans), **more}


def _none_without_randomness(rows: Summaries) -> str | None:
    (row,) = rows
    led = row["trials"] - row["without_leader"]
    return f"{led} of {row['trials']} trials had a leader, and no time-out was random" if led else None


def _elections_end(rows: Summaries) -> str | None:
    without, few, many = rows
    if without["without_leader"] < without["trials"]:
        led = without["trials"] - without["without_leader"]
        return f"{led} of {without['trials']} trials had a leader, and all time-outs were the same"
    for row in (few, many):
        if row["without_leader"]:
            return f"{row['without_leader']} trials had no leader within 10 s with {row['timeouts']} ms"
    return None


def _with_leader(rows: Summaries) -> Words:
    led = [(row["timeouts"], row["trials"] - row["without_leader"], row["trials"]) for row in rows]
    return Words(
        "a leader within 10 s in "
        + ", ".join(f"{count} of {trials} trials with {spans} ms" for spans, count, trials in led),
        "10 秒內選出 Leader 的次數："
        + "、".join(f"{spans} 毫秒 {count}/{trials}" for spans, count, trials in led),
    )


RANDOM_TIMERS = Claim(
    "random-timers",
    SECTION,
    statement=Words(
        "Every candidate waits for a random time: an election needs that.",
        "每個候選人都設有隨機的倒數計時器，選舉需要這樣的隨機。",
    ),
    correct=Words(
        "What an election needs is that timers do not all end at once. Randomness sees to that, and nobody "
        "has to agree on who waits how long; fixed time-outs that differ do, too. If timers always end at "
        "once, votes can be split again and again; whenever they end, no term gets two leaders.",
        "選舉需要的是計時器不要全部同時結束。隨機可以做到這一點，而且不必事先約定誰等多久；"
        "固定但彼此不同的逾時也做得到。如果計時器總是同時結束，選票可能一再分散；"
        "但無論計時器何時結束，同一個任期都不會出現兩個 Leader。",
    ),
    reasons={
        "only-if": Words(
            "Only if nothing else keeps the timers apart. With equal ones votes are split again and again, "
            "and a few milliseconds of randomness end that; but so do fixed time-outs that differ.",
            "只有在沒有其他方式錯開計時器時才需要。逾時全部相同時，選票會一再分散，加上幾毫秒的隨機就能解決；"
            "但固定而彼此不同的逾時也可以。",
        ),
        "true": Words(
            "Where no time-out is random, nobody is elected, be they all the same or not.",
            "只要逾時沒有隨機，不論是否相同，都選不出 Leader。",
        ),
        "false": Words(
            "Even where all time-outs are the same, elections end without any randomness, or do not end with "
            "it.",
            "即使逾時全部相同，沒有隨機選舉也會結束；或是有了隨機，選舉仍不會結束。",
        ),
    },
    as_said=(
        Trials(
            Words(
                "in time: with fixed time-outs, each server's 10 ms longer than that of the one before, no "
                "leader within 10 s",
                "計時模擬：逾時固定，每個成員比前一個多 10 毫秒，10 秒內選不出 Leader",
            ),
            STUDY,
            timeouts((150, 150), apart=APART, logs_differ=False),
            100,
            _none_without_randomness,
            _with_leader,
        ),
    ),
    under_condition=(
        some_run(
            "if all timers always end at once, there is a run in which no leader is ever elected",
            "如果所有計時器總是同時結束，有一種過程永遠選不出 Leader",
            SPLIT_VOTES,
            raft_progress.a_leader_is_elected,
        ),
        Trials(
            Words(
                "in time: with equal time-outs no leader within 10 s; always one with 5 ms of randomness, "
                "and with 50, the two spans that were tried",
                "計時模擬：逾時全部相同，10 秒內都選不出 Leader；試了 5 毫秒與 50 毫秒兩種隨機範圍，"
                "每次都選得出來",
            ),
            STUDY,
            timeouts((150, 150), (150, 155), (150, 200)),
            100,
            _elections_end,
            _with_leader,
        ),
    ),
    as_corrected=(
        always(
            "if one timer ends before the others hear of it, a leader is elected in every run",
            "只要有一個計時器先結束並及時通知其他人，就一定會選出 Leader",
            PROGRESS,
            raft_progress.a_leader_is_elected,
            entries=0,
            requests=0,
        ),
        always(
            "whenever timers end, no term gets two leaders",
            "不論計時器何時結束，同一任期都不會有兩個 Leader",
            GROUP,
            raft_safety.election_safety,
            terms=2,
            entries=0,
            requests=0,
            in_flight=4,
        ),
    ),
)

CLAIMS = (RANDOM_TIMERS,)
