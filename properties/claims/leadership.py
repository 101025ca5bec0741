"""The claims on who leads, and who comes after."""

from properties import quorum_lemmas, raft_progress, raft_safety
from properties.claim import Claim, Section, Words, always, proved, some_run
from properties.claims import group_sayings as sayings
from properties.claims.groups import GROUP, LED
from properties.raft_progress_scenarios import FOLLOWERS, PARTIAL, PARTIAL_PREVOTE, PROGRESS

SECTION = Section.ELECTION

MAJORITY_LEADS = Claim(
    "majority-leads",
    SECTION,
    statement=Words(
        "A candidate that gets the votes of more than half becomes the leader, and the others follow it.",
        "候選人收到超過半數的選票，就成為 Leader，其餘的則成為 Follower。",
    ),
    correct=Words(
        "A term has one leader at most. Leaders of different terms can be there at the same time: an old "
        "one that has not heard of the new one yet goes on believing that it leads, and commits nothing any "
        "more.",
        "一個任期最多只有一個 Leader。但不同任期的 Leader 可能同時存在：舊 Leader 尚未得知新 Leader "
        "產生之前，仍以為自己是 Leader，只是再也無法提交任何資料。",
    ),
    reasons={
        "true": Words(
            "Whoever leads had a majority, and no term ever has two leaders; but leaders of two terms can "
            "be there at once.",
            "當選的 Leader 都得到過半數選票，同一任期也從未有兩個 Leader；不過不同任期的 Leader "
            "可能同時存在。",
        ),
        "false": Words(
            "Somebody leads without a majority, or two lead one term.",
            "有 Leader 沒有得到過半數選票，或同一任期出現兩個 Leader。",
        ),
    },
    as_said=(
        always(
            "whoever leads a term had the votes of a majority in it",
            "當選者在該任期都得到過半數選票",
            GROUP,
            sayings.a_leader_had_a_majority,
            terms=2,
            entries=0,
            requests=0,
            in_flight=4,
        ),
        always(
            "no term has two leaders",
            "同一任期沒有兩個 Leader",
            GROUP,
            raft_safety.election_safety,
            terms=2,
            entries=0,
            requests=0,
            in_flight=4,
        ),
        always(
            "a candidate follows the leader of its term in the end",
            "其他候選人最終都會成為該任期 Leader 的 Follower",
            FOLLOWERS,
            raft_progress.candidates_follow,
            losses=0,
        ),
    ),
    as_corrected=(
        proved(
            "any two majorities have a member in common, for every N",
            "任意兩個「大多數」至少有一個共同成員（對所有 N 成立）",
            quorum_lemmas.majorities_intersect,
        ),
        some_run(
            "leaders of two terms are there at the same time",
            "兩個不同任期的 Leader 同時存在",
            LED,
            sayings.one_leader_at_a_time,
        ),
    ),
    repeats=True,
)

REELECTION = Claim(
    "reelection",
    SECTION,
    statement=Words(
        "A leader that fails is replaced: the followers hear nothing, and elect another.",
        "若 Leader 故障，Follower 收不到「心跳訊息」，就會重新選舉。",
    ),
    correct=Words(
        "It is replaced if a majority lives and its members can reach each other. With two of three dead "
        "nobody is ever elected, and where two cannot reach each other they may depose each other for ever, "
        "unless they ask first (PreVote).",
        "前提是大多數成員仍在運作，而且彼此連得上。三個壞兩個，就永遠選不出 Leader；"
        "如果有兩個成員彼此連不上，可能會一直互相取代，除非在參選前先詢問（PreVote）。",
    ),
    reasons={
        "only-if": Words(
            "Only if a majority lives and can talk: of three with two dead none is ever elected, and with "
            "one link down two can depose each other for ever.",
            "只有在大多數成員仍在運作、而且彼此連得上時才成立：三個壞兩個就永遠選不出 Leader；"
            "只要一條連線中斷，也可能永遠互相取代。",
        ),
        "true": Words(
            "A leader is elected, and stays, whoever is dead and whatever link is cut.",
            "不論哪些成員故障、哪條連線中斷，都會選出穩定的 Leader。",
        ),
        "false": Words(
            "A leader that fails is not replaced, though a majority lives and can talk.",
            "即使大多數成員仍在運作且彼此連得上，故障的 Leader 也沒有繼任者。",
        ),
    },
    as_said=(
        some_run(
            "with two of three dead, a leader is elected",
            "三個壞兩個時，仍會選出 Leader",
            GROUP,
            sayings.nobody_is_elected,
            servers=3,
            down=2,
        ),
        always(
            "with one link of three cut, a leader stays in the end",
            "三條連線中有一條中斷時，最終會有穩定的 Leader",
            PARTIAL,
            raft_progress.a_leader_stays,
        ),
    ),
    under_condition=(
        always(
            "a server crashes, and in the end a leader stays",
            "有成員故障，最終仍會有穩定的 Leader",
            PROGRESS,
            raft_progress.a_leader_stays,
            crashes=1,
            terms=3,
            entries=0,
            requests=0,
        ),
        some_run(
            "a leader is replaced by another",
            "Leader 由另一個成員接替",
            GROUP,
            sayings.no_leader_is_replaced,
            crashes=1,
            terms=2,
            entries=0,
            requests=0,
        ),
    ),
    as_corrected=(
        always(
            "with that link cut, those that ask first keep a leader",
            "連線中斷時，會先詢問的成員（PreVote）仍能維持穩定的 Leader",
            PARTIAL_PREVOTE,
            raft_progress.a_leader_stays,
        ),
    ),
)

CLAIMS = (MAJORITY_LEADS, REELECTION)
