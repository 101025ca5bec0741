"""Ongaro's TLA+ specification once more, by hand: plain dictionaries, one function for each action.

It shares no code with `model.ongaro`, and is as slow as it is literal: each variable of the TLA+ is a
key of the state, each function of the TLA+ a dictionary. An action yields the states that it leads to,
none where its guard does not hold. What is named here is named there (``ongardie/raft.tla``).
"""

from collections.abc import Hashable, Iterator
from typing import Any

State = dict[str, Any]
Message = tuple[tuple[str, Any], ...]

FOLLOWER, CANDIDATE, LEADER, NIL = "follower", "candidate", "leader", None
REQUEST_VOTE_REQUEST, REQUEST_VOTE_RESPONSE = "RequestVote", "RequestVoteResponse"
APPEND_ENTRIES_REQUEST, APPEND_ENTRIES_RESPONSE = "AppendEntries", "AppendEntriesResponse"


def record(**fields: Any) -> Message:
    """Return a record that can be a key: its fields and their values, in the order of the fields."""
    return tuple(sorted(fields.items()))


def last_term(log: tuple[Any, ...]) -> int:
    return 0 if len(log) == 0 else log[len(log) - 1][0]


def is_quorum(servers: set[str], group: list[str]) -> bool:
    return len(servers) * 2 > len(group)


def with_message(message: Message, messages: dict[Message, int]) -> dict[Message, int]:
    return {**messages, message: messages[message] + 1 if message in messages else 1}


def without_message(message: Message, messages: dict[Message, int]) -> dict[Message, int]:
    if message not in messages:
        return messages
    if messages[message] <= 1:
        return {other: count for other, count in messages.items() if other != message}
    return {**messages, message: messages[message] - 1}


def reply(s: State, response: Message, request: Message) -> dict[Message, int]:
    return without_message(request, with_message(response, s["messages"]))


def initial(servers: list[str]) -> State:
    return {
        "messages": {},
        "currentTerm": dict.fromkeys(servers, 1),
        "state": dict.fromkeys(servers, FOLLOWER),
        "votedFor": dict.fromkeys(servers, NIL),
        "votesResponded": {i: set() for i in servers},
        "votesGranted": {i: set() for i in servers},
        "nextIndex": {i: dict.fromkeys(servers, 1) for i in servers},
        "matchIndex": {i: dict.fromkeys(servers, 0) for i in servers},
        "log": dict.fromkeys(servers, ()),
        "commitIndex": dict.fromkeys(servers, 0),
    }


def put(s: State, i: str, /, **values: Any) -> State:
    """Return the state with these variables changed at one server, as ``EXCEPT`` does."""
    return {**s, **{name: {**s[name], i: value} for name, value in values.items()}}


def restart(s: State, i: str) -> Iterator[State]:
    servers = list(s["state"])
    yield put(
        s,
        i,
        state=FOLLOWER,
        votesResponded=set(),
        votesGranted=set(),
        nextIndex=dict.fromkeys(servers, 1),
        matchIndex=dict.fromkeys(servers, 0),
        commitIndex=0,
    )


def timeout(s: State, i: str) -> Iterator[State]:
    if s["state"][i] in {FOLLOWER, CANDIDATE}:
        term = s["currentTerm"][i] + 1
        yield put(
            s, i, state=CANDIDATE, currentTerm=term, votedFor=NIL, votesResponded=set(), votesGranted=set()
        )


def request_vote(s: State, i: str, j: str) -> Iterator[State]:
    if s["state"][i] == CANDIDATE and j not in s["votesResponded"][i]:
        message = record(
            mtype=REQUEST_VOTE_REQUEST,
            mterm=s["currentTerm"][i],
            mlastLogTerm=last_term(s["log"][i]),
            mlastLogIndex=len(s["log"][i]),
            msource=i,
            mdest=j,
        )
        yield {**s, "messages": with_message(message, s["messages"])}


