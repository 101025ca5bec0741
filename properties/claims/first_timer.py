"""The claim on whose timer ends first, and how often that server wins."""

from collections.abc import Mapping
from typing import Any

from properties import raft_safety
from properties.claim import Claim, Section, Summaries, Trials, Words, always
from properties.claims.groups import GROUP
from properties.claims.timers import timeouts
from properties.elections import STUDY

SECTION = Section.ELECTION

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

CLAIMS = (FASTEST_TIMER_WINS,)
