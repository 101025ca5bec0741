"""The claims on who leads, and who comes after."""

from properties import quorum_lemmas, raft_progress, raft_safety
from properties.claim import Claim, Section, Words, always, proved, some_run
from properties.claims import group_sayings as sayings
from properties.claims.groups import CONNECTED, CONNECTED_PREVOTE, GROUP, LED
from properties.raft_progress_scenarios import FOLLOWERS, PARTIAL, PARTIAL_PREVOTE

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
        "one, that has not heard of the new one yet, goes on leading its own term; but whatever it takes for "
        "committed, the new one has.",
        "一個任期最多只有一個 Leader。但不同任期的 Leader 可能同時存在：舊 Leader 尚未得知新 Leader "
        "產生之前，仍是自己任期的 Leader；不過它認定已提交的資料，新 Leader 都有。",
    ),
    reasons={
        "true": Words(
            "Whoever gets a majority leads, nobody leads without one, and no term ever has two leaders; but "
            "leaders of two terms can be there at once.",
            "得到過半數選票的都成為 Leader，沒有人未過半就當選，同一任期也從未有兩個 Leader；不過不同任期的 "
            "Leader 可能同時存在。",
        ),
        "false": Words(
            "Somebody leads without a majority, or has one and does not lead, or two lead one term, or a "
            "candidate does not come to follow.",
            "有 Leader 沒有得到過半數選票，或有人過半卻沒有成為 Leader，或同一任期出現兩個 "
            "Leader，或有候選人沒有成為 Follower。",
        ),
    },
    as_said=(
        always(
            "whoever has the votes of a majority leads",
            "得到過半數選票的候選人都成為 Leader",
            GROUP,
            sayings.nobody_stands_who_has_won,
            terms=2,
            entries=0,
            requests=0,
            in_flight=4,
        ),
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
        always(
            "what an old leader has taken for committed, the leader of a later term has",
            "舊 Leader 認定已提交的資料，較新任期的 Leader 都有",
            GROUP,
            raft_safety.leader_completeness,
            terms=2,
            entries=1,
            requests=1,
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
        "It is replaced if a majority lives, and all that live can reach each other. With two of three dead "
        "nobody is ever elected. And that each of three can reach a majority is not enough: where two of "
        "them cannot reach each other they may depose each other for ever, though nobody fails; with PreVote "
        "and CheckQuorum a leader stays there.",
        "前提是大多數成員仍在運作，而且運作中的成員彼此都連得上。三個壞兩個，就永遠選不出 "
        "Leader。三個成員各自連得上大多數還不夠：如果其中兩個彼此連不上，即使沒有人故障，"
        "也可能一直互相取代；採用 PreVote 與 CheckQuorum，就會有穩定的 Leader。",
    ),
    reasons={
        "only-if": Words(
            "Only if a majority lives, and all that live can reach each other: if another of three is dead "
            "when the leader fails, nobody comes after it.",
            "只有在大多數成員仍在運作、而且運作中的成員彼此都連得上時才成立：Leader "
            "故障時，三個成員若另有一個已經故障，就不會有繼任者。",
        ),
        "true": Words(
            "A leader that fails is replaced, whoever else is dead.",
            "不論還有哪些成員故障，故障的 Leader 都有繼任者。",
        ),
        "false": Words(
            "A leader that fails is not replaced, though a majority lives and all that live can reach each "
            "other.",
            "即使大多數成員仍在運作且彼此都連得上，故障的 Leader 也沒有繼任者。",
        ),
    },
    as_said=(
        always(
            "when the leader fails, another comes after it, though one of three was dead before (with "
            "PreVote and CheckQuorum)",
            "三個成員中已有一個故障，Leader 再故障時，仍會有繼任者（採用 PreVote 與 CheckQuorum）",
            CONNECTED_PREVOTE,
            sayings.a_failed_leader_is_replaced,
            crashes=1,
            down=1,
            terms=1,
        ),
    ),
    under_condition=(
        always(
            "when the leader of three fails, and the others reach each other, one of them comes after it",
            "三個成員的 Leader 故障，而其餘成員彼此連得上時，最終會有繼任者",
            CONNECTED,
            sayings.a_failed_leader_is_replaced,
            crashes=1,
        ),
        always(
            "and in the end a leader stays",
            "而且最終會有穩定的 Leader",
            CONNECTED,
            raft_progress.a_leader_stays,
            crashes=1,
        ),
        some_run(
            "a leader is replaced by another",
            "Leader 由另一個成員接替",
            CONNECTED,
            sayings.no_leader_is_replaced,
            crashes=1,
        ),
    ),
    as_corrected=(
        always(
            "with two of three dead, nobody is elected",
            "三個壞兩個時，沒有人當選",
            CONNECTED,
            sayings.nobody_is_elected,
            down=2,
        ),
        some_run(
            "with one link of three cut, it may be that no leader stays",
            "三條連線中有一條中斷時，可能一直沒有穩定的 Leader",
            PARTIAL,
            raft_progress.a_leader_stays,
        ),
        always(
            "with that link cut, those that have PreVote and CheckQuorum keep a leader",
            "同樣的連線中斷時，採用 PreVote 與 CheckQuorum 的成員仍能維持穩定的 Leader",
            PARTIAL_PREVOTE,
            raft_progress.a_leader_stays,
        ),
    ),
)

CLAIMS = (MAJORITY_LEADS, REELECTION)
