"""Raft, as in "In Search of an Understandable Consensus Algorithm (Extended Version)", Ongaro and
Ousterhout, 2014 ("the paper"; § and Figure mean its sections and figures unless said otherwise).

Read `rules` first: every decision, cited. Then `elections` and `replication`: what happens at each event;
`handlers` has the tables. `state`, `events` and `messages` are the values they speak of, `quorum` the
arithmetic, `group` the whole system. `stability`, `no_op` and `membership` are variants, `timing` what is
assumed of time.

Departures from the paper, each stated where it is made:

- a candidate that a majority refused becomes a follower at once, as in etcd (`rules.Raft.vote_result`);
- the leader backs off one index for each refusal and never below what is known to match
  (`rules.Raft.next_index_after_refusal`);
- a server keeps a `History` that no rule reads, for the properties that speak of the past (`state`);
- clients talk to a leader only: nobody is redirected, and nothing is read (`replication`).
"""
