"""Diego Ongaro's own specification of Raft, in TLA+, transition for transition.

The source is `raft.tla` in the repository ``ongardie/raft.tla``: the specification of appendix B of
his dissertation (Stanford, 2014), with the corrections made since. It is here for comparison: TLC can
count the states of that file, and an engine that explores this package must count the same.
`model.raft` follows the paper, and is the one to learn from.

Each action of the TLA+ is one kind of action here (`group`), except that receiving a message is
several: what takes the message out of the network is one kind, and each step that leaves it there is
another. All that is peculiar to the specification is kept:

- a candidate asks for its own vote, too, by a message, and has no vote before the answer arrives; each
  request for a vote is an action of its own, and so is becoming the leader;
- a message of a newer term makes its receiver adopt the term, and stays in flight to be handled;
- so it does when a candidate recognises the leader of its term, when an entry is removed that
  conflicts (one at a time), and when an entry is appended: only the answer consumes the request;
- a follower takes the commit index that the message has, even if it is less than its own; a leader
  computes its own anew, from match indexes that a late answer takes back, and it may fall, too;
- votes, next and match indexes survive a step-down (nobody reads them then, but states differ in
  them); there is a next and a match index for the server itself; a restart resets them all;
- votes and acknowledgements of the current term are counted whatever the role.

Messages are a bag, counted copy by copy, and a message of which no copy is left is gone, as since the
correction of 2024 (``ongardie/raft.tla`` number 15). In the specification before it, the count
fell to zero and below, and what was dropped could still be received.

Read `transitions`, what servers do of their own accord, then `handlers`, what they do at a message;
`events` and `state` are what these speak of, `group` the whole system. The messages are `model.raft`'s.

Left out are the variables that only the proof reads: ``elections``, ``allLogs``, ``voterLog``, and
``mlog`` in messages. Terms begin at 1, as there. What would be TLC's CONSTRAINT is `group.OngaroBounds`.
"""