def append_entries(s: State, i: str, j: str) -> Iterator[State]:
    if i != j and s["state"][i] == LEADER:
        log, next_index = s["log"][i], s["nextIndex"][i][j]
        prev_log_index = next_index - 1
        last_entry = min(len(log), next_index)
        message = record(
            mtype=APPEND_ENTRIES_REQUEST,
            mterm=s["currentTerm"][i],
            mprevLogIndex=prev_log_index,
            mprevLogTerm=log[prev_log_index - 1][0] if prev_log_index > 0 else 0,
            mentries=tuple(log[index - 1] for index in range(next_index, last_entry + 1)),
            mcommitIndex=min(s["commitIndex"][i], last_entry),
            msource=i,
            mdest=j,
        )
        yield {**s, "messages": with_message(message, s["messages"])}


def become_leader(s: State, i: str) -> Iterator[State]:
    servers = list(s["state"])
    if s["state"][i] == CANDIDATE and is_quorum(s["votesGranted"][i], servers):
        next_index = dict.fromkeys(servers, len(s["log"][i]) + 1)
        yield put(s, i, state=LEADER, nextIndex=next_index, matchIndex=dict.fromkeys(servers, 0))


def client_request(s: State, i: str, v: str) -> Iterator[State]:
    if s["state"][i] == LEADER:
        yield put(s, i, log=(*s["log"][i], (s["currentTerm"][i], v)))


def advance_commit_index(s: State, i: str) -> Iterator[State]:
    if s["state"][i] == LEADER:
        servers, log = list(s["state"]), s["log"][i]
        agree_indexes = [
            index
            for index in range(1, len(log) + 1)
            if is_quorum({i} | {k for k in servers if s["matchIndex"][i][k] >= index}, servers)
        ]
        if agree_indexes and log[max(agree_indexes) - 1][0] == s["currentTerm"][i]:
            yield put(s, i, commitIndex=max(agree_indexes))
        else:
            yield s


def handle_request_vote_request(s: State, i: str, j: str, message: Message) -> Iterator[State]:
    m, log, term = dict(message), s["log"][i], s["currentTerm"][i]
    log_ok = m["mlastLogTerm"] > last_term(log) or (
        m["mlastLogTerm"] == last_term(log) and m["mlastLogIndex"] >= len(log)
    )
    grant = m["mterm"] == term and log_ok and s["votedFor"][i] in {NIL, j}
    if m["mterm"] <= term:
        response = record(mtype=REQUEST_VOTE_RESPONSE, mterm=term, mvoteGranted=grant, msource=i, mdest=j)
        after = put(s, i, votedFor=j) if grant else s
        yield {**after, "messages": reply(s, response, message)}


def handle_request_vote_response(s: State, i: str, j: str, message: Message) -> Iterator[State]:
    m = dict(message)
    if m["mterm"] == s["currentTerm"][i]:
        after = put(s, i, votesResponded=s["votesResponded"][i] | {j})
        if m["mvoteGranted"]:
            after = put(after, i, votesGranted=s["votesGranted"][i] | {j})
        yield {**after, "messages": without_message(message, s["messages"])}


def handle_append_entries_request(s: State, i: str, j: str, message: Message) -> Iterator[State]:
    m, log, term, role = dict(message), s["log"][i], s["currentTerm"][i], s["state"][i]
    prev, entries = m["mprevLogIndex"], m["mentries"]
    log_ok = prev == 0 or (0 < prev <= len(log) and m["mprevLogTerm"] == log[prev - 1][0])
    if m["mterm"] > term:
        return
    if m["mterm"] < term or (m["mterm"] == term and role == FOLLOWER and not log_ok):
        response = record(
            mtype=APPEND_ENTRIES_RESPONSE, mterm=term, msuccess=False, mmatchIndex=0, msource=i, mdest=j
        )
        yield {**s, "messages": reply(s, response, message)}
    if m["mterm"] == term and role == CANDIDATE:
        yield put(s, i, state=FOLLOWER)
    if m["mterm"] == term and role == FOLLOWER and log_ok:
        index = prev + 1
        if not entries or (len(log) >= index and log[index - 1][0] == entries[0][0]):
            response = record(
                mtype=APPEND_ENTRIES_RESPONSE,
                mterm=term,
                msuccess=True,
                mmatchIndex=prev + len(entries),
                msource=i,
                mdest=j,
            )
            after = put(s, i, commitIndex=m["mcommitIndex"])
            yield {**after, "messages": reply(s, response, message)}
        if entries and len(log) >= index and log[index - 1][0] != entries[0][0]:
            yield put(s, i, log=tuple(log[index2 - 1] for index2 in range(1, len(log))))
        if entries and len(log) == prev:
            yield put(s, i, log=(*log, entries[0]))


