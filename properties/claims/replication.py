"""The claims on how a command gets into the log, and when it counts."""

from attrs import evolve

from model.raft.readings import MajorityOfFollowers
from properties import quorum_lemmas, raft_safety, raft_steps
from properties.claim import Claim, Section, Words, always, proved, some_run
from properties.claims import cluster_sayings
from properties.claims import group_sayings as sayings
from properties.claims.clusters import COPIES, CUT_SHORT, WRITES
from properties.claims.groups import GROUP, UNSYNCED
from properties.kubernetes_store import acknowledged_survives

SECTION = Section.REPLICATION

LEADER_LOGS_FIRST = Claim(
    "leader-logs-first",
    SECTION,
    statement=Words(
        "The leader writes a command into its own log and sends it to all; they write it and confirm; only "
        "then it is executed.",
        "Leader 先將指令寫入自己的 Log，再傳送給所有 Follower；Follower 寫入並回覆確認後，Leader 才會執行。",
    ),
    correct=Words(
        "Nobody has an entry that the leader of its term has not, and nothing counts that is not on a "
        "majority of disks, of which the leader's may be one. While no crash takes away what was counted or "
        "confirmed, nothing that was committed is lost. But if a leader counts its own log, or a follower "
        "confirms, before that is on its disk, one crash can lose what was committed.",
        "一個任期的內容，該任期的 Leader 一定都有，其他成員不會有它沒有的；內容要寫入大多數成員的磁碟"
        "（Leader 也是其中之一）才算提交。只要每個成員都先寫入磁碟，"
        "再列入計算或回覆確認，當機就不會造成已提交的資料遺失；"
        "反之，如果 Leader 還沒寫入自己的磁碟就把自己算進去，或 Follower 還沒寫入磁碟就回覆確認，"
        "只要一次當機，就可能遺失已提交的資料。",
    ),
    reasons={
        "true": Words(
            "Followers only have what their leader has, and what is executed is on a majority of the disks, "
            "in every run.",
            "在所有可能的執行過程中，Follower 只擁有 Leader 已有的內容，"
            "而執行的指令都已寫入大多數成員的磁碟。",
        ),
        "false": Words(
            "A follower has what its leader has not, or something is executed that is not on a majority of "
            "disks.",
            "有 Follower 擁有 Leader 沒有的內容，或是執行了尚未寫入大多數磁碟的指令。",
        ),
    },
    as_said=(
        always(
            "what anybody has of a leader's term, that leader has",
            "該任期的任何內容，Leader 自己都有",
            GROUP,
            sayings.followers_have_what_their_leader_has,
            requests=1,
        ),
        always(
            "a leader only appends to its log",
            "Leader 對自己的 Log 只會新增，不會修改",
            GROUP,
            raft_steps.leader_append_only,
            requests=1,
        ),
        always(
            "what is committed is on a majority of the disks",
            "已提交的內容都在大多數成員的磁碟上",
            GROUP,
            raft_safety.committed_on_majority,
            requests=1,
        ),
        always(
            "where a crash takes nothing from any disk, what was committed is never lost",
            "當機時若磁碟上的內容都還在，已提交的內容從不遺失",
            UNSYNCED,
            raft_safety.leader_completeness,
        ),
        some_run(
            "a command is committed",
            "有指令得到提交",
            GROUP,
            sayings.nothing_is_committed,
            terms=1,
            requests=1,
        ),
    ),
    as_corrected=(
        some_run(
            "if the leader had counted itself before it is on its own disk, what was committed is lost",
            "若 Leader 在自己的磁碟寫入之前就把自己算進去，已提交的內容會遺失",
            UNSYNCED,
            raft_safety.leader_completeness,
            leader_loses=1,
        ),
        some_run(
            "if a follower had confirmed before it is on its disk, what was committed is lost",
            "若 Follower 在寫入磁碟之前就回覆確認，已提交的內容會遺失",
            UNSYNCED,
            raft_safety.leader_completeness,
            follower_loses=1,
        ),
    ),
    repeats=True,
)

