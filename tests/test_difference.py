"""What a step changed: the fields that differ, and nothing else."""

import pytest
from attrs import evolve, field, frozen

from checker.difference import Change, changes


@frozen
class Disk:
    term: int = 0
    log: tuple[str, ...] = ()


@frozen
class Memory:
    role: str = "follower"
    votes: frozenset[str] = frozenset()

    def __str__(self) -> str:
        return f"a {self.role}"


@frozen
class Server:
    disk: Disk = Disk()
    memory: Memory | None = Memory()
    note: str = field(default="", eq=False)


@frozen
class Other:
    disk: Disk = Disk()


def told(before: object, after: object) -> list[tuple[str, str, str]]:
    """Return the changes of n1, each with its field and what it was and is."""
    found = changes("n1", before, after)
    assert {change.process for change in found} <= {"n1"}
    return [(change.field, change.before, change.after) for change in found]


def test_a_change() -> None:
    """A change says whose it is, of which field, and what that was and is."""
    assert changes("n1", Disk(), Disk(term=1)) == (Change("n1", "term", "0", "1"),)


def test_nothing_changed() -> None:
    """Between two equal values nothing changed."""
    assert told(Server(), Server()) == []


def test_nested_records() -> None:
    """Where records nest, a field is dotted; those that did not change are not told."""
    after = Server(Disk(term=1), Memory(role="leader"))
    assert told(Server(), after) == [("disk.term", "0", "1"), ("memory.role", "follower", "leader")]


def test_order_of_the_fields() -> None:
    """Changes are in the order of the fields."""
    assert [name for name, _, _ in told(Disk(), Disk(2, ("a",)))] == ["term", "log"]


def test_a_record_that_goes() -> None:
    """A record that goes or comes is told as a whole, in its own words."""
    gone = Server(memory=None)
    assert told(Server(), gone) == [("memory", "a follower", "none")]
    assert told(gone, Server()) == [("memory", "none", "a follower")]


@frozen
class Member:
    id: str
    disk: Disk = Disk()
    is_up: bool = True
    memory: Memory | None = None


@frozen
class Group:
    members: tuple[Member, ...]


def test_members_of_a_value_that_is_a_list() -> None:
    """A value that is itself a list of records is told member by member, too."""
    before, after = (Member("a"), Member("b")), (Member("a"), Member("b", Disk(term=1)))
    assert told(before, after) == [("[b].disk.term", "0", "1")]


@pytest.mark.parametrize("ids", ["ab", "acb", "aab", "xyz"])
def test_parts_that_come_and_go(ids: str) -> None:
    """Where parts come, go, change places or share an id, all of them are told."""
    before, after = Group(tuple(map(Member, "abc"))), Group(tuple(map(Member, ids)))
    ((name, _, now),) = told(before, after)
    assert (name, now.count("Member")) == ("members", len(ids))


def test_truth() -> None:
    """True and false are told as yes and no."""
    assert told((True,), (False,)) == [("", "[yes]", "[no]")]


def test_a_field_that_does_not_count() -> None:
    """A field that does not count when records are compared is no news."""
    assert told(Server(note="a"), Server(Disk(1), note="b")) == [("disk.term", "0", "1")]


def test_another_class() -> None:
    """A value of another class is told as a whole."""
    ((name, before, after),) = told(Server(), Other())
    assert (name, before, after) == ("", str(Server()), str(Other()))


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        (0, 1, ("", "0", "1")),
        ("idle", "busy", ("", "idle", "busy")),
        (None, (1, 2), ("", "none", "[1, 2]")),
    ],
)
def test_no_record(before: object, after: object, change: tuple[str, str, str]) -> None:
    """A local state that is no record has no field to name."""
    assert told(before, after) == [change]


@pytest.mark.parametrize(
    ("before", "after", "was", "became"),
    [
        ((), ("a",), "{}", "{a}"),
        (("a",), ("a", "b"), "{a}", "{a, b}"),
        (("a", "b"), ("a",), "{a, b}", "{a}"),
        (("a", "b"), ("a", "c"), "{b}", "{c}"),
        (("a",), ("b",), "{a}", "{b}"),
    ],
)
def test_sets(before: tuple[str, ...], after: tuple[str, ...], was: str, became: str) -> None:
    """A set that grew or shrank is told in full; where members were replaced, only those are."""
    change = told(Memory(votes=frozenset(before)), Memory(votes=frozenset(after)))
    assert change == [("votes", was, became)]


def test_tuples_are_told_in_full() -> None:
    """A list is told in full, as the place of what changed matters."""
    assert told(Disk(log=("a", "b")), Disk(log=("a", "c"))) == [("log", "[a, b]", "[a, c]")]


def test_members_of_a_list() -> None:
    """Of a list of records that have ids only those are told that changed, each by its fields."""
    before = Group((Member("s1"), Member("s2"), Member("s3")))
    after = Group((Member("s1"), Member("s2", Disk(1, ("a",))), Member("s3", is_up=False)))
    assert told(before, after) == [
        ("members[s2].disk.term", "0", "1"),
        ("members[s2].disk.log", "[]", "[a]"),
        ("members[s3].is_up", "yes", "no"),
    ]
    voter = Group((Member("s1", memory=Memory("voter")),))
    leader = Group((Member("s1", memory=Memory("leader", frozenset({"s1"}))),))
    assert told(voter, leader) == [("members[s1].memory", "a voter", "a leader")], (
        "another memory, as a whole"
    )
    ((name, _, _),) = told(before, Group(before.members[:2]))
    assert name == "members", "who comes or goes changes the list"
    ((name, _, _),) = told(Group((Member("s1"), Member("s1"))), Group((Member("s1"), Member("s1", Disk(1)))))
    assert name == "members", "an id that two have is none"


def test_changes_of_several_fields() -> None:
    """What two steps changed in different fields is what changed in both together."""
    before = Server(Disk(1, ("a",)), Memory("candidate", frozenset({"n1"})))
    halfway = evolve(before, disk=Disk(2, ("a", "b")))
    after = evolve(halfway, memory=Memory("leader"))
    assert [name for name, _, _ in told(before, after)] == [
        "disk.term",
        "disk.log",
        "memory.role",
        "memory.votes",
    ]
    assert told(before, halfway) + told(halfway, after) == told(before, after)