def handle_append_entries_response(s: State, i: str, j: str, message: Message) -> Iterator[State]:
    m = dict(message)
    if m["mterm"] == s["currentTerm"][i]:
        next_index, match_index = s["nextIndex"][i], s["matchIndex"][i]
        if m["msuccess"]:
            next_index = {**next_index, j: m["mmatchIndex"] + 1}
            match_index = {**match_index, j: m["mmatchIndex"]}
        else:
            next_index = {**next_index, j: max(next_index[j] - 1, 1)}
        after = put(s, i, nextIndex=next_index, matchIndex=match_index)
        yield {**after, "messages": without_message(message, s["messages"])}


def update_term(s: State, i: str, message: Message) -> Iterator[State]:
    term = dict(message)["mterm"]
    if term > s["currentTerm"][i]:
        yield put(s, i, currentTerm=term, state=FOLLOWER, votedFor=NIL)


def drop_stale_response(s: State, i: str, message: Message) -> Iterator[State]:
    if dict(message)["mterm"] < s["currentTerm"][i]:
        yield {**s, "messages": without_message(message, s["messages"])}


def receive(s: State, message: Message) -> Iterator[State]:
    m = dict(message)
    i, j = m["mdest"], m["msource"]
    yield from update_term(s, i, message)
    match m["mtype"]:
        case "RequestVote":
            yield from handle_request_vote_request(s, i, j, message)
        case "RequestVoteResponse":
            yield from drop_stale_response(s, i, message)
            yield from handle_request_vote_response(s, i, j, message)
        case "AppendEntries":
            yield from handle_append_entries_request(s, i, j, message)
        case "AppendEntriesResponse":
            yield from drop_stale_response(s, i, message)
            yield from handle_append_entries_response(s, i, j, message)


def duplicate_message(s: State, message: Message) -> Iterator[State]:
    yield {**s, "messages": with_message(message, s["messages"])}


def drop_message(s: State, message: Message) -> Iterator[State]:
    yield {**s, "messages": without_message(message, s["messages"])}


def next_states(s: State, values: list[str], *, restarts: bool) -> Iterator[State]:
    servers = list(s["state"])
    for i in servers:
        if restarts:
            yield from restart(s, i)
        yield from timeout(s, i)
        for j in servers:
            yield from request_vote(s, i, j)
        yield from become_leader(s, i)
        for v in values:
            yield from client_request(s, i, v)
        yield from advance_commit_index(s, i)
        for j in servers:
            yield from append_entries(s, i, j)
    for message in s["messages"]:
        yield from receive(s, message)
        yield from duplicate_message(s, message)
        yield from drop_message(s, message)


def is_within(s: State, terms: int, entries: int, in_flight: int, copies: int) -> bool:
    """Say whether a state is within the bounds: what TLC knows as a CONSTRAINT."""
    return (
        all(term <= terms for term in s["currentTerm"].values())
        and all(len(log) <= entries for log in s["log"].values())
        and sum(s["messages"].values()) <= in_flight
        and all(count <= copies for count in s["messages"].values())
    )


def frozen(value: Any) -> Hashable:
    """Return a value as one that can be in a set, equal for equal values."""
    if isinstance(value, dict):
        return frozenset((key, frozen(one)) for key, one in value.items())
    return frozenset(value) if isinstance(value, set) else value


def reachable(
    *, servers: int, terms: int, entries: int, values: int, in_flight: int, copies: int, restarts: int
) -> set[Hashable]:
    """Return every state that is reached within the bounds, by way of such states only."""
    first = initial([f"n{number}" for number in range(1, servers + 1)])
    requests = [f"v{number}" for number in range(1, values + 1)]
    seen, waiting = {frozen(first)}, [first]
    while waiting:
        for after in next_states(waiting.pop(), requests, restarts=bool(restarts)):
            if is_within(after, terms, entries, in_flight, copies):
                state = frozen(after)
                if state not in seen:
                    seen.add(state)
                    waiting.append(after)
    return seen
