"""What a page shows of a step: what that very step changed, and nothing that an earlier one did."""

from itertools import pairwise
from typing import Any

import pytest
from pages import TRACES, story_at

from checker.render.view import Page
from checker.render.words import Said
from checker.replay import replay
from checker.storyteller import story_of
from checker.trace import load

PARTED = ("vote-twice", "no-log-check-in-vote", "last-write-wins", "take-lease-at-once")


def differences(page: Page, number: int) -> list[tuple[str, str, str | None, str | None]]:
    """Return what a page says that a step changed: whose, of which field, from what to what, in English."""
    return [
        (one.process, one.field.english, one.before and one.before.english, one.after and one.after.english)
        for one in page.steps[number].differences
    ]


def test_what_vanishes_vanishes_where_it_does() -> None:
    """A candidate that is elected has votes no longer from that step on, and nothing changes in the next."""
    page = Page(story_at("vote-twice"))
    votes = [
        (number, one)
        for number in range(7)
        for one in differences(page, number)
        if one[:2] == ("n1", "votes")
    ]
    assert votes == [(1, ("n1", "votes", None, "{n1}")), (3, ("n1", "votes", "{n1}", None))]
    place = next(n for n, one in enumerate(page.data()["start"][0]) if page._fields[0][n] == "votes")
    deltas = page.data()["deltas"]
    assert [
        (n, value) for n, delta in enumerate(deltas, 1) for p, f, value in delta if (p, f) == (0, place)
    ] == [
        (1, "{n1}"),
        (3, None),
    ]


@pytest.mark.parametrize("name", PARTED)
def test_a_step_changes_only_whom_it_changes(name: str) -> None:
    """A process whose state is after a step what it was before is told no change, and marked at no field."""
    again = replay(load(TRACES / "zoo" / f"{name}.json"))
    page = Page(story_of(again))
    worlds: list[Any] = [again.system.initial()]
    for action in again.run:
        worlds.append(again.system.step(worlds[-1], action)[0])  # type: ignore[index]  # it was replayed
    names = [one.name for one in page.story.processes]
    for number, (before, after) in enumerate(pairwise(worlds), start=1):
        still = {
            n for n, pair in enumerate(zip(before.locals, after.locals, strict=True)) if pair[0] == pair[1]
        }
        assert not {names[n] for n in still} & {one[0] for one in differences(page, number)}, number
        assert not still & {place for place, _, _ in page.data()["deltas"][number - 1]}, number


def test_a_request_is_told_in_a_line() -> None:
    """What a process waits for is told in the line that its description has, not part by part."""
    page = Page(story_at("create-over"))
    assert differences(page, 1) == [("user", "", "has asked for nothing yet", "waits for: delete pod db-0")]
    (asked,) = page.steps[1].differences
    assert (asked.before, asked.after) == (
        Said("has asked for nothing yet", "尚未提出任何請求"),
        Said("waits for: delete pod db-0", "等待中：刪除 Pod db-0"),
    )
    (user,) = [column for column in page.columns() if "user" in [name for _, name in column.processes]]
    fields = {name for name, _, _ in user.rows}
    assert "waits" in fields
    assert not {"key", "uid", "force", "evict"} & fields, "the parts of a request"


def test_what_no_line_tells_is_told_by_fields() -> None:
    """Where a step changes what the line about a process does not tell, the fields are told."""
    page = Page(story_at("read-without-quorum"))
    assert ("user", "reads", "none", "no") in differences(page, 7)