MAJORITY_OF_FOLLOWERS = Claim(
    "majority-of-followers",
    SECTION,
    statement=Words(
        "A command is executed once (N/2) + 1 followers have confirmed it.",
        "Leader 收到「(N/2) + 1」個 Follower 的確認後，才會執行該指令。",
    ),
    correct=Words(
        "(N/2) + 1 members, of which the leader is one: of three, one follower is enough. Were it followers "
        "alone, three members could lose none, and every group would tolerate one failure fewer.",
        "需要的是 (N/2) + 1 個成員，而且 Leader 自己也算一個：三個成員中，只要一個 Follower 確認就夠了。"
        "如果只算 Follower，三個成員就一個也不能故障，任何規模的容錯能力都會少一個。",
    ),
    reasons={
        "false": Words(
            "The leader counts itself: of three members, a command is committed with one follower, not two.",
            "Leader 會把自己算進去：三個成員時，只要一個 Follower 確認就能提交，而不是兩個。",
        ),
        "true": Words(
            "Whatever a leader commits, (N/2) + 1 others have.",
            "Leader 提交的內容，都有 (N/2) + 1 個其他成員擁有。",
        ),
    },
    as_said=(
        always(
            "what a leader has committed, (N/2) + 1 followers have",
            "Leader 已提交的內容，都有 (N/2) + 1 個 Follower 擁有",
            GROUP,
            sayings.committed_on_majority_of_followers,
            terms=1,
            requests=1,
        ),
    ),
    as_corrected=(
        always(
            "what is committed, (N/2) + 1 members have, the leader among them",
            "已提交的內容，都有 (N/2) + 1 個成員擁有（含 Leader）",
            GROUP,
            raft_safety.committed_on_majority,
            requests=1,
        ),
        evolve(
            always(
                "by the rule as said, three members with one down commit nothing",
                "照字面規則，三個成員壞一個就無法提交",
                GROUP,
                sayings.nothing_is_committed,
                down=1,
                terms=1,
                requests=1,
            ),
            protocol=MajorityOfFollowers,
        ),
        some_run(
            "by the real one, they do",
            "照真正的規則，仍可提交",
            GROUP,
            sayings.nothing_is_committed,
            down=1,
            terms=1,
            requests=1,
        ),
        proved(
            "by the rule as said, every group tolerates one failure fewer, for every N",
            "照字面規則，任何規模的容錯能力都少一個（對所有 N 成立）",
            quorum_lemmas.followers_only_tolerates_one_fewer,
        ),
    ),
)

BELOW_MAJORITY_IS_VOID = Claim(
    "below-majority-is-void",
    SECTION,
    statement=Words(
        "With fewer confirmations than (N/2) + 1, the command is void.",
        "若 Leader 收到的確認數量小於「(N/2) + 1」，則該指令失效。",
    ),
    correct=Words(
        "It is unknown what becomes of it: it may be lost, and it may be committed by the next leader, even "
        "after its user has given up waiting. Only what was confirmed is certain.",
        "結果是未知的：指令可能消失，也可能由下一任 Leader 提交，即使使用者已經放棄等待。"
        "只有已回覆確認的指令才是確定的。",
    ),
    reasons={
        "false": Words(
            "It is unknown, not void: of five members two had it when their leader died, the user gave up, "
            "and the next leader committed it.",
            "結果是未知，而不是失效：五個成員中有兩個已寫入，這時 Leader 故障，使用者也已放棄等待，下一任 "
            "Leader 卻提交了它。",
        ),
        "true": Words(
            "What a leader did not commit before it died is never committed.",
            "Leader 故障前沒有提交的指令，永遠不會提交。",
        ),
    },
    as_said=(
        always(
            "what a leader did not commit before it died, and its user gave up, is never committed",
            "Leader 故障前未提交、使用者也已放棄的指令，永遠不會提交",
            CUT_SHORT,
            cluster_sayings.what_a_dead_leader_left_is_void,
        ),
    ),
    as_corrected=(
        some_run(
            "it may be lost, too",
            "指令也可能消失",
            WRITES,
            cluster_sayings.no_taken_write_is_lost,
            revisions=1,
            give_ups=1,
        ),
        some_run(
            "on the rules of Raft: a later leader commits what an earlier one did not",
            "依照 RAFT 的規則：前一任 Leader 未提交的內容，由後一任提交",
            GROUP,
            sayings.only_its_own_leader_commits,
            entries=2,
            requests=2,
        ),
        always(
            "what was acknowledged is never lost",
            "已回覆確認的指令從不遺失",
            COPIES,
            acknowledged_survives,
            members=3,
            deaths=1,
        ),
    ),
)

CLAIMS = (
    LEADER_LOGS_FIRST,
    MAJORITY_OF_FOLLOWERS,
    BELOW_MAJORITY_IS_VOID,
)
