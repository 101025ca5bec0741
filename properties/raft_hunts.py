"""How each mistake in Raft is found out: the property that must object, and bounds that suffice.

What the bounds do not say is as in the scenario. Each also exhausts the healthy group. The mistakes that
no safety property can find out are hunted with the promises that they break, in
`properties.raft_progress_scenarios`.
"""

from model.raft.mutants import commitment, disks, logs, membership, offices, votes
from properties.raft_roles import leader_grants_no_pre_vote, pre_candidate_keeps_its_term
from properties.raft_safety import (
    committed_on_majority,
    election_safety,
    leader_completeness,
    log_matching,
    state_machine_safety,
)
from properties.raft_steps import commit_index_never_goes_back, match_index_never_goes_back
from properties.statement import hunt

Given = dict[str, int | None]

ONE_ELECTION: Given = {"terms": 1, "entries": 0, "requests": 0, "in-flight": None}
TWO_ELECTIONS: Given = {"terms": 2, "entries": 0, "requests": 0}
ONE_LEADER: Given = {"terms": 1, "entries": 1, "requests": 1}
ONE_REQUEST: Given = {"terms": 2, "entries": 1, "requests": 1}
TWO_REQUESTS: Given = {"terms": 2, "entries": 1, "requests": 2}
LONGER_LOGS: Given = {"terms": 2, "entries": 2, "requests": 2}
THREE_LEADERS: Given = {"terms": 3, "entries": 1, "requests": 2}
THREE_LOGS: Given = {"terms": 3, "entries": 2, "requests": 3}
ONE_CHANGE: Given = {"terms": 2, "entries": 2, "requests": 0, "changes": 1}
FIGURE_8: Given = {"terms": 4, "entries": 1, "requests": 2}

FEW_UPHEAVALS = {"crash": 0.05, "time-out": 0.05}
"""For walks: a change takes many steps, in which the leader must neither crash nor be replaced."""


RAFT_HUNTS = (
    hunt(votes.QuorumHalf, election_safety, ONE_ELECTION),
    hunt(votes.VoteTwice, election_safety, ONE_ELECTION),
    hunt(votes.NoStepdownOnHigherTerm, election_safety, TWO_ELECTIONS),
    hunt(votes.StaleTermVoteCounted, election_safety, TWO_ELECTIONS, in_flight=4),
    hunt(votes.VoteClearedOnSameTermStepdown, election_safety, ONE_ELECTION),
    hunt(votes.DuplicateVotesCounted, election_safety, ONE_ELECTION, servers=4, duplicates=2, in_flight=5),
    hunt(votes.NoLogCheckInVote, leader_completeness, ONE_REQUEST),
    hunt(votes.CompareLastTermOnly, leader_completeness, LONGER_LOGS),
    hunt(votes.CompareLengthOnly, leader_completeness, THREE_LOGS),
    hunt(logs.MatchIndexTooHigh, committed_on_majority, TWO_REQUESTS),
    hunt(logs.TruncateWithoutConflict, committed_on_majority, ONE_LEADER),
    hunt(logs.MatchIndexRegress, match_index_never_goes_back, ONE_LEADER),
    hunt(logs.StaleTermAppendAccepted, leader_completeness, THREE_LEADERS),
    hunt(logs.NoPrevTermCheck, log_matching, THREE_LOGS),
    hunt(logs.NackTreatedAsAck, committed_on_majority, LONGER_LOGS),
    hunt(commitment.CommitQuorumHalf, leader_completeness, ONE_REQUEST),
    hunt(commitment.CommitIndexRegress, commit_index_never_goes_back, ONE_LEADER),
    hunt(commitment.CommitOldTermByCount, leader_completeness, FIGURE_8),
    hunt(disks.VoteNotPersisted, election_safety, ONE_ELECTION, crashes=1),
    hunt(disks.TermNotPersisted, election_safety, ONE_ELECTION, crashes=1),
    hunt(disks.AckBeforeFsync, leader_completeness, ONE_REQUEST, crashes=1),
)

HEARTBEAT_HUNTS = (hunt(commitment.CommitWithoutMin, state_machine_safety, TWO_REQUESTS),)

PREVOTE_HUNTS = (
    hunt(offices.LeaderGrantsPrevote, leader_grants_no_pre_vote, ONE_ELECTION, servers=2, in_flight=2),
    hunt(offices.PrevoteRaisesTerm, pre_candidate_keeps_its_term, ONE_ELECTION, servers=2, in_flight=2),
)

SINGLE_CHANGE_HUNTS = (hunt(membership.ReconfigBeforeOwnTermCommit, leader_completeness, {}),)

JOINT_HUNTS = (
    hunt(membership.DirectConfigSwitch, election_safety, ONE_CHANGE, crashes=1),
    hunt(membership.QuorumOverUnion, election_safety, ONE_CHANGE, FEW_UPHEAVALS, crashes=1),
    hunt(membership.JointLeftBeforeCommitted, leader_completeness, ONE_CHANGE),
)

JOINT_TO_ONE_HUNTS = (
    hunt(membership.ConfChangeAtApplyLag, state_machine_safety, {"requests": 2}, FEW_UPHEAVALS, crashes=1),
)
