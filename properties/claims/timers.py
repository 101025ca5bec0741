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

BROADCAST, REQUEST = 15 * MS, 3 * MS
"""From a request to its answer, as in the paper's Figure 16, and the way there."""


def timeouts(*spans: tuple[int, int]) -> Mapping[str, Any]:
    """Return the settings of a study of five servers, with election time-outs of so many milliseconds."""
    return {
        "servers": 5,
        "timeouts": tuple((low * MS, high * MS) for low, high in spans),
        "broadcast": BROADCAST,
        "request": REQUEST,
        "logs_differ": True,
    }


def _elections_end(rows: Summaries) -> str | None:
    without, few, many = rows
    if without["without_leader"] < without["trials"]:
        led = without["trials"] - without["without_leader"]
        return f"without randomness, {led} of {without['trials']} trials had a leader within 10 s"
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
        "Randomness makes elections end; it does not make them safe. If all timers end at once, votes can "
        "be split for ever; whenever they end, no term gets two leaders.",
        "隨機是為了讓選舉能夠結束，而不是為了安全：如果所有計時器同時結束，選票可能永遠分散；"
        "但無論計時器何時結束，同一個任期都不會出現兩個 Leader。",
    ),
    reasons={
        "true": Words(
            "It is what lets an election end, not what makes it safe: with timers that end at once, votes "
            "are split for ever; with a few milliseconds between them, a leader is there soon.",
            "隨機讓選舉得以結束（但與安全無關）：計時器若同時結束，選票會永遠分散；只要相差幾毫秒，"
            "很快就會選出 Leader。",
        ),
        "false": Words(
            "Elections end without any randomness, or do not end with it.",
            "沒有隨機，選舉也會結束；或是有了隨機，選舉仍不會結束。",
        ),
    },
    as_said=(
        some_run(
            "if all timers end at once, no leader is ever elected",
            "所有計時器同時結束時，永遠選不出 Leader",
            SPLIT_VOTES,
            raft_progress.a_leader_is_elected,
        ),
        always(
            "if one ends before the others hear of it, a leader is elected in every run",
            "只要有一個先結束並及時通知其他人，就一定會選出 Leader",
            PROGRESS,
            raft_progress.a_leader_is_elected,
            entries=0,
            requests=0,
        ),
        Trials(
            Words(
                "in time: without randomness no leader within 10 s, with 5 ms or more always one",
                "計時模擬：沒有隨機，10 秒內都選不出 Leader；有 5 毫秒以上的隨機，每次都選得出來",
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


def _fastest_wins(rows: Summaries) -> str | None:
    (row,) = rows
    wins, able = row["first_can_win_and_wins"], row["first_can_win"]
    return None if 2 * wins > able else f"whose timer ended first won {wins} of {able} trials"


def _behind_never_wins(rows: Summaries) -> str | None:
    (row,) = rows
    wins, behind = row["first_is_behind_and_wins"], row["first_is_behind"]
    if not behind:
        return "nobody whose timer ended first had a log that was behind"
    return f"whose log was behind won {wins} of {behind} trials" if wins else None


def _wins(rows: Summaries) -> Words:
    (row,) = rows
    wins, able = row["first_can_win_and_wins"], row["first_can_win"]
    share = f"{100 * wins / able:.0f} %"
    return Words(f"it won {wins} of {able}, {share}", f"{able} 次中當選 {wins} 次，{share}")


def _behind_wins(rows: Summaries) -> Words:
    (row,) = rows
    wins, behind = row["first_is_behind_and_wins"], row["first_is_behind"]
    return Words(f"it won {wins} of {behind}", f"{behind} 次中當選 {wins} 次")


FASTEST_TIMER_WINS = Claim(
    "fastest-timer-wins",
    SECTION,
    statement=Words(
        "Whoever's timer ends first is likely to become the leader.",
        "誰的倒數計時器最快結束，獲選為 Leader 的機率較高。",
    ),
    correct=Words(
        "It wins most elections, if its log is good enough for a majority. If its log is behind, it never "
        "wins, however fast it is.",
        "如果它的 Log 對大多數成員來說夠新，確實通常會當選；如果它的 Log 落後，不管多快都不會當選。",
    ),
    reasons={
        "true": Words(
            "In trials in time, time-outs being 150 to 300 ms, it wins far more than half where its log is "
            "good enough, and none where its log is behind.",
            "計時模擬（逾時 150 到 300 毫秒）中，Log 夠新時，最快的成員遠超過半數都會當選；Log 落後時，"
            "一次也沒有當選。",
        ),
        "false": Words(
            "In trials in time it wins half of them or fewer.",
            "計時模擬中，最快的成員當選的次數不到一半。",
        ),
    },
    as_said=(
        Trials(
            Words(
                "in time: whose timer ends first wins more than half of the trials in which it can",
                "計時模擬：最快的成員在有資格當選的試驗中，過半數當選",
            ),
            STUDY,
            timeouts((150, 300)),
            FASTEST_TRIALS,
            _fastest_wins,
            _wins,
        ),
    ),
    as_corrected=(
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
)

CLAIMS = (RANDOM_TIMERS, FASTEST_TIMER_WINS)
