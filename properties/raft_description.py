"""How a Raft group is told to a reader: "leader of term 2, log [1:v1 2:v2], commit 1"."""

from collections.abc import Sequence
from typing import Any

from model.environment import ENVIRONMENT, Environment, Link
from model.process import Message
from model.raft.messages import (
    AppendEntries,
    AppendEntriesResponse,
    PreVoteResponse,
    RequestPreVote,
    RequestVote,
    RequestVoteResponse,
)
from model.raft.state import Entry, Log, Role, Server, Volatile
from properties.description import Description, Fields
from properties.raft_account import account_of


def told_entry(entry: Entry) -> str:
    """Return an entry as its term and its value: ``2:v1``."""
    return f"{entry.term}:{entry.value}"


def told_log(log: Log) -> str:
    """Return a log: ``[1:v1 2:v2]``."""
    return f"[{' '.join(map(told_entry, log))}]"


def named(servers: frozenset[str]) -> str:
    """Return a set of servers: ``{n1, n2}``."""
    return "{" + ", ".join(sorted(servers)) + "}"


class RaftDescription(Description):
    """Describes servers, their messages, and an environment that cuts links; `severed` are cut for ever."""

    def __init__(self, severed: tuple[Link, ...] = ()) -> None:
        self.severed = severed

    def is_background(self, identity: str) -> bool:
        return identity == ENVIRONMENT

    def summary(self, local: Any) -> str | None:
        if isinstance(local, Environment):
            return _brought(local)
        if not isinstance(local, Server):
            return None
        log = told_log(local.durable.log)
        if local.volatile is None:
            return f"down; on its disk term {local.durable.current_term}{_vote(local)}, log {log}"
        role = local.volatile.role
        votes = f", votes of {named(local.volatile.votes_granted)}" if role in STANDING else ""
        votes = _vote(local) if role is Role.FOLLOWER else votes
        return (
            f"{role} {'of' if role in IN_OFFICE else 'in'} term {local.durable.current_term}{votes}, "
            f"log {log}, commit {local.volatile.commit_index}"
        )

    def fields(self, local: Any) -> Fields | None:
        if isinstance(local, Environment):
            return [*_counts(local), ("cut", _links(local))]
        if not isinstance(local, Server):
            return None
        durable, history = local.durable, local.history
        fields: list[tuple[str, Any]] = [
            ("role", "down" if local.volatile is None else local.volatile.role),
            ("term", durable.current_term),
            ("voted for", durable.voted_for or "nobody"),
            ("log", told_log(durable.log)),
        ]
        if local.volatile is not None:
            fields += _in_memory(local.volatile)
        if history.elected:
            fields.append(("elected in terms", history.elected))
        if history.committed:
            told = [f"{told_entry(one.entry)} at {one.index}" for one in history.committed]
            fields.append(("took for committed", told))
        if history.pre_votes_as_leader:
            fields.append(("pre-votes granted as leader, in terms", history.pre_votes_as_leader))
        return fields

    def is_down(self, local: Any) -> bool:
        return isinstance(local, Server) and local.volatile is None

    def message(self, message: Message) -> str | None:  # noqa: PLR0911  # a case a line
        match message.payload:
            case RequestVote(term):
                return f"RequestVote, term {term}"
            case RequestPreVote(term):
                return f"RequestPreVote, term {term}"
            case RequestVoteResponse(term, granted):
                return f"vote {_said(is_yes=granted)}, term {term}"
            case PreVoteResponse(term, granted):
                return f"pre-vote {_said(is_yes=granted)}, term {term}"
            case AppendEntries(term, entries=entries):
                what = f"append {told_log(entries)}" if entries else "heartbeat"
                return f"{what}, term {term}"
            case AppendEntriesResponse(term, success, match_index):
                return f"{f'has up to {match_index}' if success else 'refused'}, term {term}"
        return None

    def account(self, stated: str, run: Sequence[tuple[Any, ...]], actions: Sequence[Any]) -> str | None:
        return account_of(stated, run, actions)

    def cuts(self, local_states: tuple[Any, ...]) -> Sequence[Link]:
        cut = [link for local in local_states if isinstance(local, Environment) for link in local.cut_links]
        return [*self.severed, *cut]


STANDING = {Role.CANDIDATE, Role.PRE_CANDIDATE}
IN_OFFICE = {Role.LEADER, Role.CANDIDATE}


def _vote(server: Server) -> str:
    """Say for whom a server voted in its term, if it did."""
    return f", voted for {server.durable.voted_for}" if server.durable.voted_for else ""


def _in_memory(volatile: Volatile) -> Fields:
    """Return what matters of a server's memory, which depends on its role."""
    fields: list[tuple[str, Any]] = [("commit index", volatile.commit_index)]
    if volatile.votes_granted or volatile.role in STANDING:
        fields.append(("votes", named(volatile.votes_granted)))
    if volatile.votes_refused:
        fields.append(("refused by", named(volatile.votes_refused)))
    if volatile.leader is not None:
        fields.append(("follows", volatile.leader))
    peers = sorted(volatile.progress, key=lambda progress: progress.peer)
    fields += [
        (f"progress of {one.peer}", f"next {one.next_index}, match {one.match_index}") for one in peers
    ]
    return fields


def _said(*, is_yes: bool) -> str:
    return "granted" if is_yes else "refused"


def _counts(environment: Environment) -> Fields:
    """Return what the environment has brought so far."""
    names = ("requests", "crashes", "losses", "duplicates", "cuts", "changes")
    return [(name, count) for name in names if (count := getattr(environment, name))]


def _links(environment: Environment) -> str:
    links = sorted(" and ".join(sorted(link)) for link in environment.cut_links)
    return "; ".join(links) or "nothing"


def _brought(environment: Environment) -> str:
    brought = ", ".join(f"{name} {count}" for name, count in _counts(environment))
    cut = f"cut: {_links(environment)}" if environment.cut_links else ""
    return "; ".join(part for part in (brought, cut) if part) or "nothing yet"


RAFT_DESCRIPTION = RaftDescription()
