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

FASTEST_TRIALS = 400

LONGEST_LOG = "n2"
"""Of the servers that are left, where each one's log is shorter than that of the one before."""


def _won_first(row: Mapping[str, Any]) -> int:
    """Return in how many trials of a row the server won whose timer ended first."""
    return int(row["first_can_win_and_wins"] + row["first_is_behind_and_wins"])


def _wins_more_than_any_other(rows: Summaries) -> str | None:
    (row,) = rows
    first, others = _won_first(row), row["others_win"]
    most = max(others, key=others.__getitem__, default=None)
    if most is None or first > others[most]:
        return None
    return (
        f"{most} won {others[most]} of {row['trials']} trials in which another's timer ended first, and "
        f"whose timer ended first won {first}"
    )


def _longest_log_wins_more(rows: Summaries) -> str | None:
    (row,) = rows
    longest = row["others_win"].get(LONGEST_LOG, 0)
    if longest > _won_first(row):
        return None
    return (
        f"{LONGEST_LOG} won {longest} of {row['trials']} trials in which another's timer ended first, and "
        f"whose timer ended first won {_won_first(row)}"
    )


def _wins_most_where_it_can(rows: Summaries) -> str | None:
    (row,) = rows
    wins, able = row["first_can_win_and_wins"], row["first_can_win"]
    return None if 2 * wins > able else f"whose timer ended first won {wins} of {able} trials"


def _behind_never_wins(rows: Summaries) -> str | None:
    (row,) = rows
    wins, behind = row["first_is_behind_and_wins"], row["first_is_behind"]
    if not behind:
        return "nobody whose timer ended first had a log that was behind"
    return f"whose log was behind won {wins} of {behind} trials" if wins else None


def _share(wins: int, of: int) -> Words:
    share = f"{100 * wins / max(of, 1):.0f} %"
    return Words(f"it won {wins} of {of}, {share}", f"{of} 次中當選 {wins} 次，{share}")


def _wins(rows: Summaries) -> Words:
    """Say how often who was first won, and each other member where another was first."""
    (row,) = rows
    share = _share(_won_first(row), row["trials"])
    others = [(who, count) for who, count in row["others_win"].items()]
    return Words(
        "; ".join([share.en, *(f"{who}, where another was first, {count}" for who, count in others)]),
        "；".join([share.zh, *(f"別人最快時 {who} 當選 {count} 次" for who, count in others)]),
    )


def _wins_where_it_can(rows: Summaries) -> Words:
    (row,) = rows
    return _share(row["first_can_win_and_wins"], row["first_can_win"])


def _behind_wins(rows: Summaries) -> Words:
    (row,) = rows
    return _share(row["first_is_behind_and_wins"], row["first_is_behind"])


FASTEST_TIMER_WINS = Claim(
    "fastest-timer-wins",
    SECTION,
    statement=Words(
        "Whoever's timer ends first is more likely to become the leader than any other.",
        "誰的倒數計時器最快結束，獲選為 Leader 的機率較高。",
    ),
    correct=Words(
        "It is so where time-outs are spread widely, as the paper's 150 to 300 ms are. Where the log of the "
        "fastest is good enough for a majority, it wins most elections; where it is behind, it never wins, "
        "however fast it is. With 150 to 151 ms, where logs differ, another wins more often: the one with "
        "the longest log.",
        "逾時要分散得夠開才會如此，例如論文的 150 到 300 毫秒。最快的成員如果 Log 對大多數成員來說夠新，"
        "通常會當選；如果 Log 落後，不管多快都不會當選。逾時若只分散在 150 到 151 毫秒之間，而 Log 各不相同，"
        "反而是 Log 最長的成員當選較多次。",
    ),
    reasons={
        "true": Words(
            "In trials in time, with time-outs of 150 to 300 ms, it wins more often than any other member, "
            "whether all logs are alike or those of two in four are behind.",
            "計時模擬中，逾時為 150 到 300 毫秒時，不論 Log 都相同，或四個中有兩個落後，"
            "最快的成員當選的次數都多於其他任何一個成員。",
        ),
        "false": Words(
            "In trials in time, with time-outs of 150 to 300 ms, another member wins as often or more.",
            "計時模擬中，逾時為 150 到 300 毫秒時，另一個成員當選的次數不少於最快的成員。",
        ),
    },
    as_said=(
        Trials(
            Words(
                "in time: with time-outs of 150 to 300 ms and logs that are alike, whose timer ends first "
                "wins more often than any other",
                "計時模擬：逾時 150 到 300 毫秒，Log 都相同，最快的成員當選次數多於其他任何一個",
            ),
            STUDY,
            timeouts((150, 300), logs_differ=False),
            FASTEST_TRIALS,
            _wins_more_than_any_other,
            _wins,
        ),
        Trials(
            Words(
                "in time: so it does where each server's log is shorter than that of the one before",
                "計時模擬：每個成員的 Log 都比前一個短時，也是如此",
            ),
            STUDY,
            timeouts((150, 300)),
            FASTEST_TRIALS,
            _wins_more_than_any_other,
            _wins,
        ),
    ),
    as_corrected=(
        Trials(
            Words(
                "in time: it wins more than half of those trials in which its log is good enough",
                "計時模擬：在 Log 夠新的試驗中，最快的成員過半數當選",
            ),
            STUDY,
            timeouts((150, 300)),
            FASTEST_TRIALS,
            _wins_most_where_it_can,
            _wins_where_it_can,
        ),
        Trials(
            Words(
                "in time: whose log is behind wins none",
                "計時模擬：Log 落後的成員一次也沒有當選",
            ),
            STUDY,
            timeouts((150, 300)),
            FASTEST_TRIALS,
            _behind_never_wins,
            _behind_wins,
        ),
        Trials(
            Words(
                "in time: with time-outs of 150 to 151 ms, each server's log shorter than that of the one "
                "before, the one with the longest log (n2) wins more often",
                "計時模擬：逾時 150 到 151 毫秒，每個成員的 Log 都比前一個短時，"
                "Log 最長的成員（n2）當選較多次",
            ),
            STUDY,
            timeouts((150, 151)),
            FASTEST_TRIALS,
            _longest_log_wins_more,
            _wins,
        ),
        always(
            "nobody is elected who lacks what is committed, whoever is fastest",
            "不論誰最快，缺少已提交資料的成員都不會當選",
            GROUP,
            raft_safety.leader_completeness,
            terms=2,
            entries=1,
            requests=1,
        ),
    ),
    repeats=True,
)

CLAIMS = (RANDOM_TIMERS, FASTEST_TIMER_WINS)
