"""The claims on who stands for election, and who is voted for."""

from attrs import evolve

from model.raft.mutants import votes
from properties import raft_safety, raft_steps
from properties.claim import Claim, Section, Words, always, some_run
from properties.claims import group_sayings as sayings
from properties.claims import vote_sayings
from properties.claims.groups import GROUP, LED, LED_IN_LEASE

SECTION = Section.ELECTION

NO_LEADER_ALL_CANDIDATES = Claim(
    "no-leader-all-candidates",
    SECTION,
    statement=Words(
        "While there is no leader, every etcd is a candidate.",
        "在沒有 Leader 的情況下，每個 etcd 都是 Candidate（候選人）。",
    ),
    correct=Words(
        "Whoever starts is a follower, leader or none. A candidate is one that has begun the election "
        "itself, and has voted for itself.",
        "不論有沒有 Leader，每個 etcd 啟動時都是 Follower。Candidate 都是自己發起選舉，並投票給自己的成員。",
    ),
    reasons={
        "false": Words(
            "When a group starts, nobody leads and all are followers: one becomes a candidate when its own "
            "timer ends.",
            "剛啟動時沒有 Leader，但所有成員都是 Follower；要等到自己的倒數計時器結束，才會成為 Candidate。",
        ),
        "true": Words(
            "While nobody leads, nobody is a follower.",
            "沒有 Leader 的時候，沒有任何成員是 Follower。",
        ),
    },
    as_said=(
        always(
            "while nobody leads, all that are up are candidates",
            "沒有 Leader 時，所有運作中的成員都是 Candidate",
            GROUP,
            sayings.without_a_leader_all_are_candidates,
            terms=2,
            entries=0,
            requests=0,
        ),
    ),
    as_corrected=(
        always(
            "whoever starts again is a follower",
            "重新啟動的成員都是 Follower",
            GROUP,
            sayings.whoever_starts_follows,
            terms=2,
            entries=0,
            requests=0,
            crashes=1,
        ),
        always(
            "a candidate has begun the election itself, and votes for itself",
            "Candidate 都是自己發起選舉，並投票給自己",
            GROUP,
            sayings.a_candidate_stands_for_itself,
            terms=2,
            entries=0,
            requests=0,
        ),
    ),
)


VOTES_IF_NO_LEADER = Claim(
    "votes-if-no-leader",
    SECTION,
    statement=Words(
        "Whoever is asked votes for the candidate, if there is no leader yet.",
        "收到投票請求的人，若當下還沒有產生 Leader，就投票給該候選人。",
    ),
    correct=Words(
        "It votes once in a term, and only for a log that is at least as up to date as its own; it refuses "
        "only if it has voted for another, has gone on to a later term, or has a log that is more up to "
        "date. Whether somebody leads an older term does not matter in plain Raft: so a vote can be given "
        "while that leader lives. With CheckQuorum, who leads, or has just heard from its leader, ignores "
        "who asks.",
        "每個任期只投一次票，而且只投給 Log 至少與自己一樣新的候選人；只有在已投給別人、已進入更新的任期，"
        "或自己的 Log 比較新時，才會拒絕。在原始的 RAFT 中，是否還有舊任期的 Leader 並不重要，"
        "因此在舊 Leader 仍在運作時，也可能投票給別人；採用 CheckQuorum 時，Leader 自己與剛收到 Leader "
        "訊息的成員，都會忽略投票請求。",
    ),
    reasons={
        "only-if": Words(
            "Only once in a term, and only for a log that is up to date; and in plain Raft a vote is given "
            "while the leader of an older term still lives.",
            "前提是每個任期只投一次，而且候選人的 Log 夠新；此外，在原始的 RAFT 中，舊任期的 Leader "
            "還在運作時，也會有人投票。",
        ),
        "true": Words(
            "No vote is ever given while somebody leads.",
            "只要有 Leader，就沒有人投票。",
        ),
        "false": Words(
            "Somebody votes twice in a term, or for a log that is not up to date, or refuses without a "
            "reason.",
            "有人在同一任期投了兩次票，或投給 Log 不夠新的候選人，或沒有理由就拒絕投票。",
        ),
    },
    as_said=(
        always(
            "nobody votes for another while a server leads",
            "有 Leader 的時候，沒有人投票給別人",
            LED,
            sayings.votes_are_given_without_a_leader,
        ),
        always(
            "nobody is refused a vote while no server leads",
            "沒有 Leader 的時候，沒有人的投票請求被拒絕",
            GROUP,
            sayings.without_a_leader_nobody_is_refused,
            terms=1,
            entries=0,
            requests=0,
            in_flight=4,
        ),
    ),
    under_condition=(
        always(
            "nobody votes twice in a term",
            "沒有人在同一任期投兩次票",
            GROUP,
            raft_steps.one_vote_per_term,
            terms=2,
            entries=0,
            requests=0,
            in_flight=4,
        ),
        always(
            "nobody votes for a log that is less up to date than its own",
            "沒有人投票給 Log 不如自己新的候選人",
            GROUP,
            vote_sayings.nobody_votes_for_less_than_it_has,
            terms=2,
            entries=1,
            requests=1,
        ),
        always(
            "who refuses has voted for another, has gone on to a later term, or has a later log",
            "拒絕投票的人，不是已投給別人，就是已進入更新的任期，或自己的 Log 比較新",
            GROUP,
            vote_sayings.a_refusal_has_a_reason,
            terms=2,
            entries=1,
            requests=1,
        ),
        some_run(
            "somebody votes for another",
            "有人投票給別人",
            GROUP,
            vote_sayings.nobody_votes_for_another,
            terms=1,
            entries=0,
            requests=0,
        ),
        always(
            "nobody is elected who lacks what is committed",
            "缺少已提交資料的成員不會當選",
            GROUP,
            raft_safety.leader_completeness,
            terms=2,
            entries=1,
            requests=1,
        ),
    ),
    as_corrected=(
        some_run(
            "in plain Raft, even a leader votes for another in a later term",
            "在原始的 RAFT 中，就連 Leader 自己也會在更新的任期投票給別人",
            LED,
            sayings.nobody_in_a_lease_votes,
        ),
        always(
            "with CheckQuorum, nobody does that leads, or has just heard from its leader",
            "採用 CheckQuorum 時，Leader 自己與剛收到 Leader 訊息的成員，都不會投票給別人",
            LED_IN_LEASE,
            sayings.nobody_in_a_lease_votes,
        ),
        some_run(
            "and yet a leader is replaced there, too, by one that is voted for in a later term",
            "但那裡的 Leader 仍可由更新任期當選的成員接替",
            LED_IN_LEASE,
            sayings.no_leader_is_replaced,
        ),
        evolve(
            some_run(
                "who votes twice in a term makes two leaders",
                "若可在同一任期投兩次票，就會出現兩個 Leader",
                GROUP,
                raft_safety.election_safety,
                terms=1,
                entries=0,
                requests=0,
                in_flight=None,
            ),
            protocol=votes.VoteTwice,
        ),
        evolve(
            some_run(
                "who does not look at logs elects a leader that lacks what is committed",
                "若投票時不看 Log，就會選出缺少已提交資料的 Leader",
                GROUP,
                raft_safety.leader_completeness,
                terms=2,
                entries=1,
                requests=1,
            ),
            protocol=votes.NoLogCheckInVote,
        ),
    ),
)

CLAIMS = (NO_LEADER_ALL_CANDIDATES, VOTES_IF_NO_LEADER)
